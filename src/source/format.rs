//! Names of the formats that statements come and go in.

use std::path::Path;

/// Formats of input, and but for one of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFormat {
    /// One statement a line.
    Lines,
    /// One JSON object a line.
    Jsonl,
    /// A JSON array of flat objects.
    Json,
    /// Comma-separated values, RFC 4180, with a header.
    Csv,
    /// Tab-separated values with a header: backslash escapes as databases write them, or quotes as spreadsheets do.
    Tsv,
    /// One `__label__x the text` a line.
    Fasttext,
    /// Doccano's JSON Lines of document classification.
    Doccano,
    /// Label Studio's JSON, or its JSON-MIN.
    LabelStudio,
    /// Prodigy's JSON Lines of choice or binary tasks.
    Prodigy,
    /// GDELT's quotation graph: an article a line, each quote a statement.
    Gdelt,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC, file or stream (Feather 2).
    Arrow,
}

impl InputFormat {
    /// All formats with their names in flags.
    pub const NAMES: [(&'static str, Self); 12] = [
        ("lines", Self::Lines),
        ("jsonl", Self::Jsonl),
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("fasttext", Self::Fasttext),
        ("doccano", Self::Doccano),
        ("label-studio", Self::LabelStudio),
        ("prodigy", Self::Prodigy),
        ("gdelt", Self::Gdelt),
        ("parquet", Self::Parquet),
        ("arrow", Self::Arrow),
    ];

    /// The format that a file name tells, endings of compression passed over; lines if it tells none.
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        Self::of_extension(path).unwrap_or(Self::Lines)
    }

    /// The format that a file name tells, endings of compression passed over.
    #[must_use]
    pub fn of_extension(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = [".gz", ".zst", ".zstd"]
            .iter()
            .find_map(|ending| name.strip_suffix(ending))
            .unwrap_or(&name);
        Some(match Path::new(name).extension()?.to_str()? {
            "jsonl" | "ndjson" | "json" => Self::Jsonl,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "ft" | "fasttext" => Self::Fasttext,
            "parquet" | "pq" => Self::Parquet,
            "arrow" | "arrows" | "feather" | "ipc" => Self::Arrow,
            "txt" => Self::Lines,
            _ => return None,
        })
    }

    /// The format of this name in flags.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let named = Self::NAMES.iter().find(|(n, _)| *n == name);
        named.map(|(_, format)| *format)
    }

    /// Its name in flags.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, format)| *format == self);
        named.map_or("lines", |(name, _)| name)
    }

    /// Whether it is read in batches of rows, from anywhere in the file.
    #[must_use]
    pub fn is_columnar(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow)
    }

    /// Whether it is written as well as read.
    #[must_use]
    pub fn is_written(self) -> bool {
        self != Self::Gdelt
    }

    /// Whether it can tell labels.
    #[must_use]
    pub fn has_labels(self) -> bool {
        !matches!(self, Self::Lines | Self::Gdelt)
    }
}
