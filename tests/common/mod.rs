//! Runs the program in a folder of its own and keeps all that it says.

// Each test file is a program of its own and uses a part of this one.
#![allow(dead_code)]

pub mod service;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Sixty invented statements, twenty of each stance, in twelve groups; fields `id`, `text`, `label` and `group`.
pub const SMALL: &str = include_str!("../fixtures/small.jsonl");

/// A folder for one test, in which the program runs; gone afterwards.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// The same with one file in it.
    pub fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        Self::new().and(name, content)
    }

    /// Adds a file.
    pub fn and(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path(name), content).expect("a file in the folder");
        self
    }

    /// Path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Content of a file in the folder.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect("a file that was written")
    }

    /// Names of all files, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("the folder");
        let name = |e: std::io::Result<std::fs::DirEntry>| e.expect("an entry").file_name();
        let mut names: Vec<String> = entries
            .map(|e| name(e).to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The program, to be run here with `arguments`, separated by spaces.
    pub fn demarche(&self, arguments: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command
            .current_dir(self.0.path())
            .args(arguments.split_whitespace())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("RAYON_NUM_THREADS")
            .env("TERM", "xterm");
        Run {
            command,
            input: Vec::new(),
        }
    }
}

/// A run that is being prepared.
#[must_use]
pub struct Run {
    command: Command,
    input: Vec<u8>,
}

impl Run {
    /// One further argument, which may hold spaces.
    pub fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// The small model as `--model`.
    pub fn small_model(self) -> Self {
        self.arg("--model").arg(small_model())
    }

    /// An environment variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// What the program reads from standard input.
    pub fn input(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.input = bytes.as_ref().to_vec();
        self
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Said {
        let input = std::mem::take(&mut self.input);
        let mut child = self.spawn();
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        // A program that stops early does not read all of it.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the writer ends");
        Said {
            out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
            code: output.status.code(),
        }
    }

    /// Starts it with pipes on all three sides.
    pub fn spawn(mut self) -> Child {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }
}

/// All that a run said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Exit code; `None` if a signal ended it.
    pub code: Option<i32>,
}

impl Said {
    /// Standard output of a run that did all it had to and complained of nothing.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        self.out
    }

    /// Standard error of a run that could not do it and gave no answer.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{self:?}");
        self.err
    }

    /// The whole of it, in the order output, errors, code.
    pub fn parts(&self) -> (&str, &str, Option<i32>) {
        (&self.out, &self.err, self.code)
    }
}

/// A model trained on [`SMALL`] without word vectors, made once for each test file.
pub fn small_model() -> &'static PathBuf {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("small.demarche");
        let folder = Folder::with("small.jsonl", SMALL);
        let train = folder.demarche("train small.jsonl --word-vectors none -o");
        let said = train.arg(&path).run();
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said:?}");
        path
    })
}

/// The rows of [`SMALL`] as JSON objects.
pub fn small_rows() -> Vec<serde_json::Value> {
    json_lines(SMALL)
}

/// Each line as JSON.
#[track_caller]
pub fn json_lines(text: &str) -> Vec<serde_json::Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

/// `text` with each number of three decimals or more, and each digest, as `#`: what depends on the weights.
pub fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = digest_length(rest).or_else(|| decimal_length(rest));
        match length {
            Some(length) => {
                out.push('#');
                rest = &rest[length..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

fn digest_length(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("sha256:")?;
    let hexadecimal = digits.bytes().take_while(u8::is_ascii_hexdigit).count();
    (hexadecimal == 64).then_some(7 + 64)
}

fn decimal_length(text: &str) -> Option<usize> {
    let count = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = count(text);
    let decimals = count(text[whole..].strip_prefix('.')?);
    (whole > 0 && decimals >= 3).then_some(whole + 1 + decimals)
}
