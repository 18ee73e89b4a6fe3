//! Labelled statements as a body: how they are split, and the digest that names them.

mod fingerprint;
mod split;

pub use fingerprint::fingerprint;
pub use split::{Folds, group_count, grouped_folds};
