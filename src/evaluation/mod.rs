//! Evaluation: counting how often predictions agree with labels. No files, no printing.
//!
//! Every figure carries a 95 % interval by bootstrap over groups. An abstention counts as a miss for recall and for accuracy.

mod baseline;
mod bootstrap;
mod cases;
mod checks;
mod confusion;
mod gates;
mod metrics;
mod reliability;

pub use baseline::Baseline;
pub use bootstrap::Interval;
pub(crate) use bootstrap::quantile;
pub use cases::{ALL_CASES, Case, DEFAULT_SUITE, DEFAULT_SUITE_NAME};
pub use checks::{CapabilityScores, CheckedCase, PassGate, SuiteResult};
pub use confusion::Confusion;
pub use gates::{Gate, GateOutcome};
pub use metrics::{Average, Evaluation, EvaluationSettings, Judged, StanceScores};
pub use reliability::{CoveragePoint, ReliabilityBin, thresholds};
