//! Output files: written under a temporary name, packed as their name tells, and renamed when whole.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Entry, ExportSettings, Losses, Output, Writer, needs_schema};
use crate::error::{Error, Result};
use crate::source::{Compression, InputFormat};
use crate::whole_file::WholeFile;

/// A file that is being written, or standard output for `-`.
pub struct OutputFile {
    path: PathBuf,
    /// What is being written, but for standard output.
    file: Option<WholeFile>,
}

impl OutputFile {
    /// Starts a file; `path` is untouched until [`Self::keep`].
    ///
    /// # Errors
    /// [`Error::Io`] if it is a folder, or its folder cannot be written to.
    pub fn create(path: &Path) -> Result<Self> {
        let is_stdout = path.as_os_str() == "-";
        Ok(Self {
            path: path.to_owned(),
            file: (!is_stdout).then(|| WholeFile::create(path)).transpose()?,
        })
    }

    /// Where to write to; what is written is packed as the file's name tells.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn output(&self) -> Result<Output> {
        let failed = |e| Error::io(&self.path, "write", e);
        let plain: Box<dyn Write + Send> = match &self.file {
            None => Box::new(std::io::stdout()),
            Some(file) => Box::new(file.writer()?),
        };
        Output::new(plain, Compression::of_path(&self.path)).map_err(failed)
    }

    /// Gives the file its name, once its output was closed.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn keep(self) -> Result<()> {
        self.file.map_or(Ok(()), WholeFile::keep)
    }
}

/// Writes `entries` to `path` in `format`; the columns of a table are those that the entries have.
///
/// # Errors
/// [`Error::Io`] and [`Error::BadSetting`], as [`Writer::new`] gives them.
pub fn write_entries(
    path: &Path,
    format: InputFormat,
    entries: &[Entry],
    settings: &ExportSettings,
) -> Result<Losses> {
    let mut settings = settings.clone();
    if needs_schema(format) {
        entries.iter().for_each(|entry| settings.schema.note(entry));
    }
    let file = OutputFile::create(path)?;
    let mut writer = Writer::new(file.output()?, format, &settings)?;
    for entry in entries {
        writer.write(entry)?;
    }
    let losses = writer.finish()?;
    file.keep()?;
    Ok(losses)
}
