//! Names in a run of words and in what stands beside it.

use std::ops::Range;

use super::Described;
use crate::article::frames::list_before;
use crate::article::items::{Item, Kind};
use crate::article::lexicon::Tags;
use crate::article::phrases::{self, Sort};

/// Words of the longest name.
pub(super) const LONGEST_NAME: usize = 24;

pub(super) const PARTICLE: [&str; 16] = [
    "van", "von", "bin", "ibn", "al", "el", "de", "da", "di", "du", "la", "le", "der", "den",
    "dos", "del",
];

/// End of the run of capitalised words that starts at `at`; small words inside belong to it.
pub(super) fn name_end(items: &[Item<'_>], at: usize) -> usize {
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

/// Takes a phrase apart: the name is the capitalised words after the last noun for an office, or all of them if there is none.
pub(super) fn describe(items: &[Item<'_>], part: Range<usize>) -> Described {
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

/// The name in an aside: *, Ana Sol, ...*, *, the former envoy Ana Sol,*, *, known as Ana Sol,*.
pub(super) fn leading_name(items: &[Item<'_>], aside: &Range<usize>) -> Option<Range<usize>> {
    let first = &items[aside.start];
    let start = if first.any(Tags::TITLE) || first.any(Tags::PERSON) {
        aside.start + 1
    } else if first.any(Tags::DET) && !first.is_name() {
        after_office(items, aside)?
    } else if let Some(name) = after_naming(items, aside) {
        name
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

/// *the former central banker Ana Sol*: the place after the noun for an office.
pub(super) fn after_office(items: &[Item<'_>], aside: &Range<usize>) -> Option<usize> {
    let mut words = (aside.start..aside.end)
        .take_while(|i| items[*i].is(Kind::Word) && !items[*i].any(Tags::PREPOSITION));
    let office = words.find(|i| items[*i].any(Tags::PERSON) && !items[*i].capital)?;
    Some(office + 1)
}

/// *known only as Ana Sol*, *who gave her name as Ana Sol*: the place after *as*.
pub(super) fn after_naming(items: &[Item<'_>], aside: &Range<usize>) -> Option<usize> {
    let names = |i: &Item<'_>| i.one_of(&["known", "name", "named", "identified", "called"]);
    let near = aside.start..aside.end.min(aside.start + 8);
    let naming = near.clone().find(|i| names(&items[*i]))?;
    let word = (naming + 1..near.end).find(|i| items[*i].word("as"))?;
    Some(word + 1)
}

/// *Three states, Oslo, Bonn and Malta, said*: the names of those who are counted.
pub(super) fn named_list(
    items: &[Item<'_>],
    counted: &Range<usize>,
    aside: &Range<usize>,
) -> Option<Vec<Range<usize>>> {
    if phrases::sort(items, counted) != Sort::People || !items[aside.start].is_name() {
        return None;
    }
    let last = phrases::before(items, aside.start, aside.end)?;
    let list = list_before(items, aside.start, &last);
    (list.len() > 1 && list[0].start == aside.start).then_some(list)
}

/// The phrase after a subject and a comma.
pub(in crate::article) fn aside_of(
    items: &[Item<'_>],
    subject: &Range<usize>,
) -> Option<Range<usize>> {
    let end = items.len().min(subject.end + 12);
    let comma = items.get(subject.end).filter(|i| i.is(Kind::Comma));
    comma.and_then(|_| phrases::after(items, subject.end + 1, end))
}
