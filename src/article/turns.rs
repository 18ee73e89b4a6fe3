//! Turns: interviews and briefings, where a label or a bold question stands before what is said.

use super::items::Item;
use super::sentences::Sentence;
use crate::tokens::Span;

/// Whose turn a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Turn {
    /// A question, or what a reporter says.
    Question,
    /// An answer of the one who is asked, as *A:*.
    Answer(Span),
    /// A speaker's, by label: its bytes.
    Labelled(Span),
    /// An answer without a label, after a question in bold type.
    Unlabelled,
}

/// Labels of those who ask.
const ASKING: [&str; 12] = [
    "q",
    "question",
    "reporter",
    "journalist",
    "interviewer",
    "moderator",
    "press",
    "correspondent",
    "host",
    "media",
    "qu",
    "frage",
];

/// For each sentence, whose turn it belongs to, and where the words after the label start.
pub(super) fn find(
    text: &str,
    items: &[Item<'_>],
    sentences: &[Sentence],
) -> Vec<Option<(Turn, usize)>> {
    let labels: Vec<Option<Span>> = sentences
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let first = i == 0 || sentences[i - 1].paragraph != s.paragraph;
            if first { label(text, items, s) } else { None }
        })
        .collect();
    let bold: Vec<bool> = sentences.iter().map(|s| is_bold(text, s)).collect();
    let asks = |span: &Span| {
        let label = text[span.start..span.end].to_lowercase();
        let first = label
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        ASKING.contains(&first)
    };
    let named = labels.iter().flatten().count();
    let distinct: std::collections::BTreeSet<&str> = labels
        .iter()
        .flatten()
        .map(|s| &text[s.start..s.end])
        .collect();
    let questions = labels.iter().flatten().filter(|s| asks(s)).count();
    let dialogue = named >= 3 && (questions >= 1 || distinct.len() < named);
    let bolds = sentences
        .iter()
        .zip(&bold)
        .enumerate()
        .filter(|(i, (s, b))| **b && (*i == 0 || sentences[i - 1].paragraph != s.paragraph))
        .count();
    let asking = sentences
        .iter()
        .zip(&bold)
        .filter(|(s, b)| **b && text[s.span.start..s.span.end].contains('?'))
        .count();
    let interview = !dialogue && bolds >= 2 && asking >= 1;
    let mut turn: Option<Turn> = None;
    let mut found = Vec::with_capacity(sentences.len());
    let mut paragraph = usize::MAX;
    let counts = label_counts(text, &labels);
    let answering = answering(text, &labels, sentences);
    let last_label = labels.iter().rposition(Option::is_some);
    for (i, sentence) in sentences.iter().enumerate() {
        let mut start = sentence.span.start;
        if sentence.paragraph != paragraph {
            paragraph = sentence.paragraph;
            if dialogue {
                match labels[i] {
                    Some(span) => {
                        start = text[span.end..]
                            .find([':', '.'])
                            .map_or(start, |c| span.end + c + 1);
                        let name = &text[span.start..span.end];
                        // Who speaks once with a question mark only asks.
                        let once = counts.get(name).copied().unwrap_or(0);
                        let outlet =
                            once < 3 && asked(text, sentences, i) && !answering.contains(name);
                        turn = Some(if asks(&span) || outlet {
                            Turn::Question
                        } else if matches!(name, "A" | "Answer" | "ANSWER" | "R") {
                            Turn::Answer(span)
                        } else {
                            Turn::Labelled(span)
                        });
                    }
                    // Between turns a paragraph without a label goes on with the last.
                    None if last_label.is_some_and(|last| i < last) => {}
                    None => turn = None,
                }
            } else if interview {
                turn = match (bold[i], &turn) {
                    (true, _) => Some(Turn::Question),
                    (false, Some(_)) if !text[sentence.span.start..].starts_with('*') => {
                        Some(Turn::Unlabelled)
                    }
                    _ => None,
                };
            }
        }
        found.push(turn.clone().map(|t| (t, start)));
    }
    found
}

fn label_counts<'t>(
    text: &'t str,
    labels: &[Option<Span>],
) -> std::collections::HashMap<&'t str, usize> {
    let mut counts = std::collections::HashMap::new();
    for span in labels.iter().flatten() {
        *counts.entry(&text[span.start..span.end]).or_insert(0) += 1;
    }
    counts
}

/// Whether the paragraph that starts with sentence `i` is followed by another's turn.
fn asked(text: &str, sentences: &[Sentence], i: usize) -> bool {
    let paragraph = sentences[i].paragraph;
    let last = sentences[i..]
        .iter()
        .take_while(|s| s.paragraph == paragraph)
        .last();
    last.is_some_and(|s| {
        text[s.span.start..s.span.end]
            .trim_end()
            .ends_with(['?', '.', '"', '\u{201D}'])
    })
}

/// The labels whose turns ever follow a question.
fn answering<'t>(
    text: &'t str,
    labels: &[Option<Span>],
    sentences: &[Sentence],
) -> std::collections::HashSet<&'t str> {
    let mut found = std::collections::HashSet::new();
    let mut previous: Option<usize> = None;
    for (i, label) in labels.iter().enumerate() {
        let Some(span) = label else { continue };
        if let Some(p) = previous {
            let paragraph = sentences[p].paragraph;
            let turn = sentences[p..i]
                .iter()
                .take_while(|s| s.paragraph == paragraph);
            let mut ends = turn.map(|s| text[s.span.start..s.span.end].trim_end().ends_with('?'));
            if ends.any(|asks| asks) {
                found.insert(&text[span.start..span.end]);
            }
        }
        previous = Some(i);
    }
    found
}

/// A label at the start of a paragraph: up to six capitalised words before a colon, perhaps in bold type.
fn label(text: &str, items: &[Item<'_>], sentence: &Sentence) -> Option<Span> {
    use super::items::Kind;
    let mut first = sentence.start;
    while first < sentence.end
        && matches!(items[first].kind, Kind::Other | Kind::Number | Kind::Dash)
    {
        first += 1;
    }
    if first >= sentence.end {
        return None;
    }
    let lettered = items[first].one_of(&["q", "a"]) && items[first].capital;
    let stopped = items[first].text.ends_with('.')
        || items
            .get(first + 1)
            .is_some_and(|i| i.is(Kind::Stop) && i.text == ".");
    if lettered && stopped && first < sentence.end {
        let start = items[first].span.start;
        return Some(Span {
            start,
            end: start + 1,
        });
    }
    let mut end = first;
    while end < sentence.end && end - first < 8 {
        let item = &items[end];
        match item.kind {
            Kind::Colon if end > first => {
                let span = Span {
                    start: items[first].span.start,
                    end: items[end - 1].span.end,
                };
                let spaced = text[item.span.end..].starts_with([' ', '*', '_', '\u{A0}', '\t']);
                return spaced.then_some(span);
            }
            Kind::Word
                if item.capital
                    || matches!(
                        item.lower.as_str(),
                        "of" | "for" | "the" | "de" | "van" | "von" | "al" | "bin"
                    ) => {}
            Kind::Stop | Kind::Possessive | Kind::Open | Kind::Close if end > first => {}
            Kind::Other if end > first => {}
            _ => return None,
        }
        end += 1;
    }
    None
}

/// A paragraph in bold type, as Markdown writes it.
fn is_bold(text: &str, sentence: &Sentence) -> bool {
    text[sentence.span.start..].starts_with("**")
}
