//! Frames to statements: which words of the sentence the frame reports.

mod acts;
mod agents;
mod clauses;
mod limits;
mod lone_quotations;
mod openings;
mod preceding;

use std::ops::Range;

use super::QuoteType;
use super::frames::{Frame, Link, Report};
use super::items::{Item, Kind};
use super::lexicon::Verb;
use super::marks::Quotation;
use super::sentences::Sentence;
use crate::tokens::Span;

/// A statement whose speaker is not resolved yet.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Ranges of items.
    pub(super) parts: Vec<Range<usize>>,
    pub(super) quote_type: QuoteType,
    pub(super) frame: Option<Frame>,
    /// Who speaks where there is no frame.
    pub(super) subject: Option<Range<usize>>,
}

/// The statements of one sentence.
pub(super) fn drafts(
    text: &str,
    items: &[Item<'_>],
    quotes: &[Quotation],
    sentence: &Sentence,
    frames: &[Frame],
) -> Vec<Draft> {
    let mut reader = Reader {
        text,
        items,
        quotes,
        start: sentence.start,
        end: sentence.end,
        frames,
        done: sentence.start,
        drafts: Vec::new(),
    };
    reader.run();
    reader.drafts
}

struct Reader<'a, 't> {
    text: &'a str,
    items: &'a [Item<'t>],
    quotes: &'a [Quotation],
    start: usize,
    end: usize,
    frames: &'a [Frame],
    /// All before this item is read.
    done: usize,
    drafts: Vec<Draft>,
}

/// The bytes of a part: a lone quotation without its marks, other words as they stand.
pub(super) fn span(
    text: &str,
    items: &[Item<'_>],
    quotes: &[Quotation],
    part: &Range<usize>,
    direct: bool,
) -> Span {
    let first = &items[part.start];
    if let (true, Some(quote)) = (direct && part.len() == 1, first.quote) {
        let inner = quotes[quote].inner;
        let words = text[inner.start..inner.end].trim_end_matches([',', ' ']);
        return Span {
            start: inner.start,
            end: inner.start + words.len(),
        };
    }
    Span {
        start: first.span.start,
        end: items[part.end - 1].span.end,
    }
}

impl Reader<'_, '_> {
    fn run(&mut self) {
        for k in 0..self.frames.len() {
            let frame = &self.frames[k];
            if frame.cue.start < self.done {
                continue;
            }
            let draft = match frame.report {
                Report::Verb(verb, _) => self.verb(k, verb),
                Report::According => self.according(k),
                Report::Noun(_) => self.noun(k),
            };
            if let Some(draft) = draft {
                let end = draft.parts.iter().map(|p| p.end).max().unwrap_or(self.done);
                self.done = end.max(self.frames[k].end());
                self.drafts.push(draft);
            }
        }
        self.lone_quotations();
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        (at < self.end).then(|| self.items[at].kind)
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.kind(at) == Some(kind)
    }

    fn item(&self, at: usize) -> Option<&Item<'_>> {
        (at < self.end).then(|| &self.items[at])
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.item(at).is_some_and(|i| i.one_of(words))
    }

    fn verb(&self, k: usize, verb: &'static Verb) -> Option<Draft> {
        let frame = &self.frames[k];
        if frame.passive {
            return self.passive(k, verb);
        }
        if self.says_nothing(frame, verb) {
            return None;
        }
        let open = self.opening(frame.end(), verb);
        let closed = self.kind(open).is_none_or(|kind| {
            matches!(
                kind,
                Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Dash | Kind::Close
            )
        });
        let quote_next = self.is(frame.cue.end, Kind::Quote)
            || self.is(open, Kind::Quote)
            || self.is(open, Kind::Colon);
        let after_quote = frame.link == Link::Quote && !quote_next;
        let may_follow = verb.quotes() || verb.takes_bare_clause();
        let speech = after_quote && self.speech_before(frame.border) && (closed || !verb.is_act());
        if may_follow
            && (frame.inverted
                || speech
                || (closed
                    && matches!(
                        frame.link,
                        Link::Comma | Link::As | Link::Quote | Link::Beside
                    )))
            && let Some(draft) = self.post(k, open)
        {
            return Some(draft);
        }
        if frame.inverted {
            return None;
        }
        if let Some(draft) = self.act(k, verb) {
            return Some(draft);
        }
        self.pre(k, verb)
    }

    fn whole(&self, k: usize, start: usize, end: usize) -> Option<Draft> {
        let end = self.without_stop(end);
        if start >= end {
            return None;
        }
        let mixed = self.items[start..end].iter().any(|i| i.is(Kind::Quote));
        Some(Draft {
            parts: vec![start..end],
            quote_type: if mixed {
                QuoteType::Mixed
            } else {
                QuoteType::Indirect
            },
            frame: Some(self.frames[k].clone()),
            subject: None,
        })
    }

    fn without_stop(&self, mut end: usize) -> usize {
        while end > self.start
            && matches!(
                self.items[end - 1].kind,
                Kind::Stop | Kind::Comma | Kind::Dash | Kind::Semicolon | Kind::Other
            )
        {
            end -= 1;
        }
        end
    }
}
