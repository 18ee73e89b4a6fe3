//! Frames: the words of a sentence that report a statement, with their subject.
//!
//! A frame is a form of a reporting verb with what stands around it: *X said*, *said X*, *was called Y by X*, *, calling it Y*,
//! *with X calling it Y*, *who said*; or *according to X*, *in X's view*, *X's claim*.

use std::ops::Range;

use super::items::{Item, Kind};
use super::lexicon::{Form, FrameClass, LEXICON, SPEAKING, Tags, Verb};
use super::phrases::{self, Sort};

/// Items looked back over for the subject before a parenthesis, and forward for the agent of a passive.
const REACH: usize = 60;

/// Stands for an object in the table of verbs: *brush … aside*.
const GAP: &str = "…";

/// Words that such an object has at most.
const LONGEST_GAP: usize = 10;

/// How a frame stands to what precedes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// First in the sentence, or after an introduction.
    Start,
    /// After a comma alone.
    Comma,
    /// After *;*, *while*, *but*, or a comma and *and*: a clause beside the one before.
    Beside,
    /// After *and* without a comma.
    And,
    /// Within another clause.
    Within,
    /// After *as*.
    As,
    /// *who said*.
    Relative,
    /// *and said*: with the subject of the clause before.
    Shared,
    /// *, saying*.
    Participle,
    /// After a quotation.
    Quote,
}

/// What reports.
#[derive(Debug, Clone, Copy)]
pub(super) enum Report {
    Verb(&'static Verb, Form),
    /// *according to X*.
    According,
    /// *X's claim*.
    Noun(FrameClass),
}

/// Words that report a statement.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) report: Report,
    /// The verb, or the other words.
    pub(super) cue: Range<usize>,
    /// First item of the verb with its auxiliaries.
    pub(super) group: usize,
    /// Who reports; none if shared with the clause before.
    pub(super) subject: Option<Range<usize>>,
    /// What stands between commas after the subject.
    pub(super) aside: Option<Range<usize>>,
    pub(super) link: Link,
    /// Where the frame begins, its *and* or *while* included.
    pub(super) border: usize,
    /// The subject stands after the verb.
    pub(super) inverted: bool,
    pub(super) passive: bool,
}

impl Frame {
    pub(super) fn class(&self) -> FrameClass {
        match self.report {
            Report::Verb(verb, _) => verb.class,
            Report::According => FrameClass::ACCORDING,
            Report::Noun(class) => class,
        }
    }

    /// Last item of the frame: of its cue, or of a subject behind it.
    pub(super) fn end(&self) -> usize {
        match &self.subject {
            Some(s) if self.inverted => s.end.max(self.cue.end),
            _ => self.cue.end,
        }
    }
}

/// The frames among `items[start..end]`, a sentence, in order of their cues.
pub(super) fn find(items: &[Item<'_>], start: usize, end: usize) -> Vec<Frame> {
    let finder = Finder { items, start, end };
    let mut frames: Vec<Frame> = Vec::new();
    let mut at = start;
    while at < end {
        match finder.at(at, frames.last()) {
            Some(frame) => {
                at = frame.cue.end.max(at + 1);
                frames.push(frame);
            }
            None => at += 1,
        }
    }
    frames
}

/// Whether `items`, which follow a quotation that ends a sentence, name its speaker: *she said*, *said X*, *asked X*.
pub(super) fn follows_quotation(items: &[Item<'_>]) -> bool {
    let end = items.len().min(14);
    let finder = Finder {
        items,
        start: 0,
        end,
    };
    for at in 0..end {
        let item = &items[at];
        if matches!(
            item.kind,
            Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Quote
        ) {
            return false;
        }
        if let Some(frame) = finder.at(at, None) {
            let Report::Verb(verb, _) = frame.report else {
                return false;
            };
            let alone = frame
                .subject
                .as_ref()
                .is_some_and(|s| s.start == 0 || frame.inverted);
            let next = items.get(frame.end());
            let closed = next
                .is_none_or(|n| !matches!(n.kind, Kind::Colon | Kind::Quote) && !n.word("that"));
            let that = items[frame.end()..items.len().min(frame.end() + 9)]
                .iter()
                .take_while(|i| !matches!(i.kind, Kind::Stop | Kind::Comma | Kind::Quote))
                .any(|i| i.word("that"));
            if that {
                return false;
            }
            let bare = next.is_none_or(|n| {
                !n.is(Kind::Word)
                    || n.any(Tags::TIME)
                    || n.one_of(&["in", "on", "at", "to", "after", "during", "as"])
            });
            return verb.quotes() && alone && closed && (bare || verb.addresses());
        }
    }
    false
}

/// What stands before the main verb of a group.
#[derive(Debug, Default, Clone, Copy)]
struct Auxiliaries {
    be: bool,
    have: bool,
    modal: bool,
    would: bool,
    did: bool,
    control: bool,
}

struct Finder<'a, 't> {
    items: &'a [Item<'t>],
    start: usize,
    end: usize,
}

impl Finder<'_, '_> {
    fn at(&self, at: usize, last: Option<&Frame>) -> Option<Frame> {
        let item = &self.items[at];
        if !item.is(Kind::Word) {
            return None;
        }
        self.according(at)
            .or_else(|| self.noun_cue(at))
            .or_else(|| self.verb(at, last))
    }

    /// Whether the words after item `at` are `words`.
    fn followed_by(&self, at: usize, words: &[&str]) -> bool {
        let next = self.items.get(at + 1..at + 1 + words.len());
        at + words.len() < self.end
            && next.is_some_and(|n| n.iter().zip(words).all(|(i, w)| i.word(w)))
    }

    /// The end of a verb of several words at `at`; a gap in it holds a few words of a phrase.
    fn rest_of(&self, at: usize, rest: &[&str]) -> Option<usize> {
        let Some(gap) = rest.iter().position(|w| *w == GAP) else {
            let mut end = at + 1;
            for word in rest {
                // *called jointly for*
                let adverb = self.items.get(end).is_some_and(|i| {
                    end + 1 < self.end && i.is(Kind::Word) && i.lower.ends_with("ly")
                });
                end += usize::from(adverb);
                if !self
                    .items
                    .get(end)
                    .is_some_and(|i| end < self.end && i.word(word))
                {
                    return None;
                }
                end += 1;
            }
            return Some(end);
        };
        let rest = &rest[gap + 1..];
        let limit = self.end.min(at + LONGEST_GAP);
        let phrase = (at + 1..limit).take_while(|i| {
            matches!(
                self.items[*i].kind,
                Kind::Word | Kind::Number | Kind::Possessive | Kind::Quote
            )
        });
        let last = phrase
            .clone()
            .find(|i| self.items[*i].word(rest[0]) && self.followed_by(*i, &rest[1..]))?;
        // The cue is the verb alone, for its object stands within.
        (last > at + 1).then_some(at + 1)
    }

    fn verb(&self, at: usize, last: Option<&Frame>) -> Option<Frame> {
        let item = &self.items[at];
        if item.capital && at > self.start {
            return None;
        }
        let mut longest = None;
        for (form, verb) in LEXICON.verbs(&item.lower) {
            let Some(cue_end) = self.rest_of(at, &verb.rest) else {
                continue;
            };
            if longest.is_some_and(|l| verb.rest.len() < l) {
                break;
            }
            longest = Some(verb.rest.len());
            if let Some(frame) = self.frame(at..cue_end, form, verb, last) {
                return Some(frame);
            }
        }
        None
    }

    fn frame(
        &self,
        cue: Range<usize>,
        form: Form,
        verb: &'static Verb,
        last: Option<&Frame>,
    ) -> Option<Frame> {
        let at = cue.start;
        let (group, aux) = self.group(at);
        let frame = Frame {
            report: Report::Verb(verb, form),
            cue,
            group,
            subject: None,
            aside: None,
            link: Link::Start,
            border: group,
            inverted: false,
            passive: false,
        };
        if aux.be && form.is_participle() {
            return self.passive(frame);
        }
        if form == Form::Ing {
            return if aux.be {
                self.active(frame, last)
            } else {
                self.participle(frame, last)
            };
        }
        if form == Form::Participle && !aux.have || form == Form::Past && aux.have {
            return None;
        }
        if matches!(form, Form::Base) {
            let plural = group == at && self.plural_before(at);
            let reported = aux.would && !verb.is_act();
            if !(plural || reported || aux.did || aux.control) {
                return None;
            }
        } else if aux.modal || aux.control || self.is_noun(&frame.cue, form) {
            return None;
        }
        self.active(frame, last)
    }

    /// The verb's group: its first item, and its auxiliaries.
    fn group(&self, at: usize) -> (usize, Auxiliaries) {
        let mut aux = Auxiliaries::default();
        let mut first = at;
        let mut p = at;
        while p > self.start && at - p < 8 {
            let item = &self.items[p - 1];
            let lower = item.lower.as_str();
            if item.is(Kind::Word) && item.any(Tags::AUXILIARY) && !item.is_name() {
                match lower {
                    "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'re"
                    | "'m" => aux.be = true,
                    "has" | "have" | "had" | "having" | "'ve" => aux.have = true,
                    "do" | "does" | "did" => aux.did = true,
                    "would" | "'d" | "wouldn't" => {
                        aux.would = true;
                        aux.modal = true;
                    }
                    _ => aux.modal = true,
                }
                p -= 1;
                first = p;
            } else if (item.is(Kind::Word) && item.any(Tags::ADVERB) && !item.capital)
                || (item.word("since") && p >= 2 && self.items[p - 2].any(Tags::AUXILIARY))
            {
                p -= 1;
            } else if item.is(Kind::Possessive) && p >= 2 && self.items[p - 2].any(Tags::PRONOUN) {
                aux.be = true;
                p -= 1;
                first = p;
            } else if item.word("to") && p >= self.start + 2 && p == first {
                const CONTROL: [&str; 19] = [
                    "occasion",
                    "opportunity",
                    "chance",
                    "on",
                    "continued",
                    "continues",
                    "continue",
                    "proceeded",
                    "moved",
                    "hastened",
                    "rushed",
                    "quick",
                    "careful",
                    "keen",
                    "eager",
                    "pains",
                    "wanted",
                    "failed",
                    "sought",
                ];
                if !self.items[p - 2].one_of(&CONTROL) {
                    break;
                }
                aux.control = true;
                p -= 2;
                first = p;
                if p > self.start + 1 && self.items[p - 1].any(Tags::DET) {
                    // *took the occasion to denounce*
                    p -= 2;
                    first = p;
                }
                if p > self.start && self.items[p - 1].one_of(&["went", "goes", "go", "at"]) {
                    p -= 1;
                    first = p;
                }
            } else {
                break;
            }
        }
        (first, aux)
    }

    /// Whether a plural noun, a list or a plural pronoun stands before the verb.
    fn plural_before(&self, at: usize) -> bool {
        let Some(left) = at.checked_sub(1).filter(|l| *l >= self.start) else {
            return false;
        };
        let item = &self.items[left];
        if item.one_of(&["they", "we", "i", "who", "others", "both", "some", "many"]) {
            return true;
        }
        let end = self.before_adverbials(at);
        let Some(np) = phrases::before(self.items, self.start, end) else {
            return item.is(Kind::Comma);
        };
        let head = &self.items[phrases::head(self.items, &np)];
        let listed = self.list(&np).len() > 1;
        listed
            || head.any(Tags::PEOPLE)
            || (head.lower.ends_with('s') && !head.lower.ends_with("ss") && !head.is_name())
    }

    /// Third forms and past forms that are nouns or adjectives here: *the claims*, *Russian claims*, *the accused*.
    fn is_noun(&self, cue: &Range<usize>, form: Form) -> bool {
        let at = cue.start;
        let Some(left) = at.checked_sub(1).filter(|l| *l >= self.start) else {
            return true;
        };
        let item = &self.items[left];
        let next = self.items.get(cue.end).filter(|_| cue.end < self.end);
        let determined = (item.any(Tags::DET)
            && !item.is_name()
            && !item.one_of(&["another", "both", "all", "some"]))
            || (item.is(Kind::Possessive) && !self.starts_clause_part(at + 1));
        match form {
            Form::Third => {
                let of =
                    next.is_some_and(|n| n.one_of(&["of", "by", "are", "were", "have", "made"]));
                determined || item.any(Tags::PREPOSITION) || of
            }
            _ => {
                determined
                    || (item.any(Tags::PREPOSITION)
                        && !item.one_of(&["in", "on", "off", "out", "about"]))
            }
        }
    }

    /// Whether a clause starts at `at`, after a colon, a semicolon or *and,*.
    fn starts_clause(&self, at: usize) -> bool {
        let left = &self.items[at - 1];
        matches!(left.kind, Kind::Colon | Kind::Semicolon) || left.any(Tags::COORDINATOR)
    }

    fn starts_clause_part(&self, at: usize) -> bool {
        self.items
            .get(at)
            .is_some_and(|i| i.is(Kind::Quote) || i.word("that"))
    }

    fn active(&self, frame: Frame, last: Option<&Frame>) -> Option<Frame> {
        let Report::Verb(verb, _) = frame.report else {
            return None;
        };
        let previous = frame.group.checked_sub(1).filter(|p| *p >= self.start);
        let after_quote = previous.is_some_and(|p| self.items[p].is(Kind::Quote));
        let after_comma =
            previous.is_some_and(|p| matches!(self.items[p].kind, Kind::Comma | Kind::Dash));
        let telling = verb.quotes() && !verb.is_act() && !verb.addresses();
        if ((after_quote && verb.quotes()) || (after_comma && telling))
            && let Some(inverted) = self.inverted(&frame)
        {
            return Some(inverted);
        }
        self.with_subject(frame, last)
    }

    fn inverted(&self, frame: &Frame) -> Option<Frame> {
        let np = phrases::after(self.items, frame.cue.end, self.end)?;
        if !phrases::can_speak(self.items, &np) && phrases::sort(self.items, &np) != Sort::Document
        {
            return None;
        }
        let np = self.list_after(np);
        let next = self.items.get(np.end).filter(|_| np.end < self.end);
        let closed = next.is_none_or(|n| {
            !n.is(Kind::Word)
                || n.any(Tags::PREPOSITION)
                || n.any(Tags::TIME)
                || n.any(Tags::ADVERB)
                || n.word("who")
                || n.any(Tags::COORDINATOR)
        });
        // What follows after another comma names the subject by its other name.
        let aside = self.aside_after(np.end);
        closed.then(|| Frame {
            subject: Some(np.clone()),
            aside,
            link: Link::Quote,
            border: frame.group,
            inverted: true,
            ..frame.clone()
        })
    }

    /// The phrase between the comma at `at` and the next one.
    fn aside_after(&self, at: usize) -> Option<Range<usize>> {
        let comma = self.items.get(at).filter(|_| at < self.end)?;
        if !comma.is(Kind::Comma) {
            return None;
        }
        let np = phrases::after(self.items, at + 1, self.end)?;
        let sort = phrases::sort(self.items, &np);
        matches!(sort, Sort::Name | Sort::Person | Sort::Body).then_some(np)
    }

    /// A list of phrases that starts with `np`: *France, Spain and the Netherlands*.
    fn list_after(&self, np: Range<usize>) -> Range<usize> {
        let mut end = np.end;
        let mut at = np.end;
        while at < self.end {
            let item = &self.items[at];
            let step = if item.is(Kind::Comma) { 1 } else { 0 };
            let and = self
                .items
                .get(at + step)
                .filter(|_| at + step < self.end)
                .is_some_and(|i| i.one_of(&["and", "or"]));
            if step == 0 && !and {
                break;
            }
            let Some(next) = phrases::after(self.items, at + step + usize::from(and), self.end)
            else {
                break;
            };
            if !phrases::can_speak(self.items, &next) {
                break;
            }
            at = next.end;
            if and {
                end = at;
                break;
            }
        }
        np.start..end
    }

    fn with_subject(&self, mut frame: Frame, last: Option<&Frame>) -> Option<Frame> {
        let p = self.before_adverbials(frame.group);
        let left = p.checked_sub(1).filter(|l| *l >= self.start)?;
        let item = &self.items[left];
        if item.one_of(&["who", "which"]) || (item.word("that") && p == frame.group) {
            return self.relative(frame, left);
        }
        if matches!(item.kind, Kind::Comma | Kind::Dash | Kind::Close) {
            return self.after_aside(frame, left);
        }
        if item.any(Tags::COORDINATOR) || item.word("then") {
            let comma = left > self.start && self.items[left - 1].is(Kind::Comma);
            frame.border = left - usize::from(comma);
            frame.link = Link::Shared;
            return self.same_form(&frame, last).then_some(frame);
        }
        let np = phrases::before(self.items, self.start, p)?;
        let np = self.described(&np).unwrap_or(np);
        let list = self.list(&np);
        let listed = list.first().map_or(np.start, |r| r.start)..np.end;
        let (link, border, np) = match self.link(listed.start) {
            Some((link, border)) => (link, border, listed),
            None => {
                let (link, border) = self.link(np.start)?;
                (link, border, np)
            }
        };
        self.accepts(&frame, &np, &list).then(|| {
            frame.link = link;
            frame.border = border;
            frame.subject = Some(np);
            frame
        })
    }

    /// *residents reached by telephone*, *officials familiar with the talks*: who is described, if `np` ends what describes.
    fn described(&self, np: &Range<usize>) -> Option<Range<usize>> {
        const DESCRIBING: [&str; 8] = [
            "familiar", "close", "present", "involved", "speaking", "working", "living", "known",
        ];
        let preposition = np.start.checked_sub(1).filter(|p| *p > self.start + 1)?;
        let (item, word) = (&self.items[preposition], &self.items[preposition - 1]);
        let participle = word.lower.ends_with("ed") || word.one_of(&DESCRIBING);
        if !(item.is(Kind::Word) && item.any(Tags::PREPOSITION) && participle && !word.capital) {
            return None;
        }
        let described = phrases::before(self.items, self.start, preposition - 1)?;
        let head = &self.items[phrases::head(self.items, &described)];
        head.any(SPEAKING).then_some(described)
    }

    /// Whether a verb after *and* has the form of the verb before it; without one, a third form may be a noun: *concern and calls*.
    fn same_form(&self, frame: &Frame, last: Option<&Frame>) -> bool {
        let Report::Verb(_, form) = frame.report else {
            return true;
        };
        match last.map(|l| (l, &l.report)) {
            Some((l, Report::Verb(_, before))) if form == Form::Third || form == Form::Base => {
                *before == form || !before.is_past() || self.is_perfect(l.cue.start)
            }
            _ if form == Form::Third => !(self.start..frame.border).any(|i| {
                let item = &self.items[i];
                item.is(Kind::Word)
                    && item.lower.ends_with("ed")
                    && !item.lower.contains('-')
                    && !self.is_perfect(i)
            }),
            _ => true,
        }
    }

    /// Whether *has* or *have* stands before the verb at `at`, which then tells of the present.
    fn is_perfect(&self, at: usize) -> bool {
        let first = self.start.max(at.saturating_sub(3));
        self.items[first..at]
            .iter()
            .any(|i| i.one_of(&["has", "have", "'ve"]))
    }

    /// Whether the phrase can be the subject of the frame's verb.
    fn accepts(&self, frame: &Frame, np: &Range<usize>, list: &[Range<usize>]) -> bool {
        let Report::Verb(verb, _) = frame.report else {
            return true;
        };
        let says = matches!(
            verb.verb,
            "say" | "tell" | "write" | "state" | "add" | "announce" | "declare" | "ask" | "reply"
        );
        let each = |np: &Range<usize>| {
            let head = &self.items[phrases::head(self.items, np)];
            match phrases::sort(self.items, np) {
                Sort::Other => {
                    says && head.is(Kind::Word)
                        && !head.any(Tags::TIME.or(Tags::ADVERB))
                        && (np.len() > 1 || head.lower.ends_with('s') || head.capital)
                        && self.items[np.start].tags != Tags::default()
                }
                Sort::Document => says || verb.is_act() || verb.takes_clause(),
                _ => true,
            }
        };
        if list.len() > 1 {
            list.iter().all(each)
        } else {
            each(np)
        }
    }

    /// Skips *on Tuesday*, *late on Tuesday*, *in a statement* and their like before `p`.
    fn before_adverbials(&self, mut p: usize) -> usize {
        while p > self.start + 1 {
            let item = &self.items[p - 1];
            let left = &self.items[p - 2];
            let time = item.any(Tags::TIME) && item.is(Kind::Word);
            let bare = time && item.capital && !left.any(Tags::PREPOSITION.or(Tags::DET));
            if item.any(Tags::VENUE)
                && let Some(preposition) = self.venue(p)
            {
                p = preposition;
            } else if time && left.one_of(&["on", "last", "this", "early", "late", "in"]) {
                p -= 2;
            } else if bare || (item.any(Tags::ADVERB) && !item.is_name()) {
                p -= 1;
            } else {
                break;
            }
        }
        p
    }

    /// The preposition of *in a joint letter* before `p`.
    fn venue(&self, p: usize) -> Option<usize> {
        let low = self.start.max(p.saturating_sub(6));
        let at = (low..p - 1)
            .rev()
            .find(|i| self.items[*i].any(Tags::PREPOSITION))?;
        let plain = self.items[at + 1..p]
            .iter()
            .all(|i| i.is(Kind::Word) && !i.any(Tags::AUXILIARY.or(Tags::PRONOUN)));
        (plain
            && self.items[at].one_of(&["in", "at", "on", "during", "through"])
            && at > self.start)
            .then_some(at)
    }

    /// *X, who said*: the phrase before the pronoun.
    fn relative(&self, mut frame: Frame, pronoun: usize) -> Option<Frame> {
        let comma = pronoun > self.start && self.items[pronoun - 1].is(Kind::Comma);
        let end = pronoun - usize::from(comma);
        let np = phrases::before(self.items, self.start, end)?;
        if !phrases::can_speak(self.items, &np) {
            return None;
        }
        frame.link = Link::Relative;
        frame.border = end;
        frame.subject = Some(np);
        Some(frame)
    }

    /// *X, the minister, said*: the phrase before the outermost parenthesis that ends at `close`.
    fn after_aside(&self, mut frame: Frame, close: usize) -> Option<Frame> {
        let low = self.start.max(close.saturating_sub(REACH));
        let mut best = None;
        for comma in (low + 1..close).rev() {
            let item = &self.items[comma];
            if matches!(item.kind, Kind::Semicolon | Kind::Colon | Kind::Stop) {
                break;
            }
            if item.is(Kind::Quote) && item.span.end - item.span.start > 60 {
                break;
            }
            if !matches!(item.kind, Kind::Comma | Kind::Dash | Kind::Open) {
                continue;
            }
            let inner = &self.items[comma + 1];
            if inner.any(Tags::COORDINATOR) || comma + 1 >= close {
                continue;
            }
            if comma > self.start && self.items[comma - 1].one_of(&["who", "which"]) {
                return self.relative(frame, comma - 1);
            }
            if comma > self.start && self.items[comma - 1].one_of(&["and", "but"]) {
                // *and, in the same breath, accused*
                frame.link = Link::Shared;
                frame.border = comma - 1;
                return Some(frame);
            }
            let Some(np) = phrases::before(self.items, self.start, comma) else {
                continue;
            };
            if !self.accepts(&frame, &np, &[]) {
                continue;
            }
            let Some((link, border)) = self.link(np.start) else {
                continue;
            };
            let listed = self.list(&np).first().map_or(np.start, |r| r.start)..np.end;
            best = match self.link(listed.start) {
                Some((link, border)) if listed.start < np.start => {
                    Some((listed, comma, link, border))
                }
                _ => Some((np, comma, link, border)),
            };
        }
        let (np, comma, link, border) = best?;
        frame.subject = Some(np);
        frame.aside = Some(comma + 1..close);
        frame.link = link;
        frame.border = border;
        Some(frame)
    }

    /// How a clause that starts at `at` stands to what precedes it; none if no clause can start there.
    fn link(&self, at: usize) -> Option<(Link, usize)> {
        if at <= self.start {
            return Some((Link::Start, self.start));
        }
        let left = at - 1;
        let item = &self.items[left];
        let comma_before = |p: usize| p > self.start && self.items[p - 1].is(Kind::Comma);
        Some(match item.kind {
            Kind::Comma if left > self.start && self.items[left - 1].is(Kind::Quote) => {
                (Link::Quote, left)
            }
            Kind::Comma => (Link::Comma, left),
            Kind::Semicolon => (Link::Beside, left),
            Kind::Colon | Kind::Dash | Kind::Stop | Kind::Open | Kind::Close => (Link::Comma, left),
            Kind::Quote => (Link::Quote, at),
            Kind::Other | Kind::Number => (Link::Start, at),
            Kind::Word if item.one_of(&["while", "whereas", "though", "although"]) => {
                let start = left - usize::from(comma_before(left));
                (
                    if left == self.start {
                        Link::Start
                    } else {
                        Link::Beside
                    },
                    start,
                )
            }
            Kind::Word if item.one_of(&["but", "and", "yet", "so", "or"]) => {
                let comma = comma_before(left);
                let link = match (left == self.start, comma || item.word("but")) {
                    (true, _) => Link::Start,
                    (_, true) => Link::Beside,
                    _ => Link::And,
                };
                (link, left - usize::from(comma))
            }
            Kind::Word if item.word("as") => (Link::As, left - usize::from(comma_before(left))),
            Kind::Word
                if item.one_of(&["when", "after", "before", "since"]) && left == self.start =>
            {
                (Link::Start, left)
            }
            Kind::Word
                if item.any(Tags::SUBORDINATOR)
                    || item
                        .one_of(&["what", "which", "whom", "who", "after", "before", "than"]) =>
            {
                (Link::Within, left)
            }
            Kind::Word if item.any(Tags::PREPOSITION) => return None,
            Kind::Word if item.any(Tags::ADVERB) => match self.link(left)? {
                (Link::Within, b) => (Link::Within, b),
                other => other,
            },
            Kind::Word if item.any(Tags::TIME) => (Link::Start, self.start),
            // A verb that no table knows stands before the phrase; its object is no subject.
            // *In a statement the ministry said*
            Kind::Word if self.fronted(left) => (Link::Start, self.start),
            Kind::Word if !is_frame_verb(item) => return None,
            Kind::Word => (Link::Within, at),
            _ => return None,
        })
    }

    /// Whether the sentence begins with a preposition whose phrase ends at `last`.
    fn fronted(&self, last: usize) -> bool {
        let first = &self.items[self.start];
        let near = last - self.start < 12;
        first.any(Tags::PREPOSITION)
            && near
            && self.items[self.start..last]
                .iter()
                .all(|i| !matches!(i.kind, Kind::Comma | Kind::Quote) && !i.any(Tags::AUXILIARY))
    }

    /// The list that ends with `np`, first to last: *the US, the UK and Japan*.
    pub(super) fn list(&self, np: &Range<usize>) -> Vec<Range<usize>> {
        list_before(self.items, self.start, np)
    }

    fn passive(&self, mut frame: Frame) -> Option<Frame> {
        let limit = self.end.min(frame.cue.end + REACH);
        for at in frame.cue.end..limit {
            let item = &self.items[at];
            if matches!(item.kind, Kind::Semicolon | Kind::Stop) {
                break;
            }
            if !item.word("by") {
                continue;
            }
            let Some(np) = phrases::after(self.items, at + 1, self.end) else {
                continue;
            };
            if !phrases::can_speak(self.items, &np) {
                continue;
            }
            let np = self.list_after(np);
            frame.aside = self.aside_after(np.end);
            frame.subject = Some(np);
            frame.passive = true;
            let (link, border) = self.clause_of(frame.group);
            frame.link = link;
            frame.border = border;
            return Some(frame);
        }
        None
    }

    /// The link of the clause whose verb is at `group`.
    fn clause_of(&self, group: usize) -> (Link, usize) {
        let np = phrases::before(self.items, self.start, group);
        np.and_then(|np| self.link(np.start))
            .unwrap_or((Link::Start, group))
    }

    /// *, saying*; *with X saying*.
    fn participle(&self, mut frame: Frame, last: Option<&Frame>) -> Option<Frame> {
        let left = frame.group.checked_sub(1).filter(|l| *l >= self.start)?;
        let item = &self.items[left];
        frame.link = Link::Participle;
        if item.is(Kind::Comma)
            && let Some((with, np)) = self.with_before(left)
        {
            frame.border =
                with - usize::from(with > self.start && self.items[with - 1].is(Kind::Comma));
            frame.aside = Some(np.end + 1..left).filter(|a| a.start < a.end);
            frame.subject = Some(np);
            return Some(frame);
        }
        if item.is(Kind::Comma) || item.is(Kind::Quote) || item.is(Kind::Dash) {
            frame.border = left + usize::from(item.is(Kind::Quote));
            return Some(frame);
        }
        if item.one_of(&["and", "or", "by", "before", "while", "in"]) {
            let participial = last.is_some_and(|l| l.link == Link::Participle)
                || item.one_of(&["by", "before", "while"]);
            let comma = left > self.start && self.items[left - 1].is(Kind::Comma);
            frame.border = left - usize::from(comma);
            return participial.then_some(frame);
        }
        let np = phrases::before(self.items, self.start, frame.group)?;
        let with = np.start.checked_sub(1).filter(|w| *w >= self.start)?;
        if !self.items[with].word("with") || !phrases::can_speak(self.items, &np) {
            return None;
        }
        let comma = with > self.start && self.items[with - 1].is(Kind::Comma);
        frame.border = with - usize::from(comma);
        frame.subject = Some(np);
        Some(frame)
    }

    /// *, with X, the minister,* before the comma at `close`: the place of *with*, and X.
    fn with_before(&self, close: usize) -> Option<(usize, Range<usize>)> {
        let low = self.start.max(close.saturating_sub(16));
        let with = (low..close).rev().find(|i| self.items[*i].word("with"))?;
        let np = phrases::after(self.items, with + 1, close)?;
        let comma = self.items[np.end].is(Kind::Comma) && np.end < close;
        (comma && phrases::can_speak(self.items, &np)).then_some((with, np))
    }

    /// *according to X*, *in the view of X*, *in X's words*.
    fn according(&self, at: usize) -> Option<Frame> {
        let item = &self.items[at];
        let (from, noun_end) = if item.word("according") && self.followed_by(at, &["to"]) {
            (at + 2, None)
        } else if item.word("in") && self.followed_by(at, &["the"]) {
            let noun = self.items.get(at + 2).filter(|_| at + 3 < self.end)?;
            let of = self.items[at + 3].word("of");
            let view = noun.one_of(&[
                "view",
                "words",
                "opinion",
                "eyes",
                "judgment",
                "judgement",
                "assessment",
                "telling",
                "reading",
            ]);
            (of && view).then_some((at + 4, None))?
        } else if item.one_of(&["in", "on", "by"]) {
            let np = phrases::after(self.items, at + 1, self.end.min(at + 10))?;
            let last = np.end - 1;
            let words = self.items[last].one_of(&[
                "words",
                "view",
                "opinion",
                "account",
                "telling",
                "reckoning",
                "count",
                "phrase",
            ]);
            let owner = last > np.start && self.items[last - 1].is(Kind::Possessive);
            let pronoun =
                last == np.start + 1 && self.items[np.start].one_of(&["his", "her", "their"]);
            if !words || !(owner || pronoun) {
                return None;
            }
            (
                np.start,
                Some((np.end, if owner { last - 1 } else { last })),
            )
        } else {
            return None;
        };
        let np = match noun_end {
            Some((_, owner_end)) => from..owner_end,
            None => phrases::after(self.items, from, self.end)?,
        };
        let end = noun_end.map_or(np.end, |(end, _)| end);
        let aside = if noun_end.is_none() {
            self.aside_after(np.end)
        } else {
            None
        };
        let comma = at > self.start && self.items[at - 1].is(Kind::Comma);
        Some(Frame {
            report: Report::According,
            cue: at..if noun_end.is_some() { end } else { from },
            group: at,
            subject: Some(np),
            aside,
            link: if at == self.start || self.starts_clause(at) {
                Link::Start
            } else {
                Link::Comma
            },
            border: at - usize::from(comma),
            inverted: true,
            passive: false,
        })
    }

    /// *X's claim that*, *their threat to*.
    fn noun_cue(&self, at: usize) -> Option<Frame> {
        let item = &self.items[at];
        let class = noun_class(&item.lower)?;
        let next = self.items.get(at + 1).filter(|_| at + 1 < self.end)?;
        let takes = next.word("that")
            || (next.word("to")
                && matches!(
                    item.lower.as_str(),
                    "threat" | "pledge" | "promise" | "vow" | "offer"
                ));
        if !takes {
            return None;
        }
        let np = phrases::before(self.items, self.start, at + 1)?;
        let owner = (np.start..at)
            .rev()
            .find(|i| self.items[*i].is(Kind::Possessive));
        let subject = match owner {
            Some(owner) => np.start..owner,
            None if self.items[np.start].one_of(&["his", "her", "their", "its"]) => {
                np.start..np.start + 1
            }
            None => return None,
        };
        if subject.is_empty() || (owner.is_some() && !phrases::can_speak(self.items, &subject)) {
            return None;
        }
        Some(Frame {
            report: Report::Noun(class),
            cue: at..at + 1,
            group: at,
            subject: Some(subject),
            aside: None,
            link: Link::Within,
            border: np.start,
            inverted: false,
            passive: false,
        })
    }
}

/// The list of phrases that ends with `np`; only `np` if there is none.
pub(super) fn list_before(items: &[Item<'_>], from: usize, np: &Range<usize>) -> Vec<Range<usize>> {
    let mut list = vec![np.clone()];
    let mut start = np.start;
    let mut joined = false;
    while let Some(left) = start.checked_sub(1).filter(|l| *l >= from) {
        let item = &items[left];
        let end = if item.one_of(&["and", "or", "&"]) && !joined {
            joined = true;
            let comma = left > from && items[left - 1].is(Kind::Comma);
            left - usize::from(comma)
        } else if item.is(Kind::Comma) && joined {
            left
        } else {
            break;
        };
        let Some(part) = phrases::before(items, from, end) else {
            break;
        };
        let names = matches!(
            phrases::sort(items, &part),
            Sort::Name | Sort::Body | Sort::People | Sort::Person
        );
        if !names || part.end != end {
            break;
        }
        start = part.start;
        list.insert(0, part);
    }
    match list.split_last() {
        Some((_, firsts)) if joined && !firsts.is_empty() && share_a_noun(items, firsts, np) => {
            vec![firsts[0].start..np.end]
        }
        _ if joined => list,
        _ => vec![np.clone()],
    }
}

/// *Turkish and UN officials*: adjectives and acronyms before the plural noun of the last phrase, and no article.
fn share_a_noun(items: &[Item<'_>], firsts: &[Range<usize>], last: &Range<usize>) -> bool {
    const ADJECTIVES: [&str; 9] = [
        "swiss",
        "greek",
        "thai",
        "arab",
        "filipino",
        "saudi",
        "iraqi",
        "israeli",
        "pakistani",
    ];
    const ENDINGS: [&str; 8] = ["ish", "ese", "ian", "ean", "ench", "utch", "zech", "rman"];
    let adjective = |i: &Item<'_>| {
        let acronym = i.text.len() > 1 && !i.text.contains(char::is_lowercase);
        let american = i.lower.ends_with("ican");
        i.is_name()
            && (acronym
                || american
                || ADJECTIVES.contains(&i.lower.as_str())
                || ENDINGS.iter().any(|e| i.lower.ends_with(e)))
    };
    let modified = last.len() > 1 && items[last.start].is_name();
    let plural = items[phrases::head(items, last)].any(Tags::PEOPLE);
    modified
        && plural
        && firsts
            .iter()
            .all(|f| f.len() == 1 && adjective(&items[f.start]))
}

/// Whether the item is a form of a reporting verb, whose clause follows without *that*.
fn is_frame_verb(item: &Item<'_>) -> bool {
    LEXICON.verbs(&item.lower).next().is_some() || item.any(SPEAKING)
}

/// The class of a noun that reports.
pub(super) fn noun_class(lower: &str) -> Option<FrameClass> {
    let verb = match lower {
        "claim" | "assertion" | "argument" | "contention" | "view" | "belief" | "position" => {
            "argue"
        }
        "allegation" | "accusation" | "charge" => "allege",
        "warning" => "warn",
        "threat" => "threaten",
        "pledge" | "promise" | "vow" => "pledge",
        "insistence" => "insist",
        "denial" => "deny",
        "complaint" => "complain",
        "demand" => "demand",
        "observation" | "statement" | "remark" | "announcement" | "admission" | "assurance"
        | "suggestion" | "prediction" => "say",
        "offer" => "offer",
        _ => return None,
    };
    LEXICON.class_of(verb)
}

/// Whether the item can begin what a speaker does not say himself: a noun for a remark.
pub(super) fn is_remark(item: &Item<'_>) -> bool {
    item.one_of(&[
        "charge",
        "claim",
        "remark",
        "remarks",
        "view",
        "move",
        "decision",
        "question",
        "statement",
        "comment",
        "comments",
        "position",
        "argument",
        "accusation",
        "allegation",
        "threat",
        "warning",
        "demand",
        "call",
        "assertion",
        "phrase",
        "step",
        "notion",
        "point",
        "reference",
        "sentiment",
        "line",
        "suggestion",
        "figure",
        "description",
        "response",
        "answer",
        "reply",
        "proposal",
        "appeal",
        "admission",
        "allusion",
        "verdict",
        "judgment",
        "judgement",
        "complaint",
        "term",
        "promise",
        "pledge",
        "word",
    ])
}

/// Nouns of the sort that speak, for the main subject of a sentence.
pub(super) fn main_subject(items: &[Item<'_>], start: usize, end: usize) -> Option<Range<usize>> {
    let mut at = start;
    while at < end && !items[at].is(Kind::Word) && !items[at].is(Kind::Number) {
        at += 1;
    }
    let first = items.get(at).filter(|_| at < end)?;
    let reduced = (first.lower.ends_with("ed") || first.lower.ends_with("ing"))
        && items.get(at + 1).is_some_and(|n| n.any(Tags::PREPOSITION));
    let fronted = reduced
        || first.any(Tags::PREPOSITION.or(Tags::SUBORDINATOR))
        || (first.any(Tags::ADVERB) && !first.any(SPEAKING));
    if fronted || first.one_of(&["asked", "speaking", "pressed", "questioned"]) {
        let comma = (at..end.min(at + REACH)).find(|i| items[*i].is(Kind::Comma))?;
        at = comma + 1;
    }
    if items.get(at).is_some_and(|i| i.any(Tags::COORDINATOR)) {
        at += 1;
    }
    let np = phrases::after(items, at, end)?;
    let rest = items.get(np.end).filter(|_| np.end < end)?;
    (phrases::can_speak(items, &np) && (rest.is(Kind::Word) || rest.is(Kind::Comma))).then_some(np)
}
