//! What comes with the program: the default model and the word vector table.

use std::sync::OnceLock;

use crate::error::Result;
use crate::features::WordVectors;

/// Bytes at an address that is a multiple of 64, so that they can be viewed as numbers.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static DEFAULT_MODEL: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/default.demarche"));

static WORD_VECTORS: &[u8] = include_bytes!("../../models/word-vectors.demwv");

pub(super) fn default_model() -> &'static [u8] {
    &DEFAULT_MODEL.0
}

/// The word vector table that comes with the program; read on first use.
///
/// # Errors
/// [`crate::Error::WordVectors`] if the program was built without one.
pub fn embedded_word_vectors() -> Result<&'static WordVectors> {
    static TABLE: OnceLock<WordVectors> = OnceLock::new();
    if let Some(table) = TABLE.get() {
        return Ok(table);
    }
    let table = WordVectors::from_bytes("embedded word vectors", WORD_VECTORS)?;
    Ok(TABLE.get_or_init(|| table))
}
