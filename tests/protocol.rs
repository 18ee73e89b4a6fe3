//! The line protocol that Spark's `rdd.pipe`, Hadoop streaming, Hive's `TRANSFORM`, ClickHouse's executable functions and queues of
//! messages speak: a record out for each record in, in order, while the input is open, and no faster than somebody reads.

#![cfg(all(unix, feature = "cli"))]

mod common;

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{Folder, json_lines, small_model};

/// Rows that a carrier of lines may get wrong: blank, null, escaped, foreign, controls, what looks like CSV or JSON.
const ODD: [&str; 12] = [
    "",
    "   ",
    "\\N",
    "a\\tb\\nc\\\\d",
    "null",
    "{\"text\":",
    "\"an open quote, and a comma",
    "id,text",
    "\u{FEFF}mark",
    "carriage\rreturn",
    "nul\0byte",
    "\u{2028}line separator",
];

#[test]
fn every_line_has_one_label_whatever_it_holds() {
    let folder = Folder::new();
    let mut input = ODD.join("\n").into_bytes();
    input.extend_from_slice(b"\nnot \xFF UTF-8\n");
    input.extend_from_slice("crime ".repeat(20_000).as_bytes());
    input.extend_from_slice(b"\nthe last has no line end");
    let said = folder
        .demarche("classify --input-format lines --format label -")
        .small_model()
        .input(&input)
        .run();
    assert_eq!(said.out.lines().count(), ODD.len() + 3);
    // The row that is no UTF-8 has its record, and the run says so at its end.
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("13"), "{}", said.err);
}

/// A reducer's or mapper's row is a key, a tab and a value; Hive writes nothing as `\N`, and neither names its columns.
#[test]
fn rows_without_a_header_keep_their_keys() {
    let script = format!(
        "{{ printf 'id\\ttext\\n'; cat; }} | {} classify --model {} --input-format tsv --format tsv --no-header -",
        env!("CARGO_BIN_EXE_demarche"),
        small_model().display()
    );
    let folder = Folder::with(
        "rows",
        "k1\tThe raid was a crime.\nk2\t\\N\nk3\t\nk4\ta\\tb\\nc\n",
    );
    let rows = File::open(folder.path("rows")).expect("the rows");
    let output = Command::new("bash")
        .args(["-c", &script])
        .stdin(rows)
        .output()
        .expect("bash");
    assert!(output.status.success(), "{output:?}");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    let keys: Vec<&str> = out.lines().filter_map(|l| l.split('\t').next()).collect();
    assert_eq!(keys, ["k1", "k2", "k3", "k4"]);
}

/// A pool of processes, or a consumer of a queue: the next row comes only after the answer to the last.
#[test]
fn each_row_is_answered_before_the_next_is_there() {
    let folder = Folder::new();
    for format in ["lines", "jsonl"] {
        let mut child = folder
            .demarche(&format!(
                "classify --input-format {format} --format jsonl -"
            ))
            .small_model()
            .spawn();
        let mut stdin = child.stdin.take().expect("a pipe");
        let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
        for i in 1..=50 {
            let text = if i % 7 == 0 {
                ""
            } else {
                "They attacked again."
            };
            let row = if format == "lines" {
                text.to_owned()
            } else {
                serde_json::json!({"id": i, "text": text}).to_string()
            };
            writeln!(stdin, "{row}").expect("a row");
            let mut answer = String::new();
            answers.read_line(&mut answer).expect("an answer");
            assert_eq!(json_lines(&answer)[0]["id"], i, "{format}");
        }
        drop(stdin);
        let mut rest = String::new();
        answers.read_to_string(&mut rest).expect("the end");
        assert_eq!(rest, "");
        assert!(child.wait().expect("the end").success());
    }
}

/// A named pipe that nobody empties: the writer has to wait, and when somebody reads, nothing is lost, doubled or out of order.
#[test]
fn a_full_pipe_holds_the_writer_back() {
    const ROWS: usize = 120_000;
    let folder = Folder::new();
    let [rows, records] = ["rows", "records"].map(|name| folder.path(name));
    let made = Command::new("mkfifo").args([&rows, &records]).status();
    assert!(made.expect("mkfifo").success());
    let script = format!(
        "exec {} classify --model {} --input-format jsonl --format jsonl - < {} > {}",
        env!("CARGO_BIN_EXE_demarche"),
        small_model().display(),
        rows.display(),
        records.display()
    );
    let mut child = Command::new("bash")
        .args(["-c", &script])
        .spawn()
        .expect("bash");
    let written = Arc::new(AtomicUsize::new(0));
    let count = written.clone();
    let writer = std::thread::spawn(move || {
        let mut pipe = File::create(rows).expect("the pipe of rows");
        for i in 0..ROWS {
            let row = serde_json::json!({"id": i, "text": "We condemn the raid on the harbour."});
            writeln!(pipe, "{row}").expect("a row");
            count.store(i + 1, Ordering::SeqCst);
        }
    });
    let mut answers = BufReader::new(File::open(records).expect("the pipe of records"));
    // Waits until the writer stands still, which it does before its end because pipes and the program hold a bounded number.
    let mut before = usize::MAX;
    while written.load(Ordering::SeqCst) != before || before == 0 {
        before = written.load(Ordering::SeqCst);
        std::thread::sleep(std::time::Duration::from_millis(700));
    }
    assert!(
        before < ROWS,
        "all {ROWS} rows were taken though nobody read"
    );
    let mut line = String::new();
    for i in 0..ROWS {
        line.clear();
        answers.read_line(&mut line).expect("a record");
        assert!(
            line.starts_with(&format!("{{\"id\":{i},")),
            "record {i}: {line}"
        );
    }
    line.clear();
    assert_eq!(answers.read_line(&mut line).expect("the end"), 0, "{line}");
    writer.join().expect("the writer");
    assert!(child.wait().expect("the end").success());
}
