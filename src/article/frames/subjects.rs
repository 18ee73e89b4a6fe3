//! The subject before a verb, and whether it can be one: *the minister said*, *said, on Tuesday*.

use std::ops::Range;

use super::{Finder, Frame, Link, Report};
use crate::article::items::Kind;
use crate::article::lexicon::{Form, Tags};
use crate::article::phrases::{self, Sort};

impl Finder<'_, '_> {
    pub(super) fn active(&self, frame: Frame, last: Option<&Frame>) -> Option<Frame> {
        let Report::Verb(verb, _) = frame.report else {
            return None;
        };
        let previous = frame.group.checked_sub(1).filter(|p| *p >= self.start);
        let after_quote = previous.is_some_and(|p| self.items[p].is(Kind::Quote));
        let after_comma =
            previous.is_some_and(|p| matches!(self.items[p].kind, Kind::Comma | Kind::Dash));
        let telling = verb.quotes() && !verb.is_act() && !verb.addresses();
        if ((after_quote && verb.quotes()) || (after_comma && telling))
            && let Some(inverted) = self.inverted(&frame)
        {
            return Some(inverted);
        }
        self.with_subject(frame, last)
    }

    pub(super) fn with_subject(&self, mut frame: Frame, last: Option<&Frame>) -> Option<Frame> {
        let p = self.before_adverbials(frame.group);
        let left = p.checked_sub(1).filter(|l| *l >= self.start)?;
        let item = &self.items[left];
        if item.one_of(&["who", "which"]) || (item.word("that") && p == frame.group) {
            return self.relative(frame, left);
        }
        if matches!(item.kind, Kind::Comma | Kind::Dash | Kind::Close) {
            return self.after_aside(frame, left);
        }
        if item.any(Tags::COORDINATOR) || item.word("then") {
            let comma = left > self.start && self.items[left - 1].is(Kind::Comma);
            frame.border = left - usize::from(comma);
            frame.link = Link::Shared;
            return self.same_form(&frame, last).then_some(frame);
        }
        let np = phrases::before(self.items, self.start, p)?;
        let np = self
            .described(&np)
            .or_else(|| self.defined(&np))
            .unwrap_or(np);
        let list = self.list(&np);
        let listed = list.first().map_or(np.start, |r| r.start)..np.end;
        let (link, border, np) = match self.link(listed.start) {
            Some((link, border)) => (link, border, listed),
            None => {
                let (link, border) = self.link(np.start)?;
                (link, border, np)
            }
        };
        self.accepts(&frame, &np, &list).then(|| {
            frame.link = link;
            frame.border = border;
            frame.subject = Some(np);
            frame
        })
    }

    /// Whether a verb after *and* has the form of the verb before it; without one, a third form may be a noun: *concern and calls*.
    pub(super) fn same_form(&self, frame: &Frame, last: Option<&Frame>) -> bool {
        let Report::Verb(_, form) = frame.report else {
            return true;
        };
        match last.map(|l| (l, &l.report)) {
            Some((l, Report::Verb(_, before))) if form == Form::Third || form == Form::Base => {
                *before == form || !before.is_past() || self.is_perfect(l.cue.start)
            }
            _ if form == Form::Third => {
                let before = &self.items[self.start..frame.border];
                !before
                    .iter()
                    .any(|i| i.is(Kind::Word) && i.lower.ends_with("ed") && !i.lower.contains('-'))
            }
            _ => true,
        }
    }

    /// Whether *has* or *have* stands before the verb at `at`, which then tells of the present.
    pub(super) fn is_perfect(&self, at: usize) -> bool {
        let first = self.start.max(at.saturating_sub(3));
        self.items[first..at]
            .iter()
            .any(|i| i.one_of(&["has", "have", "'ve"]))
    }

    /// Whether the phrase can be the subject of the frame's verb.
    pub(super) fn accepts(&self, frame: &Frame, np: &Range<usize>, list: &[Range<usize>]) -> bool {
        let Report::Verb(verb, _) = frame.report else {
            return true;
        };
        let says = matches!(
            verb.verb,
            "say" | "tell" | "write" | "state" | "add" | "announce" | "declare" | "ask" | "reply"
        );
        let each = |np: &Range<usize>| {
            let head = &self.items[phrases::head(self.items, np)];
            match phrases::sort(self.items, np) {
                Sort::Other => {
                    says && head.is(Kind::Word)
                        && !head.any(Tags::TIME.or(Tags::ADVERB))
                        && (np.len() > 1 || head.lower.ends_with('s') || head.capital)
                        && self.items[np.start].tags != Tags::default()
                }
                Sort::Document => says || verb.is_act() || verb.takes_clause(),
                _ => true,
            }
        };
        if list.len() > 1 {
            list.iter().all(each)
        } else {
            each(np)
        }
    }

    /// Skips *on Tuesday*, *late on Tuesday*, *in a statement* and their like before `p`.
    pub(super) fn before_adverbials(&self, mut p: usize) -> usize {
        while p > self.start + 1 {
            let item = &self.items[p - 1];
            let left = &self.items[p - 2];
            let time = item.any(Tags::TIME) && item.is(Kind::Word);
            let bare = time && item.capital && !left.any(Tags::PREPOSITION.or(Tags::DET));
            if item.any(Tags::VENUE)
                && let Some(preposition) = self.venue(p)
            {
                p = preposition;
            } else if time && left.one_of(&["on", "last", "this", "early", "late", "in"]) {
                p -= 2;
            } else if bare || (item.any(Tags::ADVERB) && !item.is_name()) {
                p -= 1;
            } else {
                break;
            }
        }
        p
    }

    /// The preposition of *in a joint letter* before `p`.
    pub(super) fn venue(&self, p: usize) -> Option<usize> {
        let low = self.start.max(p.saturating_sub(6));
        let at = (low..p - 1)
            .rev()
            .find(|i| self.items[*i].any(Tags::PREPOSITION))?;
        let plain = self.items[at + 1..p]
            .iter()
            .all(|i| i.is(Kind::Word) && !i.any(Tags::AUXILIARY.or(Tags::PRONOUN)));
        (plain
            && self.items[at].one_of(&["in", "at", "on", "during", "through"])
            && at > self.start)
            .then_some(at)
    }
}
