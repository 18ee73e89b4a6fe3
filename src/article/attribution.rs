//! Statements with their speakers: frames and turns, sentence by sentence, in the order of the article.

use std::collections::HashMap;

use super::complements::{self, Draft};
use super::frames::{self, Link};
use super::items::{Item, Kind};
use super::marks::Quotation;
use super::people::People;
use super::sentences::Sentence;
use super::turns::{self, Turn};
use super::{Cue, QuoteType, Reported, Speaker};
use crate::tokens::Span;

/// The statements of the article, in the order of their sentences.
pub(super) fn statements(
    text: &str,
    items: &[Item<'_>],
    sentences: &[Sentence],
    quotes: &[Quotation],
) -> Vec<Reported> {
    let turns = turns::find(text, items, sentences);
    let mut writer = Writer {
        text,
        items,
        quotes,
        people: People::read(items, text),
        found: Vec::new(),
        by_quote: HashMap::new(),
        last: None,
        turn: None,
        first_turn: first_turn(&turns, sentences),
        interviewee: None,
    };
    for (index, sentence) in sentences.iter().enumerate() {
        match &turns[index] {
            Some((turn, start)) => {
                writer.turn(turn, *start, sentence);
            }
            None if is_heading(items, sentence, sentences.len()) => {}
            None => writer.sentence(sentence),
        }
    }
    writer.found
}

/// Where the first turn begins.
fn first_turn(turns: &[Option<(Turn, usize)>], sentences: &[Sentence]) -> Option<usize> {
    let first = turns.iter().position(Option::is_some)?;
    Some(sentences[first].span.start)
}

/// A line without a full stop among others that have one: a title, a caption.
fn is_heading(items: &[Item<'_>], sentence: &Sentence, sentences: usize) -> bool {
    let last = &items[sentence.end - 1];
    let alone = sentence.start == 0 || items[sentence.start - 1].paragraph != sentence.paragraph;
    let ends = items
        .get(sentence.end)
        .is_none_or(|i| i.paragraph != sentence.paragraph);
    let first = sentence.start == 0;
    let words = &items[sentence.start..sentence.end];
    let capitals = words
        .iter()
        .filter(|i| i.is(Kind::Word) && i.text.len() > 3)
        .all(|i| i.capital);
    sentences > 1
        && alone
        && ends
        && words.len() < 30
        && (first || capitals)
        && matches!(last.kind, Kind::Word | Kind::Number)
}

struct Writer<'a, 't> {
    text: &'a str,
    items: &'a [Item<'t>],
    quotes: &'a [Quotation],
    people: People,
    found: Vec<Reported>,
    /// Quotation -> statement.
    by_quote: HashMap<usize, usize>,
    /// Speakers of the last statement, and its paragraph.
    last: Option<(Vec<Speaker>, usize)>,
    /// Paragraph of the last turn.
    turn: Option<usize>,
    /// Where the first turn begins.
    first_turn: Option<usize>,
    interviewee: Option<Speaker>,
}

impl Writer<'_, '_> {
    fn sentence(&mut self, sentence: &Sentence) {
        let frames = frames::find(self.items, sentence.start, sentence.end);
        let drafts = complements::drafts(self.text, self.items, self.quotes, sentence, &frames);
        let subject = frames::main_subject(self.items, sentence.start, sentence.end);
        let quoted = drafts.iter().all(|d| d.quote_type == QuoteType::Scare);
        if let (true, Some(subject)) = (quoted, &subject) {
            let speakers = self.people.resolve(self.items, self.text, subject, None);
            self.people.note(self.items, self.text, subject);
            let person = super::phrases::sort(self.items, subject);
            if matches!(
                person,
                super::phrases::Sort::Person
                    | super::phrases::Sort::Pronoun
                    | super::phrases::Sort::Name
            ) {
                self.last = Some((speakers, sentence.paragraph));
            }
        }
        let mut shared: Option<Vec<Speaker>> = None;
        for draft in drafts {
            self.write(draft, sentence, &mut shared, subject.as_ref());
        }
    }

    fn write(
        &mut self,
        draft: Draft,
        sentence: &Sentence,
        shared: &mut Option<Vec<Speaker>>,
        main: Option<&std::ops::Range<usize>>,
    ) {
        if self.continues(&draft) {
            return;
        }
        let speakers = self.speakers(&draft, sentence, shared, main);
        let direct = draft.quote_type == QuoteType::Direct;
        let speaker_span = speakers.iter().filter_map(|s| s.span).reduce(|a, b| Span {
            start: a.start.min(b.start),
            end: a.end.max(b.end),
        });
        let statement = Reported {
            parts: draft
                .parts
                .iter()
                .map(|p| complements::span(self.text, self.items, self.quotes, p, direct))
                .collect(),
            quote_type: draft.quote_type,
            cue: draft.frame.as_ref().map(|f| Cue {
                span: Span {
                    start: self.items[f.cue.start].span.start,
                    end: self.items[f.cue.end - 1].span.end,
                },
                class: f.class(),
            }),
            speaker_span,
            speakers,
            sentence: sentence.span,
            is_turn: false,
        };
        if statement.parts.iter().any(|p| p.start >= p.end) {
            return;
        }
        if draft.quote_type != QuoteType::Scare {
            *shared = Some(statement.speakers.clone());
            self.last = Some((statement.speakers.clone(), sentence.paragraph));
        }
        for part in &draft.parts {
            for quote in self.items[part.clone()].iter().filter_map(|i| i.quote) {
                self.by_quote.insert(quote, self.found.len());
            }
        }
        self.found.push(statement);
    }

    /// A quotation that goes on from the paragraph before is another part of its statement.
    fn continues(&mut self, draft: &Draft) -> bool {
        let first = draft.parts.first().and_then(|p| self.items[p.start].quote);
        let Some(quote) = first.filter(|q| *q > 0 && self.quotes[*q].continues) else {
            return false;
        };
        let Some(statement) = self.by_quote.get(&(quote - 1)).copied() else {
            return false;
        };
        for part in &draft.parts {
            let span = complements::span(self.text, self.items, self.quotes, part, true);
            self.found[statement].parts.push(span);
            if let Some(quote) = self.items[part.start].quote {
                self.by_quote.insert(quote, statement);
            }
        }
        self.last = Some((
            self.found[statement].speakers.clone(),
            self.items[draft.parts[0].start].paragraph,
        ));
        true
    }

    fn speakers(
        &mut self,
        draft: &Draft,
        sentence: &Sentence,
        shared: &Option<Vec<Speaker>>,
        main: Option<&std::ops::Range<usize>>,
    ) -> Vec<Speaker> {
        let unplaced = |speakers: &[Speaker]| -> Vec<Speaker> {
            speakers
                .iter()
                .cloned()
                .map(|s| Speaker { span: None, ..s })
                .collect()
        };
        if draft.quote_type == QuoteType::Scare {
            return Vec::new();
        }
        match &draft.frame {
            Some(frame) => match &frame.subject {
                Some(subject) => {
                    self.people
                        .resolve(self.items, self.text, subject, frame.aside.as_ref())
                }
                None => match (shared, main) {
                    (Some(speakers), _)
                        if matches!(frame.link, Link::Shared | Link::Participle) =>
                    {
                        speakers.clone()
                    }
                    (_, Some(main)) => self.people.resolve(self.items, self.text, main, None),
                    (Some(speakers), _) => speakers.clone(),
                    _ => Vec::new(),
                },
            },
            None => {
                if let Some(subject) = &draft.subject {
                    return self.people.resolve(self.items, self.text, subject, None);
                }
                match &self.last {
                    Some((speakers, paragraph)) if sentence.paragraph <= paragraph + 1 => {
                        unplaced(speakers)
                    }
                    _ => Vec::new(),
                }
            }
        }
    }

    /// Who answers where no label tells: named in what stands before the first turn.
    fn interviewee(&mut self, sentence: &Sentence) -> Option<Speaker> {
        if self.interviewee.is_none() {
            let start = self.first_turn.unwrap_or(sentence.span.start);
            let introduction = self.people.interviewed(&self.text[..start]);
            self.interviewee = introduction.or_else(|| self.people.interviewed(self.text));
        }
        self.interviewee.clone()
    }

    /// What is said in a turn is one statement.
    fn turn(&mut self, turn: &Turn, start: usize, sentence: &Sentence) {
        let speakers = match turn {
            Turn::Question => return,
            Turn::Labelled(span) => {
                let label = self.text[span.start..span.end].to_owned();
                vec![self.people.labelled(&label, *span)]
            }
            Turn::Answer(_) | Turn::Unlabelled => self.interviewee(sentence).into_iter().collect(),
        };
        let words = &self.text[start..sentence.span.end];
        let begin = start
            + (words.len()
                - words
                    .trim_start_matches([' ', '*', '_', '\t', '\u{A0}'])
                    .len());
        let end = sentence.span.start
            + self.text[sentence.span.start..sentence.span.end]
                .trim_end_matches(['*', '_', ' '])
                .len();
        if begin >= end {
            return;
        }
        let part = Span { start: begin, end };
        let same = self.turn == Some(sentence.paragraph);
        match self.found.last_mut().filter(|_| same) {
            Some(last) => last.parts.push(part),
            None => self.found.push(Reported {
                parts: vec![part],
                quote_type: QuoteType::Direct,
                speaker_span: speakers.iter().find_map(|s| s.span),
                speakers,
                cue: None,
                sentence: sentence.span,
                is_turn: true,
            }),
        }
        self.turn = Some(sentence.paragraph);
    }
}
