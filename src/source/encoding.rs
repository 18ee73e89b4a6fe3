//! Encodings other than UTF-8: recognised, and decoded on demand.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};

use crate::error::{Error, Result};

/// Bytes read and decoded at a time.
const PIECE: usize = 1 << 16;

/// The encoding called `name`: a label of the WHATWG Encoding Standard, such as `utf-16`, `latin1` or `windows-1251`.
///
/// # Errors
/// [`Error::BadSetting`] for an unknown name.
pub fn encoding(name: &str) -> Result<&'static Encoding> {
    let usual = match name.to_ascii_lowercase().as_str() {
        "latin-1" => "latin1".to_owned(),
        other => other.to_owned(),
    };
    Encoding::for_label(usual.as_bytes()).ok_or_else(|| Error::BadSetting {
        name: "encoding",
        found: format!("{name:?}"),
        expected: "a name such as utf-8, utf-16, latin-1, windows-1252 or windows-1251",
    })
}

/// The encoding that the first bytes tell, if it is not UTF-8: by its mark, or by a zero beside each of the first letters.
#[must_use]
pub fn foreign_encoding(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let pairs = head.len().min(64) / 2;
    let zeros = |offset: usize| (0..pairs).filter(|i| head[2 * i + offset] == 0).count();
    match (zeros(0), zeros(1)) {
        (0, z) if pairs >= 2 && 2 * z > pairs => Some(UTF_16LE),
        (z, 0) if pairs >= 2 && 2 * z > pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Refuses `head` if it is not UTF-8; says how to read it.
///
/// # Errors
/// [`Error::Encoding`].
pub(super) fn refuse_foreign(file: &str, head: &[u8]) -> Result<()> {
    match foreign_encoding(head) {
        Some(found) => Err(Error::Encoding {
            file: file.to_owned(),
            found: found.name().to_owned(),
        }),
        None => Ok(()),
    }
}

/// Gives what it reads as UTF-8; what cannot be decoded becomes U+FFFD.
pub(super) struct Decoded<R> {
    input: R,
    decoder: Decoder,
    output: Vec<u8>,
    given: usize,
    at_end: bool,
}

impl<R: Read> Decoded<R> {
    /// A reader of `input`, which is in `encoding` unless a mark at its start tells otherwise.
    pub(super) fn new(input: R, encoding: &'static Encoding) -> Self {
        Self {
            input,
            decoder: encoding.new_decoder(),
            output: Vec::new(),
            given: 0,
            at_end: false,
        }
    }

    fn decode_more(&mut self) -> std::io::Result<()> {
        let mut piece = vec![0; PIECE];
        let n = self.input.read(&mut piece)?;
        self.at_end = n == 0;
        let mut input = &piece[..n];
        self.output.clear();
        self.given = 0;
        loop {
            let room = self
                .decoder
                .max_utf8_buffer_length(input.len())
                .unwrap_or(4 * PIECE);
            let from = self.output.len();
            self.output.resize(from + room.max(16), 0);
            let (result, read, written, _) =
                self.decoder
                    .decode_to_utf8(input, &mut self.output[from..], self.at_end);
            self.output.truncate(from + written);
            input = &input[read..];
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.output.len() && !self.at_end {
            self.decode_more()?;
        }
        let rest = &self.output[self.given..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], name: &str) -> String {
        let mut text = String::new();
        let mut reader = Decoded::new(bytes, encoding(name).unwrap());
        reader.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn utf_16_and_latin_1_become_utf_8() {
        // "né" and U+1F54A as UTF-16LE with a mark, as UTF-16BE without, and "né" as Latin-1.
        let little = [0xFF, 0xFE, b'n', 0, 0xE9, 0, 0x3D, 0xD8, 0x4A, 0xDD];
        assert_eq!(decoded(&little, "utf-16"), "n\u{E9}\u{1F54A}");
        assert_eq!(decoded(&[0, b'n', 0, 0xE9], "utf-16be"), "n\u{E9}");
        assert_eq!(decoded(&[b'n', 0xE9], "latin-1"), "n\u{E9}");
        assert!(encoding("klingon").is_err());
    }

    #[test]
    fn utf_16_is_told_by_mark_or_zeros() {
        assert_eq!(foreign_encoding(&[0xFF, 0xFE, 1, 2]), Some(UTF_16LE));
        assert_eq!(foreign_encoding(b"\0t\0e\0x\0t"), Some(UTF_16BE));
        assert_eq!(foreign_encoding(b"t\0e\0x\0t\0"), Some(UTF_16LE));
        assert_eq!(foreign_encoding(b"text,label\n"), None);
        assert_eq!(foreign_encoding(b""), None);
    }
}
