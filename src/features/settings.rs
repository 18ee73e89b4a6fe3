//! Which features are counted; stored in every model file.

use crate::error::{Error, Result};

/// All families of features. `None` switches a family off.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureSettings {
    /// Word n-grams by tf-idf.
    pub ngrams: NgramSettings,
    /// Character n-grams within words.
    pub chars: Option<CharSettings>,
    /// The mean word vector of the statement.
    pub vectors: Option<VectorSettings>,
}

/// Word n-grams, weighted as scikit-learn's `TfidfVectorizer(sublinear_tf=True)` does.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NgramSettings {
    /// Longest n-gram in words, 1 to 3.
    pub longest: u8,
    /// Pairs of words with one word between them.
    pub skip_grams: bool,
    /// Words once more with `NOT_` where they are negated.
    pub negation: bool,
    /// Words once more with `THOUGH_` and `BUT_` around a concession.
    pub clauses: bool,
    /// Words once more with `SAID_` where they are reported.
    pub reports: bool,
    /// Question marks, exclamation marks and quotation marks as words.
    pub punctuation: bool,
    /// Fewest statements that an n-gram must stand in.
    pub min_df: u32,
    /// Most n-grams kept.
    pub max_features: u32,
    /// Which n-grams are kept where there are more than `max_features`.
    pub selection: Selection,
    /// Buckets into which all n-grams are hashed, as a power of two, 8 to 24; n-grams of one bucket share a column (the hashing
    /// trick, Weinberger et al. 2009). `None`: each n-gram has its own.
    pub hash_bits: Option<u8>,
}

/// Which n-grams are kept first; ties go by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Selection {
    /// Those that stand in most statements.
    #[default]
    DocumentFrequency,
    /// Those whose presence depends most on the stance, by the chi-squared statistic.
    ChiSquared,
}

/// Character n-grams of each word, its borders included.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharSettings {
    /// Shortest n-gram in characters.
    pub shortest: u8,
    /// Longest n-gram in characters.
    pub longest: u8,
    /// Fewest different words that an n-gram must stand in.
    pub min_df: u32,
    /// Most n-grams kept, those in most words first.
    pub max_features: u32,
    /// Factor of this part of a row; the n-gram part has 1.
    pub scale: f32,
}

/// Word vectors from a table, averaged with smooth inverse frequency weights.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VectorSettings {
    /// Factor of this part of a row; the n-gram part has 1.
    pub scale: f32,
    /// Factor of the mean vector of the negated words, as a part of its own; 0 for none.
    pub negated_scale: f32,
}

/// A part of a row that is a sum over words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordPartKind {
    /// Character n-grams of all words.
    Chars,
    /// Vectors of the words that are written as no name.
    Vectors,
    /// Vectors of those among them that are negated.
    NegatedVectors,
}

impl WordPartKind {
    /// Whether a word written and standing like this has a place in the part.
    #[must_use]
    pub fn takes(self, plain: bool, negated: bool) -> bool {
        match self {
            Self::Chars => true,
            Self::Vectors => plain,
            Self::NegatedVectors => plain && negated,
        }
    }
}

impl Default for FeatureSettings {
    fn default() -> Self {
        Self {
            ngrams: NgramSettings::default(),
            chars: Some(CharSettings::default()),
            vectors: Some(VectorSettings::default()),
        }
    }
}

impl Default for NgramSettings {
    fn default() -> Self {
        Self {
            longest: 2,
            skip_grams: false,
            negation: true,
            clauses: true,
            reports: true,
            punctuation: true,
            min_df: 1,
            max_features: 200_000,
            selection: Selection::default(),
            hash_bits: None,
        }
    }
}

impl Default for CharSettings {
    fn default() -> Self {
        Self {
            shortest: 3,
            longest: 5,
            min_df: 2,
            max_features: 100_000,
            scale: 0.5,
        }
    }
}

impl Default for VectorSettings {
    fn default() -> Self {
        Self {
            scale: 1.0,
            negated_scale: 0.7,
        }
    }
}

impl FeatureSettings {
    /// The parts of a row that are sums over words, in the order in which a model keeps them.
    #[must_use]
    pub fn word_parts(&self) -> Vec<WordPartKind> {
        let mut parts = Vec::new();
        if self.chars.is_some() {
            parts.push(WordPartKind::Chars);
        }
        if let Some(vectors) = &self.vectors {
            parts.push(WordPartKind::Vectors);
            if vectors.negated_scale > 0.0 {
                parts.push(WordPartKind::NegatedVectors);
            }
        }
        parts
    }

    /// Checks all ranges.
    ///
    /// # Errors
    /// [`Error::BadSetting`] with the setting, what was found and what is allowed.
    pub fn check(&self) -> Result<()> {
        let ngrams = &self.ngrams;
        range(
            "longest word n-gram",
            ngrams.longest,
            (1..=3).contains(&ngrams.longest),
            "1 to 3",
        )?;
        range("min df", ngrams.min_df, ngrams.min_df >= 1, "1 or more")?;
        let most = 1..=16_777_216;
        range(
            "max features",
            ngrams.max_features,
            most.contains(&ngrams.max_features),
            "1 to 16777216",
        )?;
        if let Some(bits) = ngrams.hash_bits {
            range("hash bits", bits, (8..=24).contains(&bits), "8 to 24")?;
        }
        if let Some(chars) = &self.chars {
            let ordered =
                chars.shortest >= 1 && chars.shortest <= chars.longest && chars.longest <= 8;
            range(
                "character n-gram range",
                chars.longest,
                ordered,
                "1 to 8, shortest first",
            )?;
            range(
                "character scale",
                chars.scale,
                usable_scale(chars.scale),
                "0 to 100",
            )?;
            range(
                "character n-grams kept",
                chars.max_features,
                most.contains(&chars.max_features),
                "1 to 16777216",
            )?;
        }
        if let Some(vectors) = &self.vectors {
            let fine = usable_scale(vectors.scale) && usable_scale(vectors.negated_scale);
            range("word vector scale", vectors.scale, fine, "0 to 100")?;
        }
        Ok(())
    }
}

fn usable_scale(scale: f32) -> bool {
    (0.0..=100.0).contains(&scale)
}

fn range(
    name: &'static str,
    found: impl ToString,
    fine: bool,
    expected: &'static str,
) -> Result<()> {
    if fine {
        return Ok(());
    }
    Err(Error::BadSetting {
        name,
        found: found.to_string(),
        expected,
    })
}
