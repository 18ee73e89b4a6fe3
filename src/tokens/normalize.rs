//! Normalisation that keeps byte spans: NFKC, plain quotes and dashes, no invisible characters.
//!
//! ASCII text passes untouched. Other text is rewritten grapheme cluster by grapheme cluster; every byte of the result
//! remembers the span of the cluster that it came from. Case is kept here, for names are recognised by it.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::Span;

/// Rewrites one text at a time and maps positions back.
#[derive(Debug, Default)]
pub(super) struct Normalizer {
    text: String,
    /// For each byte of `text`, the original span of its cluster.
    origins: Vec<(u32, u32)>,
}

impl Normalizer {
    /// Normalises `text`, which is not ASCII.
    pub(super) fn rewrite(&mut self, text: &str) {
        self.text.clear();
        self.origins.clear();
        for (start, cluster) in text.grapheme_indices(true) {
            match cluster {
                ascii if ascii.is_ascii() => self.text.push_str(ascii),
                other => self.text.extend(
                    other
                        .chars()
                        .filter(|c| !is_invisible(*c))
                        .map(plain_mark)
                        .nfkc(),
                ),
            }
            let origin = (start as u32, (start + cluster.len()) as u32);
            self.origins.resize(self.text.len(), origin);
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The original span of the normalised bytes `start..end`, `start < end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span {
            start: self.origins[start].0 as usize,
            end: self.origins[end - 1].1 as usize,
        }
    }
}

/// Characters without a shape that only steer layout: soft hyphen, zero-width marks, bidirectional controls, tags,
/// variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Typographic quotes, apostrophes and dashes as their ASCII kin.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{02BC}' | '\u{2032}'
        | '\u{00B4}' | '\u{FF07}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{00AB}' | '\u{00BB}'
        | '\u{2033}' | '\u{FF02}' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        _ => c,
    }
}
