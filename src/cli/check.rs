//! `demarche check`: a behaviour suite against a model.

use std::path::Path;

use anyhow::{Context, Result};
use demarche::classifier::Prior;
use demarche::error::BadRow;
use demarche::evaluation::{
    Case, DEFAULT_SUITE, DEFAULT_SUITE_NAME, PassGate, PassOutcome, SuiteResult,
};
use demarche::prediction::Prediction;
use demarche::report::{SuiteReport, suite_json, suite_junit, suite_text};
use demarche::source::{Columns, InputFormat, LabelledFile, read_labelled_from};
use demarche::{Error, StanceSet};
use rayon::prelude::*;

use super::args::{CheckArgs, CheckFormatArg};
use super::{Outcome, model, print, warn};

/// Runs the command.
pub fn run(args: &CheckArgs) -> Result<Outcome> {
    let mut classifier = model(args.model.as_deref())?;
    if let Some(mix) = &args.prior {
        let prior = Prior::parse(mix, classifier.stances())?;
        classifier.assume_prior(&prior);
    }
    let set = classifier.stances();
    let (cases, bad_rows) = suite(args, set)?;
    warn(&bad_rows);
    if cases.is_empty() {
        return Err(Error::NoExamples { purpose: "check" }.into());
    }
    let predictions: Vec<Prediction> = cases
        .par_iter()
        .map(|c| classifier.classify(&c.text))
        .collect();
    let result = SuiteResult::of(cases, predictions);
    let gates = gates(args, &result)?;
    let file = args.file.as_deref();
    let report = SuiteReport {
        suite: &file.map_or(DEFAULT_SUITE_NAME.into(), Path::to_string_lossy),
        result: &result,
        set,
        model: classifier.digest(),
        gates: &gates,
        show: args.show,
    };
    print(&match args.format {
        CheckFormatArg::Text => suite_text(&report),
        CheckFormatArg::Json => format!("{:#}\n", suite_json(&report)),
        CheckFormatArg::Junit => suite_junit(&report),
    })?;
    Ok(
        match (bad_rows.is_empty(), gates.iter().all(|g| g.passed)) {
            (false, _) => Outcome::BadRows,
            (true, false) => Outcome::GateFailed,
            (true, true) => Outcome::Done,
        },
    )
}

/// The cases of the suite asked for, and rows that are none.
fn suite(args: &CheckArgs, set: &StanceSet) -> Result<(Vec<Case>, Vec<BadRow>)> {
    let columns = Columns::default();
    let LabelledFile {
        statements,
        mut bad_rows,
        ..
    } = match &args.file {
        Some(path) => {
            let settings = super::input::settings(args.input_format, None)?;
            super::input::labelled_file(path, &settings, &columns, set, true)?
        }
        None => read_labelled_from(
            DEFAULT_SUITE.as_bytes(),
            DEFAULT_SUITE_NAME,
            InputFormat::Jsonl,
            &columns,
            set,
            true,
        )?,
    };
    let mut cases = Vec::new();
    for statement in statements {
        match Case::of(statement) {
            Ok(case) => cases.push(case),
            Err(row) => bad_rows.push(row),
        }
    }
    Ok((cases, bad_rows))
}

fn gates(args: &CheckArgs, result: &SuiteResult) -> Result<Vec<PassOutcome>> {
    args.min_pass
        .iter()
        .map(|gate| Ok(result.judge(&self::gate(gate, result)?)))
        .collect()
}

fn gate(gate: &str, result: &SuiteResult) -> Result<PassGate> {
    let (capability, floor) = gate
        .rsplit_once('=')
        .with_context(|| format!("--min-pass is {gate:?}, expected CAPABILITY=X"))?;
    let names: Vec<&str> = result
        .capabilities
        .iter()
        .map(|c| c.name.as_str())
        .collect();
    result.scores(capability).with_context(|| {
        format!(
            "--min-pass: no case has the capability {capability:?} (expected all or one of: {})",
            names.join(", ")
        )
    })?;
    let floor = floor
        .trim()
        .parse()
        .ok()
        .filter(|x| (0.0..=1.0).contains(x));
    let floor =
        floor.with_context(|| format!("--min-pass is {gate:?}, expected a share from 0 to 1"))?;
    Ok(PassGate {
        capability: capability.to_owned(),
        floor,
    })
}
