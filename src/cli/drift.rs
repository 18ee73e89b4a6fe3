//! `demarche drift`: do new statements differ from old ones by more than matters?

use std::path::Path;

use anyhow::{Result, ensure};
use demarche::StanceClassifier;
use demarche::corpus::{DriftRow, DriftVerdict, Tolerances, drift};
use demarche::error::BadRow;
use demarche::report::{DriftReport, drift_json, drift_text};
use demarche::source::{ReadSettings, RecordReader};
use demarche::statement::Origin;
use rayon::prelude::*;

use super::args::{DriftArgs, DriftFormatArg};
use super::{Outcome, input, model, print, warn};

/// Runs the command.
pub fn run(args: &DriftArgs) -> Result<Outcome> {
    let tolerances = Tolerances {
        unknown: args.unknown_tolerance,
        mix: args.mix_tolerance,
        confidence: args.confidence_tolerance,
        length: args.length_tolerance,
    };
    ensure!(
        [tolerances.unknown, tolerances.mix, tolerances.confidence]
            .iter()
            .all(|t| *t > 0.0),
        "a tolerance is not above 0, expected the difference that matters"
    );
    ensure!(
        tolerances.length > 1.0,
        "--length-tolerance is {}, expected a factor above 1",
        tolerances.length
    );
    let classifier = model(args.model.as_deref())?;
    let (old, old_usable) = rows(args, &args.old, &classifier)?;
    let (new, new_usable) = rows(args, &args.new, &classifier)?;
    for (path, rows) in [(&args.old, &old), (&args.new, &new)] {
        ensure!(
            !rows.is_empty(),
            "{}: no statement to compare",
            path.display()
        );
    }
    let results = drift(&old, &new, classifier.stances().len(), tolerances);
    let report = DriftReport {
        results: &results,
        set: classifier.stances(),
        model: classifier.digest(),
        files: [&args.old, &args.new].map(|p| p.display().to_string()),
        rows: [old.len(), new.len()],
    };
    print(&match args.format {
        DriftFormatArg::Text => drift_text(&report),
        DriftFormatArg::Json => format!("{:#}\n", drift_json(&report)),
    })?;
    let drifted = results.iter().any(|r| r.verdict == DriftVerdict::Drifted);
    Ok(match (old_usable && new_usable, args.strict && drifted) {
        (false, _) => Outcome::BadRows,
        (true, true) => Outcome::GateFailed,
        (true, false) => Outcome::Done,
    })
}

/// What the model says of each statement; false if a row could not be used. Empty texts are passed over.
fn rows(
    args: &DriftArgs,
    path: &Path,
    classifier: &StanceClassifier,
) -> Result<(Vec<DriftRow>, bool)> {
    let asked = &args.input;
    let settings = ReadSettings {
        text_column: asked.text_column.clone(),
        ..input::settings(asked.input_format, asked.encoding.as_deref())?
    };
    let mut reader = RecordReader::open(path, &settings)?;
    input::tell(path, reader.about());
    let mut found = Vec::new();
    let mut all_usable = true;
    while let Some(block) = reader.next_block()? {
        reader.require(&asked.text_column, "text")?;
        let records = reader.records(&block);
        let classified: Vec<_> = records
            .par_iter()
            .filter(|r| !r.is_blank())
            .map(|record| {
                let text = record.text(&asked.text_column);
                let text = text.map_err(|problem| (record.line, problem.text))?;
                let group = record.column(&args.group_column).filter(|g| !g.is_empty());
                Ok((!text.trim().is_empty()).then(|| DriftRow {
                    prediction: classifier.classify(&text),
                    group: group.map(|g| g.into_owned()),
                }))
            })
            .collect();
        for row in classified {
            match row {
                Ok(row) => found.extend(row),
                Err((line, problem)) => {
                    all_usable = false;
                    let file = reader.file().clone();
                    let origin = Origin { file, line };
                    warn(&[BadRow { origin, problem }]);
                }
            }
        }
    }
    Ok((found, all_usable))
}
