//! JSON objects one after the other, or in one array, with any white space: where each ends, and what it is.

use super::block::Block;
use super::record::{Content, Problem};
use crate::statement::Fields;

/// Finds the ends of the elements of an array or a sequence, byte by byte.
///
/// What it says depends on the bytes since the end of the last element alone, so that input may be cut after any element.
#[derive(Debug, Default, Clone)]
pub(super) struct ElementEnds(Place);

#[derive(Debug, Default, Clone, Copy)]
enum Place {
    #[default]
    Between,
    /// In an object, with so many brackets open.
    Object(u32),
    /// In a string of an object, maybe after a backslash.
    String { depth: u32, escaped: bool },
    /// In something else, which goes on up to a comma, a line's end or the array's end.
    Other,
}

impl ElementEnds {
    /// Reads one byte; whether an element ends with it, or before it if it is no object.
    pub(super) fn ends_with(&mut self, byte: u8) -> bool {
        let place = match (self.0, byte) {
            (Place::Between, b'{') => Place::Object(1),
            (Place::Between, byte) if is_between(byte) => Place::Between,
            (Place::Between, _) => Place::Other,
            (Place::Other, byte) if ends_other(byte) => Place::Between,
            (Place::Other, _) => Place::Other,
            (Place::Object(depth), _) => in_object(depth, byte),
            (Place::String { depth, escaped }, _) => in_string(depth, escaped, byte),
        };
        let before = std::mem::replace(&mut self.0, place);
        matches!(place, Place::Between) && !matches!(before, Place::Between)
    }
}

fn in_object(depth: u32, byte: u8) -> Place {
    match (byte, depth) {
        (b'"', _) => Place::String {
            depth,
            escaped: false,
        },
        (b'{' | b'[', _) => Place::Object(depth.saturating_add(1)),
        (b'}' | b']', 1) => Place::Between,
        (b'}' | b']', _) => Place::Object(depth - 1),
        _ => Place::Object(depth),
    }
}

fn in_string(depth: u32, escaped: bool, byte: u8) -> Place {
    match (byte, escaped) {
        (b'"', false) => Place::Object(depth),
        _ => Place::String {
            depth,
            escaped: byte == b'\\' && !escaped,
        },
    }
}

/// What may stand between elements: white space, commas, the array's own brackets, and byte order marks.
fn is_between(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | 0xEF | 0xBB | 0xBF
    )
}

fn ends_other(byte: u8) -> bool {
    matches!(byte, b',' | b'\n' | b']')
}

/// The objects of a block with the line on which each starts.
pub(super) fn parse(block: &Block) -> Vec<(u64, Content<'_>)> {
    if block.too_long {
        let problem = Problem::too_long(block.bytes.len());
        return vec![(block.first_line, Content::Unusable(problem))];
    }
    let bytes = &block.bytes;
    let mut line = block.first_line;
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if is_between(bytes[at]) {
            line += u64::from(bytes[at] == b'\n');
            at += 1;
            continue;
        }
        let element = &bytes[at..at + element_length(&bytes[at..])];
        found.push((line, object(element)));
        line += memchr::memchr_iter(b'\n', element).count() as u64;
        at += element.len();
    }
    found
}

/// Length of the element at the start of `bytes`: a whole object, or what else stands there up to the next comma or line.
fn element_length(bytes: &[u8]) -> usize {
    let mut ends = ElementEnds::default();
    let end = bytes.iter().position(|b| ends.ends_with(*b));
    end.map_or(bytes.len(), |i| i + usize::from(bytes[0] == b'{'))
}

/// The object that `bytes` are.
pub(super) fn object(bytes: &[u8]) -> Content<'static> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Content::Unusable(Problem::invalid_utf8());
    };
    match serde_json::from_str::<Fields>(text) {
        Ok(fields) => Content::Object(fields),
        Err(e) => Content::Unusable(Problem::bad(format!(
            "expected a JSON object with a text field, found something else ({e}); write one object a line"
        ))),
    }
}

/// The first object of the start of a file, if all of it is there.
pub(super) fn first_object(head: &[u8]) -> Option<Fields> {
    let mut ends = ElementEnds::default();
    let end = head.iter().position(|b| ends.ends_with(*b))?;
    let start = head
        .iter()
        .position(|b| !b.is_ascii_whitespace() && *b != b'[')?;
    serde_json::from_slice(head.get(start..=end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Vec<(u64, String)> {
        let block = Block {
            bytes: text.as_bytes().to_vec(),
            first_line: 1,
            ..Block::default()
        };
        let shown = |content| match content {
            Content::Object(fields) => serde_json::Value::from(fields).to_string(),
            Content::Unusable(problem) => problem.text,
            _ => unreachable!("neither an object nor a problem"),
        };
        parse(&block)
            .into_iter()
            .map(|(l, c)| (l, shown(c)))
            .collect()
    }

    #[test]
    fn objects_are_found_in_arrays_and_sequences() {
        let array = "[\n {\"a\": \"}],[\\\"\"},\n\n{\"b\":\n[{}]}]\n";
        let expected = [
            (2, "{\"a\":\"}],[\\\"\"}".to_owned()),
            (4, "{\"b\":[{}]}".to_owned()),
        ];
        assert_eq!(parsed(array), expected);
        assert_eq!(parsed("{\"a\":1}{\"a\":2}\n")[1], (1, "{\"a\":2}".into()));
        assert_eq!(parsed("[]\n"), []);
    }

    #[test]
    fn elements_of_damaged_arrays_do_not_depend_on_where_the_input_is_cut() {
        let whole = "}[\"a, {\"x\":1}}, 2]\u{FEFF}{\"y\": [}]\n{\"b\": \"\\\\\"} x\n{\"z\"";
        let expected = parsed(whole);
        assert_eq!(expected.len(), 8, "{expected:?}");
        let mut ends = ElementEnds::default();
        for (i, byte) in whole.bytes().enumerate() {
            if ends.ends_with(byte) && whole.is_char_boundary(i + 1) {
                let (first, rest) = whole.split_at(i + 1);
                let lines = first.matches('\n').count() as u64;
                let rest = parsed(rest).into_iter().map(|(l, t)| (l + lines, t));
                let found: Vec<(u64, String)> = parsed(first).into_iter().chain(rest).collect();
                assert_eq!(found, expected, "cut after {first:?}");
            }
        }
    }

    #[test]
    fn what_is_no_object_is_named() {
        let found = parsed("[1, {\"a\":1}]");
        assert_eq!(found.len(), 2);
        assert!(found[0].1.starts_with("expected a JSON object"));
        assert!(
            parsed("[{\"a\":")[0]
                .1
                .starts_with("expected a JSON object")
        );
    }
}
