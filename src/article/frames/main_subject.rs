//! The main subject of a sentence, whatever its verb.

use std::ops::Range;

use super::{Finder, REACH};
use crate::article::items::{Item, Kind};
use crate::article::lexicon::{SPEAKING, Tags};
use crate::article::phrases;

/// Nouns of the sort that speak, for the main subject of a sentence.
pub(in crate::article) fn main_subject(
    items: &[Item<'_>],
    start: usize,
    end: usize,
) -> Option<Range<usize>> {
    let mut at = start;
    // Past the time of day in a live blog: *14:05 —*.
    let dated = |at: usize| {
        let next = items.get(at + 1).filter(|_| at + 1 < end);
        items[at].is(Kind::Number) && next.is_some_and(|n| n.is(Kind::Dash))
    };
    while at < end && (dated(at) || !matches!(items[at].kind, Kind::Word | Kind::Number)) {
        at += 1;
    }
    let first = items.get(at).filter(|_| at < end)?;
    let reduced = (first.lower.ends_with("ed") || first.lower.ends_with("ing"))
        && items.get(at + 1).is_some_and(|n| n.any(Tags::PREPOSITION));
    let fronted = reduced
        || first.any(Tags::PREPOSITION.or(Tags::SUBORDINATOR))
        || (first.any(Tags::ADVERB) && !first.any(SPEAKING));
    if fronted || first.one_of(&["asked", "speaking", "pressed", "questioned"]) {
        let comma = (at..end.min(at + REACH)).find(|i| items[*i].is(Kind::Comma))?;
        at = comma + 1;
    }
    if items.get(at).is_some_and(|i| i.any(Tags::COORDINATOR)) {
        at += 1;
    }
    let np = phrases::after(items, at, end)?;
    let np = Finder { items, start, end }.list_after(np);
    let rest = items.get(np.end).filter(|_| np.end < end)?;
    (phrases::can_speak(items, &np) && matches!(rest.kind, Kind::Word | Kind::Comma | Kind::Colon))
        .then_some(np)
}
