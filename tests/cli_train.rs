//! `demarche train` from outside: what it prints, what it writes, and what it refuses.

mod common;

use std::collections::BTreeSet;

use common::{Folder, SMALL, Said, json_lines, masked, small_rows};

/// A folder with the small set in `small.jsonl`.
fn small() -> Folder {
    Folder::with("small.jsonl", SMALL)
}

/// Trains in `folder`, without word vectors.
fn train(folder: &Folder, arguments: &str) -> Said {
    let run = folder.demarche(&format!("train {arguments} --word-vectors none"));
    run.run()
}

/// The bytes of the model that `arguments` give.
#[track_caller]
fn model(folder: &Folder, arguments: &str) -> Vec<u8> {
    train(folder, &format!("{arguments} -o out.demarche")).done();
    folder.read("out.demarche")
}

/// The small set as a table with the given columns.
fn table(delimiter: char, mut label: impl FnMut(&str) -> String) -> String {
    let mut out = ["text", "label", "group"].join(&delimiter.to_string()) + "\r\n";
    for row in small_rows() {
        let cell = |name: &str| row[name].as_str().expect("a string").to_owned();
        let cells = [
            format!("\"{}\"", cell("text")),
            label(&cell("label")),
            cell("group"),
        ];
        out += &(cells.join(&delimiter.to_string()) + "\r\n");
    }
    out
}

#[test]
fn bad_rows_are_reported_and_the_others_go_on() {
    let bad = "{\"text\":\"It was lawful.\",\"label\":\"suport\"}\n\n{\"text\":\" \",\"label\":\"pro\"}\n{\"text\":\"It was lawful.\"}\n\
               {\"text\":\"It was lawful.\",\"label\":null}\n{\"label\":\"pro\"}\n{\"text\":\"It was lawful.\",\"label\":[\"pro\"]}\n";
    let folder = Folder::with("mixed.jsonl", format!("{bad}{SMALL}")).and("small.jsonl", SMALL);
    let said = train(&folder, "mixed.jsonl -o m");
    let expected = [
        "1: unknown label \"suport\" (expected one of: condemning, defending, neutral); mend it, or train with --labels that name it",
        "3: the text is empty; remove the row or fill it in",
        "4: no field \"label\" (found: text); name it with --label-column",
        "5: unknown label \"\" (expected one of: condemning, defending, neutral); mend it, or train with --labels that name it",
        "6: no field \"text\" (found: label); name it with --text-column",
        "7: unknown label \"[\\\"pro\\\"]\" (expected one of: condemning, defending, neutral); mend it, or train with --labels that name it",
    ];
    let expected: String = expected
        .map(|e| format!("demarche: mixed.jsonl:{e}\n"))
        .concat();
    assert_eq!((said.err, said.code), (expected, Some(2)));
    assert!(
        said.out.contains("\ntrained on 60 statements in 12 groups"),
        "{}",
        said.out
    );
    assert!(folder.read("m") == model(&folder, "small.jsonl"));
}

#[test]
fn strict_stops_at_the_first_bad_row_and_writes_nothing() {
    let folder = Folder::with(
        "mixed.jsonl",
        format!("{SMALL}{{\"text\":\"a\",\"label\":\"suport\"}}\n{{}}\n"),
    );
    let err = train(&folder, "mixed.jsonl --strict -o m").refused();
    assert_eq!(
        err,
        "demarche: mixed.jsonl:61: unknown label \"suport\" (expected one of: condemning, defending, neutral); \
         mend it, or train with --labels that name it\n"
    );
    assert_eq!(folder.names(), ["mixed.jsonl"]);
}

#[test]
fn synonyms_belong_to_the_default_set_only() {
    let folder = Folder::with(
        "own.csv",
        "text,label\nIt was lawful.,support\nIt was reckless.,con\n",
    );
    let said = train(&folder, "own.csv --labels pro,con --no-cv -o m");
    assert_eq!(
        said.err,
        "demarche: own.csv:2: unknown label \"support\" (expected one of: pro, con); mend it, or train with --labels that name it\n\
         demarche: no statement is labelled \"pro\" (found: con 1); add some, or name the labels there are with --labels\n"
    );
    assert_eq!((said.out.as_str(), said.code), ("", Some(2)));
}

#[test]
fn missing_columns_are_answered_with_the_columns_there_are() {
    let folder = Folder::with("own.csv", table(',', str::to_owned)).and("small.jsonl", SMALL);
    for (arguments, column, option) in [
        ("--text-column quote", "quote", "text"),
        ("--label-column stance", "stance", "label"),
        ("--weight-column w", "w", "weight"),
    ] {
        let err = train(&folder, &format!("own.csv -o m {arguments}")).refused();
        let expected = format!(
            "demarche: own.csv: no column {column:?} (the header has: text, label, group); name it with --{option}-column\n"
        );
        assert_eq!(err, expected);
    }
    for file in ["own.csv", "small.jsonl"] {
        let err = train(&folder, &format!("{file} -o m --group-column affair")).refused();
        assert_eq!(
            err,
            "demarche: no row has anything in a column \"affair\"; name the right one with --group-column\n"
        );
    }
}

#[test]
fn there_must_be_as_many_groups_as_folds() {
    let folder = small();
    let err = train(&folder, "small.jsonl -o m --folds 13").refused();
    assert_eq!(
        err,
        "demarche: 13 folds need as many groups, found 12; lower --folds, use --no-cv, or name another --group-column\n"
    );
    for folds in [0, 1] {
        let err = train(&folder, &format!("small.jsonl -o m --folds {folds}")).refused();
        assert_eq!(
            err,
            format!("demarche: number of folds is {folds}, expected 2 or more\n")
        );
    }
    let out = train(&folder, "small.jsonl -o m --folds 12").done();
    assert!(
        out.starts_with("Cross-validation, 12 folds by group: "),
        "{out}"
    );
}

#[test]
fn without_any_scored_row_probabilities_are_not_sharpened() {
    // No two statements share a word, so that no model of the folds knows one of the statements left out.
    let rows = "text,label\nalder beech,con\nclover daisy,pro\nelm fir,none\ngorse hazel,con\niris juniper,pro\nkale larch,none\n";
    let folder = Folder::with("trees.csv", rows);
    train(&folder, "trees.csv -o cv --folds 3").done();
    train(&folder, "trees.csv -o plain --no-cv").done();
    let records = |model: &str| {
        let run = folder.demarche(&format!("classify -m {model} --format fasttext"));
        run.input("alder beech\n").run().done()
    };
    assert_eq!(records("cv"), records("plain"));
}
