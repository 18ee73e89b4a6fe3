//! Evaluation in CI jobs: the runs of `docs/ci.md` and of `action.yml`, the JSON schema, and the forms that CI servers read.

#![cfg(all(unix, feature = "cli"))]

mod common;

use std::path::Path;
use std::process::Command;

use common::{Folder, SMALL, small_model};
use serde_json::Value;

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a page")
}

fn folder() -> Folder {
    let folder = Folder::with("gold.jsonl", SMALL);
    std::fs::copy(small_model(), folder.path("my.demarche")).expect("a copy");
    folder
}

/// Runs a script in the folder with the variables; output and exit code.
fn bash(folder: &Folder, script: &str, variables: &[(&str, &str)]) -> (String, Option<i32>) {
    let binary = Path::new(env!("CARGO_BIN_EXE_demarche"))
        .parent()
        .expect("a folder");
    let path = format!(
        "{}:{}",
        binary.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let mut command = Command::new("bash");
    command
        .args(["-eo", "pipefail", "-c", script])
        .current_dir(folder.path("."));
    command.env("PATH", path).envs(variables.iter().copied());
    let output = command.output().expect("bash runs");
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        output.status.code(),
    )
}

#[test]
fn the_runs_of_the_page_pass() {
    let folder = folder();
    let page = page("docs/ci.md");
    let scripts: Vec<&str> = page
        .split("```sh\n")
        .skip(1)
        .filter_map(|s| s.split("```").next())
        .collect();
    assert_eq!(scripts.len(), 3);
    for script in scripts {
        let (out, code) = bash(&folder, script, &[]);
        assert_eq!(code, Some(0), "{script}{out}");
    }
    let xml = String::from_utf8(folder.read("report.xml")).expect("UTF-8");
    let junit = roxmltree::Document::parse(&xml).expect("XML");
    let case = junit
        .descendants()
        .find(|n| n.has_tag_name("testcase"))
        .expect("a test case");
    assert_eq!(case.attribute("name"), Some("macro_f1 >= 0.62"));
    let html = String::from_utf8(folder.read("report.html")).expect("UTF-8");
    assert!(!html.contains("<script") && !html.contains("http") && html.contains("role=\"img\""));
}

#[test]
fn the_steps_of_the_action_write_verdict_and_summary() {
    let folder = folder();
    let action = page("action.yml");
    let runs: Vec<&str> = action
        .lines()
        .filter_map(|l| l.trim().strip_prefix("run: "))
        .collect();
    assert_eq!(runs.len(), 2);
    for (gates, verdict, code) in [
        ("macro_f1 >= 0.62\nece <= 1", "passed", 0),
        ("macro_f1 > 1", "failed", 1),
        ("recall(neutral)[group=x] >= 0", "not-judged", 2),
    ] {
        let variables = [
            ("DATA", "gold.jsonl"),
            ("DEMARCHE_MODEL", "my.demarche"),
            ("DEMARCHE_GATE", gates),
            ("GITHUB_OUTPUT", "out"),
            ("GITHUB_STEP_SUMMARY", "summary"),
        ];
        let (out, found) = bash(&folder, &runs.join("\n"), &variables);
        assert_eq!(found, Some(code), "{out}");
        assert_eq!(out.contains("::error "), code != 0, "{out}");
        let outputs = String::from_utf8(folder.read("out")).expect("UTF-8");
        assert!(
            outputs.contains(&format!("verdict={verdict}\nmacro-f1=")),
            "{outputs}"
        );
    }
    let summary = String::from_utf8(folder.read("summary")).expect("UTF-8");
    assert!(
        summary.starts_with("<!-- demarche evaluate -->\n**PASSED: 2 gates**"),
        "{summary}"
    );
}

/// Checks the keywords that the schema uses and refuses others.
fn check(schema: &Value, root: &Value, value: &Value, at: &str) {
    for (keyword, rule) in schema.as_object().expect("a schema") {
        match keyword.as_str() {
            "$schema" | "title" | "$defs" => {}
            "$ref" => {
                let pointer = rule.as_str().expect("a reference").trim_start_matches('#');
                check(
                    root.pointer(pointer).expect("a definition"),
                    root,
                    value,
                    at,
                );
            }
            "enum" => assert!(
                rule.as_array().expect("values").contains(value),
                "{at}: {value}"
            ),
            "type" => {
                let kind = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(n) if n.is_u64() => "integer",
                    Value::Number(_) => "number",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                let fits = |t: &Value| t == kind || (t == "number" && kind == "integer");
                let fitting = rule
                    .as_array()
                    .map_or_else(|| fits(rule), |types| types.iter().any(fits));
                assert!(fitting, "{at}: {value} is no {rule}");
            }
            "required" => {
                for name in rule
                    .as_array()
                    .expect("names")
                    .iter()
                    .filter(|_| value.is_object())
                {
                    assert!(
                        value.get(name.as_str().expect("a name")).is_some(),
                        "{at}: no {name}"
                    );
                }
            }
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(rule, root, item, &format!("{at}/{i}"));
                }
            }
            "properties" | "additionalProperties" => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    let named = schema.get("properties").and_then(|p| p.get(name));
                    match (keyword.as_str(), named) {
                        ("properties", Some(named)) => {
                            check(named, root, inner, &format!("{at}/{name}"))
                        }
                        ("additionalProperties", None) if *rule == Value::Bool(false) => {
                            panic!("{at}: {name} is not in the schema")
                        }
                        ("additionalProperties", None) => {
                            check(rule, root, inner, &format!("{at}/{name}"))
                        }
                        _ => {}
                    }
                }
            }
            other => panic!("{other} is not checked"),
        }
    }
}

#[test]
fn json_reports_fit_the_schema_whatever_labels_are_called() {
    let schema: Value = serde_json::from_str(&page("docs/evaluation.schema.json")).expect("JSON");
    let rows = "{\"id\":1,\"text\":\"a\",\"label\":\"accuracy\",\"k\":\"x\"}\n{\"id\":2,\"text\":\"b\",\"label\":\"n\"}\n{\"id\":3,\"text\":\"c\",\"label\":\"abstained\"}\n";
    let folder = folder()
        .and("own.jsonl", rows)
        .and(
            "p.csv",
            "id,label,confidence\n3,abstained,0.9\n1,accuracy,0.8\n2,accuracy,0.7\n",
        )
        .and("b.txt", "n\nn\nn\n");
    let run = |arguments: &str| -> Value {
        let said = folder
            .demarche(&format!(
                "evaluate {arguments} --format json --resamples 200"
            ))
            .run();
        assert!(said.err.is_empty(), "{}", said.err);
        serde_json::from_str(&said.out).expect("JSON")
    };
    let own = run(
        "own.jsonl --predictions p.csv --id-column id --labels accuracy,n,abstained --by k --min-support 1 --mistakes 5 --min-accuracy 0.9",
    );
    check(&schema, &schema, &own, "");
    // Of three, the first and the last are right; a label called abstained is a label.
    assert_eq!(own["accuracy"], 2.0 / 3.0);
    assert_eq!(own["labels"]["abstained"]["recall"], 1.0);
    assert_eq!(
        (&own["n"], &own["verdict"]),
        (&Value::from(3), &Value::from("failed"))
    );
    let paired =
        run("own.jsonl --predictions b.txt --baseline b.txt --labels accuracy,n,abstained");
    check(&schema, &schema, &paired, "");
    assert_eq!(paired["comparison"]["mcnemar"]["p_value"], 1.0);
    check(
        &schema,
        &schema,
        &run("gold.jsonl --model my.demarche --by group"),
        "",
    );
}

#[test]
fn predictions_that_do_not_fit_are_refused() {
    let gold = "{\"id\":\"a\",\"text\":\"We met.\",\"label\":\"neutral\"}\n{\"id\":\"b\",\"text\":\"We met.\",\"label\":\"neutral\"}\n";
    let folder = Folder::with("g.jsonl", gold);
    for (file, rows, part) in [
        (
            "p.csv",
            "id,label\na,neutral\n",
            "p.csv: there is no prediction of g.jsonl:2 (id \"b\"); judge the same rows",
        ),
        (
            "p.csv",
            "id,label\na,neutral\na,neutral\n",
            "p.csv: the id \"a\" is on line 2 and on line 3; keep one prediction for each statement",
        ),
        (
            "p.csv",
            "id,label\na,neutral\nb,neutral\nc,neutral\n",
            "p.csv: 1 of its predictions are of no statement, the first on line 4 (id \"c\")",
        ),
        (
            "p.csv",
            "id,label\na,neutral\nb,maybe\n",
            "p.csv:3: unknown label \"maybe\" (expected one of: condemning, defending, neutral, or abstained)",
        ),
        (
            "p.csv",
            "id,label,confidence\na,neutral,NaN\n",
            "p.csv:2: the score of \"the label\" is \"NaN\", expected a probability from 0 to 1",
        ),
        (
            "p.csv",
            "key,label\na,neutral\n",
            "p.csv: no column \"id\" (the header has: key, label); name it with --id-column",
        ),
        (
            "p.txt",
            "neutral\n",
            "p.txt: plain lines have no ids to match by",
        ),
    ] {
        std::fs::write(folder.path(file), rows).expect("a file");
        let err = folder
            .demarche(&format!(
                "evaluate g.jsonl --id-column id --predictions {file}"
            ))
            .run()
            .refused();
        assert!(err.starts_with(&format!("demarche: {part}")), "{err}");
    }
}

/// An element, attributes that must be there, further ones, and elements that may stand in it.
type Element = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

/// What may stand in a report; `tests/reference/junit.xsd` says the same.
const JUNIT: [Element; 9] = [
    (
        "testsuites",
        &["tests", "failures", "errors"],
        &["name"],
        &["testsuite"],
    ),
    (
        "testsuite",
        &["name", "tests", "failures", "errors"],
        &["skipped", "time"],
        &["properties", "testcase", "system-out"],
    ),
    ("properties", &[], &[], &["property"]),
    ("property", &["name", "value"], &[], &[]),
    (
        "testcase",
        &["name", "classname"],
        &["time", "file", "line"],
        &["failure", "error"],
    ),
    ("failure", &["message", "type"], &[], &[]),
    ("error", &["message", "type"], &[], &[]),
    ("system-out", &[], &[], &[]),
    ("system-err", &[], &[], &[]),
];

fn check_junit(node: roxmltree::Node<'_, '_>) {
    let name = node.tag_name().name();
    let rule = JUNIT.iter().find(|(n, ..)| *n == name);
    let (_, required, further, children) = rule.expect(name);
    let found: Vec<&str> = node.attributes().map(|a| a.name()).collect();
    assert!(
        required.iter().all(|r| found.contains(r)),
        "{name} {found:?}"
    );
    let is_allowed = |a: &&str| required.contains(a) || further.contains(a);
    assert!(found.iter().all(is_allowed), "{name} {found:?}");
    let places: Vec<usize> = node
        .children()
        .filter(roxmltree::Node::is_element)
        .map(|c| {
            check_junit(c);
            let place = children.iter().position(|n| *n == c.tag_name().name());
            place.unwrap_or_else(|| panic!("{} in {name}", c.tag_name().name()))
        })
        .collect();
    assert!(places.is_sorted(), "the order in {name}");
    // Readers add these up.
    let count = |tag: &str| node.descendants().filter(|n| n.has_tag_name(tag)).count();
    for (attribute, tag) in [
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
    ] {
        if let Some(n) = node.attribute(attribute) {
            assert_eq!(n, count(tag).to_string(), "{attribute} of {name}");
        }
    }
}

#[test]
fn junit_reports_have_the_structure_that_readers_share() {
    let folder = folder();
    for (command, cases) in [
        (
            "evaluate gold.jsonl -m my.demarche --resamples 100",
            [1, 0, 0],
        ),
        (
            "evaluate gold.jsonl -m my.demarche --resamples 100 --gate accuracy>=0.01 --gate macro_f1>1 --gate recall(neutral)[group=x]>=0",
            [3, 1, 1],
        ),
    ] {
        let said = folder.demarche(&format!("{command} --format junit")).run();
        let document = roxmltree::Document::parse(&said.out).expect("XML");
        check_junit(document.root_element());
        let count = |tag: &str| {
            document
                .descendants()
                .filter(|n| n.has_tag_name(tag))
                .count()
        };
        assert_eq!(
            ["testcase", "failure", "error"].map(count),
            cases,
            "{command}"
        );
    }
    let said = folder.demarche("check -m my.demarche --format junit").run();
    check_junit(
        roxmltree::Document::parse(&said.out)
            .expect("XML")
            .root_element(),
    );
}

#[test]
fn mistakes_in_the_settings_file_are_named_with_their_line() {
    for (settings, expected) in [
        (
            "[evaluate]\nmodel = \"my.demarche\"\ngates = []\n",
            "demarche.toml:3: unknown setting \"gates\"; did you mean gate? (settings: model, predictions, ",
        ),
        (
            "[other]\nseed = 1\n\n[evaluate]\nresamples = \"many\"\n",
            "demarche.toml:5: invalid type: string \"many\", expected a number from 0 up\n",
        ),
        (
            "[evaluate]\nseed = -1\n",
            "demarche.toml:2: invalid value: integer `-1`, expected a number from 0 up\n",
        ),
        (
            "[evaluate]\ngate = \"macro_f1 >= 0.62\"\n",
            "demarche.toml:2: invalid type: string \"macro_f1 >= 0.62\", expected a sequence\n",
        ),
        ("[evaluate]\nseed = = 1\n", "demarche.toml:2: no TOML: "),
        (
            "evaluate = 3\n",
            "demarche.toml: evaluate is no table; write [evaluate] and the settings below it\n",
        ),
        (
            "seed = 3\n",
            "demarche.toml: there is no table [evaluate]; write [evaluate] above the settings\n",
        ),
    ] {
        let folder = folder().and("demarche.toml", settings);
        let err = folder.demarche("evaluate gold.jsonl").run().refused();
        assert!(
            err.starts_with(&format!("demarche: {expected}")),
            "{settings}{err}"
        );
    }
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let file = "[evaluate]\nmodel = \"my.demarche\"\nseed = 7\nresamples = 150\nby = [\"group\"]\nmin-support = 3\n";
    let folder = folder().and("demarche.toml", file);
    let report = |flags: &str, variables: &[(&str, &str)]| -> Value {
        let mut run = folder.demarche(&format!("evaluate gold.jsonl --format json {flags}"));
        for (name, value) in variables {
            run = run.env(name, value);
        }
        let said = run.run();
        serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{said:?}"))
    };
    let seen = |report: &Value| {
        let seed = report["intervals"]["seed"].clone();
        let slices = report["slices"].as_array().map_or(0, Vec::len);
        (seed, report["intervals"]["resamples"].clone(), slices)
    };
    let variables = [("DEMARCHE_SEED", "8"), ("DEMARCHE_BY", "length")];
    assert_eq!(seen(&report("", &[])), (7.into(), 150.into(), 12));
    let (seed, resamples, slices) = seen(&report("", &variables));
    assert_eq!((seed, resamples), (8.into(), 150.into()));
    assert_ne!(slices, 12);
    let (seed, _, slices) = seen(&report("--seed 9 --by group", &variables));
    assert_eq!((seed, slices), (9.into(), 12));
    let run = folder
        .demarche("evaluate gold.jsonl")
        .env("DEMARCHE_RESAMPLES", "lots");
    let err = run.run().refused();
    assert_eq!(
        err,
        "demarche: DEMARCHE_RESAMPLES is \"lots\", expected a number from 0 up\n"
    );
}
