//! Which format a file has, told by its first bytes and its name.

use std::path::Path;

use serde_json::Value;

use super::format::InputFormat;
use super::json_values::first_object;
use crate::statement::Fields;

/// A format, and what told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected {
    /// The format.
    pub format: InputFormat,
    /// What told it.
    pub because: &'static str,
}

fn told(format: InputFormat, because: &'static str) -> Detected {
    Detected { format, because }
}

/// Longest name in a header line that is believed without a file name that tells it.
const LONGEST_NAME: usize = 40;

/// The format of a file called `name` that starts with `head`; `text_column` is the column that holds the statement.
///
/// The first bytes tell Parquet, Arrow and the layouts of JSON whatever the name. Otherwise the name decides, and without one
/// that tells anything, a line of column names with `text_column` among them, or a fastText label.
#[must_use]
pub fn detect(name: &Path, head: &[u8], text_column: &str) -> Detected {
    let named = InputFormat::of_extension(name);
    if let Some(found) = binary(head) {
        return found;
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let is_json = named.is_none_or(|n| matches!(n, InputFormat::Jsonl | InputFormat::Lines));
    if let (true, Some(found)) = (is_json, json(head)) {
        return found;
    }
    match named {
        Some(InputFormat::Lines) | None => {
            line(head, text_column).unwrap_or(told(InputFormat::Lines, "nothing tells another"))
        }
        Some(format) => told(format, "its name"),
    }
}

fn binary(head: &[u8]) -> Option<Detected> {
    if head.starts_with(b"PAR1") {
        return Some(told(InputFormat::Parquet, "its first bytes"));
    }
    // A stream starts with a continuation mark and the length of the schema, less than 16 MiB.
    let stream = head.starts_with(&[0xFF; 4]) && head.get(7) == Some(&0);
    (head.starts_with(b"ARROW1") || stream).then_some(told(InputFormat::Arrow, "its first bytes"))
}

/// JSON by the keys of its first object; `None` if it starts with none.
fn json(head: &[u8]) -> Option<Detected> {
    let start = head.iter().position(|b| !b.is_ascii_whitespace())?;
    let in_array = head[start] == b'[';
    let Some(fields) = first_object(head) else {
        let after = head[start + 1..]
            .iter()
            .find(|b| !b.is_ascii_whitespace())?;
        if in_array && *after == b'{' {
            return Some(told(InputFormat::Json, "a JSON array"));
        }
        // An object that cannot be read is a bad record, not a statement.
        return is_object_like(&head[start..])
            .then_some(told(InputFormat::Jsonl, "a JSON object a line"));
    };
    Some(layout(&fields).unwrap_or(if in_array {
        told(InputFormat::Json, "a JSON array of objects")
    } else {
        told(InputFormat::Jsonl, "a JSON object a line")
    }))
}

/// Whether the first line has the marks of a JSON object with a key.
fn is_object_like(head: &[u8]) -> bool {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let mut marks = line.iter().filter(|b| !b.is_ascii_whitespace());
    (marks.next(), marks.next(), marks.next_back()) == (Some(&b'{'), Some(&b'"'), Some(&b'}'))
}

/// The tool that writes such an object.
fn layout(fields: &Fields) -> Option<Detected> {
    let has = |key: &str| fields.contains_key(key);
    let is_list = |key: &str| fields.get(key).is_some_and(Value::is_array);
    if fields.get("data").is_some_and(Value::is_object) {
        return Some(told(InputFormat::LabelStudio, "its key data"));
    }
    if has("annotation_id") || has("lead_time") {
        return Some(told(
            InputFormat::LabelStudio,
            "its key annotation_id or lead_time",
        ));
    }
    if is_list("quotes") || (has("quote") && (has("pre") || has("post"))) {
        return Some(told(InputFormat::Gdelt, "its key quotes or quote"));
    }
    if has("_input_hash") || has("_task_hash") || (has("answer") && (has("label") || has("accept")))
    {
        return Some(told(InputFormat::Prodigy, "its key answer or _task_hash"));
    }
    if is_list("label") || is_list("labels") || is_list("annotations") || has("annotation_approver")
    {
        return Some(told(InputFormat::Doccano, "its list of labels"));
    }
    None
}

/// A header or a fastText line, without a name that tells it.
fn line(head: &[u8], text_column: &str) -> Option<Detected> {
    if head.starts_with(b"__label__") {
        return Some(told(InputFormat::Fasttext, "its first label"));
    }
    let line = head.split(|b| *b == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?.trim_end_matches('\r');
    let tables = [('\t', InputFormat::Tsv), (',', InputFormat::Csv)];
    let (_, format) = tables
        .into_iter()
        .find(|(delimiter, _)| is_header(line, *delimiter, text_column))?;
    Some(told(format, "its column names"))
}

fn is_header(line: &str, delimiter: char, text_column: &str) -> bool {
    let names: Vec<&str> = line
        .split(delimiter)
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    let is_name = |name: &&str| name.len() <= LONGEST_NAME && !name.contains(['.', '!', '?']);
    names.len() > 1
        && names.iter().all(is_name)
        && names.iter().any(|n| n.eq_ignore_ascii_case(text_column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_and_name_tell_the_format() {
        for (name, head, expected) in [
            ("a.csv", "x,y\n", InputFormat::Csv),
            ("a.tsv.gz", "x\ty\n", InputFormat::Tsv),
            ("a.csv", "{\"text\":\"x\"}\n", InputFormat::Csv),
            ("a.txt", "A statement, a text.\n", InputFormat::Lines),
            ("-", "A statement, a text.\n", InputFormat::Lines),
            ("-", "id,text\n1,x\n", InputFormat::Csv),
            ("-", "\"id\"\t\"text\"\n", InputFormat::Tsv),
            ("-", "{\"text\":\"x\"}\n", InputFormat::Jsonl),
            ("-", "{not json}\n", InputFormat::Lines),
            ("-", "{\"text\":\"\\ud800\"}\nx", InputFormat::Jsonl),
            ("a.jsonl", "not json\n", InputFormat::Jsonl),
            ("a.json", " [ {\"text\": \"x\"}]", InputFormat::Json),
            (
                "a.json",
                "[{\"data\":{\"text\":\"x\"}}]",
                InputFormat::LabelStudio,
            ),
            (
                "a.json",
                "[{\"text\":\"x\",\"lead_time\":1}]",
                InputFormat::LabelStudio,
            ),
            (
                "a.jsonl",
                "{\"text\":\"x\",\"label\":[\"a\"]}",
                InputFormat::Doccano,
            ),
            (
                "a.jsonl",
                "{\"data\":\"x\",\"labels\":[\"a\"]}",
                InputFormat::Doccano,
            ),
            (
                "a.jsonl",
                "{\"text\":\"x\",\"accept\":[\"a\"],\"answer\":\"accept\"}",
                InputFormat::Prodigy,
            ),
            (
                "a.json",
                "{\"url\":\"u\",\"quotes\":[]}",
                InputFormat::Gdelt,
            ),
            ("-", "__label__a x\n", InputFormat::Fasttext),
            ("x", "PAR1", InputFormat::Parquet),
            ("x.csv", "ARROW1\0\0", InputFormat::Arrow),
        ] {
            let found = detect(Path::new(name), head.as_bytes(), "text");
            assert_eq!(found.format, expected, "{name}: {head}");
        }
    }
}
