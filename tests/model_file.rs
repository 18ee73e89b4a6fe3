//! Model files: the same bytes for the same data, the same predictions after saving, and no damage that goes unnoticed.

#[path = "common/trained.rs"]
mod trained;

use demarche::classifier::{
    FORMAT_VERSION, TrainSettings, embedded_word_vectors, out_of_fold, train,
};
use demarche::{Error, StanceClassifier, StanceSet};
use sha2::{Digest, Sha256};
use trained::{classifier, model_of, quick, small, words_only};

/// A model of a few kilobytes with all families of features but word vectors.
fn tiny() -> StanceClassifier {
    let mut settings = quick();
    settings.features.ngrams.max_features = 20;
    if let Some(chars) = &mut settings.features.chars {
        chars.max_features = 10;
    }
    model_of(&small()[..6], &settings)
}

/// What is said of bytes that are no usable model.
#[track_caller]
fn refusal(bytes: &[u8]) -> String {
    match StanceClassifier::from_bytes("m", bytes) {
        Err(error @ Error::ModelFile { .. }) => error.to_string(),
        other => panic!("expected a refusal, found {other:?}"),
    }
}

/// `bytes` with a checksum that fits them.
fn repaired(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = crc32fast::hash(&bytes[24..]);
    bytes[16..20].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// Trains on `threads` threads.
fn trained_on(threads: usize, settings: &TrainSettings, vectors: bool) -> Vec<u8> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let table = vectors.then(|| embedded_word_vectors().expect("the table"));
    pool.expect("threads").install(|| {
        let trained = train(&small(), &StanceSet::default(), settings, table);
        trained.expect("a model").0.as_bytes().to_vec()
    })
}

#[test]
fn training_twice_gives_the_same_bytes() {
    let again = model_of(&small(), &TrainSettings::default());
    assert!(again.as_bytes() == classifier().as_bytes());
    let other = TrainSettings {
        seed: 43,
        ..TrainSettings::default()
    };
    assert!(model_of(&small(), &other).as_bytes() != classifier().as_bytes());
}

#[test]
fn the_number_of_threads_does_not_change_the_bytes() {
    for (settings, vectors) in [(TrainSettings::default(), false), (quick(), true)] {
        let one = trained_on(1, &settings, vectors);
        for threads in [2, 3] {
            assert!(
                trained_on(threads, &settings, vectors) == one,
                "{threads} threads"
            );
        }
    }
}

#[test]
fn what_is_saved_loads_back_and_predicts_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("m.demarche");
    classifier().save(&path).expect("a file");
    let bytes = std::fs::read(&path).expect("the file");
    assert!(bytes == classifier().as_bytes());
    let mut shifted = vec![0_u8];
    shifted.extend(&bytes);
    let loaded = [
        StanceClassifier::load(&path).expect("a model"),
        StanceClassifier::from_bytes("m", &bytes).expect("a model"),
        StanceClassifier::from_bytes("m", &shifted[1..]).expect("a model at an odd address"),
    ];
    for model in &loaded {
        assert_eq!(
            (model.digest(), model.meta()),
            (classifier().digest(), classifier().meta())
        );
        for statement in small() {
            let (found, expected) = (
                model.classify(&statement.text),
                classifier().classify(&statement.text),
            );
            let bits = |p: &[f64]| p.iter().map(|p| p.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&found.probabilities), bits(&expected.probabilities));
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn the_digest_is_the_sha256_of_all_after_the_header() {
    let embedded = StanceClassifier::embedded().expect("the model inside");
    for model in [classifier(), &embedded] {
        let digest = Sha256::digest(&model.as_bytes()[64..]);
        let expected: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(model.digest(), format!("sha256:{expected}"));
    }
}

#[test]
fn every_prefix_is_refused() {
    let bytes = tiny().as_bytes().to_vec();
    for length in 0..bytes.len() {
        refusal(&bytes[..length]);
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(refusal(&longer).contains("so it is cut off or extended; copy or train it again"));
}

#[test]
fn every_change_of_a_byte_is_refused() {
    let mut bytes = tiny().as_bytes().to_vec();
    assert!(bytes.len() < 20_000, "{}", bytes.len());
    for at in 0..bytes.len() {
        for change in [1, 0x10, 0x80, 0xFF] {
            bytes[at] ^= change;
            refusal(&bytes);
            bytes[at] ^= change;
        }
    }
    StanceClassifier::from_bytes("m", &bytes).expect("the model as it was");
}

#[test]
fn no_content_with_a_fitting_checksum_makes_it_fail() {
    let bytes = tiny().as_bytes().to_vec();
    let all = "The raid on the ferry was reckless, and it was not lawful: zzqxvish blockades!";
    let texts = [all, "the", "of", "was", "the blockades"];
    let mut accepted = 0;
    for at in 24..bytes.len() {
        for change in [1, 0x40, 0x80, 0xFF] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            let Ok(model) = StanceClassifier::from_bytes("m", &repaired(changed)) else {
                continue;
            };
            accepted += 1;
            for text in texts {
                let p = model.explain(text).prediction.probabilities;
                let sum: f64 = p.iter().sum();
                let sound = p.is_empty() || (sum - 1.0).abs() < 1e-12;
                assert!(sound, "{text:?} after byte {at} ^ {change}: {p:?}");
            }
            assert!(model.strongest(3).len() > 1);
        }
    }
    assert!(accepted > 0);
}

#[test]
fn another_version_is_refused_with_what_to_do() {
    let mut bytes = tiny().as_bytes().to_vec();
    for (version, remedy) in [
        (FORMAT_VERSION + 1, "use a newer demarche"),
        (u32::MAX, "use a newer demarche"),
        (FORMAT_VERSION - 1, "train it again with this demarche"),
    ] {
        bytes[8..12].copy_from_slice(&version.to_le_bytes());
        let expected = format!(
            "m: not a usable model: its format version is {version}, this program reads {FORMAT_VERSION}; {remedy}"
        );
        assert_eq!(refusal(&bytes), expected);
    }
}

#[test]
fn damage_is_told_from_foreign_files() {
    let bytes = tiny().as_bytes().to_vec();
    let foreign = "m: not a usable model: it does not start like a demarche model; make one with `demarche train`";
    for other in [
        &b""[..],
        b"{}",
        b"DEMARCHE",
        &[0; 4096],
        &b"PK\x03\x04".repeat(100),
    ] {
        assert_eq!(refusal(other), foreign);
    }
    let cut = format!(
        "m: not a usable model: it has 100 bytes, its header says {}, so it is cut off or extended; copy or train it again",
        bytes.len()
    );
    assert_eq!(refusal(&bytes[..100]), cut);
    let mut damaged = bytes.clone();
    damaged[3_000] ^= 4;
    let expected =
        "m: not a usable model: its checksum is wrong, so it is damaged; copy or train it again";
    assert_eq!(refusal(&damaged), expected);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = StanceClassifier::load(&folder.path().join("none.demarche"));
    assert!(
        matches!(error, Err(Error::Io { path, action: "read", .. }) if path.ends_with("none.demarche"))
    );
    let error = classifier().save(folder.path());
    assert!(matches!(
        error,
        Err(Error::Io {
            action: "write",
            ..
        })
    ));
    let error = classifier().save(&folder.path().join("no/such/folder/m"));
    assert!(matches!(
        error,
        Err(Error::Io {
            action: "write",
            ..
        })
    ));
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        0
    );
}

#[cfg(unix)]
#[test]
fn saving_keeps_links_and_modes() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (path, link) = (folder.path().join("m"), folder.path().join("link"));
    std::fs::write(&path, "old").expect("a file");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("a mode");
    std::os::unix::fs::symlink("m", &link).expect("a link");
    classifier().save(&link).expect("a file");
    assert!(
        std::fs::symlink_metadata(&link)
            .expect("the link")
            .is_symlink()
    );
    let mode = std::fs::metadata(&path)
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(std::fs::read(&path).expect("the file") == classifier().as_bytes());
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        2
    );
}

#[test]
fn cross_validation_needs_no_table() {
    let (statements, set) = (small(), StanceSet::default());
    let folds =
        out_of_fold(&statements, &set, &TrainSettings::default(), None, 3).expect("results");
    assert_eq!(folds.judged.len(), 60);
}

#[test]
fn settings_travel_with_the_model() {
    let model = model_of(&small(), &words_only());
    let bytes = model.as_bytes().to_vec();
    let back = StanceClassifier::from_bytes("m", &bytes).expect("a model");
    assert_eq!(
        back.meta().features,
        words_only().features_without_vectors()
    );
    assert_eq!(back.meta().training.per_stance, [20, 20, 20]);
}

/// What a model of these settings keeps when it was trained without a table.
trait WithoutVectors {
    fn features_without_vectors(&self) -> demarche::features::FeatureSettings;
}

impl WithoutVectors for TrainSettings {
    fn features_without_vectors(&self) -> demarche::features::FeatureSettings {
        demarche::features::FeatureSettings {
            vectors: None,
            ..self.features
        }
    }
}

/// Mutations in one test; `tests/heavy/run` asks for a million.
fn mutations() -> u64 {
    let asked = std::env::var("DEMARCHE_MUTATIONS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(3_000)
}

/// Changes up to eight places: a byte, a whole number at its limits, a piece moved elsewhere.
fn mutated(bytes: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    for _ in 0..random.usize(1..=8) {
        // Half of all changes hit the table of sections, where offsets and lengths stand.
        let end = if random.bool() { 272 } else { bytes.len() };
        let at = random.usize(24..end - 8);
        match random.u8(0..4) {
            0 => changed[at] = random.u8(..),
            1 => changed[at..at + 8].copy_from_slice(&random.u64(..).to_le_bytes()),
            2 => {
                let limits = [
                    0,
                    1,
                    u64::MAX,
                    1 << 63,
                    bytes.len() as u64,
                    u64::from(u32::MAX),
                ];
                let limit = limits[random.usize(..limits.len())];
                changed[at..at + 8].copy_from_slice(&limit.to_le_bytes());
            }
            _ => {
                let from = random.usize(24..bytes.len() - 8);
                changed.copy_within(from..from + 8, at);
            }
        }
    }
    changed
}

#[test]
fn random_changes_with_a_fitting_checksum_are_refused_or_sound() {
    let bytes = tiny().as_bytes().to_vec();
    let mut random = fastrand::Rng::with_seed(11);
    let text = "The raid on the ferry was reckless, and it was not lawful: zzqxvish blockades!";
    let (mut refused, mut loaded) = (0_u64, 0_u64);
    for i in 0..mutations() {
        let Ok(model) = StanceClassifier::from_bytes("m", &repaired(mutated(&bytes, &mut random)))
        else {
            refused += 1;
            continue;
        };
        loaded += 1;
        let p = model.classify(text).probabilities;
        let sum: f64 = p.iter().sum();
        assert!(
            p.is_empty() || (sum - 1.0).abs() < 1e-12,
            "change {i}: {p:?}"
        );
    }
    println!("{refused} refused, {loaded} loaded");
    assert!(refused > 0 && loaded > 0);
}
