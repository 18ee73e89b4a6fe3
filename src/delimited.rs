//! Rows of delimited text: CSV (RFC 4180) and TSV (backslash escapes, `\N` for no value).

use std::borrow::Cow;
use std::io::Write;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimited {
    /// Commas; quotes where a cell needs them, nothing for no value.
    Csv,
    /// The same, with `'` before a text that a spreadsheet would take for a formula.
    SafeCsv,
    /// Tabs; `\t`, `\n`, `\r` and `\\` escaped, also a quotation mark at the start, which spreadsheets take for quoting.
    Tsv,
}

impl Delimited {
    /// Appends a row; `None` is no value.
    pub fn push(self, out: &mut Vec<u8>, cells: &[Option<impl AsRef<str>>]) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                out.push(if self == Self::Tsv { b'\t' } else { b',' });
            }
            let cell = cell.as_ref().map(AsRef::as_ref);
            match self {
                Self::Csv => push_quoted(out, cell.unwrap_or_default(), cells.len() == 1),
                Self::SafeCsv => {
                    push_quoted(out, &harmless(cell.unwrap_or_default()), cells.len() == 1);
                }
                Self::Tsv => push_escaped(out, cell),
            }
        }
        out.push(b'\n');
    }
}

/// A cell of CSV; an empty one that is `alone` would be a blank line, which readers pass over.
fn push_quoted(out: &mut Vec<u8>, cell: &str, alone: bool) {
    if cell.contains(['"', ',', '\n', '\r']) || (alone && cell.is_empty()) {
        let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
    } else {
        out.extend_from_slice(cell.as_bytes());
    }
}

/// A cell that no spreadsheet runs: OWASP's list of first characters, but for numbers.
fn harmless(cell: &str) -> Cow<'_, str> {
    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if starts_formula && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn push_escaped(out: &mut Vec<u8>, cell: Option<&str>) {
    let Some(cell) = cell else {
        out.extend_from_slice(b"\\N");
        return;
    };
    if cell.starts_with('"') {
        out.push(b'\\');
    }
    for c in cell.bytes() {
        match c {
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(form: Delimited, cells: &[Option<&str>]) -> String {
        let mut out = Vec::new();
        form.push(&mut out, cells);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_quotes_what_needs_it() {
        let cells = [Some("a"), None, Some("b,\"c\""), Some("=1")];
        assert_eq!(row(Delimited::Csv, &cells), "a,,\"b,\"\"c\"\"\",=1\n");
        assert_eq!(row(Delimited::Csv, &[Some("")]), "\"\"\n");
    }

    #[test]
    fn safe_csv_leaves_numbers_and_defuses_formulas() {
        let cells = [
            Some("=HYPERLINK(\"x\")"),
            Some("-0.5"),
            Some("-a"),
            Some("@b"),
            Some("c=d"),
        ];
        let expected = "\"'=HYPERLINK(\"\"x\"\")\",-0.5,'-a,'@b,c=d\n";
        assert_eq!(row(Delimited::SafeCsv, &cells), expected);
    }

    #[test]
    fn tsv_tells_no_value_from_its_letters() {
        let cells = [Some("\\N"), None, Some("\"a\tb\n")];
        assert_eq!(row(Delimited::Tsv, &cells), "\\\\N\t\\N\t\\\"a\\tb\\n\n");
    }
}
