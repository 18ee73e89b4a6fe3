//! Columnar files that state lengths they do not have: refused with a sentence, without a panic and without the memory that they
//! ask for.
#![cfg(all(feature = "arrow", feature = "parquet"))]

use std::alloc::System;
use std::path::Path;
use std::sync::Mutex;

use demarche::source::{ReadSettings, RecordReader};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Held while allocations are counted, for they are counted over all threads.
static COUNTING: Mutex<()> = Mutex::new(());

/// Memory that reading one of the files takes, all allocations added, with room for those of the reader itself.
const USUAL: usize = 8 << 20;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    std::fs::read(folder.join(name)).expect("the fixture")
}

/// Rows of a file, or what is said of it.
fn rows(path: &Path, settings: &ReadSettings) -> Result<usize, String> {
    let mut reader = RecordReader::open(path, settings).map_err(|e| e.to_string())?;
    let mut rows = 0;
    while let Some(block) = reader.next_block().map_err(|e| e.to_string())? {
        rows += reader.records(&block).len();
        assert!(rows < 1_000_000, "no end of rows");
    }
    Ok(rows)
}

/// Every change to limits at each `step`th byte: read or refused, with no more memory than `factor` times the file and what is usual.
#[track_caller]
fn no_lie_costs_memory(name: &str, step: usize, factor: usize) {
    let _alone = COUNTING.lock();
    let bytes = fixture(name);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    let mut refused = 0;
    for at in (0..bytes.len() - 8).step_by(step) {
        for lie in [
            &[0xFF, 0xFF, 0xFF, 0x7F][..],
            &[0xFF; 4],
            &[0; 4],
            &[0, 0, 0, 0, 0, 0, 0, 0x40],
        ] {
            let mut lying = bytes.clone();
            lying[at..at + lie.len()].copy_from_slice(lie);
            std::fs::write(&path, &lying).expect("a file");
            let region = Region::new(COUNTED);
            let read = rows(&path, &ReadSettings::default());
            let allocated = region.change().bytes_allocated;
            refused += usize::from(read.is_err());
            let most = USUAL + factor * bytes.len();
            assert!(
                allocated < most,
                "{name}: {allocated} bytes for {lie:?} at {at}: {read:?}"
            );
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn arrow_files_get_no_memory_for_lies() {
    no_lie_costs_memory("polars.arrow", 4, 1);
    no_lie_costs_memory("pandas-lz4.feather", 4, 255);
    no_lie_costs_memory("pyarrow-zstd.arrow", 4, 32_768);
}

#[test]
fn arrow_streams_get_no_memory_for_lies() {
    no_lie_costs_memory("pyarrow-stream.arrows", 4, 1);
}

#[test]
fn parquet_files_get_no_memory_for_lies() {
    no_lie_costs_memory("pandas-snappy.parquet", 3, 22);
    no_lie_costs_memory("polars.parquet", 3, 32_768);
}

#[test]
fn what_is_said_names_the_lengths() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |name: &str, at: usize, lie: &[u8]| {
        let mut bytes = fixture(name);
        let at = if at == 0 { bytes.len() - 10 } else { at };
        bytes[at..at + lie.len()].copy_from_slice(lie);
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).expect("a file");
        let said = rows(&path, &ReadSettings::default()).expect_err("a refusal");
        said.replace(&path.display().to_string(), name)
    };
    let found = said("polars.arrow", 0, &i32::MAX.to_le_bytes());
    assert_eq!(
        found,
        "polars.arrow: cannot be read as arrow: its footer states a length of 2147483647 bytes"
    );
    let found = said("pyarrow-stream.arrows", 4, &1_000_000_u32.to_le_bytes());
    let size = fixture("pyarrow-stream.arrows").len();
    let expected = format!(
        "pyarrow-stream.arrows: cannot be read as arrow: it has {size} bytes, and states a part of 1000000 bytes from byte 8 on, so it is cut off or damaged"
    );
    assert_eq!(found, expected);
}

#[test]
fn packed_parts_count_as_decompressed() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in [
        "pyarrow-zstd.arrow",
        "pandas-lz4.feather",
        "pandas-zstd.parquet",
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, fixture(name)).expect("a file");
        let settings = ReadSettings {
            max_decompressed: 10,
            ..ReadSettings::default()
        };
        let said = rows(&path, &settings).expect_err("a refusal");
        assert!(
            said.ends_with("it unpacks to more than 10 bytes; if you trust it, allow more with --max-decompressed"),
            "{said}"
        );
        assert!(rows(&path, &ReadSettings::default()).is_ok());
    }
}
