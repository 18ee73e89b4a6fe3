//! `demarche explain`: what each word adds.

use std::io::Read;

use anyhow::{Context, Result};
use demarche::report::{explanation_json, explanation_text};

use super::args::{ExplainArgs, ExplanationFormatArg};
use super::{Outcome, model, print};

/// Runs the command.
pub fn run(args: &ExplainArgs, colour: bool) -> Result<Outcome> {
    let classifier = model(args.model.as_deref())?;
    let mut input = String::new();
    let texts: Vec<&str> = match args.text.as_deref() {
        Some(text) if text != "-" => vec![text],
        _ => {
            std::io::stdin()
                .read_to_string(&mut input)
                .context("standard input: cannot read as UTF-8")?;
            input.lines().collect()
        }
    };
    for (i, text) in texts.into_iter().enumerate() {
        let explanation = classifier.explain(text);
        print(&match args.format {
            ExplanationFormatArg::Json => {
                format!(
                    "{}\n",
                    explanation_json(
                        &explanation,
                        classifier.stances(),
                        text,
                        classifier.digest()
                    )
                )
            }
            ExplanationFormatArg::Text => {
                let gap = if i == 0 { "" } else { "\n" };
                format!(
                    "{gap}{}",
                    explanation_text(&explanation, classifier.stances(), text, colour)
                )
            }
        })?;
    }
    Ok(Outcome::Done)
}
