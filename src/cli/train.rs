//! `demarche train`: labelled statements to a model file.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use demarche::StanceClassifier;
use demarche::classifier::{
    Knowledge, OutOfFold, Prior, TrainSettings, embedded_word_vectors, train,
};
use demarche::evaluation::Evaluation;
use demarche::report::{EvaluationReport, evaluation_text};

use super::args::TrainArgs;
use super::features::{self, Vectors};
use super::{Outcome, input, print};

/// Runs the command.
pub fn run(args: &TrainArgs) -> Result<Outcome> {
    let set = input::stances(&args.labels)?;
    let mut settings = TrainSettings {
        prior: Prior::parse(&args.prior, &set)?,
        folds: (!args.no_cv).then_some(args.folds),
        seed: args.seed,
        ..TrainSettings::default()
    };
    features::apply(&args.model, &mut settings)?;
    check_output(args)?;
    let (statements, bad_rows) = input::labelled(
        &args.files,
        &args.columns,
        args.weight_column.as_ref(),
        &set,
    )?;
    let vectors = Vectors::of(&args.model)?;
    let stances = match (&settings.features.transfer, embedded_word_vectors()) {
        (Some(_), Ok(table)) => Some(StanceClassifier::embedded()?.word_stances(table)?),
        _ => None,
    };
    let knowledge = Knowledge {
        vectors: vectors.get(),
        stances: stances.as_ref(),
    };
    let (classifier, folds) = train(&statements, &set, &settings, knowledge)?;
    classifier.save(&args.output)?;
    let files: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
    print(&summary(
        &classifier,
        folds.as_ref(),
        &files,
        &args.output.display().to_string(),
    ))?;
    Ok(if bad_rows.is_empty() {
        Outcome::Done
    } else {
        Outcome::BadRows
    })
}

/// Finds out before the long work whether the model can be written.
fn check_output(args: &TrainArgs) -> Result<()> {
    let folder = match args.output.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => std::path::Path::new("."),
    };
    let problem = || format!("{}: cannot write there", args.output.display());
    anyhow::ensure!(
        !args.output.is_dir(),
        "{}: is a folder, expected a file name",
        args.output.display()
    );
    tempfile::Builder::new()
        .prefix(".demarche-")
        .tempfile_in(folder)
        .with_context(problem)?;
    Ok(())
}

fn summary(
    classifier: &StanceClassifier,
    folds: Option<&OutOfFold>,
    files: &[String],
    output: &str,
) -> String {
    let meta = classifier.meta();
    let mut out = String::new();
    if let Some(folds) = folds {
        let evaluation = Evaluation::of(&folds.judged, &meta.labels);
        let _ = writeln!(
            out,
            "Cross-validation, {} folds by group: each statement judged by a model that never saw its group.\n",
            folds.folds
        );
        out += &evaluation_text(&EvaluationReport {
            evaluation: &evaluation,
            set: &meta.labels,
            model: classifier.digest(),
            files,
            gates: &[],
            mistakes: &[],
        });
        out.push('\n');
    }
    let facts = &meta.training;
    let per_stance: Vec<String> = meta
        .labels
        .labels()
        .iter()
        .zip(&facts.per_stance)
        .map(|(l, n)| format!("{n} {l}"))
        .collect();
    let _ = writeln!(
        out,
        "trained on {} statements in {} groups ({})",
        facts.statements,
        facts.groups,
        per_stance.join(", ")
    );
    let _ = writeln!(
        out,
        "{} n-grams, {} words, {} character n-grams; gradient norm {:.1e}",
        facts.ngrams, facts.words, facts.char_ngrams, meta.fit.gradient_norm
    );
    let _ = writeln!(
        out,
        "wrote {output} ({} bytes, {})",
        classifier.as_bytes().len(),
        classifier.digest()
    );
    out
}
