//! Characters that do not belong in a corpus: control characters, replacement marks, direction overrides, decomposed letters.

use unicode_normalization::is_nfc;

use super::findings::{Check, Finding, Severity};
use crate::statement::LabelledStatement;

/// Findings about the characters of each text: at most one of each kind a row.
pub(super) fn characters(statements: &[LabelledStatement]) -> Vec<Finding> {
    statements
        .iter()
        .flat_map(|s| [steering(s), decomposed(s)])
        .flatten()
        .collect()
}

fn steering(statement: &LabelledStatement) -> Option<Finding> {
    let worst = statement
        .text
        .chars()
        .filter_map(|c| Some((severity(c)?, c)))
        .min_by_key(|(severity, _)| *severity)?;
    let (severity, c) = worst;
    let remedy = match (severity, c) {
        (Severity::Warning, _) => "write a space instead",
        (_, '\u{FFFD}') => "restore the character that was lost in a conversion",
        _ => "remove it",
    };
    Some(Finding::new(
        Check::ControlCharacter,
        severity,
        &statement.origin,
        format!("the text holds U+{:04X}", u32::from(c)),
        remedy,
    ))
}

/// Line breaks and tabs part words, so that they are only a warning.
fn severity(c: char) -> Option<Severity> {
    match c {
        '\n' | '\r' | '\t' => Some(Severity::Warning),
        '\u{FFFD}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(Severity::Error),
        c if c.is_control() => Some(Severity::Error),
        _ => None,
    }
}

fn decomposed(statement: &LabelledStatement) -> Option<Finding> {
    (!is_nfc(&statement.text)).then(|| {
        Finding::new(
            Check::NotNfc,
            Severity::Warning,
            &statement.origin,
            "the text is not in Unicode normal form NFC",
            "convert it, as with uconv -x nfc",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::test_rows::rows;
    use super::*;

    #[test]
    fn characters_by_kind() {
        for (text, expected) in [
            ("caf\u{E9}, \u{201C}na\u{EF}ve\u{201D}", ""),
            (
                "cafe\u{301}",
                "warning: the text is not in Unicode normal form NFC",
            ),
            ("a\tb", "warning: the text holds U+0009"),
            ("a\tb\u{7}", "error: the text holds U+0007"),
            ("lost \u{FFFD}", "error: the text holds U+FFFD"),
            ("turned \u{202E}", "error: the text holds U+202E"),
        ] {
            let found = characters(&rows(&[("f", "neutral", text)]));
            let found: Vec<_> = found
                .iter()
                .map(|f| format!("{}: {}", f.severity.as_str(), f.problem))
                .collect();
            assert_eq!(found.join("; "), expected, "{text:?}");
        }
    }
}
