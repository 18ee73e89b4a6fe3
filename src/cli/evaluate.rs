//! `demarche evaluate`: how often a model is right, whether it got better, and whether that is enough.

mod lists;
mod outputs;
mod settings;
mod system;

use anyhow::{Result, bail, ensure};
use demarche::evaluation::{
    Comparison, Evaluation, EvaluationSettings, Gate, GateOutcome, IntervalMethod, Judging,
    Result as Verdict, Slice, SliceSource, slices, verdict,
};
use demarche::report::{BaselineReport, EvaluationReport};
use demarche::source::PredictionColumns;
use demarche::{Error, StanceSet};

use super::args::{EvaluateArgs, EvaluationFormatArg};
use super::{Outcome, input, model, print};
use settings::Settings;
use system::System;

/// Fewest statements of a slice or of a gate's figure, if nobody says otherwise.
const MIN_SUPPORT: usize = 10;

/// Most bootstrap draws.
const MOST_RESAMPLES: usize = 10_000_000;

/// Runs the command.
pub fn run(args: &EvaluateArgs) -> Result<Outcome> {
    let settings = Settings::gather(args)?;
    for path in &settings.output {
        outputs::form_of(path)?;
    }
    let system = system(&settings)?;
    let set = stances(args, &settings, &system)?;
    let gates = gates(&settings, &set)?;
    let (statements, bad_rows) = input::labelled_with_fields(&args.files, &args.columns, &set)?;
    if statements.is_empty() {
        return Err(Error::NoExamples {
            purpose: "evaluate",
        }
        .into());
    }
    let columns = PredictionColumns {
        id: settings.id_column.clone(),
        label: args.prediction_column.clone(),
    };
    let judged = system.judge(&statements, &set, &columns)?;
    let baseline = settings
        .baseline
        .as_deref()
        .map(System::of_file)
        .transpose()?;
    let before = baseline
        .as_ref()
        .map(|b| b.judge(&statements, &set, &columns))
        .transpose()?;

    let how = draws(&settings, &gates)?;
    let min_support = settings.min_support.unwrap_or(MIN_SUPPORT);
    let evaluation = Evaluation::with(&judged, &set, &how);
    let comparison = before
        .as_ref()
        .map(|before| Comparison::of(&judged, before, &set, &how));
    let source = SliceSource {
        judged: &judged,
        baseline: before.as_deref(),
        set: &set,
        settings: &how,
        min_support,
    };
    let mut by = settings.by.clone();
    by.extend(
        gates
            .iter()
            .filter_map(|g| g.slice.as_ref().map(|s| s.column.clone())),
    );
    let slices: Vec<Slice> = slices(source, &lists::columns(&statements, &by)?);
    let judging = Judging {
        evaluation: &evaluation,
        comparison: comparison.as_ref(),
        slices: &slices,
        set: &set,
        min_support,
    };
    let outcomes: Vec<GateOutcome> = gates.iter().flat_map(|g| g.judge(&judging)).collect();

    let changes = match (&comparison, &before) {
        (Some(comparison), Some(before)) => {
            lists::changes(&statements, &judged, before, comparison, &set)
        }
        _ => Vec::new(),
    };
    let shown = settings.mistakes.unwrap_or(outputs::HTML_MISTAKES);
    let mistakes = lists::mistakes(&statements, &judged, &set, shown, system.model());
    let baseline_name = baseline.as_ref().map_or(String::new(), System::name);
    let files: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
    let report = EvaluationReport {
        evaluation: &evaluation,
        set: &set,
        model: &system.name(),
        files: &files,
        baseline: comparison.as_ref().map(|comparison| BaselineReport {
            name: &baseline_name,
            comparison,
            changes: &changes,
        }),
        slices: &slices,
        min_support,
        gates: &outcomes,
        mistakes: &mistakes,
    };
    for path in &settings.output {
        outputs::write(&report, path, settings.mistakes)?;
    }
    if args.format == EvaluationFormatArg::Github {
        outputs::tell_github(&report, settings.mistakes)?;
    }
    print(&outputs::rendered(&report, args.format, settings.mistakes))?;
    Ok(match (bad_rows.is_empty(), verdict(&outcomes)) {
        (false, _) => Outcome::BadRows,
        (true, Some(Verdict::NotJudged)) => Outcome::NotJudged,
        (true, Some(Verdict::Failed)) => Outcome::GateFailed,
        (true, Some(Verdict::Passed) | None) => Outcome::Done,
    })
}

fn system(settings: &Settings) -> Result<System> {
    match (&settings.predictions, &settings.baseline) {
        (Some(a), Some(b)) if a == b && a.as_os_str() == "-" => {
            bail!("--predictions and --baseline are both standard input; give one of them a file")
        }
        _ => {}
    }
    Ok(match &settings.predictions {
        Some(path) => System::Predictions(path.clone()),
        None => System::Model(Box::new(model(settings.model.as_deref())?)),
    })
}

/// The labels of the model, or those named for predictions.
fn stances(args: &EvaluateArgs, settings: &Settings, system: &System) -> Result<StanceSet> {
    match (system.model(), &settings.model) {
        (Some(model), _) => {
            ensure!(
                args.labels.is_empty(),
                "--labels goes with --predictions; a model has its own labels"
            );
            Ok(model.stances().clone())
        }
        (None, Some(path)) => {
            ensure!(
                args.labels.is_empty(),
                "give --labels or --model, which has its own labels"
            );
            Ok(model(Some(path))?.stances().clone())
        }
        (None, None) => input::stances(&args.labels),
    }
}

fn gates(settings: &Settings, set: &StanceSet) -> Result<Vec<Gate>> {
    let gates: Vec<Gate> = settings
        .gate
        .iter()
        .map(|text| Gate::parse(text, set))
        .collect::<demarche::Result<_>>()?;
    if let (Some(gate), None) = (
        gates.iter().find(|g| g.needs_baseline()),
        &settings.baseline,
    ) {
        bail!(
            "gate {:?} compares, but there is nothing to compare with; give --baseline",
            gate.name(set)
        );
    }
    Ok(gates)
}

fn draws(settings: &Settings, gates: &[Gate]) -> Result<EvaluationSettings> {
    let usual = EvaluationSettings::default();
    let resamples = settings.resamples.unwrap_or(usual.resamples);
    ensure!(
        resamples == 0 || (100..=MOST_RESAMPLES).contains(&resamples),
        "--resamples is {resamples}, expected 0 (no intervals) or 100 to {MOST_RESAMPLES}"
    );
    Ok(EvaluationSettings {
        resamples,
        seed: settings.seed.unwrap_or(usual.seed),
        method: settings.interval.map_or(usual.method, IntervalMethod::from),
        further: gates.iter().map(Gate::figure).collect(),
    })
}
