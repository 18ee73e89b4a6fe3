//! Verbs that belong to the statement: *condemned the raid*, *vowed to answer*, *called it reckless*.

use super::{Draft, Reader};
use crate::article::frames::{Link, Report};
use crate::article::items::Kind;
use crate::article::lexicon::{Form, Tags, Verb};

impl Reader<'_, '_> {
    /// *X condemned Y*, *X vowed to*, *X accused Y of*, *X called Y Z*: the statement begins with the verb.
    pub(super) fn act(&self, k: usize, verb: &'static Verb) -> Option<Draft> {
        let frame = &self.frames[k];
        if !verb.is_act() {
            return None;
        }
        let mut at = frame.cue.end;
        while self
            .item(at)
            .is_some_and(|i| i.is(Kind::Word) && i.any(Tags::ADVERB) && !i.any(Tags::DET))
        {
            at += 1;
        }
        let next = self.item(at)?;
        let object = next.one_of(&["having", "being"])
            || next.is(Kind::Quote)
            || next.is(Kind::Number)
            || (next.is(Kind::Word)
                && !next.any(Tags::COORDINATOR.or(Tags::SUBORDINATOR).or(Tags::AUXILIARY))
                && (!next.any(Tags::PREPOSITION) || next.is_name()));
        let end = self.limit(k, at);
        let fits = (verb.takes_object() && (object || next.one_of(&["what", "how"])))
            || (verb.takes_object()
                && verb.takes_clause()
                && next.word("that")
                && matches!(
                    verb.class.as_str(),
                    "deny" | "reject" | "condemn" | "welcome" | "express"
                ))
            || (verb.takes_infinitive() && next.word("to") && !self.of_the_reporter(at))
            || (verb.takes_person() && object && self.names_deed(at, end, verb))
            || (verb.takes_predicate() && self.has_predicate(at, end, verb))
            || (verb.class.as_str() == "protest"
                && (!verb.rest.is_empty() || self.summons(at, end)));
        let nothing = verb.verb == "offer" && next.word("no");
        // A verb of saying with an object that is a clause or a quotation reports it.
        let reports = verb.takes_clause()
            && !verb.takes_infinitive()
            && (next.is(Kind::Quote) || self.is(at, Kind::Colon))
            && !(verb.takes_person() && self.is_word(at + 1, &["for", "of"]))
            && !matches!(
                verb.class.as_str(),
                "condemn"
                    | "praise"
                    | "welcome"
                    | "reject"
                    | "demand"
                    | "deny"
                    | "defend"
                    | "express"
            );
        // *Tehran, which backs the rebels,* tells of Tehran, not of what it said.
        let told = frame.link == Link::Relative
            && verb.class.as_str() == "back"
            && matches!(frame.report, Report::Verb(_, Form::Third | Form::Base));
        let asked_of_reporter =
            verb.verb == "ask" && next.word("not") && self.of_the_reporter(at + 1);
        if !fits || reports || told || nothing || asked_of_reporter {
            return None;
        }
        self.whole(k, frame.cue.start, end)
    }

    /// *to be named*, *to be quoted*: what is asked of the reporter is no statement.
    pub(super) fn of_the_reporter(&self, to: usize) -> bool {
        self.is_word(to, &["to"])
            && self.is_word(to + 1, &["be"])
            && self.is_word(to + 2, &["named", "identified", "quoted"])
    }

    /// *to stop*, *of lying*, *for the raid*, *not to*: what the person is urged to or blamed for.
    pub(super) fn names_deed(&self, at: usize, end: usize, verb: &Verb) -> bool {
        let limit = end.min(at + 30);
        let deed = |i: usize| {
            let item = &self.items[i];
            match verb.class.as_str() {
                "urge" | "commit" | "offer" | "demand" => {
                    let next = self.item(i + 1);
                    item.word("to")
                        && next.is_some_and(|n| {
                            n.is(Kind::Quote)
                                || (n.is(Kind::Word) && !n.any(Tags::DET) && !n.is_name())
                        })
                }
                _ => item.one_of(&["of", "for", "with", "against", "over", "not", "to"]),
            }
        };
        (at..limit).any(deed)
    }

    /// *it reckless*, *the raid a crime*, *as reckless*.
    pub(super) fn has_predicate(&self, at: usize, end: usize, verb: &Verb) -> bool {
        let limit = end.min(at + 30);
        let range = &self.items[at.min(limit)..limit];
        if range.is_empty() {
            return false;
        }
        if range.iter().any(|i| i.word("as")) {
            return true;
        }
        if !matches!(
            verb.verb,
            "call"
                | "label"
                | "brand"
                | "term"
                | "dub"
                | "style"
                | "deem"
                | "consider"
                | "declare"
                | "find"
                | "judge"
                | "think"
        ) {
            return false;
        }
        let quoted = range.iter().any(|i| i.is(Kind::Quote));
        let pronoun = range[0].one_of(&[
            "it",
            "them",
            "him",
            "her",
            "this",
            "that",
            "us",
            "itself",
            "himself",
            "herself",
            "themselves",
        ]);
        let articles = range
            .iter()
            .filter(|i| i.one_of(&["a", "an", "the", "this", "those", "these", "one"]))
            .count();
        let an = range[1..].iter().any(|i| i.one_of(&["a", "an"])) && range[0].is(Kind::Word);
        let judged = range[1..]
            .iter()
            .any(|i| i.is(Kind::Word) && !i.capital && evaluates(&i.lower));
        (quoted && !range[0].one_of(&["for", "on"]))
            || (pronoun && range.len() > 1)
            || articles > 1
            || an
            || judged
    }

    pub(super) fn summons(&self, at: usize, end: usize) -> bool {
        self.items[at..end.min(at + 12)].iter().any(|i| {
            i.one_of(&[
                "ambassador",
                "ambassadors",
                "envoy",
                "envoys",
                "diplomat",
                "diplomats",
                "consul",
                "chargé",
                "charge",
                "protest",
                "complaint",
            ])
        })
    }
}

/// Adjectives that judge, by their endings.
pub(super) fn evaluates(word: &str) -> bool {
    const ENDINGS: [&str; 15] = [
        "al", "ous", "ful", "less", "ible", "able", "ive", "ant", "ent", "ic", "ary", "ish", "ory",
        "ied", "ated",
    ];
    const WORDS: [&str; 20] = [
        "wrong",
        "fair",
        "unfair",
        "bold",
        "brave",
        "absurd",
        "false",
        "untrue",
        "right",
        "just",
        "unjust",
        "void",
        "null",
        "overdue",
        "premature",
        "obscene",
        "grotesque",
        "mad",
        "dead",
        "necessary",
    ];
    word.len() > 4 && ENDINGS.iter().any(|e| word.ends_with(e)) || WORDS.contains(&word)
}
