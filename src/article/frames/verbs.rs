//! Finite verbs and their auxiliaries: *has said*, *would say*, *called it off*.

use std::ops::Range;

use super::{Finder, Frame, Link, Report};
use crate::article::items::Kind;
use crate::article::lexicon::{Form, LEXICON, Tags, Verb};
use crate::article::phrases;

/// Stands for an object in the table of verbs: *brush … aside*.
pub(super) const GAP: &str = "…";

/// Words that such an object has at most.
pub(super) const LONGEST_GAP: usize = 10;

impl Finder<'_, '_> {
    pub(super) fn verb(&self, at: usize, last: Option<&Frame>) -> Option<Frame> {
        let item = &self.items[at];
        if item.capital && at > self.start {
            return None;
        }
        let mut longest = None;
        for (form, verb) in LEXICON.verbs(&item.lower) {
            let Some(cue_end) = self.rest_of(at, &verb.rest) else {
                continue;
            };
            if longest.is_some_and(|l| verb.rest.len() < l) {
                break;
            }
            longest = Some(verb.rest.len());
            if let Some(frame) = self.frame(at..cue_end, form, verb, last) {
                return Some(frame);
            }
        }
        None
    }

    /// The end of a verb of several words at `at`; a gap in it holds a few words of a phrase.
    pub(super) fn rest_of(&self, at: usize, rest: &[&str]) -> Option<usize> {
        let Some(gap) = rest.iter().position(|w| *w == GAP) else {
            let mut end = at + 1;
            for word in rest {
                // *called jointly for*
                let adverb = self.items.get(end).is_some_and(|i| {
                    end + 1 < self.end && i.is(Kind::Word) && i.lower.ends_with("ly")
                });
                end += usize::from(adverb);
                if !self
                    .items
                    .get(end)
                    .is_some_and(|i| end < self.end && i.word(word))
                {
                    return None;
                }
                end += 1;
            }
            return Some(end);
        };
        let rest = &rest[gap + 1..];
        let limit = self.end.min(at + LONGEST_GAP);
        let phrase = (at + 1..limit).take_while(|i| {
            matches!(
                self.items[*i].kind,
                Kind::Word | Kind::Number | Kind::Possessive | Kind::Quote
            )
        });
        let last = phrase
            .clone()
            .find(|i| self.items[*i].word(rest[0]) && self.followed_by(*i, &rest[1..]))?;
        // The cue is the verb alone, for its object stands within.
        (last > at + 1).then_some(at + 1)
    }

    pub(super) fn frame(
        &self,
        cue: Range<usize>,
        form: Form,
        verb: &'static Verb,
        last: Option<&Frame>,
    ) -> Option<Frame> {
        let at = cue.start;
        let (group, aux) = self.group(at);
        let frame = Frame {
            report: Report::Verb(verb, form),
            cue,
            group,
            subject: None,
            aside: None,
            link: Link::Start,
            border: group,
            inverted: false,
            passive: false,
        };
        if aux.be && form.is_participle() {
            return self.passive(frame);
        }
        if form == Form::Ing {
            return if aux.be {
                self.active(frame, last)
            } else {
                self.participle(frame, last)
            };
        }
        if form == Form::Participle && !aux.have || form == Form::Past && aux.have {
            return None;
        }
        if matches!(form, Form::Base) {
            let plural = group == at && self.plural_before(at);
            let reported = aux.would && !verb.is_act();
            if !(plural || reported || aux.did || aux.control) {
                return None;
            }
        } else if aux.modal || aux.control || self.is_noun(&frame.cue, form) {
            return None;
        }
        self.active(frame, last)
    }

    /// The verb's group: its first item, and its auxiliaries.
    pub(super) fn group(&self, at: usize) -> (usize, Auxiliaries) {
        let mut aux = Auxiliaries::default();
        let mut first = at;
        let mut p = at;
        while p > self.start && at - p < 8 {
            let item = &self.items[p - 1];
            let lower = item.lower.as_str();
            if item.is(Kind::Word) && item.any(Tags::AUXILIARY) && !item.is_name() {
                match lower {
                    "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'re"
                    | "'m" => aux.be = true,
                    "has" | "have" | "had" | "having" | "'ve" => aux.have = true,
                    "do" | "does" | "did" => aux.did = true,
                    "would" | "'d" | "wouldn't" => {
                        aux.would = true;
                        aux.modal = true;
                    }
                    _ => aux.modal = true,
                }
                p -= 1;
                first = p;
            } else if (item.is(Kind::Word) && item.any(Tags::ADVERB) && !item.capital)
                || (item.word("since") && p >= 2 && self.items[p - 2].any(Tags::AUXILIARY))
            {
                p -= 1;
            } else if item.is(Kind::Possessive) && p >= 2 && self.items[p - 2].any(Tags::PRONOUN) {
                aux.be = true;
                p -= 1;
                first = p;
            } else if item.word("to") && p >= self.start + 2 && p == first {
                const CONTROL: [&str; 19] = [
                    "occasion",
                    "opportunity",
                    "chance",
                    "on",
                    "continued",
                    "continues",
                    "continue",
                    "proceeded",
                    "moved",
                    "hastened",
                    "rushed",
                    "quick",
                    "careful",
                    "keen",
                    "eager",
                    "pains",
                    "wanted",
                    "failed",
                    "sought",
                ];
                if !self.items[p - 2].one_of(&CONTROL) {
                    break;
                }
                aux.control = true;
                p -= 2;
                first = p;
                if p > self.start + 1 && self.items[p - 1].any(Tags::DET) {
                    // *took the occasion to denounce*
                    p -= 2;
                    first = p;
                }
                if p > self.start && self.items[p - 1].one_of(&["went", "goes", "go", "at"]) {
                    p -= 1;
                    first = p;
                }
            } else {
                break;
            }
        }
        (first, aux)
    }

    /// Whether a plural noun, a list or a plural pronoun stands before the verb.
    pub(super) fn plural_before(&self, at: usize) -> bool {
        let Some(left) = at.checked_sub(1).filter(|l| *l >= self.start) else {
            return false;
        };
        let item = &self.items[left];
        if item.one_of(&["they", "we", "i", "who", "others", "both", "some", "many"]) {
            return true;
        }
        let end = self.before_adverbials(at);
        let Some(np) = phrases::before(self.items, self.start, end) else {
            return item.is(Kind::Comma);
        };
        let head = &self.items[phrases::head(self.items, &np)];
        let listed = self.list(&np).len() > 1;
        listed
            || head.any(Tags::PEOPLE)
            || (head.lower.ends_with('s') && !head.lower.ends_with("ss") && !head.is_name())
    }

    /// Third forms and past forms that are nouns or adjectives here: *the claims*, *Russian claims*, *the accused*.
    pub(super) fn is_noun(&self, cue: &Range<usize>, form: Form) -> bool {
        let at = cue.start;
        let Some(left) = at.checked_sub(1).filter(|l| *l >= self.start) else {
            return true;
        };
        let item = &self.items[left];
        let next = self.items.get(cue.end).filter(|_| cue.end < self.end);
        let determined = (item.any(Tags::DET)
            && !item.is_name()
            && !item.one_of(&["another", "both", "all", "some"]))
            || (item.is(Kind::Possessive) && !self.starts_clause_part(at + 1));
        match form {
            Form::Third => {
                let of =
                    next.is_some_and(|n| n.one_of(&["of", "by", "are", "were", "have", "made"]));
                determined || item.any(Tags::PREPOSITION) || of
            }
            _ => {
                determined
                    || (item.any(Tags::PREPOSITION)
                        && !item.one_of(&["in", "on", "off", "out", "about"]))
            }
        }
    }

    pub(super) fn starts_clause_part(&self, at: usize) -> bool {
        self.items
            .get(at)
            .is_some_and(|i| i.is(Kind::Quote) || i.word("that"))
    }
}

/// What stands before the main verb of a group.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Auxiliaries {
    pub(super) be: bool,
    have: bool,
    modal: bool,
    would: bool,
    did: bool,
    control: bool,
}
