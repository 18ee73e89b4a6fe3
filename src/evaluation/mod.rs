//! Evaluation: counting how often predictions agree with labels. No files, no printing.
//!
//! [`Evaluation`] measures one system, each figure with its 95 % interval; [`Comparison`] holds two against each other, [`slices()`]
//! cuts by a column, and [`Gate`]s turn figures into a verdict. Groups of statements are the unit of all chance. An abstention counts
//! as a miss for recall and for accuracy.

mod baseline;
mod cases;
mod checks;
mod confusion;
mod distributions;
mod extraction;
mod figures;
mod gate_grammar;
mod gates;
mod intervals;
mod judged;
mod metrics;
mod nearest;
mod paired;
mod reliability;
mod resampling;
mod rows;
mod slices;
#[cfg(test)]
mod statistics_tests;

pub use baseline::Baseline;
pub use cases::{ALL_CASES, Case, DEFAULT_SUITE, DEFAULT_SUITE_NAME};
pub use checks::{CapabilityScores, CheckedCase, PassGate, PassOutcome, SuiteResult};
pub use confusion::Confusion;
pub use extraction::{
    Difference as ExtractionDifference, ExtractionScores, OVERLAP, TypeScores, judge_extraction,
};
pub use figures::Figure;
pub use gates::{
    Bound, Chance, Gate, GateOutcome, Judging, Measure, Relation, Result, SliceChoice, verdict,
};
pub(crate) use intervals::quantile;
pub use intervals::{Estimate, Interval, IntervalMethod, wilson, wilson_of};
pub use judged::Judged;
pub use metrics::{Average, Evaluation, EvaluationSettings, StanceScores};
pub use nearest::nearest_name;
pub use paired::{Comparison, Difference, EXACT_UP_TO, McNemar};
pub use reliability::{CoveragePoint, ReliabilityBin, thresholds};
pub use slices::{
    AgainstRest, FEWEST_GROUPS, Slice, SliceColumn, SliceSource, false_discovery_rates,
    length_range, slices,
};
