//! Frames to statements: which words of the sentence the frame reports.

use std::ops::Range;

use super::QuoteType;
use super::frames::{self, Frame, Link, Report, is_remark, main_subject};
use super::items::{Item, Kind};
use super::lexicon::{Form, LEXICON, SPEAKING, Tags, Verb};
use super::marks::Quotation;
use super::phrases;
use super::sentences::Sentence;
use crate::tokens::Span;

/// Items in which *that* is looked for after a verb.
const THAT_REACH: usize = 16;

/// A statement whose speaker is not resolved yet.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Ranges of items.
    pub(super) parts: Vec<Range<usize>>,
    pub(super) quote_type: QuoteType,
    pub(super) frame: Option<Frame>,
    /// Who speaks where there is no frame.
    pub(super) subject: Option<Range<usize>>,
}

/// The statements of one sentence.
pub(super) fn drafts(
    text: &str,
    items: &[Item<'_>],
    quotes: &[Quotation],
    sentence: &Sentence,
    frames: &[Frame],
) -> Vec<Draft> {
    let mut reader = Reader {
        text,
        items,
        quotes,
        start: sentence.start,
        end: sentence.end,
        frames,
        done: sentence.start,
        drafts: Vec::new(),
    };
    reader.run();
    reader.drafts
}

struct Reader<'a, 't> {
    text: &'a str,
    items: &'a [Item<'t>],
    quotes: &'a [Quotation],
    start: usize,
    end: usize,
    frames: &'a [Frame],
    /// All before this item is read.
    done: usize,
    drafts: Vec<Draft>,
}

impl Reader<'_, '_> {
    fn run(&mut self) {
        for k in 0..self.frames.len() {
            let frame = &self.frames[k];
            if frame.cue.start < self.done {
                continue;
            }
            let draft = match frame.report {
                Report::Verb(verb, _) => self.verb(k, verb),
                Report::According => self.according(k),
                Report::Noun(_) => self.noun(k),
            };
            if let Some(draft) = draft {
                let end = draft.parts.iter().map(|p| p.end).max().unwrap_or(self.done);
                self.done = end.max(self.frames[k].end());
                self.drafts.push(draft);
            }
        }
        self.lone_quotations();
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        (at < self.end).then(|| self.items[at].kind)
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.kind(at) == Some(kind)
    }

    fn item(&self, at: usize) -> Option<&Item<'_>> {
        (at < self.end).then(|| &self.items[at])
    }

    fn verb(&self, k: usize, verb: &'static Verb) -> Option<Draft> {
        let frame = &self.frames[k];
        if frame.passive {
            return self.passive(k, verb);
        }
        let open = self.opening(frame.end(), verb);
        let closed = self.kind(open).is_none_or(|kind| {
            matches!(
                kind,
                Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Dash | Kind::Close
            )
        });
        let quote_next = self.is(frame.cue.end, Kind::Quote)
            || self.is(open, Kind::Quote)
            || self.is(open, Kind::Colon);
        let after_quote = frame.link == Link::Quote && !quote_next;
        let may_follow = verb.quotes() || verb.takes_bare_clause();
        let speech = after_quote && self.speech_before(frame.border) && (closed || !verb.is_act());
        if may_follow
            && (frame.inverted
                || speech
                || (closed
                    && matches!(
                        frame.link,
                        Link::Comma | Link::As | Link::Quote | Link::Beside
                    )))
            && let Some(draft) = self.post(k, open)
        {
            return Some(draft);
        }
        if frame.inverted {
            return None;
        }
        if let Some(draft) = self.act(k, verb) {
            return Some(draft);
        }
        self.pre(k, verb)
    }

    /// Whether a quotation of a clause's length ends just before `at`.
    fn speech_before(&self, at: usize) -> bool {
        let before = at.checked_sub(1).filter(|b| *b >= self.start);
        before.is_some_and(|b| {
            let b = if self.items[b].is(Kind::Comma) && b > self.start {
                b - 1
            } else {
                b
            };
            self.items[b].quote.is_some_and(|q| self.is_speech(q))
        })
    }

    /// A quotation that ends as speech before its frame does: with a comma or a sentence's end.
    fn is_speech(&self, quote: usize) -> bool {
        let span = self.quotes[quote].inner;
        let inner = &self.text[span.start..span.end];
        let stop = inner.ends_with([',', '.', '!', '?', '\u{2026}', '\u{2014}']);
        let next = self.text[self.quotes[quote].outer.end..].trim_start();
        let comma = next.starts_with(',') && inner.starts_with(char::is_uppercase);
        stop || comma
            || (inner.starts_with(char::is_uppercase) && inner.split_whitespace().nth(4).is_some())
    }

    /// Where the statement of frame `k` ends at the latest: before the next frame beside it.
    fn limit(&self, k: usize, from: usize) -> usize {
        let frame = &self.frames[k];
        let mut end = self.end;
        for next in &self.frames[k + 1..] {
            if next.border < from {
                continue;
            }
            let clausal = matches!(frame.report, Report::Verb(verb, _) if !verb.is_act());
            let ends = match next.link {
                Link::Beside | Link::Shared | Link::Participle | Link::As => true,
                Link::And => !clausal || self.that_less(k, next),
                Link::Comma => matches!(next.report, Report::According) || !next.inverted,
                Link::Relative => !clausal && self.items[next.border].is(Kind::Comma),
                _ => false,
            };
            if ends {
                end = next.border;
                break;
            }
        }
        let end = self.cut(from, end);
        if frame.link == Link::Relative && self.items[frame.border].is(Kind::Comma) {
            // *X, which condemned it, kept silent*
            let comma = (from..end).find(|i| self.items[*i].is(Kind::Comma));
            return comma.unwrap_or(end);
        }
        end
    }

    /// *X said A and Y denied B*: two statements if the first has no *that*, and both verbs the same form.
    fn that_less(&self, k: usize, next: &Frame) -> bool {
        let same = match (&self.frames[k].report, &next.report) {
            (Report::Verb(_, a), Report::Verb(_, b)) => a == b,
            _ => false,
        };
        same && !self.items[self.frames[k].cue.end..next.border]
            .iter()
            .any(|i| i.word("that"))
    }

    /// Ends a statement before what the reporter adds: *; ...*, *, a charge that ...*, *: ...*.
    fn cut(&self, from: usize, end: usize) -> usize {
        let mut at = from;
        while at < end {
            let item = &self.items[at];
            match item.kind {
                Kind::Semicolon | Kind::Stop => return at,
                Kind::Colon if at > from => return at,
                Kind::Comma if at > from && self.reporter_adds(at + 1, end) => return at,
                _ => at += 1,
            }
        }
        end
    }

    fn reporter_adds(&self, at: usize, end: usize) -> bool {
        let Some(first) = self.item(at).filter(|_| at < end) else {
            return false;
        };
        if first.one_of(&[
            "prompting",
            "triggering",
            "sparking",
            "drawing",
            "forcing",
            "leaving",
            "setting",
            "echoing",
            "pointing",
            "referring",
            "citing",
            "brushing",
            "raising",
            "fuelling",
            "fueling",
            "stoking",
            "heightening",
            "deepening",
            "escalating",
            "dashing",
        ]) {
            return true;
        }
        let start = at + usize::from(first.word("in"));
        let later = self
            .item(start)
            .is_some_and(|i| i.one_of(&["a", "an", "two", "three"]))
            && self.item(start + 1).is_some_and(|i| i.any(Tags::TIME));
        if later {
            return true;
        }
        let determined = self.item(start).is_some_and(|i| {
            i.one_of(&["a", "an", "the", "his", "her", "their", "its", "another"])
        });
        determined && (start + 1..(start + 4).min(end)).any(|i| is_remark(&self.items[i]))
    }

    /// Items up to the statement's words: *that*, or what follows adverbs, the one spoken to, time and place.
    fn opening(&self, from: usize, verb: &Verb) -> usize {
        let limit = self.end.min(from + THAT_REACH);
        for at in from..limit {
            let item = &self.items[at];
            if matches!(
                item.kind,
                Kind::Stop | Kind::Quote | Kind::Colon | Kind::Semicolon
            ) || (item.is(Kind::Word) && item.any(Tags::AUXILIARY))
            {
                break;
            }
            if item.word("that") && frames::noun_class(&self.items[at - 1].lower).is_some() {
                // *repeated the claim that*
                break;
            }
            if item.word("that") && !self.is_object(at) {
                return at + 1;
            }
        }
        let mut at = from;
        let mut addressed = !verb.addresses();
        loop {
            let before = at;
            while self.item(at).is_some_and(|i| {
                i.is(Kind::Word) && ((i.any(Tags::ADVERB) && !i.any(Tags::DET)) || self.is_time(at))
            }) {
                at += 1;
            }
            if !addressed {
                addressed = true;
                if let Some(np) = phrases::after(self.items, at, self.end) {
                    at = np.end;
                } else if self
                    .item(at)
                    .is_some_and(|i| i.one_of(&["him", "her", "them", "us", "me"]))
                {
                    at += 1;
                }
            }
            at = self.adverbial(at);
            if at == before {
                return at;
            }
        }
    }

    /// Whether *that* at `at` is an object: *said that in parliament.*, but not *said that in May nobody came*.
    fn is_object(&self, at: usize) -> bool {
        let preposition = |i: &Item<'_>| i.any(Tags::PREPOSITION) && !i.any(Tags::DET);
        if !self.item(at + 1).is_some_and(preposition) {
            return false;
        }
        let end = phrases::after(self.items, at + 2, self.end).map_or(at + 2, |np| np.end);
        self.item(end)
            .is_none_or(|i| !matches!(i.kind, Kind::Word | Kind::Comma | Kind::Quote))
    }

    fn is_time(&self, at: usize) -> bool {
        let item = &self.items[at];
        item.any(Tags::TIME) && item.capital
    }

    /// Past *to reporters*, *on Tuesday*, *in a statement*, *at the summit in Paris*, if one stands at `at`.
    fn adverbial(&self, at: usize) -> usize {
        let Some(item) = self.item(at).filter(|i| {
            i.one_of(&[
                "to", "on", "in", "at", "during", "from", "by", "late", "early", "through", "over",
                "last", "this", "via",
            ])
        }) else {
            return at;
        };
        if self.past_quantity(at) > at {
            return at;
        }
        if item.word("to")
            && self
                .item(at + 1)
                .is_some_and(|n| !n.any(SPEAKING.or(Tags::DET)) && !n.is_name())
        {
            return at;
        }
        if self
            .item(at + 1)
            .is_some_and(|n| n.any(Tags::TIME) && n.is(Kind::Word))
        {
            let part = self.item(at + 2).is_some_and(|n| n.any(Tags::TIME));
            return at + 2 + usize::from(part);
        }
        match phrases::after(self.items, at + 1, self.end) {
            Some(np) if item.one_of(&["last", "this", "late", "early"]) => {
                if self.items[np.clone()].iter().any(|i| i.any(Tags::TIME)) {
                    np.end
                } else {
                    at
                }
            }
            Some(np) => np.end,
            None => at,
        }
    }

    /// A statement before its frame, or around it: *"...", said X*; *..., X said, ...*.
    fn post(&self, k: usize, open: usize) -> Option<Draft> {
        let frame = &self.frames[k];
        let left = self.left_region(frame.border)?;
        let last = left.end - 1;
        let first = &self.items[left.start];
        let only_quotes = self.items[left.clone()]
            .iter()
            .all(|i| matches!(i.kind, Kind::Quote | Kind::Dash | Kind::Comma));
        let quoted = self.items[last].quote.filter(|q| self.is_speech(*q));
        let parted = last > left.start
            && matches!(
                self.items[last - 1].kind,
                Kind::Comma | Kind::Colon | Kind::Dash | Kind::Stop
            );
        let mut parts = Vec::new();
        let quote_type = if only_quotes {
            parts.extend(
                left.clone()
                    .filter(|i| self.items[*i].is(Kind::Quote))
                    .map(|i| i..i + 1),
            );
            QuoteType::Direct
        } else if quoted.is_some() && parted {
            parts.push(last..last + 1);
            QuoteType::Direct
        } else {
            let fronted = first.one_of(&["asked", "speaking", "reached", "pressed"]);
            let short = left.len() < 2 && self.right_region(k, open, false).is_none();
            if fronted || short {
                return None;
            }
            let mixed = self.items[left.clone()].iter().any(|i| i.is(Kind::Quote));
            parts.push(left.clone());
            if mixed {
                QuoteType::Mixed
            } else {
                QuoteType::Indirect
            }
        };
        let direct = quote_type == QuoteType::Direct;
        if let Some(rest) = self.right_region(k, open, direct) {
            parts.push(rest);
        }
        let mixed = !direct
            && parts
                .iter()
                .any(|p| self.items[p.clone()].iter().any(|i| i.is(Kind::Quote)));
        Some(Draft {
            parts,
            quote_type: if mixed { QuoteType::Mixed } else { quote_type },
            frame: Some(frame.clone()),
            subject: None,
        })
    }

    /// The clause that ends before `border`.
    fn left_region(&self, border: usize) -> Option<Range<usize>> {
        let mut start = self.done.max(self.start);
        start = self.after_dateline(start);
        let mut end = border;
        while end > start && matches!(self.items[end - 1].kind, Kind::Comma | Kind::Dash) {
            end -= 1;
        }
        for at in (start..end).rev() {
            if matches!(self.items[at].kind, Kind::Colon | Kind::Semicolon) {
                start = at + 1;
                break;
            }
        }
        if start > self.start && self.items[start - 1].is(Kind::Semicolon) || start == self.done {
            while start < end
                && (matches!(
                    self.items[start].kind,
                    Kind::Comma | Kind::Dash | Kind::Stop | Kind::Other
                ) || self.items[start].any(Tags::COORDINATOR))
            {
                start += 1;
            }
        }
        (start < end).then_some(start..end)
    }

    /// Past *PARIS, France —* and *14:05 —* at the start of a sentence.
    fn after_dateline(&self, start: usize) -> usize {
        if start != self.start {
            return start;
        }
        let limit = self.end.min(start + 9);
        let dash = (start..limit).find(|i| self.items[*i].is(Kind::Dash));
        let place = |i: &Item<'_>| {
            i.is_name() || i.is(Kind::Number) || !i.is(Kind::Word) || i.any(Tags::TIME)
        };
        match dash {
            Some(dash) if dash > start && self.items[start..dash].iter().all(place) => dash + 1,
            _ => start,
        }
    }

    /// What goes on after a frame in the middle.
    fn right_region(&self, k: usize, open: usize, direct: bool) -> Option<Range<usize>> {
        let frame = &self.frames[k];
        let from = match &frame.aside {
            Some(aside) if frame.inverted => aside.end,
            _ => open.max(frame.end()),
        };
        if direct {
            // The next quotation, unless another frame comes first.
            let limit = self.limit(k, from);
            let quote = (from..self.end).find(|i| self.items[*i].is(Kind::Quote))?;
            let near = quote <= limit
                && matches!(
                    self.items[quote - 1].kind,
                    Kind::Comma | Kind::Colon | Kind::Dash | Kind::Semicolon
                );
            let own = !self.items[from..quote].iter().any(|i| i.is(Kind::Stop));
            let after = self.item(quote + 1).is_none_or(|i| !i.is(Kind::Word));
            return (near && own && after).then_some(quote..quote + 1);
        }
        let according = matches!(frame.report, Report::According);
        if (frame.inverted && !according) || !self.is(from, Kind::Comma) {
            return None;
        }
        let first = self.item(from + 1)?;
        let aside = first.any(Tags::DET)
            || first.any(Tags::COORDINATOR)
            || (first.any(Tags::PREPOSITION) && !first.word("to"))
            || first.one_of(&["who", "which", "where", "adding", "while", "as"])
            || first.lower.ends_with("ing")
            || first.any(Tags::VENUE);
        let end = self.limit(k, from + 1);
        let end = self.without_stop(end);
        (!aside && from + 1 < end).then_some(from + 1..end)
    }

    fn without_stop(&self, mut end: usize) -> usize {
        while end > self.start
            && matches!(
                self.items[end - 1].kind,
                Kind::Stop | Kind::Comma | Kind::Dash | Kind::Semicolon | Kind::Other
            )
        {
            end -= 1;
        }
        end
    }

    /// *X condemned Y*, *X vowed to*, *X accused Y of*, *X called Y Z*: the statement begins with the verb.
    fn act(&self, k: usize, verb: &'static Verb) -> Option<Draft> {
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
            || (verb.class.as_str() == "protest" && self.summons(at, end));
        // A verb of saying with an object that is a clause or a quotation reports it.
        let reports = verb.takes_clause()
            && !verb.takes_infinitive()
            && (next.is(Kind::Quote) || self.is(at, Kind::Colon))
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
        if !fits || reports || told || asked_of_reporter {
            return None;
        }
        self.whole(k, frame.cue.start, end)
    }

    /// *to be named*, *to be quoted*: what is asked of the reporter is no statement.
    fn of_the_reporter(&self, to: usize) -> bool {
        self.is_word(to, &["to"])
            && self.is_word(to + 1, &["be"])
            && self.is_word(to + 2, &["named", "identified", "quoted"])
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.item(at).is_some_and(|i| i.one_of(words))
    }

    fn whole(&self, k: usize, start: usize, end: usize) -> Option<Draft> {
        let end = self.without_stop(end);
        if start >= end {
            return None;
        }
        let mixed = self.items[start..end].iter().any(|i| i.is(Kind::Quote));
        Some(Draft {
            parts: vec![start..end],
            quote_type: if mixed {
                QuoteType::Mixed
            } else {
                QuoteType::Indirect
            },
            frame: Some(self.frames[k].clone()),
            subject: None,
        })
    }

    /// *to stop*, *of lying*, *for the raid*, *not to*: what the person is urged to or blamed for.
    fn names_deed(&self, at: usize, end: usize, verb: &Verb) -> bool {
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
    fn has_predicate(&self, at: usize, end: usize, verb: &Verb) -> bool {
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

    fn summons(&self, at: usize, end: usize) -> bool {
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

    /// A statement after its frame.
    fn pre(&self, k: usize, verb: &'static Verb) -> Option<Draft> {
        let frame = &self.frames[k];
        let mut at = self.opening(frame.end(), verb);
        let that = at > frame.end() && self.items[at - 1].word("that");
        if !that {
            let comma = self.is(at, Kind::Comma);
            // Past an aside between commas, up to what is said.
            if comma && !self.is(at + 1, Kind::Quote) {
                let close =
                    (at + 1..self.end.min(at + 30)).find(|i| self.items[*i].is(Kind::Comma));
                match close {
                    Some(c)
                        if self.is(c + 1, Kind::Quote)
                            || self.item(c + 1).is_some_and(|i| i.word("that")) =>
                    {
                        at = c + 1 + usize::from(!self.is(c + 1, Kind::Quote));
                        if self.items[at - 1].word("that") {
                            return self.clause(k, at);
                        }
                    }
                    _ => return None,
                }
            } else if comma || self.is(at, Kind::Colon) {
                at += 1;
            }
        }
        if self.is(at, Kind::Quote) && verb.quotes() {
            return self.quotation(k, at);
        }
        let colon = at > 0 && self.is(at - 1, Kind::Colon);
        let first = self.item(at)?;
        let wh = first.one_of(&["whether", "if", "why", "how", "where", "what", "when"]);
        let told_to = verb.addresses() && first.word("to");
        let bare = verb.takes_bare_clause() && self.is_clause(at);
        if !(that && verb.takes_clause()
            || colon
            || bare
            || told_to
            || (wh && (verb.takes_clause() || verb.verb == "ask")))
        {
            return None;
        }
        if colon && !verb.quotes() {
            return None;
        }
        self.clause(k, at)
    }

    fn clause(&self, k: usize, at: usize) -> Option<Draft> {
        let end = self.limit(k, at);
        let draft = self.whole(k, at, end)?;
        let long = draft.parts[0].len() > 1 || self.is(at, Kind::Quote);
        long.then_some(draft)
    }

    /// Past *at least*, *more than*, *nearly* and their like before a number.
    fn past_quantity(&self, at: usize) -> usize {
        let pair = (self.is_word(at, &["at"]) && self.is_word(at + 1, &["least", "most"]))
            || (self.is_word(at, &["more", "fewer", "less"]) && self.is_word(at + 1, &["than"]))
            || (self.is_word(at, &["up"]) && self.is_word(at + 1, &["to"]));
        let rough = &["about", "around", "nearly", "almost", "over", "under"];
        let number = |i: &Item<'_>| i.is(Kind::Number) || i.any(Tags::DET);
        if pair {
            at + 2
        } else if self.is_word(at, rough) && self.item(at + 1).is_some_and(number) {
            at + 1
        } else {
            at
        }
    }

    /// A noun phrase with a verb after it.
    fn is_clause(&self, at: usize) -> bool {
        let at = self.past_quantity(at);
        let Some(first) = self.item(at) else {
            return false;
        };
        if first.one_of(&[
            "there", "here", "no", "not", "if", "when", "what", "only", "nothing", "nobody",
            "neither",
        ]) {
            return self.item(at + 2).is_some_and(|i| i.is(Kind::Word));
        }
        let Some(np) = phrases::after(self.items, at, self.end) else {
            return false;
        };
        let verbal = |i: &Item<'_>| {
            i.is(Kind::Possessive)
                || (i.is(Kind::Word)
                    && (i.any(Tags::AUXILIARY.or(Tags::ADVERB).or(Tags::PAST))
                        || LEXICON.verbs(&i.lower).next().is_some()))
        };
        let next = self.item(np.end);
        if next.is_some_and(|n| n.word("that")) && np.len() > 1 {
            return false;
        }
        if next.is_some_and(verbal) {
            return true;
        }
        let pronoun = np.len() == 1 && phrases::is_subject_pronoun(first);
        if pronoun {
            return next.is_some_and(|n| n.is(Kind::Word));
        }
        if np.len() > 3 && next.is_none_or(|i| i.is(Kind::Stop)) {
            return true;
        }
        // A verb that no table knows has gone into the phrase, or stands further on.
        let limit = self.end.min(at + 25);
        let ended = self.items[at + 1..limit]
            .iter()
            .take_while(|i| !matches!(i.kind, Kind::Stop | Kind::Semicolon | Kind::Colon));
        ended.clone().any(verbal)
            || (np.len() > 1
                && self.items[np.start + 1..np.end]
                    .iter()
                    .any(|i| looks_past(&i.lower))
                || next.is_some_and(|n| n.any(Tags::DET) || n.any(Tags::PRONOUN)))
    }

    /// A statement that begins with the quotation at `at`.
    fn quotation(&self, k: usize, at: usize) -> Option<Draft> {
        let next = self.item(at + 1);
        let goes_on = next.is_some_and(|i| {
            (i.is(Kind::Word) && !i.any(Tags::COORDINATOR))
                || (i.one_of(&["and", "or", "but"])
                    && !self.frames.iter().any(|f| f.border == at + 1))
        });
        let speech = self.items[at].quote.is_some_and(|q| self.is_speech(q));
        if goes_on && !speech {
            return self.clause(k, at);
        }
        let mut parts = vec![at..at + 1];
        let limit = self.limit(k, at + 1);
        let mut i = at + 1;
        while i < limit {
            let joins = self.items[i].is(Kind::Quote)
                && matches!(
                    self.items[i - 1].kind,
                    Kind::Quote | Kind::Comma | Kind::Dash
                );
            if joins {
                parts.push(i..i + 1);
            }
            i += 1;
        }
        Some(Draft {
            parts,
            quote_type: QuoteType::Direct,
            frame: Some(self.frames[k].clone()),
            subject: None,
        })
    }

    fn passive(&self, k: usize, verb: &'static Verb) -> Option<Draft> {
        let frame = &self.frames[k];
        let subject = frame.subject.clone()?;
        let by = subject.start.checked_sub(1)?;
        // *It was suggested by X that ...*, *described by X as ...*: what follows the agent.
        let after = self.item(subject.end);
        let late = after.is_some_and(|i| i.one_of(&["that", "as", "to"]))
            || self.aside_then(frame, &["that", "as", "to"]);
        let end = self.limit(k, subject.end);
        if late && by <= frame.cue.end + 2 {
            let that = (subject.end..end).find(|i| self.items[*i].one_of(&["that", "as", "to"]))?;
            return self.whole(k, that + 1, end);
        }
        if !verb.is_act() && !verb.takes_clause() {
            return None;
        }
        if verb.is_act() || verb.takes_predicate() {
            let end = self.cut(frame.cue.end, by);
            return self.whole(k, frame.group, end.min(by));
        }
        if verb.addresses() {
            let at = (subject.end..end).find(|i| self.items[*i].word("that"))?;
            return self.whole(k, at + 1, end);
        }
        None
    }

    fn aside_then(&self, frame: &Frame, words: &[&str]) -> bool {
        frame.aside.as_ref().is_some_and(|a| {
            let at = a.end + usize::from(self.is(a.end, Kind::Comma));
            self.item(at).is_some_and(|i| i.one_of(words))
        })
    }

    fn according(&self, k: usize) -> Option<Draft> {
        let frame = &self.frames[k];
        let from = frame.aside.as_ref().map_or(frame.end(), |a| a.end);
        if frame.link == Link::Start {
            let comma = (frame.end()..self.end.min(frame.end() + 40))
                .filter(|i| self.items[*i].is(Kind::Comma));
            // An apposition ends at its second comma.
            let comma = match &frame.aside {
                Some(aside) => comma.clone().find(|c| *c >= aside.end),
                None => comma.clone().next(),
            };
            let near = frame.cue.end.max(from);
            let owned = matches!(frame.report, Report::According)
                && frame.cue.end > frame.end() - 1
                && !self.is(near, Kind::Comma);
            let at = match comma {
                // *In his view the fund is lawful*
                _ if owned && frame.cue.end >= frame.end() && frame.aside.is_none() => near,
                comma => comma? + 1,
            };
            if self.is(at, Kind::Quote) {
                return self.quotation(k, at);
            }
            return self.whole(k, at, self.limit(k, at));
        }
        if self.is(frame.group.wrapping_sub(1), Kind::Comma)
            || self.is(frame.group.wrapping_sub(1), Kind::Quote)
            || self
                .item(from)
                .is_none_or(|i| matches!(i.kind, Kind::Stop | Kind::Comma))
        {
            return self.post(k, from);
        }
        None
    }

    fn noun(&self, k: usize) -> Option<Draft> {
        let at = self.frames[k].cue.end;
        let end = self.limit(k, at + 1);
        let comma = (at..end)
            .find(|i| self.items[*i].is(Kind::Comma))
            .unwrap_or(end);
        let start = at + usize::from(self.items[at].word("that"));
        self.whole(k, start, comma)
    }

    /// Quotations without a frame: speech after a colon or alone, or marks of distance.
    fn lone_quotations(&mut self) {
        let covered = |at: usize, drafts: &[Draft]| {
            drafts
                .iter()
                .any(|d| d.parts.iter().any(|p| p.contains(&at)))
        };
        let all = self.items[self.start..self.end].iter().all(|i| {
            matches!(
                i.kind,
                Kind::Quote | Kind::Dash | Kind::Stop | Kind::Other | Kind::Comma
            )
        });
        let mut lone: Vec<Range<usize>> = Vec::new();
        for at in self.start..self.end {
            let item = &self.items[at];
            let Some(quote) = item.quote else { continue };
            if covered(at, &self.drafts) {
                continue;
            }
            let first = at == self.start;
            let colon = !first && self.items[at - 1].is(Kind::Colon);
            let ends = at + 1 == self.end
                || self.is(at + 1, Kind::Stop)
                || (at + 2 == self.end && self.is(at + 1, Kind::Other));
            let speech = all || ((first || colon) && self.is_speech(quote) && (colon || ends));
            if all {
                lone.push(at..at + 1);
            } else {
                let subject = if speech {
                    main_subject(self.items, self.start, self.end)
                } else {
                    None
                };
                self.drafts.push(Draft {
                    parts: vec![at..at + 1],
                    quote_type: if speech {
                        QuoteType::Direct
                    } else {
                        QuoteType::Scare
                    },
                    frame: None,
                    subject,
                });
            }
        }
        if !lone.is_empty() {
            self.drafts.push(Draft {
                parts: lone,
                quote_type: QuoteType::Direct,
                frame: None,
                subject: None,
            });
        }
    }
}

/// Adjectives that judge, by their endings.
fn evaluates(word: &str) -> bool {
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

fn looks_past(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed")
}

/// The bytes of a part: a lone quotation without its marks, other words as they stand.
pub(super) fn span(
    text: &str,
    items: &[Item<'_>],
    quotes: &[Quotation],
    part: &Range<usize>,
    direct: bool,
) -> Span {
    let first = &items[part.start];
    if let (true, Some(quote)) = (direct && part.len() == 1, first.quote) {
        let inner = quotes[quote].inner;
        let words = text[inner.start..inner.end].trim_end_matches([',', ' ']);
        return Span {
            start: inner.start,
            end: inner.start + words.len(),
        };
    }
    Span {
        start: first.span.start,
        end: items[part.end - 1].span.end,
    }
}
