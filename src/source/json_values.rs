//! JSON objects one after the other, or in one array, with any white space: where each ends, and what it is.

use super::block::Block;
use super::line_records::without_mark;
use super::record::{Content, Problem};
use crate::statement::Fields;

/// Finds the ends of the objects of an array or a sequence, byte by byte.
#[derive(Debug, Default, Clone)]
pub(super) struct ValueEnds {
    /// Brackets that are open around an element: one in an array; known from the first byte on.
    outer: Option<u32>,
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl ValueEnds {
    /// Reads one byte; whether an object ends with it.
    pub(super) fn ends_with(&mut self, byte: u8) -> bool {
        if self.in_string {
            self.read_in_string(byte);
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => {
                self.outer.get_or_insert(u32::from(byte == b'['));
                self.depth += 1;
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return Some(self.depth) == self.outer;
            }
            _ => {}
        }
        false
    }

    fn read_in_string(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.in_string = false,
            _ => {}
        }
    }
}

/// The objects of a block with the line on which each starts.
pub(super) fn parse(block: &Block) -> Vec<(u64, Content<'_>)> {
    if block.too_long {
        let problem = Problem::too_long(block.bytes.len());
        return vec![(block.first_line, Content::Unusable(problem))];
    }
    let bytes = without_mark(&block.bytes, block.first_line);
    let mut line = block.first_line;
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => {
                line += 1;
                at += 1;
            }
            // A bracket after a letter would be part of an element; here it is the array's own.
            b' ' | b'\t' | b'\r' | b',' | b'[' | b']' => at += 1,
            _ => {
                let end = element_end(&bytes[at..]);
                let element = &bytes[at..at + end];
                found.push((line, object(element)));
                line += memchr::memchr_iter(b'\n', element).count() as u64;
                at += end;
            }
        }
    }
    found
}

/// Length of the element at the start of `bytes`: a whole object, or what else stands there up to the next comma or line.
fn element_end(bytes: &[u8]) -> usize {
    if bytes[0] != b'{' {
        let end = memchr::memchr3(b',', b'\n', b']', bytes);
        return end.unwrap_or(bytes.len()).max(1);
    }
    let mut ends = ValueEnds::default();
    let end = bytes.iter().position(|b| ends.ends_with(*b));
    end.map_or(bytes.len(), |i| i + 1)
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
    let mut ends = ValueEnds::default();
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
