//! Rows for the tests of this folder.

use crate::stance::StanceSet;
use crate::statement::{Fields, LabelledStatement, Origin};

/// Statements of file, label and text; lines are numbered from 1 through all files.
pub(super) fn rows(table: &[(&str, &str, &str)]) -> Vec<LabelledStatement> {
    let set = StanceSet::default();
    let row = |(i, (file, label, text)): (usize, &(&str, &str, &str))| LabelledStatement {
        text: (*text).to_owned(),
        stance: set.parse(label).expect("a label of the default set"),
        group: None,
        weight: 1.0,
        origin: Origin {
            file: (*file).into(),
            line: i as u64 + 1,
        },
        fields: Fields::new(),
    };
    table.iter().enumerate().map(row).collect()
}
