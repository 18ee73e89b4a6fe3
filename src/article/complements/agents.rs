//! Statements whose frame is a passive, a source or a noun.

use super::{Draft, Reader};
use crate::article::frames::{Frame, Link, Report};
use crate::article::items::Kind;
use crate::article::lexicon::Verb;

impl Reader<'_, '_> {
    pub(super) fn passive(&self, k: usize, verb: &'static Verb) -> Option<Draft> {
        let frame = &self.frames[k];
        let subject = frame.subject.clone()?;
        let by = subject.start.checked_sub(1)?;
        // *It was suggested by X that ...*, *described by X as ...*: what follows the agent.
        let after = self.item(subject.end);
        let late = after.is_some_and(|i| i.one_of(&["that", "as", "to"]))
            || self.aside_then(frame, &["that", "as", "to"]);
        let end = self.limit(k, subject.end);
        if late && by <= frame.cue.end + 2 {
            let that = (subject.end..end).find(|i| self.items[*i].one_of(&["that", "as", "to"]))?;
            return self.whole(k, that + 1, end);
        }
        if !verb.is_act() && !verb.takes_clause() {
            return None;
        }
        if verb.is_act() || verb.takes_predicate() {
            let end = self.cut(frame.cue.end, by);
            return self.whole(k, frame.group, end.min(by));
        }
        if verb.addresses() {
            let at = (subject.end..end).find(|i| self.items[*i].word("that"))?;
            return self.whole(k, at + 1, end);
        }
        None
    }

    pub(super) fn aside_then(&self, frame: &Frame, words: &[&str]) -> bool {
        frame.aside.as_ref().is_some_and(|a| {
            let at = a.end + usize::from(self.is(a.end, Kind::Comma));
            self.item(at).is_some_and(|i| i.one_of(words))
        })
    }

    pub(super) fn according(&self, k: usize) -> Option<Draft> {
        let frame = &self.frames[k];
        let from = frame.aside.as_ref().map_or(frame.end(), |a| a.end);
        if frame.link == Link::Start {
            let comma = (frame.end()..self.end.min(frame.end() + 40))
                .filter(|i| self.items[*i].is(Kind::Comma));
            // An apposition ends at its second comma.
            let comma = match &frame.aside {
                Some(aside) => comma.clone().find(|c| *c >= aside.end),
                None => comma.clone().next(),
            };
            let near = frame.cue.end.max(from);
            let owned = matches!(frame.report, Report::According)
                && frame.cue.end > frame.end() - 1
                && !self.is(near, Kind::Comma);
            let at = match comma {
                // *In his view the fund is lawful*
                _ if owned && frame.cue.end >= frame.end() && frame.aside.is_none() => near,
                comma => comma? + 1,
            };
            if self.is(at, Kind::Quote) {
                return self.quotation(k, at);
            }
            return self.whole(k, at, self.limit(k, at));
        }
        if self.is(frame.group.wrapping_sub(1), Kind::Comma)
            || self.is(frame.group.wrapping_sub(1), Kind::Quote)
            || self
                .item(from)
                .is_none_or(|i| matches!(i.kind, Kind::Stop | Kind::Comma))
        {
            return self.post(k, from);
        }
        None
    }

    pub(super) fn noun(&self, k: usize) -> Option<Draft> {
        let at = self.frames[k].cue.end;
        let end = self.limit(k, at + 1);
        let comma = (at..end)
            .find(|i| self.items[*i].is(Kind::Comma))
            .unwrap_or(end);
        let start = at + usize::from(self.items[at].word("that"));
        self.whole(k, start, comma)
    }
}
