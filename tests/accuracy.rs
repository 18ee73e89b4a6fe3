//! Floors of the model inside: on the held-out statements of `data/`, and on the sentences that the project began with.

use std::path::Path;

use demarche::evaluation::{Evaluation, Judged};
use demarche::source::{Columns, ReadSettings, read_labelled};
use demarche::{LabelledStatement, StanceClassifier};

fn embedded() -> StanceClassifier {
    StanceClassifier::embedded().expect("the model inside")
}

fn statements(file: &str) -> Vec<LabelledStatement> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(file);
    let read = read_labelled(
        &path,
        &ReadSettings::default(),
        &Columns::default(),
        embedded().stances(),
        false,
    );
    let read = read.expect("labelled statements");
    assert_eq!(read.bad_rows, []);
    read.statements
}

#[test]
fn held_out_statements_are_told_apart() {
    let model = embedded();
    let judge =
        |s: &LabelledStatement| Judged::new(s.stance, model.classify(&s.text), s.group.clone());
    let judged: Vec<Judged> = statements("heldout.jsonl").iter().map(judge).collect();
    assert!(judged.len() >= 1_000, "{}", judged.len());
    let found = Evaluation::of(&judged, model.stances());
    assert!(
        found.macro_f1.value >= 0.74,
        "macro F1 {:?}",
        found.macro_f1
    );
    for (label, scores) in model.stances().labels().iter().zip(&found.per_stance) {
        let recall = scores.recall.expect("statements of each stance").value;
        assert!(recall >= 0.55, "recall of {label} {recall}");
    }
    assert!(
        found.macro_f1.ends()[1] > found.baseline.macro_f1,
        "{:?}",
        found.macro_f1
    );
}

#[test]
fn no_text_and_no_affair_is_both_trained_on_and_held_out() {
    let (train, heldout) = (statements("train.jsonl"), statements("heldout.jsonl"));
    let texts: std::collections::HashSet<&str> = train.iter().map(|s| s.text.as_str()).collect();
    let groups: std::collections::HashSet<_> = train.iter().map(|s| &s.group).collect();
    for statement in &heldout {
        assert!(
            !texts.contains(statement.text.as_str()),
            "{} is in both",
            statement.origin
        );
        assert!(
            !groups.contains(&statement.group),
            "{:?} is in both",
            statement.group
        );
    }
}

#[test]
fn the_founding_sentences_are_read_rightly() {
    let model = embedded();
    let found: Vec<(&str, &str)> = [
        "It is reckless and illegal.",
        "Our cooperation is within international law.",
        "The partnership is not directed against third countries.",
        "This is a significant escalation.",
        "The council will meet on Tuesday.",
    ]
    .into_iter()
    .map(|text| {
        let stance = model.classify(text).stance;
        (
            stance.map_or("abstained", |s| model.stances().label(s)),
            text,
        )
    })
    .collect();
    let expected = [
        ("condemning", "It is reckless and illegal."),
        ("defending", "Our cooperation is within international law."),
        (
            "defending",
            "The partnership is not directed against third countries.",
        ),
        ("condemning", "This is a significant escalation."),
        ("neutral", "The council will meet on Tuesday."),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_short_english_sentence_is_not_taken_for_another_language() {
    let model = embedded();
    let answered = |text: &str| model.classify(text).stance.is_some();
    for english in [
        "The ferry seized was ours.",
        "Our satellite. Our rocket. Our business.",
        "A wrong turn, nothing else.",
    ] {
        assert!(answered(english), "{english}");
    }
    for other in [
        "La guerra es una cat\u{E1}strofe para todos.",
        "La pace per tutti i popoli.",
        "Nous ne sommes pas en guerre.",
        "Los soldados entraron en la casa de la familia.",
    ] {
        assert!(!answered(other), "{other}");
    }
}
