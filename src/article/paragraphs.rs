//! Text to paragraphs: lines, or blocks of wrapped lines between blank ones.

use crate::tokens::Span;

/// Paragraphs as byte ranges without outer white space, in order.
pub(super) fn split(text: &str) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.start == line.end {
            close(text, &mut block, &mut paragraphs);
        } else {
            block.push(line);
        }
    }
    close(text, &mut block, &mut paragraphs);
    paragraphs
}

/// Lines without outer white space.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{0B}', '\u{0C}'])
        .map(move |line| {
            let start = at + (line.len() - line.trim_start().len());
            let end = start + line.trim().len();
            // Every separator is given back by its own length.
            at += line.len();
            at += text[at..].chars().next().map_or(0, char::len_utf8);
            Span { start, end }
        })
}

/// A block is one paragraph if its lines are wrapped, else each line is one.
fn close(text: &str, block: &mut Vec<Span>, paragraphs: &mut Vec<Span>) {
    if let (true, Some(first), Some(last)) = (is_wrapped(text, block), block.first(), block.last())
    {
        paragraphs.push(Span {
            start: first.start,
            end: last.end,
        });
        block.clear();
    } else {
        paragraphs.append(block);
    }
}

/// Wrapped lines are of about one length, and some line ends within a sentence.
fn is_wrapped(text: &str, block: &[Span]) -> bool {
    let Some((_, full)) = block.split_last() else {
        return false;
    };
    let length = |line: &Span| line.end - line.start;
    let longest = full.iter().map(length).max().unwrap_or(0);
    let shortest = full.iter().map(length).min().unwrap_or(0);
    let open = |line: &Span| {
        let end = text[line.start..line.end].chars().next_back();
        end.is_some_and(|c| c.is_lowercase() || c == ',')
    };
    (40..=130).contains(&longest) && longest - shortest <= 30 && full.iter().any(open)
}
