//! Words and cue together: the stance of a reported statement.
//!
//! p(stance) is proportional to p(stance | words)^0.6 x mix(stance) x weight(cue's class, stance). The first factor is the
//! classifier's, softened because words and cue are not independent; the second turns the mix of its training data towards that
//! of reported speech; the weights stand in `classes.tsv`. docs/extract.md has what each part is worth, measured on the training
//! articles.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::article::FrameClass;
use crate::prediction::Prediction;

/// Exponent of the words' probability.
const SOFTENING: f64 = 0.6;

/// Condemning, defending, neutral in reported speech, against the mix of the training statements.
const MIX: [f64; 3] = [1.0, 1.5, 0.7];

/// Weights of a class.
type Weights = [f64; 3];

static CLASSES: LazyLock<HashMap<&'static str, Weights>> = LazyLock::new(|| {
    let rows = include_str!("classes.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        let name = columns.next()?;
        let mut weight = || columns.next().and_then(|w| w.parse().ok());
        Some((name, [weight()?, weight()?, weight()?]))
    })
    .collect()
});

/// Weighs in the class of the cue of a statement with these words. The stances are the default three, in their order; a statement
/// of which no word is known gets the stance of its cue, if that says more than its words could.
pub(super) fn combine(prediction: &mut Prediction, class: FrameClass, words: &str, sentence: &str) {
    let mut weights = weights(class, words, sentence);
    for (weight, moved) in weights.iter_mut().zip(moves(words)) {
        *weight *= moved;
    }
    if prediction.probabilities.is_empty() {
        if weights == [1.0; 3] {
            return;
        }
        prediction.probabilities = vec![1.0 / 3.0; 3];
    }
    let product = prediction.probabilities.iter().zip(weights).zip(MIX);
    let product: Vec<f64> = product
        .map(|((p, w), m)| p.powf(SOFTENING) * w * m)
        .collect();
    let sum: f64 = product.iter().sum();
    if sum > 0.0 {
        prediction.probabilities = product.iter().map(|p| p / sum).collect();
        prediction.name_likeliest();
    }
}

fn weights(class: FrameClass, words: &str, sentence: &str) -> Weights {
    let name = class.as_str();
    let variant = match name {
        "reject" if mentions(words, &CLAIMS) => "reject:claim",
        "demand" if mentions(words, &STOPPING) && !mentions(words, &BOTH) => "demand:stop",
        "urge" if mentions(words, &STOPPING) && !mentions(words, &BOTH) => "urge:stop",
        "commit" if answers(sentence) => "commit:answer",
        other => other,
    };
    CLASSES.get(variant).copied().unwrap_or([1.0; 3])
}

/// What is said against one: to reject it is to defend oneself.
const CLAIMS: [&str; 24] = [
    "claim",
    "claims",
    "charge",
    "charges",
    "accusation",
    "accusations",
    "allegation",
    "allegations",
    "suggestion",
    "suggestions",
    "criticism",
    "criticisms",
    "report",
    "reports",
    "complaint",
    "complaints",
    "rumour",
    "rumours",
    "notion",
    "idea",
    "insinuation",
    "insinuations",
    "objections",
    "fears",
];

/// Who is told to do this has done wrong.
const STOPPING: [&str; 20] = [
    "stop",
    "halt",
    "end",
    "cease",
    "withdraw",
    "withdrawal",
    "release",
    "free",
    "lift",
    "reverse",
    "apologise",
    "apologize",
    "apology",
    "resign",
    "resignation",
    "return",
    "abandon",
    "scrap",
    "dismantle",
    "vacate",
];

/// An appeal to all sides blames none.
const BOTH: [&str; 8] = [
    "both",
    "all",
    "sides",
    "parties",
    "two",
    "everyone",
    "restraint",
    "rivals",
];

/// Formulas that make a move by themselves: a legal basis, a denial, a charge.
static MOVES: LazyLock<Vec<(Weights, Vec<&'static str>)>> = LazyLock::new(|| {
    let rows = include_str!("moves.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    rows.filter_map(|row| {
        let (weights, formulas) = row.split_once('\t')?;
        let mut weights = weights.split(' ').map_while(|w| w.parse().ok());
        let weights = [weights.next()?, weights.next()?, weights.next()?];
        Some((weights, formulas.split(';').collect()))
    })
    .collect()
});

/// Weights of the first kind of move that the words make; none if they are negated.
fn moves(words: &str) -> Weights {
    let lower = format!(
        " {} ",
        words
            .to_lowercase()
            .replace(['"', '\u{201C}', '\u{201D}', ',', '.', ';', '!', '?'], " ")
    );
    let made = |formula: &&str| {
        let at = lower.find(&format!(" {formula} "));
        at.is_some_and(|at| !negated(&lower[..at]))
    };
    let first = MOVES
        .iter()
        .find(|(_, formulas)| formulas.iter().any(&made));
    first.map_or([1.0; 3], |(weights, _)| *weights)
}

/// Whether one of the last four words negates.
fn negated(before: &str) -> bool {
    let last = before.split_whitespace().rev().take(4);
    last.into_iter().any(|w| {
        matches!(
            w,
            "not" | "never" | "no" | "nothing" | "hardly" | "nobody" | "none" | "neither" | "if"
        ) || w.ends_with("n't")
    })
}

/// Whether the sentence calls what is announced an answer to a deed: a measure for it is a rebuke.
fn answers(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    [
        "in response",
        "in retaliation",
        "in answer",
        "in reply",
        "retaliat",
        "countermeasure",
        "reprisal",
        "unanswered",
        "consequences",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

fn mentions(words: &str, table: &[&str]) -> bool {
    let mut all = words.split(|c: char| !c.is_alphanumeric()).take(40);
    all.any(|w| table.iter().any(|t| w.eq_ignore_ascii_case(t)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::reporting_verbs;

    #[test]
    fn every_class_with_weights_is_in_the_table_of_verbs() {
        for class in CLASSES.keys() {
            let name = class.split(':').next().unwrap_or_default();
            assert!(reporting_verbs().any(|v| v.1.as_str() == name), "{class}");
        }
    }

    #[test]
    fn a_cue_without_weights_leaves_the_words_to_decide() {
        let mut prediction = Prediction::of(vec![0.2, 0.7, 0.1]);
        combine(&mut prediction, FrameClass::ACCORDING, "it was here", "");
        // 0.2^0.6 : 1.5 * 0.7^0.6 : 0.7 * 0.1^0.6 = 0.3807 : 1.2110 : 0.1758
        let expected = [0.3807, 1.2110, 0.1758].map(|x| x / 1.7675);
        for (p, e) in prediction.probabilities.iter().zip(expected) {
            assert!((p - e).abs() < 1e-3, "{p} {e}");
        }
    }
}
