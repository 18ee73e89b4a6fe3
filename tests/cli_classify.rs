//! `demarche classify` from outside: every form of record, every kind of input, and how it ends.

mod common;

use std::io::{BufRead, BufReader, Read, Write};

use common::{Folder, json_lines, masked};

/// Three statements that the small model knows, one of each stance in order.
const THREE: &str = "It was reckless and illegal.\nIt was lawful and justified.\nThe council will meet on Tuesday.\n";

fn classify(arguments: &str, input: impl AsRef<[u8]>) -> common::Said {
    let folder = Folder::new();
    let run = folder.demarche(&format!("classify {arguments}"));
    run.small_model().input(input).run()
}

/// Labels of JSON records, `-` for none.
fn labels(records: &str) -> Vec<String> {
    let label = |r: &serde_json::Value| r["label"].as_str().unwrap_or("-").to_owned();
    json_lines(records).iter().map(label).collect()
}

const HEADER: &str = "id,label,confidence,score_condemning,score_defending,score_neutral,abstained,reason,known_tokens,tokens";

const BAD_ROWS: &str = "{\"text\":\"It was lawful.\"}\n{\"txt\":\"a\",\"n\":1}\n{\"text\":5}\nplain\n\n{\"text\":null}\n{\"text\":\"It was reckless and illegal.\"}\n";

#[test]
fn rows_of_a_wrong_length_are_reported_with_their_line() {
    for (table, line) in [
        ("id,text\n1,It was lawful.\n2\n3,It was lawful.\n", 3),
        (
            "id,text\r\n1,It was lawful.\r\n2\r\n3,It was lawful.\r\n",
            3,
        ),
        (
            "id,text\n1,\"It was\n\nlawful.\"\n\n\n2\n3,It was lawful.\n",
            7,
        ),
        (
            "\u{FEFF}id,text\r\n1,\"It was\r\nlawful.\"\r\n\r\n2\r\n3,It was lawful.\r\n",
            5,
        ),
    ] {
        let folder = Folder::with("q.csv", table);
        let said = folder
            .demarche("classify q.csv --format label")
            .small_model()
            .run();
        let err = format!(
            "demarche: q.csv:{line}: found 1 fields, expected 2 (id, text); quote fields that hold the delimiter or a line break\n"
        );
        assert_eq!(
            said.parts(),
            ("defending\nabstained\ndefending\n", &*err, Some(2)),
            "{table:?}"
        );
    }
}

#[test]
fn files_and_models_that_cannot_be_read_are_named_once() {
    let folder = Folder::with("q.txt", "It was lawful.\n").and("sub.demarche", "no model");
    std::fs::create_dir(folder.path("sub")).expect("a folder");
    for (arguments, err) in [
        (
            "classify none.txt",
            "demarche: none.txt: cannot read: No such file or directory (os error 2)\n",
        ),
        (
            "classify sub",
            "demarche: sub: cannot read: it is a folder\n",
        ),
        (
            "classify q.txt -m none.demarche",
            "demarche: none.demarche: cannot read: No such file or directory (os error 2)\n",
        ),
        (
            "classify q.txt -m sub",
            "demarche: sub: cannot read: Is a directory (os error 21)\n",
        ),
        (
            "classify q.txt -m sub.demarche",
            "demarche: sub.demarche: not a usable model: it does not start like a demarche model; make one with `demarche train`\n",
        ),
    ] {
        assert_eq!(folder.demarche(arguments).run().refused(), err);
    }
}

/// Five thousand statements of which every seventh is blank.
fn many() -> String {
    let rows = common::small_rows();
    (0..5_000)
        .map(|i| match i % 7 {
            0 => "\n".to_owned(),
            _ => format!(
                "{} {}\n",
                rows[i % 60]["text"].as_str().expect("a text"),
                rows[i % 59]["text"].as_str().expect("a text")
            ),
        })
        .collect()
}
