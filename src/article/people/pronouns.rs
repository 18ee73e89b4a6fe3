//! Pronouns, by gender and by who was named last.

use std::ops::Range;

use super::wording::words;
use super::{Gender, Mention, People};
use crate::article::items::{Item, Kind};

/// Speakers back to which a pronoun reaches.
pub(super) const REACH: usize = 12;

impl People {
    pub(super) fn pronoun(
        &mut self,
        head: &Item<'_>,
        items: &[Item<'_>],
        part: &Range<usize>,
        text: &str,
    ) -> Option<Mention> {
        let wanted = match head.lower.as_str() {
            "he" | "his" | "him" => Some(Gender::Male),
            "she" | "her" => Some(Gender::Female),
            "it" | "its" => {
                return self.last(|p| matches!(p, Mention::Body(i) if !self.bodies[*i].plural));
            }
            "they" | "their" | "them" | "both" => {
                return self
                    .last(|p| matches!(p, Mention::Body(i) if self.bodies[*i].plural))
                    .or_else(|| self.last(|p| matches!(p, Mention::Body(_))));
            }
            "i" | "we" | "you" => return None,
            _ => {
                let index = self.body(&words(items, text, part), "", true, false);
                return Some(Mention::Body(index));
            }
        };
        let near = self.recent.iter().rev().take(REACH);
        let persons: Vec<usize> = near
            .filter_map(|m| {
                if let Mention::Person(i) = m {
                    Some(*i)
                } else {
                    None
                }
            })
            .collect();
        let sure = |i: &&usize| self.persons[**i].gender == wanted;
        let open = |i: &&usize| self.persons[**i].gender.is_none();
        // First names in -a are seldom men's; most women's names that the rules see end in a vowel, -y or -h.
        let looks = |i: &&usize| {
            let first = self.persons[**i].name.split(' ').next().unwrap_or_default();
            match wanted {
                Some(Gender::Female) => first.ends_with(['a', 'e', 'i', 'y', 'h']),
                _ => !first.ends_with('a'),
            }
        };
        let fits: Vec<usize> = persons
            .iter()
            .filter(|i| sure(i) || open(i))
            .copied()
            .collect();
        let mut fits = fits;
        let mut seen = std::collections::HashSet::new();
        fits.retain(|i| seen.insert(*i));
        // One of the last two, if gender is known or the name looks it; else the last who may be meant.
        let lately = fits.iter().take(2).find(|i| sure(i) || looks(i));
        let found = lately.or_else(|| fits.iter().find(|i| sure(i)));
        let found = found.or(fits.first()).copied()?;
        let person = &mut self.persons[found];
        person.gender = person.gender.or(wanted);
        self.mention(Mention::Person(found));
        Some(Mention::Person(found))
    }

    pub(super) fn last(&self, fits: impl Fn(&&Mention) -> bool) -> Option<Mention> {
        self.recent.iter().rev().take(REACH).find(fits).copied()
    }

    /// *Ana Sol met her guests*: the pronoun tells of the subject, unless another name comes between.
    pub(super) fn gender_after(&mut self, items: &[Item<'_>], subject: &Range<usize>) {
        let Some(Mention::Person(index)) = self.recent.last().copied() else {
            return;
        };
        let rest = items[subject.end..].iter().take(20);
        let near = rest.take_while(|i| !i.is(Kind::Stop) && !i.is_name());
        for item in near {
            let gender = match item.lower.as_str() {
                "her" | "herself" | "hers" => Gender::Female,
                "his" | "himself" => Gender::Male,
                _ => continue,
            };
            self.persons[index].gender.get_or_insert(gender);
            return;
        }
    }
}
