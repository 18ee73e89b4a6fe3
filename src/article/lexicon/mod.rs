//! The words that the rules know: closed classes, nouns for speakers, reporting verbs with their classes.
//!
//! Tables lie beside this file as tab-separated text. Nothing here is a name.

mod inflection;

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a cue does to the stance of what it reports; see docs/extract.md.
///
/// The name is the one in the table of verbs; the order is that of first use there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameClass(&'static str);

impl FrameClass {
    /// A quotation or a turn without a cue.
    pub const NONE: Self = Self("none");
    /// *According to*, *in the view of*.
    pub const ACCORDING: Self = Self("say");

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// The reporting verbs: verb, class, source of the class.
pub fn reporting_verbs() -> impl Iterator<Item = (&'static str, FrameClass, &'static str)> {
    LEXICON.verbs.iter().map(|v| (v.verb, v.class, v.source))
}

/// Classes of words, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tags(u32);

impl Tags {
    pub(super) const DET: Self = Self(1);
    pub(super) const PRONOUN: Self = Self(1 << 1);
    pub(super) const PREPOSITION: Self = Self(1 << 2);
    pub(super) const COORDINATOR: Self = Self(1 << 3);
    pub(super) const SUBORDINATOR: Self = Self(1 << 4);
    pub(super) const AUXILIARY: Self = Self(1 << 5);
    pub(super) const ADVERB: Self = Self(1 << 6);
    pub(super) const TIME: Self = Self(1 << 7);
    pub(super) const VENUE: Self = Self(1 << 8);
    pub(super) const FEMALE: Self = Self(1 << 9);
    pub(super) const MALE: Self = Self(1 << 10);
    pub(super) const PERSON: Self = Self(1 << 11);
    pub(super) const PEOPLE: Self = Self(1 << 12);
    pub(super) const BODY: Self = Self(1 << 13);
    pub(super) const DOCUMENT: Self = Self(1 << 14);
    pub(super) const TITLE: Self = Self(1 << 15);
    /// Past forms of common verbs without *-ed*.
    pub(super) const PAST: Self = Self(1 << 16);

    /// Whether one of `other`'s bits is set.
    pub(super) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn of_class(name: &str) -> Option<Self> {
        Some(match name {
            "det" => Self::DET,
            "pronoun" => Self::PRONOUN,
            "preposition" => Self::PREPOSITION,
            "coordinator" => Self::COORDINATOR,
            "subordinator" => Self::SUBORDINATOR,
            "auxiliary" => Self::AUXILIARY,
            "adverb" => Self::ADVERB,
            "time" => Self::TIME,
            "venue" => Self::VENUE,
            "female" => Self::FEMALE,
            "male" => Self::MALE,
            "person" => Self::PERSON,
            "people" => Self::PEOPLE,
            "body" => Self::BODY,
            "document" => Self::DOCUMENT,
            "title" => Self::TITLE,
            "past" => Self::PAST,
            _ => return None,
        })
    }
}

/// Nouns that can speak.
pub(super) const SPEAKING: Tags = Tags::PERSON.or(Tags::PEOPLE).or(Tags::BODY);

/// Form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    Third,
    Past,
    Participle,
    /// Past and participle are one word.
    PastOrParticiple,
    Ing,
}

impl Form {
    /// Can be the finite verb of a clause whose subject is third person.
    pub(super) fn is_past(self) -> bool {
        matches!(self, Self::Past | Self::PastOrParticiple)
    }

    pub(super) fn is_participle(self) -> bool {
        matches!(self, Self::Participle | Self::PastOrParticiple)
    }
}

/// A reporting verb.
#[derive(Debug)]
pub(super) struct Verb {
    pub(super) verb: &'static str,
    /// Words after the first.
    pub(super) rest: Vec<&'static str>,
    complements: &'static str,
    pub(super) class: FrameClass,
    source: &'static str,
}

impl Verb {
    fn takes(&self, letter: char) -> bool {
        self.complements.contains(letter)
    }

    /// Introduces or follows a direct quotation.
    pub(super) fn quotes(&self) -> bool {
        self.takes('q')
    }

    /// Takes a clause with *that*.
    pub(super) fn takes_clause(&self) -> bool {
        self.takes('c')
    }

    /// Takes a clause without *that*.
    pub(super) fn takes_bare_clause(&self) -> bool {
        self.takes('z')
    }

    /// Names the one who is spoken to first: *told reporters*.
    pub(super) fn addresses(&self) -> bool {
        self.takes('a')
    }

    /// Carries the stance itself with its object: *condemned the raid*.
    pub(super) fn takes_object(&self) -> bool {
        self.takes('n')
    }

    /// *vowed to answer*.
    pub(super) fn takes_infinitive(&self) -> bool {
        self.takes('i')
    }

    /// *urged both to stop*, *accused them of lying*.
    pub(super) fn takes_person(&self) -> bool {
        self.takes('p')
    }

    /// *called it reckless*, *described it as reckless*.
    pub(super) fn takes_predicate(&self) -> bool {
        self.takes('s')
    }

    /// The verb belongs to the statement, for it says what the speaker does.
    pub(super) fn is_act(&self) -> bool {
        self.complements.chars().any(|c| "nipsx".contains(c))
    }
}

/// All tables.
pub(super) struct Lexicon {
    tags: HashMap<&'static str, Tags>,
    verbs: Vec<Verb>,
    /// Form of a verb's first word -> verbs that start with it, the longest first.
    forms: HashMap<String, Vec<(Form, usize)>>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

impl Lexicon {
    fn read() -> Self {
        let mut lexicon = Self {
            tags: HashMap::new(),
            verbs: Vec::new(),
            forms: HashMap::new(),
        };
        for table in [include_str!("words.tsv"), include_str!("nouns.tsv")] {
            for (class, words) in rows(table).filter_map(|line| line.split_once('\t')) {
                let tags = Tags::of_class(class).unwrap_or_default();
                for word in words.split_ascii_whitespace() {
                    let entry = lexicon.tags.entry(word).or_default();
                    *entry = entry.or(tags);
                }
            }
        }
        for line in rows(include_str!("frames.tsv")) {
            let mut columns = line.split('\t');
            let mut next = || columns.next().unwrap_or_default();
            let (verb, complements, class, source) = (next(), next(), next(), next());
            lexicon.add(verb, complements, class, source);
        }
        for forms in lexicon.forms.values_mut() {
            forms.sort_by_key(|(_, v)| std::cmp::Reverse(lexicon.verbs[*v].rest.len()));
        }
        lexicon
    }

    fn add(
        &mut self,
        verb: &'static str,
        complements: &'static str,
        class: &'static str,
        source: &'static str,
    ) {
        let mut words = verb.split(' ');
        let first = words.next().unwrap_or_default();
        let index = self.verbs.len();
        self.verbs.push(Verb {
            verb,
            rest: words.collect(),
            complements,
            class: FrameClass(class),
            source,
        });
        for (form, word) in inflection::forms(first) {
            self.forms.entry(word).or_default().push((form, index));
        }
    }

    /// Classes of a word in lower case.
    pub(super) fn tags(&self, lower: &str) -> Tags {
        self.tags.get(lower).copied().unwrap_or_default()
    }

    /// Verbs of which `lower` is a form of the first word, the longest first.
    pub(super) fn verbs(&self, lower: &str) -> impl Iterator<Item = (Form, &Verb)> {
        let forms = self.forms.get(lower).map_or(&[][..], Vec::as_slice);
        forms.iter().map(|(form, v)| (*form, &self.verbs[*v]))
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
}

impl Tags {
    /// Only what makes a speaker.
    pub(super) fn speaking(self) -> Self {
        const KEPT: Tags = SPEAKING.or(Tags::TITLE).or(Tags::FEMALE).or(Tags::MALE);
        Self(self.0 & KEPT.0)
    }
}

impl Lexicon {
    /// The class of a reporting verb.
    pub(super) fn class_of(&self, verb: &str) -> Option<FrameClass> {
        self.verbs.iter().find(|v| v.verb == verb).map(|v| v.class)
    }
}
