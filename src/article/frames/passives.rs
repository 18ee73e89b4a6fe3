//! Passives with an agent: *was called reckless by X*.

use super::{Finder, Frame, REACH};
use crate::article::items::Kind;
use crate::article::phrases;

impl Finder<'_, '_> {
    pub(super) fn passive(&self, mut frame: Frame) -> Option<Frame> {
        let limit = self.end.min(frame.cue.end + REACH);
        for at in frame.cue.end..limit {
            let item = &self.items[at];
            if matches!(item.kind, Kind::Semicolon | Kind::Stop) {
                break;
            }
            if !item.word("by") {
                continue;
            }
            let Some(np) = phrases::after(self.items, at + 1, self.end) else {
                continue;
            };
            if !phrases::can_speak(self.items, &np) {
                continue;
            }
            let np = self.list_after(np);
            frame.aside = self.aside_after(np.end);
            frame.subject = Some(np);
            frame.passive = true;
            let (link, border) = self.clause_of(frame.group);
            frame.link = link;
            frame.border = border;
            return Some(frame);
        }
        None
    }
}
