//! The grammar of gates.
//!
//! ```text
//! gate    = subject relation number
//! subject = bounded [ "[" column "=" value "]" ]
//! bounded = measure | "lower(" measure ")" | "upper(" measure ")"
//! measure = figure | "delta(" figure ")" | "p(" ( "better" | "worse" | "difference" ) [ "," figure ] ")"
//! figure  = "accuracy" | "macro_f1" | ... | "recall(" label ")" | ... | "coverage@" number | "accuracy@" number
//! ```
//!
//! The relation is the last `>=`, `>`, `<=` or `<`, so that labels may hold any character. Without a figure, `p(...)` is of macro F1.

use super::figures::{FORMS, Figure};
use super::gates::{Bound, Chance, Gate, Measure, Relation, SliceChoice};
use super::nearest::nearest_name;
use crate::error::{Error, Result};
use crate::stance::{Stance, StanceSet};

/// Names that may stand before a parenthesis, apart from figures.
const FUNCTIONS: [&str; 4] = ["lower", "upper", "delta", "p"];

/// What is wrong with a gate.
type Parsed<T> = std::result::Result<T, String>;

impl Gate {
    /// Reads a gate, whose labels are of `set`.
    ///
    /// # Errors
    /// [`Error::BadGate`]: what was found, what is allowed, and the nearest name.
    ///
    /// # Examples
    /// ```
    /// use demarche::StanceSet;
    /// use demarche::evaluation::Gate;
    /// let set = StanceSet::default();
    /// let gate = Gate::parse("lower( recall(support) ) >= 60%", &set)?;
    /// assert_eq!(gate.name(&set), "lower(recall(defending)) >= 0.6");
    /// assert!(Gate::parse("macrof1 >= 0.6", &set).is_err());
    /// # Ok::<(), demarche::Error>(())
    /// ```
    pub fn parse(text: &str, set: &StanceSet) -> Result<Self> {
        parse(text, set).map_err(|problem| Error::BadGate {
            gate: text.to_owned(),
            problem,
        })
    }
}

fn parse(text: &str, set: &StanceSet) -> Parsed<Gate> {
    let (subject, relation, number) = split_relation(text)?;
    let threshold = number_of(number, "threshold")?;
    let (bounded, slice) = split_slice(subject)?;
    let (bound, measure) = match call(bounded) {
        Some(("lower", inner)) => (Bound::Lower, inner),
        Some(("upper", inner)) => (Bound::Upper, inner),
        _ => (Bound::Value, bounded),
    };
    let measure = self::measure(measure, set)?;
    if let (Measure::Chance(..), Bound::Lower | Bound::Upper) = (measure, bound) {
        return Err("a probability has no interval; write p(...) without lower or upper".into());
    }
    Ok(Gate {
        measure,
        bound,
        slice,
        relation,
        threshold,
    })
}

fn split_relation(text: &str) -> Parsed<(&str, Relation, &str)> {
    const RELATIONS: [(&str, Relation); 6] = [
        (">=", Relation::AtLeast),
        ("\u{2265}", Relation::AtLeast),
        ("<=", Relation::AtMost),
        ("\u{2264}", Relation::AtMost),
        (">", Relation::Above),
        ("<", Relation::Below),
    ];
    let last = RELATIONS
        .iter()
        .filter_map(|(sign, r)| Some((text.rfind(sign)?, sign, *r)));
    // At one place the longer sign comes first: `max_by_key` keeps the last of equals, so the order is turned.
    let last = last.rev().max_by_key(|(at, ..)| *at);
    let Some((at, sign, relation)) = last else {
        return Err("found no >=, >, <= or <; expected something like macro_f1 >= 0.6".into());
    };
    Ok((text[..at].trim(), relation, text[at + sign.len()..].trim()))
}

fn split_slice(subject: &str) -> Parsed<(&str, Option<SliceChoice>)> {
    let Some(inside) = subject.strip_suffix(']') else {
        return Ok((subject, None));
    };
    let Some((measure, choice)) = inside.rsplit_once('[') else {
        return Err("found a ] without a [".into());
    };
    let Some((column, value)) = choice.split_once('=') else {
        return Err(format!(
            "found [{choice}], expected [COLUMN=VALUE], or [COLUMN=*] for each value"
        ));
    };
    let value = Some(value.trim().to_owned()).filter(|v| v != "*");
    let column = column.trim().to_owned();
    Ok((measure.trim(), Some(SliceChoice { column, value })))
}

/// The name and the inside of `name(inside)`.
fn call(text: &str) -> Option<(&str, &str)> {
    let (name, inside) = text.trim().strip_suffix(')')?.split_once('(')?;
    Some((name.trim(), inside.trim()))
}

fn measure(text: &str, set: &StanceSet) -> Parsed<Measure> {
    match call(text) {
        Some(("delta", inside)) => Ok(Measure::Delta(figure(inside, set)?)),
        Some(("p", inside)) => {
            let (name, of) = inside.split_once(',').unwrap_or((inside, "macro_f1"));
            let chance = match name.trim() {
                "better" => Chance::Better,
                "worse" => Chance::Worse,
                "difference" => Chance::Difference,
                other => {
                    return Err(format!(
                        "found p({other}), expected p(better), p(worse) or p(difference)"
                    ));
                }
            };
            Ok(Measure::Chance(chance, figure(of, set)?))
        }
        _ => Ok(Measure::Figure(figure(text, set)?)),
    }
}

fn figure(text: &str, set: &StanceSet) -> Parsed<Figure> {
    let text = text.trim();
    if let Some((name, inside)) = call(text) {
        let of: fn(Stance) -> Figure = match name {
            "precision" => Figure::Precision,
            "recall" => Figure::Recall,
            "f1" => Figure::F1,
            _ => return Err(unknown(name)),
        };
        return set.parse(inside).map(of).ok_or_else(|| {
            let near = nearest_name(inside, set.labels().iter().map(String::as_str));
            let near = near.map_or(String::new(), |n| format!("; did you mean {n}?"));
            format!(
                "unknown label {inside:?} (expected one of: {}){near}",
                set.joined()
            )
        });
    }
    if let Some((name, number)) = text.split_once('@') {
        let of: fn(f64) -> Figure = match name.trim() {
            "accuracy" => Figure::AccuracyAt,
            "coverage" => Figure::CoverageAt,
            _ => return Err(unknown(name)),
        };
        let share = number_of(number, "share after @")?;
        if !(share > 0.0 && share <= 1.0) {
            return Err(format!(
                "found {text}, expected a share above 0 and up to 1 after the @"
            ));
        }
        return Ok(of(share));
    }
    if ["precision", "recall", "f1"].contains(&text) {
        return Err(format!(
            "{text} is of one label: write {text}({})",
            set.labels()[0]
        ));
    }
    Figure::plain(text).ok_or_else(|| unknown(text))
}

fn unknown(name: &str) -> String {
    let names = FORMS
        .iter()
        .map(|f| f.split(['(', '@']).next().unwrap_or(f));
    let near = nearest_name(name, names.chain(FUNCTIONS));
    let near = near.map_or(String::new(), |n| format!("; did you mean {n}?"));
    format!(
        "unknown figure {name:?}{near} (figures: {}; around them: lower(...), upper(...), delta(...), p(better), p(worse), p(difference))",
        FORMS.join(", ")
    )
}

/// A finite number, or a number of percent.
fn number_of(text: &str, what: &str) -> Parsed<f64> {
    let text = text.trim();
    let (digits, unit) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim(), 100.0),
        None => (text, 1.0),
    };
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number / unit),
        _ => Err(format!(
            "the {what} is {text:?}, expected a number such as 0.6 or 60%"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> String {
        let set = StanceSet::default();
        match Gate::parse(text, &set) {
            Ok(gate) => gate.name(&set),
            Err(e) => e.to_string(),
        }
    }

    #[test]
    fn gates_are_read_in_every_form() {
        for (text, expected) in [
            ("macro_f1 >= 0.62", "macro_f1 >= 0.62"),
            ("lower(macro_f1)>=.58", "lower(macro_f1) >= 0.58"),
            (
                " recall( Defend ) \u{2265} 50 % ",
                "recall(defending) >= 0.5",
            ),
            ("ece <= 0.08", "ece <= 0.08"),
            ("coverage@0.9 > 0.6", "coverage@0.9 > 0.6"),
            ("accuracy@80% >= 0.9", "accuracy@0.8 >= 0.9"),
            ("delta(macro_f1) >= -0.01", "delta(macro_f1) >= -0.01"),
            (
                "lower(delta(recall(neutral))) >= -1%",
                "lower(delta(recall(neutral))) >= -0.01",
            ),
            ("p(better) >= 0.95", "p(better, macro_f1) >= 0.95"),
            (
                "p(difference, accuracy) < 0.05",
                "p(difference, accuracy) < 0.05",
            ),
            (
                "upper(brier)[register = tweet] < 0.4",
                "upper(brier)[register=tweet] < 0.4",
            ),
            ("accuracy[speaker=*] >= 0.5", "accuracy[speaker=*] >= 0.5"),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn labels_may_hold_signs_and_parentheses() {
        let set = StanceSet::new(vec!["a >= (b)".into(), "c".into()]).unwrap();
        let gate = Gate::parse("f1(a >= (b)) < 0.5", &set).unwrap();
        assert_eq!(gate.measure, Measure::Figure(Figure::F1(Stance(0))));
        assert_eq!(gate.name(&set), "f1(a >= (b)) < 0.5");
    }

    #[test]
    fn what_is_no_gate_is_named_with_the_remedy() {
        for (text, part) in [
            (
                "macrof1 >= 0.6",
                "unknown figure \"macrof1\"; did you mean macro_f1? (figures: accuracy, ",
            ),
            (
                "macro_f1",
                "found no >=, >, <= or <; expected something like macro_f1 >= 0.6",
            ),
            (
                "macro_f1 >= high",
                "the threshold is \"high\", expected a number such as 0.6 or 60%",
            ),
            ("macro_f1 >= NaN", "the threshold is \"NaN\""),
            (
                "recall >= 0.5",
                "recall is of one label: write recall(condemning)",
            ),
            (
                "recall(defnding) >= 0.5",
                "unknown label \"defnding\" (expected one of: condemning, defending, neutral); did you mean defending?",
            ),
            (
                "p(best) > 0.5",
                "found p(best), expected p(better), p(worse) or p(difference)",
            ),
            ("lower(p(better)) > 0.5", "a probability has no interval"),
            (
                "coverage@2 > 0.5",
                "found coverage@2, expected a share above 0 and up to 1 after the @",
            ),
            (
                "accuracy[tweet] > 0.5",
                "found [tweet], expected [COLUMN=VALUE]",
            ),
            (
                "lowr(accuracy) > 0.5",
                "unknown figure \"lowr\"; did you mean lower?",
            ),
            ("", "found no >="),
        ] {
            let found = named(text);
            let expected = format!("gate {text:?}: {part}");
            assert!(found.starts_with(&expected), "{found}\nis not\n{expected}");
        }
    }
}
