//! Files of articles: those in folders, and the text of one.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use demarche::source::open;

/// Ends of the names of files that are read in a folder.
const READ: [&str; 10] = [
    "txt", "text", "md", "html", "htm", "jsonl", "ndjson", "json", "csv", "tsv",
];

/// Files, and those in folders, sorted by name; and the folders that could not be read.
pub fn expanded(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<anyhow::Error>) {
    let (mut files, mut unreadable) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            in_folder(path, &mut files, &mut unreadable);
        } else {
            files.push(path.clone());
        }
    }
    (files, unreadable)
}

fn in_folder(folder: &Path, files: &mut Vec<PathBuf>, unreadable: &mut Vec<anyhow::Error>) {
    let paths = match entries(folder) {
        Ok(paths) => paths,
        Err(e) => return unreadable.push(e),
    };
    for path in paths {
        if path.is_dir() {
            in_folder(&path, files, unreadable);
        } else if READ.contains(&extension(&path).as_str()) {
            files.push(path);
        }
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let cannot = || format!("{}: cannot read", folder.display());
    let entries = std::fs::read_dir(folder).with_context(cannot)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|e| e.map(|e| e.path()))
        .collect::<std::io::Result<_>>()
        .with_context(cannot)?;
    paths.sort();
    Ok(paths)
}

fn extension(path: &Path) -> String {
    let extension = path.extension().and_then(|e| e.to_str());
    extension.unwrap_or_default().to_ascii_lowercase()
}

/// The text of a file, without a byte order mark.
pub fn read_text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    open(path)?
        .read_to_end(&mut bytes)
        .with_context(|| format!("{}: cannot read", path.display()))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text
            .strip_prefix('\u{FEFF}')
            .map_or_else(|| text.clone(), str::to_owned)),
        Err(e) => bail!(
            "{}: found bytes that are not UTF-8 at byte {}; convert the file to UTF-8 first, as with iconv",
            path.display(),
            e.utf8_error().valid_up_to()
        ),
    }
}
