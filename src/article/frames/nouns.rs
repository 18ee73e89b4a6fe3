//! Nouns that report: *X's claim that*, *their threat to*.

use super::{Finder, Frame, Link, Report};
use crate::article::items::{Item, Kind};
use crate::article::lexicon::{FrameClass, LEXICON};
use crate::article::phrases;

impl Finder<'_, '_> {
    /// *X's claim that*, *their threat to*.
    pub(super) fn noun_cue(&self, at: usize) -> Option<Frame> {
        let item = &self.items[at];
        let class = noun_class(&item.lower)?;
        let next = self.items.get(at + 1).filter(|_| at + 1 < self.end)?;
        let takes = next.word("that")
            || (next.word("to")
                && matches!(
                    item.lower.as_str(),
                    "threat" | "pledge" | "promise" | "vow" | "offer"
                ));
        if !takes {
            return None;
        }
        let np = phrases::before(self.items, self.start, at + 1)?;
        let owner = (np.start..at)
            .rev()
            .find(|i| self.items[*i].is(Kind::Possessive));
        let subject = match owner {
            Some(owner) => np.start..owner,
            None if self.items[np.start].one_of(&["his", "her", "their", "its"]) => {
                np.start..np.start + 1
            }
            None => return None,
        };
        if subject.is_empty() || (owner.is_some() && !phrases::can_speak(self.items, &subject)) {
            return None;
        }
        Some(Frame {
            report: Report::Noun(class),
            cue: at..at + 1,
            group: at,
            subject: Some(subject),
            aside: None,
            link: Link::Within,
            border: np.start,
            inverted: false,
            passive: false,
        })
    }
}

/// The class of a noun that reports.
pub(in crate::article) fn noun_class(lower: &str) -> Option<FrameClass> {
    let verb = match lower {
        "claim" | "assertion" | "argument" | "contention" | "view" | "belief" | "position" => {
            "argue"
        }
        "allegation" | "accusation" | "charge" => "allege",
        "warning" => "warn",
        "threat" => "threaten",
        "pledge" | "promise" | "vow" => "pledge",
        "insistence" => "insist",
        "denial" => "deny",
        "complaint" => "complain",
        "demand" => "demand",
        "observation" | "statement" | "remark" | "announcement" | "admission" | "assurance"
        | "suggestion" | "prediction" => "say",
        "offer" => "offer",
        _ => return None,
    };
    LEXICON.class_of(verb)
}

/// Whether the item can begin what a speaker does not say himself: a noun for a remark.
pub(in crate::article) fn is_remark(item: &Item<'_>) -> bool {
    item.one_of(&[
        "charge",
        "claim",
        "remark",
        "remarks",
        "view",
        "move",
        "decision",
        "question",
        "statement",
        "comment",
        "comments",
        "position",
        "argument",
        "accusation",
        "allegation",
        "threat",
        "warning",
        "demand",
        "call",
        "assertion",
        "phrase",
        "step",
        "notion",
        "point",
        "reference",
        "sentiment",
        "line",
        "suggestion",
        "figure",
        "description",
        "response",
        "answer",
        "reply",
        "proposal",
        "appeal",
        "admission",
        "allusion",
        "verdict",
        "judgment",
        "judgement",
        "complaint",
        "term",
        "promise",
        "pledge",
        "word",
    ])
}
