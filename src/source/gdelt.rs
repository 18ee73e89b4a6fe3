//! GDELT's quotation graph: an article a line with its quotes, each of which is a statement.

use serde_json::Value;

use super::layout::{Layout, no_label};
use super::record::{Content, Problem};
use crate::statement::Fields;

/// The quotes of an article: `text`, `pre` and `post`, with what the line says of the article; its address is the group.
pub(super) fn read(mut fields: Fields) -> Layout {
    if let Some(quote) = fields.shift_remove("quote") {
        return statement(fields, quote, None);
    }
    let Some(Value::Array(quotes)) = fields.shift_remove("quotes") else {
        return Layout::one(Content::Unusable(Problem::bad(
            "found no list quotes, expected an article of GDELT's quotation graph; name the format with --input-format",
        )));
    };
    let mut layout = Layout::default();
    for (i, quote) in quotes.into_iter().enumerate() {
        let Value::Object(mut quote) = quote else {
            layout.append(Layout::one(Content::Unusable(Problem::bad(
                "found a quote that is no object, expected pre, quote and post",
            ))));
            continue;
        };
        let text = quote.shift_remove("quote").unwrap_or_default();
        let mut all = fields.clone();
        all.extend(quote);
        layout.append(statement(all, text, Some(i + 1)));
    }
    layout
}

fn statement(mut fields: Fields, text: Value, number: Option<usize>) -> Layout {
    fields.insert("text".into(), text);
    if let Some(Value::String(url)) = fields.get("url") {
        let url = url.clone();
        if let (None, Some(number)) = (fields.get("id"), number) {
            fields.insert("id".into(), format!("{url}#{number}").into());
        }
        fields.entry("group").or_insert_with(|| url.into());
    }
    no_label(fields, "GDELT has no labels")
}
