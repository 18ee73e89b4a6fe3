//! `demarche evaluate` from outside: the three forms of the report, the gates, and what cannot be judged.
//!
//! The small model names the stance of its own training statements rightly, so wrong labels make mistakes that are known
//! beforehand. Rows of a single group have no intervals.

mod common;

use common::{Folder, Said, masked};
use serde_json::{Value, json};

/// Counts as in scikit-learn's own example of a report: one condemning called so, one defending called neutral, two neutral called so.
const FOUR: &str = concat!(
    "{\"text\":\"The raid on the ferry was reckless and illegal, and we condemn it.\",\"label\":\"condemning\",\"group\":\"one\"}\n",
    "{\"text\":\"The council will meet on Tuesday to hear the envoy.\",\"label\":\"defending\",\"group\":\"one\"}\n",
    "{\"text\":\"The parties agreed to meet again next month.\",\"label\":\"neutral\",\"group\":\"one\"}\n",
    "{\"text\":\"The committee elected its chair for the coming year.\",\"label\":\"neutral\",\"group\":\"one\"}\n",
);

/// Evaluates a few rows, which gates may rest on.
fn evaluate(rows: &str, arguments: &str) -> Said {
    let folder = Folder::with("q.jsonl", rows);
    let run = folder.demarche(&format!("evaluate q.jsonl --min-support 1 {arguments}"));
    run.small_model().run()
}

fn report(rows: &str, arguments: &str) -> Value {
    let out = evaluate(rows, &format!("--format json {arguments}")).done();
    serde_json::from_str(&out).expect("one JSON object")
}

/// The figure of that name.
#[track_caller]
fn figure(report: &Value, name: &str) -> Value {
    let figures = report["figures"].as_array().expect("figures");
    let found = figures.iter().find(|f| f["name"] == name);
    found.unwrap_or_else(|| panic!("no {name}")).clone()
}

/// `found` equals `expected`, numbers within 1e-12.
#[track_caller]
fn assert_close(found: &Value, expected: &Value) {
    match (found, expected) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            assert!((a - b).abs() < 1e-12, "{a} is not {b}");
        }
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{found} is not {expected}");
            a.values()
                .zip(b.values())
                .for_each(|(a, b)| assert_close(a, b));
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{found} is not {expected}");
            a.iter().zip(b).for_each(|(a, b)| assert_close(a, b));
        }
        (a, b) => assert_eq!(a, b),
    }
}

#[test]
fn the_text_report_has_the_layout_of_scikit_learn() {
    let out = evaluate(FOUR, "").done();
    let (figures, curve) = out
        .split_once("\nanswering only the surest:\n")
        .expect("the curve");
    // The first four columns are those of sklearn.metrics.classification_report for these counts, but for the dash.
    let expected = "             precision    recall  f1-score   support   recall 95 %   f1 95 %

  condemning      1.00      1.00      1.00         1
   defending         \u{2013}      0.00      0.00         1
     neutral      0.67      1.00      0.80         2

    accuracy                          0.75         4
   macro avg      0.56      0.67      0.60         4
weighted avg      0.58      0.75      0.65         4

4 statements in 1 group; no intervals, which take two groups or more
model #

actual \\ predicted  condemning  defending    neutral  abstained
condemning                   1          0          0          0
defending                    0          0          1          0
neutral                      0          0          2          0

majority, always neutral: accuracy 0.50, macro F1 0.22
coverage #; calibration error #; Brier score #
";
    assert_eq!(masked(figures), expected);
    let rows: Vec<&str> = curve.lines().skip(1).collect();
    assert_eq!(rows.len(), 6);
    assert!(rows[0].starts_with("      100%      0.75  0."), "{curve}");
}

#[test]
fn the_json_report_has_the_keys_and_values_of_scikit_learn() {
    let report = report(FOUR, "");
    // sklearn.metrics.classification_report(..., output_dict=True) for these counts; undefined values are null.
    let expected = json!({
        "labels": {
            "condemning": {"precision": 1.0, "recall": 1.0, "f1-score": 1.0, "support": 1},
            "defending": {"precision": null, "recall": 0.0, "f1-score": 0.0, "support": 1},
            "neutral": {"precision": 0.6666666666666666, "recall": 1.0, "f1-score": 0.8, "support": 2},
        },
        "accuracy": 0.75,
        "macro avg": {"precision": 0.5555555555555555, "recall": 0.6666666666666666, "f1-score": 0.6, "support": 4},
        "weighted avg": {"precision": 0.5833333333333333, "recall": 0.75, "f1-score": 0.65, "support": 4},
    });
    for (key, value) in expected.as_object().expect("an object") {
        assert_close(&report[key], value);
    }
    assert_close(
        &report["confusion_matrix"],
        &json!({"labels": ["condemning", "defending", "neutral"], "counts": [[1, 0, 0], [0, 0, 1], [0, 0, 2]], "abstained": [0, 0, 0]}),
    );
    assert_close(
        &report["majority"],
        &json!({"label": "neutral", "accuracy": 0.5, "macro_f1": 2.0 / 9.0}),
    );
    assert_close(
        &figure(&report, "macro_f1"),
        &json!({"name": "macro_f1", "value": 0.6, "lower": null, "upper": null, "support": 4}),
    );
    assert_eq!(
        figure(&report, "precision(defending)")["value"],
        Value::Null
    );
    assert_eq!(
        json!([
            report["n"],
            report["groups"],
            report["files"],
            report["gates"],
            report["verdict"],
            report["mistakes"]
        ]),
        json!([4, 1, ["q.jsonl"], [], null, []])
    );
    let binned: u64 = report["reliability"]
        .as_array()
        .expect("bins")
        .iter()
        .map(|b| b["n"].as_u64().expect("a count"))
        .sum();
    assert_eq!(binned, 4);
}

#[test]
fn the_markdown_report_is_a_table() {
    let out = evaluate(FOUR, "--format markdown --min-accuracy 0.5").done();
    let expected = "**PASSED: 1 gate**

| gate | verdict | found |
| --- | --- | --- |
| accuracy >= 0.5 | passed | 0.7500 |

| label | precision | recall | F1 | F1 95 % | support |
| --- | ---: | ---: | ---: | :---: | ---: |
| condemning | 1.00 | 1.00 | 1.00 |  | 1 |
| defending | \u{2013} | 0.00 | 0.00 |  | 1 |
| neutral | 0.67 | 1.00 | 0.80 |  | 2 |
| macro average | 0.56 | 0.67 | 0.60 |  | 4 |
| accuracy | | | 0.75 |  | 4 |

Majority, always neutral: accuracy 0.50, macro F1 0.22. Coverage 1.000. 4 statements, 1 group; no intervals, which take two groups or more.

| actual \\ predicted | condemning | defending | neutral | abstained |
| --- | ---: | ---: | ---: | ---: |
| condemning | 1 | 0 | 0 | 0 |
| defending | 0 | 0 | 1 | 0 |
| neutral | 0 | 0 | 2 | 0 |
";
    assert_eq!(out, expected);
}

#[test]
fn a_gate_that_holds_is_exit_code_0() {
    // A figure that equals the floor passes.
    let arguments =
        "--min-accuracy 0.75 --min-macro-f1 0.6 --min-recall neutral=1 --min-recall against=0.9";
    let out = evaluate(FOUR, arguments).done();
    let verdict = "\n\npassed: accuracy >= 0.75: 0.7500\npassed: macro_f1 >= 0.6: 0.6000\npassed: recall(neutral) >= 1: 1.0000\npassed: recall(condemning) >= 0.9: 1.0000\nPASSED: 4 gates\n";
    assert!(out.ends_with(verdict), "{out}");
}

#[test]
fn a_gate_that_fails_is_exit_code_1_and_one_line_names_each() {
    let arguments =
        "--min-accuracy 0.8 --min-macro-f1 0.6 --min-recall defending=0.5 --min-recall neutral=0.5";
    let said = evaluate(FOUR, arguments);
    assert_eq!((said.code, said.err.as_str()), (Some(1), ""));
    let verdict = "\n\nfailed: accuracy >= 0.8: 0.7500\npassed: macro_f1 >= 0.6: 0.6000\nfailed: recall(defending) >= 0.5: 0.0000\n\
                   passed: recall(neutral) >= 0.5: 1.0000\nFAILED: 2 of 4 gates: accuracy >= 0.8; recall(defending) >= 0.5\n";
    assert!(said.out.ends_with(verdict), "{}", said.out);
    assert_eq!(said.out.matches("FAILED").count(), 1);
    let said = evaluate(
        FOUR,
        "--format json --min-accuracy 0.8 --min-recall condemning=1",
    );
    assert_eq!(said.code, Some(1));
    let report: Value = serde_json::from_str(&said.out).expect("JSON");
    let expected = json!([
        {"gate": "accuracy >= 0.8", "result": "failed", "value": 0.75, "interval": null, "threshold": 0.8, "reason": null},
        {"gate": "recall(condemning) >= 1", "result": "passed", "value": 1.0, "interval": null, "threshold": 1.0, "reason": null},
    ]);
    assert_eq!(
        (&report["gates"], &report["verdict"]),
        (&expected, &"failed".into())
    );
    let said = evaluate(FOUR, "--format markdown --min-accuracy 0.8");
    assert!(
        said.out
            .starts_with("**FAILED: 1 of 1 gate: accuracy >= 0.8**\n"),
        "{}",
        said.out
    );
    assert_eq!(said.code, Some(1));
}

#[test]
fn a_gate_on_a_stance_without_statements_cannot_be_judged() {
    let two: String = FOUR.lines().skip(2).flat_map(|line| [line, "\n"]).collect();
    let said = evaluate(&two, "--min-accuracy 1 --min-recall defending=0");
    assert!(
        said.out
            .ends_with("\nnot judged: recall(defending) >= 0: it rests on 0 statements, --min-support asks for 1\n\
                        NOT JUDGED: 1 of 2 gates: recall(defending) >= 0\n"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains(
            "\n   defending         \u{2013}         \u{2013}         \u{2013}         0\n"
        ),
        "{}",
        said.out
    );
    assert_eq!(said.code, Some(2));
}

#[test]
fn gates_that_make_no_sense_are_refused() {
    for (gate, err) in [
        (
            "--min-recall suport=0.5",
            "gate \"recall(suport) >= 0.5\": unknown label \"suport\" (expected one of: condemning, defending, neutral)",
        ),
        (
            "--min-recall neutral",
            "--min-recall is \"neutral\", expected LABEL=X",
        ),
        (
            "--min-recall neutral=high",
            "gate \"recall(neutral) >= high\": the threshold is \"high\", expected a number such as 0.6 or 60%",
        ),
        (
            "--min-accuracy NaN",
            "gate \"accuracy >= NaN\": the threshold is \"NaN\", expected a number such as 0.6 or 60%",
        ),
        (
            "--gate delta(accuracy)>=0",
            "gate \"delta(accuracy) >= 0\" compares, but there is nothing to compare with; give --baseline",
        ),
        (
            "--resamples 7",
            "--resamples is 7, expected 0 (no intervals) or 100 to 10000000",
        ),
    ] {
        assert_eq!(evaluate(FOUR, gate).refused(), format!("demarche: {err}\n"));
    }
}

#[test]
fn bad_rows_are_exit_code_2_whatever_the_gates_say() {
    let rows = format!("{FOUR}{{\"text\":\"We met.\",\"label\":\"suport\"}}\n");
    for gate in ["", "--min-accuracy 0.1", "--min-accuracy 0.9"] {
        let said = evaluate(&rows, gate);
        assert_eq!(
            said.err,
            "demarche: q.jsonl:5: unknown label \"suport\" (expected one of: condemning, defending, neutral); \
             mend it, or name the labels with --labels (train, corpus)\n"
        );
        assert!(
            said.out.contains("\n4 statements in 1 group; "),
            "{}",
            said.out
        );
        assert_eq!(said.code, Some(2));
    }
    let err = evaluate(&rows, "--strict").refused();
    assert!(
        err.starts_with("demarche: q.jsonl:5: unknown label \"suport\" "),
        "{err}"
    );
}

#[test]
fn mistakes_are_shown_with_their_place_the_surest_first() {
    let table = "label,text\ncon,The council will meet on Tuesday to hear the envoy.\npro,zzqxv\n\
                 con,\"The parties agreed to meet\nagain | next <b>month.\"\nnone,The chair thanked the delegations and closed the session.\n";
    let folder = Folder::with("q.csv", table);
    let run = |arguments: &str| {
        folder
            .demarche(&format!("evaluate q.csv {arguments}"))
            .small_model()
            .run()
            .done()
    };
    let report: Value = serde_json::from_str(&run("--format json --mistakes 9")).expect("JSON");
    let facts = |m: &Value| json!([m["origin"], m["actual"], m["predicted"]]);
    let mistakes: Vec<Value> = report["mistakes"]
        .as_array()
        .expect("mistakes")
        .iter()
        .map(facts)
        .collect();
    assert_eq!(mistakes.len(), 3);
    assert!(
        mistakes[..2].contains(&json!(["q.csv:2", "condemning", "neutral"])),
        "{mistakes:?}"
    );
    assert!(
        mistakes[..2].contains(&json!(["q.csv:4", "condemning", "neutral"])),
        "{mistakes:?}"
    );
    assert_eq!(mistakes[2], json!(["q.csv:3", "defending", null]));
    let sure = |i: usize| {
        report["mistakes"][i]["confidence"]
            .as_f64()
            .expect("a confidence")
    };
    assert!(sure(0) >= sure(1));
    assert_eq!(report["mistakes"][2]["confidence"], Value::Null);
    assert_eq!(figure(&report, "coverage")["value"], 0.75);
    let text = run("--mistakes 3");
    assert!(
        text.ends_with("\n\nq.csv:3: defending called abstained (\u{2013})\n  zzqxv\n"),
        "{text}"
    );
    assert!(
        text.contains(")\n  The parties agreed to meet\u{FFFD}again | next <b>month.\n"),
        "{text}"
    );
    assert_eq!(run("--mistakes 1").matches(" called ").count(), 1);
    let markdown = run("--format markdown --mistakes 3");
    assert!(
        markdown.contains(
            "\n| The parties agreed to meet again \\| next &lt;b>month. | condemning | neutral | "
        ),
        "{markdown}"
    );
}

#[test]
fn an_abstention_is_a_miss() {
    let rows = format!("{FOUR}{{\"text\":\"zzqxv\",\"label\":\"condemning\",\"group\":\"one\"}}\n");
    let report = report(&rows, "");
    // By hand: of five, three are right; of two condemning one is found and nothing else is called so.
    assert_close(&report["accuracy"], &json!(0.6));
    assert_close(&figure(&report, "coverage")["value"], &json!(0.8));
    assert_close(
        &report["labels"]["condemning"],
        &json!({"precision": 1.0, "recall": 0.5, "f1-score": 2.0 / 3.0, "support": 2}),
    );
    assert_close(&report["confusion_matrix"]["abstained"], &json!([1, 0, 0]));
}

#[test]
fn intervals_are_drawn_over_groups_and_repeatable() {
    let apart = FOUR.replace(",\"group\":\"one\"", "");
    let bounds = |arguments: &str| {
        let found = figure(&report(&apart, arguments), "accuracy");
        json!([found["lower"], found["upper"]])
    };
    // Four rows of which three are right: draws of four give 0 to 4 right, and 2.5 % or more of them all four.
    assert_close(&bounds("--interval percentile"), &json!([0.25, 1.0]));
    // statsmodels: proportion_confint(3, 4, method="wilson").
    assert_close(
        &bounds(""),
        &json!([0.300_641_842_582_401_84, 0.954_412_739_190_299_5]),
    );
    assert_eq!(bounds("--resamples 0"), json!([null, null]));
    assert_eq!(report(&apart, "--seed 5"), report(&apart, "--seed 5"));
    assert_eq!(report(&apart, "")["groups"], 4);
    let two = FOUR.replacen("\"group\":\"one\"", "\"group\":\"two\"", 2);
    assert_eq!(report(&two, "")["groups"], 2);
}

#[test]
fn other_formats_columns_and_standard_input_are_read() {
    let table = "stance\tquote\nneutral\tThe parties agreed to meet again next month.\n";
    let folder = Folder::with("q.tsv", table);
    let columns = "--format json --text-column quote --label-column stance";
    let run = |arguments: &str| {
        folder
            .demarche(&format!("evaluate {arguments} {columns}"))
            .small_model()
            .input(table)
            .run()
            .done()
    };
    let (file, stdin) = (run("q.tsv"), run("- --input-format tsv"));
    assert_eq!(file.replace("\"q.tsv\"", "\"-\""), stdin);
    let report: Value = serde_json::from_str(&run("q.tsv q.tsv")).expect("JSON");
    assert_eq!(
        json!([report["n"], report["files"]]),
        json!([2, ["q.tsv", "q.tsv"]])
    );
}

#[test]
fn what_cannot_be_judged_is_refused() {
    let folder = Folder::with("none.jsonl", "\n\n")
        .and("q.csv", "text,stance\nWe met.,neutral\n")
        .and("q.txt", "We met.\n");
    for (arguments, err) in [
        (
            "none.jsonl",
            "no labelled statement to evaluate; give a file with a text and a label in each row",
        ),
        (
            "q.csv",
            "q.csv: no column \"label\" (the header has: text, stance); name it with --label-column",
        ),
        (
            "absent.csv",
            "absent.csv: cannot read: No such file or directory (os error 2)",
        ),
        (
            "q.txt",
            "format of the labelled file is q.txt, expected a format that holds labels: a name ending in .jsonl, .csv, .tsv or .parquet, or --input-format",
        ),
    ] {
        let found = folder
            .demarche(&format!("evaluate {arguments}"))
            .small_model()
            .run()
            .refused();
        assert_eq!(found, format!("demarche: {err}\n"));
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let one = evaluate(common::SMALL, "--threads 1 --mistakes 60 --format json").done();
    assert_eq!(
        evaluate(common::SMALL, "--threads 2 --mistakes 60 --format json").done(),
        one
    );
}

#[test]
fn a_closed_pipe_is_quiet_and_nothing_is_coloured() {
    let out = evaluate(FOUR, "--mistakes 4").done();
    assert!(!out.contains('\u{1B}'));
    let folder = Folder::with("q.jsonl", FOUR);
    let mut child = folder
        .demarche("evaluate q.jsonl --min-support 1 --min-accuracy 1")
        .small_model()
        .spawn();
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    // The verdict is the exit code even if nobody reads the report.
    assert_eq!(
        (
            output.status.code(),
            &*String::from_utf8_lossy(&output.stderr)
        ),
        (Some(1), "")
    );
}
