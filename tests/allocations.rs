//! Classifying allocates nothing once its memory has grown. Only a text whose language is in doubt does, for the language
//! detector does; texts of a dozen words with the commonest English ones among them are beyond doubt.

use std::alloc::System;
use std::sync::Mutex;

use demarche::StanceClassifier;
use demarche::classifier::Scratch;
use demarche::prediction::Prediction;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Held while allocations are counted, for they are counted over all threads.
static COUNTING: Mutex<()> = Mutex::new(());

const COMMON: [&str; 16] = [
    "the", "of", "to", "and", "a", "in", "that", "is", "it", "for", "was", "on", "be", "not", "we",
    "by",
];

fn is_plain_english(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let common = words.iter().filter(|w| COMMON.contains(w)).count();
    words.len() >= 12 && common * 4 >= words.len()
}

#[test]
fn classifying_allocates_nothing_after_warm_up() {
    let _alone = COUNTING.lock();
    let corpus = include_str!("../data/heldout.jsonl");
    let text = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row of JSON");
        row["text"].as_str().expect("text").to_owned()
    };
    let mut texts: Vec<String> = corpus.lines().map(text).collect();
    texts.retain(|text| is_plain_english(text));
    texts.push("The U.N. and the re-opening of the talks can't be left to a café.".into());
    assert!(texts.len() > 1_000);
    let classifier = StanceClassifier::embedded().expect("the program has a model");
    let mut scratch = Scratch::default();
    let mut prediction = Prediction::default();
    let mut allocating = Vec::new();
    for warm in [false, true] {
        for text in &texts {
            let region = Region::new(COUNTED);
            classifier.classify_into(text, &mut scratch, &mut prediction);
            let change = region.change();
            if warm && change.allocations + change.reallocations > 0 {
                allocating.push(text);
            }
        }
    }
    assert!(allocating.is_empty(), "{allocating:#?}");
}

/// A model file that claims to be larger than it is, or to hold sections that it does not, gets no more memory than a few times
/// its size.
#[test]
fn a_hostile_model_file_allocates_no_more_than_four_times_its_size() {
    let _alone = COUNTING.lock();
    let bytes = include_bytes!("../models/default.demarche");
    let size = bytes.len();
    for at in (24..272).step_by(4) {
        let mut hostile = bytes.to_vec();
        hostile[at..at + 4].copy_from_slice(&[0xFF; 4]);
        let checksum = crc32fast::hash(&hostile[24..]);
        hostile[16..20].copy_from_slice(&checksum.to_le_bytes());
        let region = Region::new(COUNTED);
        let loaded = StanceClassifier::from_bytes("m", &hostile);
        let allocated = region.change().bytes_allocated;
        drop(loaded);
        assert!(
            allocated < 4 * size,
            "{allocated} bytes after a change at {at}"
        );
    }
}
