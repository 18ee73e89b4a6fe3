//! From flags to settings of features and fit.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use demarche::classifier::{TrainSettings, embedded_word_vectors};
use demarche::features::{CharSettings, Selection, VectorSettings, WordVectors};
use demarche::model::{ClassWeight, Solver};

use super::args::{ClassWeightArg, ModelArgs, Part, SelectionArg, SolverArg};

/// Applies the flags to `settings`.
pub fn apply(args: &ModelArgs, settings: &mut TrainSettings) -> Result<()> {
    for (parts, on) in [(&args.with, true), (&args.without, false)] {
        parts.iter().for_each(|part| switch(*part, on, settings));
    }
    let features = &mut settings.features;
    set(&mut features.ngrams.longest, args.word_ngrams);
    set(&mut features.ngrams.min_df, args.min_df);
    set(&mut features.ngrams.max_features, args.max_features);
    features.ngrams.hash_bits = args.hash_bits.or(features.ngrams.hash_bits);
    set(
        &mut features.ngrams.selection,
        args.selection.map(|s| match s {
            SelectionArg::DocumentFrequency => Selection::DocumentFrequency,
            SelectionArg::ChiSquared => Selection::ChiSquared,
        }),
    );
    if let Some(chars) = &mut features.chars {
        set(&mut chars.scale, args.char_scale);
        if let Some(range) = &args.char_ngrams {
            (chars.shortest, chars.longest) = char_range(range)?;
        }
    }
    if let Some(vectors) = &mut features.vectors {
        set(&mut vectors.scale, args.vector_scale);
        set(&mut vectors.negated_scale, args.negated_scale);
    }
    let params = &mut settings.params;
    set(&mut params.c, args.c);
    set(&mut params.max_iterations, args.max_iterations);
    set(
        &mut params.class_weight,
        args.class_weight.map(|w| match w {
            ClassWeightArg::Balanced => ClassWeight::Balanced,
            ClassWeightArg::None => ClassWeight::None,
        }),
    );
    set(
        &mut params.solver,
        args.solver.map(|s| match s {
            SolverArg::Auto => Solver::Auto,
            SolverArg::Linfa => Solver::Linfa,
            SolverArg::NewtonCg => Solver::NewtonCg,
        }),
    );
    Ok(())
}

fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}

fn switch(part: Part, on: bool, settings: &mut TrainSettings) {
    let features = &mut settings.features;
    match part {
        Part::NameMasks => settings.tokens.mask_names = on,
        Part::NumberMasks => settings.tokens.mask_numbers = on,
        Part::Negation => features.ngrams.negation = on,
        Part::Clauses => features.ngrams.clauses = on,
        Part::Reports => features.ngrams.reports = on,
        Part::Punctuation => features.ngrams.punctuation = on,
        Part::SkipGrams => features.ngrams.skip_grams = on,
        Part::Chars => features.chars = on.then(CharSettings::default),
        Part::Vectors => features.vectors = on.then(VectorSettings::default),
    }
}

fn char_range(range: &str) -> Result<(u8, u8)> {
    let parsed = range
        .split_once('-')
        .and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    match parsed {
        Some(range) => Ok(range),
        None => bail!("--char-ngrams is {range:?}, expected two numbers as in 3-5"),
    }
}

/// The word vector table asked for.
pub enum Vectors {
    None,
    Embedded(&'static WordVectors),
    Read(Arc<WordVectors>),
}

impl Vectors {
    /// Reads what `--word-vectors` names.
    pub fn of(args: &ModelArgs) -> Result<Self> {
        if args.without.contains(&Part::Vectors) {
            return Ok(Self::None);
        }
        let Some(path) = &args.word_vectors else {
            return Ok(Self::Embedded(embedded_word_vectors()?));
        };
        if path.as_os_str() == "none" {
            return Ok(Self::None);
        }
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("{name}: cannot read"))?;
        Ok(Self::Read(Arc::new(WordVectors::from_bytes(
            &name, &bytes,
        )?)))
    }

    /// The table, if there is one.
    pub fn get(&self) -> Option<&WordVectors> {
        match self {
            Self::None => None,
            Self::Embedded(table) => Some(table),
            Self::Read(table) => Some(table),
        }
    }
}
