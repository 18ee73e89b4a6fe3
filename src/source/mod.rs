//! Bytes to statements: files and streams in the formats that people have.
//!
//! A source is read block by block, each ending at a record's end ([`BlockReader`]); a block is parsed into [`Record`]s, one for
//! each record of the input, so that nothing is lost and memory stays bounded ([`RecordReader`]). [`read_labelled`] reads whole
//! labelled files. Imports go one way: block, record -> one file a format -> tools, blocks, open -> reader -> whole files.

mod block;
mod blocks;
mod columnar;
mod columns;
mod csv_records;
mod detect;
mod doccano;
mod encoding;
mod fasttext;
mod format;
mod gdelt;
mod gold_articles;
mod json_records;
mod json_values;
mod label_studio;
mod labelled;
mod layout;
mod line_records;
mod open;
mod predictions;
mod prodigy;
mod reader;
mod record;
mod tools;
mod tsv_records;

pub use block::{Block, MAX_RECORD_BYTES};
pub use blocks::BlockReader;
pub use columns::Columns;
pub use detect::{Detected, detect};
pub use encoding::{encoding, foreign_encoding};
pub use fasttext::LABEL_PREFIX;
pub use format::InputFormat;
pub use gold_articles::{read_found, read_gold_articles};
pub use labelled::{LabelledFile, read_labelled, read_labelled_from};
pub use open::{Compression, Input, MAX_DECOMPRESSED, ReadSettings, open};
pub use predictions::{ForeignPrediction, PredictionColumns, matched, read_predictions};
pub use reader::RecordReader;
pub use record::{Header, Problem, Record};
