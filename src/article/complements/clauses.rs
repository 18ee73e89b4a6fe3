//! Statements after their frame: *said that ...*, *said: "..."*.

use super::{Draft, Reader};
use crate::article::QuoteType;
use crate::article::frames::Frame;
use crate::article::items::{Item, Kind};
use crate::article::lexicon::{LEXICON, Tags, Verb};
use crate::article::phrases;

impl Reader<'_, '_> {
    /// A statement after its frame.
    pub(super) fn pre(&self, k: usize, verb: &'static Verb) -> Option<Draft> {
        let frame = &self.frames[k];
        let mut at = self.opening(frame.end(), verb);
        let that = at > frame.end() && self.items[at - 1].word("that");
        if !that {
            let comma = self.is(at, Kind::Comma);
            // Past an aside between commas, up to what is said.
            if comma && !self.is(at + 1, Kind::Quote) {
                let close =
                    (at + 1..self.end.min(at + 30)).find(|i| self.items[*i].is(Kind::Comma));
                match close {
                    Some(c)
                        if self.is(c + 1, Kind::Quote)
                            || self.item(c + 1).is_some_and(|i| i.word("that")) =>
                    {
                        at = c + 1 + usize::from(!self.is(c + 1, Kind::Quote));
                        if self.items[at - 1].word("that") {
                            return self.clause(k, at);
                        }
                    }
                    _ => return None,
                }
            } else if comma || self.is(at, Kind::Colon) {
                at += 1;
            }
        }
        if self.is(at, Kind::Quote) && verb.quotes() {
            return self.quotation(k, at);
        }
        let colon = at > 0 && self.is(at - 1, Kind::Colon);
        let first = self.item(at)?;
        let wh = first.one_of(&["whether", "if", "why", "how", "where", "what", "when"]);
        let told_to = verb.addresses() && first.word("to");
        let bare = verb.takes_bare_clause() && self.is_clause(at, verb.verb == "say");
        if !(that && verb.takes_clause()
            || colon
            || bare
            || told_to
            || (wh && (verb.takes_clause() || verb.verb == "ask")))
        {
            return None;
        }
        if colon && !verb.quotes() {
            return None;
        }
        self.clause(k, at)
    }

    /// *did not say how*
    pub(super) fn says_nothing(&self, frame: &Frame, verb: &Verb) -> bool {
        let negated = self.items[frame.group..frame.cue.start]
            .iter()
            .any(|i| i.one_of(&["not", "never"]) || i.lower.ends_with("n't"));
        let open = [
            "who", "whether", "if", "why", "how", "where", "what", "when", "which",
        ];
        negated
            && matches!(verb.verb, "say" | "explain" | "tell" | "specify")
            && self.is_word(frame.cue.end, &open)
    }

    pub(super) fn clause(&self, k: usize, at: usize) -> Option<Draft> {
        let end = self.limit(k, at);
        let draft = self.whole(k, at, end)?;
        let long = draft.parts[0].len() > 1 || self.is(at, Kind::Quote);
        long.then_some(draft)
    }

    /// Past *at least*, *more than*, *nearly* and their like before a number.
    pub(super) fn past_quantity(&self, at: usize) -> usize {
        let pair = (self.is_word(at, &["at"]) && self.is_word(at + 1, &["least", "most"]))
            || (self.is_word(at, &["more", "fewer", "less"]) && self.is_word(at + 1, &["than"]))
            || (self.is_word(at, &["up"]) && self.is_word(at + 1, &["to"]));
        let rough = &["about", "around", "nearly", "almost", "over", "under"];
        let number = |i: &Item<'_>| i.is(Kind::Number) || i.any(Tags::DET);
        if pair {
            at + 2
        } else if self.is_word(at, rough) && self.item(at + 1).is_some_and(number) {
            at + 1
        } else {
            at
        }
    }

    /// A noun phrase with a verb after it.
    pub(super) fn is_clause(&self, at: usize, saying: bool) -> bool {
        let at = self.past_quantity(at);
        let Some(first) = self.item(at) else {
            return false;
        };
        if first.one_of(&[
            "there", "here", "no", "not", "if", "when", "what", "only", "nothing", "nobody",
            "neither",
        ]) {
            return self.item(at + 2).is_some_and(|i| i.is(Kind::Word));
        }
        let Some(np) = phrases::after(self.items, at, self.end) else {
            return false;
        };
        let verbal = |i: &Item<'_>| {
            i.is(Kind::Possessive)
                || (i.is(Kind::Word)
                    && (i.any(Tags::AUXILIARY.or(Tags::ADVERB).or(Tags::PAST))
                        || LEXICON.verbs(&i.lower).next().is_some()))
        };
        let next = self.item(np.end);
        if next.is_some_and(|n| n.word("that")) && np.len() > 1 {
            return false;
        }
        if next.is_some_and(verbal) {
            return true;
        }
        let pronoun = np.len() == 1 && phrases::is_subject_pronoun(first);
        if pronoun {
            return next.is_some_and(|n| n.is(Kind::Word));
        }
        if saying && np.len() > 3 && next.is_none_or(|i| i.is(Kind::Stop)) {
            return true;
        }
        // A verb that no table knows has gone into the phrase, or stands further on.
        let limit = self.end.min(at + 25);
        let ended = self.items[at + 1..limit]
            .iter()
            .take_while(|i| !matches!(i.kind, Kind::Stop | Kind::Semicolon | Kind::Colon))
            .take_while(|i| saying || !i.is(Kind::Comma));
        let finite = |i: &Item<'_>| {
            i.any(Tags::AUXILIARY) || phrases::is_past_verb(i) || (saying && verbal(i))
        };
        ended.clone().any(finite)
            || (np.len() > 1
                && self.items[np.start + 1..np.end]
                    .iter()
                    .any(|i| looks_past(&i.lower))
                || next.is_some_and(|n| n.any(Tags::DET) || n.any(Tags::PRONOUN)))
    }

    /// A statement that begins with the quotation at `at`.
    pub(super) fn quotation(&self, k: usize, at: usize) -> Option<Draft> {
        let next = self.item(at + 1);
        let goes_on = next.is_some_and(|i| {
            (i.is(Kind::Word) && !i.any(Tags::COORDINATOR))
                || (i.one_of(&["and", "or", "but"])
                    && !self.frames.iter().any(|f| f.border == at + 1))
        });
        let speech = self.items[at].quote.is_some_and(|q| self.is_speech(q));
        if goes_on && !speech {
            return self.clause(k, at);
        }
        let mut parts = vec![at..at + 1];
        let limit = self.limit(k, at + 1);
        let mut i = at + 1;
        while i < limit {
            let joins = self.items[i].is(Kind::Quote)
                && matches!(
                    self.items[i - 1].kind,
                    Kind::Quote | Kind::Comma | Kind::Dash
                );
            if joins {
                parts.push(i..i + 1);
            }
            i += 1;
        }
        Some(Draft {
            parts,
            quote_type: QuoteType::Direct,
            frame: Some(self.frames[k].clone()),
            subject: None,
        })
    }
}

pub(super) fn looks_past(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed")
}
