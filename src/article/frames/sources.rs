//! Sources without a verb: *according to X*, *in the view of X*.

use super::{Finder, Frame, Link, Report};
use crate::article::items::Kind;
use crate::article::phrases;

impl Finder<'_, '_> {
    /// *according to X*, *in the view of X*, *in X's words*.
    pub(super) fn according(&self, at: usize) -> Option<Frame> {
        let item = &self.items[at];
        let (from, noun_end) = if item.word("according") && self.followed_by(at, &["to"]) {
            (at + 2, None)
        } else if item.word("in") && self.followed_by(at, &["the"]) {
            let noun = self.items.get(at + 2).filter(|_| at + 3 < self.end)?;
            let of = self.items[at + 3].word("of");
            let view = noun.one_of(&[
                "view",
                "words",
                "opinion",
                "eyes",
                "judgment",
                "judgement",
                "assessment",
                "telling",
                "reading",
            ]);
            (of && view).then_some((at + 4, None))?
        } else if item.one_of(&["in", "on", "by"]) {
            let np = phrases::after(self.items, at + 1, self.end.min(at + 10))?;
            let last = np.end - 1;
            let words = self.items[last].one_of(&[
                "words",
                "view",
                "opinion",
                "account",
                "telling",
                "reckoning",
                "count",
                "phrase",
            ]);
            let owner = last > np.start && self.items[last - 1].is(Kind::Possessive);
            let pronoun =
                last == np.start + 1 && self.items[np.start].one_of(&["his", "her", "their"]);
            if !words || !(owner || pronoun) {
                return None;
            }
            (
                np.start,
                Some((np.end, if owner { last - 1 } else { last })),
            )
        } else {
            return None;
        };
        let np = match noun_end {
            Some((_, owner_end)) => from..owner_end,
            None => phrases::after(self.items, from, self.end)?,
        };
        let end = noun_end.map_or(np.end, |(end, _)| end);
        let aside = if noun_end.is_none() {
            self.aside_after(np.end)
        } else {
            None
        };
        let comma = at > self.start && self.items[at - 1].is(Kind::Comma);
        Some(Frame {
            report: Report::According,
            cue: at..if noun_end.is_some() { end } else { from },
            group: at,
            subject: Some(np),
            aside,
            link: if at == self.start || self.starts_clause(at) {
                Link::Start
            } else {
                Link::Comma
            },
            border: at - usize::from(comma),
            inverted: true,
            passive: false,
        })
    }
}
