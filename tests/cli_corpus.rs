//! `demarche corpus` from outside: each kind of finding with its place and remedy, the verdict, and the tables.

mod common;

use common::{Folder, Said};
use serde_json::{Value, json};

/// Four sound rows of two groups, a minimal pair among them.
const SOUND: &str = concat!(
    "{\"text\":\"Nobody can call that raid on the mill lawful.\",\"label\":\"condemning\",\"group\":\"mill\",\"pair\":\"p1\",\"hard\":6}\n",
    "{\"text\":\"Somebody may yet call that raid lawful.\",\"label\":\"neutral\",\"group\":\"mill\",\"pair\":\"p1\",\"register\":\"wire\"}\n",
    "{\"text\":\"We acted within the treaty.\",\"label\":\"defending\",\"group\":\"ferry\",\"register\":\"letter\"}\n",
    "{\"text\":\"Noted.\",\"label\":\"neutral\",\"group\":\"ferry\",\"register\":\"wire\"}\n",
);

fn corpus(folder: &Folder, arguments: &str) -> Said {
    folder.demarche(&format!("corpus {arguments}")).run()
}

/// The lines of findings that a check of `rows` in the file `f.jsonl` gives.
fn findings(rows: &str) -> Vec<String> {
    let folder = Folder::with("f.jsonl", rows);
    let said = corpus(&folder, "check f.jsonl");
    assert_eq!(said.err, "");
    let lines = said.out.lines().take_while(|line| !line.is_empty());
    lines
        .filter(|line| line.starts_with("f.jsonl:"))
        .map(String::from)
        .collect()
}

fn row(text: &str, label: &str) -> String {
    format!("{}\n", json!({"text": text, "label": label}))
}

#[test]
fn a_sound_corpus_passes() {
    let folder = Folder::with("sound.jsonl", SOUND);
    let expected = "\
check              errors  warnings
unusable-row            0         0
unknown-field           0         0
label-conflict          0         0
exact-duplicate         0         0
near-duplicate          0         0
split-group             0         0
minimal-pair            0         0
opening-words           0         0
not-nfc                 0         0
control-character       0         0
names-and-labels        0         0

PASSED: 0 errors, 0 warnings in 4 rows of 1 file
";
    assert_eq!(
        corpus(&folder, "check sound.jsonl --strict").done(),
        expected
    );
}

#[test]
fn rows_that_cannot_be_used_are_findings() {
    let rows = row("They came.", "suport") + "no json\n" + &row("  ", "neutral");
    let found = findings(&rows);
    assert_eq!(
        found[0],
        "f.jsonl:1: error: unknown label \"suport\" (expected one of: condemning, defending, neutral); mend it, or name the labels \
         with --labels (train, corpus) [unusable-row]"
    );
    assert!(
        found[1].starts_with("f.jsonl:2: error: expected a JSON object"),
        "{found:?}"
    );
    assert_eq!(
        found[2],
        "f.jsonl:3: error: the text is empty; remove the row or fill it in [unusable-row]"
    );
}

#[test]
fn own_labels_and_columns_are_known() {
    let folder = Folder::with(
        "q.csv",
        "quote,side,affair\nThey came.,pro,a\nThey went.,con,b\n",
    );
    let columns = "--text-column quote --label-column side --group-column affair --labels pro,con";
    let out = corpus(&folder, &format!("check q.csv --strict {columns}")).done();
    assert!(out.ends_with("PASSED: 0 errors, 0 warnings in 2 rows of 1 file\n"));
}

#[test]
fn texts_that_stand_twice_are_found() {
    let long =
        "The patrol turned back before the line because its captain had orders not to cross it";
    let rows = row("They cannot.", "condemning")
        + &row("They can\u{2019}t", "condemning")
        + &row("THEY CAN NOT", "neutral")
        + &row(&format!("{long} then."), "neutral")
        + &row(&format!("{long} now."), "defending");
    // 15 trigrams each, 14 shared: 14 / 16 = 0.875.
    let expected = [
        "f.jsonl:2: error: the same text as f.jsonl:1; remove one of them [exact-duplicate]",
        "f.jsonl:3: error: labelled neutral, but the same text is labelled condemning at f.jsonl:1; settle the label and remove one \
         of them [label-conflict]",
        "f.jsonl:5: warning: nearly the same text as f.jsonl:4, with a Jaccard similarity of word trigrams of 0.88 and labels \
         defending / neutral; rewrite one of them or remove it [near-duplicate]",
    ];
    assert_eq!(findings(&rows), expected);
}

#[test]
fn what_stands_in_two_files_is_found() {
    let rows =
        "{\"text\":\"The ferry sailed at noon.\",\"label\":\"neutral\",\"group\":\"ferry\"}\n";
    let folder = Folder::with("a.jsonl", SOUND).and("b.jsonl", rows);
    let said = corpus(&folder, "check a.jsonl b.jsonl");
    assert_eq!(said.code, Some(1));
    let first = said.out.lines().next();
    let expected = "b.jsonl:1: error: group \"ferry\" stands in a.jsonl too; move all its rows to one file [split-group]";
    assert_eq!(first, Some(expected));
    assert!(
        said.out
            .ends_with("FAILED: 1 error, 0 warnings in 5 rows of 2 files\n")
    );
}

#[test]
fn pairs_that_are_none_are_found() {
    let rows = SOUND.replace(
        "\"neutral\",\"group\":\"mill\"",
        "\"condemning\",\"group\":\"weir\"",
    );
    let expected = [
        "f.jsonl:2: error: both rows of pair \"p1\" are labelled condemning; mend a label, or drop the pair's id: its deciding \
         change must flip the label [minimal-pair]",
        "f.jsonl:2: error: the rows of pair \"p1\" are of groups \"mill\" and \"weir\"; give both rows one group, or each pair an \
         id of its own [minimal-pair]",
    ];
    assert_eq!(findings(&rows), expected);
    let rows = SOUND.replace("p1\",\"hard", "p2\",\"hard");
    let expected = [
        "f.jsonl:1: error: pair \"p2\" stands on f.jsonl:1, expected two rows; give each pair an id of its own [minimal-pair]",
        "f.jsonl:2: error: pair \"p1\" stands on f.jsonl:2, expected two rows; give each pair an id of its own [minimal-pair]",
    ];
    assert_eq!(findings(&rows), expected);
}

#[test]
fn warnings_count_only_if_strict() {
    let rows = "{\"text\":\"The cafe\u{301} is open.\",\"label\":\"neutral\",\"topik\":\"trade\"}\n"
        .to_owned()
        + &row("One bell\\u0007", "neutral").replace("\\\\u", "\\u")
        + &row("In those days we fished.", "neutral")
        + &row("In those days we rowed.", "neutral")
        + &row("In those days we sailed.", "neutral");
    let expected = [
        "f.jsonl:1: warning: field \"topik\" is not known (rows with it: 1); remove it or rename it to one of: text, label, group, \
         register, topic, move, hard, pair, id, speaker, date, weight, annotator [unknown-field]",
        "f.jsonl:1: warning: the text is not in Unicode normal form NFC; convert it, as with uconv -x nfc [not-nfc]",
        "f.jsonl:2: error: the text holds U+0007; remove it [control-character]",
        "f.jsonl:3: warning: \"in those days we ...\" opens 3 of 5 rows, more than 0.5 %; let some of them begin otherwise \
         [opening-words]",
    ];
    assert_eq!(findings(&rows), expected);
    let clean = rows.replace("\\u0007", "");
    let folder = Folder::with("f.jsonl", clean);
    let said = corpus(&folder, "check f.jsonl");
    assert_eq!(said.code, Some(0));
    let last = "PASSED: 0 errors, 3 warnings in 5 rows of 1 file (--strict counts warnings)\n";
    assert!(said.out.ends_with(last), "{}", said.out);
    let said = corpus(&folder, "check f.jsonl --strict");
    assert_eq!(said.code, Some(1));
    let last = "FAILED: 0 errors, 3 warnings in 5 rows of 1 file\n";
    assert!(said.out.ends_with(last), "{}", said.out);
}

#[test]
fn names_that_tell_the_label_are_found() {
    let rows: String = (0..24)
        .map(|i| match i % 2 {
            0 => row(&format!("Item {i}: Zambia again."), "condemning"),
            _ => row(&format!("Item {i}: Bolivia again."), "neutral"),
        })
        .collect();
    let folder = Folder::with("f.jsonl", &rows);
    let said = corpus(&folder, "check f.jsonl --format json --strict");
    let report: Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!(report["passed"], json!(false));
    let names = &report["names_and_labels"];
    assert_eq!(names["names"], json!(2));
    assert_eq!(names["mentions"], json!(24));
    assert!((names["mutual_information_bits"].as_f64().expect("a number") - 1.0).abs() < 1e-12);
    assert_eq!(names["p_value"], json!(0.001));
    assert_eq!(report["summary"]["names-and-labels"]["warnings"], json!(1));
    // The same names under both labels in turn tell nothing.
    let even = rows.replace("Bolivia", "Zambia");
    let said = corpus(
        &Folder::with("f.jsonl", even),
        "check f.jsonl --format json",
    );
    let report: Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!(report["names_and_labels"]["p_value"], json!(1.0));
}

#[test]
fn json_has_all_findings_with_their_places() {
    let rows = row("They came.", "neutral").repeat(4);
    let folder = Folder::with("f.jsonl", rows);
    let said = corpus(&folder, "check f.jsonl --format json --show 1");
    let report: Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!((&report["rows"], &report["errors"]), (&json!(4), &json!(3)));
    assert_eq!(
        report["findings"][2],
        json!({"check": "exact-duplicate", "severity": "error", "file": "f.jsonl", "line": 4, "problem": "the same text as f.jsonl:1",
               "remedy": "remove one of them", "related": {"file": "f.jsonl", "line": 1}})
    );
    let said = corpus(&folder, "check f.jsonl --show 1");
    assert!(
        said.out.contains("\n... and 2 more [exact-duplicate]\n"),
        "{}",
        said.out
    );
}

#[test]
fn what_cannot_be_read_is_refused() {
    let folder = Folder::with("empty.jsonl", "\n").and("plain.txt", "They came.\n");
    for (arguments, expected) in [
        ("check none.jsonl", "demarche: none.jsonl: cannot read: "),
        (
            "check empty.jsonl",
            "demarche: no labelled statement to check; ",
        ),
        (
            "stats empty.jsonl",
            "demarche: no labelled statement to count; ",
        ),
        (
            "check plain.txt",
            "demarche: format of the labelled file is plain.txt",
        ),
        (
            "check empty.jsonl --labels one",
            "demarche: labels cannot be used: ",
        ),
    ] {
        let err = corpus(&folder, arguments).refused();
        assert!(err.starts_with(expected), "{err}");
    }
}

#[test]
fn stats_count_by_file_field_and_length() {
    let folder = Folder::with("sound.jsonl", SOUND);
    let expected = "\
Files
file         condemning  defending  neutral  all  hard  pairs  groups  rows a group  words a row
sound.jsonl           1          1        2    4     1      1       2             2            6

Diversity
file         words  type-token ratio  distinct-1  distinct-2  distinct-3
sound.jsonl     22                 \u{2013}           \u{2013}           \u{2013}           \u{2013}
Type-token ratio: different words among the first 20000. Distinct-n: share of different n-grams among 5000 in statements drawn at random, mean of 20 draws.

Length in words
words        condemning  defending  neutral  all
up to 5               0          1        1    2
6 to 11               1          0        1    2
12 to 18              0          0        0    0
19 to 25              0          0        0    0
26 to 38              0          0        0    0
39 to 70              0          0        0    0
71 and more           0          0        0    0
median                9          5        4    6

Register
register  condemning  defending  neutral  all
wire               0          0        2    2
letter             0          1        0    1
(none)             1          0        0    1

Deciding rule of hard cases
hard    condemning  defending  neutral  all
6                1          0        0    1
(none)           0          1        2    3

Minimal pairs
labels                pairs
condemning / neutral      1
";
    assert_eq!(corpus(&folder, "stats sound.jsonl").done(), expected);
    let markdown = corpus(&folder, "stats sound.jsonl --format markdown").done();
    assert!(markdown.contains(
        "### Register\n\n| register | condemning | defending | neutral | all |\n| --- | ---: |"
    ));
    assert!(markdown.contains("| wire | 0 | 0 | 2 | 2 |\n"));
    let object: Value =
        serde_json::from_str(&corpus(&folder, "stats sound.jsonl --format json").done())
            .expect("one JSON object");
    assert_eq!(object["coverage"]["register"]["wire"]["neutral"], json!(2));
    assert_eq!(object["files"][0]["groups"], json!(2));
    assert_eq!(object["files"][0]["diversity"]["distinct_1"], Value::Null);
}

#[test]
fn stats_name_the_rows_that_they_left_out() {
    let folder =
        Folder::with("a.jsonl", SOUND).and("b.jsonl", row("Odd.", "odd") + &row("So.", "pro"));
    let said = corpus(&folder, "stats a.jsonl b.jsonl");
    assert_eq!(said.code, Some(2));
    assert!(
        said.err
            .starts_with("demarche: b.jsonl:1: unknown label \"odd\""),
        "{}",
        said.err
    );
    let files: Vec<&str> = said.out.lines().skip(2).take(3).collect();
    let counts = |line: &&str| {
        line.split_whitespace()
            .take(5)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let counts: Vec<String> = files.iter().map(counts).collect();
    assert_eq!(
        counts,
        ["a.jsonl 1 1 2 4", "b.jsonl 0 1 0 1", "all 1 2 2 5"]
    );
}
