//! Persons by their office: *the minister*, *Serbia's energy minister*.

use std::ops::Range;

use super::wording::words;
use super::{Mention, People, Person, SOUGHT};
use crate::article::items::{Item, Kind};

impl People {
    /// The last person whose office has this word.
    pub(super) fn by_role(
        &self,
        head: &str,
        items: &[Item<'_>],
        part: &Range<usize>,
        text: &str,
    ) -> Option<usize> {
        let phrase = words(items, text, part).to_lowercase();
        let fits = |p: &Person| {
            p.role.as_ref().is_some_and(|r| {
                let r = r.to_lowercase();
                let has = |w: &str| {
                    r.split(|c: char| !c.is_alphanumeric() && c != '-')
                        .any(|x| x == w)
                };
                let bare = phrase.split(' ').count() <= 2;
                has(head)
                    && (bare
                        || phrase
                            .split(' ')
                            .filter(|w| w.len() > 3)
                            .all(|w| r.contains(w.trim_end_matches("'s"))))
            })
        };
        let recent = self.recent.iter().rev().take(SOUGHT).find_map(|m| match m {
            Mention::Person(i) if fits(&self.persons[*i]) => Some(*i),
            _ => None,
        });
        recent
            .or_else(|| self.persons.iter().take(SOUGHT).position(fits))
            .or_else(|| self.by_office(items, part))
    }

    /// *Serbia's energy minister* is the only energy minister of the article, whom it names later.
    pub(super) fn by_office(&self, items: &[Item<'_>], part: &Range<usize>) -> Option<usize> {
        let owner = part
            .clone()
            .rev()
            .find(|i| items[*i].is(Kind::Possessive))?;
        let office: Vec<&str> = items[owner + 1..part.end]
            .iter()
            .map(|i| i.lower.as_str())
            .collect();
        let holds = |p: &Person| {
            let role = p.role.as_deref().unwrap_or_default().to_lowercase();
            let words: Vec<&str> = role.split(' ').collect();
            office.len() > 1 && words.ends_with(&office) && !role.contains("'s ")
        };
        let mut holders = self.persons.iter().take(SOUGHT).enumerate();
        let only = holders.find(|(_, p)| holds(p))?.0;
        holders.all(|(_, p)| !holds(p)).then_some(only)
    }
}
