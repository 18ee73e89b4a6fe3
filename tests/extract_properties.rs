//! What holds for any article: nothing panics, parts lie in the text in order and apart, speakers and cues are where they are said to be.

use demarche::article::find_statements;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Text of what the rules look at, in any order.
fn article() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "\u{201C}",
        "\u{201D}",
        "\u{2018}",
        "\u{2019}",
        "'",
        "\u{AB}",
        "\u{BB}",
        "\u{201E}",
        ",",
        ".",
        "?",
        ":",
        ";",
        " \u{2014} ",
        "(",
        ")",
        "\n\n",
        "\n",
        "Ana Sol",
        "Oslo",
        "the minister",
        "he",
        "She",
        "said",
        "says",
        "told reporters",
        "that",
        "condemned",
        "was called",
        "by",
        "according to",
        "in the view of",
        "while",
        "and",
        "but",
        "who",
        "which",
        "with",
        "calling it",
        "the raid",
        "a crime",
        "not",
        "'s claim that",
        "Q:",
        "A:",
        "**Why?**",
        "MS. SOL:",
        "U.S.",
        "No. 4",
        "14:05",
        "\u{202E}",
        "e\u{301}",
        "\u{0}",
        "\u{1F600}",
        "vowed to",
        "brushed",
        "aside",
        "On Monday",
        "in a statement",
        "has",
        "since",
        "to",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.join(" "))
}

fn assert_statements(text: &str) -> Result<(), TestCaseError> {
    let mut ends = Vec::new();
    for s in find_statements(text) {
        prop_assert!(!s.parts.is_empty());
        for pair in s.parts.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{:?} in {:?}", s.parts, text);
        }
        let spans = s
            .parts
            .iter()
            .copied()
            .chain(s.speaker_span)
            .chain(s.cue.iter().map(|c| c.span))
            .chain([s.sentence]);
        for span in spans.chain(s.speakers.iter().filter_map(|s| s.span)) {
            prop_assert!(
                span.start <= span.end && text.get(span.start..span.end).is_some(),
                "{:?} in {:?}",
                span,
                text
            );
        }
        ends.extend(s.parts.iter().map(|p| (p.start, p.end)));
    }
    ends.sort_unstable();
    for pair in ends.windows(2) {
        prop_assert!(pair[0].1 <= pair[1].0, "{:?} in {:?}", pair, text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3000,
        rng_seed: RngSeed::Fixed(17),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn statements_of_any_article_lie_in_it(text in article()) {
        assert_statements(&text)?;
    }

    #[test]
    fn statements_of_any_text_lie_in_it(text in any::<String>()) {
        assert_statements(&text)?;
    }
}
