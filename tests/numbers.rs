//! Training data at the edges of what numbers can do: it converges to a sound model, or says why it cannot.

#[path = "common/trained.rs"]
mod trained;

use std::sync::Arc;

use demarche::classifier::train;
use demarche::statement::{LabelledStatement, Origin};
use demarche::{Result, StanceClassifier, StanceSet};
use trained::{quick, small};

fn row(text: &str, label: &str, weight: f64) -> LabelledStatement {
    let set = StanceSet::default();
    let like = small().remove(0);
    LabelledStatement {
        text: text.into(),
        stance: set.parse(label).expect("a label"),
        weight,
        origin: Origin {
            file: Arc::from("edge"),
            line: 1,
        },
        group: None,
        ..like
    }
}

fn fitted(rows: &[LabelledStatement]) -> Result<StanceClassifier> {
    train(rows, &StanceSet::default(), &quick(), None).map(|trained| trained.0)
}

/// The probabilities of some texts, all of them sound.
#[track_caller]
fn sound(rows: &[LabelledStatement]) -> StanceClassifier {
    let model = fitted(rows).expect("a model");
    for text in ["They lied.", "It was lawful.", "The talks resume.", "zzz"] {
        let p = model.classify(text).probabilities;
        let sum: f64 = p.iter().sum();
        assert!(p.is_empty() || (sum - 1.0).abs() < 1e-12, "{text}: {p:?}");
    }
    model
}

const THREE: [(&str, &str); 3] = [
    ("They lied.", "condemning"),
    ("It was lawful.", "defending"),
    ("The talks resume.", "neutral"),
];

#[test]
fn one_row_a_stance_is_enough() {
    let model = sound(&THREE.map(|(text, label)| row(text, label, 1.0)));
    for (text, label) in THREE {
        let stance = model.classify(text).stance.expect("known words");
        assert_eq!(model.stances().label(stance), label);
    }
}

#[test]
fn rows_that_are_all_the_same_give_equal_shares() {
    let model = sound(&THREE.map(|(_, label)| row("They lied.", label, 1.0)));
    for p in model.classify("They lied.").probabilities {
        assert!((p - 1.0 / 3.0).abs() < 1e-6, "{p}");
    }
}

#[test]
fn a_stance_outnumbered_ten_thousand_to_one_is_still_learnt() {
    let mut rows = vec![row("The talks resume.", "neutral", 1.0); 10_000];
    rows.push(row("They lied.", "condemning", 1.0));
    rows.push(row("It was lawful.", "defending", 1.0));
    let model = sound(&rows);
    // The rows of the other stances hold the shares down; the order over texts is learnt all the same.
    let condemning = |text| model.classify(text).probabilities[0];
    assert!(condemning("They lied.") > 10.0 * condemning("The talks resume."));
    assert!(condemning("They lied.") > condemning("It was lawful."));
}

#[test]
fn weights_of_zero_and_a_billion_converge() {
    for weight in [0.0, 1e-300, f64::MIN_POSITIVE / 2.0, 1e9] {
        let mut rows: Vec<_> = THREE.map(|(text, label)| row(text, label, 1.0)).into();
        rows.push(row("They lied about the talks.", "neutral", weight));
        sound(&rows);
    }
}

#[test]
fn a_stance_without_weight_or_rows_is_named() {
    let mut rows: Vec<_> = THREE.map(|(text, label)| row(text, label, 1.0)).into();
    rows[1].weight = 0.0;
    let said = fitted(&rows).expect_err("a refusal").to_string();
    assert!(said.contains("defending"), "{said}");
    let said = fitted(&rows[..1]).expect_err("a refusal").to_string();
    assert!(said.contains("defending"), "{said}");
    assert!(fitted(&[]).is_err());
}

#[test]
fn a_row_given_twice_weighs_like_a_row_of_weight_two() {
    let once: Vec<_> = THREE.map(|(text, label)| row(text, label, 1.0)).into();
    let mut twice = once.clone();
    twice.push(once[0].clone());
    let mut weighted = once;
    weighted[0].weight = 2.0;
    let (a, b) = (sound(&twice), sound(&weighted));
    for text in ["They lied.", "It was lawful."] {
        let pairs = a
            .classify(text)
            .probabilities
            .into_iter()
            .zip(b.classify(text).probabilities);
        for (p, q) in pairs {
            // Document frequencies count rows, so the two differ a little.
            assert!((p - q).abs() < 0.05, "{text}: {p} {q}");
        }
    }
}
