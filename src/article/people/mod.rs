//! Speakers by their full names: short names, titles and pronouns are resolved to the last fitting one.

mod names;
mod offices;
mod pronouns;
mod reading;
mod turns;
mod wording;

use std::collections::HashMap;
use std::ops::Range;

use self::names::{describe, leading_name, named_list};
use self::wording::{bytes, gender, trimmed, words};
use super::Speaker;
use super::frames::list_before;
use super::items::Item;
use super::lexicon::Tags;
use super::phrases::{self, Sort};
use crate::tokens::Span;

pub(super) use self::names::aside_of;

/// Persons among whom one is sought by office or label, and descriptions among which one is; bounds the time of hostile text.
const SOUGHT: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Female,
    Male,
}

#[derive(Debug, Clone)]
struct Person {
    name: String,
    role: Option<String>,
    gender: Option<Gender>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mention {
    Person(usize),
    Body(usize),
}

/// What the article has named so far.
#[derive(Debug, Default)]
pub(super) struct People {
    persons: Vec<Person>,
    /// Last word of a name, and each other word of it -> person.
    by_word: HashMap<String, usize>,
    bodies: Vec<Body>,
    by_head: HashMap<String, Vec<usize>>,
    recent: Vec<Mention>,
}

#[derive(Debug, Clone)]
struct Body {
    name: String,
    plural: bool,
}

/// Parts of a phrase: what is a name, and what describes.
struct Described {
    name: Option<Range<usize>>,
    role: Option<Range<usize>>,
}

impl People {
    /// The speakers that a subject names, each by the fullest name, with what stands between commas beside it.
    pub(super) fn resolve(
        &mut self,
        items: &[Item<'_>],
        text: &str,
        subject: &Range<usize>,
        aside: Option<&Range<usize>>,
    ) -> Vec<Speaker> {
        let last = phrases::before(items, subject.start, subject.end).unwrap_or(subject.clone());
        let list = list_before(items, subject.start, &last);
        let named = aside
            .filter(|_| list.len() == 1)
            .and_then(|a| named_list(items, &list[0], a));
        let list = named.unwrap_or(list);
        let many = list.len() > 1;
        let mut speakers = Vec::new();
        for part in &list {
            let aside = aside.filter(|_| !many);
            speakers.extend(self.one(items, text, part, aside));
        }
        speakers
    }

    fn one(
        &mut self,
        items: &[Item<'_>],
        text: &str,
        part: &Range<usize>,
        aside: Option<&Range<usize>>,
    ) -> Option<Speaker> {
        let span = Some(bytes(items, part));
        let sort = phrases::sort(items, part);
        let head = &items[phrases::head(items, part)];
        if sort == Sort::Pronoun
            || (part.len() == 1 && head.one_of(&["his", "her", "its", "their", "him", "them"]))
        {
            return self
                .pronoun(head, items, part, text)
                .map(|m| self.speaker(m, span));
        }
        let described = describe(items, part.clone());
        if let Some(name) = described
            .name
            .filter(|_| !matches!(sort, Sort::Body | Sort::People | Sort::Document))
        {
            return Some(self.named(items, text, part, &name, described.role, aside, span));
        }
        // *the regional director, Ana Sol,*
        if matches!(sort, Sort::Person) {
            if let Some(name) = aside.and_then(|a| leading_name(items, a)) {
                let full = words(items, text, &name);
                let role = words(items, text, &trimmed(items, part.clone()));
                let index = self.add(&full, Some(role), gender(items, part));
                self.mention(Mention::Person(index));
                return Some(self.speaker(Mention::Person(index), span));
            }
            let definite = items[part.start]
                .one_of(&["the", "this", "that", "his", "her", "its", "their"])
                || !items[part.start].any(Tags::DET);
            if definite && let Some(index) = self.by_role(&head.lower, items, part, text) {
                self.mention(Mention::Person(index));
                return Some(self.speaker(Mention::Person(index), span));
            }
        }
        // *the newspaper, La Farola,*
        if sort == Sort::Body
            && let Some(name) = aside.and_then(|a| leading_name(items, a))
        {
            let full = words(items, text, &name);
            let index = self.body(&full, &head.lower, false, false);
            self.mention(Mention::Body(index));
            return Some(self.speaker(Mention::Body(index), span));
        }
        let full = words(items, text, part);
        let plural = sort == Sort::People || head.lower.ends_with('s');
        let index = self.body(
            &full,
            &head.lower,
            plural,
            items[part.start].one_of(&["the", "this", "that"]),
        );
        self.mention(Mention::Body(index));
        Some(self.speaker(Mention::Body(index), span))
    }

    #[allow(clippy::too_many_arguments)]
    fn named(
        &mut self,
        items: &[Item<'_>],
        text: &str,
        part: &Range<usize>,
        name: &Range<usize>,
        role: Option<Range<usize>>,
        aside: Option<&Range<usize>>,
        span: Option<Span>,
    ) -> Speaker {
        let full = words(items, text, name);
        let after = aside.filter(|a| {
            items[phrases::head(items, a)].any(Tags::PERSON) || items[a.start].word("who")
        });
        let known = self.find(&full);
        let person = role.is_some() || after.is_some() || known.is_some() || name.len() > 1;
        if !person {
            let place = words(items, text, part);
            let index = self.body(&place, "", false, false);
            self.mention(Mention::Body(index));
            return self.speaker(Mention::Body(index), span);
        }
        let gender = role
            .clone()
            .and_then(|r| gender(items, &r))
            .or_else(|| gender(items, part))
            .or_else(|| after.and_then(|a| gender(items, a)));
        let role = role.or_else(|| {
            after
                .filter(|a| !items[a.start].word("who"))
                .map(|a| phrases::after(items, a.start, a.end).unwrap_or(a.clone()))
        });
        let role = role.map(|r| words(items, text, &trimmed(items, r)));
        let index = self.add(&full, role, gender);
        self.mention(Mention::Person(index));
        self.speaker(Mention::Person(index), span)
    }

    /// A body by its fullest description so far with the same head.
    fn body(&mut self, name: &str, head: &str, plural: bool, definite: bool) -> usize {
        let same = self.by_head.get(head).filter(|_| !head.is_empty());
        if let Some(same) = same {
            let content = |n: &str| -> Vec<String> {
                n.to_lowercase()
                    .split(' ')
                    .filter(|w| !matches!(*w, "the" | "a" | "an" | "its" | "this" | "that"))
                    .map(str::to_owned)
                    .collect()
            };
            let asked = content(name);
            for index in same.iter().rev().take(SOUGHT / 10) {
                let own = content(&self.bodies[*index].name);
                if own == asked || (definite && asked.iter().all(|w| own.contains(w))) {
                    return *index;
                }
            }
        }
        let index = self.bodies.len();
        self.bodies.push(Body {
            name: name.to_owned(),
            plural,
        });
        self.by_head.entry(head.to_owned()).or_default().push(index);
        index
    }

    fn mention(&mut self, mention: Mention) {
        self.recent.push(mention);
    }

    /// Notes the subject of a sentence, to which a pronoun may point.
    pub(super) fn note(&mut self, items: &[Item<'_>], text: &str, subject: &Range<usize>) {
        if phrases::sort(items, subject) != Sort::Pronoun {
            let aside = aside_of(items, subject);
            self.resolve(items, text, subject, aside.as_ref());
            self.gender_after(items, subject);
        } else if items[subject.start].one_of(&["he", "she"]) {
            self.pronoun(&items[subject.start], items, subject, text);
        }
    }

    fn speaker(&self, mention: Mention, span: Option<Span>) -> Speaker {
        match mention {
            Mention::Person(i) => Speaker {
                span,
                name: self.persons[i].name.clone(),
                role: self.persons[i].role.clone(),
            },
            Mention::Body(i) => Speaker {
                span,
                name: self.bodies[i].name.clone(),
                role: None,
            },
        }
    }
}
