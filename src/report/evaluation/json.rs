//! The evaluation as JSON: scikit-learn's keys, then what it has not. `docs/evaluation.schema.json` describes it.
//!
//! Labels are keys only inside `labels`, so that none can be taken for a key of the report.

use serde_json::{Map, Value, json};

use super::{BaselineReport, EvaluationReport};
use crate::evaluation::{
    Average, Comparison, Difference, Estimate, Evaluation, Slice, StanceScores, verdict,
};
use crate::stance::StanceSet;

/// Raised when a key changes its meaning or goes.
const SCHEMA_VERSION: u32 = 1;

/// The report as one JSON object; no data is `null`.
#[must_use]
pub fn evaluation_json(report: &EvaluationReport<'_>) -> Value {
    let e = report.evaluation;
    let mut object = Map::new();
    object.insert("schema_version".into(), json!(SCHEMA_VERSION));
    object.insert("verdict".into(), json!(verdict(report.gates)));
    object.insert("gates".into(), json!(report.gates));
    object.insert("model".into(), json!(report.model));
    object.insert("files".into(), json!(report.files));
    object.insert(
        "intervals".into(),
        json!({"level": 0.95, "method": e.method, "resamples": e.resamples, "seed": e.seed}),
    );
    object.extend(figures(e, report.set));
    object.insert("reliability".into(), json!(e.reliability));
    let curve = e.coverage_curve.iter().map(|p| {
        let mut point =
            json!({"coverage": p.coverage, "threshold": p.threshold, "accuracy": p.accuracy.value});
        put_ends(&mut point, Some(p.accuracy));
        point
    });
    object.insert("coverage_curve".into(), curve.collect());
    object.insert(
        "comparison".into(),
        report
            .baseline
            .as_ref()
            .map_or(Value::Null, |b| baseline(b, report.set)),
    );
    object.insert("min_support".into(), json!(report.min_support));
    object.insert(
        "slices".into(),
        report.slices.iter().map(|s| slice(s, report.set)).collect(),
    );
    object.insert("mistakes".into(), json!(report.mistakes));
    Value::Object(object)
}

/// What the report and each of its slices have.
fn figures(e: &Evaluation, set: &StanceSet) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("n".into(), json!(e.n));
    object.insert("groups".into(), json!(e.groups));
    let labels = set.labels().iter().zip(&e.per_stance);
    let labels: Map<String, Value> = labels
        .map(|(label, s)| (label.clone(), stance(s)))
        .collect();
    object.insert("labels".into(), Value::Object(labels));
    object.insert("accuracy".into(), json!(e.accuracy.value));
    object.insert("macro avg".into(), average(e.macro_average, e.n));
    object.insert("weighted avg".into(), average(e.weighted_average, e.n));
    let figure = |(figure, estimate): &(crate::evaluation::Figure, Option<Estimate>)| {
        let mut one = json!({"name": figure.name(set), "value": estimate.map(|e| e.value)});
        put_ends(&mut one, *estimate);
        one["support"] = json!(figure.support(&e.confusion));
        one
    };
    object.insert("figures".into(), e.figures.iter().map(figure).collect());
    let k = set.len();
    let counts = |columns: std::ops::Range<usize>| -> Vec<Vec<u64>> {
        let row = |a| columns.clone().map(|p| e.confusion.count(a, p)).collect();
        (0..k).map(row).collect()
    };
    object.insert(
        "confusion_matrix".into(),
        json!({"labels": set.labels(), "counts": counts(0..k), "abstained": counts(k..k + 1).concat()}),
    );
    object.insert(
        "majority".into(),
        json!({"label": set.label(e.baseline.stance), "accuracy": e.baseline.accuracy, "macro_f1": e.baseline.macro_f1}),
    );
    object
}

fn stance(s: &StanceScores) -> Value {
    let value = |e: Option<Estimate>| e.map(|e| e.value);
    json!({"precision": value(s.precision), "recall": value(s.recall), "f1-score": value(s.f1), "support": s.support})
}

fn average(a: Average, n: u64) -> Value {
    json!({"precision": a.precision, "recall": a.recall, "f1-score": a.f1, "support": n})
}

/// Adds `lower` and `upper`.
fn put_ends(object: &mut Value, estimate: Option<Estimate>) {
    let interval = estimate.and_then(|e| e.interval);
    object["lower"] = json!(interval.map(|i| i.lower));
    object["upper"] = json!(interval.map(|i| i.upper));
}

fn baseline(b: &BaselineReport<'_>, set: &StanceSet) -> Value {
    let mut object = comparison(b.comparison, set);
    object["baseline"] = json!(b.name);
    object["changes"] = json!(b.changes);
    object
}

fn comparison(c: &Comparison, set: &StanceSet) -> Value {
    let difference = |d: &Difference| {
        let mut one = json!({"name": d.figure.name(set), "baseline": d.baseline, "model": d.model, "difference": d.difference.value});
        put_ends(&mut one, Some(d.difference));
        one["p_value"] = json!(d.p_value);
        one["better"] = json!(d.better);
        one
    };
    json!({
        "differences": c.differences.iter().map(difference).collect::<Vec<_>>(),
        "every_exchange": c.every_exchange,
        "mcnemar": c.mcnemar,
    })
}

fn slice(s: &Slice, set: &StanceSet) -> Value {
    let mut object = json!({"column": s.column, "value": s.value, "n": s.n});
    object["figures"] = s
        .evaluation
        .as_ref()
        .map_or(Value::Null, |e| Value::Object(figures(e, set)));
    object["comparison"] = s
        .comparison
        .as_ref()
        .map_or(Value::Null, |c| comparison(c, set));
    object["against_rest"] = s.against_rest.map_or(
        Value::Null,
        |t| json!({"difference": t.difference, "p_value": t.p_value, "q_value": t.q_value}),
    );
    object
}
