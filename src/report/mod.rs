//! Values to text: prediction records, evaluations and explanations, one file a form. Nothing is computed here.

mod agreement;
mod audit;
mod corpus_check;
mod corpus_stats;
mod drift;
mod evaluation;
mod explanation;
mod extraction;
mod extraction_page;
mod extraction_scores;
mod learning_curve;
mod model_card;
mod numbers;
mod records;
mod suite;
mod suite_junit;
mod table;
mod xml;

pub use agreement::{AgreementReport, agreement_json, agreement_text};
pub use audit::{AuditReport, AuditedSuspect, Neighbour, audit_json, audit_text};
pub use corpus_check::{CorpusCheckReport, corpus_check_json, corpus_check_text};
pub use corpus_stats::{corpus_stats_json, corpus_stats_markdown, corpus_stats_text};
pub use drift::{DriftReport, drift_json, drift_text};
pub use evaluation::{
    BaselineReport, Change, EvaluationReport, Mistake, WordWeight, evaluation_github,
    evaluation_html, evaluation_json, evaluation_junit, evaluation_markdown, evaluation_text,
    verdict_line,
};
pub use explanation::{explanation_json, explanation_text};
pub use extraction::{ArticleWriter, ExtractionFormat};
pub use extraction_scores::{ExtractionReport, extraction_scores_json, extraction_scores_text};
pub use learning_curve::{learning_curve_markdown, learning_curve_svg, learning_curve_text};
pub use model_card::{ModelCard, model_card};
pub use records::{RecordFormat, RecordWriter};
pub use suite::{SuiteReport, suite_json, suite_text};
pub use suite_junit::suite_junit;
