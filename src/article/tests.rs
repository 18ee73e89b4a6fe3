//! What the rules find in sentences of every frame, written for the purpose; expected values are read off by hand.

use super::{QuoteType, find_statements};

/// Words, speakers and cue of each statement that is no scare quote.
fn found(text: &str) -> Vec<(String, String, String)> {
    let statements = find_statements(text)
        .into_iter()
        .filter(|s| s.quote_type != QuoteType::Scare);
    statements
        .map(|s| {
            let names: Vec<&str> = s.speakers.iter().map(|s| s.name.as_str()).collect();
            let cue = s
                .cue
                .as_ref()
                .map_or("-", |c| &text[c.span.start..c.span.end]);
            (s.words(text), names.join(" & "), cue.to_owned())
        })
        .collect()
}

#[test]
fn each_frame_gives_its_statement_speaker_and_cue() {
    // text -> words | speakers | cue, one line a statement
    for (text, expected) in [
        (
            "\"We will not go,\" said Ana Sol, the envoy.",
            &["We will not go|Ana Sol|said"][..],
        ),
        (
            "Ana Sol, the envoy, said: \"We will not go.\"",
            &["We will not go.|Ana Sol|said"],
        ),
        (
            "\"We came,\" Ana Sol said, \"and we will go.\"",
            &["We came and we will go.|Ana Sol|said"],
        ),
        ("“We came,” she said.", &["We came||said"]),
        (
            "«Nous», Ana Sol told parliament, «we left».",
            &["Nous we left|Ana Sol|told"],
        ),
        (
            "„We left the town at noon“, said Ana Sol.",
            &["We left the town at noon|Ana Sol|said"],
        ),
        (
            "'The ministers' plan is bad,' Ana Sol said.",
            &["The ministers' plan is bad|Ana Sol|said"],
        ),
        (
            "Ana Sol told reporters on Tuesday that the raid was lawful.",
            &["the raid was lawful|Ana Sol|told"],
        ),
        (
            "Ana Sol said in a statement the raid was lawful.",
            &["the raid was lawful|Ana Sol|said"],
        ),
        (
            "According to Ana Sol, the raid was lawful.",
            &["the raid was lawful|Ana Sol|According to"],
        ),
        (
            "The raid was lawful, according to Ana Sol.",
            &["The raid was lawful|Ana Sol|according to"],
        ),
        (
            "The raid was lawful, Ana Sol said on Monday.",
            &["The raid was lawful|Ana Sol|said"],
        ),
        (
            "Oslo has condemned the raid.",
            &["condemned the raid|Oslo|condemned"],
        ),
        (
            "The raid was condemned as a crime by Oslo.",
            &["was condemned as a crime|Oslo|condemned"],
        ),
        (
            "France, Spain and Malta condemned the raid.",
            &["condemned the raid|France & Spain & Malta|condemned"],
        ),
        (
            "Oslo condemned the raid, while Bonn defended it.",
            &[
                "condemned the raid|Oslo|condemned",
                "defended it|Bonn|defended",
            ],
        ),
        (
            "Oslo said the raid was a crime, but Bonn denied any role.",
            &[
                "the raid was a crime|Oslo|said",
                "denied any role|Bonn|denied",
            ],
        ),
        (
            "Oslo condemned the raid, with Foreign Minister Ana Sol calling it \"a crime\".",
            &[
                "condemned the raid|Oslo|condemned",
                "calling it \"a crime\"|Ana Sol|calling",
            ],
        ),
        (
            "Oslo accused Bonn of lying and warned that it would answer.",
            &[
                "accused Bonn of lying|Oslo|accused",
                "it would answer|Oslo|warned",
            ],
        ),
        ("Oslo vowed to answer.", &["vowed to answer|Oslo|vowed"]),
        (
            "Oslo urged both sides to stop.",
            &["urged both sides to stop|Oslo|urged"],
        ),
        (
            "Bonn, which has denied the charge, kept silent.",
            &["denied the charge|Bonn|denied"],
        ),
        (
            "Oslo repeated Bonn's claim that the raid was lawful.",
            &["the raid was lawful|Bonn|claim"],
        ),
        (
            "The minister brushed the criticism aside.",
            &["brushed the criticism aside|The minister|brushed"],
        ),
        // Without *that*, with numbers, ordinals and time words before the clause.
        (
            "Ana Sol said the two leaders would meet in June.",
            &["the two leaders would meet in June|Ana Sol|said"],
        ),
        (
            "Oslo said Bonn bore full responsibility for the raid.",
            &["Bonn bore full responsibility for the raid|Oslo|said"],
        ),
        (
            "The two ministers said they would meet again.",
            &["they would meet again|The two ministers|said"],
        ),
        (
            "She said the first ships would sail on Monday.",
            &["the first ships would sail on Monday||said"],
        ),
        (
            "Oslo said at least five people were killed.",
            &["at least five people were killed|Oslo|said"],
        ),
        (
            "Ana Sol said that at this pace the deal would fail.",
            &["at this pace the deal would fail|Ana Sol|said"],
        ),
        (
            "Oslo has condemned the raid and says it will answer.",
            &[
                "condemned the raid|Oslo|condemned",
                "it will answer|Oslo|says",
            ],
        ),
        (
            "Yet officials in Oslo privately concede that the raid was lawful.",
            &["the raid was lawful|officials in Oslo|concede"],
        ),
        (
            "Residents reached by telephone said the raid went on.",
            &["the raid went on|Residents|said"],
        ),
        (
            "People familiar with the talks said the deal was off.",
            &["the deal was off|People|said"],
        ),
        (
            "Turkish and UN officials said the deal was off.",
            &["the deal was off|Turkish and UN officials|said"],
        ),
        ("Oslo urged restraint.", &["urged restraint|Oslo|urged"]),
        (
            "Oslo accused Bonn of lying, raising fears of war.",
            &["accused Bonn of lying|Oslo|accused"],
        ),
        // Narration, nouns and deeds are no statements.
        ("An official, who asked not to be named, left early.", &[]),
        ("Oslo, which backs the rebels, kept silent.", &[]),
        ("The claims of the two firms were settled in June.", &[]),
        ("Troops crossed the river and took the bridge.", &[]),
        ("The so-called \"peace line\" runs through the town.", &[]),
        ("The minister called a meeting for Monday.", &[]),
        ("The accused man stood in the dock.", &[]),
    ] {
        let lines: Vec<String> = found(text)
            .into_iter()
            .map(|(w, s, c)| format!("{w}|{s}|{c}"))
            .collect();
        assert_eq!(lines, expected, "{text}");
    }
}

#[test]
fn pronouns_titles_and_short_names_find_the_full_name() {
    let text = "Foreign Minister Ana Sol met her guests. Kelvan envoy Piet Lanz, 54, was there. She said the raid was lawful. He denied it. \
                Lanz said it was a crime. The minister said nothing could change that.";
    let names: Vec<String> = found(text).into_iter().map(|f| f.1).collect();
    assert_eq!(names, ["Ana Sol", "Piet Lanz", "Piet Lanz", "Ana Sol"]);
}

#[test]
fn an_office_finds_the_name_that_comes_later_and_a_pronoun_the_last_subject() {
    let text = "Kelva's trade minister accused Bonn of lying. In Oslo, a spokesman for the government said Kelva had been told. The spokesman \
                denied the charge.\n\nTrade Minister Ana Sol said it was a crime. The mission's head, Lars Holm, warned of war. He \
                demanded a vote.";
    let names: Vec<String> = found(text).into_iter().map(|f| f.1).collect();
    let spokesman = "a spokesman for the government";
    let expected = [
        "Ana Sol",
        spokesman,
        spokesman,
        "Ana Sol",
        "Lars Holm",
        "Lars Holm",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_quotation_over_two_paragraphs_is_one_statement() {
    let text = "“We came in peace,” Ana Sol said. “We stayed in peace.\n\n“And we left in peace.”\n\nNothing else was heard.";
    let statements = find_statements(text);
    assert_eq!(statements.len(), 2);
    assert_eq!(
        statements[1].words(text),
        "We stayed in peace. And we left in peace."
    );
    assert_eq!(statements[1].speakers[0].name, "Ana Sol");
}

#[test]
fn an_unclosed_mark_loses_nothing_after_its_paragraph() {
    let text = "Ana Sol said: \"We came in peace.\n\nOslo condemned the raid.";
    let words: Vec<String> = found(text).into_iter().map(|f| f.0).collect();
    assert_eq!(words, ["We came in peace.", "condemned the raid"]);
}

#[test]
fn turns_of_a_briefing_belong_to_their_labels_and_questions_to_nobody() {
    let text = "Briefing by Ana Sol, spokesperson for the ministry.\n\nQ: Was it lawful?\n\nMS. SOL: It was. We said so.\n\nQ: Why?\n\nMS. SOL: No comment.";
    let statements = find_statements(text);
    let words: Vec<String> = statements.iter().map(|s| s.words(text)).collect();
    assert_eq!(words, ["It was. We said so.", "No comment."]);
    assert!(statements.iter().all(|s| s.speakers[0].name == "Ana Sol"));
}

#[test]
fn abbreviations_end_no_sentence() {
    let text = "Gen. Ana Sol met Mr. Lanz of the U.S. Navy at 4 p.m. She said the raid was lawful.";
    let statements = find_statements(text);
    let sentence = statements[0].sentence;
    assert_eq!(
        &text[sentence.start..sentence.end],
        "She said the raid was lawful."
    );
}
