//! Statements to files: the formats that people label in and keep tables in, one file a format.
//!
//! An [`Entry`] is one statement with all that is known of it. A [`Writer`] writes entries one by one in bounded memory. What a format
//! cannot hold is counted in [`Losses`], never dropped in silence.

#[cfg(feature = "arrow")]
mod arrow;
mod entry;
mod file;
mod json_lines;
mod label_studio;
mod losses;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod plain;
mod prodigy;
mod schema;
mod table;

pub use entry::{Entry, Predicted, usual_fields};
pub use file::{OutputFile, write_entries};
pub use losses::Losses;
pub use output::Output;
pub use schema::{Kind, Schema};

use std::path::Path;

use crate::delimited::Delimited;
use crate::error::{Error, Result};
use crate::source::InputFormat;

/// How entries are written.
#[derive(Debug, Clone)]
pub struct ExportSettings {
    /// Labels that an annotator can choose from.
    pub labels: Vec<String>,
    /// Name of the question in Label Studio.
    pub question: String,
    /// Whether cells of CSV that a spreadsheet would take for formulas are defused.
    pub safe_csv: bool,
    /// Columns of a table, in order; other formats need none.
    pub schema: Schema,
}

impl Default for ExportSettings {
    fn default() -> Self {
        Self {
            labels: crate::stance::DEFAULT_LABELS.map(String::from).to_vec(),
            question: "stance".into(),
            safe_csv: false,
            schema: Schema::default(),
        }
    }
}

/// Whether `format` has columns that must be known before the first row.
#[must_use]
pub fn needs_schema(format: InputFormat) -> bool {
    matches!(format, InputFormat::Csv | InputFormat::Tsv) || format.is_columnar()
}

/// One format's way of writing.
trait Form: Send {
    /// Writes one entry; what cannot be held goes to `losses`.
    fn write(&mut self, entry: &Entry, losses: &mut Losses) -> std::io::Result<()>;

    /// Writes what ends the file.
    fn finish(self: Box<Self>) -> std::io::Result<()>;
}

/// Writes entries in one format.
pub struct Writer {
    form: Box<dyn Form>,
    losses: Losses,
}

impl Writer {
    /// A writer to `out`.
    ///
    /// # Errors
    /// [`Error::BadSetting`] for a format that is not written, [`Error::Io`] if its start cannot be written.
    pub fn new(out: Output, format: InputFormat, settings: &ExportSettings) -> Result<Self> {
        let failed = |e| Error::io("output", "write", e);
        let form: Box<dyn Form> = match format {
            InputFormat::Lines => Box::new(plain::Lines(out)),
            InputFormat::Fasttext => Box::new(plain::Fasttext(out)),
            InputFormat::Jsonl => Box::new(json_lines::JsonLines::plain(out)),
            InputFormat::Json => Box::new(json_lines::JsonLines::array(out)),
            InputFormat::Doccano => Box::new(json_lines::JsonLines::doccano(out)),
            InputFormat::Prodigy => Box::new(prodigy::Prodigy::new(out, &settings.labels)),
            InputFormat::LabelStudio => {
                Box::new(label_studio::LabelStudio::new(out, &settings.question))
            }
            InputFormat::Csv | InputFormat::Tsv => {
                let form = match format {
                    InputFormat::Tsv => Delimited::Tsv,
                    _ if settings.safe_csv => Delimited::SafeCsv,
                    _ => Delimited::Csv,
                };
                let table = table::Table::new(out, form, &settings.schema);
                Box::new(table.map_err(failed)?)
            }
            #[cfg(feature = "parquet")]
            InputFormat::Parquet => {
                Box::new(parquet::Parquet::new(out, &settings.schema).map_err(failed)?)
            }
            #[cfg(feature = "arrow")]
            InputFormat::Arrow => {
                Box::new(arrow::Arrow::new(out, &settings.schema).map_err(failed)?)
            }
            #[cfg(not(all(feature = "arrow", feature = "parquet")))]
            InputFormat::Parquet | InputFormat::Arrow => {
                return Err(unwritable(
                    format,
                    "another format, or a program built with the features parquet and arrow",
                ));
            }
            InputFormat::Gdelt => {
                return Err(unwritable(
                    format,
                    "a format that is written, such as jsonl",
                ));
            }
        };
        Ok(Self {
            form,
            losses: Losses::default(),
        })
    }

    /// Writes one entry.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&mut self, entry: &Entry) -> Result<()> {
        let written = self.form.write(entry, &mut self.losses);
        written.map_err(|e| Error::io("output", "write", e))
    }

    /// Writes what ends the file; returns what could not be held.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(self) -> Result<Losses> {
        let finished = self.form.finish();
        finished.map_err(|e| Error::io("output", "write", e))?;
        Ok(self.losses)
    }
}

fn unwritable(format: InputFormat, expected: &'static str) -> Error {
    Error::BadSetting {
        name: "output format",
        found: format.as_str().to_owned(),
        expected,
    }
}

/// The format to write to `path`: the one asked for, or the one that the name tells.
///
/// # Errors
/// [`Error::BadSetting`] if neither tells one.
pub fn output_format(path: &Path, asked: Option<InputFormat>) -> Result<InputFormat> {
    let told = asked.or_else(|| match InputFormat::of_extension(path)? {
        InputFormat::Jsonl if is_json_array(path) => Some(InputFormat::Json),
        format => Some(format),
    });
    told.ok_or_else(|| Error::BadSetting {
        name: "output format",
        found: path.display().to_string(),
        expected: "a name ending in .csv, .tsv, .jsonl, .parquet ..., or --output-format",
    })
}

fn is_json_array(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    name.ends_with(".json")
}
