//! `demarche check` from outside: the table, failed cases, consistency, gates, and the three forms.
//!
//! The small model names the stance of its own training statements rightly, so a wrong label makes a case that fails.

mod common;

use common::{Folder, Said, masked};
use serde_json::{Value, json};

/// Five cases: one of `negation` fails, and one of the first set of `swap`, which is therefore not consistent.
const SUITE: &str = concat!(
    "{\"text\":\"It was a crime to burn the school, and those who ordered it must answer for it.\",\"label\":\"condemning\",\"capability\":\"negation\",\"rule\":\"plain\",\"set\":\"1\"}\n",
    "{\"text\":\"The council will meet on Tuesday to hear the envoy.\",\"label\":\"defending\",\"capability\":\"negation\",\"rule\":\"wrong on purpose\",\"set\":\"1\"}\n",
    "{\"text\":\"We reject the illegal annexation of the valley.\",\"label\":\"condemning\",\"capability\":\"swap\",\"set\":\"1\"}\n",
    "{\"text\":\"The law protects the parish, and the measure is justified.\",\"label\":\"condemning\",\"capability\":\"swap\",\"set\":\"1\"}\n",
    "{\"text\":\"We denounce the reckless shelling of the lake road.\",\"label\":\"condemning\",\"capability\":\"swap\",\"set\":\"2\"}\n",
);

fn check(suite: &str, arguments: &str) -> Said {
    let folder = Folder::with("s.jsonl", suite);
    let run = folder.demarche(&format!("check s.jsonl {arguments}"));
    run.small_model().run()
}

/// Confidences of two digits as `#`.
fn plain(text: &str) -> String {
    let masked = masked(text);
    let lines = masked.lines().map(|line| match line.rsplit_once(" (") {
        Some((start, _)) if start.contains(" called ") => format!("{start} (#)\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn failed_cases_come_first_then_the_table() {
    let expected = "\
s.jsonl:2: negation (wrong on purpose): defending called neutral (#)
  The council will meet on Tuesday to hear the envoy.

s.jsonl:4: swap: condemning called defending (#)
  The law protects the parish, and the measure is justified.

capability  cases  passed  failed  pass rate  consistent sets
negation        2       1       1       0.50                \u{2013}
swap            3       2       1       0.67           0 of 1
all             5       3       2       0.60           0 of 1

suite s.jsonl
model #

DONE: 3 of 5 cases passed, no gate
";
    assert_eq!(plain(&check(SUITE, "").done()), expected);
}

#[test]
fn at_most_so_many_failed_cases_are_shown() {
    let suite = SUITE
        .replace("\"neutral\"", "\"defending\"")
        .replace("swap", "negation");
    let out = check(&suite, "--show 1").done();
    assert!(out.starts_with("s.jsonl:2: "));
    assert!(out.contains("\n... and 1 more of negation\n\n"), "{out}");
    let out = check(&suite, "--show 0").done();
    assert!(out.starts_with("capability "), "{out}");
}

#[test]
fn gates_decide_the_exit_code() {
    let said = check(SUITE, "--min-pass negation=0.5 --min-pass all=0.6");
    assert_eq!(said.code, Some(0));
    let verdict = said.out.lines().last();
    assert_eq!(
        verdict,
        Some("PASSED: pass(negation) 0.5000 >= 0.5; pass(all) 0.6000 >= 0.6")
    );
    let said = check(SUITE, "--min-pass negation=0.9 --min-pass all=0.6");
    assert_eq!((said.code, said.err.as_str()), (Some(1), ""));
    assert_eq!(
        said.out.lines().last(),
        Some("FAILED: pass(negation) 0.5000 < 0.9")
    );
}

#[test]
fn gates_that_make_no_sense_are_refused() {
    for (gate, expected) in [
        (
            "irony=0.5",
            "demarche: --min-pass: no case has the capability \"irony\" (expected all or one of: negation, swap)\n",
        ),
        (
            "negation",
            "demarche: --min-pass is \"negation\", expected CAPABILITY=X\n",
        ),
        (
            "all=90",
            "demarche: --min-pass is \"all=90\", expected a share from 0 to 1\n",
        ),
    ] {
        assert_eq!(
            check(SUITE, &format!("--min-pass {gate}")).refused(),
            expected
        );
    }
}

#[test]
fn json_has_all_figures_and_failed_cases() {
    let out = check(SUITE, "--format json --show 0 --min-pass swap=0.6").done();
    let report: Value = serde_json::from_str(&out).expect("one JSON object");
    assert_eq!(
        report["capabilities"][1],
        json!({"capability": "swap", "cases": 3, "passed": 2, "failed": 1, "pass_rate": 2.0 / 3.0, "sets": 1, "inconsistent_sets": 1})
    );
    assert_eq!(report["all"]["pass_rate"], json!(0.6));
    assert_eq!(report["gates"][0]["figure"], json!("pass(swap)"));
    assert_eq!(report["passed"], json!(true));
    let mut failure = report["failures"][0].clone();
    let confidence = failure["confidence"].take();
    assert!(confidence.as_f64().is_some_and(|c| c > 1.0 / 3.0));
    assert_eq!(
        failure,
        json!({"file": "s.jsonl", "line": 2, "capability": "negation", "rule": "wrong on purpose", "set": "1",
               "text": "The council will meet on Tuesday to hear the envoy.", "expected": "defending", "found": "neutral", "confidence": null})
    );
}

#[test]
fn junit_is_well_formed_whatever_the_texts_hold() {
    let hostile = json!({"text": "We \"reject\" <b>it</b> & 'them' ]]> \u{7}\n\u{FFFF}", "label": "neutral", "capability": "a<b&\"c\""});
    let suite = format!("{SUITE}{hostile}\n");
    let out = check(&suite, "--format junit").done();
    let document = roxmltree::Document::parse(&out).expect("well-formed XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let named = |name: &str| {
        let nodes = document.descendants().filter(|n| n.has_tag_name(name));
        nodes.collect::<Vec<_>>()
    };
    assert_eq!(
        (root.attribute("tests"), named("testcase").len()),
        (Some("6"), 6)
    );
    let failures = named("failure").len().to_string();
    assert_eq!(root.attribute("failures"), Some(failures.as_str()));
    let last = named("testcase")[5];
    assert_eq!(
        last.attribute("classname"),
        Some("demarche.check.a<b&\"c\"")
    );
    assert_eq!(
        last.attribute("name"),
        Some("We \"reject\" <b>it</b> & 'them' ]]> \u{FFFD}\n\u{FFFD}")
    );
    assert_eq!(
        (last.attribute("file"), last.attribute("line")),
        (Some("s.jsonl"), Some("6"))
    );
    let failure = named("failure")[0];
    let message = failure.attribute("message").unwrap_or_default();
    assert!(
        message.starts_with("expected defending, found neutral ("),
        "{message}"
    );
    assert_eq!(failure.text(), Some("wrong on purpose"));
}

#[test]
fn rows_that_are_no_cases_are_named() {
    let suite = SUITE
        .replacen("\"capability\":\"negation\",", "", 1)
        .replacen("\"defending\"", "\"pros\"", 1);
    let said = check(&suite, "--show 0");
    assert_eq!(said.code, Some(2));
    assert!(
        said.err
            .contains("demarche: s.jsonl:2: unknown label \"pros\""),
        "{}",
        said.err
    );
    assert!(
        said.err.contains(
            "demarche: s.jsonl:1: no field \"capability\"; name the ability that the case tests\n"
        ),
        "{}",
        said.err
    );
    assert!(
        said.out.contains("all             3       2       1 "),
        "{}",
        said.out
    );
    let said = check(
        "{\"text\":\"So.\",\"label\":\"pro\",\"capability\":\"all\"}\n",
        "",
    );
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(
        said.err
            .contains("capability \"all\" would be taken for all cases"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .ends_with("give a file with a text and a label in each row\n"),
        "{}",
        said.err
    );
}

#[test]
fn a_suite_comes_with_the_program() {
    let out = Folder::new()
        .demarche("check --format json")
        .small_model()
        .run()
        .done();
    let report: Value = serde_json::from_str(&out).expect("one JSON object");
    assert_eq!(report["suite"], json!("data/checks.jsonl"));
    assert!(report["all"]["cases"].as_u64() >= Some(400));
    let capabilities = report["capabilities"].as_array().expect("a list");
    for name in [
        "negation",
        "report",
        "concession",
        "mention",
        "concern",
        "demand",
        "irony",
        "name_swap",
        "typography",
        "length",
    ] {
        let found = capabilities.iter().find(|c| c["capability"] == json!(name));
        assert!(
            found.is_some_and(|c| c["cases"].as_u64() >= Some(10)),
            "{name}"
        );
    }
    let swaps = capabilities
        .iter()
        .find(|c| c["capability"] == json!("name_swap"));
    assert!(swaps.is_some_and(|c| c["sets"].as_u64() >= Some(5)));
}
