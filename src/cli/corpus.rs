//! `demarche corpus`: what is wrong with a labelled corpus, and what it is made of.

use anyhow::Result;
use demarche::corpus::{CheckSettings, CorpusCheck, CorpusStats};
use demarche::error::BadRow;
use demarche::report::{
    CorpusCheckReport, corpus_check_json, corpus_check_text, corpus_stats_json,
    corpus_stats_markdown, corpus_stats_text,
};
use demarche::source::Columns;
use demarche::statement::LabelledStatement;
use demarche::{Error, StanceSet};

use super::args::{
    CorpusArgs, CorpusCheckArgs, CorpusCheckFormatArg, CorpusCommand, CorpusInputArgs,
    CorpusStatsArgs, ReportFormatArg,
};
use super::{Outcome, print, warn};

/// Runs the command.
pub fn run(args: &CorpusArgs) -> Result<Outcome> {
    match &args.command {
        CorpusCommand::Check(args) => check(args),
        CorpusCommand::Stats(args) => stats(args),
        CorpusCommand::Agree(args) => super::agree::run(args),
        CorpusCommand::Split(args) => super::split::run(args),
        CorpusCommand::Audit(args) => super::audit::run(args),
        CorpusCommand::Next(args) => super::next::run(args),
    }
}

fn check(args: &CorpusCheckArgs) -> Result<Outcome> {
    let corpus = Corpus::read(&args.input)?;
    corpus.require_rows("check", corpus.bad_rows.len())?;
    let input = &args.input;
    let settings = CheckSettings {
        columns: [&input.text_column, &input.label_column, &input.group_column]
            .map(String::clone)
            .to_vec(),
        permutations: args.permutations,
        seed: args.seed,
        ..CheckSettings::default()
    };
    let check = CorpusCheck::of(&corpus.statements, &corpus.bad_rows, &corpus.set, &settings);
    let report = CorpusCheckReport {
        check: &check,
        set: &corpus.set,
        files: &corpus.files,
        strict: args.strict,
        show: args.show,
    };
    print(&match args.format {
        CorpusCheckFormatArg::Text => corpus_check_text(&report),
        CorpusCheckFormatArg::Json => format!("{:#}\n", corpus_check_json(&report)),
    })?;
    Ok(if check.is_clean(args.strict) {
        Outcome::Done
    } else {
        Outcome::GateFailed
    })
}

fn stats(args: &CorpusStatsArgs) -> Result<Outcome> {
    let corpus = Corpus::read(&args.input)?;
    warn(&corpus.bad_rows);
    corpus.require_rows("count", 0)?;
    let set = &corpus.set;
    let stats = CorpusStats::of(&corpus.statements, set);
    print(&match args.format {
        ReportFormatArg::Text => corpus_stats_text(&stats, set),
        ReportFormatArg::Json => format!("{:#}\n", corpus_stats_json(&stats, set)),
        ReportFormatArg::Markdown => corpus_stats_markdown(&stats, set),
    })?;
    Ok(if corpus.bad_rows.is_empty() {
        Outcome::Done
    } else {
        Outcome::BadRows
    })
}

/// All files of a corpus, read with all their fields.
struct Corpus {
    set: StanceSet,
    files: Vec<String>,
    statements: Vec<LabelledStatement>,
    bad_rows: Vec<BadRow>,
}

impl Corpus {
    fn read(args: &CorpusInputArgs) -> Result<Self> {
        let mut corpus = Self {
            set: super::input::stances(&args.labels)?,
            files: args.files.iter().map(|f| f.display().to_string()).collect(),
            statements: Vec::new(),
            bad_rows: Vec::new(),
        };
        let columns = Columns {
            text: args.text_column.clone(),
            label: args.label_column.clone(),
            group: args.group_column.clone(),
            ..Columns::default()
        };
        let settings = super::input::settings(args.input_format, args.encoding.as_deref())?;
        for path in &args.files {
            let set = &corpus.set;
            let file = super::input::labelled_file(path, &settings, &columns, set, true)?;
            corpus.statements.extend(file.statements);
            corpus.bad_rows.extend(file.bad_rows);
        }
        Ok(corpus)
    }

    /// Refuses a corpus without any row; `others` are rows besides its statements.
    fn require_rows(&self, purpose: &'static str, others: usize) -> Result<()> {
        if self.statements.len() + others == 0 {
            return Err(Error::NoExamples { purpose }.into());
        }
        Ok(())
    }
}
