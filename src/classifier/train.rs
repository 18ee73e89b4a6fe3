//! Training: labelled statements in, model file out.

use super::StanceClassifier;
use super::counts::{Counts, texts_of_keys};
use super::cross_validation::{OutOfFold, out_of_fold};
use super::file::lanes;
use super::language::language_of;
use super::layout;
use super::learning_curve::LearningCurve;
use super::meta::{ModelMeta, Prior, TrainingFacts};
use super::words::{Inventory, WordFeatures, WordWeights};
use crate::corpus::{fingerprint, group_count};
use crate::error::{Error, Result};
use crate::evaluation::Judged;
use crate::features::{
    FeatureSettings, KeyIndexBuffer, Selection, Vocabulary, WordVectors, smooth_idf, tfidf_rows,
};
use crate::model::{Calibration, CalibrationMethod, ClassWeight, Design, FitParams, Fitted, fit};
use crate::stance::{Stance, StanceSet};
use crate::statement::LabelledStatement;
use crate::tokens::{TokenSettings, Tokenizer, WordSet, WordSetBuilder};

/// Settings of a training.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainSettings {
    /// Settings of the tokenizer.
    pub tokens: TokenSettings,
    /// Which features are counted.
    pub features: FeatureSettings,
    /// Parameters of the fit.
    pub params: FitParams,
    /// The mix of stances that probabilities assume.
    pub prior: Prior,
    /// Folds of cross-validation, from which probabilities are calibrated; `None` for neither.
    pub folds: Option<usize>,
    /// Seed of the folds.
    pub seed: u64,
}

impl TrainSettings {
    /// The same, without the word vector part if there is no table for it.
    pub(super) fn for_table(&self, vectors: Option<&WordVectors>) -> Self {
        let mut settings = self.clone();
        if vectors.is_none() {
            settings.features.vectors = None;
        }
        settings
    }
}

impl Default for TrainSettings {
    fn default() -> Self {
        Self {
            tokens: TokenSettings::default(),
            features: FeatureSettings::default(),
            params: FitParams::default(),
            prior: Prior::default(),
            folds: Some(5),
            seed: 42,
        }
    }
}

/// Trains a classifier of `set` on `statements`; the word vector part is left out without `vectors`, its table.
///
/// Also returns what cross-validation predicted for each statement, if folds were asked for. The same statements, settings and
/// table give the same bytes for any number of threads.
///
/// # Errors
/// [`Error::BadSetting`], [`Error::NoExamples`], [`Error::MissingStance`], [`Error::NoFeatures`], [`Error::TooFewGroups`],
/// [`Error::NotConverged`] and [`Error::Linfa`], as their texts say.
pub fn train(
    statements: &[LabelledStatement],
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
) -> Result<(StanceClassifier, Option<OutOfFold>)> {
    train_with(statements, set, settings, vectors, Evidence::default())
}

/// What is known of a training beside its own cross-validation; the model file keeps it.
#[derive(Debug, Default)]
pub struct Evidence<'a> {
    /// Nested results of the choice of settings ([`super::tune`]), whose scores take the place of cross-validation's.
    pub nested: Option<&'a [Judged]>,
    /// Scores by size of the training data ([`super::learning_curve`]).
    pub learning_curve: Option<LearningCurve>,
}

/// Trains as [`train`] does; the model keeps `evidence`.
///
/// # Errors
/// Those of [`train`].
pub fn train_with(
    statements: &[LabelledStatement],
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
    evidence: Evidence<'_>,
) -> Result<(StanceClassifier, Option<OutOfFold>)> {
    let settings = settings.for_table(vectors);
    let vectors = vectors.filter(|_| settings.features.vectors.is_some());
    settings.features.check()?;
    settings.params.check()?;
    let all: Vec<&LabelledStatement> = statements.iter().collect();
    let learnt = Learnt::new(&all, set, &settings, vectors)?;
    let folds = match settings.folds {
        Some(count) => Some(out_of_fold(statements, set, &settings, vectors, count)?),
        None => None,
    };
    let calibration = folds.as_ref().map(|f| &f.calibration);
    let prior = settings.prior.shares(&learnt.natural);
    let mut meta = learnt.meta(set, &settings, calibration, prior);
    meta.training.data = fingerprint(statements, set);
    meta.training.groups = group_count(statements);
    meta.training.word_vectors = vectors.map(WordVectors::digest);
    meta.training.cross_validation = folds
        .as_ref()
        .map(|f| f.scores(evidence.nested.unwrap_or(&f.judged), set));
    meta.training.learning_curve = evidence.learning_curve;
    Ok((learnt.into_classifier(meta, calibration)?, folds))
}

/// A classifier fitted on `statements` alone: no calibration, natural prior.
pub(super) fn raw_classifier(
    statements: &[&LabelledStatement],
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
) -> Result<StanceClassifier> {
    let learnt = Learnt::new(statements, set, settings, vectors)?;
    let prior = learnt.natural.clone();
    let meta = learnt.meta(set, settings, None, prior);
    learnt.into_classifier(meta, None)
}

/// What a model trained on `inside` says of `outside`.
pub(super) fn classify_fold(
    inside: &[LabelledStatement],
    outside: &[&LabelledStatement],
    set: &StanceSet,
    settings: &TrainSettings,
    vectors: Option<&WordVectors>,
) -> Result<Vec<Judged>> {
    let (classifier, _) = train(inside, set, settings, vectors)?;
    let judge = |s: &&LabelledStatement| {
        Judged::new(s.stance, classifier.classify(&s.text), s.group.clone())
    };
    Ok(outside.iter().map(judge).collect())
}

/// Everything learnt from the training texts.
struct Learnt<'a> {
    ordinary: Vec<u64>,
    vocabulary: Vocabulary,
    inventory: Inventory,
    features: WordFeatures<'a>,
    design: Design,
    fitted: Fitted,
    /// Share of each stance in the data.
    natural: Vec<f64>,
    /// Share of each stance that the fit's weights amount to.
    assumed: Vec<f64>,
    per_stance: Vec<usize>,
    language: Option<String>,
}

impl<'a> Learnt<'a> {
    fn new(
        statements: &[&LabelledStatement],
        set: &StanceSet,
        settings: &'a TrainSettings,
        vectors: Option<&'a WordVectors>,
    ) -> Result<Self> {
        if statements.is_empty() {
            return Err(Error::NoExamples {
                purpose: "train on",
            });
        }
        let texts: Vec<&str> = statements.iter().map(|s| s.text.as_str()).collect();
        let ordinary = WordSetBuilder::of(&texts).build();
        let tokenizer = Tokenizer::new(settings.tokens, WordSet::trusted(&ordinary));
        let counts = Counts::of(&texts, &tokenizer, &settings.features);
        let name = |keys: &[u64]| texts_of_keys(keys, &texts, &tokenizer, &settings.features);
        let frequencies = counts.document_frequencies();
        let stances: Vec<Stance> = statements.iter().map(|s| s.stance).collect();
        let ngrams = &settings.features.ngrams;
        let rank = (ngrams.selection == Selection::ChiSquared).then(|| {
            let classes: Vec<usize> = stances.iter().map(|s| s.index()).collect();
            counts.chi_squared(&classes, set.len())
        });
        let vocabulary = Vocabulary::choose(frequencies, texts.len(), ngrams, rank.as_ref(), name);
        drop(rank);
        if vocabulary.is_empty() {
            return Err(Error::NoFeatures {
                rows: texts.len(),
                reason: "every n-gram stands in too few of them",
            });
        }
        let inventory = Inventory::of(&counts);
        let features = WordFeatures::new(&settings.features, vectors, &inventory);
        let design = Design::new(
            tfidf_rows(counts.ngrams(), &vocabulary),
            features.parts(&counts, &inventory),
        );
        drop(counts);
        let weights: Vec<f64> = statements.iter().map(|s| s.weight).collect();
        let fitted = fit(&design, &stances, &weights, set, &settings.params.check()?)?;
        let natural = mix(&stances, &weights, set.len());
        let assumed = match settings.params.class_weight {
            ClassWeight::Balanced => vec![1.0 / set.len() as f64; set.len()],
            ClassWeight::None => natural.clone(),
        };
        let count = |s: Stance| stances.iter().filter(|x| **x == s).count();
        Ok(Self {
            per_stance: set.iter().map(count).collect(),
            language: language_of(&texts),
            ordinary,
            vocabulary,
            inventory,
            features,
            design,
            fitted,
            natural,
            assumed,
        })
    }

    fn meta(
        &self,
        set: &StanceSet,
        settings: &TrainSettings,
        calibration: Option<&Calibration>,
        prior: Vec<f64>,
    ) -> ModelMeta {
        // Calibration was fitted on scores at the natural prior.
        let natural = shifted(&self.fitted.intercepts, &self.assumed, &self.natural);
        let calibrated = calibration.map_or_else(|| natural.clone(), |map| map.apply(&natural));
        let mut fit = self.fitted.report.clone();
        fit.gradient_norm = rounded(fit.gradient_norm);
        ModelMeta {
            labels: set.clone(),
            tokens: settings.tokens,
            features: settings.features,
            intercepts: shifted(&calibrated, &self.natural, &prior),
            prior,
            params: settings.params,
            fit,
            calibration: calibration.map_or(CalibrationMethod::None, |c| c.method),
            training: TrainingFacts {
                data: String::new(),
                word_vectors: None,
                language: self.language.clone(),
                statements: self.per_stance.iter().sum(),
                groups: 0,
                per_stance: self.per_stance.clone(),
                ngrams: self.vocabulary.len(),
                words: 0,
                char_ngrams: self.features.chars.keys.len(),
                seed: settings.seed,
                cross_validation: None,
                learning_curve: None,
            },
        }
    }

    /// Folds all that was learnt into the rows of a model file.
    fn into_classifier(
        self,
        mut meta: ModelMeta,
        calibration: Option<&Calibration>,
    ) -> Result<StanceClassifier> {
        let k = meta.labels.len();
        let lanes = lanes(k);
        let coefficients = |columns: std::ops::Range<usize>| {
            &self.fitted.weights[columns.start * k..columns.end * k]
        };
        let parts: Vec<&[f64]> = self
            .design
            .part_columns()
            .into_iter()
            .map(coefficients)
            .collect();
        let mut ngram_rows = Vec::with_capacity(self.vocabulary.len() * lanes);
        for (column, df) in self.vocabulary.df.iter().enumerate() {
            let idf = smooth_idf(self.vocabulary.statements, *df);
            push_row(
                &mut ngram_rows,
                idf,
                coefficients(column..column + 1),
                lanes,
            );
        }
        let mut char_rows = Vec::new();
        if let (Some(chars), Some(part)) = (&self.features.settings.chars, parts.first()) {
            for (column, idf) in self.features.chars.idf.iter().enumerate() {
                let weights: Vec<f64> = part[column * k..(column + 1) * k]
                    .iter()
                    .map(|w| w * f64::from(chars.scale))
                    .collect();
                push_row(&mut char_rows, f64::from(*idf), &weights, lanes);
            }
        }
        let mut words = WordWeights::fold(&self.features, &self.inventory, &parts, k, lanes);
        meta.training.words = words.keys.len();
        if let Some(map) = calibration {
            for rows in [&mut ngram_rows, &mut char_rows, &mut words.rows] {
                rows.chunks_exact_mut(lanes)
                    .for_each(|row| turn(row, map, k));
            }
        }
        let ngrams = KeyIndexBuffer::new(&self.vocabulary.keys);
        let word_index = KeyIndexBuffer::new(&words.keys);
        let chars = KeyIndexBuffer::new(&self.features.chars.keys);
        let mut term_text = String::new();
        let mut term_ends: Vec<u32> = Vec::with_capacity(self.vocabulary.len());
        for term in &self.vocabulary.terms {
            term_text.push_str(term);
            term_ends.push(term_text.len() as u32);
        }
        let json =
            serde_json::to_vec(&meta).map_err(|e| super::unusable("new model", e.to_string()))?;
        let bytes = layout::assemble([
            &json,
            bytemuck::cast_slice(&self.ordinary),
            bytemuck::cast_slice(&ngrams.keys),
            bytemuck::cast_slice(&ngrams.columns),
            bytemuck::cast_slice(&single(&ngram_rows)),
            bytemuck::cast_slice(&word_index.keys),
            bytemuck::cast_slice(&word_index.columns),
            bytemuck::cast_slice(&single(&words.rows)),
            bytemuck::cast_slice(&chars.keys),
            bytemuck::cast_slice(&chars.columns),
            bytemuck::cast_slice(&single(&char_rows)),
            bytemuck::cast_slice(&term_ends),
            term_text.as_bytes(),
        ]);
        StanceClassifier::from_bytes("new model", &bytes)
    }
}

/// Three significant digits, so that the last bits of a sum do not make another file.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Intercepts for another mix of stances: `b + ln(to / from)` (Saerens, Latinne and Decaestecker, "Adjusting the outputs of a
/// classifier to new a priori probabilities", 2002).
fn shifted(intercepts: &[f64], from: &[f64], to: &[f64]) -> Vec<f64> {
    let shares = from.iter().zip(to);
    intercepts
        .iter()
        .zip(shares)
        .map(|(b, (from, to))| b + (to / from).ln())
        .collect()
}

/// Share of each stance in `statements`, by weight.
pub(super) fn natural_mix(statements: &[LabelledStatement], k: usize) -> Vec<f64> {
    let stances: Vec<Stance> = statements.iter().map(|s| s.stance).collect();
    let weights: Vec<f64> = statements.iter().map(|s| s.weight).collect();
    mix(&stances, &weights, k)
}

/// Share of each stance by weight.
fn mix(stances: &[Stance], weights: &[f64], k: usize) -> Vec<f64> {
    let mut shares = vec![0.0; k];
    for (stance, weight) in stances.iter().zip(weights) {
        shares[stance.index()] += weight;
    }
    let sum: f64 = shares.iter().sum();
    shares.iter().map(|s| s / sum).collect()
}

/// Adds `factor * weights`, `factor` squared, and zeros up to `lanes` numbers.
fn push_row(rows: &mut Vec<f64>, factor: f64, weights: &[f64], lanes: usize) {
    let end = rows.len() + lanes;
    rows.extend(weights.iter().map(|w| factor * w));
    rows.push(factor * factor);
    rows.resize(end, 0.0);
}

/// Maps the first K numbers of a row by the calibration's coefficients.
fn turn(row: &mut [f64], map: &Calibration, k: usize) {
    let turned: Vec<f64> = (0..k)
        .map(|c| (0..k).map(|j| row[j] * map.coefficients[j][c]).sum())
        .collect();
    row[..k].copy_from_slice(&turned);
}

fn single(values: &[f64]) -> Vec<f32> {
    values.iter().map(|v| *v as f32).collect()
}
