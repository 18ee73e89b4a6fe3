//! Tables that text and Markdown share: the comparison, and slices.

use super::super::numbers::{fine_brackets, probability, three_digits, two_digits};
use super::super::table::Table;
use super::{BaselineReport, EvaluationReport};
use crate::evaluation::{Difference, Figure, McNemar, Slice};
use crate::stance::StanceSet;

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

/// The figures that people compare: those of all statements, and F1 of each label.
pub(super) fn compared<'a>(
    baseline: &BaselineReport<'a>,
) -> impl Iterator<Item = &'a Difference> + use<'a> {
    let shown = |f: &Figure| {
        matches!(
            f,
            Figure::Accuracy
                | Figure::MacroF1
                | Figure::F1(_)
                | Figure::Recall(_)
                | Figure::Coverage
                | Figure::CalibrationError
                | Figure::BrierScore
        )
    };
    baseline
        .comparison
        .differences
        .iter()
        .filter(move |d| shown(&d.figure))
}

/// Baseline, model, difference, its interval, p-value and the chance of being better.
pub(super) fn comparison(baseline: &BaselineReport<'_>, set: &StanceSet) -> Table {
    let names = [
        "figure",
        "baseline",
        "model",
        "difference",
        "95 %",
        "p",
        "better",
    ];
    let mut table = Table::new(header(&names), 1);
    for d in compared(baseline) {
        table.push(vec![
            d.figure.name(set),
            three_digits(Some(d.baseline)),
            three_digits(Some(d.model)),
            format!("{:+.3}", d.difference.value),
            fine_brackets(d.difference.interval),
            probability(d.p_value),
            two_digits(d.better),
        ]);
    }
    table
}

/// `p = 0.031` or `p < 0.001`.
fn p_of(p: f64) -> String {
    match probability(Some(p)).strip_prefix('<') {
        Some(bound) => format!("p < {bound}"),
        None => format!("p = {}", probability(Some(p))),
    }
}

/// McNemar's test in words.
pub(super) fn mcnemar(test: &McNemar) -> String {
    let kind = if test.exact {
        "exact"
    } else {
        "chi-squared with Edwards' correction"
    };
    let groups = test
        .p_value_of_groups
        .map_or(String::new(), |p| format!("; over groups {}", p_of(p)));
    format!(
        "right only here {}, right only in the baseline {}; McNemar's test, {kind}: {}{groups}",
        test.better,
        test.worse,
        p_of(test.p_value)
    )
}

/// The name of a slice's value.
pub(super) fn value(slice: &Slice) -> &str {
    slice.value.as_deref().unwrap_or("(none)")
}

/// The slices that are large enough: figures, the difference from the rest and its false discovery rate.
pub(super) fn slices(report: &EvaluationReport<'_>) -> Table {
    let names = [
        "slice",
        "value",
        "n",
        "accuracy",
        "95 %",
        "macro F1",
        "95 %",
        "less the rest",
        "p",
        "q",
    ];
    let mut table = Table::new(header(&names), 2);
    for slice in report.slices {
        let Some(e) = &slice.evaluation else { continue };
        let test = slice.against_rest;
        table.push(vec![
            slice.column.clone(),
            value(slice).to_owned(),
            slice.n.to_string(),
            two_digits(Some(e.accuracy.value)),
            super::super::numbers::brackets(Some(e.accuracy)),
            two_digits(Some(e.macro_f1.value)),
            super::super::numbers::brackets(Some(e.macro_f1)),
            test.map_or("\u{2013}".into(), |t| format!("{:+.2}", t.difference)),
            probability(test.map(|t| t.p_value)),
            probability(test.map(|t| t.q_value)),
        ]);
    }
    table
}

/// What the table of slices leaves out.
pub(super) fn slices_left_out(report: &EvaluationReport<'_>) -> Option<String> {
    let small = report.slices.iter().filter(|s| s.evaluation.is_none());
    let (count, rows) = small.fold((0, 0), |(count, rows), s| (count + 1, rows + s.n));
    (count > 0).then(|| {
        format!(
            "{} of fewer than {} statements left out ({rows} statements)",
            super::super::numbers::counted(count, "slice"),
            report.min_support
        )
    })
}
