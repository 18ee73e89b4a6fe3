//! Who speaks in a turn: by its label, or by the introduction.

use super::{Mention, People, Person, SOUGHT};
use crate::article::Speaker;
use crate::article::lexicon::{LEXICON, Tags};
use crate::tokens::Span;

impl People {
    /// The person that a label before a colon names: by name or by office.
    pub(in crate::article) fn labelled(&mut self, label: &str, span: Span) -> Speaker {
        let bare: Vec<&str> = label
            .split(' ')
            .filter(|w| !w.ends_with('.') || w.len() > 5)
            .collect();
        let last = bare.last().copied().unwrap_or(label).to_lowercase();
        let lower: Vec<String> = bare.iter().map(|w| w.to_lowercase()).collect();
        let titled = |w: &str| LEXICON.tags(w).any(Tags::TITLE.or(Tags::PERSON));
        let by_word = || {
            self.persons.iter().take(SOUGHT).position(|p| {
                let name = p.name.to_lowercase();
                name.split(' ')
                    .any(|n| lower.iter().any(|w| w == n && !titled(w)))
            })
        };
        let by_name = self.persons.iter().take(SOUGHT).position(|p| {
            p.name.to_lowercase().split(' ').next_back() == Some(last.as_str())
                || p.name.eq_ignore_ascii_case(label)
        });
        let neutral = |w: &str| {
            w.replace("spokeswoman", "spokesperson")
                .replace("spokesman", "spokesperson")
        };
        let asked = neutral(label.to_lowercase().trim_start_matches("the "));
        let last = neutral(&last);
        let by_role = || {
            let full = |p: &Person| {
                p.role
                    .as_ref()
                    .is_some_and(|r| neutral(&r.to_lowercase()).contains(&asked))
            };
            let part = |p: &Person| {
                p.role
                    .as_ref()
                    .is_some_and(|r| r.to_lowercase().split(' ').any(|w| w == last))
            };
            self.persons
                .iter()
                .position(full)
                .or_else(|| self.persons.iter().take(SOUGHT).position(part))
        };
        let initials = || {
            let letters: Vec<char> = label.chars().filter(|c| c.is_alphanumeric()).collect();
            let short =
                (2..=3).contains(&letters.len()) && letters.iter().all(|c| c.is_uppercase());
            let of = |p: &Person| {
                p.name
                    .split([' ', '-'])
                    .filter_map(|w| w.chars().next())
                    .collect::<Vec<char>>()
            };
            self.persons
                .iter()
                .take(SOUGHT)
                .position(|p| short && of(p) == letters)
        };
        match by_name.or_else(by_word).or_else(by_role).or_else(initials) {
            Some(index) => {
                self.mention(Mention::Person(index));
                self.speaker(Mention::Person(index), Some(span))
            }
            None => Speaker {
                span: Some(span),
                name: label.to_owned(),
                role: None,
            },
        }
    }

    /// Who is interviewed, if no turn is signed: whom the introduction names most often, the first among equals. A sentence that
    /// tells of the meeting counts more, and so does being its subject.
    pub(in crate::article) fn interviewed(&self, introduction: &str) -> Option<Speaker> {
        const MEETING: [&str; 14] = [
            "interview",
            "interviewed",
            "spoke",
            "speaks",
            "talked",
            "talks",
            "met",
            "meets",
            "received",
            "receives",
            "conversation",
            "sat",
            "answered",
            "joined",
        ];
        let mut scores = vec![0_usize; self.persons.len().min(SOUGHT)];
        let sentences = introduction.split(['.', '\n']);
        for (number, sentence) in sentences.enumerate() {
            let words: Vec<&str> = sentence
                .split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '\u{2019}'))
                .filter(|w| !w.is_empty())
                .collect();
            let meeting = words
                .iter()
                .any(|w| MEETING.contains(&w.to_lowercase().as_str()));
            let mut named = Vec::new();
            for word in &words {
                let bare = word.trim_end_matches("'s").trim_end_matches("\u{2019}s");
                if let Some(index) = self
                    .by_word
                    .get(bare)
                    .filter(|i| **i < scores.len() && !named.contains(*i))
                {
                    named.push(*index);
                }
            }
            for (place, index) in named.into_iter().enumerate() {
                let first = usize::from(place == 0) * (2 + usize::from(number == 0));
                scores[index] += 2 + first + 3 * usize::from(meeting && place == 0);
            }
        }
        let best = scores.iter().copied().max().filter(|s| *s > 0)?;
        let index = scores.iter().position(|s| *s == best)?;
        Some(self.speaker(Mention::Person(index), None))
    }
}
