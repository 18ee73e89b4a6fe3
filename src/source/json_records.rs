//! JSON Lines: one object a line; unknown fields are kept.

use super::blocks::Block;
use super::line_records::lines;
use super::record::{Content, Problem, Record};
use crate::statement::Fields;

/// The objects of a block; a blank line is an object without fields.
pub(super) fn parse(block: &Block) -> Vec<Record<'_>> {
    lines(block)
        .map(|(line, bytes)| Record {
            line,
            content: if block.too_long {
                Content::Unusable(Problem::too_long(bytes.len()))
            } else {
                object(bytes)
            },
        })
        .collect()
}

fn object(bytes: &[u8]) -> Content<'static> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Content::Unusable(Problem::invalid_utf8());
    };
    if text.trim().is_empty() {
        return Content::Object(Fields::new());
    }
    match serde_json::from_str::<Fields>(text) {
        Ok(fields) => Content::Object(fields),
        Err(e) => Content::Unusable(Problem::bad(format!(
            "expected a JSON object with a text field, found something else ({e}); write one object a line"
        ))),
    }
}
