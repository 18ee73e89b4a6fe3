//! Agreement, label errors and drift against krippendorff, statsmodels, cleanlab and scipy. The scripts that made the figures lie
//! beside them in `tests/reference/`.

use demarche::corpus::{
    Agreement, AgreementSettings, DriftFigure, DriftRow, LabelErrors, Rating, Ratings, Tolerances,
    drift,
};
use demarche::evaluation::Judged;
use demarche::prediction::Prediction;
use demarche::{Stance, StanceSet};
use serde::Deserialize;

fn read<T: for<'de> Deserialize<'de>>(json: &str) -> T {
    serde_json::from_str(json).expect("the script's output")
}

#[derive(Deserialize)]
struct Case {
    name: String,
    /// Annotators x items.
    ratings: Vec<Vec<Option<u16>>>,
    alpha: f64,
    fleiss: Option<f64>,
    stance_alpha: Vec<f64>,
    pairs: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    a: usize,
    b: usize,
    kappa: f64,
}

#[test]
fn agreement_is_that_of_krippendorff_and_statsmodels() {
    let cases: Vec<Case> = read(include_str!("reference/agreement.json"));
    let set = StanceSet::default();
    assert_eq!(cases.iter().filter(|c| c.fleiss.is_some()).count(), 2);
    for case in &cases {
        let name = &case.name;
        let mut ratings = Ratings::default();
        for (annotator, row) in case.ratings.iter().enumerate() {
            for (item, label) in row.iter().enumerate() {
                if let Some(label) = label {
                    assert!(ratings.add(Rating {
                        item: format!("{item}"),
                        annotator: format!("{annotator}"),
                        stance: Stance(*label),
                        text: String::new(),
                        group: None,
                    }));
                }
            }
        }
        let settings = AgreementSettings {
            resamples: 200,
            seed: 1,
        };
        let found = Agreement::of(&ratings, &set, settings);
        let near = |found: f64, expected: f64| {
            assert!(
                (found - expected).abs() < 1e-10,
                "{name}: {found} {expected}"
            )
        };
        near(found.alpha.expect("an alpha").value, case.alpha);
        if let Some(fleiss) = case.fleiss {
            near(found.fleiss.expect("a kappa").value, fleiss);
        }
        for (stance, alpha) in found.per_stance.iter().zip(&case.stance_alpha) {
            near(stance.alpha.expect("an alpha").value, *alpha);
        }
        assert_eq!(found.pairs.len(), case.pairs.len());
        for pair in &case.pairs {
            let annotators = [pair.a.to_string(), pair.b.to_string()];
            let ours = found.pairs.iter().find(|p| p.annotators == annotators);
            near(
                ours.and_then(|p| p.kappa).expect("a kappa").value,
                pair.kappa,
            );
        }
        let mean = case.pairs.iter().map(|p| p.kappa).sum::<f64>() / case.pairs.len() as f64;
        near(found.cohen.expect("a kappa").value, mean);
    }
}

#[derive(Deserialize)]
struct Issues {
    labels: Vec<u16>,
    probabilities: Vec<Vec<f64>>,
    confident_joint: Vec<Vec<u64>>,
    issues: Vec<usize>,
    old: Vec<f64>,
    new: Vec<f64>,
    interval: [f64; 2],
}

#[test]
fn label_errors_are_those_of_cleanlab() {
    let reference: Issues = read(include_str!("reference/label_errors.json"));
    let judged: Vec<Judged> = reference
        .labels
        .iter()
        .zip(&reference.probabilities)
        .map(|(label, p)| Judged::new(Stance(*label), Prediction::of(p.clone()), None))
        .collect();
    let found = LabelErrors::of(&judged, 3);
    assert_eq!(found.confident_joint, reference.confident_joint);
    let positions: Vec<usize> = found.suspects.iter().map(|s| s.position).collect();
    assert!(reference.issues.len() > 10);
    assert_eq!(positions, reference.issues);
}

#[test]
fn intervals_of_drift_are_those_of_welchs_test() {
    let reference: Issues = read(include_str!("reference/label_errors.json"));
    let rows = |confidences: &[f64]| -> Vec<DriftRow> {
        confidences
            .iter()
            .map(|p| DriftRow {
                prediction: Prediction {
                    tokens: 9,
                    known_tokens: 8,
                    ..Prediction::of(vec![*p, 1.0 - p])
                },
                group: None,
            })
            .collect()
    };
    let found = drift(
        &rows(&reference.old),
        &rows(&reference.new),
        2,
        Tolerances::default(),
    );
    let confidence = found
        .iter()
        .find(|r| r.figure == DriftFigure::Confidence)
        .expect("a figure");
    let [_, lower, upper] = confidence.change;
    assert!((lower - reference.interval[0]).abs() < 1e-8, "{lower}");
    assert!((upper - reference.interval[1]).abs() < 1e-8, "{upper}");
}
