//! Opening files and standard input: compression, encoding and format, told by the first bytes.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;

use super::block::MAX_RECORD_BYTES;
use super::detect::{Detected, detect};
use super::encoding::{Decoded, refuse_foreign};
use super::format::InputFormat;
use super::json_values::first_object;
use crate::error::{Error, Result};

/// What is read from.
pub type Input = Box<dyn Read + Send>;

/// Most bytes that are looked at to find out a format.
const HEAD: usize = 1 << 16;

/// Most bytes that a packed file unpacks to unless more is asked for: 64 GiB.
pub const MAX_DECOMPRESSED: u64 = 64 << 30;

/// How a file is read.
#[derive(Debug, Clone)]
pub struct ReadSettings {
    /// Its format; `None` to find out.
    pub format: Option<InputFormat>,
    /// Its encoding; `None` for UTF-8.
    pub encoding: Option<&'static Encoding>,
    /// Column that holds the statement, which tells a header.
    pub text_column: String,
    /// Longest line of plain text that is read whole, in bytes.
    pub longest_line: usize,
    /// Most bytes that a packed file may unpack to.
    pub max_decompressed: u64,
    /// A record for each annotation of a text, where a file of Label Studio holds several of one.
    pub each_annotation: bool,
}

impl Default for ReadSettings {
    fn default() -> Self {
        Self {
            format: None,
            encoding: None,
            text_column: "text".into(),
            longest_line: MAX_RECORD_BYTES,
            max_decompressed: MAX_DECOMPRESSED,
            each_annotation: false,
        }
    }
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// gzip, RFC 1952.
    Gzip,
    /// Zstandard, RFC 8878.
    Zstd,
}

impl Compression {
    /// The packing that the first bytes tell.
    #[must_use]
    pub fn of_head(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The packing that a file name tells.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "gz" => Some(Self::Gzip),
            "zst" | "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// Opens a file, or standard input for `-`, as it is.
///
/// # Errors
/// [`Error::Io`] if there is no such file, it is a folder, or it may not be read.
pub fn open(path: &Path) -> Result<Input> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin()));
    }
    let failed = |e| Error::io(path, "read", e);
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(failed(std::io::Error::other("it is a folder")));
    }
    Ok(Box::new(file))
}

/// A file that was opened.
pub(super) struct Opened {
    pub(super) content: Content,
    pub(super) format: InputFormat,
    /// Format, what told it, compression and encoding, for people.
    pub(super) about: String,
}

pub(super) enum Content {
    /// UTF-8, unpacked.
    Bytes(Input),
    /// A file that may be read from anywhere.
    File(File),
}

/// Opens `path`, unpacks it, finds out its format and decodes it.
pub(super) fn open_as(path: &Path, settings: &ReadSettings) -> Result<Opened> {
    let is_file = path.as_os_str() != "-";
    opened(open(path)?, path, is_file, settings)
}

/// The same for what is read already, and only named `path`.
pub(super) fn open_input(input: Input, path: &Path, settings: &ReadSettings) -> Result<Opened> {
    opened(input, path, false, settings)
}

/// `is_file` tells whether `path` can be opened once more, to be read from anywhere.
fn opened(input: Input, path: &Path, is_file: bool, settings: &ReadSettings) -> Result<Opened> {
    let failed = |e| Error::io(path, "read", e);
    let (head, rest) = peek(input, is_packing_told).map_err(failed)?;
    let compression = Compression::of_head(&head);
    let input =
        unpacked(joined(head, rest), compression).map_err(|e| Error::io(path, "unpack", e))?;
    let input = match compression {
        None => input,
        Some(_) => Box::new(Bounded::new(input, settings.max_decompressed)),
    };
    let enough = |head: &[u8]| settings.format.is_some() || is_enough(head);
    let (head, rest) = peek(input, enough).map_err(failed)?;
    let mut found = detect(path, &head, &settings.text_column);
    if let Some(format) = settings.format {
        found = Detected {
            format,
            because: "as asked for",
        };
    }
    let file_name = path.display().to_string();
    let mut about = format!("{} ({})", found.format.as_str(), found.because);
    if let Some(compression) = compression {
        about += match compression {
            Compression::Gzip => ", gzip",
            Compression::Zstd => ", zstd",
        };
    }
    if found.format.is_columnar() {
        let file = match compression {
            None if is_file => File::open(path),
            _ => spooled(joined(head, rest)),
        };
        return Ok(Opened {
            content: Content::File(file.map_err(failed)?),
            format: found.format,
            about,
        });
    }
    let Some(encoding) = settings.encoding else {
        refuse_foreign(&file_name, &head)?;
        return Ok(Opened {
            content: Content::Bytes(joined(head, rest)),
            format: found.format,
            about,
        });
    };
    // The format is told by text, so once more by what was decoded.
    let decoded = Box::new(Decoded::new(joined(head, rest), encoding));
    let (head, rest) = peek(decoded, enough).map_err(failed)?;
    if settings.format.is_none() {
        found = detect(path, &head, &settings.text_column);
        about = format!("{} ({})", found.format.as_str(), found.because);
    }
    about += &format!(", decoded from {}", encoding.name());
    Ok(Opened {
        content: Content::Bytes(joined(head, rest)),
        format: found.format,
        about,
    })
}

/// Reads until `enough`, [`HEAD`] bytes or the end.
fn peek(mut input: Input, enough: impl Fn(&[u8]) -> bool) -> std::io::Result<(Vec<u8>, Input)> {
    let mut head = Vec::new();
    while head.len() < HEAD && !enough(&head) {
        let from = head.len();
        head.resize(HEAD, 0);
        match input.read(&mut head[from..]) {
            Ok(n) => {
                head.truncate(from + n);
                if n == 0 {
                    break;
                }
            }
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => head.truncate(from),
            Err(e) => return Err(e),
        }
    }
    Ok((head, input))
}

/// Whether compression can be told; no mark of it holds a line end.
fn is_packing_told(head: &[u8]) -> bool {
    head.len() >= 4 || head.contains(&b'\n')
}

/// Whether a format can be told: a first line, or of an array a first object.
fn is_enough(head: &[u8]) -> bool {
    match head.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'[') => first_object(head).is_some(),
        Some(_) => memchr::memchr(b'\n', head).is_some(),
        None => false,
    }
}

fn joined(head: Vec<u8>, rest: Input) -> Input {
    Box::new(Cursor::new(head).chain(rest))
}

fn unpacked(input: Input, compression: Option<Compression>) -> std::io::Result<Input> {
    Ok(match compression {
        None => input,
        Some(Compression::Gzip) => Box::new(MultiGzDecoder::new(input)),
        Some(Compression::Zstd) => zstd(input)?,
    })
}

#[cfg(feature = "zstd")]
fn zstd(input: Input) -> std::io::Result<Input> {
    Ok(Box::new(zstd::stream::read::Decoder::new(input)?))
}

#[cfg(not(feature = "zstd"))]
fn zstd(_: Input) -> std::io::Result<Input> {
    Err(std::io::Error::other(
        "this program was built without zstd; unpack the file first, as with zstd -d",
    ))
}

/// Unpacked bytes up to a bound; what comes after it is an error, so that a small file cannot fill memory or disk.
struct Bounded {
    input: Input,
    bound: u64,
    left: u64,
}

impl Bounded {
    fn new(input: Input, bound: u64) -> Self {
        Self {
            input,
            bound,
            left: bound,
        }
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| {
            std::io::Error::other(format!(
                "it unpacks to more than {} bytes; if you trust it, allow more with --max-decompressed",
                self.bound
            ))
        })?;
        Ok(n)
    }
}

/// A nameless file with all that `input` gives.
fn spooled(mut input: Input) -> std::io::Result<File> {
    let mut file = tempfile::tempfile()?;
    std::io::copy(&mut input, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}
