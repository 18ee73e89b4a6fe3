//! Noun phrases: the one that ends before an item, the one that starts at it, and what it can name.

use std::ops::Range;

use super::items::{Item, Kind};
use super::lexicon::{LEXICON, SPEAKING, Tags};

/// Prepositions that join a noun to what it is of.
const JOINING: [&str; 8] = ["of", "for", "in", "at", "to", "from", "on", "with"];

/// Items of the longest phrase that is read; bounds the time of hostile text.
const LONGEST: usize = 40;

/// Small words inside names.
const PARTICLES: [&str; 16] = [
    "van", "von", "bin", "ibn", "al", "el", "de", "da", "di", "du", "la", "le", "der", "den",
    "dos", "del",
];

/// Words that stand in a noun phrase: names, nouns, adjectives, numbers.
fn is_nominal(items: &[Item<'_>], at: usize) -> bool {
    const CLOSED: Tags = Tags::PRONOUN
        .or(Tags::COORDINATOR)
        .or(Tags::SUBORDINATOR)
        .or(Tags::AUXILIARY);
    let item = &items[at];
    match item.kind {
        Kind::Number | Kind::Possessive => true,
        Kind::Quote => item.span.end - item.span.start < 40 && !ends_as_speech(item.text),
        Kind::Word if item.is_name() || PARTICLES.contains(&item.lower.as_str()) => true,
        Kind::Word if item.any(CLOSED) || item.any(Tags::PREPOSITION) => false,
        Kind::Word if item.any(Tags::ADVERB) => false,
        Kind::Word => true,
        _ => false,
    }
}

fn is_determiner(item: &Item<'_>) -> bool {
    item.is(Kind::Word) && item.any(Tags::DET) && !item.is_name()
}

/// Whether a determiner stands before another that counts: *the two*, *all its*, *these three*.
fn determines(first: &Item<'_>, second: &Item<'_>) -> bool {
    const COUNTING: [&str; 17] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozens",
        "hundreds", "few", "many", "several", "other", "most",
    ];
    const ALL: [&str; 3] = ["all", "both", "another"];
    is_determiner(first)
        && is_determiner(second)
        && (second.one_of(&COUNTING) || first.one_of(&ALL))
}

/// An adverb that is an adjective between a determiner and its noun: *the first ships*, *an early vote*.
fn is_ordinal(items: &[Item<'_>], at: usize) -> bool {
    let after = items.get(at + 1);
    items[at].one_of(&[
        "first",
        "late",
        "early",
        "further",
        "only",
        "earlier",
        "later",
        "overnight",
    ]) && is_determiner(&items[at - 1])
        && after.is_some_and(|n| n.is(Kind::Word) && (n.tags == Tags::default() || n.any(SPEAKING)))
}

/// A quotation with a comma or a sentence's end before its closing mark.
fn ends_as_speech(quotation: &str) -> bool {
    let inner = quotation.trim_end_matches([
        '"', '\'', '\u{201D}', '\u{2019}', '\u{201C}', '\u{BB}', '\u{AB}',
    ]);
    inner.trim_end().ends_with([',', '.', '!', '?', '\u{2026}'])
}

/// A pronoun that can be a subject.
pub(super) fn is_subject_pronoun(item: &Item<'_>) -> bool {
    item.one_of(&[
        "he", "she", "they", "it", "we", "i", "you", "nobody", "everyone", "others", "both", "one",
        "some", "many", "another", "neither", "several",
    ])
}

/// The noun phrase that ends just before `end`, not before `from`.
pub(super) fn before(items: &[Item<'_>], from: usize, end: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|l| *l >= from)?;
    if is_subject_pronoun(&items[last]) && !items[last].any(Tags::DET) {
        return Some(last..end);
    }
    let from = from.max(end.saturating_sub(LONGEST));
    // *its governor there, Ana Sol, said*
    let mut end = end;
    while end > from + 1
        && items[end - 1].one_of(&[
            "there",
            "here",
            "himself",
            "herself",
            "itself",
            "themselves",
            "alone",
            "too",
            "both",
            "though",
            "meanwhile",
        ])
    {
        end -= 1;
    }
    let end = end;
    let mut start = end;
    let mut at = end;
    while at > from {
        let item = &items[at - 1];
        if is_determiner(item) {
            start = at - 1;
            if at - 1 > from && determines(&items[at - 2], item) {
                at -= 1;
                continue;
            }
            match joined(items, from, at - 1) {
                Some(left) => at = left,
                None => break,
            }
        } else if is_nominal(items, at - 1)
            || (at - 1 > from && at < end && is_ordinal(items, at - 1))
        {
            if item.is(Kind::Word) && !item.is_name() && at < end && is_finite_verb(items, at - 1) {
                break;
            }
            at -= 1;
            start = at;
        } else if let Some(left) = joined(items, from, at) {
            at = left;
        } else {
            break;
        }
    }
    (start < end && start < at + 1)
        .then_some(start..end)
        .filter(|r| has_noun(items, r))
}

/// If the item before `at` is a preposition that joins what stands before it to what follows: its place.
fn joined(items: &[Item<'_>], from: usize, at: usize) -> Option<usize> {
    let preposition = at.checked_sub(1).filter(|p| *p > from)?;
    let item = &items[preposition];
    if !item.one_of(&JOINING) {
        return None;
    }
    let left = &items[preposition - 1];
    let noun = is_nominal(items, preposition - 1) && !left.is(Kind::Possessive);
    let joins = match item.lower.as_str() {
        "of" => noun,
        "in" | "on" | "with" => noun && left.any(SPEAKING.or(Tags::DOCUMENT)),
        _ => noun && left.any(SPEAKING),
    };
    joins.then_some(preposition)
}

fn has_noun(items: &[Item<'_>], range: &Range<usize>) -> bool {
    items[range.clone()].iter().any(|i| {
        i.is(Kind::Quote)
            || matches!(i.kind, Kind::Word | Kind::Number) && (!i.any(Tags::DET) || i.is_name())
            || i.one_of(&[
                "one", "another", "both", "some", "many", "others", "several", "neither",
            ])
    })
}

/// A lower-case word that is likelier a finite verb than a noun: a past form in the table, or after a noun with -ed.
fn is_finite_verb(items: &[Item<'_>], at: usize) -> bool {
    is_past_verb(&items[at]) && at > 0 && {
        let left = &items[at - 1];
        left.is(Kind::Word) && !left.any(Tags::DET) && !left.is(Kind::Possessive)
    }
}

/// A past form of a reporting verb or of a common irregular one.
pub(super) fn is_past_verb(item: &Item<'_>) -> bool {
    item.any(Tags::PAST)
        || !item.any(SPEAKING) && LEXICON.verbs(&item.lower).any(|(form, _)| form.is_past())
}

/// The noun phrase that starts at `start`, up to `end` at most; what is said of it after a comma is not part of it.
pub(super) fn after(items: &[Item<'_>], start: usize, end: usize) -> Option<Range<usize>> {
    if start >= end {
        return None;
    }
    if is_subject_pronoun(&items[start]) && !items[start].any(Tags::DET) {
        return Some(start..start + 1);
    }
    let end = end.min(start + LONGEST);
    let mut at = start;
    let mut open = true;
    while at < end {
        let item = &items[at];
        let ordinal = at > start && is_ordinal(items, at);
        if is_determiner(item) {
            if !open {
                break;
            }
        } else if item.one_of(&JOINING) {
            let noun = at > start && is_nominal(items, at - 1);
            let next = items.get(at + 1).filter(|_| at + 1 < end);
            let place = next.is_some_and(|n| {
                n.is_name() || n.any(Tags::DET) || item.word("of") || item.word("for")
            });
            let joins = item.word("of") || (at > start && items[at - 1].any(SPEAKING));
            if !(noun && joins && place) || next.is_some_and(|n| n.any(Tags::TIME)) {
                break;
            }
            open = true;
            at += 1;
            continue;
        } else if !(is_nominal(items, at) || ordinal) || is_weekday(item) {
            break;
        }
        let next = items.get(at + 1).filter(|_| at + 1 < end);
        open = item.is(Kind::Possessive) || next.is_some_and(|n| determines(item, n));
        // After a possessive or within names all goes on; a verb ends the phrase.
        if at > start
            && item.is(Kind::Word)
            && !item.capital
            && (looks_finite(items, at) || follows_full_name(items, at, start))
        {
            break;
        }
        at += 1;
    }
    (at > start)
        .then_some(start..at)
        .filter(|r| has_noun(items, r))
}

fn is_weekday(item: &Item<'_>) -> bool {
    item.any(Tags::TIME) && item.capital
}

/// A word after a name of two words, before what starts another phrase: *Ana Sol met her*.
fn follows_full_name(items: &[Item<'_>], at: usize, start: usize) -> bool {
    const STARTING: Tags = Tags::DET
        .or(Tags::PRONOUN)
        .or(Tags::PREPOSITION)
        .or(Tags::ADVERB);
    let full = at >= start + 2 && items[at - 1].is_name() && items[at - 2].is_name();
    full && items[at].tags == Tags::default() && items.get(at + 1).is_some_and(|n| n.any(STARTING))
}

/// A word that ends a subject: a past or third form of a reporting verb, or -ed after a noun.
fn looks_finite(items: &[Item<'_>], at: usize) -> bool {
    let item = &items[at];
    is_past_verb(item)
        || (items[at - 1].is_name()
            && (item.lower.ends_with("ed")
                || (item.lower.ends_with('s') && item.tags == Tags::default())))
}

/// What a phrase can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    /// Several persons.
    People,
    Body,
    /// A name of which no more is known: a person, a place, a body.
    Name,
    Document,
    Pronoun,
    /// Anything else.
    Other,
}

/// The word that the phrase is about: the last before a preposition or comma.
pub(super) fn head(items: &[Item<'_>], range: &Range<usize>) -> usize {
    let cut = (range.start + 1..range.end).find(|at| {
        let item = &items[*at];
        (item.is(Kind::Word) && item.any(Tags::PREPOSITION) && !item.is_name())
            || item.is(Kind::Comma)
    });
    let mut last = cut.unwrap_or(range.end) - 1;
    while last > range.start && !items[last].is(Kind::Word) {
        last -= 1;
    }
    last
}

/// What the phrase names.
pub(super) fn sort(items: &[Item<'_>], range: &Range<usize>) -> Sort {
    let head = &items[head(items, range)];
    if range.len() == 1 && is_subject_pronoun(head) {
        return Sort::Pronoun;
    }
    if head.any(Tags::TIME) && !head.any(SPEAKING) {
        return Sort::Other;
    }
    if head.any(Tags::PERSON) {
        return Sort::Person;
    }
    if head.any(Tags::BODY) {
        return Sort::Body;
    }
    if head.any(Tags::PEOPLE) {
        return Sort::People;
    }
    let phrase = &items[range.clone()];
    if head.is_name() {
        let person = phrase.iter().any(|i| i.any(Tags::PERSON.or(Tags::TITLE)));
        let before_head = &items[range.start..=self::head(items, range)];
        let body = before_head.iter().any(|i| i.any(Tags::BODY) && i.capital);
        return match (person, body) {
            (true, _) => Sort::Person,
            (_, true) => Sort::Body,
            _ => Sort::Name,
        };
    }
    if head.any(Tags::DOCUMENT) {
        return Sort::Document;
    }
    if agentive(&head.lower) {
        return Sort::Person;
    }
    if head.one_of(&[
        "one", "another", "both", "some", "many", "several", "neither", "others",
    ]) {
        return Sort::Pronoun;
    }
    Sort::Other
}

/// Nouns made of what somebody does: -er, -or, -ist, -ian, -man.
fn agentive(word: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        "er", "or", "ist", "ists", "ian", "ians", "man", "men", "woman", "women", "ors", "ers",
        "eer", "eers", "ees", "crat", "crats", "person",
    ];
    const NOT: [&str; 38] = [
        "matter", "number", "power", "order", "water", "border", "paper", "letter", "quarter",
        "river", "other", "offer", "corner", "summer", "winter", "centre", "center", "chapter",
        "answer", "error", "terror", "harbor", "labor", "favor", "former", "latter", "matters",
        "numbers", "powers", "orders", "waters", "borders", "papers", "letters", "quarters",
        "rivers", "others", "offers",
    ];
    word.len() > 4 && ENDINGS.iter().any(|e| word.ends_with(e)) && !NOT.contains(&word)
}

/// Whether the phrase can be the speaker of a statement.
pub(super) fn can_speak(items: &[Item<'_>], range: &Range<usize>) -> bool {
    !matches!(sort(items, range), Sort::Other | Sort::Document)
}
