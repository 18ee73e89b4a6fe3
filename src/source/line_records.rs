//! Plain text: one statement a line.

use super::block::Block;
use super::record::{Content, Problem};

/// The lines of a block, without their ends.
pub(super) fn parse(block: &Block) -> Vec<(u64, Content<'_>)> {
    let content = |bytes| match (block.too_long, std::str::from_utf8(bytes)) {
        (true, _) => Content::Unusable(Problem::too_long(bytes.len())),
        (false, Ok(text)) => Content::Line(text),
        (false, Err(_)) => Content::Unusable(Problem::invalid_utf8()),
    };
    lines(block)
        .map(|(line, bytes)| (line, content(bytes)))
        .collect()
}

/// Line number and bytes of each line; a byte order mark at the start of the input is dropped.
pub(super) fn lines(block: &Block) -> impl Iterator<Item = (u64, &[u8])> {
    let bytes = without_mark(&block.bytes, block.first_line);
    let open_end = usize::from(!bytes.is_empty() && !bytes.ends_with(b"\n"));
    let count = memchr::memchr_iter(b'\n', bytes).count() + open_end;
    let lines = bytes.split(|b| *b == b'\n').take(count);
    (block.first_line..).zip(lines.map(|l| l.strip_suffix(b"\r").unwrap_or(l)))
}

pub(super) fn without_mark(bytes: &[u8], first_line: u64) -> &[u8] {
    match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) if first_line == 1 => rest,
        _ => bytes,
    }
}
