//! fastText: `__label__x the text`, one statement a line; labels stand first.

use std::sync::{Arc, LazyLock};

use serde_json::Value;

use super::block::Block;
use super::line_records::lines;
use super::record::{Cell, Content, Header, Problem};

/// What fastText marks labels with by default.
pub const LABEL_PREFIX: &str = "__label__";

static HEADER: LazyLock<Arc<Header>> = LazyLock::new(|| {
    Arc::new(Header {
        names: vec!["label".into(), "text".into()],
    })
});

/// The lines of a block.
pub(super) fn parse(block: &Block) -> Vec<(u64, Content<'_>)> {
    let content = |bytes| match (block.too_long, std::str::from_utf8(bytes)) {
        (true, _) => Content::Unusable(Problem::too_long(bytes.len())),
        (false, Err(_)) => Content::Unusable(Problem::invalid_utf8()),
        (false, Ok(line)) => row(line),
    };
    lines(block)
        .map(|(line, bytes)| (line, content(bytes)))
        .collect()
}

fn row(line: &str) -> Content<'_> {
    let mut labels = Vec::new();
    let mut rest = line.trim_start();
    while let Some(after) = rest.strip_prefix(LABEL_PREFIX) {
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        labels.push(&after[..end]);
        rest = after[end..].trim_start();
    }
    let text = if labels.is_empty() { line } else { rest };
    let label = match labels[..] {
        [] => Cell::Null,
        [label] => Cell::Text(label.into()),
        _ => Cell::Value(Value::from(labels)),
    };
    Content::Row(Arc::clone(&HEADER), vec![label, Cell::Text(text.into())])
}
