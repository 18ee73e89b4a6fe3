//! Subjects that a clause or an aside describes: *X, who said*, *X, the minister, said*, *people familiar with it said*.

use std::ops::Range;

use super::{Finder, Frame, Link, REACH};
use crate::article::items::Kind;
use crate::article::lexicon::{SPEAKING, Tags};
use crate::article::phrases::{self, Sort};

/// Words of the longest clause that defines a subject.
pub(super) const LONGEST_DEFINITION: usize = 15;

impl Finder<'_, '_> {
    /// *residents reached by telephone*, *officials familiar with the talks*: who is described, if `np` ends what describes.
    pub(super) fn described(&self, np: &Range<usize>) -> Option<Range<usize>> {
        const DESCRIBING: [&str; 8] = [
            "familiar", "close", "present", "involved", "speaking", "working", "living", "known",
        ];
        let preposition = np.start.checked_sub(1).filter(|p| *p > self.start + 1)?;
        let (item, word) = (&self.items[preposition], &self.items[preposition - 1]);
        let participle = word.lower.ends_with("ed") || word.one_of(&DESCRIBING);
        if !(item.is(Kind::Word) && item.any(Tags::PREPOSITION) && participle && !word.capital) {
            return None;
        }
        let described = phrases::before(self.items, self.start, preposition - 1)?;
        let head = &self.items[phrases::head(self.items, &described)];
        head.any(SPEAKING).then_some(described)
    }

    /// *the body which oversees the games*: who is defined by a clause that ends with `np`.
    pub(super) fn defined(&self, np: &Range<usize>) -> Option<Range<usize>> {
        if self.link(np.start).is_some() {
            return None;
        }
        let low = self.start.max(np.start.saturating_sub(LONGEST_DEFINITION));
        let pronoun = (low + 1..np.start).rev().find(|i| {
            let item = &self.items[*i];
            item.one_of(&["who", "which", "that"])
                || !item.is(Kind::Word) && !item.is(Kind::Possessive)
        })?;
        if !self.items[pronoun].is(Kind::Word) {
            return None;
        }
        let defined = phrases::before(self.items, self.start, pronoun)?;
        let head = &self.items[phrases::head(self.items, &defined)];
        head.any(SPEAKING).then_some(defined)
    }

    /// *X, who said*: the phrase before the pronoun.
    pub(super) fn relative(&self, mut frame: Frame, pronoun: usize) -> Option<Frame> {
        let comma = pronoun > self.start && self.items[pronoun - 1].is(Kind::Comma);
        let end = pronoun - usize::from(comma);
        let np = phrases::before(self.items, self.start, end)?;
        if !phrases::can_speak(self.items, &np) {
            return None;
        }
        frame.link = Link::Relative;
        frame.border = end;
        match self.named_before(&np) {
            Some(name) => {
                frame.subject = Some(name);
                frame.aside = Some(np);
            }
            None => frame.subject = Some(np),
        }
        Some(frame)
    }

    /// *Ana Sol, a spokeswoman for the army, who said*: the name that the phrase describes.
    pub(super) fn named_before(&self, np: &Range<usize>) -> Option<Range<usize>> {
        let described = self.items[np.start].any(Tags::DET)
            && self.items[phrases::head(self.items, np)].any(Tags::PERSON);
        let comma = np.start.checked_sub(1).filter(|c| *c > self.start)?;
        if !described || !self.items[comma].is(Kind::Comma) {
            return None;
        }
        let name = phrases::before(self.items, self.start, comma)?;
        (self.items[name.end - 1].is_name()
            && matches!(phrases::sort(self.items, &name), Sort::Name | Sort::Person))
        .then_some(name)
    }

    /// *X, the minister, said*: the phrase before the outermost parenthesis that ends at `close`.
    pub(super) fn after_aside(&self, mut frame: Frame, close: usize) -> Option<Frame> {
        let low = self.start.max(close.saturating_sub(REACH));
        let mut best = None;
        for comma in (low + 1..close).rev() {
            let item = &self.items[comma];
            if matches!(item.kind, Kind::Semicolon | Kind::Colon | Kind::Stop) {
                break;
            }
            if item.is(Kind::Quote) && item.span.end - item.span.start > 60 {
                break;
            }
            if !matches!(item.kind, Kind::Comma | Kind::Dash | Kind::Open) {
                continue;
            }
            let inner = &self.items[comma + 1];
            if inner.any(Tags::COORDINATOR) || comma + 1 >= close {
                continue;
            }
            if comma > self.start && self.items[comma - 1].one_of(&["who", "which"]) {
                return self.relative(frame, comma - 1);
            }
            if comma > self.start && self.items[comma - 1].one_of(&["and", "but"]) {
                // *and, in the same breath, accused*
                frame.link = Link::Shared;
                frame.border = comma - 1;
                return Some(frame);
            }
            let Some(np) = phrases::before(self.items, self.start, comma) else {
                continue;
            };
            // *France, Spain and Malta, none of which ...,*: within a list that was found.
            if best
                .as_ref()
                .is_some_and(|(list, ..): &(Range<usize>, usize, Link, usize)| {
                    list.start <= np.start
                })
            {
                continue;
            }
            if !self.accepts(&frame, &np, &[]) {
                continue;
            }
            let Some((link, border)) = self.link(np.start) else {
                continue;
            };
            let listed = self.list(&np).first().map_or(np.start, |r| r.start)..np.end;
            best = match self.link(listed.start) {
                Some((link, border)) if listed.start < np.start => {
                    Some((listed, comma, link, border))
                }
                _ => Some((np, comma, link, border)),
            };
        }
        let (np, comma, link, border) = best?;
        frame.subject = Some(np);
        frame.aside = Some(comma + 1..close);
        frame.link = link;
        frame.border = border;
        Some(frame)
    }
}
