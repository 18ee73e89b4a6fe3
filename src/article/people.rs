//! Speakers by their full names: short names, titles and pronouns are resolved to the last fitting one.

use std::collections::HashMap;
use std::ops::Range;

use super::Speaker;
use super::frames::list_before;
use super::items::{Item, Kind};
use super::lexicon::Tags;
use super::phrases::{self, Sort};
use crate::tokens::Span;

/// Words of the longest name.
const LONGEST_NAME: usize = 24;

/// Persons among whom one is sought by office or label, and descriptions among which one is; bounds the time of hostile text.
const SOUGHT: usize = 500;

/// Speakers back to which a pronoun reaches.
const REACH: usize = 12;

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
    /// Reads all persons that the article names with an office or a title, or by two names, so that a short name finds its full one.
    pub(super) fn read(items: &[Item<'_>], text: &str) -> Self {
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
    fn name(&mut self, items: &[Item<'_>], text: &str, run: Range<usize>) {
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

    fn add(&mut self, name: &str, role: Option<String>, gender: Option<Gender>) -> usize {
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
    fn find(&self, name: &str) -> Option<usize> {
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
            || (part.len() == 1 && head.one_of(&["his", "her", "its", "their"]))
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

    /// The last person whose office has this word.
    fn by_role(
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
    fn by_office(&self, items: &[Item<'_>], part: &Range<usize>) -> Option<usize> {
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

    fn pronoun(
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
            "they" | "their" | "both" => {
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

    fn last(&self, fits: impl Fn(&&Mention) -> bool) -> Option<Mention> {
        self.recent.iter().rev().take(REACH).find(fits).copied()
    }

    fn mention(&mut self, mention: Mention) {
        self.recent.push(mention);
    }

    /// Notes the subject of a sentence, to which a pronoun may point.
    pub(super) fn note(&mut self, items: &[Item<'_>], text: &str, subject: &Range<usize>) {
        if phrases::sort(items, subject) != Sort::Pronoun {
            let end = items.len().min(subject.end + 12);
            let aside = items
                .get(subject.end)
                .filter(|i| i.is(Kind::Comma))
                .and_then(|_| phrases::after(items, subject.end + 1, end));
            self.resolve(items, text, subject, aside.as_ref());
            self.gender_after(items, subject);
        } else if items[subject.start].one_of(&["he", "she"]) {
            self.pronoun(&items[subject.start], items, subject, text);
        }
    }

    /// *Ana Sol met her guests*: the pronoun tells of the subject, unless another name comes between.
    fn gender_after(&mut self, items: &[Item<'_>], subject: &Range<usize>) {
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

    /// The person that a label before a colon names: by name or by office.
    pub(super) fn labelled(&mut self, label: &str, span: Span) -> Speaker {
        let bare: Vec<&str> = label
            .split(' ')
            .filter(|w| !w.ends_with('.') || w.len() > 5)
            .collect();
        let last = bare.last().copied().unwrap_or(label).to_lowercase();
        let lower: Vec<String> = bare.iter().map(|w| w.to_lowercase()).collect();
        let titled = |w: &str| {
            super::lexicon::LEXICON
                .tags(w)
                .any(Tags::TITLE.or(Tags::PERSON))
        };
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
    pub(super) fn interviewed(&self, introduction: &str) -> Option<Speaker> {
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

/// End of the run of capitalised words that starts at `at`; small words inside belong to it.
fn name_end(items: &[Item<'_>], at: usize) -> usize {
    let mut end = at + 1;
    while end < items.len().min(at + LONGEST_NAME) && items[end].paragraph == items[at].paragraph {
        let particle = PARTICLE.contains(&items[end].lower.as_str())
            && items.get(end + 1).is_some_and(Item::is_name);
        if !(items[end].is_name() || particle) {
            break;
        }
        end += 1;
    }
    end
}

const PARTICLE: [&str; 16] = [
    "van", "von", "bin", "ibn", "al", "el", "de", "da", "di", "du", "la", "le", "der", "den",
    "dos", "del",
];

/// Takes a phrase apart: the name is the capitalised words after the last noun for an office, or all of them if there is none.
fn describe(items: &[Item<'_>], part: Range<usize>) -> Described {
    let mut last_office = None;
    for at in part.clone() {
        let item = &items[at];
        let titled = item.any(Tags::TITLE)
            && items.get(at + 1).is_some_and(|n| {
                at + 1 < part.end && (n.is_name() || PARTICLE.contains(&n.lower.as_str()))
            });
        if item.any(Tags::PERSON) || titled {
            last_office = Some(at);
        }
    }
    let from = last_office.map_or(part.start, |o| o + 1);
    // Names directly after the office; or the first names of the phrase.
    let mut start = from;
    while start < part.end && !items[start].is_name() {
        if last_office.is_some() {
            return Described {
                name: None,
                role: Some(part),
            };
        }
        start += 1;
    }
    if start >= part.end {
        return Described {
            name: None,
            role: last_office.map(|_| part),
        };
    }
    let end = name_end(items, start).min(part.end);
    if last_office.is_none()
        && items.get(end).is_some_and(|i| {
            end < part.end
                && (i.is(Kind::Possessive) || (i.is(Kind::Word) && !i.any(Tags::PREPOSITION)))
        })
    {
        return Described {
            name: None,
            role: None,
        };
    }
    Described {
        name: Some(start..end),
        role: last_office.map(|o| part.start..o + 1),
    }
}

/// The name at the start of an aside: *, Ana Sol, ...*.
fn leading_name(items: &[Item<'_>], aside: &Range<usize>) -> Option<Range<usize>> {
    let first = &items[aside.start];
    let start = if first.any(Tags::TITLE) || first.any(Tags::PERSON) {
        aside.start + 1
    } else {
        aside.start
    };
    if !items.get(start).filter(|_| start < aside.end)?.is_name() {
        return None;
    }
    let described = describe(items, start..name_end(items, start).min(aside.end));
    described
        .name
        .filter(|n| !items[n.clone()].iter().any(|i| i.any(Tags::BODY)))
}

/// Without an article.
fn trimmed(items: &[Item<'_>], range: Range<usize>) -> Range<usize> {
    let article = items[range.start].one_of(&["the", "a", "an"]) && range.len() > 1;
    range.start + usize::from(article)..range.end
}

fn gender(items: &[Item<'_>], range: &Range<usize>) -> Option<Gender> {
    items[range.clone()].iter().find_map(|i| {
        if i.any(Tags::PRONOUN.or(Tags::DET)) {
            None
        } else if i.any(Tags::FEMALE) {
            Some(Gender::Female)
        } else {
            i.any(Tags::MALE).then_some(Gender::Male)
        }
    })
}

fn bytes(items: &[Item<'_>], range: &Range<usize>) -> Span {
    Span {
        start: items[range.start].span.start,
        end: items[range.end - 1].span.end,
    }
}

fn words(items: &[Item<'_>], text: &str, range: &Range<usize>) -> String {
    let span = bytes(items, range);
    text[span.start..span.end].to_owned()
}
