//! The words of a phrase, and what they tell of gender.

use std::ops::Range;

use super::Gender;
use crate::article::items::Item;
use crate::article::lexicon::Tags;
use crate::tokens::Span;

/// Without an article.
pub(super) fn trimmed(items: &[Item<'_>], range: Range<usize>) -> Range<usize> {
    let article = items[range.start].one_of(&["the", "a", "an"]) && range.len() > 1;
    range.start + usize::from(article)..range.end
}

pub(super) fn gender(items: &[Item<'_>], range: &Range<usize>) -> Option<Gender> {
    items[range.clone()].iter().find_map(|i| {
        if i.any(Tags::PRONOUN.or(Tags::DET)) {
            None
        } else if i.any(Tags::FEMALE) {
            Some(Gender::Female)
        } else {
            i.any(Tags::MALE).then_some(Gender::Male)
        }
    })
}

pub(super) fn bytes(items: &[Item<'_>], range: &Range<usize>) -> Span {
    Span {
        start: items[range.start].span.start,
        end: items[range.end - 1].span.end,
    }
}

pub(super) fn words(items: &[Item<'_>], text: &str, range: &Range<usize>) -> String {
    let span = bytes(items, range);
    text[span.start..span.end].to_owned()
}
