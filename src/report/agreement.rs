//! Agreement of annotators, as text and as JSON.

use serde_json::{Value, json};

use super::numbers::{brackets, counted, two_digits, visible};
use super::suite::verdict;
use super::table::Table;
use crate::corpus::{Agreement, Item};
use crate::evaluation::{Estimate, PassOutcome};
use crate::stance::StanceSet;

/// Figures of agreement with all that a report says of them.
#[derive(Debug)]
pub struct AgreementReport<'a> {
    /// The figures.
    pub agreement: &'a Agreement,
    /// Labels.
    pub set: &'a StanceSet,
    /// Items that were labelled differently, the most even votes first.
    pub disputes: &'a [&'a Item],
    /// Names of annotators by position.
    pub annotators: &'a [String],
    /// Most disputes shown as text.
    pub show: usize,
    /// Gates, in the order in which they were asked for.
    pub gates: &'a [PassOutcome],
}

/// The report for people.
#[must_use]
pub fn agreement_text(report: &AgreementReport<'_>) -> String {
    let agreement = report.agreement;
    let mut out = format!(
        "{}, {}; {} labelled by two or more\n\n",
        counted(agreement.annotators.len(), "annotator"),
        counted(agreement.items, "item"),
        agreement.shared,
    );
    out += &figures(agreement).text();
    out.push('\n');
    out += &stances(report).text();
    out.push('\n');
    out += &pairs(agreement).text();
    out += &disputes(report);
    if let Some(verdict) = verdict(report.gates) {
        out += &format!("\n{verdict}\n");
    }
    out
}

fn row(name: &str, figure: Option<Estimate>) -> Vec<String> {
    vec![
        name.to_owned(),
        two_digits(figure.map(|i| i.value)),
        brackets(figure),
    ]
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

fn figures(agreement: &Agreement) -> Table {
    let mut table = Table::new(names(&["figure", "value", "95 % interval"]), 1);
    table.push(row("percent agreement", agreement.percent));
    table.push(row("Cohen's kappa, mean of pairs", agreement.cohen));
    table.push(row("Fleiss' kappa", agreement.fleiss));
    table.push(row("Krippendorff's alpha", agreement.alpha));
    table
}

fn stances(report: &AgreementReport<'_>) -> Table {
    let header = ["stance", "labels", "specific", "fleiss", "", "alpha", ""];
    let mut table = Table::new(names(&header), 1);
    for (stance, figures) in report.set.iter().zip(&report.agreement.per_stance) {
        table.push(vec![
            report.set.label(stance).to_owned(),
            figures.labels.to_string(),
            two_digits(figures.specific),
            two_digits(figures.fleiss.map(|i| i.value)),
            brackets(figures.fleiss),
            two_digits(figures.alpha.map(|i| i.value)),
            brackets(figures.alpha),
        ]);
    }
    table
}

fn pairs(agreement: &Agreement) -> Table {
    let header = [
        "annotator",
        "annotator",
        "items",
        "percent",
        "",
        "kappa",
        "",
    ];
    let mut table = Table::new(names(&header), 2);
    for pair in &agreement.pairs {
        table.push(vec![
            visible(&pair.annotators[0]),
            visible(&pair.annotators[1]),
            pair.items.to_string(),
            two_digits(Some(pair.percent.value)),
            brackets(Some(pair.percent)),
            two_digits(pair.kappa.map(|i| i.value)),
            brackets(pair.kappa),
        ]);
    }
    table
}

fn disputes(report: &AgreementReport<'_>) -> String {
    let (all, shown) = (
        report.disputes.len(),
        report.show.min(report.disputes.len()),
    );
    if shown == 0 {
        return format!("\n{} labelled differently\n", counted(all, "item"));
    }
    let mut out = format!("\n{} labelled differently", counted(all, "item"));
    if shown < all {
        out += &format!(", the first {shown}");
    }
    out += ":\n";
    for item in &report.disputes[..shown] {
        let labels: Vec<String> = labels(item, report)
            .map(|(annotator, label)| format!("{}: {label}", visible(annotator)))
            .collect();
        out += &format!("  {}\n    {}\n", visible(&item.text), labels.join(", "));
    }
    out
}

fn labels<'r>(
    item: &'r Item,
    report: &'r AgreementReport<'r>,
) -> impl Iterator<Item = (&'r str, &'r str)> {
    let named = report.annotators.iter().enumerate();
    named.filter_map(|(i, name)| Some((name.as_str(), report.set.label(item.label_of(i)?))))
}

/// The report for programs; figures without data are null.
#[must_use]
pub fn agreement_json(report: &AgreementReport<'_>) -> Value {
    let agreement = report.agreement;
    let per_stance: serde_json::Map<String, Value> = report
        .set
        .iter()
        .zip(&agreement.per_stance)
        .map(|(stance, s)| {
            let figures = json!({"labels": s.labels, "specific": s.specific, "fleiss": s.fleiss, "alpha": s.alpha});
            (report.set.label(stance).to_owned(), figures)
        })
        .collect();
    let pairs: Vec<Value> = agreement
        .pairs
        .iter()
        .map(|p| json!({"annotators": p.annotators, "items": p.items, "percent": p.percent, "kappa": p.kappa}))
        .collect();
    let disputes: Vec<Value> = report
        .disputes
        .iter()
        .map(|item| {
            let labels: serde_json::Map<String, Value> = labels(item, report)
                .map(|(a, l)| (a.to_owned(), l.into()))
                .collect();
            json!({"id": item.id, "text": item.text, "labels": labels})
        })
        .collect();
    let annotators: serde_json::Map<String, Value> = agreement
        .annotators
        .iter()
        .map(|(name, n)| (name.clone(), (*n).into()))
        .collect();
    json!({
        "annotators": annotators,
        "items": agreement.items,
        "shared": agreement.shared,
        "groups": agreement.groups,
        "percent": agreement.percent,
        "cohen": agreement.cohen,
        "fleiss": agreement.fleiss,
        "alpha": agreement.alpha,
        "per_stance": per_stance,
        "pairs": pairs,
        "disputes": disputes,
        "gates": report.gates,
    })
}
