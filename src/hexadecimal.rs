//! Bytes in hexadecimal, as digests are written.

use std::fmt::Write as _;

/// `prefix` and the bytes in hexadecimal.
pub(crate) fn hexadecimal(prefix: &str, bytes: &[u8]) -> String {
    let mut out = prefix.to_owned();
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
