//! The learning curve as a table and as a drawing.

use std::fmt::Write as _;

use super::numbers::{ends, two_digits};
use super::table::Table;
use crate::classifier::{CurvePoint, LearningCurve};
use crate::stance::StanceSet;

/// The curve as a text table, then the table of strata if there is one.
#[must_use]
pub fn learning_curve_text(curve: &LearningCurve, set: &StanceSet) -> String {
    tables(curve, set)
        .iter()
        .map(Table::text)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The curve as Markdown.
#[must_use]
pub fn learning_curve_markdown(curve: &LearningCurve, set: &StanceSet) -> String {
    tables(curve, set)
        .iter()
        .map(Table::markdown)
        .collect::<Vec<_>>()
        .join("\n")
}

fn tables(curve: &LearningCurve, set: &StanceSet) -> Vec<Table> {
    let mut tables = vec![by_size(curve, set)];
    if curve.by.is_some() {
        tables.push(by_stratum(curve));
    }
    tables
}

fn by_size(curve: &LearningCurve, set: &StanceSet) -> Table {
    let mut header: Vec<String> = ["groups", "statements", "macro F1", "interval"]
        .map(String::from)
        .into();
    header.extend(set.labels().iter().map(|label| format!("F1 {label}")));
    let mut table = Table::new(header, 0);
    for point in &curve.points {
        let mut row = vec![
            point.groups.to_string(),
            point.statements.to_string(),
            two_digits(Some(point.macro_f1[0])),
            ends(Some(point.macro_f1)),
        ];
        row.extend(point.f1.iter().map(|f1| two_digits(f1.map(|f| f[0]))));
        table.push(row);
    }
    table
}

/// Macro F1 of each stratum at each size; the last column is what the last doubling of the data, or nearly, has added.
fn by_stratum(curve: &LearningCurve) -> Table {
    let mut header = vec![curve.by.clone().unwrap_or_default()];
    header.extend(curve.points.iter().map(|p| p.statements.to_string()));
    header.push("last step".into());
    let mut table = Table::new(header, 1);
    let names = curve
        .points
        .last()
        .map(|p| p.strata.keys())
        .into_iter()
        .flatten();
    for name in names {
        let scores: Vec<Option<f64>> = curve
            .points
            .iter()
            .map(|p| p.strata.get(name).copied())
            .collect();
        let mut row = vec![name.clone()];
        row.extend(scores.iter().map(|s| two_digits(*s)));
        row.push(match scores[..] {
            [.., Some(before), Some(last)] => format!("{:+.2}", last - before),
            _ => two_digits(None),
        });
        table.push(row);
    }
    table
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 132.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 44.0;

/// The curve as a self-contained SVG: macro F1 with its interval, F1 of each stance, over the statements trained on.
#[must_use]
pub fn learning_curve_svg(curve: &LearningCurve, set: &StanceSet) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Learning curve: F1 by statements trained on</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    let most = curve.points.last().map_or(1, |p| p.statements.max(1));
    let plane = Plane { most: most as f64 };
    plane.grid(&mut out);
    let band = plane.band(&curve.points);
    let _ = writeln!(
        out,
        "<polygon points=\"{band}\" fill=\"#1b4f72\" fill-opacity=\"0.15\"/>"
    );
    let whole: Vec<(f64, f64)> = curve
        .points
        .iter()
        .map(|p| (p.statements as f64, p.macro_f1[0]))
        .collect();
    plane.line(&mut out, &whole, "#1b4f72", "", "macro F1");
    let colours = ["#b03a2e", "#1e8449", "#616a6b", "#7d3c98", "#b9770e"];
    for (stance, label) in set.labels().iter().enumerate() {
        let scores = curve
            .points
            .iter()
            .filter_map(|p| Some((p.statements as f64, p.f1.get(stance).copied().flatten()?[0])));
        plane.line(
            &mut out,
            &scores.collect::<Vec<_>>(),
            colours[stance % colours.len()],
            "5 4",
            label,
        );
    }
    out += "</svg>\n";
    out
}

/// From statements and scores to places in the drawing.
struct Plane {
    most: f64,
}

impl Plane {
    fn place(&self, (statements, score): (f64, f64)) -> (f64, f64) {
        let x = LEFT + statements / self.most * (WIDTH - LEFT - RIGHT);
        let y = HEIGHT - BOTTOM - score.clamp(0.0, 1.0) * (HEIGHT - TOP - BOTTOM);
        (x, y)
    }

    fn grid(&self, out: &mut String) {
        for tenth in (0..=10).step_by(2) {
            let score = f64::from(tenth) / 10.0;
            let ((x, y), (end, _)) = (self.place((0.0, score)), self.place((self.most, score)));
            let _ = writeln!(
                out,
                "<path d=\"M{x:.1} {y:.1}H{end:.1}\" stroke=\"#ccc\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{score:.1}</text>",
                x - 6.0,
                y + 4.0
            );
        }
        for quarter in 0..=4 {
            let statements = self.most * f64::from(quarter) / 4.0;
            let (x, y) = self.place((statements, 0.0));
            let _ = writeln!(
                out,
                "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{statements:.0}</text>",
                y + 18.0
            );
        }
        let (x, y) = self.place((self.most / 2.0, 0.0));
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">statements trained on</text>",
            y + 36.0
        );
    }

    fn band(&self, points: &[CurvePoint]) -> String {
        let place = |p: &CurvePoint, end: usize| {
            let (x, y) = self.place((p.statements as f64, p.macro_f1[end]));
            format!("{x:.1},{y:.1}")
        };
        let upper = points.iter().map(|p| place(p, 2));
        let lower = points.iter().rev().map(|p| place(p, 1));
        upper.chain(lower).collect::<Vec<_>>().join(" ")
    }

    fn line(
        &self,
        out: &mut String,
        scores: &[(f64, f64)],
        colour: &str,
        dashes: &str,
        name: &str,
    ) {
        let places: Vec<(f64, f64)> = scores.iter().map(|s| self.place(*s)).collect();
        let path: Vec<String> = places
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>",
            path.join(" ")
        );
        if let Some((x, y)) = places.last() {
            let name = super::xml::escaped(name);
            let _ = writeln!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{name}</text>",
                x + 6.0,
                y + 4.0
            );
        }
    }
}
