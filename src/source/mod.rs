//! Bytes to statements: files and streams in the formats that people have.
//!
//! A source is read block by block, each ending at a record's end ([`BlockReader`]); a block is parsed into [`Record`]s, one for
//! each record of the input, so that nothing is lost and memory stays bounded. [`read_labelled`] reads whole labelled files.

mod blocks;
mod csv_records;
mod gold_articles;
mod json_records;
mod labelled;
mod line_records;
mod open;
mod predictions;
mod record;

pub use blocks::{Block, BlockReader};
pub use gold_articles::{read_found, read_gold_articles};
pub use labelled::{LabelledFile, read_labelled, read_labelled_from};
pub use open::open;
pub use predictions::{ForeignPrediction, PredictionColumns, matched, read_predictions};
pub use record::{Header, Problem, Record};

use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, Result};

/// Formats of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFormat {
    /// One statement a line.
    Lines,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values, RFC 4180, with a header.
    Csv,
    /// The same with tabs.
    Tsv,
}

impl InputFormat {
    /// The format that a file name tells; lines if it tells none.
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        let extension = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" | "json" => Self::Jsonl,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            _ => Self::Lines,
        }
    }

    /// Its name in flags.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }
}

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
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            text: "text".into(),
            label: "label".into(),
            group: "group".into(),
            weight: None,
            id: "id".into(),
        }
    }
}

/// Longest record that is read whole, in bytes.
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// A source of records: reads blocks and parses them.
pub struct RecordReader<R> {
    blocks: BlockReader<R>,
    format: InputFormat,
    file: Arc<str>,
    header: Option<Arc<Header>>,
}

impl<R: std::io::Read> RecordReader<R> {
    /// A reader of `input`, which `file` names in messages; records longer than `longest` bytes are cut off.
    pub fn new(input: R, file: &str, format: InputFormat, longest: usize) -> Self {
        Self {
            blocks: BlockReader::new(input, format, longest),
            format,
            file: file.into(),
            header: None,
        }
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The header, once a block was read from a format that has one.
    #[must_use]
    pub fn header(&self) -> Option<&Arc<Header>> {
        self.header.as_ref()
    }

    /// The next block, once it is there; `None` at the end. Waits for input no longer than for one record.
    ///
    /// # Errors
    /// [`Error::Io`] if the input cannot be read.
    pub fn next_block(&mut self) -> Result<Option<Block>> {
        let mut block = self
            .blocks
            .next_block()
            .map_err(|e| Error::io(&*self.file, "read", e))?;
        if let (Some(block), None, InputFormat::Csv | InputFormat::Tsv) =
            (&mut block, &self.header, self.format)
        {
            self.header = Some(Arc::new(csv_records::take_header(
                block,
                self.format,
                &self.file,
            )?));
        }
        Ok(block)
    }

    /// The records of `block`, in order.
    #[must_use]
    pub fn records<'b>(&self, block: &'b Block) -> Vec<Record<'b>> {
        match self.format {
            InputFormat::Lines => line_records::parse(block),
            InputFormat::Jsonl => json_records::parse(block),
            InputFormat::Csv | InputFormat::Tsv => {
                let header = self.header.clone().unwrap_or_default();
                csv_records::parse(block, self.format, &header)
            }
        }
    }

    /// Refuses a header without `column`; formats without a header pass.
    ///
    /// # Errors
    /// [`Error::NoColumn`].
    pub fn require(&self, column: &str, option: &'static str) -> Result<()> {
        match &self.header {
            Some(header) if header.position(column).is_none() => Err(Error::NoColumn {
                file: self.file.to_string(),
                column: column.to_owned(),
                found: header.names.join(", "),
                option,
            }),
            _ => Ok(()),
        }
    }
}
