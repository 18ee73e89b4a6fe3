//! Small charts as SVG: interval bars, the reliability diagram and the coverage curve. Both axes run from 0 to 1.

use std::fmt::Write as _;

use super::super::super::numbers::{brackets, two_digits};
use crate::evaluation::{CoveragePoint, Estimate, Interval, ReliabilityBin};

/// Side of a chart's square and its margins.
const SIDE: f64 = 240.0;
const LEFT: f64 = 36.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 36.0;

fn x(share: f64) -> f64 {
    LEFT + SIDE * share.clamp(0.0, 1.0)
}

fn y(share: f64) -> f64 {
    TOP + SIDE * (1.0 - share.clamp(0.0, 1.0))
}

/// A value on a line from 0 to 1 with its interval; the numbers stand beside it, so that it needs no name of its own.
pub(super) fn bar(estimate: Estimate) -> String {
    let at = |v: f64| 2.0 + 156.0 * v.clamp(0.0, 1.0);
    let interval = estimate.interval.map_or(String::new(), |i| {
        format!(
            "<line class=\"ends\" x1=\"{:.1}\" y1=\"9\" x2=\"{:.1}\" y2=\"9\"/>",
            at(i.lower),
            at(i.upper)
        )
    });
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 160 18\" aria-hidden=\"true\"><line class=\"axis\" x1=\"2\" y1=\"9\" x2=\"158\" y2=\"9\"/>\
         <path class=\"axis\" d=\"M2 5v8M80 6v6M158 5v8\"/>{interval}<circle class=\"dot\" cx=\"{:.1}\" cy=\"9\" r=\"4\"/></svg>",
        at(estimate.value)
    )
}

/// Frame, ticks and names of the axes.
fn frame(out: &mut String, name: &str, across: &str, up: &str) {
    let (width, height) = (LEFT + SIDE + 10.0, TOP + SIDE + BOTTOM);
    let _ = write!(
        out,
        "<svg role=\"img\" aria-label=\"{name}\" viewBox=\"0 0 {width} {height}\">"
    );
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let _ = write!(
            out,
            "<line class=\"axis\" x1=\"{0}\" y1=\"{TOP}\" x2=\"{0}\" y2=\"{1}\"/><line class=\"axis\" x1=\"{LEFT}\" y1=\"{2}\" x2=\"{3}\" y2=\"{2}\"/>\
             <text x=\"{0}\" y=\"{4}\" text-anchor=\"middle\">{tick}</text><text x=\"{5}\" y=\"{6}\" text-anchor=\"end\">{tick}</text>",
            x(tick),
            y(0.0),
            y(tick),
            x(1.0),
            y(0.0) + 14.0,
            LEFT - 5.0,
            y(tick) + 4.0
        );
    }
    let _ = write!(
        out,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{across}</text><text transform=\"translate(10 {}) rotate(-90)\" text-anchor=\"middle\">{up}</text>",
        x(0.5),
        y(0.0) + 30.0,
        y(0.5)
    );
}

fn interval_line(out: &mut String, at: f64, interval: Option<Interval>) {
    if let Some(i) = interval {
        let _ = write!(
            out,
            "<line class=\"ends\" x1=\"{0:.1}\" y1=\"{1:.1}\" x2=\"{0:.1}\" y2=\"{2:.1}\"/>",
            x(at),
            y(i.lower),
            y(i.upper)
        );
    }
}

/// Accuracy of each bin of confidence with its interval, against the diagonal of perfect calibration.
pub(super) fn reliability(bins: &[ReliabilityBin]) -> String {
    let mut out = String::new();
    frame(
        &mut out,
        "Reliability diagram: accuracy by confidence; the table below has the numbers",
        "confidence",
        "accuracy",
    );
    let _ = write!(
        out,
        "<line class=\"ideal\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    );
    let points: Vec<String> = bins
        .iter()
        .map(|b| format!("{:.1},{:.1}", x(b.confidence), y(b.accuracy)))
        .collect();
    let _ = write!(
        out,
        "<polyline class=\"curve\" points=\"{}\"/>",
        points.join(" ")
    );
    for b in bins {
        interval_line(&mut out, b.confidence, b.interval);
        let _ = write!(
            out,
            "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"><title>{} statements, confidence {:.2}, accuracy {:.2}</title></circle>",
            x(b.confidence),
            y(b.accuracy),
            b.n,
            b.confidence,
            b.accuracy
        );
    }
    out + "</svg>"
}

/// Accuracy at each coverage, with the band of its intervals.
pub(super) fn coverage(points: &[CoveragePoint]) -> String {
    let mut out = String::new();
    frame(
        &mut out,
        "Accuracy when only the surest share is answered; the table below has the numbers",
        "share answered, surest first",
        "accuracy",
    );
    let ends = |end: fn(Interval) -> f64| {
        points
            .iter()
            .filter_map(move |p| p.accuracy.interval.map(|i| (p.coverage, end(i))))
    };
    let upper: Vec<(f64, f64)> = ends(|i| i.upper).collect();
    let mut lower: Vec<(f64, f64)> = ends(|i| i.lower).collect();
    lower.reverse();
    let place = |(across, up): &(f64, f64)| format!("{:.1},{:.1}", x(*across), y(*up));
    let band: Vec<String> = upper.iter().chain(&lower).map(place).collect();
    let line: Vec<String> = points
        .iter()
        .map(|p| place(&(p.coverage, p.accuracy.value)))
        .collect();
    let _ = write!(
        out,
        "<polygon class=\"band\" points=\"{}\"/><polyline class=\"curve\" points=\"{}\"/>",
        band.join(" "),
        line.join(" ")
    );
    for p in points {
        let _ = write!(
            out,
            "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"><title>{:.0} %: {} {}</title></circle>",
            x(p.coverage),
            y(p.accuracy.value),
            p.coverage * 100.0,
            two_digits(Some(p.accuracy.value)),
            brackets(Some(p.accuracy))
        );
    }
    out + "</svg>"
}
