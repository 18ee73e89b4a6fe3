//! Statements before their frame or around it: *"...", said X*; *..., X said, ...*.

use std::ops::Range;

use super::{Draft, Reader};
use crate::article::QuoteType;
use crate::article::frames::Report;
use crate::article::items::Kind;
use crate::article::lexicon::Tags;

impl Reader<'_, '_> {
    /// A statement before its frame, or around it: *"...", said X*; *..., X said, ...*.
    pub(super) fn post(&self, k: usize, open: usize) -> Option<Draft> {
        let frame = &self.frames[k];
        let left = self.left_region(frame.border)?;
        let last = left.end - 1;
        let first = &self.items[left.start];
        let only_quotes = self.items[left.clone()]
            .iter()
            .all(|i| matches!(i.kind, Kind::Quote | Kind::Dash | Kind::Comma));
        let quoted = self.items[last].quote.filter(|q| self.is_speech(*q));
        let parted = last > left.start
            && matches!(
                self.items[last - 1].kind,
                Kind::Comma | Kind::Colon | Kind::Dash | Kind::Stop
            );
        let mut parts = Vec::new();
        let quote_type = if only_quotes {
            parts.extend(
                left.clone()
                    .filter(|i| self.items[*i].is(Kind::Quote))
                    .map(|i| i..i + 1),
            );
            QuoteType::Direct
        } else if quoted.is_some() && parted {
            parts.push(last..last + 1);
            QuoteType::Direct
        } else {
            let fronted = first.one_of(&["asked", "speaking", "reached", "pressed"]);
            let short = left.len() < 2 && self.right_region(k, open, false).is_none();
            if fronted || short {
                return None;
            }
            let mixed = self.items[left.clone()].iter().any(|i| i.is(Kind::Quote));
            parts.push(left.clone());
            if mixed {
                QuoteType::Mixed
            } else {
                QuoteType::Indirect
            }
        };
        let direct = quote_type == QuoteType::Direct;
        if let Some(rest) = self.right_region(k, open, direct) {
            parts.push(rest);
        }
        let mixed = !direct
            && parts
                .iter()
                .any(|p| self.items[p.clone()].iter().any(|i| i.is(Kind::Quote)));
        Some(Draft {
            parts,
            quote_type: if mixed { QuoteType::Mixed } else { quote_type },
            frame: Some(frame.clone()),
            subject: None,
        })
    }

    /// Whether a quotation of a clause's length ends just before `at`.
    pub(super) fn speech_before(&self, at: usize) -> bool {
        let before = at.checked_sub(1).filter(|b| *b >= self.start);
        before.is_some_and(|b| {
            let b = if self.items[b].is(Kind::Comma) && b > self.start {
                b - 1
            } else {
                b
            };
            self.items[b].quote.is_some_and(|q| self.is_speech(q))
        })
    }

    /// A quotation that ends as speech before its frame does: with a comma or a sentence's end.
    pub(super) fn is_speech(&self, quote: usize) -> bool {
        let span = self.quotes[quote].inner;
        let inner = &self.text[span.start..span.end];
        let stop = inner.ends_with([',', '.', '!', '?', '\u{2026}', '\u{2014}']);
        let next = self.text[self.quotes[quote].outer.end..].trim_start();
        let comma = next.starts_with(',') && inner.starts_with(char::is_uppercase);
        stop || comma
            || (inner.starts_with(char::is_uppercase) && inner.split_whitespace().nth(4).is_some())
    }

    /// The clause that ends before `border`.
    pub(super) fn left_region(&self, border: usize) -> Option<Range<usize>> {
        let mut start = self.done.max(self.start);
        start = self.after_dateline(start);
        let mut end = border;
        while end > start && matches!(self.items[end - 1].kind, Kind::Comma | Kind::Dash) {
            end -= 1;
        }
        for at in (start..end).rev() {
            if matches!(self.items[at].kind, Kind::Colon | Kind::Semicolon) {
                start = at + 1;
                break;
            }
        }
        if start > self.start && self.items[start - 1].is(Kind::Semicolon) || start == self.done {
            while start < end
                && (matches!(
                    self.items[start].kind,
                    Kind::Comma | Kind::Dash | Kind::Stop | Kind::Other
                ) || self.items[start].any(Tags::COORDINATOR))
            {
                start += 1;
            }
        }
        (start < end).then_some(start..end)
    }

    /// What goes on after a frame in the middle.
    pub(super) fn right_region(&self, k: usize, open: usize, direct: bool) -> Option<Range<usize>> {
        let frame = &self.frames[k];
        let from = match &frame.aside {
            Some(aside) if frame.inverted => aside.end,
            _ => open.max(frame.end()),
        };
        if direct {
            // The next quotation, unless another frame comes first.
            let limit = self.limit(k, from);
            let quote = (from..self.end).find(|i| self.items[*i].is(Kind::Quote))?;
            let near = quote <= limit
                && matches!(
                    self.items[quote - 1].kind,
                    Kind::Comma | Kind::Colon | Kind::Dash | Kind::Semicolon
                );
            let own = !self.items[from..quote].iter().any(|i| i.is(Kind::Stop));
            let after = self.item(quote + 1).is_none_or(|i| !i.is(Kind::Word));
            return (near && own && after).then_some(quote..quote + 1);
        }
        let according = matches!(frame.report, Report::According);
        if (frame.inverted && !according) || !self.is(from, Kind::Comma) {
            return None;
        }
        let first = self.item(from + 1)?;
        // *It is, he said, going to be long*: the verb's group goes on.
        let open = frame.border > self.start && self.items[frame.border - 1].any(Tags::AUXILIARY);
        let aside = !open
            && (first.any(Tags::DET)
                || first.any(Tags::COORDINATOR)
                || (first.any(Tags::PREPOSITION) && !first.word("to"))
                || first.one_of(&["who", "which", "where", "adding", "while", "as"])
                || first.lower.ends_with("ing")
                || first.any(Tags::VENUE));
        let end = self.limit(k, from + 1);
        let end = self.without_stop(end);
        (!aside && from + 1 < end).then_some(from + 1..end)
    }
}
