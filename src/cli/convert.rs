//! `demarche convert`: statements from one format to another, in bounded memory.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use demarche::error::BadRow;
use demarche::export::{
    Entry, ExportSettings, Losses, OutputFile, Schema, Writer, needs_schema, output_format,
};
use demarche::source::{Columns, InputFormat, ReadSettings, RecordReader};
use demarche::statement::{Fields, Origin};
use serde_json::Value;

use super::args::{ColumnArgs, ConvertArgs, OutputArgs};
use super::{Outcome, complain, input, warn};

/// Runs the command.
pub fn run(args: &ConvertArgs) -> Result<Outcome> {
    let (from, to) = (&args.input_file, &args.output_file);
    let format = output_format(to, args.output.output_format)?;
    let columns = columns(&args.input.text_column, &args.columns);
    let reading = input::settings(args.input.input_format, args.input.encoding.as_deref())?;
    let reading = ReadSettings {
        text_column: columns.text.clone(),
        each_annotation: true,
        ..reading
    };
    let mut source = Source {
        reader: RecordReader::open(from, &reading)?,
        columns,
        strict: args.strict,
        all_usable: true,
    };
    input::tell(from, source.reader.about());
    let mut settings = export_settings(&args.output);
    let file = OutputFile::create(to)?;
    let losses = if needs_schema(format) {
        let spool = source.spool(&mut settings.schema)?;
        let mut writer = Writer::new(file.output()?, format, &settings)?;
        for line in BufReader::new(spool).lines() {
            let object: Fields = serde_json::from_str(&line?)?;
            writer.write(&Entry::of_object(object))?;
        }
        writer.finish()?
    } else {
        let mut writer = Writer::new(file.output()?, format, &settings)?;
        source.each(|entry| Ok(writer.write(&entry)?))?;
        writer.finish()?
    };
    file.keep()?;
    tell_losses(to, format, &losses);
    Ok(if source.all_usable {
        Outcome::Done
    } else {
        Outcome::BadRows
    })
}

/// Names of the columns, by the flags.
pub fn columns(text: &str, args: &ColumnArgs) -> Columns {
    Columns {
        text: text.to_owned(),
        label: args.label_column.clone(),
        group: args.group_column.clone(),
        weight: Some(args.weight_column.clone()),
        id: args.id_column.clone(),
        speaker: args.speaker_column.clone(),
        date: args.date_column.clone(),
        annotator: args.annotator_column.clone(),
    }
}

/// How to write, by the flags.
pub fn export_settings(args: &OutputArgs) -> ExportSettings {
    let mut settings = ExportSettings {
        question: args.question.clone(),
        safe_csv: args.safe_csv,
        ..ExportSettings::default()
    };
    if !args.options.is_empty() {
        settings.labels.clone_from(&args.options);
    }
    settings
}

/// Says what the format could not hold.
pub fn tell_losses(path: &Path, format: InputFormat, losses: &Losses) {
    if !losses.is_empty() {
        complain(format!(
            "{}: {} cannot hold {}",
            path.display(),
            format.as_str(),
            losses.in_words()
        ));
    }
}

/// The entries of a file.
struct Source<R> {
    reader: RecordReader<R>,
    columns: Columns,
    strict: bool,
    all_usable: bool,
}

impl<R: std::io::Read> Source<R> {
    /// Gives `take` each usable entry; the others are reported. Blank lines are passed over.
    fn each(&mut self, mut take: impl FnMut(Entry) -> Result<()>) -> Result<()> {
        while let Some(block) = self.reader.next_block()? {
            self.reader.require(&self.columns.text, "text")?;
            for record in self.reader.records(&block) {
                if record.is_blank() {
                    continue;
                }
                match Entry::of(&record, &self.columns) {
                    Ok(entry) => take(entry)?,
                    Err(problem) => {
                        let row = BadRow {
                            origin: Origin {
                                file: self.reader.file().clone(),
                                line: record.line,
                            },
                            problem: problem.text,
                        };
                        if self.strict {
                            bail!("{row}");
                        }
                        warn(&[row]);
                        self.all_usable = false;
                    }
                }
            }
        }
        Ok(())
    }

    /// Keeps the entries in a nameless file, and notes the columns that they need.
    fn spool(&mut self, schema: &mut Schema) -> Result<File> {
        let failed = "cannot write a temporary file";
        let mut spool = BufWriter::new(tempfile::tempfile().context(failed)?);
        self.each(|entry| {
            schema.note(&entry);
            writeln!(spool, "{}", Value::from(entry.to_object())).context(failed)
        })?;
        let mut file = spool.into_inner().context(failed)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}
