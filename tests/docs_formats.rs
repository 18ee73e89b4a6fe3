//! The examples of `docs/formats.md` are what they say.

mod common;

use common::Folder;

const PAGE: &str = include_str!("../docs/formats.md");

/// Name, format and content of each example.
fn examples() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (at, mark) in PAGE.match_indices("`, format `") {
        let name = PAGE[..at].rsplit('`').next().expect("a name");
        let rest = &PAGE[at + mark.len()..];
        let (format, rest) = rest.split_once('`').expect("the format's end");
        let (_, rest) = rest.split_once("\n```").expect("an example");
        let (_, rest) = rest.split_once('\n').expect("its first line");
        let (content, _) = rest.split_once("```\n").expect("its end");
        found.push((name.into(), format.into(), content.into()));
    }
    found
}

#[test]
fn each_example_gives_the_same_statements() {
    let examples = examples();
    assert_eq!(examples.len(), 10);
    for (name, format, content) in examples {
        let folder = Folder::with(&name, content);
        let said = folder.demarche(&format!("convert -v {name} out.csv")).run();
        assert_eq!(said.code, Some(0), "{name}: {}", said.err);
        let told = format!("demarche: {name}: read as {format} (");
        assert!(said.err.starts_with(&told), "{}", said.err);
        let texts = folder
            .demarche("convert out.csv - --output-format lines")
            .run()
            .out;
        assert_eq!(
            texts, "It was a crime.\nWe acted in self-defence.\n",
            "{name}"
        );
        if !["lines", "gdelt"].contains(&format.as_str()) {
            let labelled = folder
                .demarche("convert out.csv - --output-format fasttext")
                .run()
                .out;
            let expected = "__label__condemning It was a crime.\n__label__defending We acted in self-defence.\n";
            assert_eq!(labelled, expected, "{name}");
        }
    }
}

#[test]
fn the_table_names_all_formats() {
    for (name, _) in demarche::source::InputFormat::NAMES {
        assert!(PAGE.contains(&format!("\n| `{name}` | ")), "{name}");
    }
}
