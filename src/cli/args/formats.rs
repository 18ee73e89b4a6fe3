//! Formats of files as values of flags: names and help for those of the library.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use demarche::source::InputFormat;

/// Reads the name of a format that is read.
pub fn input_format() -> impl TypedValueParser<Value = InputFormat> {
    named(|_| true)
}

/// Reads the name of a format that is written.
pub fn output_format() -> impl TypedValueParser<Value = InputFormat> {
    named(InputFormat::is_written)
}

fn named(is_allowed: fn(InputFormat) -> bool) -> impl TypedValueParser<Value = InputFormat> {
    let allowed = InputFormat::NAMES
        .into_iter()
        .filter(|(_, f)| is_allowed(*f));
    let values = allowed.map(|(name, format)| PossibleValue::new(name).help(about(format)));
    PossibleValuesParser::new(values)
        .map(|name| InputFormat::named(&name).unwrap_or(InputFormat::Lines))
}

fn about(format: InputFormat) -> &'static str {
    match format {
        InputFormat::Lines => "One statement a line",
        InputFormat::Jsonl => "One JSON object a line",
        InputFormat::Json => "A JSON array of flat objects",
        InputFormat::Csv => "Comma-separated values with a header",
        InputFormat::Tsv => "Tab-separated values with a header; backslash escapes, \\N for none",
        InputFormat::Fasttext => "__label__x and the text",
        InputFormat::Doccano => "Doccano's JSON Lines",
        InputFormat::LabelStudio => "Label Studio's JSON, JSON-MIN or CSV",
        InputFormat::Prodigy => "Prodigy's JSON Lines",
        InputFormat::Gdelt => "GDELT's quotation graph",
        InputFormat::Parquet => "Apache Parquet",
        InputFormat::Arrow => "Apache Arrow IPC (Feather)",
    }
}
