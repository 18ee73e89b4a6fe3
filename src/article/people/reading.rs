//! All persons that an article names, read before its statements.

use std::ops::Range;

use super::names::{describe, name_end};
use super::wording::{gender, trimmed, words};
use super::{Gender, People, Person};
use crate::article::items::{Item, Kind};
use crate::article::lexicon::Tags;
use crate::article::phrases;

impl People {
    /// Reads all persons that the article names with an office or a title, or by two names, so that a short name finds its full one.
    pub(in crate::article) fn read(items: &[Item<'_>], text: &str) -> Self {
        let mut people = Self::default();
        let mut at = 0;
        while at < items.len() {
            if !items[at].is_name() {
                at += 1;
                continue;
            }
            let end = name_end(items, at);
            people.name(items, text, at..end);
            at = end;
        }
        people
    }

    /// Notes a run of capitalised words if it names a person.
    pub(super) fn name(&mut self, items: &[Item<'_>], text: &str, run: Range<usize>) {
        let shouted = items[run.clone()]
            .iter()
            .all(|i| !i.text.contains(char::is_lowercase));
        if shouted && items.get(run.end).is_some_and(|i| !i.is(Kind::Possessive)) {
            return;
        }
        let described = describe(items, run.clone());
        let Some(name) = described.name else { return };
        let from = items[..run.start]
            .iter()
            .rev()
            .take(12)
            .take_while(|i| i.paragraph == items[run.start].paragraph)
            .count();
        let lower = run.start - from;
        let titled = described.role.is_some();
        // A description before the name: *its regional director, Ana Sol*, *prosecutor Ana Sol*.
        let comma = run.start > lower && items[run.start - 1].is(Kind::Comma);
        let before = phrases::before(items, lower, run.start - usize::from(comma));
        let before = before.filter(|np| {
            items[phrases::head(items, np)].any(Tags::PERSON)
                && (comma || np.end == run.start)
                && !phrases::is_past_verb(&items[np.end - 1])
        });
        // Or after it: *Ana Sol, the minister*.
        let placed = run.start > lower
            && items[run.start - 1].one_of(&["in", "at", "near", "from", "outside", "across"]);
        let after = items
            .get(run.end)
            .filter(|i| i.is(Kind::Comma) && !placed)
            .and_then(|_| phrases::after(items, run.end + 1, items.len()));
        let after = after.filter(|np| {
            let h = &items[phrases::head(items, np)];
            h.any(Tags::PERSON)
        });
        if !(titled || before.is_some() || after.is_some() || name.len() > 1) {
            return;
        }
        let is_body = items[run.clone()].iter().any(|i| i.any(Tags::BODY)) && !titled;
        if is_body {
            return;
        }
        let full = words(items, text, &name);
        let role = described.role.or(before).or(after);
        let known = role.is_some();
        let gender = role
            .clone()
            .and_then(|r| gender(items, &r))
            .or_else(|| gender(items, &run));
        let role = role.map(|r| words(items, text, &trimmed(items, r)));
        if name.len() < 2 && !known {
            return;
        }
        self.add(&full, role, gender);
    }

    pub(super) fn add(
        &mut self,
        name: &str,
        role: Option<String>,
        gender: Option<Gender>,
    ) -> usize {
        if let Some(index) = self.find(name) {
            let person = &mut self.persons[index];
            if name.len() > person.name.len() && name.ends_with(&person.name) {
                person.name = name.to_owned();
            }
            if person.role.is_none() {
                person.role = role;
            }
            person.gender = person.gender.or(gender);
            for word in name.split(' ') {
                self.by_word.entry(word.to_owned()).or_insert(index);
            }
            return index;
        }
        let index = self.persons.len();
        for word in name.split(' ') {
            self.by_word.entry(word.to_owned()).or_insert(index);
        }
        self.persons.push(Person {
            name: name.to_owned(),
            role,
            gender,
        });
        index
    }

    /// The person of whose name `name` is a part: the last word must fit, and with two words all.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let last = name.rsplit(' ').next()?;
        let index = *self.by_word.get(last)?;
        let full = &self.persons[index].name;
        let own: Vec<&str> = full.split(' ').collect();
        let asked: Vec<&str> = name.split(' ').collect();
        let (short, long) = if asked.len() < own.len() {
            (&asked, &own)
        } else {
            (&own, &asked)
        };
        short.iter().all(|w| long.contains(w)).then_some(index)
    }
}
