//! Output files: written under a temporary name, packed as their name tells, and renamed when whole.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Entry, ExportSettings, Losses, Output, Writer, needs_schema};
use crate::error::{Error, Result};
use crate::source::{Compression, InputFormat};

/// A file that is being written, or standard output for `-`.
pub struct OutputFile {
    path: PathBuf,
    /// The temporary file and where it goes.
    target: Option<(NamedTempFile, PathBuf)>,
}

impl OutputFile {
    /// Starts a file; `path` is untouched until [`Self::keep`].
    ///
    /// # Errors
    /// [`Error::Io`] if it is a folder, or its folder cannot be written to.
    pub fn create(path: &Path) -> Result<Self> {
        let target = if path.as_os_str() == "-" {
            None
        } else {
            Some(temporary(path).map_err(|e| Error::io(path, "write", e))?)
        };
        Ok(Self {
            path: path.to_owned(),
            target,
        })
    }

    /// Where to write to; what is written is packed as the file's name tells.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn output(&self) -> Result<Output> {
        let failed = |e| Error::io(&self.path, "write", e);
        let plain: Box<dyn Write + Send> = match &self.target {
            None => Box::new(std::io::stdout()),
            Some((file, _)) => Box::new(file.reopen().map_err(failed)?),
        };
        Output::new(plain, Compression::of_path(&self.path)).map_err(failed)
    }

    /// Gives the file its name, once its output was closed.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn keep(self) -> Result<()> {
        let Some((file, target)) = self.target else {
            return Ok(());
        };
        let failed = |e| Error::io(&self.path, "write", e);
        file.as_file().sync_all().map_err(failed)?;
        file.persist(target).map_err(|e| failed(e.error))?;
        Ok(())
    }
}

fn temporary(path: &Path) -> std::io::Result<(NamedTempFile, PathBuf)> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if target.is_dir() {
        return Err(std::io::Error::other("it is a folder"));
    }
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => ".".into(),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".demarche-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let present = std::fs::metadata(&target).map(|m| m.permissions()).ok();
        builder.permissions(present.unwrap_or_else(|| std::fs::Permissions::from_mode(0o666)));
    }
    Ok((builder.tempfile_in(folder)?, target))
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
