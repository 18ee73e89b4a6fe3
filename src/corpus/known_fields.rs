//! Fields that no part of the program knows: often a slip of the pen, and then what was meant is lost.

use std::collections::BTreeMap;

use super::findings::{Check, Finding, Severity};
use crate::statement::LabelledStatement;

/// Fields that a corpus may have besides text, label and group.
pub const KNOWN_FIELDS: [&str; 10] = [
    "register",
    "topic",
    "move",
    "hard",
    "pair",
    "id",
    "speaker",
    "date",
    "weight",
    "annotator",
];

/// One finding for each unknown field of a file, at its first row. `also` are further names that are known.
pub(super) fn unknown_fields(statements: &[LabelledStatement], also: &[String]) -> Vec<Finding> {
    // Columns of a header are found in any case.
    let known = |name: &str| {
        KNOWN_FIELDS.contains(&name) || also.iter().any(|a| a.eq_ignore_ascii_case(name))
    };
    let mut unknown: BTreeMap<(&str, &str), Vec<&LabelledStatement>> = BTreeMap::new();
    for statement in statements {
        for name in statement.fields.keys().filter(|name| !known(name)) {
            let rows = unknown.entry((&statement.origin.file, name)).or_default();
            rows.push(statement);
        }
    }
    unknown
        .iter()
        .map(|((_, name), rows)| {
            let also = also.iter().map(String::as_str);
            let known: Vec<&str> = also.chain(KNOWN_FIELDS).collect();
            Finding::new(
                Check::UnknownField,
                Severity::Warning,
                &rows[0].origin,
                format!("field {name:?} is not known (in {} rows)", rows.len()),
                format!("remove it or rename it to one of: {}", known.join(", ")),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_rows::rows;
    use super::*;

    #[test]
    fn each_unknown_field_is_found_once_a_file() {
        let table = [("a", "neutral", "x"), ("a", "neutral", "y")];
        let mut statements = rows(&table);
        for s in &mut statements {
            s.fields.insert("register".into(), "wire".into());
            s.fields.insert("topik".into(), "war".into());
            s.fields.insert("affair".into(), "g".into());
        }
        let found = unknown_fields(&statements, &["affair".into()]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].problem, "field \"topik\" is not known (in 2 rows)");
        assert_eq!(found[0].origin.line, 1);
    }
}
