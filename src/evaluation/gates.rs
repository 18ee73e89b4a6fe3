//! Gates: what a CI job asks of an evaluation, and whether it holds.
//!
//! [`Gate::parse`] reads them; here they are judged. A gate passes, fails, or could not be judged: too few statements, no data, no
//! interval.

use super::figures::Figure;
use super::intervals::Interval;
use super::metrics::Evaluation;
use super::paired::{Comparison, Difference};
use super::slices::Slice;
use crate::stance::StanceSet;

/// Rounding that a figure at its threshold may have.
const ROUNDING: f64 = 1e-12;

/// Which number of an estimate is held against the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The figure itself.
    Value,
    /// The lower end of its interval: `lower(...)`.
    Lower,
    /// The upper end: `upper(...)`.
    Upper,
}

/// Probabilities of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chance {
    /// `p(better)`: share of bootstrap draws in which the model is better than the baseline.
    Better,
    /// `p(worse)`: the rest of them.
    Worse,
    /// `p(difference)`: p-value of the difference by approximate randomisation.
    Difference,
}

/// What a gate asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// A figure of the model.
    Figure(Figure),
    /// `delta(...)`: the figure less the baseline's.
    Delta(Figure),
    /// A probability of the comparison by that figure.
    Chance(Chance, Figure),
}

/// How value and threshold should stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
}

impl Relation {
    /// Its sign.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::Above => ">",
            Self::AtMost => "<=",
            Self::Below => "<",
        }
    }

    fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold - ROUNDING,
            Self::Above => value > threshold + ROUNDING,
            Self::AtMost => value <= threshold + ROUNDING,
            Self::Below => value < threshold - ROUNDING,
        }
    }
}

/// The slices that a gate is for: `[column=value]`, or every slice of the column with `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceChoice {
    /// The column.
    pub column: String,
    /// The value; `None` for all.
    pub value: Option<String>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// What is asked for.
    pub measure: Measure,
    /// Which number of it.
    pub bound: Bound,
    /// In which slices; `None` for all statements.
    pub slice: Option<SliceChoice>,
    /// How it should stand to the threshold.
    pub relation: Relation,
    /// The threshold.
    pub threshold: f64,
}

/// How a gate came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Result {
    /// It holds.
    Passed,
    /// It does not.
    Failed,
    /// There is not enough to say.
    NotJudged,
}

impl Result {
    /// The word for it in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotJudged => "not judged",
        }
    }
}

/// A gate with what it was held against.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct GateOutcome {
    /// The gate in its usual form, such as `lower(macro_f1) >= 0.58`.
    pub gate: String,
    /// How it came out.
    pub result: Result,
    /// The number held against the threshold.
    pub value: Option<f64>,
    /// Interval of the figure, where the gate is on a figure or difference.
    pub interval: Option<Interval>,
    /// The threshold.
    pub threshold: f64,
    /// Why it could not be judged.
    pub reason: Option<String>,
}

/// The verdict of all gates: not judged if one was not, else failed if one did; `None` without gates.
#[must_use]
pub fn verdict(gates: &[GateOutcome]) -> Option<Result> {
    let any = |result| gates.iter().any(|g| g.result == result);
    match gates {
        [] => None,
        _ if any(Result::NotJudged) => Some(Result::NotJudged),
        _ if any(Result::Failed) => Some(Result::Failed),
        _ => Some(Result::Passed),
    }
}

/// What gates are held against.
#[derive(Debug, Clone, Copy)]
pub struct Judging<'a> {
    /// All statements.
    pub evaluation: &'a Evaluation,
    /// Their comparison with the baseline.
    pub comparison: Option<&'a Comparison>,
    /// All slices.
    pub slices: &'a [Slice],
    /// Labels.
    pub set: &'a StanceSet,
    /// Fewest statements that a figure must rest on.
    pub min_support: usize,
}

/// A value with its interval, or why there is none.
type Found = std::result::Result<(f64, Option<Interval>), String>;

impl Gate {
    /// The figure that must be measured for it.
    #[must_use]
    pub fn figure(&self) -> Figure {
        let (Measure::Figure(figure) | Measure::Delta(figure) | Measure::Chance(_, figure)) =
            self.measure;
        figure
    }

    /// Whether there must be a baseline.
    #[must_use]
    pub fn needs_baseline(&self) -> bool {
        !matches!(self.measure, Measure::Figure(_))
    }

    /// What it asks for, without the threshold: `lower(recall(defending))[register=tweet]`.
    #[must_use]
    pub fn subject(&self, set: &StanceSet) -> String {
        let measure = match self.measure {
            Measure::Figure(f) => f.name(set),
            Measure::Delta(f) => format!("delta({})", f.name(set)),
            Measure::Chance(chance, f) => {
                let name = match chance {
                    Chance::Better => "better",
                    Chance::Worse => "worse",
                    Chance::Difference => "difference",
                };
                format!("p({name}, {})", f.name(set))
            }
        };
        let bounded = match self.bound {
            Bound::Value => measure,
            Bound::Lower => format!("lower({measure})"),
            Bound::Upper => format!("upper({measure})"),
        };
        match &self.slice {
            None => bounded,
            Some(SliceChoice { column, value }) => {
                format!("{bounded}[{column}={}]", value.as_deref().unwrap_or("*"))
            }
        }
    }

    /// The gate in its usual form.
    #[must_use]
    pub fn name(&self, set: &StanceSet) -> String {
        format!(
            "{} {} {}",
            self.subject(set),
            self.relation.as_str(),
            self.threshold
        )
    }

    /// Holds the gate against what was found: one outcome, or for `[column=*]` one for each slice that is large enough.
    #[must_use]
    pub fn judge(&self, judging: &Judging<'_>) -> Vec<GateOutcome> {
        let Some(choice) = &self.slice else {
            let found = self.find(judging.evaluation, judging.comparison, judging);
            return vec![self.outcome(judging.set, found)];
        };
        let of_column = judging.slices.iter().filter(|s| s.column == choice.column);
        let chosen: Vec<&Slice> = match &choice.value {
            Some(value) => of_column
                .filter(|s| s.value.as_ref() == Some(value))
                .collect(),
            None => of_column
                .filter(|s| s.value.is_some() && self.rests_on_enough(s, judging.min_support))
                .collect(),
        };
        if chosen.is_empty() {
            let reason = match &choice.value {
                Some(value) => format!(
                    "no statement has {value:?} in the column {:?}",
                    choice.column
                ),
                None => format!(
                    "no slice by {:?} has the {} statements for it that --min-support asks for",
                    choice.column, judging.min_support
                ),
            };
            return vec![self.outcome(judging.set, Err(reason))];
        }
        chosen
            .into_iter()
            .map(|slice| self.judge_slice(slice, choice, judging))
            .collect()
    }

    /// Whether the slice has the statements that the gate's figure must rest on.
    fn rests_on_enough(&self, slice: &Slice, min_support: usize) -> bool {
        let support = |e: &Evaluation| self.figure().support(&e.confusion);
        slice
            .evaluation
            .as_ref()
            .is_some_and(|e| support(e) >= min_support as u64)
    }

    fn judge_slice(
        &self,
        slice: &Slice,
        choice: &SliceChoice,
        judging: &Judging<'_>,
    ) -> GateOutcome {
        let of_one = Self {
            slice: Some(SliceChoice {
                column: choice.column.clone(),
                value: slice.value.clone(),
            }),
            ..self.clone()
        };
        let found = match &slice.evaluation {
            Some(evaluation) => of_one.find(evaluation, slice.comparison.as_ref(), judging),
            None => Err(too_few(slice.n as u64, judging.min_support)),
        };
        of_one.outcome(judging.set, found)
    }

    fn find(
        &self,
        evaluation: &Evaluation,
        comparison: Option<&Comparison>,
        judging: &Judging<'_>,
    ) -> Found {
        let support = self.figure().support(&evaluation.confusion);
        if support < judging.min_support as u64 {
            return Err(too_few(support, judging.min_support));
        }
        let difference = || {
            comparison
                .and_then(|c| c.difference(self.figure()))
                .ok_or("there is no data to compare".to_owned())
        };
        let estimate = match self.measure {
            Measure::Figure(figure) => evaluation
                .figure(figure)
                .ok_or("there is no data for it".to_owned())?,
            Measure::Delta(_) => difference()?.difference,
            Measure::Chance(chance, _) => return Ok((probability(chance, difference()?)?, None)),
        };
        let ends = || {
            estimate.interval.ok_or(
                "it has no interval; it takes two groups or more, and --resamples".to_owned(),
            )
        };
        let value = match self.bound {
            Bound::Value => estimate.value,
            Bound::Lower => ends()?.lower,
            Bound::Upper => ends()?.upper,
        };
        Ok((value, estimate.interval))
    }

    fn outcome(&self, set: &StanceSet, found: Found) -> GateOutcome {
        let (result, value, interval, reason) = match found {
            Ok((value, interval)) if self.relation.holds(value, self.threshold) => {
                (Result::Passed, Some(value), interval, None)
            }
            Ok((value, interval)) => (Result::Failed, Some(value), interval, None),
            Err(reason) => (Result::NotJudged, None, None, Some(reason)),
        };
        GateOutcome {
            gate: self.name(set),
            result,
            value,
            interval,
            threshold: self.threshold,
            reason,
        }
    }
}

fn probability(chance: Chance, difference: &Difference) -> std::result::Result<f64, String> {
    let drawn = || {
        difference
            .better
            .ok_or("there are no draws; it takes two groups or more, and --resamples".to_owned())
    };
    match chance {
        Chance::Better => drawn(),
        Chance::Worse => drawn().map(|p| 1.0 - p),
        Chance::Difference => difference
            .p_value
            .ok_or("this figure has no randomisation test, or --resamples is 0".to_owned()),
    }
}

fn too_few(found: u64, asked: usize) -> String {
    format!("it rests on {found} statements, --min-support asks for {asked}")
}
