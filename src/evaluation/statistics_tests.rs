//! Intervals and tests against scipy, statsmodels and scikit-learn; `tests/reference/statistics.py` made the figures.

use serde_json::Value;

use super::distributions::{
    chi_squared_tail, fair_split, normal_cdf, normal_quantile, t_critical, t_two_sided,
};
use super::intervals::{IntervalMethod, estimate, grouped_wilson};
use super::*;
use crate::stance::{Stance, StanceSet};

fn reference(key: &str) -> Value {
    let all: Value =
        serde_json::from_str(include_str!("../../tests/reference/statistics.json")).unwrap();
    all[key].clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_f64().unwrap())
        .collect()
}

fn rows(key: &str) -> Vec<Vec<f64>> {
    reference(key)
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect()
}

#[track_caller]
fn assert_near(found: f64, expected: f64, tolerance: f64) {
    let scale = expected.abs().max(1e-300);
    let near =
        (found - expected).abs() <= tolerance || (found - expected).abs() / scale <= tolerance;
    assert!(near, "{found} is not {expected}");
}

/// A statement of stance 0, called rightly or as stance 1.
fn judged(right: bool, group: Option<&str>) -> Judged {
    Judged {
        gold: Stance(0),
        predicted: Some(Stance(u16::from(!right))),
        probabilities: Vec::new(),
        confidence: None,
        group: group.map(str::to_owned),
    }
}

fn settings(resamples: usize, method: IntervalMethod) -> EvaluationSettings {
    EvaluationSettings {
        resamples,
        method,
        ..EvaluationSettings::default()
    }
}

#[test]
fn distributions_are_those_of_scipy() {
    for row in rows("normal_cdf") {
        assert_near(normal_cdf(row[0]), row[1], 1e-12);
    }
    for row in rows("normal_quantile") {
        assert_near(normal_quantile(row[0]), row[1], 1e-9);
    }
    for row in rows("chi_squared_tail") {
        assert_near(chi_squared_tail(row[0]), row[1], 1e-12);
    }
    for row in rows("t_two_sided") {
        assert_near(t_two_sided(row[0], row[1]), row[2], 1e-12);
    }
    for row in rows("t_critical") {
        assert_near(t_critical(0.05, row[0]), row[1], 1e-9);
    }
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
}

#[test]
fn shares_have_the_intervals_of_statsmodels() {
    for row in rows("wilson") {
        let found = wilson(row[0] as u64, row[1] as u64).unwrap();
        assert_near(found.lower, row[2], 1e-12);
        assert_near(found.upper, row[3], 1e-12);
    }
    assert_eq!(wilson(0, 0), None);
}

#[test]
fn mcnemar_is_that_of_statsmodels() {
    for (key, exact) in [("mcnemar_exact", true), ("mcnemar_corrected", false)] {
        for row in rows(key) {
            let (b, c) = (row[0] as usize, row[1] as usize);
            let side = |ours: bool| {
                let better = (0..b).map(|_| judged(ours, None));
                better
                    .chain((0..c).map(|_| judged(!ours, None)))
                    .collect::<Vec<_>>()
            };
            let set = StanceSet::default();
            let found = Comparison::of(
                &side(true),
                &side(false),
                &set,
                &settings(0, IntervalMethod::Bca),
            );
            assert_eq!(
                (found.mcnemar.better, found.mcnemar.worse),
                (b as u64, c as u64)
            );
            assert_eq!(found.mcnemar.exact, exact);
            assert_near(found.mcnemar.p_value, row[2], 1e-9);
            assert_eq!(found.mcnemar.p_value_of_groups, None);
            assert_eq!((found.better.len(), found.worse.len()), (b, c));
        }
    }
    assert_eq!(fair_split(0, 0), 1.0);
}

#[test]
fn mcnemar_over_groups_is_counted_by_hand() {
    // Differences of three groups: 2, 1 and -1: (2 + 1 - 1)^2 / (4 + 1 + 1) = 2 / 3 on one degree of freedom, p = 0.41422.
    let of = |rows: [(bool, &str); 4]| rows.map(|(right, group)| judged(right, Some(group)));
    let ours = of([(true, "a"), (true, "a"), (true, "b"), (false, "c")]);
    let theirs = of([(false, "a"), (false, "a"), (false, "b"), (true, "c")]);
    let found = Comparison::of(
        &ours,
        &theirs,
        &StanceSet::default(),
        &settings(0, IntervalMethod::Bca),
    );
    assert_near(
        found.mcnemar.p_value_of_groups.unwrap(),
        0.414_216_178_242_2,
        1e-9,
    );
}

#[test]
fn bootstrap_intervals_are_those_of_scipy_for_its_own_draws() {
    for case in reference("bootstrap").as_array().unwrap() {
        let (draws, without) = (numbers(&case["draws"]), numbers(&case["without"]));
        let value = case["value"].as_f64().unwrap();
        for (method, key) in [
            (IntervalMethod::Percentile, "percentile"),
            (IntervalMethod::Bca, "bca"),
        ] {
            let found = estimate(method, value, &draws, &without)
                .unwrap()
                .interval
                .unwrap();
            let expected = numbers(&case[key]);
            assert_near(found.lower, expected[0], 1e-9);
            assert_near(found.upper, expected[1], 1e-9);
        }
    }
}

/// The grouped statements of the script.
fn grouped() -> (Value, Vec<Judged>) {
    let case = reference("grouped");
    let right = numbers(&case["right"]);
    let groups = numbers(&case["groups"]);
    let rows = right
        .iter()
        .zip(groups)
        .map(|(right, group)| judged(*right == 1.0, Some(&format!("{group}"))));
    let rows = rows.collect();
    (case, rows)
}

#[test]
fn shares_of_grouped_statements_have_the_effective_size_of_statsmodels() {
    let (case, rows) = grouped();
    let mut sums = std::collections::BTreeMap::<String, (f64, f64)>::new();
    for j in &rows {
        let sum = sums.entry(j.group.clone().unwrap()).or_default();
        sum.0 += f64::from(u8::from(j.is_right()));
        sum.1 += 1.0;
    }
    let found = grouped_wilson(&sums.into_values().collect::<Vec<_>>()).unwrap();
    let expected = numbers(&case["wilson"]);
    assert_near(found.lower, expected[0], 1e-9);
    assert_near(found.upper, expected[1], 1e-9);
    let evaluation = Evaluation::with(
        &rows,
        &StanceSet::default(),
        &settings(100, IntervalMethod::Wilson),
    );
    assert_eq!(evaluation.accuracy.interval, Some(found));
}

#[test]
fn slices_are_tested_by_the_jackknife_of_the_script() {
    let (case, rows) = grouped();
    for slice in case["slices"].as_array().unwrap() {
        let inside = numbers(&slice["inside"]);
        let values = (0..rows.len()).map(|i| {
            Some(
                if inside.contains(&(i as f64)) {
                    "in"
                } else {
                    "out"
                }
                .to_owned(),
            )
        });
        let column = SliceColumn {
            name: "c".into(),
            values: values.collect(),
        };
        let found = slices(
            SliceSource {
                judged: &rows,
                baseline: None,
                set: &StanceSet::default(),
                settings: &settings(0, IntervalMethod::Wilson),
                min_support: 1,
            },
            &[column],
        );
        let test = found[0].against_rest.unwrap();
        assert_near(
            test.difference,
            slice["difference"].as_f64().unwrap(),
            1e-12,
        );
        assert_near(test.p_value, slice["p_value"].as_f64().unwrap(), 1e-9);
        // The other slice is the mirror image, so both are as unlikely.
        assert_near(found[1].against_rest.unwrap().p_value, test.p_value, 1e-9);
        assert_near(test.q_value, test.p_value, 1e-12);
    }
}

#[test]
fn false_discovery_rates_are_those_of_statsmodels() {
    let case = reference("false_discovery");
    let found = false_discovery_rates(&numbers(&case[0]));
    for (found, expected) in found.iter().zip(numbers(&case[1])) {
        assert_near(*found, expected, 1e-12);
    }
    assert!(false_discovery_rates(&[]).is_empty());
}

#[test]
fn every_exchange_gives_the_p_value_of_scipy() {
    let case = reference("randomisation");
    let gold = numbers(&case["gold"]);
    let system = |i: usize| -> Vec<Judged> {
        let predicted = numbers(&case["systems"][i]);
        let rows = gold.iter().zip(predicted).map(|(gold, predicted)| Judged {
            gold: Stance(*gold as u16),
            predicted: Some(Stance(predicted as u16)),
            ..judged(true, None)
        });
        rows.collect()
    };
    let set = StanceSet::default();
    let found = Comparison::of(
        &system(0),
        &system(1),
        &set,
        &settings(20_000, IntervalMethod::Bca),
    );
    assert!(found.every_exchange);
    for (name, figure) in [
        ("accuracy", Figure::Accuracy),
        ("macro_f1", Figure::MacroF1),
    ] {
        let expected = &case["figures"][name];
        let found = found.difference(figure).unwrap();
        assert_near(
            found.difference.value,
            expected["difference"].as_f64().unwrap(),
            1e-12,
        );
        assert_near(
            found.p_value.unwrap(),
            expected["p_value"].as_f64().unwrap(),
            1e-9,
        );
    }
    // A sample of the exchanges comes near: 200 of them have a standard error of 0.035 at most.
    let sampled = Comparison::of(
        &system(0),
        &system(1),
        &set,
        &settings(200, IntervalMethod::Bca),
    );
    let p = |c: &Comparison| c.difference(Figure::Accuracy).unwrap().p_value.unwrap();
    assert!(
        (p(&sampled) - p(&found)).abs() < 0.14,
        "{} {}",
        p(&sampled),
        p(&found)
    );
}

#[test]
fn a_single_group_has_no_interval_and_no_draws_mean_none() {
    let rows = vec![judged(true, Some("a")), judged(false, Some("a"))];
    let set = StanceSet::default();
    let one = Evaluation::with(&rows, &set, &settings(100, IntervalMethod::Wilson));
    assert_eq!((one.accuracy.value, one.accuracy.interval), (0.5, None));
    let alone: Vec<Judged> = rows
        .into_iter()
        .map(|j| Judged { group: None, ..j })
        .collect();
    for method in [
        IntervalMethod::Percentile,
        IntervalMethod::Bca,
        IntervalMethod::Wilson,
    ] {
        let none = Evaluation::with(&alone, &set, &settings(0, method));
        assert_eq!(none.accuracy.interval, None);
    }
}

#[test]
fn perfect_rows_have_an_interval_that_is_not_a_point() {
    let rows = vec![judged(true, None); 4];
    let found = Evaluation::with(
        &rows,
        &StanceSet::default(),
        &settings(200, IntervalMethod::Wilson),
    );
    // statsmodels: proportion_confint(4, 4, method="wilson") = (0.5101, 1.0).
    let interval = found.accuracy.interval.unwrap();
    assert_near(interval.lower, 0.510_109_157_0, 1e-8);
    assert_eq!(interval.upper, 1.0);
}

#[test]
fn points_of_the_coverage_curve_are_counted_by_hand() {
    // Confidence 0.9 right, 0.8 right, 0.7 wrong, 0.6 right, 0.6 right: surest 1, 2, 3, 5 (0.6 ties) have accuracy 1, 1, 2/3, 4/5.
    let row = |confidence: f64, right: bool| Judged {
        confidence: Some(confidence),
        ..judged(right, None)
    };
    let rows = [
        row(0.6, true),
        row(0.9, true),
        row(0.7, false),
        row(0.8, true),
        row(0.6, true),
    ];
    let settings = EvaluationSettings {
        further: [0.7, 0.8, 0.81, 1.0].map(Figure::CoverageAt).to_vec(),
        ..settings(0, IntervalMethod::Bca)
    };
    let found = Evaluation::with(&rows, &StanceSet::default(), &settings);
    let value = |f: Figure| found.figure(f).unwrap().value;
    for (accuracy, coverage) in [(0.7, 1.0), (0.8, 1.0), (0.81, 0.4), (1.0, 0.4)] {
        assert_near(value(Figure::CoverageAt(accuracy)), coverage, 1e-12);
    }
    assert_near(value(Figure::AccuracyAt(0.6)), 2.0 / 3.0, 1e-12);
    // Bins: 0.9 (gap -0.1), 0.8 (-0.2), 0.7 (+0.7), 0.6 twice (-0.8): 1.8 / 5.
    assert_near(value(Figure::CalibrationError), 0.36, 1e-12);
    assert_eq!(found.figure(Figure::BrierScore), None);
}
