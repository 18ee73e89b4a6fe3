//! Frames: the words of a sentence that report a statement, with their subject.
//!
//! A frame is a form of a reporting verb with what stands around it: *X said*, *said X*, *was called Y by X*, *, calling it Y*,
//! *with X calling it Y*, *who said*; or *according to X*, *in X's view*, *X's claim*.

mod inverted;
mod links;
mod lists;
mod main_subject;
mod modified;
mod nouns;
mod participles;
mod passives;
mod sources;
mod subjects;
mod verbs;

use std::ops::Range;

use super::items::{Item, Kind};
use super::lexicon::{Form, FrameClass, Tags, Verb};

pub(super) use lists::list_before;
pub(super) use main_subject::main_subject;
pub(super) use nouns::{is_remark, noun_class};

/// Items looked back over for the subject before a parenthesis, and forward for the agent of a passive.
const REACH: usize = 60;

/// How a frame stands to what precedes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// First in the sentence, or after an introduction.
    Start,
    /// After a comma alone.
    Comma,
    /// After *;*, *while*, *but*, or a comma and *and*: a clause beside the one before.
    Beside,
    /// After *and* without a comma.
    And,
    /// Within another clause.
    Within,
    /// After *as*.
    As,
    /// *who said*.
    Relative,
    /// *and said*: with the subject of the clause before.
    Shared,
    /// *, saying*.
    Participle,
    /// After a quotation.
    Quote,
}

/// What reports.
#[derive(Debug, Clone, Copy)]
pub(super) enum Report {
    Verb(&'static Verb, Form),
    /// *according to X*.
    According,
    /// *X's claim*.
    Noun(FrameClass),
}

/// Words that report a statement.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) report: Report,
    /// The verb, or the other words.
    pub(super) cue: Range<usize>,
    /// First item of the verb with its auxiliaries.
    pub(super) group: usize,
    /// Who reports; none if shared with the clause before.
    pub(super) subject: Option<Range<usize>>,
    /// What stands between commas after the subject.
    pub(super) aside: Option<Range<usize>>,
    pub(super) link: Link,
    /// Where the frame begins, its *and* or *while* included.
    pub(super) border: usize,
    /// The subject stands after the verb.
    pub(super) inverted: bool,
    pub(super) passive: bool,
}

impl Frame {
    pub(super) fn class(&self) -> FrameClass {
        match self.report {
            Report::Verb(verb, _) => verb.class,
            Report::According => FrameClass::ACCORDING,
            Report::Noun(class) => class,
        }
    }

    /// Last item of the frame: of its cue, or of a subject behind it.
    pub(super) fn end(&self) -> usize {
        match &self.subject {
            Some(s) if self.inverted => s.end.max(self.cue.end),
            _ => self.cue.end,
        }
    }
}

/// The frames among `items[start..end]`, a sentence, in order of their cues.
pub(super) fn find(items: &[Item<'_>], start: usize, end: usize) -> Vec<Frame> {
    let finder = Finder { items, start, end };
    let mut frames: Vec<Frame> = Vec::new();
    let mut at = start;
    while at < end {
        match finder.at(at, frames.last()) {
            Some(frame) => {
                at = frame.cue.end.max(at + 1);
                frames.push(frame);
            }
            None => at += 1,
        }
    }
    frames
}

/// Whether `items`, which follow a quotation that ends a sentence, name its speaker: *she said*, *said X*, *asked X*.
pub(super) fn follows_quotation(items: &[Item<'_>]) -> bool {
    let end = items.len().min(14);
    let finder = Finder {
        items,
        start: 0,
        end,
    };
    for at in 0..end {
        let item = &items[at];
        if matches!(
            item.kind,
            Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Quote
        ) {
            return false;
        }
        if let Some(frame) = finder.at(at, None) {
            let Report::Verb(verb, _) = frame.report else {
                return false;
            };
            let alone = frame
                .subject
                .as_ref()
                .is_some_and(|s| s.start == 0 || frame.inverted);
            let next = items.get(frame.end());
            let closed = next
                .is_none_or(|n| !matches!(n.kind, Kind::Colon | Kind::Quote) && !n.word("that"));
            let that = items[frame.end()..items.len().min(frame.end() + 9)]
                .iter()
                .take_while(|i| !matches!(i.kind, Kind::Stop | Kind::Comma | Kind::Quote))
                .any(|i| i.word("that"));
            if that {
                return false;
            }
            let bare = next.is_none_or(|n| {
                !n.is(Kind::Word)
                    || n.any(Tags::TIME)
                    || n.one_of(&["in", "on", "at", "to", "after", "during", "as"])
            });
            return verb.quotes() && alone && closed && (bare || verb.addresses());
        }
    }
    false
}

struct Finder<'a, 't> {
    items: &'a [Item<'t>],
    start: usize,
    end: usize,
}

impl Finder<'_, '_> {
    fn at(&self, at: usize, last: Option<&Frame>) -> Option<Frame> {
        let item = &self.items[at];
        if !item.is(Kind::Word) {
            return None;
        }
        self.according(at)
            .or_else(|| self.noun_cue(at))
            .or_else(|| self.verb(at, last))
    }

    /// Whether the words after item `at` are `words`.
    fn followed_by(&self, at: usize, words: &[&str]) -> bool {
        let next = self.items.get(at + 1..at + 1 + words.len());
        at + words.len() < self.end
            && next.is_some_and(|n| n.iter().zip(words).all(|(i, w)| i.word(w)))
    }
}
