//! Parts of the page: one table, chart or list each.

use std::fmt::Write as _;

use super::super::super::numbers::{
    brackets, fine_brackets, probability, three_digits, two_digits,
};
use super::super::super::xml::escaped;
use super::super::{EvaluationReport, Mistake, found, tables};
use super::{charts, class};
use crate::evaluation::{Estimate, Figure};

/// Most changed statements listed on each side.
const CHANGES: usize = 25;

/// Smallest weight of a word, as a share of the statement's largest, that is marked.
const MARKED: f64 = 0.25;

/// Opens a section with a table that scrolls by itself where it is wider than the page.
fn open_table(out: &mut String, title: &str, caption: &str, class: &str, head: &[&str]) {
    let _ = write!(
        out,
        "<h2>{title}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">\n<table class=\"{class}\">\n<caption>{}</caption>\n<thead><tr>",
        escaped(caption)
    );
    for (i, name) in head.iter().enumerate() {
        let side = if i == 0 { " class=\"words\"" } else { "" };
        let _ = write!(out, "<th scope=\"col\"{side}>{}</th>", escaped(name));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

fn close_table(out: &mut String) {
    out.push_str("</tbody>\n</table>\n</div>\n");
}

pub(super) fn gates(out: &mut String, report: &EvaluationReport<'_>) {
    open_table(
        out,
        "Gates",
        "What was asked for, and what was found.",
        "",
        &["gate", "verdict", "found"],
    );
    for gate in report.gates {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"{}\">{}</td><td class=\"words\">{}</td></tr>",
            escaped(&gate.gate),
            class(gate.result),
            gate.result.as_str(),
            escaped(&found(gate))
        );
    }
    close_table(out);
}

pub(super) fn scores(out: &mut String, report: &EvaluationReport<'_>) {
    let caption = "Each figure with its 95 % interval; the line beside it runs from 0 to 1.";
    let head = ["figure", "value", "95 %", "statements", "from 0 to 1"];
    open_table(out, "Scores", caption, "", &head);
    let e = report.evaluation;
    let curve = |f: &Figure| matches!(f, Figure::AccuracyAt(_));
    for (figure, estimate) in e.figures.iter().filter(|(f, _)| !curve(f)) {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&figure.name(report.set)),
            three_digits(estimate.map(|e| e.value)),
            fine_brackets(estimate.and_then(|e| e.interval)),
            figure.support(&e.confusion),
            estimate.map_or(String::new(), charts::bar)
        );
    }
    close_table(out);
}

pub(super) fn confusion(out: &mut String, report: &EvaluationReport<'_>) {
    let (c, k) = (&report.evaluation.confusion, report.set.len());
    let mut head = vec!["actual \\ predicted"];
    head.extend(report.set.labels().iter().map(String::as_str));
    head.push(report.set.no_label());
    let caption = "Rows are labels, columns what was predicted; the share of its row shades each cell, and the right ones have a frame.";
    open_table(out, "Confusion matrix", caption, "matrix", &head);
    for (actual, label) in report.set.labels().iter().enumerate() {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escaped(label));
        for predicted in 0..=k {
            let n = c.count(actual, predicted);
            let share = n as f64 / c.support(actual).max(1) as f64;
            let right = if predicted == actual {
                " class=\"right\""
            } else {
                ""
            };
            let _ = write!(out, "<td{right} style=\"--share:{share:.3}\">{n}</td>");
        }
        out.push_str("</tr>\n");
    }
    close_table(out);
}

pub(super) fn curves(out: &mut String, report: &EvaluationReport<'_>) {
    let e = report.evaluation;
    if e.reliability.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<h2>Confidence</h2>\n<div class=\"charts\">\n<figure>{}<figcaption>Accuracy of statements by their confidence; on the dashed line confidence means what it says.</figcaption></figure>\n\
         <figure>{}<figcaption>Accuracy when only the surest statements are answered.</figcaption></figure>\n</div>\n",
        charts::reliability(&e.reliability),
        charts::coverage(&e.coverage_curve)
    );
    open_table(
        out,
        "By confidence",
        "Numbers of the first diagram.",
        "",
        &[
            "confidence",
            "statements",
            "mean confidence",
            "accuracy",
            "95 %",
        ],
    );
    for b in &e.reliability {
        let estimate = Estimate {
            value: b.accuracy,
            interval: b.interval,
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{:.1} to {:.1}</th><td>{}</td><td>{:.2}</td><td>{:.2}</td><td>{}</td></tr>",
            b.from,
            b.to,
            b.n,
            b.confidence,
            b.accuracy,
            brackets(Some(estimate))
        );
    }
    close_table(out);
    open_table(
        out,
        "By share answered",
        "Numbers of the second diagram.",
        "",
        &["share answered", "accuracy", "95 %", "confidence from"],
    );
    for p in &e.coverage_curve {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{:.0} %</th><td>{:.2}</td><td>{}</td><td>{:.3}</td></tr>",
            p.coverage * 100.0,
            p.accuracy.value,
            brackets(Some(p.accuracy)),
            p.threshold
        );
    }
    close_table(out);
}

pub(super) fn baseline(out: &mut String, report: &EvaluationReport<'_>) {
    let Some(b) = &report.baseline else { return };
    let head = [
        "figure",
        "baseline",
        "model",
        "difference",
        "95 %",
        "p",
        "better",
    ];
    let caption = format!(
        "The model against {}. p: approximate randomisation over groups; better: share of draws in which the model is better.",
        b.name
    );
    open_table(out, "Against the baseline", &caption, "", &head);
    for d in tables::compared(b) {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{:.3}</td><td>{:.3}</td><td>{:+.3}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&d.figure.name(report.set)),
            d.baseline,
            d.model,
            d.difference.value,
            fine_brackets(d.difference.interval),
            escaped(&probability(d.p_value)),
            two_digits(d.better)
        );
    }
    close_table(out);
    let _ = writeln!(
        out,
        "<p>{}</p>",
        escaped(&tables::mcnemar(&b.comparison.mcnemar))
    );
    for (better, title) in [(true, "Got better"), (false, "Got worse")] {
        let all: Vec<_> = b.changes.iter().filter(|c| c.better == better).collect();
        if all.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "<h3>{title}: {} statements</h3>\n<ul class=\"mistakes\">",
            all.len()
        );
        for c in all.iter().take(CHANGES) {
            let name =
                |label: &Option<String>| escaped(label.as_deref().unwrap_or(report.set.no_label()));
            let _ = writeln!(
                out,
                "<li><span class=\"quiet\">{}</span> {}, was called {}, now {}<blockquote>{}</blockquote></li>",
                escaped(&c.origin),
                escaped(&c.actual),
                name(&c.baseline),
                name(&c.model),
                escaped(&c.text)
            );
        }
        out.push_str("</ul>\n");
        if all.len() > CHANGES {
            let _ = writeln!(
                out,
                "<p class=\"quiet\">{} more are not shown.</p>",
                all.len() - CHANGES
            );
        }
    }
}

pub(super) fn slices(out: &mut String, report: &EvaluationReport<'_>) {
    if report.slices.is_empty() {
        return;
    }
    let head = [
        "slice",
        "statements",
        "accuracy",
        "95 %",
        "from 0 to 1",
        "macro F1",
        "95 %",
        "less the rest",
        "p",
        "q",
    ];
    let caption = "Less the rest: accuracy in the slice less accuracy out of it; q: false discovery rate over all slices.";
    open_table(out, "Slices", caption, "", &head);
    for slice in report.slices {
        let Some(e) = &slice.evaluation else { continue };
        let test = slice.against_rest;
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}: {}</th><td>{}</td><td>{:.2}</td><td>{}</td><td>{}</td><td>{:.2}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&slice.column),
            escaped(tables::value(slice)),
            slice.n,
            e.accuracy.value,
            brackets(Some(e.accuracy)),
            charts::bar(e.accuracy),
            e.macro_f1.value,
            brackets(Some(e.macro_f1)),
            test.map_or("\u{2013}".into(), |t| format!("{:+.2}", t.difference)),
            escaped(&probability(test.map(|t| t.p_value))),
            escaped(&probability(test.map(|t| t.q_value)))
        );
    }
    close_table(out);
    if let Some(left_out) = tables::slices_left_out(report) {
        let _ = writeln!(out, "<p class=\"quiet\">{}.</p>", escaped(&left_out));
    }
}

pub(super) fn mistakes(out: &mut String, report: &EvaluationReport<'_>) {
    if report.mistakes.is_empty() {
        return;
    }
    out.push_str("<h2>Mistakes</h2>\n");
    let _ = writeln!(
        out,
        "<p class=\"quiet\">{} statements called wrongly, the surest first.",
        report.mistakes.len()
    );
    if report.mistakes.iter().any(|m| !m.words.is_empty()) {
        out.push_str("<mark>Underlined words</mark> spoke for the label named, <mark class=\"against\">dotted ones</mark> against it.");
    }
    out.push_str("</p>\n<ul class=\"mistakes\">\n");
    for m in report.mistakes {
        let predicted = m.predicted.as_deref().unwrap_or(report.set.no_label());
        let confidence = m
            .confidence
            .map_or(String::new(), |c| format!(", confidence {c:.2}"));
        let _ = writeln!(
            out,
            "<li>{} called <strong>{}</strong>{confidence} <span class=\"quiet\">{}</span><blockquote>{}</blockquote></li>",
            escaped(&m.actual),
            escaped(predicted),
            escaped(&m.origin),
            marked(m)
        );
    }
    out.push_str("</ul>\n");
}

/// The statement with the words marked that weigh most.
fn marked(m: &Mistake) -> String {
    let largest = m.words.iter().map(|w| w.weight.abs()).fold(0.0, f64::max);
    let mut out = String::new();
    let mut end = 0;
    for word in &m.words {
        let strong = word.weight.abs() >= MARKED * largest && largest > 0.0;
        let (Some(before), Some(inside)) = (
            m.text.get(end..word.span.start),
            m.text.get(word.span.start..word.span.end),
        ) else {
            continue;
        };
        out += &escaped(before);
        end = word.span.end;
        let class = if word.weight < 0.0 {
            " class=\"against\""
        } else {
            ""
        };
        if strong {
            let _ = write!(
                out,
                "<mark{class} title=\"{:+.2}\">{}</mark>",
                word.weight,
                escaped(inside)
            );
        } else {
            out += &escaped(inside);
        }
    }
    out + &escaped(m.text.get(end..).unwrap_or_default())
}
