//! What breaks around the program: kills, limits, full disks, places that cannot be written. The old file or the new one is there
//! whole, nothing piles up, and what could not be done is one sentence and exit code 2.
#![cfg(unix)]

mod common;

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};

use common::{Folder, SMALL};
use demarche::StanceClassifier;

/// Kills in one test; `tests/heavy/run` asks for more.
fn kills() -> u64 {
    let asked = std::env::var("DEMARCHE_KILLS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(12)
}

/// Runs a line of the shell in the folder, with the program as `$D`.
fn shell(folder: &Folder, line: &str) -> Output {
    Command::new("bash")
        .args(["-c", line])
        .current_dir(folder.path("."))
        .env("D", env!("CARGO_BIN_EXE_demarche"))
        .env_remove("RUST_BACKTRACE")
        .output()
        .expect("bash")
}

/// Exit code and standard error of a line of the shell.
fn outcome(folder: &Folder, line: &str) -> (Option<i32>, String) {
    let output = shell(folder, line);
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// Starts the command again and again and kills it after longer and longer; `is_whole` looks at the file each time.
fn survives_kills(folder: &Folder, arguments: &str, file: &str, is_whole: impl Fn(&[u8]) -> bool) {
    let took = {
        let began = std::time::Instant::now();
        assert_eq!(folder.demarche(arguments).run().code, Some(0));
        began.elapsed()
    };
    let known = folder.names();
    let (mut killed, kills) = (0, kills());
    for i in 0..kills {
        let mut child = folder.demarche(arguments).spawn();
        std::thread::sleep(took.mul_f64(1.1 * i as f64 / kills as f64));
        child.kill().expect("a signal");
        killed += u64::from(child.wait().expect("its end").signal() == Some(9));
        assert!(is_whole(&folder.read(file)), "kill {i}");
        assert!(
            folder.names().len() <= known.len() + 1,
            "{:?}",
            folder.names()
        );
    }
    assert!(killed > 0, "all runs were over before they were killed");
    // The next whole run takes away what the last killed one left.
    assert_eq!(folder.demarche(arguments).run().code, Some(0));
    assert_eq!(folder.names(), known);
}

#[test]
fn a_killed_training_leaves_the_old_model_or_the_new() {
    let folder = Folder::with("small.jsonl", SMALL);
    let arguments = "train small.jsonl --no-cv --word-vectors none -o m";
    survives_kills(&folder, arguments, "m", |bytes| {
        StanceClassifier::from_bytes("m", bytes).is_ok()
    });
}

#[test]
fn a_killed_conversion_leaves_the_old_file_or_the_new() {
    let rows = 60 * 400;
    let folder = Folder::with("a.jsonl", SMALL.repeat(400));
    survives_kills(&folder, "convert a.jsonl a.csv", "a.csv", |bytes| {
        bytes.iter().filter(|b| **b == b'\n').count() == rows + 1
    });
}

#[test]
fn a_file_limit_is_an_error_and_leaves_nothing() {
    let folder = Folder::with("a.jsonl", SMALL.repeat(40)).and("a.csv", "old");
    let (code, said) = outcome(&folder, "ulimit -f 8; $D convert a.jsonl a.csv");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("File too large"), "{said}");
    assert_eq!(folder.names(), ["a.csv", "a.jsonl"]);
    assert_eq!(folder.read("a.csv"), b"old");
}

#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::with("a.jsonl", SMALL);
    for command in [
        "classify a.jsonl",
        "convert a.jsonl - --output-format csv",
        "inspect",
    ] {
        let (code, said) = outcome(&folder, &format!("$D {command} > /dev/full"));
        assert_eq!(code, Some(2), "{command}: {said}");
        assert!(
            said.contains("No space left on device"),
            "{command}: {said}"
        );
    }
}

#[test]
fn too_little_memory_is_exit_code_2() {
    let folder = Folder::with("small.jsonl", SMALL);
    let line = "ulimit -v 30000; echo They lied. | $D classify --format label -";
    let (code, said) = outcome(&folder, line);
    assert_eq!(code, Some(2), "{said}");
    // Either the threads cannot start or the C library ends what could not; both name the memory.
    assert!(
        said.contains("memory") && !said.contains("panicked"),
        "{said}"
    );
    // With room for threads but not for the data, the runtime names the allocation that failed.
    let line = "head -c 300000000 /dev/zero | tr '\\0' x > long.jsonl; ulimit -v 150000; $D train long.jsonl --no-cv -o m";
    let (code, said) = outcome(&folder, line);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.lines().count() <= 2 && !said.contains("panicked"),
        "{said}"
    );
}

#[test]
fn nobody_listening_is_no_failure() {
    let folder = Folder::with("a.jsonl", SMALL.repeat(200));
    let output = shell(
        &folder,
        "$D classify a.jsonl | head -n 1 | wc -l; exit ${PIPESTATUS[0]}",
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "1");
    let (code, _) = outcome(&folder, "$D classify none.jsonl 2>&-");
    assert_eq!(code, Some(2));
}

#[test]
fn places_that_cannot_be_written_are_named() {
    let folder = Folder::with("small.jsonl", SMALL).and("file", "");
    for place in [".", "no/folder/m", "file/m"] {
        let (code, said) = outcome(
            &folder,
            &format!("$D train small.jsonl --no-cv --word-vectors none -o {place}"),
        );
        assert_eq!(code, Some(2), "{place}: {said}");
        assert!(
            said.starts_with("demarche: ") && said.contains(place),
            "{said}"
        );
    }
    assert_eq!(folder.names(), ["file", "small.jsonl"]);
}

#[test]
fn of_two_trainings_to_one_place_the_last_wins_whole() {
    let folder = Folder::with("small.jsonl", SMALL);
    let line = "for s in 1 2 3 4; do $D train small.jsonl --no-cv --word-vectors none --seed $s -o m & done; wait";
    let (code, said) = outcome(&folder, line);
    assert_eq!(code, Some(0), "{said}");
    assert!(StanceClassifier::from_bytes("m", &folder.read("m")).is_ok());
    assert_eq!(folder.names(), ["m", "small.jsonl"]);
}

#[test]
fn a_packed_file_unpacks_to_no_more_than_is_allowed() {
    let folder = Folder::with("a.jsonl", SMALL.repeat(100));
    let pack = "gzip -k a.jsonl && $D classify --max-decompressed 50000 --format label a.jsonl.gz";
    let (code, said) = outcome(&folder, pack);
    assert_eq!(code, Some(2));
    let expected = "demarche: a.jsonl.gz: cannot read: it unpacks to more than 50000 bytes; if you trust it, allow more with --max-decompressed\n";
    assert_eq!(said, expected);
    let (code, said) = outcome(&folder, "$D classify --format label a.jsonl.gz");
    assert_eq!((code, said.as_str()), (Some(0), ""));
}

#[test]
fn a_slow_writer_and_a_vanishing_file_lose_nothing() {
    let folder = Folder::with("a.jsonl", SMALL.repeat(50));
    let line = "(head -c 1000 a.jsonl; sleep 0.2; tail -c +1001 a.jsonl) | $D classify --format label - | wc -l";
    let output = shell(&folder, line);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "3000");
    let line = "exec 3< a.jsonl; rm a.jsonl; $D classify --format label - <&3 | wc -l";
    let output = shell(&folder, line);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "3000");
}

#[test]
fn what_is_said_of_a_place_names_no_temporary_file() {
    let folder = Folder::with("small.jsonl", SMALL).and("file", "");
    for (place, why) in [
        ("no/a.csv", "No such file or directory (os error 2)"),
        ("file/a.csv", "Not a directory (os error 20)"),
    ] {
        let (code, said) = outcome(&folder, &format!("$D convert small.jsonl {place}"));
        assert_eq!(code, Some(2));
        assert_eq!(said, format!("demarche: {place}: cannot write: {why}\n"));
    }
}

#[test]
fn a_training_takes_away_what_a_killed_one_left() {
    // Killed while it reads a pipe in which nothing comes, long before a model is written.
    let folder = Folder::with("small.jsonl", SMALL);
    let training = "$D train small.jsonl --no-cv --word-vectors none -o m";
    for _ in 0..4 {
        let line = "mkfifo p 2>/dev/null; $D train p --no-cv -o m & sleep 0.1; kill -9 $!; wait $!";
        assert_eq!(outcome(&folder, line).0, Some(137));
    }
    let (code, said) = outcome(&folder, training);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert_eq!(folder.names(), ["m", "p", "small.jsonl"]);
}

/// The runtime of Rust opens the null device in place of what is closed, so closed output is output that nobody reads.
#[test]
fn closed_input_is_empty_and_closed_output_is_read_by_nobody() {
    let folder = Folder::with("a.jsonl", SMALL);
    let (code, said) = outcome(&folder, "$D classify a.jsonl >&-");
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let output = shell(&folder, "$D classify --format label - <&-");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    // Files opened by a program without the three must not take their places.
    let (code, _) = outcome(&folder, "$D convert a.jsonl a.csv <&- >&- 2>&-");
    assert_eq!(code, Some(0));
    assert_eq!(
        folder.read("a.csv").iter().filter(|b| **b == b'\n').count(),
        61
    );
}

#[test]
fn signals_and_small_pipes_lose_nothing() {
    let folder = Folder::with("a.jsonl", SMALL.repeat(200));
    let labels = "$D classify --format label a.jsonl > expected";
    assert_eq!(outcome(&folder, labels).0, Some(0));
    // A signal that is taken over, and stops, while it waits, reads and writes.
    let line = "(head -c 200000 a.jsonl; sleep 0.5; tail -c +200001 a.jsonl) | $D classify --format label - > found & \
        until [ -s found ]; do sleep 0.01; done; \
        for i in $(seq 20); do kill -XFSZ $!; kill -STOP $!; sleep 0.01; kill -CONT $!; sleep 0.01; done 2> /dev/null; wait $!";
    let (code, said) = outcome(&folder, line);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(folder.read("found") == folder.read("expected"));
    // A reader that takes a few bytes at a time.
    let line =
        "$D classify --format label a.jsonl | dd bs=5 of=found status=none; exit ${PIPESTATUS[0]}";
    assert_eq!(outcome(&folder, line).0, Some(0));
    assert!(folder.read("found") == folder.read("expected"));
}

#[test]
fn a_file_that_is_gone_is_named_after_the_records_before_it() {
    let folder = Folder::with("a.jsonl", SMALL);
    let output = shell(&folder, "$D classify --format label a.jsonl gone.jsonl");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 60);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        said,
        "demarche: gone.jsonl: cannot read: No such file or directory (os error 2)\n"
    );
}

#[test]
fn a_folder_that_vanishes_meanwhile_is_an_error() {
    let folder = Folder::with("a.jsonl", SMALL);
    let line = "mkdir out; (cat a.jsonl; while [ -d out ]; do sleep 0.05; done) | \
        $D convert --input-format jsonl - out/a.csv & \
        until ls -A out | grep -q demarche; do sleep 0.05; done; rm -r out; wait $!";
    let (code, said) = outcome(&folder, line);
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(
        said,
        "demarche: out/a.csv: cannot write: No such file or directory (os error 2)\n"
    );
}
