//! What holds for any text: nothing panics, probabilities are probabilities, spans lie in the text, explanations add up.

#[path = "common/trained.rs"]
mod trained;

use std::sync::OnceLock;

use demarche::classifier::{Scratch, train};
use demarche::prediction::{Prediction, Reason};
use demarche::source::{InputFormat, RecordReader};
use demarche::tokens::{TokenBuffer, TokenSettings, Tokenizer, WordSet};
use demarche::{Stance, StanceClassifier, StanceSet};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use trained::{classifier, model_of, quick, small, words_only};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(17),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A model with every family of features but word vectors, and every mark.
fn everything() -> &'static StanceClassifier {
    static MODEL: OnceLock<StanceClassifier> = OnceLock::new();
    MODEL.get_or_init(|| {
        let mut settings = quick();
        let ngrams = &mut settings.features.ngrams;
        ngrams.longest = 3;
        (ngrams.skip_grams, ngrams.clauses, ngrams.reports) = (true, true, true);
        model_of(&small(), &settings)
    })
}

fn without_chars() -> &'static StanceClassifier {
    static MODEL: OnceLock<StanceClassifier> = OnceLock::new();
    MODEL.get_or_init(|| model_of(&small(), &words_only()))
}

/// Words of the training set in any case, with what trips tokenizers between them.
fn statement() -> impl Strategy<Value = String> {
    let words: Vec<String> = small()
        .iter()
        .flat_map(|s| s.text.split(' ').map(String::from).collect::<Vec<_>>())
        .collect();
    let word = prop_oneof![
        6 => proptest::sample::select(words),
        1 => proptest::sample::select(vec![
            "CAN'T", "won\u{2019}t", "cannot", "U.N.", "de-", "re-", "'s", "n't", "not", "never", "but", "although", "said", "that",
            "Mr.", "President", "van", "1999", "12,5", "\u{201C}", "\u{201D}", "\u{2014}", "--", "...", "?!", "\u{AD}", "\u{200B}",
            "e\u{301}", "\u{FB01}", "\u{BD}", "\u{2100}", "\u{130}", "\u{1F1FA}\u{1F1F3}", "\u{1F468}\u{200D}\u{1F469}", "\u{0}",
            "\r\n", "\t", "\u{85}", "\u{2028}",
        ]).prop_map(String::from),
        1 => any::<String>(),
    ];
    let gap = proptest::sample::select(vec![" ", " ", " ", "", ", ", "-", "'", ".", "\u{A0}"]);
    proptest::collection::vec((word, gap), 0..24)
        .prop_map(|pairs| pairs.into_iter().map(|(word, gap)| word + gap).collect())
}

fn assert_prediction(prediction: &Prediction, text: &str) -> Result<(), TestCaseError> {
    let p = &prediction.probabilities;
    prop_assert!(prediction.known_tokens <= prediction.tokens);
    prop_assert_eq!(prediction.stance.is_none(), p.is_empty());
    prop_assert_eq!(prediction.reason.is_none(), prediction.stance.is_some());
    let empty = text.trim().is_empty();
    let unknown = prediction.known_tokens == 0;
    prop_assert_eq!(prediction.reason == Some(Reason::Empty), empty);
    prop_assert_eq!(
        prediction.reason == Some(Reason::NoKnownWords),
        unknown && !empty
    );
    if let Some(stance) = prediction.stance {
        prop_assert!(p.iter().all(|p| (0.0..=1.0).contains(p)), "{:?}", p);
        prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{:?}", p);
        prop_assert!(p.iter().all(|other| *other <= p[stance.index()]));
        prop_assert_eq!(prediction.confidence(), Some(p[stance.index()]));
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn any_text_gets_a_prediction(text in any::<String>()) {
        assert_prediction(&everything().classify(&text), &text)?;
    }

    #[test]
    fn any_statement_gets_a_prediction(text in statement()) {
        for model in [classifier(), everything(), without_chars()] {
            assert_prediction(&model.classify(&text), &text)?;
        }
    }

    #[test]
    fn spans_are_in_order_and_in_the_text(text in statement(), names in any::<bool>()) {
        let settings = TokenSettings { mask_names: names, mask_numbers: names };
        let mut buffer = TokenBuffer::new();
        Tokenizer::new(settings, WordSet::default()).tokenize(&text, &mut buffer);
        let spans: Vec<_> = buffer.tokens().iter().map(|t| t.span).collect();
        for span in &spans {
            prop_assert!(span.start < span.end);
            prop_assert!(text.get(span.start..span.end).is_some(), "{:?} in {:?}", span, text);
        }
        // One character may stand for several tokens, as a fraction does; its span is then theirs.
        for pair in spans.windows(2) {
            prop_assert!(pair[0].start <= pair[1].start && pair[0].end <= pair[1].end, "{:?} in {:?}", pair, text);
        }
        for token in buffer.tokens() {
            prop_assert!(!buffer.text(token).is_empty());
        }
    }

    #[test]
    fn ascii_spans_do_not_overlap(text in "[ -~\\n]{0,80}") {
        let mut buffer = TokenBuffer::new();
        Tokenizer::new(TokenSettings::default(), WordSet::default()).tokenize(&text, &mut buffer);
        for pair in buffer.tokens().windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start, "{:?}", text);
        }
    }

    #[test]
    fn contributions_add_up_to_the_scores(text in statement()) {
        for model in [classifier(), everything()] {
            let explanation = model.explain(&text);
            prop_assert_eq!(&explanation.prediction, &model.classify(&text));
            if explanation.scores.is_empty() {
                prop_assert!(explanation.contributions.is_empty() && explanation.prediction.is_abstained());
                continue;
            }
            for stance in 0..3 {
                let start = explanation.intercepts[stance];
                let parts: f64 = explanation.contributions.iter().map(|c| c.values[stance]).sum();
                let shares: f64 = explanation.tokens.iter().map(|t| t.values[stance]).sum();
                prop_assert!((start + parts - explanation.scores[stance]).abs() < 1e-9);
                prop_assert!((start + shares - explanation.scores[stance]).abs() < 1e-9);
            }
            for c in &explanation.contributions {
                prop_assert!(text.get(c.span.start..c.span.end).is_some_and(|covered| !covered.is_empty()));
            }
        }
    }

    #[test]
    fn unknown_words_at_the_end_change_nothing(
        at in proptest::collection::vec(0..60_usize, 2..5),
        // So few of them that the language is beyond doubt.
        unknown in proptest::collection::vec("zz[qxv]{1,6}", 1..3),
    ) {
        let rows = small();
        let text = at.iter().map(|i| rows[*i].text.to_lowercase()).collect::<Vec<_>>().join(" ");
        let longer = format!("{text} {}", unknown.join(" "));
        let (plain, more) = (without_chars().classify(&text), without_chars().classify(&longer));
        let expected = Prediction { tokens: plain.tokens + unknown.len(), ..plain };
        prop_assert_eq!(more, expected);
    }

    #[test]
    fn memory_of_another_statement_changes_nothing(first in statement(), second in statement()) {
        let mut scratch = Scratch::default();
        let mut prediction = Prediction::default();
        classifier().classify_into(&first, &mut scratch, &mut prediction);
        classifier().classify_into(&second, &mut scratch, &mut prediction);
        prop_assert_eq!(&prediction, &classifier().classify(&second));
    }

    #[test]
    fn lines_come_back_one_by_one_however_they_arrive(
        lines in proptest::collection::vec("[a-z \"\\r,\u{E9}]{0,12}", 0..12),
        chunk in 1..9_usize,
        closed in any::<bool>(),
    ) {
        let mut input = lines.join("\n");
        if closed && !lines.is_empty() {
            input.push('\n');
        }
        // Independently: every line end closes a line, and what is left over is one more.
        let mut expected: Vec<&str> = input.split('\n').collect();
        if expected.last() == Some(&"") {
            expected.pop();
        }
        let expected: Vec<(u64, String)> = (1..).zip(expected.into_iter().map(|l| l.strip_suffix('\r').unwrap_or(l).to_owned())).collect();
        prop_assert_eq!(records(input.as_bytes(), chunk, InputFormat::Lines), expected);
    }

    #[test]
    fn tables_come_back_row_by_row_however_they_arrive(
        cells in proptest::collection::vec("[a-z \"\\r\\n,\u{E9}]{0,12}", 0..12),
        chunk in 1..9_usize,
        end in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let mut input = format!("text{end}");
        let mut line = 2;
        let mut expected = Vec::new();
        for cell in &cells {
            input += &format!("\"{}\"{end}", cell.replace('"', "\"\""));
            expected.push((line, cell.clone()));
            line += 1 + cell.matches('\n').count() as u64;
        }
        prop_assert_eq!(records(input.as_bytes(), chunk, InputFormat::Csv), expected);
    }
}

/// The small set with labels in the order of `places`, which says where each of the usual three stands.
fn model_with_labels_at(places: [u16; 3]) -> StanceClassifier {
    let usual = StanceSet::default();
    let mut labels = vec![String::new(); 3];
    for stance in usual.iter() {
        labels[usize::from(places[stance.index()])] = usual.label(stance).to_owned();
    }
    let mut statements = small();
    for statement in &mut statements {
        statement.stance = Stance(places[statement.stance.index()]);
    }
    let set = StanceSet::new(labels).expect("three labels");
    train(&statements, &set, &quick(), None).expect("a model").0
}

#[test]
fn the_order_of_labels_never_matters() {
    let usual = model_with_labels_at([0, 1, 2]);
    for places in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let other = model_with_labels_at(places);
        for statement in small() {
            let (expected, found) = (
                usual.classify(&statement.text),
                other.classify(&statement.text),
            );
            for (p, place) in expected.probabilities.iter().zip(places) {
                let q = found.probabilities[usize::from(place)];
                // Both are optima of one problem, found to the solver's tolerance.
                assert!((p - q).abs() < 1e-5, "{places:?}: {p} and {q}");
            }
            let label = |set: &StanceSet, p: &Prediction| p.stance.map(|s| set.label(s).to_owned());
            assert_eq!(
                label(usual.stances(), &expected),
                label(other.stances(), &found)
            );
        }
    }
}

#[test]
fn one_character_may_stand_for_several_tokens() {
    // U+2100 is compatible with "a/c".
    let mut buffer = TokenBuffer::new();
    let text = "the \u{2100} met";
    Tokenizer::new(TokenSettings::default(), WordSet::default()).tokenize(text, &mut buffer);
    let found: Vec<(&str, &str)> = buffer
        .tokens()
        .iter()
        .map(|t| (buffer.text(t), &text[t.span.start..t.span.end]))
        .collect();
    let expected = [
        ("the", "the"),
        ("a", "\u{2100}"),
        ("/", "\u{2100}"),
        ("c", "\u{2100}"),
        ("met", "met"),
    ];
    assert_eq!(found, expected);
}

/// Gives `self.1` bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl std::io::Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(self.0.len()).min(buffer.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

/// Is interrupted before each read, as by a signal.
struct Interrupted<R>(R, bool);

impl<R: std::io::Read> std::io::Read for Interrupted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        self.0.read(buffer)
    }
}

/// Line and text of each record of `input`, read `chunk` bytes at a time.
fn records(input: &[u8], chunk: usize, format: InputFormat) -> Vec<(u64, String)> {
    let mut reader =
        RecordReader::new(Interrupted(Drip(input, chunk), false), "t", format, 1 << 20);
    let mut found = Vec::new();
    while let Some(block) = reader.next_block().expect("reading from memory") {
        for record in reader.records(&block) {
            let text = record.text("text").expect("a text").into_owned();
            found.push((record.line, text));
        }
    }
    found
}
