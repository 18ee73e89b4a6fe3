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

#[test]
fn tsv_escapes_what_would_break_a_row() {
    let table = "id,text,note\nq\\1,It was\tlawful.,\"two\nlines\"\n2,,\n";
    let folder = Folder::with("quotes.csv", table);
    let run = folder.demarche("classify quotes.csv --format tsv --keep");
    let expected = format!(
        "{}\ttext\tnote\nq\\\\1\tdefending\t#\t#\t#\t#\tfalse\t\\N\t3\t3\tIt was\\tlawful.\ttwo\\nlines\n\
         2\t\\N\t\\N\t\\N\t\\N\t\\N\ttrue\tempty\t0\t0\t\t\n",
        HEADER.replace(',', "\t")
    );
    assert_eq!(masked(&run.small_model().run().done()), expected);
}

const BAD_ROWS: &str = "{\"text\":\"It was lawful.\"}\n{\"txt\":\"a\",\"n\":1}\n{\"text\":5}\nplain\n\n{\"text\":null}\n{\"text\":\"It was reckless and illegal.\"}\n";

#[test]
fn strict_stops_at_the_first_bad_record() {
    let folder = Folder::with("q.jsonl", BAD_ROWS);
    let said = folder
        .demarche("classify q.jsonl --strict --format label")
        .small_model()
        .run();
    let complaint =
        "demarche: q.jsonl:2: no field \"text\" (found: txt, n); name it with --text-column\n";
    let stop = "demarche: stopped at q.jsonl:2, as --strict asks\n";
    assert_eq!(
        said.parts(),
        (
            "defending\nabstained\n",
            &*format!("{complaint}{stop}"),
            Some(2)
        )
    );
}

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
fn identifiers_come_back_as_they_were() {
    let rows = "{\"id\":7,\"text\":\"It was lawful.\"}\n{\"id\":\"a-7\",\"text\":\"It was lawful.\"}\n{\"text\":\"It was lawful.\",\"id\":null}\n";
    let out = classify("--input-format jsonl", rows).done();
    let ids: Vec<_> = json_lines(&out).iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, [serde_json::json!(7), "a-7".into(), 3.into()]);
    let table = "number,text\n007,It was lawful.\n";
    let out = classify(
        "--input-format csv --id-column number --format csv --no-header",
        table,
    )
    .done();
    assert!(out.starts_with("007,defending,"), "{out}");
}

#[test]
fn other_columns_are_kept_on_demand() {
    let rows = "{\"id\":1,\"text\":\"It was lawful.\",\"label\":\"x\",\"date\":2024,\"tags\":[\"a\",null]}\n";
    let out = classify("--input-format jsonl --keep", rows).done();
    let kept =
        ",\"text\":\"It was lawful.\",\"input_label\":\"x\",\"date\":2024,\"tags\":[\"a\",null]}\n";
    assert!(out.ends_with(kept), "{out}");
    assert_eq!(json_lines(&out)[0]["label"], "defending");
    let plain = json_lines(&classify("--keep", "It was lawful.\n").done());
    assert_eq!(plain[0]["text"], "It was lawful.");
    let bare = json_lines(&classify("--input-format jsonl", rows).done());
    assert_eq!(bare[0].get("date"), None);
}

#[test]
fn kept_columns_of_a_table_stand_under_their_names() {
    let table = "id,text,label\n1,It was lawful.,x\n2\n";
    let said = classify("--input-format csv --format csv --keep", table);
    let rows = "1,defending,#,#,#,#,false,,3,3,It was lawful.,x\n2,,,,,,true,bad_record,0,0,,\n"
        .replace("\n2,", "\n3,");
    assert_eq!(
        masked(&said.out),
        format!("{HEADER},text,input_label\n{rows}")
    );
    let out = classify("--format csv --keep", "It was lawful.\n\n").done();
    assert_eq!(
        masked(&out),
        format!(
            "{HEADER},text\n1,defending,#,#,#,#,false,,3,3,It was lawful.\n2,,,,,,true,empty,0,0,\n"
        )
    );
    let rows = "\n{\"text\":\"It was lawful.\",\"date\":2024}\n{\"date\":2023,\"text\":\"zzqxv\"}\n{\"text\":null}\n";
    let out = classify("--input-format jsonl --format csv --keep", rows).done();
    let expected = "1,,,,,,true,empty,0,0,,\n2,defending,#,#,#,#,false,,3,3,It was lawful.,2024\n3,,,,,,true,no_known_words,0,1,zzqxv,2023\n4,,,,,,true,empty,0,0,,\n";
    assert_eq!(masked(&out), format!("{HEADER},text,date\n{expected}"));
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

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let folder = Folder::with("many.txt", many());
    let mut child = folder.demarche("classify many.txt").small_model().spawn();
    let mut first = [0_u8; 8];
    let mut stdout = child.stdout.take().expect("standard output");
    stdout
        .read_exact(&mut first)
        .expect("the start of a record");
    assert_eq!(&first, b"{\"id\":1,");
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(
        (
            output.status.code(),
            &*String::from_utf8_lossy(&output.stderr)
        ),
        (Some(0), "")
    );
}

#[test]
fn complaints_that_nobody_reads_stop_nothing() {
    let rows = "{}\n{\"txt\":1}\n".repeat(3_000);
    let folder = Folder::with("bad.jsonl", rows);
    let mut child = folder
        .demarche("classify bad.jsonl --format label")
        .small_model()
        .spawn();
    drop(child.stderr.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"abstained\n".repeat(6_000));
}
