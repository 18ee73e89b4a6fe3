//! The digest of a labelled set: the same statements give the same digest, whatever file they came from.

use sha2::{Digest, Sha256};

use crate::hexadecimal::hexadecimal;
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// `sha256:` and 64 hexadecimal digits over labels, and text, label, group and weight of each statement in order.
#[must_use]
pub fn fingerprint(statements: &[LabelledStatement], set: &StanceSet) -> String {
    let mut hash = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for label in set.labels() {
        field(label.as_bytes());
    }
    for statement in statements {
        field(statement.text.as_bytes());
        field(set.label(statement.stance).as_bytes());
        field(statement.group.as_deref().unwrap_or_default().as_bytes());
        field(&statement.weight.to_le_bytes());
    }
    hexadecimal("sha256:", &hash.finalize())
}
