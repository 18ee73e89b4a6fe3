//! Files that are whole or untouched: written under a temporary name beside their place, synced, and renamed.
//!
//! The temporary file is locked while it is being written. What a killed run left behind is locked by nobody, and the next run
//! that writes to the same place removes it, so that nothing piles up.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use twox_hash::XxHash3_64;

use crate::error::{Error, Result};

/// What is said of an output that is a folder.
const IS_FOLDER: &str = "it is a folder, expected the name of a file";

/// How often a temporary file is made anew because another run took it for a leftover before it was locked.
const TRIES: usize = 8;

/// A file that is being written; its place is untouched until [`Self::keep`].
pub struct WholeFile {
    /// Its place as given, for messages.
    path: PathBuf,
    /// Its place, links followed.
    target: PathBuf,
    file: NamedTempFile,
}

impl WholeFile {
    /// Starts a file. A symbolic link is followed; the mode of an existing file is kept.
    ///
    /// # Errors
    /// [`Error::Io`] if `path` is a folder, or its folder cannot be written to.
    pub fn create(path: &Path) -> Result<Self> {
        let failed = |e| Error::io(path, "write", e);
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if target.is_dir() {
            return Err(failed(std::io::Error::other(IS_FOLDER)));
        }
        let file = temporary(&target).map_err(failed)?;
        Ok(Self {
            path: path.to_path_buf(),
            target,
            file,
        })
    }

    /// A handle to write with; all handles write at one place.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn writer(&self) -> Result<File> {
        self.file
            .as_file()
            .try_clone()
            .map_err(|e| Error::io(&self.path, "write", e))
    }

    /// Gives the file its name, once all was written.
    ///
    /// # Errors
    /// [`Error::Io`]; the place is then as it was.
    pub fn keep(self) -> Result<()> {
        let failed = |e| Error::io(&self.path, "write", e);
        self.file.as_file().sync_all().map_err(failed)?;
        self.file
            .persist(&self.target)
            .map_err(|e| failed(e.error))?;
        Ok(())
    }
}

/// Writes `bytes` to `path`, which is whole or untouched; see [`WholeFile`].
///
/// # Errors
/// [`Error::Io`] with the path and what could not be done.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let file = WholeFile::create(path)?;
    file.writer()?
        .write_all(bytes)
        .map_err(|e| Error::io(path, "write", e))?;
    file.keep()
}

/// A locked temporary file beside `target`, after leftovers of it were removed.
fn temporary(target: &Path) -> std::io::Result<NamedTempFile> {
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let name = target.file_name().unwrap_or_default().as_encoded_bytes();
    let prefix = format!(".demarche-{:016x}-", XxHash3_64::oneshot(name));
    remove_leftovers(folder, &prefix);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    for _ in 0..TRIES {
        // Made here, as the crate's own errors would name the temporary file.
        let file = builder.make_in(folder, |path| {
            File::options().write(true).create_new(true).open(path)
        })?;
        if let Ok(present) = std::fs::metadata(target) {
            file.as_file().set_permissions(present.permissions())?;
        }
        // Some file systems know no locks; there, leftovers stay.
        let _ = file.as_file().lock();
        if file.path().exists() {
            return Ok(file);
        }
    }
    Err(std::io::Error::other("temporary files beside it vanish"))
}

/// Removes files of `folder` that start with `prefix` and that nobody has locked.
fn remove_leftovers(folder: &Path, prefix: &str) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let leftovers = entries.filter(|entry| {
        let name = entry.file_name();
        name.to_str()
            .is_some_and(|n| n.starts_with(prefix) && n.ends_with(".tmp"))
    });
    for entry in leftovers {
        let lock = File::options().write(true).open(entry.path());
        if lock.is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_leftover_is_removed_and_a_file_in_work_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("m");
        let killed = WholeFile::create(&place).unwrap();
        let (_, leftover) = killed.file.keep().unwrap();
        assert!(leftover.exists());
        let (first, second) = (
            WholeFile::create(&place).unwrap(),
            WholeFile::create(&place).unwrap(),
        );
        assert!(!leftover.exists());
        assert_eq!(names(folder.path()).len(), 2);
        first.writer().unwrap().write_all(b"first").unwrap();
        second.writer().unwrap().write_all(b"second").unwrap();
        first.keep().unwrap();
        second.keep().unwrap();
        assert_eq!(names(folder.path()), ["m"]);
        assert_eq!(std::fs::read(&place).unwrap(), b"second");
    }

    #[test]
    fn leftovers_of_other_places_stay() {
        let folder = tempfile::tempdir().unwrap();
        let killed = WholeFile::create(&folder.path().join("a")).unwrap();
        let (_, leftover) = killed.file.keep().unwrap();
        write_whole(&folder.path().join("b"), b"b").unwrap();
        assert!(leftover.exists());
    }
}
