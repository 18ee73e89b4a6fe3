//! Tokens to features: word n-grams, character n-grams within words, and word vectors.
//!
//! Input is the tokens of a statement, output sparse rows with one column a feature. Columns are found by 64-bit keys, so that
//! no string is built while classifying. Nothing here knows of stances or of files.

mod char_ngrams;
mod key_index;
mod ngrams;
mod selection;
mod settings;
mod sparse;
mod tfidf;
mod vector_import;
mod vocabulary;
mod word_vectors;

pub use char_ngrams::{CharVocabulary, for_each_char_ngram};
pub use key_index::{KeyIndex, KeyIndexBuffer};
pub use ngrams::{Ngram, for_each_ngram, ngram_text};
pub use selection::chi_squared;
pub use settings::{
    CharSettings, FeatureSettings, NgramSettings, Selection, VectorSettings, WordPartKind,
};
pub use sparse::SparseRows;
pub use tfidf::{smooth_idf, term_weight, tfidf_rows};
pub use vector_import::{ImportSettings, Imported, import_vectors};
pub use vocabulary::Vocabulary;
pub use word_vectors::{WordVectors, smooth_inverse_frequency};
