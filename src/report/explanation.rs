//! An explanation as text for people and as JSON for programs.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::numbers::visible;
use crate::explain::{Contribution, Explanation, Family};
use crate::stance::StanceSet;

/// Features shown to people.
const SHOWN: usize = 12;

/// The statement with its words marked, and the features that weigh most.
#[must_use]
pub fn explanation_text(
    explanation: &Explanation,
    set: &StanceSet,
    text: &str,
    colour: bool,
) -> String {
    let mut out = String::new();
    let p = &explanation.prediction;
    let Some(stance) = p.stance else {
        let reason = p.reason.map_or("", |r| r.as_str());
        let _ = writeln!(out, "abstained ({reason})\n  {}", visible(text));
        return out;
    };
    let k = stance.index();
    let _ = writeln!(out, "{} {:.2}", set.label(stance), p.probabilities[k]);
    let _ = writeln!(out, "  {}", marked(explanation, text, k, colour));
    let _ = writeln!(
        out,
        "\n  {:>10}  {:<8}  what it adds to {} beyond the other stances",
        "",
        "",
        set.label(stance)
    );
    let lead = |values: &[f64]| lead(values, k);
    let mut strongest: Vec<&Contribution> = explanation.contributions.iter().collect();
    strongest.sort_by(|a, b| lead(&b.values).abs().total_cmp(&lead(&a.values).abs()));
    for c in strongest.iter().take(SHOWN) {
        let _ = writeln!(
            out,
            "  {:>+10.3}  {:<8}  {}",
            lead(&c.values),
            family(c.family),
            c.feature
        );
    }
    if strongest.len() > SHOWN {
        let rest: f64 = strongest[SHOWN..].iter().map(|c| lead(&c.values)).sum();
        let _ = writeln!(
            out,
            "  {rest:>+10.3}            {} others",
            strongest.len() - SHOWN
        );
    }
    let _ = writeln!(
        out,
        "  {:>+10.3}            intercept",
        lead(&explanation.intercepts)
    );
    let _ = writeln!(out, "  {:>+10.3}            sum", lead(&explanation.scores));
    for (label, p) in set.labels().iter().zip(&p.probabilities) {
        let _ = writeln!(out, "  {p:>10.3}            {label}");
    }
    out
}

/// How far a stance's value lies above the mean of the others.
fn lead(values: &[f64], k: usize) -> f64 {
    let others: f64 = values.iter().sum::<f64>() - values[k];
    values[k] - others / (values.len() as f64 - 1.0).max(1.0)
}

fn family(family: Family) -> &'static str {
    match family {
        Family::Ngram => "n-gram",
        Family::Chars => "letters",
        Family::Vector => "meaning",
        Family::NegatedVector => "negated",
    }
}

/// The text with its telling words marked: `+word+` for, `-word-` against; in colour also by colour.
fn marked(explanation: &Explanation, text: &str, k: usize, colour: bool) -> String {
    let most = explanation
        .tokens
        .iter()
        .map(|t| lead(&t.values, k).abs())
        .fold(0.0, f64::max);
    let mut out = String::new();
    let mut at = 0;
    for token in &explanation.tokens {
        let weight = lead(&token.values, k);
        if weight.abs() < most / 4.0 || token.span.start < at {
            continue;
        }
        out.push_str(&visible(&text[at..token.span.start]));
        let word = visible(&text[token.span.start..token.span.end]);
        let sign = if weight > 0.0 { '+' } else { '-' };
        match (colour, weight > 0.0) {
            (false, _) => {
                let _ = write!(out, "{sign}{word}{sign}");
            }
            (true, true) => {
                let _ = write!(out, "\u{1B}[1;32m{sign}{word}{sign}\u{1B}[0m");
            }
            (true, false) => {
                let _ = write!(out, "\u{1B}[1;31m{sign}{word}{sign}\u{1B}[0m");
            }
        }
        at = token.span.end;
    }
    out.push_str(&visible(&text[at..]));
    out
}

/// The explanation as one JSON object; intercepts plus contributions are the scores.
#[must_use]
pub fn explanation_json(
    explanation: &Explanation,
    set: &StanceSet,
    text: &str,
    model: &str,
) -> Value {
    let by_label = |values: &[f64]| {
        let pairs = set
            .labels()
            .iter()
            .cloned()
            .zip(values.iter().map(|v| json!(v)));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    let p = &explanation.prediction;
    let contributions: Vec<Value> = explanation
        .contributions
        .iter()
        .map(|c| {
            json!({"feature": c.feature, "family": c.family, "start": c.span.start, "end": c.span.end,
                   "text": text.get(c.span.start..c.span.end), "values": by_label(&c.values)})
        })
        .collect();
    let tokens: Vec<Value> = explanation
        .tokens
        .iter()
        .map(|t| json!({"token": t.token, "start": t.span.start, "end": t.span.end, "values": by_label(&t.values)}))
        .collect();
    json!({
        "text": text,
        "label": p.stance.map(|s| set.label(s)),
        "confidence": p.confidence(),
        "probabilities": by_label(&p.probabilities),
        "abstained": p.is_abstained(),
        "reason": p.reason,
        "scores": by_label(&explanation.scores),
        "intercepts": by_label(&explanation.intercepts),
        "contributions": contributions,
        "tokens": tokens,
        "model": model,
    })
}
