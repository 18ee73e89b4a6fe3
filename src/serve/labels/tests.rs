//! The desk: tabs, annotators, answers that stand, and restarts.

use std::path::Path;

use demarche::StanceClassifier;
use demarche::source::ReadSettings;
use serde_json::Value;

use super::{AnswerLog, Desk, Given, Pool, Refusal};

const POOL: &str = "{\"id\":\"a\",\"text\":\"We condemn the raid.\",\"speaker\":\"Berg\"}\n{\"id\":\"b\",\"text\":\"We stand with them.\"}\n\
                    {\"id\":\"c\",\"text\":\"The meeting is at noon.\"}\n{\"text\":\"The meeting is at noon.\"}\n{\"text\":\"We oppose it.\",\"label\":\"condemning\"}\n";

fn desk(folder: &Path) -> Desk {
    let pool = folder.join("pool.jsonl");
    std::fs::write(&pool, POOL).unwrap();
    let classifier = StanceClassifier::embedded().unwrap();
    let pool = Pool::read(&pool, &ReadSettings::default(), &classifier).unwrap();
    let (log, before) = AnswerLog::open(&folder.join("labels.jsonl")).unwrap();
    Desk::new(pool, classifier.stances().clone(), log, before).unwrap()
}

fn shown(desk: &Desk, annotator: &str, tab: &str) -> Option<String> {
    desk.next(annotator, tab, &[])
        .map(|q| q.candidate.id.clone())
}

fn give(desk: &Desk, id: &str, label: &str, annotator: &str) -> Result<Given, Refusal> {
    desk.answer(id, Some(label.into()), annotator, None)
}

#[test]
fn tabs_of_one_annotator_get_different_statements_and_a_reload_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let first = shown(&desk, "ann", "1").unwrap();
    let second = shown(&desk, "ann", "2").unwrap();
    assert_ne!(first, second);
    assert_eq!(shown(&desk, "ann", "1").unwrap(), first);
    assert_eq!(shown(&desk, "bob", "1").unwrap(), first);
}

#[test]
fn the_least_sure_comes_first_and_each_text_once() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let uncertain: Vec<f64> = desk
        .pool
        .candidates()
        .iter()
        .map(|c| c.uncertainty)
        .collect();
    assert!(uncertain.is_sorted_by(|a, b| a >= b));
    assert_eq!((uncertain.len(), desk.pool.labelled), (3, 1));
}

#[test]
fn an_answer_stands_against_another_one_and_for_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    assert_eq!(give(&desk, "a", "condemning", "ann").unwrap(), Given::New);
    assert_eq!(
        give(&desk, "a", "condemning", " ann ").unwrap(),
        Given::Before
    );
    let refused = give(&desk, "a", "neutral", "ann");
    assert!(
        matches!(refused, Err(Refusal::Answered(before)) if before.label.as_deref() == Some("condemning"))
    );
    assert_eq!(give(&desk, "a", "neutral", "bob").unwrap(), Given::New);
    let labels: Vec<_> = desk
        .entries()
        .into_iter()
        .map(|e| {
            (
                e.label.unwrap(),
                e.fields["annotator"].clone(),
                e.fields["speaker"].clone(),
            )
        })
        .collect();
    assert_eq!(
        labels,
        [
            ("condemning".into(), "ann".into(), "Berg".into()),
            (
                "neutral".to_owned(),
                Value::from("bob"),
                Value::from("Berg")
            )
        ]
    );
}

#[test]
fn unusable_answers_leave_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    assert!(matches!(
        give(&desk, "z", "neutral", "ann"),
        Err(Refusal::UnknownStatement)
    ));
    for (label, annotator) in [("maybe", "ann"), ("neutral", " "), ("neutral", "a\nb")] {
        assert!(matches!(
            give(&desk, "a", label, annotator),
            Err(Refusal::Unusable(_))
        ));
    }
    assert_eq!(
        std::fs::read(folder.path().join("labels.jsonl")).unwrap(),
        b""
    );
}

#[test]
fn all_of_it_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let before = desk(folder.path());
    give(&before, "a", "condemning", "ann").unwrap();
    give(&before, "b", "defending", "ann").unwrap();
    before
        .answer("c", None, "ann", Some("  unclear ".into()))
        .unwrap();
    assert_eq!(
        before
            .withdraw("ann", "1", Some("b"))
            .unwrap()
            .unwrap()
            .label
            .as_deref(),
        Some("defending")
    );
    let lines = before.standing();
    assert_eq!(shown(&before, "ann", "1").as_deref(), Some("b"));
    drop(before);
    let after = desk(folder.path());
    assert_eq!(after.standing(), lines);
    assert_eq!(lines[1].note.as_deref(), Some("unclear"));
    assert_eq!(after.next("ann", "9", &[]).unwrap().done, 2);
    assert_eq!(after.entries().len(), 1);
    assert_eq!(after.withdraw("ann", "9", None).unwrap().unwrap().id, "c");
    assert_eq!(after.withdraw("eve", "9", None).unwrap(), None);
    let file = std::fs::read_to_string(folder.path().join("labels.jsonl")).unwrap();
    assert_eq!(file.lines().count(), 5);
}

#[test]
fn a_skipped_statement_is_not_shown_again_by_request() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let all = ["a", "b", "c"].map(String::from);
    assert_eq!(desk.next("ann", "1", &all), None);
    assert_eq!(desk.next("ann", "1", &all[1..]).unwrap().candidate.id, "a");
}

#[test]
fn agreement_counts_what_two_annotators_share() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    assert_eq!(desk.agreement()["shared"], 0);
    for (id, other) in [("a", "condemning"), ("b", "neutral")] {
        give(&desk, id, "condemning", "ann").unwrap();
        give(&desk, id, other, "bob").unwrap();
    }
    let told = desk.agreement();
    assert_eq!(
        (&told["shared"], &told["annotators"]["bob"]),
        (&2.into(), &2.into())
    );
    assert_eq!(told["percent"]["value"], 0.5);
    assert_eq!(told["disputes"][0]["id"], "b");
}
