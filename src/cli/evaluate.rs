//! `demarche evaluate`: how often a model is right, and whether that is enough.

use anyhow::{Context, Result};
use demarche::evaluation::{Evaluation, EvaluationSettings, Gate, GateOutcome, Judged};
use demarche::prediction::Prediction;
use demarche::report::{self, EvaluationReport, Mistake};
use demarche::statement::LabelledStatement;
use demarche::{Error, StanceSet};
use rayon::prelude::*;

use super::args::{EvaluateArgs, ReportFormatArg};
use super::{Outcome, input, model, print};

/// Runs the command.
pub fn run(args: &EvaluateArgs) -> Result<Outcome> {
    let classifier = model(args.model.as_deref())?;
    let set = classifier.stances();
    let gates = gates(args, set)?;
    let (statements, bad_rows) = input::labelled(&args.files, &args.columns, None, set, false)?;
    if statements.is_empty() {
        return Err(Error::NoExamples {
            purpose: "evaluate",
        }
        .into());
    }
    let predictions: Vec<Prediction> = statements
        .par_iter()
        .map(|s| classifier.classify(&s.text))
        .collect();
    let mistakes = mistakes(&statements, &predictions, set, args.mistakes);
    let judged: Vec<Judged> = statements
        .iter()
        .zip(predictions)
        .map(|(s, p)| Judged::new(s.stance, p, s.group.clone()))
        .collect();
    let settings = EvaluationSettings {
        resamples: args.resamples,
        seed: args.seed,
    };
    let evaluation = Evaluation::with(&judged, set, settings);
    let outcomes: Vec<GateOutcome> = gates.iter().map(|g| g.judge(&evaluation, set)).collect();
    let files: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
    let report = EvaluationReport {
        evaluation: &evaluation,
        set,
        model: classifier.digest(),
        files: &files,
        gates: &outcomes,
        mistakes: &mistakes,
    };
    print(&match args.format {
        ReportFormatArg::Text => report::evaluation_text(&report),
        ReportFormatArg::Json => format!("{:#}\n", report::evaluation_json(&report)),
        ReportFormatArg::Markdown => report::evaluation_markdown(&report),
    })?;
    Ok(
        match (bad_rows.is_empty(), outcomes.iter().all(|g| g.passed)) {
            (false, _) => Outcome::BadRows,
            (true, false) => Outcome::GateFailed,
            (true, true) => Outcome::Done,
        },
    )
}

fn gates(args: &EvaluateArgs, set: &StanceSet) -> Result<Vec<Gate>> {
    let mut gates: Vec<Gate> = args.min_accuracy.map(Gate::Accuracy).into_iter().collect();
    gates.extend(args.min_macro_f1.map(Gate::MacroF1));
    for gate in &args.min_recall {
        let (label, floor) = gate
            .split_once('=')
            .with_context(|| format!("--min-recall is {gate:?}, expected LABEL=X"))?;
        let stance = set.parse(label).with_context(|| {
            format!(
                "--min-recall: unknown label {label:?} (expected one of: {})",
                set.joined()
            )
        })?;
        let floor = floor
            .trim()
            .parse()
            .with_context(|| format!("--min-recall: {floor:?} is no number"))?;
        gates.push(Gate::Recall(stance, floor));
    }
    for gate in &gates {
        let (Gate::Accuracy(x) | Gate::MacroF1(x) | Gate::Recall(_, x)) = gate;
        anyhow::ensure!(!x.is_nan(), "a gate is no number");
    }
    Ok(gates)
}

fn mistakes(
    statements: &[LabelledStatement],
    predictions: &[Prediction],
    set: &StanceSet,
    count: usize,
) -> Vec<Mistake> {
    let wrong = statements
        .iter()
        .zip(predictions)
        .filter(|(s, p)| p.stance != Some(s.stance));
    let mut mistakes: Vec<Mistake> = wrong
        .map(|(s, p)| Mistake {
            origin: s.origin.to_string(),
            actual: set.label(s.stance).to_owned(),
            predicted: p.stance.map_or("abstained", |s| set.label(s)).to_owned(),
            confidence: p.confidence(),
            text: s.text.clone(),
        })
        .collect();
    mistakes.sort_by(|a, b| {
        b.confidence
            .unwrap_or(0.0)
            .total_cmp(&a.confidence.unwrap_or(0.0))
    });
    mistakes.truncate(count);
    mistakes
}
