//! How a clause stands to what precedes it.

use super::{Finder, Link};
use crate::article::items::{Item, Kind};
use crate::article::lexicon::{LEXICON, SPEAKING, Tags};
use crate::article::phrases;

impl Finder<'_, '_> {
    /// How a clause that starts at `at` stands to what precedes it; none if no clause can start there.
    pub(super) fn link(&self, at: usize) -> Option<(Link, usize)> {
        if at <= self.start {
            return Some((Link::Start, self.start));
        }
        let left = at - 1;
        let item = &self.items[left];
        let comma_before = |p: usize| p > self.start && self.items[p - 1].is(Kind::Comma);
        Some(match item.kind {
            Kind::Comma if left > self.start && self.items[left - 1].is(Kind::Quote) => {
                (Link::Quote, left)
            }
            Kind::Comma => (Link::Comma, left),
            Kind::Semicolon => (Link::Beside, left),
            Kind::Colon | Kind::Dash | Kind::Stop | Kind::Open | Kind::Close => (Link::Comma, left),
            Kind::Quote => (Link::Quote, at),
            Kind::Other | Kind::Number => (Link::Start, at),
            Kind::Word if item.one_of(&["while", "whereas", "though", "although"]) => {
                let start = left - usize::from(comma_before(left));
                (
                    if left == self.start {
                        Link::Start
                    } else {
                        Link::Beside
                    },
                    start,
                )
            }
            Kind::Word if item.one_of(&["but", "and", "yet", "so", "or"]) => {
                let comma = comma_before(left);
                let link = match (left == self.start, comma || item.word("but")) {
                    (true, _) => Link::Start,
                    (_, true) => Link::Beside,
                    _ => Link::And,
                };
                (link, left - usize::from(comma))
            }
            Kind::Word if item.word("as") => (Link::As, left - usize::from(comma_before(left))),
            Kind::Word
                if item.one_of(&["when", "after", "before", "since"]) && left == self.start =>
            {
                (Link::Start, left)
            }
            Kind::Word
                if item.any(Tags::SUBORDINATOR)
                    || item
                        .one_of(&["what", "which", "whom", "who", "after", "before", "than"]) =>
            {
                (Link::Within, left)
            }
            Kind::Word if item.any(Tags::PREPOSITION) => return None,
            Kind::Word if item.any(Tags::ADVERB) => match self.link(left)? {
                (Link::Within, b) => (Link::Within, b),
                other => other,
            },
            Kind::Word if item.any(Tags::TIME) => (Link::Start, self.start),
            // A verb that no table knows stands before the phrase; its object is no subject.
            // *In a statement the ministry said*
            Kind::Word if self.fronted(left) => (Link::Start, self.start),
            Kind::Word if !is_frame_verb(item) => return None,
            Kind::Word => (Link::Within, at),
            _ => return None,
        })
    }

    /// Whether the sentence begins with a preposition whose phrase ends at `last`.
    pub(super) fn fronted(&self, last: usize) -> bool {
        let first = &self.items[self.start];
        let near = last - self.start < 12;
        first.any(Tags::PREPOSITION)
            && near
            && self.items[self.start..last]
                .iter()
                .all(|i| !matches!(i.kind, Kind::Comma | Kind::Quote) && !i.any(Tags::AUXILIARY))
    }

    /// The link of the clause whose verb is at `group`.
    pub(super) fn clause_of(&self, group: usize) -> (Link, usize) {
        let np = phrases::before(self.items, self.start, group);
        np.and_then(|np| self.link(np.start))
            .unwrap_or((Link::Start, group))
    }

    /// Whether a clause starts at `at`, after a colon, a semicolon or *and,*.
    pub(super) fn starts_clause(&self, at: usize) -> bool {
        let left = &self.items[at - 1];
        matches!(left.kind, Kind::Colon | Kind::Semicolon) || left.any(Tags::COORDINATOR)
    }
}

/// Whether the item is a form of a reporting verb, whose clause follows without *that*.
pub(super) fn is_frame_verb(item: &Item<'_>) -> bool {
    LEXICON.verbs(&item.lower).next().is_some() || item.any(SPEAKING)
}
