//! Where a statement begins: past *that*, the one spoken to, time and place.

use std::ops::Range;

use super::Reader;
use crate::article::frames;
use crate::article::items::{Item, Kind};
use crate::article::lexicon::{SPEAKING, Tags, Verb};
use crate::article::phrases;

/// Items in which *that* is looked for after a verb.
pub(super) const THAT_REACH: usize = 16;

impl Reader<'_, '_> {
    /// Items up to the statement's words: *that*, or what follows adverbs, the one spoken to, time and place.
    pub(super) fn opening(&self, from: usize, verb: &Verb) -> usize {
        let limit = self.end.min(from + THAT_REACH);
        for at in from..limit {
            let item = &self.items[at];
            if matches!(
                item.kind,
                Kind::Stop | Kind::Quote | Kind::Colon | Kind::Semicolon
            ) || (item.is(Kind::Word) && item.any(Tags::AUXILIARY))
            {
                break;
            }
            if item.word("that") && frames::noun_class(&self.items[at - 1].lower).is_some() {
                // *repeated the claim that*
                break;
            }
            if item.word("that") && !self.is_object(at) {
                return at + 1;
            }
        }
        let mut at = from;
        let mut addressed = !verb.addresses();
        loop {
            let before = at;
            while self.item(at).is_some_and(|i| {
                i.is(Kind::Word) && ((i.any(Tags::ADVERB) && !i.any(Tags::DET)) || self.is_time(at))
            }) {
                at += 1;
            }
            if !addressed {
                addressed = true;
                let np = phrases::after(self.items, at, self.end);
                if let Some(np) = np.filter(|np| verb.verb == "tell" || !self.is_subject(np)) {
                    at = np.end;
                } else if self
                    .item(at)
                    .is_some_and(|i| i.one_of(&["him", "her", "them", "us", "me"]))
                {
                    at += 1;
                }
            }
            at = self.adverbial(at);
            if at == before {
                return at;
            }
        }
    }

    /// Whether a verb follows the phrase: *warned they could*, *warned Bonn would*.
    pub(super) fn is_subject(&self, np: &Range<usize>) -> bool {
        let verbal =
            |i: &Item<'_>| i.is(Kind::Word) && (i.any(Tags::AUXILIARY) || phrases::is_past_verb(i));
        phrases::is_subject_pronoun(&self.items[np.start]) || self.item(np.end).is_some_and(verbal)
    }

    /// Whether *that* at `at` is an object: *said that in parliament.*, but not *said that in May nobody came*.
    pub(super) fn is_object(&self, at: usize) -> bool {
        let preposition = |i: &Item<'_>| i.any(Tags::PREPOSITION) && !i.any(Tags::DET);
        if !self.item(at + 1).is_some_and(preposition) {
            return false;
        }
        let end = phrases::after(self.items, at + 2, self.end).map_or(at + 2, |np| np.end);
        self.item(end)
            .is_none_or(|i| !matches!(i.kind, Kind::Word | Kind::Comma | Kind::Quote))
    }

    pub(super) fn is_time(&self, at: usize) -> bool {
        let item = &self.items[at];
        item.any(Tags::TIME) && item.capital
    }

    /// Past *to reporters*, *on Tuesday*, *in a statement*, *at the summit in Paris*, if one stands at `at`.
    pub(super) fn adverbial(&self, at: usize) -> usize {
        let Some(item) = self.item(at).filter(|i| {
            i.one_of(&[
                "to", "on", "in", "at", "during", "from", "by", "late", "early", "through", "over",
                "last", "this", "via",
            ])
        }) else {
            return at;
        };
        if self.past_quantity(at) > at {
            return at;
        }
        if item.word("to")
            && self
                .item(at + 1)
                .is_some_and(|n| !n.any(SPEAKING.or(Tags::DET)) && !n.is_name())
        {
            return at;
        }
        if self
            .item(at + 1)
            .is_some_and(|n| n.any(Tags::TIME) && n.is(Kind::Word))
        {
            let part = self.item(at + 2).is_some_and(|n| n.any(Tags::TIME));
            return at + 2 + usize::from(part);
        }
        match phrases::after(self.items, at + 1, self.end) {
            Some(np) if item.one_of(&["last", "this", "late", "early"]) => {
                if self.items[np.clone()].iter().any(|i| i.any(Tags::TIME)) {
                    np.end
                } else {
                    at
                }
            }
            Some(np) => np.end,
            None => at,
        }
    }

    /// Past *PARIS, France —* and *14:05 —* at the start of a sentence.
    pub(super) fn after_dateline(&self, start: usize) -> usize {
        if start != self.start {
            return start;
        }
        let limit = self.end.min(start + 9);
        let dash = (start..limit).find(|i| self.items[*i].is(Kind::Dash));
        let place = |i: &Item<'_>| {
            i.is_name() || i.is(Kind::Number) || !i.is(Kind::Word) || i.any(Tags::TIME)
        };
        match dash {
            Some(dash) if dash > start && self.items[start..dash].iter().all(place) => dash + 1,
            _ => start,
        }
    }
}
