//! TSV with a header, in the two ways that are about.
//!
//! Databases write one row a line and escape: `\t`, `\n`, `\r` and `\\`, `\N` for no value; a quotation mark means nothing
//! (PostgreSQL COPY, ClickHouse TabSeparated, Hive). Spreadsheets and pandas quote as in CSV. Both are read, field by field:
//!
//! - A field is quoted if it starts with a quotation mark and the next single one stands before a tab or a line's end; two of them
//!   stand for one. In it nothing is escaped. Any other quotation mark is a character like others.
//! - Quotes join lines only if these are not each a whole row of the header's width by themselves, so that a lone
//!   quotation mark never swallows the rows below it. A table of one column has no line breaks in quotes therefore.
//! - In a field that is not quoted `\t \n \r \\ \" \N` are read as above; another backslash is a character like others.

use std::borrow::Cow;
use std::sync::Arc;

use super::block::Block;
use super::line_records::without_mark;
use super::record::{Cell, Content, Header, Problem};

/// Longest quoted field with a line break that is looked for, in bytes.
const FARTHEST: usize = 1 << 20;

/// Where a quoted field ends.
enum Quote {
    /// Position of the closing mark.
    Closed(usize),
    /// The next single mark closes nothing, or is too far away.
    None,
    /// The bytes end before one is found.
    Open,
}

/// Position after the record that starts at `from`, line end included; `None` if more bytes are needed to tell. `width` is the
/// header's number of fields, `last` says that no more bytes follow.
pub(super) fn record_end(bytes: &[u8], from: usize, width: usize, last: bool) -> Option<usize> {
    let mut end = line_end(bytes, from, last)?;
    let mut at = from;
    while at < end {
        if bytes[at] == b'"' {
            match closing(bytes, at, end, last) {
                Quote::Closed(close) if close < end => at = close + 1,
                Quote::Closed(close) => {
                    let joined = line_end(bytes, close, last)?;
                    if has_fewer_or_more(&bytes[from..joined], width) {
                        end = joined;
                        at = close + 1;
                    }
                }
                Quote::None => {}
                Quote::Open if last => {}
                // Only a mark in the last field may open what ends below a line that is whole.
                Quote::Open if is_whole_before(&bytes[from..end], at - from, width) => {}
                Quote::Open => return None,
            }
        }
        at = memchr::memchr(b'\t', &bytes[at..end]).map_or(end, |i| at + i + 1);
    }
    Some(end)
}

/// Position after the line that holds `at`.
fn line_end(bytes: &[u8], at: usize, last: bool) -> Option<usize> {
    match memchr::memchr(b'\n', &bytes[at..]) {
        Some(i) => Some(at + i + 1),
        None => last.then_some(bytes.len()),
    }
}

/// The mark that closes the field opened at `open`.
fn closing(bytes: &[u8], open: usize, line_end: usize, last: bool) -> Quote {
    let mut at = open + 1;
    loop {
        let Some(i) = memchr::memchr(b'"', &bytes[at..]) else {
            let seen = bytes.len() - open;
            return if last || seen > FARTHEST {
                Quote::None
            } else {
                Quote::Open
            };
        };
        let mark = at + i;
        if mark >= line_end && mark - open > FARTHEST {
            return Quote::None;
        }
        match (bytes.get(mark + 1), bytes.get(mark + 2)) {
            (Some(b'"'), _) => at = mark + 2,
            (Some(b'\t' | b'\n'), _) | (Some(b'\r'), Some(b'\n')) => return Quote::Closed(mark),
            (Some(b'\r'), None) | (None, _) if last => return Quote::Closed(mark),
            (Some(b'\r'), None) | (None, _) => return Quote::Open,
            _ => return Quote::None,
        }
    }
}

fn width_of(line: &[u8]) -> usize {
    memchr::memchr_iter(b'\t', line).count() + 1
}

/// Whether a line of `lines`, marks taken as characters, has not `width` fields.
fn has_fewer_or_more(lines: &[u8], width: usize) -> bool {
    let lines = lines.strip_suffix(b"\n").unwrap_or(lines);
    lines
        .split(|b| *b == b'\n')
        .any(|line| width_of(line) != width)
}

/// Whether `line`, marks taken as characters, has `width` fields, and `at` is not in the last.
fn is_whole_before(line: &[u8], at: usize, width: usize) -> bool {
    width_of(line) == width && memchr::memchr(b'\t', &line[at..]).is_some()
}

/// Takes the header off the first block.
pub(super) fn take_header(block: &mut Block) -> Header {
    let mark = block.bytes.len() - without_mark(&block.bytes, 1).len();
    let end = line_end(&block.bytes, mark, true).unwrap_or(block.bytes.len());
    let names = fields(&block.bytes[mark..end])
        .map(|field| match cell(field) {
            Ok(Cell::Text(name)) => name.trim().to_owned(),
            _ => String::from_utf8_lossy(field).trim().to_owned(),
        })
        .collect();
    block.first_line += u64::from(block.bytes[..end].ends_with(b"\n"));
    block.bytes.drain(..end);
    Header { names }
}

/// The rows of a block with their lines; blank lines are passed over unless the table has one column.
pub(super) fn parse<'b>(block: &'b Block, header: &Arc<Header>) -> Vec<(u64, Content<'b>)> {
    if block.too_long {
        let problem = Problem::too_long(block.bytes.len());
        return vec![(block.first_line, Content::Unusable(problem))];
    }
    let (bytes, width) = (&block.bytes, header.names.len());
    let (mut line, mut at) = (block.first_line, 0);
    let mut rows = Vec::new();
    while at < bytes.len() {
        let end = record_end(bytes, at, width, true).unwrap_or(bytes.len());
        let record = &bytes[at..end];
        if width == 1 || !without_end(record).is_empty() {
            rows.push((line, row(record, header)));
        }
        line += memchr::memchr_iter(b'\n', record).count() as u64;
        at = end;
    }
    rows
}

fn without_end(record: &[u8]) -> &[u8] {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    record.strip_suffix(b"\r").unwrap_or(record)
}

fn row<'b>(record: &'b [u8], header: &Arc<Header>) -> Content<'b> {
    let cells: Result<Vec<Cell<'b>>, _> = fields(record).map(cell).collect();
    match cells {
        Err(_) => Content::Unusable(Problem::invalid_utf8()),
        Ok(cells) if cells.len() != header.names.len() => Content::Unusable(Problem::wrong_width(
            cells.len(),
            header,
            "write a tab in a field as \\t and a line break as \\n",
        )),
        Ok(cells) => Content::Row(Arc::clone(header), cells),
    }
}

/// The fields of a record, marks and escapes as they stand.
fn fields(record: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(without_end(record));
    std::iter::from_fn(move || {
        let bytes = rest?;
        let quoted = match bytes.first() {
            Some(b'"') => match closing(bytes, 0, bytes.len(), true) {
                Quote::Closed(close) => close + 1,
                _ => 0,
            },
            _ => 0,
        };
        let end = memchr::memchr(b'\t', &bytes[quoted..]).map(|i| quoted + i);
        rest = end.map(|e| &bytes[e + 1..]);
        Some(&bytes[..end.unwrap_or(bytes.len())])
    })
}

fn cell(field: &[u8]) -> Result<Cell<'_>, std::str::Utf8Error> {
    let text = std::str::from_utf8(field)?;
    if text == "\\N" {
        return Ok(Cell::Null);
    }
    if let Some(inner) = quoted(text) {
        return Ok(Cell::Text(if inner.contains('"') {
            Cow::Owned(inner.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inner)
        }));
    }
    Ok(Cell::Text(if text.contains('\\') {
        Cow::Owned(unescaped(text))
    } else {
        Cow::Borrowed(text)
    }))
}

/// What stands between the quotation marks of a quoted field.
fn quoted(text: &str) -> Option<&str> {
    if !text.starts_with('"') {
        return None;
    }
    match closing(text.as_bytes(), 0, text.len(), true) {
        Quote::Closed(close) if close + 1 == text.len() => text.get(1..close),
        _ => None,
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let known = match rest.as_bytes().get(at + 1) {
            Some(b't') => Some('\t'),
            Some(b'n') => Some('\n'),
            Some(b'r') => Some('\r'),
            Some(b'\\') => Some('\\'),
            Some(b'"') => Some('"'),
            _ => None,
        };
        out.push(known.unwrap_or('\\'));
        rest = &rest[at + 1 + usize::from(known.is_some())..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a table as text, `-` for no value.
    fn table(text: &str) -> Vec<(u64, String)> {
        let mut block = Block {
            bytes: text.as_bytes().to_vec(),
            first_line: 1,
            ..Block::default()
        };
        let header = Arc::new(take_header(&mut block));
        let shown = |content| match content {
            Content::Row(_, cells) => cells
                .iter()
                .map(|c| c.as_text().unwrap_or("-".into()).into_owned())
                .collect::<Vec<_>>()
                .join("|"),
            Content::Unusable(problem) => problem.text,
            _ => unreachable!("neither a row nor a problem"),
        };
        let rows = parse(&block, &header).into_iter();
        rows.map(|(line, content)| (line, shown(content))).collect()
    }

    #[test]
    fn escapes_and_quotes_are_both_read() {
        for (row, expected) in [
            ("a\tb", "a|b"),
            ("a\\tb\\n\\\\c\t\\N", "a\tb\n\\c|-"),
            ("C:\\dir\tb\r", "C:\\dir|b"),
            ("\"a \"\"b\"\"\tc\"\td", "a \"b\"\tc|d"),
            ("\"C:\\new\"\td", "C:\\new|d"),
            ("\"a\nb\"\tc", "a\nb|c"),
            ("c\t\"a\nb\"", "c|a\nb"),
            ("\"Stop\" he said\tc", "\"Stop\" he said|c"),
            ("\\\"Stop\"\tc", "\"Stop\"|c"),
            ("\"\"\tx", "|x"),
        ] {
            let found = table(&format!("t\tl\n{row}\nz\tz\n"));
            assert_eq!(found[0], (2, expected.to_owned()), "{row:?}");
            assert_eq!(found.last().unwrap().1, "z|z", "{row:?}");
        }
    }

    #[test]
    fn a_lone_quotation_mark_swallows_nothing() {
        let rows = table("t\tl\n\"Peace now\tn\nthe wall is 5\"\tn\nlast\t\"n\nx\ty\"\n");
        let expected = ["\"Peace now|n", "the wall is 5\"|n", "last|\"n", "x|y\""];
        let found: Vec<&str> = rows.iter().map(|(_, row)| row.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_of_a_wrong_width_are_named() {
        let rows = table("t\tl\na\tb\tc\n\nd\te\n");
        assert!(rows[0].1.starts_with("found 3 fields, expected 2 (t, l)"));
        assert_eq!(rows[1], (4, "d|e".into()));
    }
}
