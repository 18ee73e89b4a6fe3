//! `demarche explain`: what each word adds.

use std::path::{Path, PathBuf};

use anyhow::Result;
use demarche::StanceClassifier;
use demarche::error::BadRow;
use demarche::report::{explanation_json, explanation_text};
use demarche::source::{ReadSettings, RecordReader};
use demarche::statement::Origin;
use serde_json::{Map, Value};

use super::args::{ExplainArgs, ExplanationFormatArg};
use super::{Outcome, input, model, print, warn};

/// Runs the command.
pub fn run(args: &ExplainArgs, colour: bool) -> Result<Outcome> {
    let classifier = model(args.model.as_deref())?;
    let mut explainer = Explainer {
        args,
        classifier: &classifier,
        colour,
        any: false,
        outcome: Outcome::Done,
    };
    let stdin = [PathBuf::from("-")];
    match (args.text.as_deref(), &*args.files) {
        (Some(text), _) if text != "-" => explainer.explain(&Value::from(1), text)?,
        (_, []) => explainer.files(&stdin)?,
        (_, files) => explainer.files(files)?,
    }
    Ok(explainer.outcome)
}

struct Explainer<'a> {
    args: &'a ExplainArgs,
    classifier: &'a StanceClassifier,
    colour: bool,
    /// Whether something was explained already.
    any: bool,
    outcome: Outcome,
}

impl Explainer<'_> {
    fn files(&mut self, files: &[PathBuf]) -> Result<()> {
        let from = &self.args.input;
        let settings = ReadSettings {
            text_column: from.text_column.clone(),
            ..input::settings(from.input_format, from.encoding.as_deref())?
        };
        files.iter().try_for_each(|path| self.file(path, &settings))
    }

    fn file(&mut self, path: &Path, settings: &ReadSettings) -> Result<()> {
        let mut reader = RecordReader::open(path, settings)?;
        input::tell(path, reader.about());
        while let Some(block) = reader.next_block()? {
            reader.require(&settings.text_column, "text")?;
            for record in reader.records(&block) {
                match record.text(&settings.text_column) {
                    Ok(text) => {
                        let id = record.value(&self.args.id_column);
                        self.explain(&id.unwrap_or_else(|| Value::from(record.line)), &text)?;
                    }
                    Err(problem) => {
                        let file = reader.file().clone();
                        let origin = Origin {
                            file,
                            line: record.line,
                        };
                        warn(&[BadRow {
                            origin,
                            problem: problem.text,
                        }]);
                        self.outcome = Outcome::BadRows;
                    }
                }
            }
        }
        Ok(())
    }

    fn explain(&mut self, id: &Value, text: &str) -> Result<()> {
        let explanation = self.classifier.explain(text);
        let set = self.classifier.stances();
        let first = !std::mem::replace(&mut self.any, true);
        print(&match self.args.format {
            ExplanationFormatArg::Json => {
                let digest = self.classifier.digest();
                let mut record = Map::new();
                record.insert("id".into(), id.clone());
                if let Value::Object(json) = explanation_json(&explanation, set, text, digest) {
                    record.extend(json);
                }
                format!("{}\n", Value::from(record))
            }
            ExplanationFormatArg::Text => {
                let gap = if first { "" } else { "\n" };
                format!(
                    "{gap}{}",
                    explanation_text(&explanation, set, text, self.colour)
                )
            }
        })
    }
}
