//! Names of the columns that statements and what belongs to them stand in.

/// Names of the columns that are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The statement.
    pub text: String,
    /// Its label.
    pub label: String,
    /// Its affair, document or speaker.
    pub group: String,
    /// Its weight, if it has one.
    pub weight: Option<String>,
    /// Its identifier.
    pub id: String,
    /// Who said it.
    pub speaker: String,
    /// When.
    pub date: String,
    /// Who gave the label.
    pub annotator: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            text: "text".into(),
            label: "label".into(),
            group: "group".into(),
            weight: None,
            id: "id".into(),
            speaker: "speaker".into(),
            date: "date".into(),
            annotator: "annotator".into(),
        }
    }
}
