//! Items to sentences, by UAX #29, but for abbreviations, quotations inside a sentence, and frames after a quotation.

use unicode_segmentation::UnicodeSegmentation;

use super::frames;
use super::items::{Item, Kind};
use super::marks::Quotation;
use crate::tokens::Span;

/// Items of the longest sentence that is read whole; bounds the time of hostile text.
const LONGEST: usize = 400;

/// A sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence {
    /// First item and one past the last.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) span: Span,
    pub(super) paragraph: usize,
}

/// The sentences of all paragraphs, in order.
pub(super) fn split(
    text: &str,
    paragraphs: &[Span],
    items: &[Item<'_>],
    quotes: &[Quotation],
) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let mut borders = text[paragraph.start..paragraph.end]
            .split_sentence_bound_indices()
            .map(|(i, _)| paragraph.start + i)
            .skip(1)
            .peekable();
        let end = start
            + items[start..]
                .iter()
                .take_while(|i| i.paragraph == index)
                .count();
        let mut first = start;
        for at in start..end.saturating_sub(1) {
            let next = items[at + 1].span.start;
            let mut border = false;
            while let Some(b) = borders.next_if(|b| *b <= next) {
                border |= b > items[at].span.start && b >= items[at].span.end;
            }
            if border && ends(items, at, end, quotes, text) {
                push(&mut sentences, items, first, at + 1);
                first = at + 1;
            }
        }
        push(&mut sentences, items, first, end);
        start = end;
    }
    sentences
}

/// Adds the sentence, in pieces if it is longer than any that people write.
fn push(sentences: &mut Vec<Sentence>, items: &[Item<'_>], start: usize, end: usize) {
    for start in (start..end).step_by(LONGEST) {
        let end = end.min(start + LONGEST);
        sentences.push(Sentence {
            start,
            end,
            span: Span {
                start: items[start].span.start,
                end: items[end - 1].span.end,
            },
            paragraph: items[start].paragraph,
        });
    }
}

/// Whether a sentence ends after item `at`, where UAX #29 sees a border.
fn ends(items: &[Item<'_>], at: usize, end: usize, quotes: &[Quotation], text: &str) -> bool {
    let (item, next) = (&items[at], &items[at + 1]);
    match item.kind {
        Kind::Stop | Kind::Close => true,
        Kind::Quote => {
            let stop = item.quote.and_then(|q| {
                let inner = quotes[q].inner;
                text[inner.start..inner.end].chars().next_back()
            });
            let lower = next.kind == Kind::Word && !next.capital;
            matches!(stop, Some('.' | '!' | '?' | '\u{2026}'))
                && !lower
                && !frames::follows_quotation(&items[at + 1..end])
        }
        // A full stop that an abbreviation kept; or a line's end.
        _ => false,
    }
}
