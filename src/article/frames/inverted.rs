//! The subject after a verb: *said X*, and the lists and names beside it.

use std::ops::Range;

use super::{Finder, Frame, Link};
use crate::article::items::Kind;
use crate::article::lexicon::Tags;
use crate::article::phrases::{self, Sort};

impl Finder<'_, '_> {
    pub(super) fn inverted(&self, frame: &Frame) -> Option<Frame> {
        let np = phrases::after(self.items, frame.cue.end, self.end)?;
        if !phrases::can_speak(self.items, &np) && phrases::sort(self.items, &np) != Sort::Document
        {
            return None;
        }
        let np = self.list_after(np);
        let next = self.items.get(np.end).filter(|_| np.end < self.end);
        let closed = next.is_none_or(|n| {
            !n.is(Kind::Word)
                || n.any(Tags::PREPOSITION)
                || n.any(Tags::TIME)
                || n.any(Tags::ADVERB)
                || n.word("who")
                || n.any(Tags::COORDINATOR)
        });
        // What follows after another comma names the subject by its other name.
        let aside = self.aside_after(np.end);
        closed.then(|| Frame {
            subject: Some(np.clone()),
            aside,
            link: Link::Quote,
            border: frame.group,
            inverted: true,
            ..frame.clone()
        })
    }

    /// The phrase between the comma at `at` and the next one.
    pub(super) fn aside_after(&self, at: usize) -> Option<Range<usize>> {
        let comma = self.items.get(at).filter(|_| at < self.end)?;
        if !comma.is(Kind::Comma) {
            return None;
        }
        let np = phrases::after(self.items, at + 1, self.end)?;
        let sort = phrases::sort(self.items, &np);
        matches!(sort, Sort::Name | Sort::Person | Sort::Body).then_some(np)
    }

    /// A list of phrases that starts with `np`: *France, Spain and the Netherlands*.
    pub(super) fn list_after(&self, np: Range<usize>) -> Range<usize> {
        let mut end = np.end;
        let mut at = np.end;
        while at < self.end {
            let item = &self.items[at];
            let step = if item.is(Kind::Comma) { 1 } else { 0 };
            let and = self
                .items
                .get(at + step)
                .filter(|_| at + step < self.end)
                .is_some_and(|i| i.one_of(&["and", "or"]));
            if step == 0 && !and {
                break;
            }
            let Some(next) = phrases::after(self.items, at + step + usize::from(and), self.end)
            else {
                break;
            };
            if !phrases::can_speak(self.items, &next) {
                break;
            }
            at = next.end;
            if and {
                end = at;
                break;
            }
        }
        np.start..end
    }
}
