//! All commands of `docs/labelling.md`, run one after the other; annotators are played by the labels that are known.

mod common;

use std::collections::BTreeMap;

use common::{Folder, SMALL};
use serde_json::{Value, json};

const PAGE: &str = include_str!("../docs/labelling.md");

/// What two annotators who agree but once make of `tasks`.
fn annotated(tasks: &[u8], labels: &BTreeMap<String, String>) -> String {
    let mut tasks: Value = serde_json::from_slice(tasks).expect("a JSON array");
    let result = |label: &str| json!([{"from_name": "stance", "to_name": "text", "type": "choices", "value": {"choices": [label]}}]);
    for (i, task) in tasks.as_array_mut().expect("tasks").iter_mut().enumerate() {
        let label = &labels[task["data"]["id"].as_str().expect("an id")];
        let other = if i == 0 && label != "neutral" {
            "neutral"
        } else {
            label
        };
        task["annotations"] = json!([
            {"completed_by": 1, "was_cancelled": false, "result": result(label)},
            {"completed_by": 2, "was_cancelled": false, "result": result(other)},
        ]);
    }
    tasks.to_string()
}

#[test]
fn the_whole_loop_runs() {
    let mut labels = BTreeMap::new();
    let mut files = [String::new(), String::new(), String::new()];
    for (i, line) in SMALL.lines().enumerate() {
        let mut row: Value = serde_json::from_str(line).expect("JSON");
        let id = row["id"].as_str().expect("an id").to_owned();
        labels.insert(id, row["label"].as_str().expect("a label").to_owned());
        // Groups have five rows each: seven groups are labelled, three are the pool, two are held out.
        let file = if i < 35 {
            0
        } else if i < 50 {
            1
        } else {
            2
        };
        if file == 1 {
            row.as_object_mut().expect("an object").remove("label");
        }
        files[file] += &format!("{row}\n");
    }
    let [coded, pool, heldout] = files;
    let folder = Folder::with("coded.jsonl", coded)
        .and("pool.jsonl", pool)
        .and("heldout.jsonl", heldout);
    let mut ran = 0;
    for line in PAGE.lines().filter(|l| l.starts_with("demarche ")) {
        let command = line.trim_start_matches("demarche ");
        let (plain, quoted) = command.split_once(" --gate '").unwrap_or((command, ""));
        let mut run = folder.demarche(plain);
        if let Some((gate, rest)) = quoted.split_once('\'') {
            run = run.arg("--gate").arg(gate);
            for argument in rest.split_whitespace() {
                run = run.arg(argument);
            }
        }
        let said = run.run();
        assert_eq!(said.code, Some(0), "{line}: {}{}", said.out, said.err);
        if command.starts_with("corpus next") {
            let export = annotated(&folder.read("tasks.json"), &labels);
            std::fs::write(folder.path("export.json"), export).expect("a file");
        }
        if command.starts_with("corpus agree") {
            assert!(
                said.out
                    .contains("2 annotators, 10 items; 10 labelled by two"),
                "{}",
                said.out
            );
            assert!(said.out.contains("\nPASSED: alpha "), "{}", said.out);
        }
        if command.starts_with("train") {
            assert!(
                said.out.contains("\ntrained on 55 statements"),
                "{}",
                said.out
            );
        }
        ran += 1;
    }
    assert_eq!(ran, 7);
}
