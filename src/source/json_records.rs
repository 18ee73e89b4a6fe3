//! JSON Lines: one object a line; unknown fields are kept.

use super::block::Block;
use super::json_values::object;
use super::line_records::lines;
use super::record::{Content, Problem};
use crate::statement::Fields;

/// The objects of a block with their lines; a blank line is an object without fields.
pub(super) fn parse(block: &Block) -> Vec<(u64, Content<'_>)> {
    let content = |bytes: &[u8]| {
        if block.too_long {
            Content::Unusable(Problem::too_long(bytes.len()))
        } else if bytes.iter().all(u8::is_ascii_whitespace) {
            Content::Object(Fields::new())
        } else {
            object(bytes)
        }
    };
    lines(block)
        .map(|(line, bytes)| (line, content(bytes)))
        .collect()
}
