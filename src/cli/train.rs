//! `demarche train`: labelled statements to a model file.

use std::fmt::Write as _;

use anyhow::Result;
use demarche::StanceClassifier;
use demarche::StanceSet;
use demarche::classifier::{
    Evidence, LearningCurve, Prior, Progress, TrainSettings, Tuned, candidates, learning_curve,
    train_with, tune,
};
use demarche::evaluation::{Evaluation, Judged};
use demarche::features::WordVectors;
use demarche::report::{EvaluationReport, evaluation_text, learning_curve_text};
use demarche::statement::LabelledStatement;
use demarche::whole_file::WholeFile;
use indicatif::{ProgressBar, ProgressStyle};

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
        args.learning_curve_by.is_some(),
    )?;
    let table = Vectors::of(&args.model)?;
    let vectors = table.get();
    if vectors.is_none() {
        settings.features.vectors = None;
    }
    let mut nested = None;
    if args.tune {
        let tuned = tuned(&statements, &set, &settings, vectors, args.folds)?;
        print(&choice(&tuned))?;
        (settings, nested) = (tuned.settings, Some(tuned.nested));
    }
    let evidence = Evidence {
        learning_curve: curve(&statements, &set, &settings, vectors, args)?,
        nested: nested.as_deref(),
    };
    let (classifier, folds) = train_with(&statements, &set, &settings, vectors, evidence)?;
    let judged = nested.or(folds.map(|f| f.judged));
    classifier.save(&args.output)?;
    print(&summary(&classifier, judged.as_deref(), args))?;
    Ok(if bad_rows.is_empty() {
        Outcome::Done
    } else {
        Outcome::BadRows
    })
}

/// Finds out before the long work whether the model can be written.
fn check_output(args: &TrainArgs) -> Result<()> {
    WholeFile::create(&args.output)?;
    Ok(())
}

/// Tunes with a progress bar on a terminal.
fn tuned(
    statements: &[LabelledStatement],
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
    folds: usize,
) -> Result<Tuned> {
    let bar = bar("tuning")?;
    let progress = |p| advance(&bar, p);
    let tuned = tune(
        statements,
        set,
        &candidates(settings),
        vectors,
        folds,
        &progress,
    );
    bar.finish_and_clear();
    Ok(tuned?)
}

/// The learning curve, if asked for.
fn curve(
    statements: &[LabelledStatement],
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
    args: &TrainArgs,
) -> Result<Option<LearningCurve>> {
    if !args.learning_curve {
        return Ok(None);
    }
    let by = args.learning_curve_by.as_deref();
    if let Some(by) = by {
        anyhow::ensure!(
            statements.iter().any(|s| s.fields.contains_key(by)),
            "no row has a column {by:?}; name the right one with --learning-curve-by"
        );
    }
    let bar = bar("learning curve")?;
    let progress = |p| advance(&bar, p);
    let curve = learning_curve(
        statements, set, settings, vectors, args.folds, by, &progress,
    );
    bar.finish_and_clear();
    Ok(Some(curve?))
}

/// A progress bar, drawn on a terminal only.
fn bar(work: &'static str) -> Result<ProgressBar> {
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}, about {eta} left")?;
    Ok(ProgressBar::new(0).with_style(style).with_message(work))
}

fn advance(bar: &ProgressBar, progress: Progress) {
    bar.set_length(progress.total as u64);
    bar.set_position(progress.done as u64);
}

fn choice(tuned: &Tuned) -> String {
    let mut out = String::from("Candidates of the last round by log loss, best first:\n");
    for (loss, s) in &tuned.last_round {
        let n = &s.features.ngrams;
        let chars = s.features.chars.map_or(0.0, |c| c.scale);
        let (vectors, negated) = s
            .features
            .vectors
            .map_or((0.0, 0.0), |v| (v.scale, v.negated_scale));
        let _ = writeln!(
            out,
            "  {loss:.4}  --c {} --min-df {} --char-scale {chars} --vector-scale {vectors} --negated-scale {negated}",
            s.params.c, n.min_df
        );
    }
    out.push('\n');
    out
}

fn summary(classifier: &StanceClassifier, judged: Option<&[Judged]>, args: &TrainArgs) -> String {
    let files: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
    let output = args.output.display();
    let meta = classifier.meta();
    let mut out = String::new();
    if let Some(judged) = judged {
        let evaluation = Evaluation::of(judged, &meta.labels);
        let nested = if args.tune {
            "Nested cross-validation"
        } else {
            "Cross-validation"
        };
        let _ = writeln!(
            out,
            "{nested}, {} folds by group: each statement judged by a model that never saw its group.\n",
            args.folds
        );
        out += &evaluation_text(&EvaluationReport {
            evaluation: &evaluation,
            set: &meta.labels,
            model: classifier.digest(),
            files: &files,
            baseline: None,
            slices: &[],
            min_support: 0,
            gates: &[],
            mistakes: &[],
        });
        out.push('\n');
    }
    let facts = &meta.training;
    if let Some(curve) = &facts.learning_curve {
        let _ = writeln!(out, "Learning curve, {} folds by group:\n", args.folds);
        out += &learning_curve_text(curve, &meta.labels);
        out.push('\n');
    }
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
