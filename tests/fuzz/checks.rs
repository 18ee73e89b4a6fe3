//! What must hold for any bytes: one check for each place where the program reads what strangers wrote.
//!
//! A check returns, or it panics with what does not hold. `tests/fuzz.rs` gives them changed seeds; `targets` gives them what
//! libFuzzer makes.

use std::io::Read;
use std::io::Write as _;
use std::sync::OnceLock;

use demarche::article::find_statements;
use demarche::evaluation::Gate;
use demarche::extraction::Extractor;
use demarche::features::WordVectors;
use demarche::source::{InputFormat, ReadSettings, RecordReader};
use demarche::tokens::{Span, TokenBuffer, TokenSettings, Tokenizer, WordSet};
use demarche::{StanceClassifier, StanceSet};

/// A check by its name, which is also that of its folder of seeds.
pub type Check = (&'static str, fn(&[u8]));

/// All checks.
pub const CHECKS: [Check; 8] = [
    ("tokenizer", tokenizer),
    ("records", records),
    ("file", file),
    ("model", model),
    ("vectors", vectors),
    ("gate", gate),
    ("article", article),
    ("page", page),
];

fn embedded() -> &'static StanceClassifier {
    static MODEL: OnceLock<StanceClassifier> = OnceLock::new();
    MODEL.get_or_init(|| StanceClassifier::embedded().expect("the model inside"))
}

fn assert_in(text: &str, span: Span) {
    let inside = span.start <= span.end && text.get(span.start..span.end).is_some();
    assert!(inside, "{span:?} in {text:?}");
}

fn assert_sums_to_one(probabilities: &[f64]) {
    let sum: f64 = probabilities.iter().sum();
    let sound = probabilities.is_empty() || (sum - 1.0).abs() < 1e-12;
    assert!(sound, "{probabilities:?}");
}

/// Tokens lie in the text in order; probabilities are some; an explanation adds up.
pub fn tokenizer(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for on in [false, true] {
        let settings = TokenSettings {
            mask_names: on,
            mask_numbers: on,
        };
        let mut buffer = TokenBuffer::new();
        Tokenizer::new(settings, WordSet::default()).tokenize(&text, &mut buffer);
        let mut before = Span { start: 0, end: 0 };
        for token in buffer.tokens() {
            assert_in(&text, token.span);
            assert!(before.start <= token.span.start && before.end <= token.span.end);
            assert!(!buffer.text(token).is_empty());
            before = token.span;
        }
    }
    let explanation = embedded().explain(&text);
    assert_eq!(explanation.prediction, embedded().classify(&text));
    assert_sums_to_one(&explanation.prediction.probabilities);
    for (i, score) in explanation.scores.iter().enumerate() {
        let parts: f64 = explanation.contributions.iter().map(|c| c.values[i]).sum();
        assert!((explanation.intercepts[i] + parts - score).abs() < 1e-6);
    }
}

/// Formats of which the second byte of the data chooses one.
const FORMATS: [InputFormat; 10] = [
    InputFormat::Lines,
    InputFormat::Csv,
    InputFormat::Tsv,
    InputFormat::Jsonl,
    InputFormat::Json,
    InputFormat::LabelStudio,
    InputFormat::Fasttext,
    InputFormat::Doccano,
    InputFormat::Prodigy,
    InputFormat::Gdelt,
];

/// The same records however the bytes arrive: the first byte says how many at a time, the second in which format.
pub fn records(data: &[u8]) {
    let [chunk, format, input @ ..] = data else {
        return;
    };
    let format = FORMATS[usize::from(*format) % FORMATS.len()];
    let whole = records_of(input, usize::MAX, format);
    // Of CSV with a mark of quotation inside a field the records still depend on where the bytes are cut.
    if format == InputFormat::Csv {
        return;
    }
    let pieces = records_of(input, usize::from(*chunk) % 32 + 1, format);
    assert_eq!(whole, pieces, "{format:?}, {chunk} at a time");
}

/// Gives no more than so many bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(buffer.len());
        self.0.read(&mut buffer[..n])
    }
}

/// Each record, or what is said of the input, as text.
fn records_of(input: &[u8], chunk: usize, format: InputFormat) -> Vec<String> {
    let mut reader = RecordReader::new(Drip(input, chunk), "t", format, 1 << 30);
    let mut found = Vec::new();
    loop {
        match reader.next_block() {
            Err(e) => found.push(e.to_string()),
            Ok(Some(block)) => {
                let records = reader.records(&block);
                found.extend(records.iter().map(|r| format!("{r:?}")));
                continue;
            }
            Ok(None) => {}
        }
        return found;
    }
}

/// A file of whatever format it seems to have is read to its end or refused.
pub fn file(data: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(data).expect("room for it");
    let settings = ReadSettings {
        max_decompressed: 1 << 24,
        ..ReadSettings::default()
    };
    let Ok(mut reader) = RecordReader::open(file.path(), &settings) else {
        return;
    };
    let mut records = 0;
    while let Ok(Some(block)) = reader.next_block() {
        for record in reader.records(&block) {
            let _ = (record.text("text"), record.label("label"));
            let _ = record.fields_but(&[]);
            records += 1;
        }
        assert!(records < 200 << 20, "no end of records");
    }
}

/// A model file with a checksum that fits is refused, or gives probabilities.
pub fn model(data: &[u8]) {
    let mut bytes = data.to_vec();
    if bytes.len() > 24 {
        let checksum = crc32fast::hash(&bytes[24..]);
        bytes[16..20].copy_from_slice(&checksum.to_le_bytes());
    }
    let Ok(model) = StanceClassifier::from_bytes("m", &bytes) else {
        return;
    };
    let text = "The raid on the ferry was reckless, and it was not lawful: zzqxvish blockades!";
    assert_sums_to_one(&model.explain(text).prediction.probabilities);
    assert!(model.strongest(3).len() > 1);
}

/// A table of word vectors with a checksum that fits is refused, or holds what it says.
pub fn vectors(data: &[u8]) {
    let mut bytes = data.to_vec();
    if bytes.len() > 12 {
        let checksum = crc32fast::hash(&bytes[12..]);
        bytes[8..12].copy_from_slice(&checksum.to_le_bytes());
    }
    if let Ok(table) = WordVectors::from_bytes("v", &bytes) {
        for rank in 0..table.words().len() {
            assert_eq!(table.vector(rank).count(), table.dims());
        }
    }
}

/// A gate that can be read has a name that is read as the same gate.
pub fn gate(data: &[u8]) {
    let set = StanceSet::default();
    let Ok(gate) = Gate::parse(&String::from_utf8_lossy(data), &set) else {
        return;
    };
    let name = gate.name(&set);
    match Gate::parse(&name, &set) {
        Ok(again) => assert_eq!(again, gate, "{name}"),
        Err(e) => panic!("{name}: {e}"),
    }
}

/// Statements of an article lie in it in order and apart, speakers and cues where they are said to be.
pub fn article(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = Vec::new();
    for found in find_statements(&text) {
        assert!(!found.parts.is_empty());
        let cue = found.cue.iter().map(|c| c.span);
        let speakers = found.speakers.iter().filter_map(|s| s.span);
        let others = cue.chain(speakers).chain(found.speaker_span);
        others
            .chain([found.sentence])
            .chain(found.parts.iter().copied())
            .for_each(|span| assert_in(&text, span));
        parts.extend(found.parts.iter().map(|p| (p.start, p.end)));
    }
    parts.sort_unstable();
    for pair in parts.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "{pair:?} in {text:?}");
    }
    let _ = Extractor::new(embedded()).extract(&text);
}

/// A page of HTML has a main text, or is refused.
pub fn page(data: &[u8]) {
    #[cfg(feature = "html")]
    let _ = demarche::article::main_text(&String::from_utf8_lossy(data));
    #[cfg(not(feature = "html"))]
    let _ = data;
}
