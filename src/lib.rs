//! Tags what officials say as condemning, defending or neutral.
//!
//! One pipeline, and a module for each stage:
//!
//! ```text
//! source -> statement -> tokens -> features -> model -> prediction -> report
//! ```
//!
//! [`StanceClassifier`] joins the middle of it behind one call. It needs no network and no file: a trained model comes with the
//! crate.
//!
//! ```
//! use demarche::StanceClassifier;
//!
//! let classifier = StanceClassifier::embedded()?;
//! let prediction = classifier.classify("They shelled the clinic, and it was a crime.");
//! let stance = prediction.stance.expect("its words are known");
//! assert_eq!(classifier.stances().label(stance), "condemning");
//! # Ok::<(), demarche::Error>(())
//! ```
//!
//! A prediction knows when it does not know ([`Prediction::reason`]), and [`StanceClassifier::explain`] says what each word adds
//! to each stance, exactly.

#[cfg(target_endian = "big")]
compile_error!("model files are little-endian and used as they lie in memory");

pub mod error;
pub mod stance;
pub mod statement;

pub mod source;

pub mod article;

pub mod tokens;

pub mod features;

pub mod corpus;

pub mod model;

pub mod classifier;
pub mod explain;
pub mod extraction;
pub mod prediction;

pub mod evaluation;

pub mod export;
pub mod report;

pub mod delimited;
pub mod whole_file;

mod hexadecimal;

pub use classifier::StanceClassifier;
pub use error::{Error, Result};
pub use evaluation::Evaluation;
pub use prediction::Prediction;
pub use stance::{Stance, StanceSet};
pub use statement::{LabelledStatement, Statement};
