//! The evaluation as JSON: scikit-learn's keys first, then what it has not.

use serde_json::{Map, Value, json};

use super::EvaluationReport;
use crate::evaluation::{Average, Interval, StanceScores};

/// The report as one JSON object; no data is `null`.
#[must_use]
pub fn evaluation_json(report: &EvaluationReport<'_>) -> Value {
    let e = report.evaluation;
    let mut object = Map::new();
    for (label, scores) in report.set.labels().iter().zip(&e.per_stance) {
        object.insert(label.clone(), stance(scores));
    }
    object.insert("accuracy".into(), json!(e.accuracy.value));
    object.insert("macro avg".into(), average(e.macro_average, e.n));
    object.insert("weighted avg".into(), average(e.weighted_average, e.n));
    let mut intervals = Map::new();
    intervals.insert("accuracy".into(), ends(Some(e.accuracy)));
    intervals.insert("macro_f1".into(), ends(Some(e.macro_f1)));
    for (label, s) in report.set.labels().iter().zip(&e.per_stance) {
        let of = json!({"precision": ends(s.precision), "recall": ends(s.recall), "f1-score": ends(s.f1)});
        intervals.insert(label.clone(), of);
    }
    object.insert("intervals_95".into(), Value::Object(intervals));
    let rows: Vec<Vec<u64>> = (0..report.set.len())
        .map(|a| {
            (0..=report.set.len())
                .map(|p| e.confusion.count(a, p))
                .collect()
        })
        .collect();
    object.insert(
        "confusion_matrix".into(),
        json!({"rows_actual": report.set.labels(),
               "columns_predicted": report.set.labels().iter().map(String::as_str).chain(["abstained"]).collect::<Vec<_>>(),
               "counts": rows}),
    );
    object.insert(
        "baseline".into(),
        json!({"label": report.set.label(e.baseline.stance), "accuracy": e.baseline.accuracy, "macro_f1": e.baseline.macro_f1}),
    );
    object.insert("n".into(), json!(e.n));
    object.insert("groups".into(), json!(e.groups));
    object.insert("coverage".into(), json!(e.coverage));
    object.insert("calibration_error".into(), json!(e.calibration_error));
    object.insert("brier_score".into(), json!(e.brier_score));
    object.insert("reliability".into(), json!(e.reliability));
    object.insert("coverage_curve".into(), json!(e.coverage_curve));
    object.insert("model".into(), json!(report.model));
    object.insert("files".into(), json!(report.files));
    object.insert("gates".into(), json!(report.gates));
    object.insert(
        "passed".into(),
        json!(report.gates.iter().all(|g| g.passed)),
    );
    object.insert("mistakes".into(), json!(report.mistakes));
    Value::Object(object)
}

fn stance(s: &StanceScores) -> Value {
    let value = |i: Option<Interval>| i.map(|i| i.value);
    json!({"precision": value(s.precision), "recall": value(s.recall), "f1-score": value(s.f1), "support": s.support})
}

fn average(a: Average, n: u64) -> Value {
    json!({"precision": a.precision, "recall": a.recall, "f1-score": a.f1, "support": n})
}

fn ends(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |i| json!([i.lower, i.upper]))
}
