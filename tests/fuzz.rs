//! Seeds and changes of them through every reader of what strangers wrote; see `fuzz/checks.rs`.
//!
//! The cases are the same in each run. `DEMARCHE_FUZZ` asks for so many times as many, and `DEMARCHE_FUZZ_FROM` for others;
//! `tests/heavy/run fuzz` does both, and gives the same checks to libFuzzer.

#[path = "fuzz/changes.rs"]
mod changes;
#[path = "fuzz/checks.rs"]
mod checks;
#[path = "common/trained.rs"]
mod trained;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use changes::changed;
use checks::CHECKS;
use fastrand::Rng;

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Seeds of a check: kept files, those of the formats' tests, and what is made when it is needed.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut seeds = files(&tests.join("fuzz/seeds").join(name));
    match name {
        "file" => seeds.extend(files(&tests.join("fixtures/formats"))),
        "model" => seeds.push(small_model()),
        "vectors" => seeds.push(small_table()),
        _ => {}
    }
    assert!(!seeds.is_empty(), "no seeds for {name}");
    seeds
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: &PathBuf| std::fs::read(path).expect("a seed");
    paths.iter().map(read).collect()
}

/// A model of a few kilobytes with all families of features but word vectors.
fn small_model() -> Vec<u8> {
    let mut settings = trained::quick();
    settings.features.ngrams.max_features = 20;
    if let Some(chars) = &mut settings.features.chars {
        chars.max_features = 10;
    }
    let model = trained::model_of(&trained::small()[..6], &settings);
    model.as_bytes().to_vec()
}

fn small_table() -> Vec<u8> {
    use demarche::features::WordVectors;
    let words = ["peace", "war", "raid"].map(String::from).to_vec();
    let rows = [0.5, -0.25, 0.125, 1.0, -1.0, 0.75];
    let table = WordVectors::quantised(words, 2, &rows, 8).expect("a table");
    table.to_bytes()
}

/// Runs the check of this name on its seeds and on `cases` changes of them.
#[track_caller]
fn fuzz(name: &str, cases: u64) {
    let (_, check) = CHECKS.iter().find(|c| c.0 == name).expect("a check");
    let seeds = seeds(name);
    for seed in &seeds {
        run(name, *check, seed);
    }
    let first = asked("DEMARCHE_FUZZ_FROM").unwrap_or(0);
    let cases = cases * asked("DEMARCHE_FUZZ").unwrap_or(1);
    for case in first..first + cases {
        let mut random = Rng::with_seed(case);
        let [seed, other] = [(); 2].map(|()| &seeds[random.usize(..seeds.len())]);
        run(name, *check, &changed(seed, other, &mut random));
    }
    println!("{name}: {} seeds, {cases} cases", seeds.len());
}

/// Keeps what a check fails on, to become a seed.
fn run(name: &str, check: fn(&[u8]), data: &[u8]) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(data))) {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fault-{name}"));
        std::fs::write(&path, data).expect("a place for the fault");
        eprintln!(
            "the check {name} fails on {}; keep it in tests/fuzz/seeds/{name}",
            path.display()
        );
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn any_text_is_tokenized() {
    fuzz("tokenizer", 3_000);
}

#[test]
fn any_bytes_are_the_same_records_however_they_arrive() {
    fuzz("records", 30_000);
}

#[test]
fn any_file_is_read_or_refused() {
    fuzz("file", 3_000);
}

#[test]
fn any_model_is_refused_or_sound() {
    fuzz("model", 3_000);
}

#[test]
fn any_table_is_refused_or_sound() {
    fuzz("vectors", 10_000);
}

#[test]
fn any_gate_is_refused_or_named() {
    fuzz("gate", 50_000);
}

#[test]
fn any_article_has_statements_in_their_places() {
    fuzz("article", 2_000);
}

#[test]
fn any_page_has_a_text_or_is_refused() {
    fuzz("page", 1_000);
}
