//! Cases of a behaviour suite, and the suite that comes with the program.

use crate::error::BadRow;
use crate::stance::Stance;
use crate::statement::{LabelledStatement, Origin};

/// Name of the suite that comes with the program.
pub const DEFAULT_SUITE_NAME: &str = "data/checks.jsonl";

/// The suite that comes with the program, as JSON Lines.
pub const DEFAULT_SUITE: &str = include_str!("../../data/checks.jsonl");

/// The name that gates call all cases by.
pub const ALL_CASES: &str = "all";

/// One case of a suite.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The statement.
    pub text: String,
    /// The stance expected.
    pub expected: Stance,
    /// The ability that it tests.
    pub capability: String,
    /// The rule that decides.
    pub rule: Option<String>,
    /// Cases that belong together.
    pub set: Option<String>,
    /// File and line.
    pub origin: Origin,
}

impl Case {
    /// The case that a row, read with all its fields, describes.
    ///
    /// # Errors
    /// The row, if it names no capability or one that gates call all cases by.
    pub fn of(statement: LabelledStatement) -> Result<Self, BadRow> {
        let field = |name: &str| match statement.fields.get(name) {
            None | Some(serde_json::Value::Null) => None,
            Some(serde_json::Value::String(text)) => Some(text.clone()).filter(|t| !t.is_empty()),
            Some(other) => Some(other.to_string()),
        };
        let problem = match field("capability") {
            None => "no field \"capability\"; name the ability that the case tests".to_owned(),
            Some(name) if name == ALL_CASES => {
                format!("capability {ALL_CASES:?} would be taken for all cases; name it otherwise")
            }
            Some(capability) => {
                return Ok(Self {
                    capability,
                    rule: field("rule"),
                    set: field("set"),
                    expected: statement.stance,
                    text: statement.text,
                    origin: statement.origin,
                });
            }
        };
        Err(BadRow {
            origin: statement.origin,
            problem,
        })
    }
}
