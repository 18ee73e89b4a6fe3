//! The labels file: lines are only ever added, each is on disk before it is acknowledged, and one process writes at a time.
//!
//! A run that was killed in the middle of a line leaves a torn one at the end. It was never acknowledged, and is cut off at the
//! next start; nothing else is ever changed.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::answer::{Answer, START};

/// A labels file that is open for adding; it stays locked as long as this lives.
#[derive(Debug)]
pub struct AnswerLog {
    path: PathBuf,
    file: File,
    /// Length of what is whole.
    length: u64,
    /// Whether a failed line could not be taken back, so that nothing may follow it.
    broken: bool,
}

impl AnswerLog {
    /// Opens or creates the file; returns what it holds, in order.
    ///
    /// # Errors
    /// If it cannot be read or written, another process writes to it, or a line is no answer.
    pub fn open(path: &Path) -> Result<(Self, Vec<Answer>)> {
        let shown = path.display();
        let mut options = File::options();
        let mut file = options
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .with_context(|| format!("{shown}: cannot open the labels file"))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!(
                "{shown}: another process writes labels to it; stop that one, or name another file with --labels"
            ),
            // Some file systems know no locks.
            Err(TryLockError::Error(_)) => {}
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .with_context(|| format!("{shown}: cannot read the labels file"))?;
        let (answers, whole) = parse(&bytes, path)?;
        let mut log = Self {
            path: path.to_owned(),
            file,
            length: whole as u64,
            broken: false,
        };
        log.mend_end(&bytes, whole)?;
        log.sync_folder();
        Ok((log, answers))
    }

    /// The file's path, for messages.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line; once this returns, it is on disk.
    ///
    /// # Errors
    /// If it cannot be written; the file is then as it was.
    pub fn append(&mut self, answer: &Answer) -> Result<()> {
        let shown = self.path.display();
        ensure!(
            !self.broken,
            "{shown}: an earlier label could not be written; make room on the disk and start again"
        );
        let mut line = serde_json::to_vec(answer)?;
        line.push(b'\n');
        let written = self.file.write_all(&line);
        if let Err(problem) = written.and_then(|()| self.file.sync_data()) {
            self.broken = self.file.set_len(self.length).is_err();
            return Err(problem)
                .with_context(|| format!("{shown}: cannot write the label; nothing was kept"));
        }
        self.length += line.len() as u64;
        Ok(())
    }

    /// Cuts off a torn last line, or ends a whole one.
    fn mend_end(&mut self, bytes: &[u8], whole: usize) -> Result<()> {
        let shown = self.path.display();
        let failed = || format!("{shown}: cannot mend the last line");
        if whole < bytes.len() {
            self.file.set_len(self.length).with_context(failed)?;
        } else if bytes.last().is_some_and(|b| *b != b'\n') {
            self.file.write_all(b"\n").with_context(failed)?;
            self.length += 1;
        } else {
            return Ok(());
        }
        self.file.sync_data().with_context(failed)
    }

    /// Makes the name of a new file last, too, where folders can be synced.
    fn sync_folder(&self) {
        let folder = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if let Ok(folder) = File::open(folder) {
            let _ = folder.sync_all();
        }
    }
}

/// The answers, and the length of the part that holds them; a torn last line lies behind it.
fn parse(bytes: &[u8], path: &Path) -> Result<(Vec<Answer>, usize)> {
    let mut answers = Vec::new();
    let mut start = 0;
    for (number, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        let end = start + line.len();
        let content = line.trim_ascii();
        match serde_json::from_slice::<Answer>(content) {
            _ if content.is_empty() => {}
            Ok(answer) => answers.push(answer),
            Err(_) if end == bytes.len() && is_torn(line) => return Ok((answers, start)),
            Err(problem) => bail!(
                "{}:{}: not a line of a labels file ({problem}); mend it, or name another file with --labels",
                path.display(),
                number + 1
            ),
        }
        start = end;
    }
    Ok((answers, start))
}

/// Whether a line without an end is the beginning of one that was being written.
fn is_torn(line: &[u8]) -> bool {
    let start = START.as_bytes();
    let begins = line.starts_with(start) || start.starts_with(line);
    let is_whole = serde_json::from_slice::<serde_json::Value>(line).is_ok();
    line.last() != Some(&b'\n') && begins && !is_whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(id: &str) -> Answer {
        Answer {
            id: id.into(),
            text: "We condemn it.".into(),
            label: Some("condemning".into()),
            annotator: "ann".into(),
            note: None,
            withdrawn: false,
            time: 1,
        }
    }

    #[test]
    fn a_torn_end_is_cut_off_wherever_it_was_torn() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.jsonl");
        let line = serde_json::to_vec(&answer("2")).unwrap();
        for torn in 0..line.len() {
            let mut whole = serde_json::to_vec(&answer("1")).unwrap();
            whole.push(b'\n');
            std::fs::write(&path, [whole.as_slice(), &line[..torn]].concat()).unwrap();
            let (mut log, answers) = AnswerLog::open(&path).unwrap();
            assert_eq!(answers, [answer("1")], "torn after {torn} bytes");
            log.append(&answer("3")).unwrap();
            drop(log);
            let (_, answers) = AnswerLog::open(&path).unwrap();
            assert_eq!(answers, [answer("1"), answer("3")]);
        }
    }

    #[test]
    fn a_whole_line_that_lacks_its_end_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.jsonl");
        std::fs::write(&path, serde_json::to_vec(&answer("1")).unwrap()).unwrap();
        let (mut log, _) = AnswerLog::open(&path).unwrap();
        log.append(&answer("2")).unwrap();
        drop(log);
        let (_, answers) = AnswerLog::open(&path).unwrap();
        assert_eq!(answers, [answer("1"), answer("2")]);
    }

    #[test]
    fn a_file_that_is_something_else_is_refused_and_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.jsonl");
        for other in [
            "# A page\nof text",
            "{\"id\":\"1\",\"text\":\"no annotator\"}",
            "{\"id\":\n{\"id\":",
        ] {
            std::fs::write(&path, other).unwrap();
            let problem = AnswerLog::open(&path).unwrap_err().to_string();
            assert!(
                problem.contains("labels.jsonl:1: not a line of a labels file"),
                "{problem}"
            );
            assert_eq!(std::fs::read_to_string(&path).unwrap(), other);
        }
    }

    #[test]
    fn two_processes_never_write_to_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.jsonl");
        let (_log, _) = AnswerLog::open(&path).unwrap();
        let problem = AnswerLog::open(&path).unwrap_err().to_string();
        assert!(
            problem.contains("another process writes labels to it"),
            "{problem}"
        );
    }
}
