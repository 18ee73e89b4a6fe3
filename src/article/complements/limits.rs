//! Where a statement ends: before the next frame, and before what the reporter adds.

use super::Reader;
use crate::article::frames::{Frame, Link, Report, is_remark};
use crate::article::items::Kind;
use crate::article::lexicon::Tags;

impl Reader<'_, '_> {
    /// Where the statement of frame `k` ends at the latest: before the next frame beside it.
    pub(super) fn limit(&self, k: usize, from: usize) -> usize {
        let frame = &self.frames[k];
        let mut end = self.end;
        for next in &self.frames[k + 1..] {
            if next.border < from {
                continue;
            }
            let clausal = matches!(frame.report, Report::Verb(verb, _) if !verb.is_act());
            let ends = match next.link {
                Link::Beside | Link::Shared | Link::Participle | Link::As => true,
                Link::And => !clausal || self.that_less(k, next),
                Link::Comma => matches!(next.report, Report::According) || !next.inverted,
                Link::Relative => !clausal && self.items[next.border].is(Kind::Comma),
                _ => false,
            };
            if ends {
                end = next.border;
                break;
            }
        }
        let end = self.cut(from, end);
        if frame.link == Link::Relative && self.items[frame.border].is(Kind::Comma) {
            // *X, which condemned it, kept silent*
            let comma = (from..end).find(|i| self.items[*i].is(Kind::Comma));
            return comma.unwrap_or(end);
        }
        end
    }

    /// *X said A and Y denied B*: two statements if the first has no *that*, and both verbs the same form.
    pub(super) fn that_less(&self, k: usize, next: &Frame) -> bool {
        let same = match (&self.frames[k].report, &next.report) {
            (Report::Verb(_, a), Report::Verb(_, b)) => a == b,
            _ => false,
        };
        same && !self.items[self.frames[k].cue.end..next.border]
            .iter()
            .any(|i| i.word("that"))
    }

    /// Ends a statement before what the reporter adds: *; ...*, *, a charge that ...*, *: ...*.
    pub(super) fn cut(&self, from: usize, end: usize) -> usize {
        let mut at = from;
        while at < end {
            let item = &self.items[at];
            match item.kind {
                Kind::Semicolon | Kind::Stop => return at,
                Kind::Colon if at > from => return at,
                Kind::Comma if at > from && self.reporter_adds(at + 1, end) => return at,
                _ => at += 1,
            }
        }
        end
    }

    pub(super) fn reporter_adds(&self, at: usize, end: usize) -> bool {
        let Some(first) = self.item(at).filter(|_| at < end) else {
            return false;
        };
        if first.one_of(&[
            "prompting",
            "triggering",
            "sparking",
            "drawing",
            "forcing",
            "leaving",
            "setting",
            "echoing",
            "pointing",
            "referring",
            "citing",
            "brushing",
            "raising",
            "fuelling",
            "fueling",
            "stoking",
            "heightening",
            "deepening",
            "escalating",
            "dashing",
        ]) {
            return true;
        }
        let start = at + usize::from(first.word("in"));
        let later = self
            .item(start)
            .is_some_and(|i| i.one_of(&["a", "an", "two", "three"]))
            && self.item(start + 1).is_some_and(|i| i.any(Tags::TIME));
        if later {
            return true;
        }
        let determined = self.item(start).is_some_and(|i| {
            i.one_of(&["a", "an", "the", "his", "her", "their", "its", "another"])
        });
        determined && (start + 1..(start + 4).min(end)).any(|i| is_remark(&self.items[i]))
    }
}
