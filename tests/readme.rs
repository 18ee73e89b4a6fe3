//! The README keeps its word: its commands run, and they print what stands below them.
//!
//! A `sh` block is run by bash, in the order of the page, in a folder that looks like the top of the repository; a `text` block
//! right after it is what it prints, where a line `...` stands for any number of lines. `docs/update-readme` rewrites the text
//! blocks.

#![cfg(all(unix, feature = "cli"))]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use demarche::StanceSet;

/// What a newcomer types before there is a `demarche` to call; run as `demarche`.
const CARGO_RUN: &str = "cargo run --release --quiet --";

/// The other cargo command, which runs this test.
const CARGO_TEST: &str = "cargo test --release\n";

/// The model that the page trains.
const OWN_MODEL: &str = "my.demarche";

/// One `sh` block.
struct Example {
    line: usize,
    script: String,
    output: Option<String>,
}

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// All `sh` blocks of a page.
fn examples(page: &str) -> Vec<Example> {
    let lines: Vec<&str> = page.lines().collect();
    let block = |fence: usize| -> Vec<&str> {
        let inside = lines[fence + 1..].iter().copied();
        inside.take_while(|line| *line != "```").collect()
    };
    let starts = (0..lines.len()).filter(|i| lines[*i] == "```sh");
    starts
        .map(|fence| {
            let script = block(fence);
            let after = fence + script.len() + 2;
            let next = (after..lines.len()).find(|i| !lines[*i].is_empty());
            let shown = next.filter(|i| lines[*i] == "```text");
            Example {
                line: fence + 2,
                script: script.iter().flat_map(|line| [line, "\n"]).collect(),
                output: shown.map(|i| block(i).join("\n")),
            }
        })
        .collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

/// What `script` prints, if it ends with status 0.
fn printed(script: &str, folder: &Path) -> Result<String, String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_demarche"));
    let first = binary.parent().expect("a binary lies in a folder");
    let others = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .args(["-eo", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{others}", first.display()))
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("bash: {e}"))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{}\n{stderr}", output.status))
    }
}

/// Whether `found` is what `expected` says; `...` stands for any number of lines.
fn matches(expected: &[&str], found: &[&str]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((&"...", rest)) => (0..=found.len()).any(|skip| matches(rest, &found[skip..])),
        Some((line, rest)) => found
            .split_first()
            .is_some_and(|(first, others)| line == first && matches(rest, others)),
    }
}

/// `text` without digests: a model trained on another machine may differ from ours in the last bits.
fn without_digests(text: &str) -> String {
    let mut parts = text.split("sha256:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += "sha256:";
        out += part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    out
}

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "trains a model on all of data/, which takes long without --release"
)]
fn its_commands_run_and_print_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["data", "models"] {
        std::os::unix::fs::symlink(root.join(name), folder.path().join(name)).expect("a link");
    }
    for example in examples(&page("README.md")) {
        if example.script == CARGO_TEST {
            continue;
        }
        let place = format!("README.md:{}", example.line);
        let script = example.script.replace(CARGO_RUN, "demarche");
        assert!(!script.contains("cargo"), "{place}: unknown cargo command");
        let found = printed(&script, folder.path()).unwrap_or_else(|e| panic!("{place}: {e}"));
        let Some(expected) = example.output else {
            continue;
        };
        let (expected, found) = if script.contains(OWN_MODEL) {
            (without_digests(&expected), without_digests(&found))
        } else {
            (expected, found)
        };
        assert!(
            matches(&lines(&expected), &lines(&found)),
            "{place}: it shows\n{expected}\nbut the command prints\n{found}\nRun docs/update-readme."
        );
    }
}

#[test]
fn a_newcomer_needs_two_cargo_commands() {
    let scripts: Vec<String> = examples(&page("README.md"))
        .into_iter()
        .map(|example| example.script)
        .filter(|script| script.contains("cargo"))
        .collect();
    let [first, second] = scripts.as_slice() else {
        panic!("expected two cargo commands, found {scripts:?}");
    };
    let pipe = format!("| {CARGO_RUN} classify --format label -\n");
    assert!(
        first.starts_with("printf '") && first.ends_with(&pipe) && lines(first).len() == 1,
        "{first}"
    );
    assert_eq!(second, CARGO_TEST);
}

#[test]
fn every_label_and_synonym_is_named() {
    let readme = page("README.md");
    let set = StanceSet::default();
    for (label, synonyms) in set.synonyms() {
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| `{label}` |")))
            .unwrap_or_else(|| panic!("no row for {label}"));
        for synonym in synonyms {
            assert!(row.contains(&format!("`{synonym}`")), "{label}: {synonym}");
        }
        assert_eq!(row.matches('`').count(), 2 * (1 + synonyms.len()), "{row}");
    }
}

#[test]
fn the_training_command_is_the_one_that_made_the_default_model() {
    let flags = |name: &str| {
        let text = page(name);
        let after = text.split("train data/train.jsonl").nth(1);
        let flags = after.and_then(|after| after.split("-o ").next());
        flags.unwrap_or_default().trim().to_owned()
    };
    let expected = flags("models/rebuild");
    for name in ["README.md", "CONTRIBUTING.md", "models/README.md"] {
        assert_eq!(flags(name), expected, "{name}");
    }
}

#[test]
fn links_to_files_lead_somewhere() {
    for name in [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "models/README.md",
    ] {
        let text = page(name);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let folder = path.parent().expect("a file lies in a folder");
        let targets = text.split("](").skip(1).filter_map(|t| t.split(')').next());
        for target in targets.filter(|t| !t.contains("://") && !t.starts_with('#')) {
            let file = target.split('#').next().unwrap_or_default();
            assert!(folder.join(file).exists(), "{name} links to {target}");
        }
    }
}

#[test]
fn a_cut_stands_for_any_number_of_lines() {
    let shown = ["a", "...", "d"];
    assert!(matches(&shown, &["a", "b", "c", "d"]));
    assert!(matches(&shown, &["a", "d"]));
    assert!(!matches(&shown, &["a", "b", "c"]));
    assert!(!matches(&["a"], &["a", "b"]));
    assert!(!matches(&["a", "b"], &["a"]));
}
