//! Quotations without a frame: speech after a colon or alone, or marks of distance.

use std::ops::Range;

use super::{Draft, Reader};
use crate::article::QuoteType;
use crate::article::frames::main_subject;
use crate::article::items::Kind;

impl Reader<'_, '_> {
    /// Quotations without a frame: speech after a colon or alone, or marks of distance.
    pub(super) fn lone_quotations(&mut self) {
        let covered = |at: usize, drafts: &[Draft]| {
            drafts
                .iter()
                .any(|d| d.parts.iter().any(|p| p.contains(&at)))
        };
        let all = self.items[self.start..self.end].iter().all(|i| {
            matches!(
                i.kind,
                Kind::Quote | Kind::Dash | Kind::Stop | Kind::Other | Kind::Comma
            )
        });
        let mut lone: Vec<Range<usize>> = Vec::new();
        for at in self.start..self.end {
            let item = &self.items[at];
            let Some(quote) = item.quote else { continue };
            if covered(at, &self.drafts) {
                continue;
            }
            let first = at == self.start;
            let colon = !first && self.items[at - 1].is(Kind::Colon);
            let ends = at + 1 == self.end
                || self.is(at + 1, Kind::Stop)
                || (at + 2 == self.end && self.is(at + 1, Kind::Other));
            let speech = all || ((first || colon) && self.is_speech(quote) && (colon || ends));
            if all {
                lone.push(at..at + 1);
            } else {
                let subject = if speech {
                    main_subject(self.items, self.start, self.end)
                } else {
                    None
                };
                self.drafts.push(Draft {
                    parts: vec![at..at + 1],
                    quote_type: if speech {
                        QuoteType::Direct
                    } else {
                        QuoteType::Scare
                    },
                    frame: None,
                    subject,
                });
            }
        }
        if !lone.is_empty() {
            self.drafts.push(Draft {
                parts: lone,
                quote_type: QuoteType::Direct,
                frame: None,
                subject: None,
            });
        }
    }
}
