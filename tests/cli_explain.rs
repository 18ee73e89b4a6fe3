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

#[test]
fn it_reads_what_classify_reads() {
    let folder = Folder::with(
        "q.csv",
        "quote,key\nThe raid was unlawful.,a7\n\"We met\n again.\",b8\n",
    )
    .and(
        "q.jsonl",
        "{\"quote\":\"The raid was unlawful.\",\"key\":\"a7\"}\n{\"quote\":3}\n",
    );
    let ids = |said: &Said| -> Vec<Value> {
        json_lines(&said.out)
            .iter()
            .map(|r| r["id"].clone())
            .collect()
    };
    let how = "--format json --text-column quote --id-column key";
    let csv = folder
        .demarche(&format!("explain --file q.csv {how}"))
        .small_model()
        .run();
    assert_eq!((csv.code, csv.err.as_str()), (Some(0), ""));
    assert_eq!(ids(&csv), ["a7", "b8"]);
    let piped = folder
        .demarche(&format!("explain {how}"))
        .small_model()
        .input(folder.read("q.csv"))
        .run();
    assert_eq!(piped.out, csv.out);
    let jsonl = folder
        .demarche(&format!("explain --file q.jsonl {how}"))
        .small_model()
        .run();
    assert_eq!(ids(&jsonl), ["a7"]);
    assert_eq!(
        (jsonl.code, jsonl.err.as_str()),
        (
            Some(2),
            "demarche: q.jsonl:2: field \"quote\" is 3, expected a string\n"
        )
    );
    let classified = folder
        .demarche("classify q.csv --text-column quote --id-column key")
        .small_model()
        .run();
    let labels =
        |out: &str| -> Vec<Value> { json_lines(out).iter().map(|r| r["label"].clone()).collect() };
    assert_eq!(labels(&classified.out), labels(&csv.out));
    let err = folder
        .demarche("explain --file q.csv")
        .small_model()
        .run()
        .refused();
    assert!(
        err.starts_with("demarche: q.csv: no column \"text\" (the header has: quote, key)"),
        "{err}"
    );
    let err = folder
        .demarche("explain --file q.csv words")
        .small_model()
        .run()
        .refused();
    assert!(err.contains("cannot be used with"), "{err}");
}

/// Numbers of an object in the order of its keys.
fn numbers(object: &Value) -> Vec<f64> {
    let values = object.as_object().expect("an object").values();
    values.map(|v| v.as_f64().expect("a number")).collect()
}

#[test]
fn the_text_names_stance_words_sum_and_probabilities() {
    let out = explain("", "We met. This raid was not lawful!").done();
    let lines: Vec<&str> = out.lines().collect();
    let (label, confidence) = lines[0].split_once(' ').expect("label and confidence");
    let confidence: f64 = confidence.parse().expect("a number");
    assert!(["condemning", "defending", "neutral"].contains(&label));
    let without_marks = lines[1].replace(['+', '-'], "");
    assert_eq!(without_marks, "  We met. This raid was not lawful!");
    let title = format!("what it adds to {label} beyond the other stances");
    assert_eq!((lines[2], lines[3].trim_start()), ("", &*title));
    let table: Vec<(f64, &str)> = lines[4..]
        .iter()
        .map(|line| {
            let (number, rest) = line.trim_start().split_once(' ').expect("two columns");
            (number.parse().expect("a number"), rest.trim_start())
        })
        .collect();
    let sum = table
        .iter()
        .position(|row| row.1 == "sum")
        .expect("the sum");
    assert_eq!(table[sum - 1].1, "intercept");
    // Thirteen rounded numbers and the intercept.
    let added: f64 = table[..sum].iter().map(|row| row.0).sum();
    assert!((added - table[sum].0).abs() < 0.01, "{out}");
    let names: Vec<&str> = table[sum + 1..].iter().map(|row| row.1).collect();
    assert_eq!(names, ["condemning", "defending", "neutral"]);
    let p: Vec<f64> = table[sum + 1..].iter().map(|row| row.0).collect();
    assert!((p.iter().sum::<f64>() - 1.0).abs() < 0.002, "{out}");
    assert!(p.iter().any(|p| (p - confidence).abs() < 0.006), "{out}");
    let strongest: Vec<f64> = table[..12].iter().map(|row| row.0.abs()).collect();
    assert!(strongest.is_sorted_by(|a, b| a >= b), "{out}");
}

#[test]
fn the_telling_words_are_marked() {
    // "reckless" stands in three condemning statements of the training set and in no other.
    let out = explain("", "zzq reckless qqz").done();
    assert!(out.starts_with("condemning 0."), "{out}");
    assert_eq!(out.lines().nth(1), Some("  zzq +reckless+ qqz"));
    assert!(
        out.contains("  n-gram    reckless\n") && out.contains("  letters   reckless\n"),
        "{out}"
    );
}

#[test]
fn json_adds_up_exactly() {
    let texts = "We can't call that lawful, but it was no crime.\nThe envoy's reply: \u{201C}reckless\u{201D}, na\u{EF}ve\nzzqxv council\n";
    let out = explain_lines("--format json", texts).done();
    let records = json_lines(&out);
    assert_eq!(records.len(), 3);
    for (record, text) in records.iter().zip(texts.lines()) {
        assert_eq!(record["text"], text);
        let mut sums = numbers(&record["intercepts"]);
        for c in record["contributions"].as_array().expect("contributions") {
            sums.iter_mut()
                .zip(numbers(&c["values"]))
                .for_each(|(sum, v)| *sum += v);
            let at = |end: &str| c[end].as_u64().expect("a position") as usize;
            assert_eq!(c["text"], text[at("start")..at("end")]);
        }
        let scores = numbers(&record["scores"]);
        for (sum, score) in sums.iter().zip(&scores) {
            assert!((sum - score).abs() < 1e-9, "{record}");
        }
        let all: f64 = scores.iter().map(|s| s.exp()).sum();
        for (p, score) in numbers(&record["probabilities"]).iter().zip(&scores) {
            assert!((p - score.exp() / all).abs() < 1e-12, "{record}");
        }
        let label = record["label"].as_str().expect("a label");
        assert_eq!(record["probabilities"][label], record["confidence"]);
        // Shares of tokens are the contributions, dealt out.
        let mut shares = numbers(&record["intercepts"]);
        for t in record["tokens"].as_array().expect("tokens") {
            shares
                .iter_mut()
                .zip(numbers(&t["values"]))
                .for_each(|(sum, v)| *sum += v);
        }
        for (sum, score) in shares.iter().zip(&scores) {
            assert!((sum - score).abs() < 1e-9, "{record}");
        }
    }
}

#[test]
fn explain_and_classify_say_the_same() {
    let explained =
        json_lines(&explain_lines("--format json --input-format lines", common::SMALL).done());
    let folder = Folder::new();
    let run = folder
        .demarche("classify --input-format lines")
        .small_model()
        .input(common::SMALL);
    let classified = json_lines(&run.run().done());
    assert_eq!(explained.len(), classified.len());
    for (e, c) in explained.iter().zip(&classified) {
        assert_eq!((&e["label"], &e["model"]), (&c["label"], &c["model"]));
        let (exact, printed) = (numbers(&e["probabilities"]), numbers(&c["scores"]));
        assert!(
            exact
                .iter()
                .zip(printed)
                .all(|(a, b)| (a - b).abs() <= 5.1e-7),
            "{e} {c}"
        );
    }
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

#[test]
fn colour_is_for_those_who_ask() {
    assert!(!explain("", "It was reckless.").done().contains('\u{1B}'));
    let out = explain("--color always", "zzq reckless").done();
    assert!(
        out.contains("\n  zzq \u{1B}[1;32m+reckless+\u{1B}[0m\n"),
        "{out:?}"
    );
}

#[test]
fn what_cannot_be_read_is_refused() {
    let folder = Folder::with("no.demarche", "no model");
    let err = folder
        .demarche("explain lawful -m no.demarche")
        .run()
        .refused();
    assert_eq!(
        err,
        "demarche: no.demarche: not a usable model: it does not start like a demarche model; make one with `demarche train`\n"
    );
    let err = folder
        .demarche("explain")
        .small_model()
        .input(b"\xFF\n")
        .run()
        .refused();
    assert!(
        err.starts_with("demarche: -:1: found bytes that are not UTF-8"),
        "{err}"
    );
}
