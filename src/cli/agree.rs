//! `demarche corpus agree`: how far annotators agree.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use demarche::StanceSet;
use demarche::corpus::{Agreement, AgreementSettings, Item, Rating, Ratings};
use demarche::error::BadRow;
use demarche::evaluation::PassOutcome;
use demarche::export::{Entry, ExportSettings, output_format, write_entries};
use demarche::report::{AgreementReport, agreement_json, agreement_text};
use demarche::source::{Problem, ReadSettings, Record, RecordReader};
use demarche::statement::Origin;

use super::args::{AgreeArgs, AgreeFormatArg};
use super::{Outcome, convert, input, print, warn};

/// Runs the command.
pub fn run(args: &AgreeArgs) -> Result<Outcome> {
    let set = input::stances(&args.labels)?;
    let gates: Vec<Gate> = args
        .gate
        .iter()
        .map(|g| Gate::parse(g))
        .collect::<Result<_>>()?;
    let mut reading = Reading {
        args,
        set: &set,
        ratings: Ratings::default(),
        bad_rows: Vec::new(),
    };
    for path in &args.files {
        reading.file(path)?;
    }
    let Reading {
        ratings, bad_rows, ..
    } = reading;
    warn(&bad_rows);
    ensure!(
        ratings.annotators.len() > 1,
        "found {} annotator{}, expected two or more; name the column with --annotator-column, their columns with --annotators, or give a file for each",
        ratings.annotators.len(),
        if ratings.annotators.len() == 1 {
            ""
        } else {
            "s"
        }
    );
    let settings = AgreementSettings {
        resamples: args.resamples,
        seed: args.seed,
    };
    let agreement = Agreement::of(&ratings, &set, settings);
    let outcomes: Vec<PassOutcome> = gates
        .iter()
        .map(|gate| gate.judge(&agreement, &set))
        .collect::<Result<_>>()?;
    let disputes = ratings.disputes();
    if let Some(path) = &args.disputes {
        write_disputes(path, &disputes, &ratings, &set)?;
    }
    let report = AgreementReport {
        agreement: &agreement,
        set: &set,
        disputes: &disputes,
        annotators: &ratings.annotators,
        show: args.show,
        gates: &outcomes,
    };
    print(&match args.format {
        AgreeFormatArg::Text => agreement_text(&report),
        AgreeFormatArg::Json => format!("{:#}\n", agreement_json(&report)),
    })?;
    Ok(
        match (bad_rows.is_empty(), outcomes.iter().all(|g| g.passed)) {
            (false, _) => Outcome::BadRows,
            (true, false) => Outcome::GateFailed,
            (true, true) => Outcome::Done,
        },
    )
}

struct Reading<'a> {
    args: &'a AgreeArgs,
    set: &'a StanceSet,
    ratings: Ratings,
    bad_rows: Vec<BadRow>,
}

impl Reading<'_> {
    fn file(&mut self, path: &Path) -> Result<()> {
        let input = &self.args.input;
        let settings = ReadSettings {
            text_column: input.text_column.clone(),
            each_annotation: true,
            ..input::settings(input.input_format, input.encoding.as_deref())?
        };
        let mut reader = RecordReader::open(path, &settings)?;
        input::tell(path, reader.about());
        let stem = path.file_stem().unwrap_or(path.as_os_str());
        let stem = stem.to_string_lossy();
        while let Some(block) = reader.next_block()? {
            reader.require(&input.text_column, "text")?;
            if self.args.annotators.is_empty() {
                reader.require(&self.args.label_column, "label")?;
            }
            for column in &self.args.annotators {
                reader.require(column, "annotator")?;
            }
            for record in reader.records(&block).iter().filter(|r| !r.is_blank()) {
                if let Err(problem) = self.record(record, &stem) {
                    self.bad_rows.push(BadRow {
                        origin: Origin {
                            file: reader.file().clone(),
                            line: record.line,
                        },
                        problem: problem.text,
                    });
                }
            }
        }
        Ok(())
    }

    /// Adds the labels of one record; `stem` is the annotator if nothing else tells one.
    fn record(&mut self, record: &Record<'_>, stem: &str) -> Result<(), Problem> {
        if record.no_label().is_some() {
            return Ok(());
        }
        let text = record.text(&self.args.input.text_column)?.into_owned();
        if !self.args.annotators.is_empty() {
            for column in &self.args.annotators {
                let label = record.label(column)?;
                if !label.trim().is_empty() {
                    self.label(record, &text, column, &label)?;
                }
            }
            return Ok(());
        }
        let label = record.label(&self.args.label_column)?;
        let annotator = record.column(&self.args.annotator_column);
        let annotator = annotator.filter(|a| !a.trim().is_empty());
        let annotator = annotator.unwrap_or(stem.into()).into_owned();
        self.label(record, &text, &annotator, &label)
    }

    fn label(
        &mut self,
        record: &Record<'_>,
        text: &str,
        annotator: &str,
        label: &str,
    ) -> Result<(), Problem> {
        let stance = self.set.parse(label).ok_or_else(|| {
            Problem::new(format!(
                "unknown label {label:?} (expected one of: {}); mend it, or name the labels with --labels",
                self.set.joined()
            ))
        })?;
        let id = record
            .column(&self.args.id_column)
            .filter(|id| !id.is_empty());
        let item = id.map_or_else(|| text.to_owned(), |id| id.into_owned());
        let added = self.ratings.add(Rating {
            item: item.clone(),
            annotator: annotator.to_owned(),
            stance,
            text: text.to_owned(),
            group: record
                .column(&self.args.group_column)
                .filter(|g| !g.is_empty())
                .map(|g| g.into_owned()),
        });
        if added {
            return Ok(());
        }
        Err(Problem::new(format!(
            "{annotator} gave the item {item:?} another label before; keep one of the two rows"
        )))
    }
}

/// A floor under a figure of agreement.
struct Gate {
    figure: String,
    lower: bool,
    floor: f64,
}

impl Gate {
    fn parse(text: &str) -> Result<Self> {
        let expected = || {
            format!("--gate is {text:?}, expected a figure, >= and a number, as in 'alpha >= 0.67'")
        };
        let (figure, floor) = text.split_once(">=").with_context(expected)?;
        let figure = figure.trim();
        let (figure, lower) = match figure.strip_suffix(".lower") {
            Some(figure) => (figure, true),
            None => (figure, false),
        };
        let floor: f64 = floor.trim().parse().ok().with_context(expected)?;
        ensure!(floor.is_finite(), expected());
        Ok(Self {
            figure: figure.to_owned(),
            lower,
            floor,
        })
    }

    fn judge(&self, agreement: &Agreement, set: &StanceSet) -> Result<PassOutcome> {
        let Some(figure) = agreement.figure(&self.figure, set) else {
            bail!(
                "--gate: unknown figure {:?} (expected one of: percent, cohen, fleiss, alpha, alpha(LABEL), fleiss(LABEL))",
                self.figure
            );
        };
        let value = figure.map(|i| if self.lower { i.ends()[1] } else { i.value });
        Ok(PassOutcome {
            figure: format!("{}{}", self.figure, if self.lower { ".lower" } else { "" }),
            floor: self.floor,
            passed: value.is_some_and(|v| v >= self.floor),
            value,
        })
    }
}

/// A row for each dispute: the item, each annotator's label, and the label of most.
fn write_disputes(
    path: &Path,
    disputes: &[&Item],
    ratings: &Ratings,
    set: &StanceSet,
) -> Result<()> {
    let format = output_format(path, None)?;
    let entries: Vec<Entry> = disputes
        .iter()
        .map(|item| dispute(item, ratings, set))
        .collect();
    let settings = ExportSettings {
        labels: set.labels().to_vec(),
        ..ExportSettings::default()
    };
    let losses = write_entries(path, format, &entries, &settings)?;
    convert::tell_losses(path, format, &losses);
    Ok(())
}

fn dispute(item: &Item, ratings: &Ratings, set: &StanceSet) -> Entry {
    let mut entry = Entry {
        text: item.text.clone(),
        ..Entry::default()
    };
    if item.id != item.text {
        entry.fields.insert("id".into(), item.id.as_str().into());
    }
    if let Some(group) = &item.group {
        entry.fields.insert("group".into(), group.as_str().into());
    }
    for (i, annotator) in ratings.annotators.iter().enumerate() {
        if let Some(stance) = item.label_of(i) {
            let column = format!("label_{annotator}");
            entry.fields.insert(column, set.label(stance).into());
        }
    }
    if let Some(majority) = item.majority(set.len()) {
        entry
            .fields
            .insert("majority".into(), set.label(majority).into());
    }
    entry
}
