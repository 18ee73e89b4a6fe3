//! Stages of classifying and training, each alone: tokenize, featurize, score (the whole of a statement), load, fit.
//!
//! Inputs are drawn from `data/train.jsonl` with a fixed seed: 2,000 statements for the stages, 1,000 for the fit. Run it with
//! `cargo bench --bench stages`.

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput};
use demarche::StanceClassifier;
use demarche::classifier::{Scratch, TrainSettings, train};
use demarche::features::{FeatureSettings, for_each_ngram};
use demarche::prediction::Prediction;
use demarche::statement::{LabelledStatement, Origin};
use demarche::tokens::{TokenBuffer, TokenSettings, Tokenizer, WordSet};

const STATEMENTS: usize = 2_000;
const FIT_ROWS: usize = 1_000;

/// Statements drawn from the corpus: text and label.
fn drawn(count: usize) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/train.jsonl");
    let corpus = std::fs::read_to_string(path).expect("the corpus is there");
    let lines: Vec<&str> = corpus.lines().collect();
    let mut random = fastrand::Rng::with_seed(7);
    let mut draw = || {
        let line = lines[random.usize(..lines.len())];
        let row: serde_json::Value = serde_json::from_str(line).expect("a row of JSON");
        let field = |name: &str| row[name].as_str().expect("text").to_owned();
        (field("text"), field("label"))
    };
    (0..count).map(|_| draw()).collect()
}

fn stages(criterion: &mut Criterion) {
    let classifier = StanceClassifier::embedded().expect("the program has a model");
    let statements = drawn(STATEMENTS);
    let texts: Vec<&str> = statements.iter().map(|(text, _)| text.as_str()).collect();
    let bytes: usize = texts.iter().map(|t| t.len()).sum();
    let mut group = criterion.benchmark_group(format!("{STATEMENTS} statements, {bytes} bytes"));
    group.throughput(Throughput::Bytes(bytes as u64));

    let tokenizer = Tokenizer::new(TokenSettings::default(), WordSet::default());
    let mut buffer = TokenBuffer::new();
    group.bench_function("tokenize", |b| {
        b.iter(|| {
            for text in &texts {
                tokenizer.tokenize(text, &mut buffer);
                black_box(buffer.tokens().len());
            }
        });
    });

    let buffers: Vec<TokenBuffer> = texts
        .iter()
        .map(|text| {
            let mut buffer = TokenBuffer::new();
            tokenizer.tokenize(text, &mut buffer);
            buffer
        })
        .collect();
    let ngrams = FeatureSettings::default().ngrams;
    group.bench_function("featurize", |b| {
        b.iter(|| {
            for buffer in &buffers {
                for_each_ngram(buffer.tokens(), &ngrams, |ngram| {
                    black_box(ngram.key);
                });
            }
        });
    });

    let mut scratch = Scratch::default();
    let mut prediction = Prediction::default();
    group.bench_function("score", |b| {
        b.iter(|| {
            for text in &texts {
                classifier.classify_into(text, &mut scratch, &mut prediction);
                black_box(&prediction);
            }
        });
    });
    group.finish();
}

fn load(criterion: &mut Criterion) {
    criterion.bench_function("load the embedded model", |b| {
        b.iter(|| black_box(StanceClassifier::embedded().expect("the program has a model")));
    });
}

fn fit(criterion: &mut Criterion) {
    let set = StanceClassifier::embedded()
        .expect("the program has a model")
        .stances()
        .clone();
    let labelled = |(i, (text, label)): (usize, (String, String))| LabelledStatement {
        text,
        stance: set.parse(&label).expect("a stance of the set"),
        group: None,
        weight: 1.0,
        origin: Origin {
            file: "data/train.jsonl".into(),
            line: i as u64 + 1,
        },
        fields: Default::default(),
    };
    let rows: Vec<LabelledStatement> = (0..).zip(drawn(FIT_ROWS)).map(labelled).collect();
    let settings = TrainSettings {
        folds: None,
        ..TrainSettings::default()
    };
    criterion.bench_function(&format!("fit {FIT_ROWS} rows"), |b| {
        b.iter_batched(
            || (),
            |()| train(&rows, &set, &settings, None).expect("it fits"),
            BatchSize::PerIteration,
        );
    });
}

fn main() {
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    stages(&mut criterion);
    load(&mut criterion);
    fit(&mut criterion);
    criterion.final_summary();
}
