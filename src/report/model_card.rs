//! A model card: what a model is, what it was made from, how good it is, as Markdown with a YAML head.
//!
//! The head has the keys that model hubs read. What only people know (licence, further measurements, limits of the data) comes
//! in as notes.

use std::fmt::Write as _;

use super::learning_curve::learning_curve_markdown;
use super::numbers::{ends, two_digits};
use super::table::Table;
use crate::classifier::{CvScores, ModelMeta};
use crate::features::{CharSettings, VectorSettings};

/// What a card is written from.
#[derive(Debug)]
pub struct ModelCard<'a> {
    /// Name of the model.
    pub name: &'a str,
    /// Identity of the model.
    pub digest: &'a str,
    /// Size of the model file in bytes.
    pub bytes: usize,
    /// Settings and training facts.
    pub meta: &'a ModelMeta,
    /// Licence identifier for the head.
    pub licence: Option<&'a str>,
    /// File name of a drawing of the learning curve, relative to the card.
    pub drawing: Option<&'a str>,
    /// Markdown that ends the card.
    pub notes: Option<&'a str>,
}

/// Confidences whose accuracy and coverage the card shows.
const SHOWN_THRESHOLDS: [f64; 6] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9];

/// The card.
#[must_use]
pub fn model_card(card: &ModelCard<'_>) -> String {
    let mut out = head(card);
    let meta = card.meta;
    let _ = writeln!(out, "\n# Model card: {}\n", card.name);
    out += &facts(card).markdown();
    out += &method(meta);
    if let Some(scores) = &meta.training.cross_validation {
        out += &cross_validated(scores, meta);
    }
    if let Some(curve) = &meta.training.learning_curve {
        out += "\n## Learning curve\n\nModels trained on a part of the groups, judged on groups that they never saw; intervals are 95 %.\n\n";
        out += &learning_curve_markdown(curve, &meta.labels);
        if let Some(drawing) = card.drawing {
            let _ = writeln!(out, "\n![F1 by statements trained on]({drawing})");
        }
    }
    if let Some(notes) = card.notes {
        let _ = write!(out, "\n{}\n", notes.trim());
    }
    out
}

fn head(card: &ModelCard<'_>) -> String {
    let mut out = String::from("---\n");
    if let Some(language) = &card.meta.training.language {
        let _ = writeln!(out, "language: {language}");
    }
    if let Some(licence) = card.licence {
        let _ = writeln!(out, "license: {licence}");
    }
    out += "library_name: demarche\npipeline_tag: text-classification\ntags: [stance, diplomacy, logistic-regression]\n";
    if let Some(cv) = &card.meta.training.cross_validation {
        let _ = write!(
            out,
            "model-index:\n  - name: {}\n    results:\n      - task: {{type: text-classification}}\n        \
             dataset: {{name: grouped cross-validation, type: training data}}\n        \
             metrics:\n          - {{type: f1, name: macro F1, value: {:.3}}}\n          - {{type: accuracy, value: {:.3}}}\n",
            quoted(card.name),
            cv.macro_f1[0],
            cv.accuracy[0]
        );
    }
    out += "---\n";
    out
}

/// A YAML string.
fn quoted(text: &str) -> String {
    format!("{:?}", text)
}

fn facts(card: &ModelCard<'_>) -> Table {
    let meta = card.meta;
    let facts = &meta.training;
    let mut table = Table::new(vec!["fact".into(), "value".into()], 2);
    let mut push = |name: &str, value: String| table.push(vec![name.into(), value]);
    push("identity", format!("`{}`", card.digest));
    push("size", format!("{} bytes", card.bytes));
    let shares = meta
        .labels
        .labels()
        .iter()
        .zip(&facts.per_stance)
        .zip(&meta.prior);
    let stances = shares.map(|((label, n), prior)| {
        format!(
            "{label} ({n} statements, assumed share {:.0} %)",
            prior * 100.0
        )
    });
    push("stances", stances.collect::<Vec<_>>().join(", "));
    push(
        "trained on",
        format!("{} statements in {} groups", facts.statements, facts.groups),
    );
    push("training data", format!("`{}`", facts.data));
    if let Some(table) = &facts.word_vectors {
        push("word vectors", format!("`{table}`"));
    }
    push(
        "features",
        format!(
            "{} n-grams, {} words, {} character n-grams",
            facts.ngrams, facts.words, facts.char_ngrams
        ),
    );
    push("C", meta.params.c.to_string());
    push("seed", facts.seed.to_string());
    table
}

/// What kind of model it is, by its settings.
fn method(meta: &ModelMeta) -> String {
    let ngrams = &meta.features.ngrams;
    let mut parts = vec![format!(
        "tf-idf of word n-grams of up to {} word{}, in {} statements or more",
        ngrams.longest,
        if ngrams.longest == 1 { "" } else { "s" },
        ngrams.min_df
    )];
    let marks = [
        (ngrams.negation, "negated"),
        (ngrams.clauses, "conceded"),
        (ngrams.reports, "reported"),
    ];
    let marked: Vec<&str> = marks
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, name)| *name)
        .collect();
    if !marked.is_empty() {
        parts.push(format!(
            "words once more where they are {}",
            marked.join(", ")
        ));
    }
    if meta.tokens.mask_names {
        parts.push("names of countries, people, places and organisations as one word".into());
    }
    if let Some(CharSettings {
        shortest,
        longest,
        scale,
        ..
    }) = meta.features.chars
    {
        parts.push(format!(
            "tf-idf of the {shortest} to {longest} letter groups of each word, times {scale}"
        ));
    }
    if let Some(VectorSettings {
        scale,
        negated_scale,
    }) = meta.features.vectors
    {
        parts.push(format!(
            "the mean word vector, times {scale}, and that of negated words, times {negated_scale}"
        ));
    }
    let list: String = parts.iter().map(|part| format!("- {part}\n")).collect();
    format!(
        "\n## Method\n\nMultinomial logistic regression with an L2 penalty on\n\n{list}\nThe file holds data only and can run nothing: settings, \
         vocabulary, weights. Probabilities assume the shares of stances above; `--prior` assumes others.\n"
    )
}

fn cross_validated(scores: &CvScores, meta: &ModelMeta) -> String {
    let mut out = format!(
        "\n## Scores in cross-validation\n\n{} folds by group: each statement was judged by a model that never saw its group. Intervals are 95 %, by \
         bootstrap over groups. Always naming the commonest stance has an accuracy of {:.2}; the expected calibration error is {:.3}.\n\n",
        scores.folds, scores.baseline_accuracy, scores.calibration_error
    );
    let header = ["stance", "precision", "recall", "F1", "statements"];
    let mut table = Table::new(header.map(String::from).into(), 1);
    for (label, s) in meta.labels.labels().iter().zip(&scores.per_stance) {
        let mut row = vec![label.clone()];
        row.extend([s.precision, s.recall, s.f1].map(with_interval));
        row.push(s.support.to_string());
        table.push(row);
    }
    let whole = [("macro F1", scores.macro_f1), ("accuracy", scores.accuracy)];
    for (name, figure) in whole {
        let dash = || two_digits(None);
        let total: u64 = scores.per_stance.iter().map(|s| s.support).sum();
        table.push(vec![
            name.into(),
            dash(),
            dash(),
            with_interval(Some(figure)),
            total.to_string(),
        ]);
    }
    out += &table.markdown();
    out += "\nAnswering only where the model is sure:\n\n";
    let header = ["confidence at least", "answered", "accuracy of the answers"];
    let mut table = Table::new(header.map(String::from).into(), 0);
    for shown in SHOWN_THRESHOLDS {
        let nearest = scores
            .thresholds
            .iter()
            .find(|[confidence, ..]| *confidence >= shown - 1e-9);
        if let Some([confidence, accuracy, coverage]) = nearest {
            table.push(vec![
                format!("{confidence:.2}"),
                two_digits(Some(*coverage)),
                two_digits(Some(*accuracy)),
            ]);
        }
    }
    out + &table.markdown()
}

fn with_interval(figure: Option<[f64; 3]>) -> String {
    format!("{} {}", two_digits(figure.map(|f| f[0])), ends(figure))
        .trim_end()
        .to_owned()
}
