//! Features, fits and figures against scikit-learn 1.9.1. The scripts that made the figures lie beside them in `tests/reference/`.

#[path = "common/trained.rs"]
mod trained;

use std::collections::BTreeMap;

use demarche::classifier::Prior;
use demarche::evaluation::{Evaluation, EvaluationSettings, Judged};
use demarche::features::{
    KeyIndexBuffer, NgramSettings, SparseRows, Vocabulary, for_each_ngram, ngram_text, smooth_idf,
    tfidf_rows,
};
use demarche::model::{
    CalibrationMethod, ClassWeight, Design, FitParams, Fitted, Solver, calibrate, fit, log_loss,
    softmax,
};
use demarche::tokens::{TokenBuffer, TokenSettings, Tokenizer, WordSet};
use demarche::{Error, Stance, StanceSet};
use serde::Deserialize;
use serde_json::Value;

fn read<T: for<'de> Deserialize<'de>>(json: &str) -> T {
    serde_json::from_str(json).expect("the script's output")
}

#[track_caller]
fn assert_near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (i, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!(
            (a - b).abs() <= tolerance,
            "number {i}: {a} is not {b} within {tolerance:e}"
        );
    }
}

// ---- tfidf.py ----

#[derive(Deserialize)]
struct Tfidf {
    texts: Vec<String>,
    rows: Vec<BTreeMap<String, f64>>,
    idf: BTreeMap<String, f64>,
}

/// Words and pairs of words, nothing else.
fn plain_ngrams() -> NgramSettings {
    NgramSettings {
        longest: 2,
        negation: false,
        punctuation: false,
        ..NgramSettings::default()
    }
}

const UNMASKED: TokenSettings = TokenSettings {
    mask_names: false,
    mask_numbers: false,
};

/// Key and text of each n-gram of `text`, with repetition.
fn ngrams(text: &str) -> Vec<(u64, String)> {
    let mut buffer = TokenBuffer::new();
    Tokenizer::new(UNMASKED, WordSet::default()).tokenize(text, &mut buffer);
    let mut found = Vec::new();
    for_each_ngram(buffer.tokens(), &plain_ngrams(), |n| {
        found.push((n.key, ngram_text(&buffer, &n)))
    });
    found
}

#[test]
fn tfidf_rows_are_those_of_tfidf_vectorizer() {
    let reference: Tfidf = read(include_str!("reference/tfidf.json"));
    let counted: Vec<Vec<(u64, String)>> = reference.texts.iter().map(|t| ngrams(t)).collect();
    let mut frequencies: BTreeMap<&str, (u64, u32)> = BTreeMap::new();
    for statement in &counted {
        let once: BTreeMap<&str, u64> = statement
            .iter()
            .map(|(key, text)| (text.as_str(), *key))
            .collect();
        for (text, key) in once {
            frequencies.entry(text).or_insert((key, 0)).1 += 1;
        }
    }
    assert!(
        frequencies.keys().eq(reference.idf.keys()),
        "other terms than scikit-learn's"
    );
    let keys: Vec<u64> = frequencies.values().map(|f| f.0).collect();
    let vocabulary = Vocabulary {
        index: KeyIndexBuffer::new(&keys),
        keys,
        terms: frequencies.keys().map(|t| (*t).to_owned()).collect(),
        df: frequencies.values().map(|f| f.1).collect(),
        statements: reference.texts.len(),
    };
    let idf: Vec<f64> = vocabulary
        .df
        .iter()
        .map(|df| smooth_idf(vocabulary.statements, *df))
        .collect();
    assert_near(
        &idf,
        &reference.idf.values().copied().collect::<Vec<_>>(),
        1e-12,
    );
    let keys: Vec<Vec<u64>> = counted
        .iter()
        .map(|s| s.iter().map(|n| n.0).collect())
        .collect();
    let rows = tfidf_rows(keys.iter().map(Vec::as_slice), &vocabulary);
    assert_eq!(rows.len(), reference.rows.len());
    for (i, expected) in reference.rows.iter().enumerate() {
        let (columns, values) = rows.row(i);
        let terms: Vec<&String> = columns
            .iter()
            .map(|c| &vocabulary.terms[*c as usize])
            .collect();
        assert!(terms.iter().copied().eq(expected.keys()), "row {i}");
        let values: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
        // Rows are kept in single precision.
        assert_near(
            &values,
            &expected.values().copied().collect::<Vec<_>>(),
            2e-7,
        );
    }
}

// ---- logistic.py ----

#[derive(Deserialize)]
struct Logistic {
    shape: (usize, usize),
    cells: Vec<(usize, u32, f64)>,
    classes: Vec<u16>,
    cases: Vec<LogisticCase>,
    two_classes: TwoClasses,
}

#[derive(Deserialize)]
struct LogisticCase {
    c: f64,
    class_weight: Option<String>,
    weights: Option<Vec<f64>>,
    coefficients: Vec<Vec<f64>>,
    intercepts: Vec<f64>,
    scores: Vec<Vec<f64>>,
    log_loss: f64,
}

#[derive(Deserialize)]
struct TwoClasses {
    c: f64,
    difference: Vec<f64>,
    intercept_difference: f64,
}

impl Logistic {
    fn read() -> Self {
        read(include_str!("reference/logistic.json"))
    }

    fn design(&self) -> Design {
        let mut rows = SparseRows::new(self.shape.1);
        for i in 0..self.shape.0 {
            let row = self.cells.iter().filter(|cell| cell.0 == i);
            rows.push_row(row.map(|cell| (cell.1, cell.2 as f32)));
        }
        Design::new(rows, Vec::new())
    }

    fn stances(&self) -> Vec<Stance> {
        self.classes.iter().map(|c| Stance(*c)).collect()
    }
}

impl LogisticCase {
    fn fit(&self, data: &Logistic, solver: Solver) -> Fitted {
        let weights = self.weights.clone().unwrap_or(vec![1.0; data.shape.0]);
        let params = FitParams {
            c: self.c,
            class_weight: match self.class_weight.as_deref() {
                Some("balanced") => ClassWeight::Balanced,
                _ => ClassWeight::None,
            },
            solver,
            tolerance: 1e-9,
            max_iterations: 500,
        };
        let params = params.check().expect("settings in range");
        let fitted = fit(
            &data.design(),
            &data.stances(),
            &weights,
            &StanceSet::default(),
            &params,
        );
        fitted.expect("an optimum")
    }
}

#[test]
fn coefficients_are_those_of_logistic_regression() {
    let data = Logistic::read();
    for case in &data.cases {
        for solver in [Solver::Linfa, Solver::NewtonCg, Solver::Auto] {
            let fitted = case.fit(&data, solver);
            // scikit-learn's lbfgs stops up to 5e-7 from the optimum here.
            assert_near(&fitted.weights, &case.coefficients.concat(), 5e-6);
            assert_near(&fitted.intercepts, &case.intercepts, 5e-6);
            assert!(fitted.report.gradient_norm <= 1e-9);
        }
    }
}

#[test]
fn both_solvers_end_at_the_same_optimum() {
    let data = Logistic::read();
    for case in &data.cases {
        let [linfa, newton] =
            [Solver::Linfa, Solver::NewtonCg].map(|solver| case.fit(&data, solver));
        assert_eq!(
            (linfa.report.solver, newton.report.solver),
            (Solver::Linfa, Solver::NewtonCg)
        );
        assert_near(&linfa.weights, &newton.weights, 1e-8);
        assert_near(&linfa.intercepts, &newton.intercepts, 1e-8);
    }
}

#[test]
fn linfas_own_optimum_is_kept_where_it_is_one() {
    // Without weights linfa minimises the same objective; no Newton step follows.
    let data = Logistic::read();
    let params = FitParams {
        c: data.cases[0].c,
        class_weight: ClassWeight::None,
        solver: Solver::Linfa,
        tolerance: 1e-4,
        ..FitParams::default()
    };
    let params = params.check().expect("settings in range");
    let fitted = fit(
        &data.design(),
        &data.stances(),
        &[1.0; 20],
        &StanceSet::default(),
        &params,
    )
    .expect("an optimum");
    assert_eq!(fitted.report.iterations, 0);
    assert!(fitted.report.gradient_norm <= 1e-4);
    assert_near(&fitted.weights, &data.cases[0].coefficients.concat(), 1e-4);
    assert_near(&fitted.intercepts, &data.cases[0].intercepts, 1e-4);
}

#[test]
fn two_classes_are_one_column_and_its_negative() {
    let data = Logistic::read();
    let set = StanceSet::new(vec!["no".into(), "yes".into()]).expect("a set");
    let stances: Vec<Stance> = data
        .classes
        .iter()
        .map(|c| Stance(u16::from(*c > 0)))
        .collect();
    let params = FitParams {
        c: data.two_classes.c,
        class_weight: ClassWeight::None,
        tolerance: 1e-9,
        ..FitParams::default()
    };
    let params = params.check().expect("settings in range");
    let fitted = fit(
        &data.design(),
        &stances,
        &vec![1.0; stances.len()],
        &set,
        &params,
    )
    .expect("an optimum");
    let difference: Vec<f64> = fitted
        .weights
        .chunks_exact(2)
        .map(|w| w[1] - w[0])
        .collect();
    assert_near(&difference, &data.two_classes.difference, 5e-6);
    let found = fitted.intercepts[1] - fitted.intercepts[0];
    assert_near(&[found], &[data.two_classes.intercept_difference], 5e-6);
    let sums: Vec<f64> = fitted
        .weights
        .chunks_exact(2)
        .map(|w| w[0] + w[1])
        .collect();
    assert_near(&sums, &vec![0.0; sums.len()], 1e-9);
}

#[test]
fn balanced_weights_are_those_of_the_formula() {
    // n / (K * n_k) with 10, 5 and 5 of 20 rows.
    let data = Logistic::read();
    let report = data.cases[1].fit(&data, Solver::Auto).report;
    assert_near(
        &report.class_weights,
        &[20.0 / 30.0, 20.0 / 15.0, 20.0 / 15.0],
        1e-12,
    );
    assert_near(
        &data.cases[0].fit(&data, Solver::Auto).report.class_weights,
        &[1.0; 3],
        0.0,
    );
}

#[test]
fn log_loss_is_that_of_the_metric() {
    for case in Logistic::read().cases {
        let classes: Vec<usize> = Logistic::read()
            .classes
            .iter()
            .map(|c| usize::from(*c))
            .collect();
        assert_near(&[log_loss(&case.scores, &classes)], &[case.log_loss], 1e-12);
    }
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let data = Logistic::read();
    let set = StanceSet::default();
    let params = FitParams::default().check().expect("settings in range");
    let run =
        |stances: &[Stance], weights: &[f64]| fit(&data.design(), stances, weights, &set, &params);
    let ones = vec![1.0; 20];
    let missing = run(&[Stance(0); 20], &ones);
    assert!(
        matches!(missing, Err(Error::MissingStance { missing, found }) if missing == "defending" && found == "condemning 20")
    );
    let weightless: Vec<f64> = data.classes.iter().map(|c| f64::from(*c % 2)).collect();
    let missing = run(&data.stances(), &weightless);
    assert!(
        matches!(missing, Err(Error::MissingStance { missing, .. }) if missing == "condemning")
    );
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        let mut weights = ones.clone();
        weights[3] = weight;
        assert!(matches!(
            run(&data.stances(), &weights),
            Err(Error::BadSetting {
                name: "weight of a row",
                ..
            })
        ));
    }
    let hurried = FitParams {
        max_iterations: 1,
        solver: Solver::NewtonCg,
        tolerance: 1e-9,
        ..FitParams::default()
    };
    let hurried = hurried.check().expect("settings in range");
    let stopped = fit(&data.design(), &data.stances(), &ones, &set, &hurried);
    assert!(matches!(
        stopped,
        Err(Error::NotConverged { iterations: 1, .. })
    ));
}

// ---- pipeline.py ----

#[derive(Deserialize)]
struct Pipeline {
    texts: Vec<String>,
    counts: Vec<f64>,
    cases: Vec<PipelineCase>,
}

#[derive(Deserialize)]
struct PipelineCase {
    class_weight: Option<String>,
    probabilities: Vec<Vec<f64>>,
}

/// Probabilities of `texts` by a model of plain words and pairs, trained as `pipeline.py` trains.
fn pipeline(texts: &[String], class_weight: ClassWeight, prior: Prior) -> Vec<Vec<f64>> {
    let mut statements = trained::small();
    statements.retain(|s| s.stance != Stance(2) || s.origin.line % 3 != 0);
    let mut settings = trained::words_only();
    settings.tokens = UNMASKED;
    settings.features.ngrams = plain_ngrams();
    settings.params = FitParams {
        c: 3.0,
        class_weight,
        tolerance: 1e-8,
        ..FitParams::default()
    };
    settings.prior = prior;
    let model = trained::model_of(&statements, &settings);
    texts
        .iter()
        .map(|t| model.classify(t).probabilities)
        .collect()
}

#[test]
fn a_trained_model_predicts_what_scikit_learns_pipeline_does() {
    let reference: Pipeline = read(include_str!("reference/pipeline.json"));
    for case in &reference.cases {
        let (class_weight, prior) = match case.class_weight.as_deref() {
            Some("balanced") => (ClassWeight::Balanced, Prior::Balanced),
            _ => (ClassWeight::None, Prior::Natural),
        };
        let found = pipeline(&reference.texts, class_weight, prior);
        // Weights are kept in single precision.
        assert_near(&found.concat(), &case.probabilities.concat(), 2e-6);
    }
}

#[test]
fn another_mix_of_stances_multiplies_the_odds() {
    // Saerens, Latinne and Decaestecker 2002, formula 2.4: p'(k) is proportional to p(k) * to(k) / from(k).
    let reference: Pipeline = read(include_str!("reference/pipeline.json"));
    let balanced = &reference.cases[1].probabilities;
    let all: f64 = reference.counts.iter().sum();
    let natural: Vec<f64> = reference.counts.iter().map(|n| n / all).collect();
    for (prior, to) in [
        (Prior::Natural, natural),
        (Prior::Given(vec![0.3, 0.1, 0.6]), vec![0.3, 0.1, 0.6]),
    ] {
        let found = pipeline(&reference.texts, ClassWeight::Balanced, prior);
        for (found, p) in found.iter().zip(balanced) {
            let odds: Vec<f64> = p.iter().zip(&to).map(|(p, to)| p * to * 3.0).collect();
            let sum: f64 = odds.iter().sum();
            let expected: Vec<f64> = odds.iter().map(|o| o / sum).collect();
            assert_near(found, &expected, 2e-6);
        }
    }
}

// ---- metrics.py ----

#[derive(Deserialize)]
struct Metrics {
    cases: Vec<MetricsCase>,
    probabilities: Probabilities,
}

#[derive(Deserialize)]
struct MetricsCase {
    name: String,
    gold: Vec<u16>,
    predicted: Vec<u16>,
    confusion: Vec<Vec<u64>>,
    report: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Probabilities {
    gold: Vec<u16>,
    scores: Vec<Vec<f64>>,
    log_loss: f64,
    brier_score: f64,
    calibration_error: f64,
    coverage_curve: Vec<[f64; 3]>,
}

fn evaluation(judged: &[Judged]) -> Evaluation {
    let settings = EvaluationSettings {
        resamples: 0,
        ..EvaluationSettings::default()
    };
    Evaluation::with(judged, &StanceSet::default(), &settings)
}

/// Precision, recall, F1 and support of a report's row.
fn row(report: &BTreeMap<String, Value>, name: &str) -> [f64; 4] {
    ["precision", "recall", "f1-score", "support"]
        .map(|key| report[name][key].as_f64().expect("a number"))
}

#[test]
fn figures_are_those_of_classification_report() {
    let reference: Metrics = read(include_str!("reference/metrics.json"));
    for case in &reference.cases {
        let judged: Vec<Judged> = case
            .gold
            .iter()
            .zip(&case.predicted)
            .map(|(gold, predicted)| Judged {
                gold: Stance(*gold),
                predicted: (*predicted < 3).then_some(Stance(*predicted)),
                probabilities: Vec::new(),
                confidence: None,
                group: None,
            })
            .collect();
        let found = evaluation(&judged);
        for (actual, counts) in case.confusion.iter().enumerate() {
            let found: Vec<u64> = (0..4).map(|p| found.confusion.count(actual, p)).collect();
            assert_eq!(&found, counts, "{}", case.name);
        }
        assert_near(
            &[found.accuracy.value],
            &[case.report["accuracy"].as_f64().expect("a number")],
            1e-12,
        );
        for (label, scores) in StanceSet::default().labels().iter().zip(&found.per_stance) {
            let figures = [scores.precision, scores.recall, scores.f1].map(|f| f.map(|i| i.value));
            if !case.report.contains_key(label) {
                assert_eq!(
                    (figures, scores.support),
                    ([None; 3], 0),
                    "{}: {label}",
                    case.name
                );
                continue;
            }
            let [precision, recall, f1, support] = row(&case.report, label);
            // scikit-learn was told to say 0 where a figure is undefined.
            let figures = figures.map(|f| f.unwrap_or(0.0));
            assert_near(&figures, &[precision, recall, f1], 1e-12);
            assert_eq!(scores.support as f64, support, "{}: {label}", case.name);
        }
        for (name, average) in [
            ("macro avg", found.macro_average),
            ("weighted avg", found.weighted_average),
        ] {
            let expected = &row(&case.report, name)[..3];
            assert_near(
                &[average.precision, average.recall, average.f1],
                expected,
                1e-12,
            );
        }
        assert_near(&[found.macro_f1.value], &[found.macro_average.f1], 1e-15);
    }
}

#[test]
fn figures_of_probabilities_are_those_of_the_metrics() {
    let reference = read::<Metrics>(include_str!("reference/metrics.json")).probabilities;
    let classes: Vec<usize> = reference.gold.iter().map(|c| usize::from(*c)).collect();
    assert_near(
        &[log_loss(&reference.scores, &classes)],
        &[reference.log_loss],
        1e-12,
    );
    let judged: Vec<Judged> = reference
        .scores
        .iter()
        .zip(&reference.gold)
        .map(|(scores, gold)| {
            let mut probabilities = scores.clone();
            softmax(&mut probabilities);
            Judged {
                gold: Stance(*gold),
                predicted: None,
                probabilities,
                confidence: None,
                group: None,
            }
        })
        .collect();
    let found = evaluation(&judged);
    let figures = [found.brier_score, found.calibration_error].map(|f| f.expect("a figure").value);
    assert_near(
        &figures,
        &[reference.brier_score, reference.calibration_error],
        1e-12,
    );
    let curve: Vec<f64> = found
        .coverage_curve
        .iter()
        .flat_map(|p| [p.coverage, p.threshold, p.accuracy.value])
        .collect();
    assert_near(&curve, &reference.coverage_curve.concat(), 1e-12);
}

// ---- calibration.py ----

#[derive(Deserialize)]
struct CalibrationCase {
    name: String,
    scores: Vec<Vec<f64>>,
    classes: Vec<usize>,
    halves: Vec<bool>,
    temperature: f64,
    coefficients: Vec<Vec<f64>>,
    intercepts: Vec<f64>,
    log_losses: Vec<f64>,
}

#[test]
fn the_better_calibration_is_kept() {
    for case in read::<Vec<CalibrationCase>>(include_str!("reference/calibration.json")) {
        let found = calibrate(&case.scores, &case.classes, &case.halves, 3).expect("a calibration");
        // linfa stops at a gradient of 1e-6; the loss is flat there.
        assert_near(&found.log_losses, &case.log_losses, 1e-6);
        let diagonal = |i: usize, j: usize| if i == j { 1.0 / case.temperature } else { 0.0 };
        let (method, coefficients, intercepts) = if case.name == "too sure" {
            let scaled: Vec<f64> = (0..9).map(|at| diagonal(at / 3, at % 3)).collect();
            (CalibrationMethod::Temperature, scaled, vec![0.0; 3])
        } else {
            let mean = found.intercepts.iter().sum::<f64>() / 3.0;
            assert!(mean.abs() < 1e-3, "{mean}");
            (
                CalibrationMethod::Multinomial,
                case.coefficients.concat(),
                case.intercepts,
            )
        };
        assert_eq!(found.method, method, "{}", case.name);
        assert_near(&found.coefficients.concat(), &coefficients, 1e-5);
        assert_near(&found.intercepts, &intercepts, 1e-5);
    }
}
