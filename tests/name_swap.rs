//! Names decide nothing: whoever is named, the label stays the same.

use demarche::StanceClassifier;
use demarche::tokens::{NameKind, TokenBuffer, known_names};

/// Names of the table, of each kind that is swapped.
const COUNTRIES: [&str; 20] = [
    "Russia", "Ukraine", "France", "Kenya", "Brazil", "Japan", "Iran", "Israel", "Canada", "Peru",
    "Vietnam", "Ghana", "Serbia", "Chile", "Nepal", "Mali", "Cuba", "Norway", "Syria", "Fiji",
];
const PEOPLES: [&str; 20] = [
    "Russian",
    "Ukrainian",
    "French",
    "Kenyan",
    "Brazilian",
    "Japanese",
    "Iranian",
    "Israeli",
    "Canadian",
    "Peruvian",
    "Vietnamese",
    "Ghanaian",
    "Serbian",
    "Chilean",
    "Nepalese",
    "Malian",
    "Cuban",
    "Norwegian",
    "Syrian",
    "Kurdish",
];
const PLACES: [&str; 20] = [
    "Moscow",
    "Kyiv",
    "Paris",
    "Nairobi",
    "Tokyo",
    "Tehran",
    "Lima",
    "Hanoi",
    "Accra",
    "Belgrade",
    "Santiago",
    "Kathmandu",
    "Bamako",
    "Havana",
    "Oslo",
    "Damascus",
    "Ottawa",
    "Beijing",
    "Berlin",
    "Cairo",
];

/// Invented names, in no table.
const INVENTED: [&str; 10] = [
    "Vardonia",
    "Ostravane",
    "Quellmark",
    "Zembria",
    "Torvask",
    "Illyrond",
    "Maruvia",
    "Keshtan",
    "Drolmund",
    "Pavronia",
];
const INVENTED_PEOPLES: [&str; 10] = [
    "Vardonian",
    "Ostravanian",
    "Quellmarkish",
    "Zembrian",
    "Torvaskan",
    "Illyrondese",
    "Maruvian",
    "Keshtani",
    "Drolmundish",
    "Pavronian",
];

fn names_of(kind: NameKind) -> Option<(&'static [&'static str], &'static [&'static str])> {
    match kind {
        NameKind::Country => Some((&COUNTRIES, &INVENTED)),
        NameKind::People => Some((&PEOPLES, &INVENTED_PEOPLES)),
        NameKind::Place => Some((&PLACES, &INVENTED)),
        _ => None,
    }
}

/// Statements of the held-out set with a name in them, cut around it: before, after, kind.
fn frames() -> Vec<(String, String, NameKind)> {
    let mut buffer = TokenBuffer::new();
    let mut frames = Vec::new();
    for line in include_str!("../data/heldout.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("rows are JSON");
        let text = row["text"].as_str().expect("rows have a text");
        let found = known_names(text, &mut buffer);
        let swappable = found
            .iter()
            .find(|n| names_of(n.kind).is_some() && n.span.start > 0);
        if let Some(name) = swappable {
            let (before, after) = (&text[..name.span.start], &text[name.span.end..]);
            // Plurals and names behind an article or a hyphen take no other name.
            let fits = !after.starts_with(['-', 's'])
                && !before.ends_with('-')
                && !before.ends_with("the ");
            if fits {
                frames.push((before.to_owned(), after.to_owned(), name.kind));
            }
        }
        if frames.len() == 200 {
            break;
        }
    }
    assert_eq!(frames.len(), 200);
    frames
}

#[test]
fn names_of_the_table_never_change_the_label() {
    let classifier = StanceClassifier::embedded().unwrap();
    for (before, after, kind) in frames() {
        let (known, _) = names_of(kind).unwrap();
        let label = |name: &str| {
            classifier
                .classify(&format!("{before}{name}{after}"))
                .stance
        };
        let first = label(known[0]);
        for name in known {
            assert_eq!(label(name), first, "{before}[{name}]{after}");
        }
    }
}

#[test]
fn invented_names_hardly_ever_change_the_label() {
    let classifier = StanceClassifier::embedded().unwrap();
    let (mut same, mut all) = (0, 0);
    let mut changed = Vec::new();
    for (before, after, kind) in frames() {
        let (known, invented) = names_of(kind).unwrap();
        let label = |name: &str| {
            classifier
                .classify(&format!("{before}{name}{after}"))
                .stance
        };
        let first = label(known[0]);
        for name in invented {
            all += 1;
            if label(name) == first {
                same += 1;
            } else {
                changed.push(format!("{before}[{name}]{after}"));
            }
        }
    }
    assert!(same * 100 >= all * 99, "{same} of {all}: {changed:#?}");
}
