//! What `data/README.md` says of the data is true.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const COMMAND: &str = "demarche corpus stats data/train.jsonl data/heldout.jsonl --format markdown";

/// Output of the program, run in the project's folder.
fn output(command: &str) -> String {
    let mut arguments = command.split_whitespace();
    assert_eq!(arguments.next(), Some("demarche"));
    let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .expect("the program runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn its_tables_are_those_of_the_data() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/README.md");
    let readme = std::fs::read_to_string(path).expect("data/README.md");
    assert!(
        readme.contains(COMMAND),
        "data/README.md names another command"
    );
    let (_, rest) = readme
        .split_once("\n<!-- corpus stats -->\n")
        .expect("the first marker");
    let (block, _) = rest.split_once("<!-- end -->").expect("the last marker");
    assert!(
        block == output(COMMAND),
        "the tables in data/README.md are not those of the data; write the output of\n  {COMMAND}\nbetween the markers, or run the \
         command that stands above them"
    );
}

#[test]
fn no_case_of_the_suite_stands_in_the_corpus() {
    let command = "demarche corpus check data/train.jsonl data/heldout.jsonl data/checks.jsonl --format json --permutations 0";
    let report: Value = serde_json::from_str(&output(command)).expect("one JSON object");
    let findings = report["findings"].as_array().expect("a list");
    let leaks: Vec<&Value> = findings
        .iter()
        .filter(|f| f["related"].is_object() && f["related"]["file"] != f["file"])
        .collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}
