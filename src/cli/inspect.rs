//! `demarche inspect`: what a model is made of.

use std::fmt::Write as _;

use anyhow::Result;
use demarche::StanceClassifier;
use serde_json::json;

use super::args::{ExplanationFormatArg, InspectArgs};
use super::{Outcome, model, print};

/// Runs the command.
pub fn run(args: &InspectArgs) -> Result<Outcome> {
    let classifier = model(args.model.as_deref())?;
    print(&match args.format {
        ExplanationFormatArg::Json => {
            let strongest: serde_json::Map<_, _> = classifier
                .stances()
                .labels()
                .iter()
                .cloned()
                .zip(
                    classifier
                        .strongest(args.top)
                        .iter()
                        .map(|terms| json!(terms)),
                )
                .collect();
            let facts = json!({"model": classifier.digest(), "bytes": classifier.as_bytes().len(),
                               "settings": classifier.meta(), "strongest": strongest});
            format!("{facts}\n")
        }
        ExplanationFormatArg::Text => text(&classifier, args.top),
    })?;
    Ok(Outcome::Done)
}

fn text(classifier: &StanceClassifier, top: usize) -> String {
    let meta = classifier.meta();
    let facts = &meta.training;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "model      {}\nsize       {} bytes",
        classifier.digest(),
        classifier.as_bytes().len()
    );
    let stances: Vec<String> = meta
        .labels
        .labels()
        .iter()
        .zip(&facts.per_stance)
        .zip(&meta.prior)
        .map(|((label, n), p)| format!("{label} ({n} statements, prior {p:.2})"))
        .collect();
    let _ = writeln!(out, "stances    {}", stances.join(", "));
    let _ = writeln!(
        out,
        "trained on {} statements in {} groups, {}",
        facts.statements, facts.groups, facts.data
    );
    let _ = writeln!(
        out,
        "features   {} n-grams, {} words, {} character n-grams",
        facts.ngrams, facts.words, facts.char_ngrams
    );
    let _ = writeln!(
        out,
        "settings   {}",
        json!({"tokens": meta.tokens, "features": meta.features})
    );
    let _ = writeln!(
        out,
        "fit        {}",
        json!({"params": meta.params, "report": meta.fit, "calibration": meta.calibration})
    );
    match &facts.cross_validation {
        Some(cv) => {
            let [f1, low, high] = cv.macro_f1;
            let [accuracy, from, to] = cv.accuracy;
            let _ = writeln!(
                out,
                "scores     {} folds by group: macro F1 {f1:.3} [{low:.3}, {high:.3}], accuracy {accuracy:.3} [{from:.3}, {to:.3}], \
                 baseline accuracy {:.3}, calibration error {:.3}",
                cv.folds, cv.baseline_accuracy, cv.calibration_error
            );
        }
        None => out.push_str("scores     not cross-validated\n"),
    }
    for (label, terms) in meta.labels.labels().iter().zip(classifier.strongest(top)) {
        let terms: Vec<String> = terms.iter().map(|(t, w)| format!("{t} {w:+.2}")).collect();
        let _ = writeln!(out, "\n{label}: {}", terms.join(", "));
    }
    out
}
