//! Quotation marks to quotations, in one scan of each paragraph.
//!
//! Straight, curly, single, German and angular marks. What stands inside a quotation in other marks belongs to it. A quotation
//! that is not closed goes on in the next paragraph if that opens with the same mark, and else ends with its own. An apostrophe is
//! no mark; a single mark counts only if one follows that can close it.

use crate::tokens::Span;

/// A quotation within one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotation {
    /// With its marks.
    pub(super) outer: Span,
    /// Without them and without outer white space.
    pub(super) inner: Span,
    /// It goes on from the quotation before it.
    pub(super) continues: bool,
}

/// Which marks belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Straight,
    Curly,
    German,
    Angular,
    AngularInward,
    Single,
    StraightSingle,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    style: Style,
    start: usize,
    after: usize,
    continues: bool,
}

/// The quotations of all paragraphs, in order.
pub(super) fn pair(text: &str, paragraphs: &[Span]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut carried: Option<Style> = None;
    for paragraph in paragraphs {
        let mut scan = Scan::new(text, *paragraph, carried);
        scan.run(&mut found);
        carried = scan.close_at_end(&mut found);
    }
    found
}

struct Scan<'t> {
    text: &'t str,
    paragraph: Span,
    open: Option<Open>,
    /// The mark with which a quotation of the paragraph before goes on.
    carried: Option<Style>,
    /// Last position of a single mark that can close, of each kind.
    last_single: usize,
    last_straight_single: usize,
    /// Single marks that open or close, in order, and whether they close.
    singles: Vec<(usize, bool)>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, paragraph: Span, carried: Option<Style>) -> Self {
        let mut scan = Self {
            text,
            paragraph,
            open: None,
            carried,
            last_single: 0,
            last_straight_single: 0,
            singles: Vec::new(),
        };
        for (i, c) in text[paragraph.start..paragraph.end].char_indices() {
            let at = paragraph.start + i;
            match c {
                '\u{2018}' => scan.singles.push((at, false)),
                '\u{2019}' if scan.can_close_single(at, c) => {
                    scan.last_single = at;
                    scan.singles.push((at, true));
                }
                '\'' if scan.can_close_single(at, c) => {
                    scan.last_straight_single = at;
                    scan.singles.push((at, true));
                }
                '\'' if scan.can_open_single(at) => scan.singles.push((at, false)),
                _ => {}
            }
        }
        scan
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[self.paragraph.start..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..self.paragraph.end].chars().next()
    }

    fn run(&mut self, found: &mut Vec<Quotation>) {
        let paragraph = &self.text[self.paragraph.start..self.paragraph.end];
        for (i, c) in paragraph.char_indices() {
            let at = self.paragraph.start + i;
            match self.open {
                Some(open) if self.closes(open, at, c) => {
                    found.push(self.quotation(open, at, at + c.len_utf8()));
                    self.open = None;
                }
                Some(open) if self.reopens(open, at, c) => {
                    // The mark before was never closed; its quotation ends where its sentence does, or here.
                    let end = self.sentence_end(open, at);
                    found.push(self.quotation(open, end, end));
                    self.open = self.opens(at, c);
                }
                Some(_) => {}
                None => self.open = self.opens(at, c),
            }
        }
    }

    /// An open quotation at the paragraph's end: it may go on in the next.
    fn close_at_end(&mut self, found: &mut Vec<Quotation>) -> Option<Style> {
        let open = self.open.take()?;
        found.push(self.quotation(open, self.paragraph.end, self.paragraph.end));
        Some(open.style)
    }

    fn quotation(&self, open: Open, end: usize, outer_end: usize) -> Quotation {
        let words = &self.text[open.after..end.max(open.after)];
        let start = open.after + (words.len() - words.trim_start().len());
        Quotation {
            outer: Span {
                start: open.start,
                end: outer_end.max(open.after),
            },
            inner: Span {
                start,
                end: start + words.trim().len(),
            },
            continues: open.continues,
        }
    }

    fn opens(&self, at: usize, c: char) -> Option<Open> {
        let after = at + c.len_utf8();
        let (before, next) = (self.before(at), self.after(after));
        let spaced =
            before.is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '.' | ',' | '!' | '?'));
        let style = match c {
            '"' if next.is_some_and(|n| !n.is_whitespace()) && spaced => Style::Straight,
            '\u{201C}' => Style::Curly,
            '\u{201E}' | '\u{201A}' => Style::German,
            '\u{AB}' | '\u{2039}' => Style::Angular,
            '\u{BB}' | '\u{203A}' if spaced && next.is_some_and(char::is_alphanumeric) => {
                Style::AngularInward
            }
            '\u{2018}' if self.last_single > after => Style::Single,
            '\'' if self.last_straight_single > after && self.can_open_single(at) => {
                Style::StraightSingle
            }
            _ => return None,
        };
        let continues = before.is_none() && self.carried == Some(style);
        Some(Open {
            style,
            start: at,
            after,
            continues,
        })
    }

    fn closes(&self, open: Open, at: usize, c: char) -> bool {
        match (open.style, c) {
            (Style::Straight, '"') => !self.looks_opening(at, c),
            (Style::Curly, '\u{201D}')
            | (Style::German, '\u{201C}' | '\u{201D}' | '\u{2018}' | '\u{2019}')
            | (Style::Angular, '\u{BB}' | '\u{203A}')
            | (Style::AngularInward, '\u{AB}' | '\u{2039}') => true,
            (Style::Curly, '"') => !self.looks_opening(at, c),
            (Style::Straight, '\u{201D}') => true,
            (Style::Single, '\u{2019}') => self.ends_single(at, c),
            (Style::StraightSingle, '\'') => self.ends_single(at, c),
            _ => false,
        }
    }

    /// Whether an opening mark of the same kind stands within an open quotation.
    fn reopens(&self, open: Open, at: usize, c: char) -> bool {
        match (open.style, c) {
            (Style::Straight, '"') => self.looks_opening(at, c),
            (Style::Curly, '\u{201C}') => true,
            _ => false,
        }
    }

    fn looks_opening(&self, at: usize, c: char) -> bool {
        let before = self.before(at);
        let next = self.after(at + c.len_utf8());
        before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '\u{2014}'))
            && next.is_some_and(char::is_alphanumeric)
    }

    /// The first end of a sentence in an unclosed quotation.
    fn sentence_end(&self, open: Open, limit: usize) -> usize {
        let words = &self.text[open.after..limit];
        let stop = words.match_indices(['.', '!', '?']).find(|(i, m)| {
            let rest = &words[i + m.len()..];
            rest.starts_with(char::is_whitespace)
        });
        stop.map_or(limit, |(i, m)| open.after + i + m.len())
    }

    fn can_open_single(&self, at: usize) -> bool {
        let before = self.before(at);
        let rest = &self.text[at + 1..self.paragraph.end];
        let elided = ["tis ", "twas ", "em ", "til ", "cause "];
        before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '\u{2014}' | '"'))
            && rest.starts_with(|c: char| c.is_alphanumeric())
            && !rest.starts_with(|c: char| c.is_ascii_digit())
            && !elided.iter().any(|e| rest.starts_with(e))
    }

    fn can_close_single(&self, at: usize, c: char) -> bool {
        let before = self.before(at);
        let next = self.after(at + c.len_utf8());
        before.is_some_and(|b| !b.is_whitespace()) && next.is_none_or(|n| !n.is_alphanumeric())
    }

    /// A closing single mark that is not the apostrophe of a plural's genitive (ministers' plan): that stands before a word, and the
    /// next mark closes.
    fn ends_single(&self, at: usize, c: char) -> bool {
        if !self.can_close_single(at, c) {
            return false;
        }
        let genitive = self.before(at) == Some('s')
            && self.text[at + c.len_utf8()..self.paragraph.end]
                .strip_prefix(' ')
                .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        let next = self
            .singles
            .partition_point(|(position, _)| *position <= at);
        !(genitive && self.singles.get(next).is_some_and(|(_, closes)| *closes))
    }
}
