//! Participles: *, saying*, *with X saying*, *quoted X as saying*.

use std::ops::Range;

use super::verbs::LONGEST_GAP;
use super::{Finder, Frame, Link};
use crate::article::items::Kind;
use crate::article::phrases;

impl Finder<'_, '_> {
    /// *, saying*; *with X saying*.
    pub(super) fn participle(&self, mut frame: Frame, last: Option<&Frame>) -> Option<Frame> {
        let left = frame.group.checked_sub(1).filter(|l| *l >= self.start)?;
        let item = &self.items[left];
        frame.link = Link::Participle;
        if item.is(Kind::Comma)
            && let Some((with, np)) = self.with_before(left)
        {
            frame.border =
                with - usize::from(with > self.start && self.items[with - 1].is(Kind::Comma));
            frame.aside = Some(np.end + 1..left).filter(|a| a.start < a.end);
            frame.subject = Some(np);
            return Some(frame);
        }
        if item.is(Kind::Comma) || item.is(Kind::Quote) || item.is(Kind::Dash) {
            frame.border = left + usize::from(item.is(Kind::Quote));
            return Some(frame);
        }
        if item.word("as") {
            return self.quoted_as(frame, left);
        }
        if item.word("in") && self.joined(left) {
            frame.border = left;
            return Some(frame);
        }
        if item.one_of(&["and", "or", "by", "before", "while", "in"]) {
            let participial = last.is_some_and(|l| l.link == Link::Participle)
                || item.one_of(&["by", "before", "while"]);
            let comma = left > self.start && self.items[left - 1].is(Kind::Comma);
            frame.border = left - usize::from(comma);
            return participial.then_some(frame);
        }
        let np = phrases::before(self.items, self.start, frame.group)?;
        let with = np.start.checked_sub(1).filter(|w| *w >= self.start)?;
        if !self.items[with].word("with") || !phrases::can_speak(self.items, &np) {
            return None;
        }
        let comma = with > self.start && self.items[with - 1].is(Kind::Comma);
        frame.border = with - usize::from(comma);
        frame.subject = Some(np);
        Some(frame)
    }

    /// *joined in condemning*, *joined France in condemning*
    pub(super) fn joined(&self, preposition: usize) -> bool {
        let low = self.start.max(preposition.saturating_sub(6));
        self.items[low..preposition]
            .iter()
            .any(|i| i.one_of(&["joined", "joins", "join", "united"]))
    }

    /// *quoted X as saying*, *X was quoted as saying*
    pub(super) fn quoted_as(&self, mut frame: Frame, at: usize) -> Option<Frame> {
        let left = at.checked_sub(1).filter(|l| *l > self.start)?;
        let passive = self.items[left].one_of(&["quoted", "cited", "reported"]);
        let np = if passive {
            let (group, aux) = self.group(left);
            let np = phrases::before(self.items, self.start, group)?;
            aux.be.then_some(np)?
        } else {
            let quotes = (self.start..at).rev().take(LONGEST_GAP).find(|i| {
                self.items[*i].one_of(&["quoted", "quotes", "quoting", "cited", "cites", "citing"])
            })?;
            quotes + 1..at
        };
        let pronoun = np.len() == 1 && self.items[np.start].one_of(&["him", "her", "them"]);
        let speaks = !np.is_empty() && (pronoun || phrases::can_speak(self.items, &np));
        speaks.then(|| {
            frame.link = Link::Within;
            frame.border = at;
            frame.subject = Some(np);
            frame
        })
    }

    /// *, with X, the minister,* before the comma at `close`: the place of *with*, and X.
    pub(super) fn with_before(&self, close: usize) -> Option<(usize, Range<usize>)> {
        let low = self.start.max(close.saturating_sub(16));
        let with = (low..close).rev().find(|i| self.items[*i].word("with"))?;
        let np = phrases::after(self.items, with + 1, close)?;
        let comma = self.items[np.end].is(Kind::Comma) && np.end < close;
        (comma && phrases::can_speak(self.items, &np)).then_some((with, np))
    }
}
