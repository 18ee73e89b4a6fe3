//! Records of a source, block by block, in whatever format.

use std::path::Path;
use std::sync::Arc;

use super::block::{Block, MAX_RECORD_BYTES};
use super::blocks::BlockReader;
use super::columnar::{self, Batches};
use super::format::InputFormat;
use super::open::{self, Input, ReadSettings};
use super::record::{Header, Record};
use super::{csv_records, fasttext, json_records, json_values, line_records, tools, tsv_records};
use crate::error::{Error, Result};
use crate::statement::Origin;

/// A source of records: reads blocks and parses them.
pub struct RecordReader<R> {
    source: Source<R>,
    format: InputFormat,
    file: Arc<str>,
    header: Option<Arc<Header>>,
    each_annotation: bool,
    about: String,
}

enum Source<R> {
    Bytes(BlockReader<R>),
    Rows(Box<dyn Batches>),
}

impl RecordReader<Input> {
    /// Opens a file, or standard input for `-`: unpacks gzip and zstd, decodes, and finds out the format if none is given.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::Encoding`] if it is not UTF-8 and no encoding is given, [`Error::Unreadable`] for
    /// a damaged columnar file.
    pub fn open(path: &Path, settings: &ReadSettings) -> Result<Self> {
        Self::of_opened(open::open_as(path, settings)?, path, settings)
    }

    /// The same for `input`, which is named `name` in messages and has the format that this name tells, if nothing else does.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn of_input(input: Input, name: &Path, settings: &ReadSettings) -> Result<Self> {
        Self::of_opened(open::open_input(input, name, settings)?, name, settings)
    }

    fn of_opened(opened: open::Opened, path: &Path, settings: &ReadSettings) -> Result<Self> {
        let file: Arc<str> = path.display().to_string().into();
        let longest = match opened.format {
            InputFormat::Lines => settings.longest_line,
            _ => MAX_RECORD_BYTES,
        };
        let (source, header) = match opened.content {
            open::Content::Bytes(input) => {
                let blocks = BlockReader::new(input, opened.format, longest);
                (Source::Bytes(blocks), None)
            }
            open::Content::File(input) => {
                let batches =
                    columnar::open(input, opened.format, &file, settings.max_decompressed)?;
                let header = batches.header();
                (Source::Rows(batches), Some(header))
            }
        };
        Ok(Self {
            source,
            format: opened.format,
            file,
            header,
            each_annotation: settings.each_annotation,
            about: opened.about,
        })
    }
}

impl<R: std::io::Read> RecordReader<R> {
    /// A reader of `input`, which is UTF-8, in a format that is not columnar, and named `file` in messages; records longer than
    /// `longest` bytes are cut off.
    pub fn new(input: R, file: &str, format: InputFormat, longest: usize) -> Self {
        Self {
            source: Source::Bytes(BlockReader::new(input, format, longest)),
            format,
            file: file.into(),
            header: None,
            each_annotation: false,
            about: format.as_str().to_owned(),
        }
    }

    /// The same with a record for each annotation of a text, where a file of Label Studio holds several of one.
    #[must_use]
    pub fn each_annotation(mut self) -> Self {
        self.each_annotation = true;
        self
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// Its format.
    #[must_use]
    pub fn format(&self) -> InputFormat {
        self.format
    }

    /// How it is read, for people: its format, what told it, compression and encoding.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The header, once a block was read from a format that has one.
    #[must_use]
    pub fn header(&self) -> Option<&Arc<Header>> {
        self.header.as_ref()
    }

    /// The next block, once it is there; `None` at the end. Waits for input no longer than for one record.
    ///
    /// # Errors
    /// [`Error::Io`] if the input cannot be read, [`Error::Unreadable`] if a columnar file is damaged, [`Error::OpenQuote`] if a field
    /// of CSV is never closed.
    pub fn next_block(&mut self) -> Result<Option<Block>> {
        let blocks = match &mut self.source {
            Source::Rows(batches) => return batches.next_batch(),
            Source::Bytes(blocks) => blocks,
        };
        let mut block = blocks
            .next_block()
            .map_err(|e| Error::io(&*self.file, "read", e))?;
        if let Some(line) = block.as_ref().and_then(|b| b.open_quote) {
            let file = self.file.clone();
            return Err(Error::OpenQuote(Origin { file, line }));
        }
        if let (Some(block), None) = (&mut block, &self.header) {
            let header = match self.format {
                InputFormat::Csv => Some(csv_records::take_header(block, &self.file)?),
                InputFormat::Tsv => Some(tsv_records::take_header(block)),
                _ => None,
            };
            self.header = header.map(Arc::new);
        }
        Ok(block)
    }

    /// The records of `block`, in order.
    #[must_use]
    pub fn records<'b>(&self, block: &'b Block) -> Vec<Record<'b>> {
        let header = || self.header.clone().unwrap_or_default();
        let contents = match self.format {
            InputFormat::Lines => line_records::parse(block),
            InputFormat::Fasttext => fasttext::parse(block),
            InputFormat::Csv => csv_records::parse(block, &header()),
            InputFormat::Tsv => tsv_records::parse(block, &header()),
            InputFormat::Parquet | InputFormat::Arrow => columnar::parse(block, &header()),
            InputFormat::Json | InputFormat::LabelStudio => json_values::parse(block),
            InputFormat::Jsonl
            | InputFormat::Doccano
            | InputFormat::Prodigy
            | InputFormat::Gdelt => json_records::parse(block),
        };
        tools::read(contents, self.format, self.each_annotation)
    }

    /// Refuses a header without `column`; formats without a header pass.
    ///
    /// # Errors
    /// [`Error::NoColumn`].
    pub fn require(&self, column: &str, option: &'static str) -> Result<()> {
        match &self.header {
            Some(header) if header.position(header.label_column(column)).is_none() => {
                Err(Error::NoColumn {
                    file: self.file.to_string(),
                    column: column.to_owned(),
                    found: header.names.join(", "),
                    option,
                })
            }
            _ => Ok(()),
        }
    }
}
