//! `demarche inspect`: what a model is made of.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use demarche::StanceClassifier;
use demarche::report::{ModelCard, learning_curve_svg, model_card};
use serde_json::json;

use super::args::{InspectArgs, InspectFormatArg};
use super::{Outcome, model, print};

/// Runs the command.
pub fn run(args: &InspectArgs) -> Result<Outcome> {
    let classifier = model(args.model.as_deref())?;
    print(&match args.format {
        InspectFormatArg::Json => {
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
        InspectFormatArg::Text => text(&classifier, args.top),
        InspectFormatArg::ModelCard => card(&classifier, args)?,
        InspectFormatArg::LearningCurve => drawing(&classifier)?,
    })?;
    Ok(Outcome::Done)
}

/// The model card.
fn card(classifier: &StanceClassifier, args: &InspectArgs) -> Result<String> {
    let notes = args.notes.as_ref().map(|path| {
        let problem = || format!("{}: cannot read the notes", path.display());
        std::fs::read_to_string(path).with_context(problem)
    });
    let stem = args.model.as_deref().and_then(|path| path.file_stem());
    let name = stem.map_or("default".into(), |stem| stem.to_string_lossy());
    Ok(model_card(&ModelCard {
        name: &name,
        digest: classifier.digest(),
        bytes: classifier.as_bytes().len(),
        meta: classifier.meta(),
        licence: args.license.as_deref(),
        drawing: args.drawing.as_deref(),
        notes: notes.transpose()?.as_deref(),
    }))
}

/// The drawing of the learning curve.
fn drawing(classifier: &StanceClassifier) -> Result<String> {
    let meta = classifier.meta();
    let curve = meta.training.learning_curve.as_ref();
    let curve = curve.context("the model has no learning curve; train it with --learning-curve")?;
    Ok(learning_curve_svg(curve, &meta.labels))
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
