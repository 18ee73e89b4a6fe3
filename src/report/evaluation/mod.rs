//! An evaluation as text, JSON, Markdown, JUnit XML, GitHub annotations and an HTML page.

mod github;
mod html;
mod json;
mod junit;
mod markdown;
mod tables;
mod text;

pub use github::evaluation_github;
pub use html::evaluation_html;
pub use json::evaluation_json;
pub use junit::evaluation_junit;
pub use markdown::evaluation_markdown;
pub use text::evaluation_text;

use super::numbers::{counted, fine_brackets};
use crate::evaluation::{
    Comparison, Evaluation, GateOutcome, IntervalMethod, Result, Slice, verdict,
};
use crate::stance::StanceSet;
use crate::tokens::Span;

/// An evaluation with all that a report says of it.
#[derive(Debug, Clone, Copy)]
pub struct EvaluationReport<'a> {
    /// The figures.
    pub evaluation: &'a Evaluation,
    /// Labels.
    pub set: &'a StanceSet,
    /// Identity of the model, or the file of the predictions.
    pub model: &'a str,
    /// The files judged.
    pub files: &'a [String],
    /// What it was compared with.
    pub baseline: Option<BaselineReport<'a>>,
    /// Slices, column by column.
    pub slices: &'a [Slice],
    /// Fewest statements of a slice.
    pub min_support: usize,
    /// Gates, in the order in which they were asked for.
    pub gates: &'a [GateOutcome],
    /// Statements called wrongly, the most confident first.
    pub mistakes: &'a [Mistake],
}

/// A comparison with all that a report says of it.
#[derive(Debug, Clone, Copy)]
pub struct BaselineReport<'a> {
    /// Identity of the baseline, or the file of its predictions.
    pub name: &'a str,
    /// The figures.
    pub comparison: &'a Comparison,
    /// Statements on which only one of both is right: those that got better first.
    pub changes: &'a [Change],
}

/// A statement called wrongly.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Mistake {
    /// File and line.
    pub origin: String,
    /// The label.
    pub actual: String,
    /// The label named; `None` for an abstention.
    pub predicted: Option<String>,
    /// Confidence in it.
    pub confidence: Option<f64>,
    /// The statement.
    pub text: String,
    /// What each word adds to the label named, beyond what it adds to the others; in the order of the text.
    #[serde(skip)]
    pub words: Vec<WordWeight>,
}

/// A word of a statement and what it weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordWeight {
    /// Bytes of the text.
    pub span: Span,
    /// Addition to the score of the label named, less the mean addition to the others.
    pub weight: f64,
}

/// A statement on which only one of two systems is right.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Change {
    /// File and line.
    pub origin: String,
    /// The label.
    pub actual: String,
    /// What the baseline named; `None` for an abstention.
    pub baseline: Option<String>,
    /// What the model named.
    pub model: Option<String>,
    /// Whether the model is the one that is right.
    pub better: bool,
    /// The statement.
    pub text: String,
}

/// How the intervals were made, in words.
fn method(evaluation: &Evaluation) -> String {
    let draws = format!(
        "{} draws of groups, seed {}",
        evaluation.resamples, evaluation.seed
    );
    if evaluation.resamples == 0 {
        return "no intervals".into();
    }
    if evaluation.groups < 2 {
        return "no intervals, which take two groups or more".into();
    }
    match evaluation.method {
        IntervalMethod::Percentile => format!("95 % intervals: percentiles of {draws}"),
        IntervalMethod::Bca => format!("95 % intervals: BCa of {draws}"),
        IntervalMethod::Wilson => {
            format!("95 % intervals: Wilson's for shares, BCa of {draws} for the rest")
        }
    }
}

/// What a gate was held against: `0.6512 [0.630, 0.671]`, or why it could not be judged.
fn found(gate: &GateOutcome) -> String {
    let Some(value) = gate.value else {
        return gate.reason.clone().unwrap_or_default();
    };
    let brackets = fine_brackets(gate.interval);
    let space = if brackets.is_empty() { "" } else { " " };
    format!("{value:.4}{space}{brackets}")
}

/// One line on a gate.
fn gate_line(gate: &GateOutcome) -> String {
    format!("{}: {}: {}", gate.result.as_str(), gate.gate, found(gate))
}

/// The verdict on all gates in one line; `None` without gates.
#[must_use]
pub fn verdict_line(gates: &[GateOutcome]) -> Option<String> {
    let with = |result: Result| gates.iter().filter(move |g| g.result == result);
    let names = |result: Result| {
        let names: Vec<&str> = with(result).map(|g| g.gate.as_str()).collect();
        names.join("; ")
    };
    let all = counted(gates.len(), "gate");
    Some(match verdict(gates)? {
        Result::Passed => format!("PASSED: {all}"),
        Result::Failed => format!(
            "FAILED: {} of {all}: {}",
            with(Result::Failed).count(),
            names(Result::Failed)
        ),
        Result::NotJudged => format!(
            "NOT JUDGED: {} of {all}: {}",
            with(Result::NotJudged).count(),
            names(Result::NotJudged)
        ),
    })
}
