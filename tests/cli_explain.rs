//! `demarche explain` from outside.

mod common;

use common::{Folder, Said, json_lines, masked};
use serde_json::Value;

fn explain(arguments: &str, text: &str) -> Said {
    let folder = Folder::new();
    let run = folder.demarche(&format!("explain {arguments}"));
    run.small_model().arg("--").arg(text).run()
}

fn explain_lines(arguments: &str, input: &str) -> Said {
    let folder = Folder::new();
    let run = folder.demarche(&format!("explain {arguments}"));
    run.small_model().input(input).run()
}

/// Numbers of an object in the order of its keys.
fn numbers(object: &Value) -> Vec<f64> {
    let values = object.as_object().expect("an object").values();
    values.map(|v| v.as_f64().expect("a number")).collect()
}

#[test]
fn nothing_known_is_an_abstention() {
    assert_eq!(
        explain("", "zzqxv \u{1B}[2J").done(),
        "abstained (no_known_words)\n  zzqxv \u{FFFD}[2J\n"
    );
    assert_eq!(explain("", "").done(), "abstained (empty)\n  \n");
    let record = &json_lines(&explain("--format json", " ").done())[0];
    let found = [
        &record["label"],
        &record["confidence"],
        &record["abstained"],
        &record["reason"],
    ];
    assert_eq!(
        found,
        [&Value::Null, &Value::Null, &true.into(), &"empty".into()]
    );
    assert_eq!(record["contributions"], serde_json::json!([]));
}

#[test]
fn an_argument_is_one_statement_and_standard_input_one_a_line() {
    let two = "It was lawful.\nIt was reckless.";
    assert_eq!(json_lines(&explain("--format json", two).done()).len(), 1);
    let records = json_lines(&explain_lines("--format json", &format!("{two}\n\n")).done());
    assert_eq!(
        [
            &records[0]["label"],
            &records[1]["label"],
            &records[2]["reason"]
        ],
        ["defending", "condemning", "empty"]
    );
    let out = explain_lines("-", "It was lawful.\r\nzzqxv").done();
    assert!(
        masked(&out).ends_with("            neutral\n\nabstained (no_known_words)\n  zzqxv\n"),
        "{out}"
    );
    assert_eq!(explain_lines("", "").done(), "");
}
