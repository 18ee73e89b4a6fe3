//! Opening files and standard input.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};

/// Opens a file, or standard input for `-`.
///
/// # Errors
/// [`Error::Io`] if there is no such file, it is a folder, or it may not be read.
pub fn open(path: &Path) -> Result<Box<dyn Read + Send>> {
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
