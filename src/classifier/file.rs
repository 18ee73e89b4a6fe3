//! Model files: read, checked as a whole, and used as they lie in memory.

use std::io::Read;
use std::ops::Range;
use std::path::Path;

use super::layout::{self, SECTIONS, Section};
use super::meta::{ModelMeta, Prior};
use super::scorer::ModelView;
use super::unusable;
use crate::error::{Error, Result};
use crate::features::{KeyIndex, WordPartKind};
use crate::hexadecimal::hexadecimal;
use crate::tokens::WordSet;

/// Largest model file that is read: 4 GiB.
const MAX_BYTES: u64 = 4 << 30;

const TOO_LARGE: &str = "it is larger than 4 GiB";

/// A model file in memory, checked.
#[derive(Debug)]
pub(super) struct ModelFile {
    content: Content,
    sections: [Range<usize>; SECTIONS],
    meta: ModelMeta,
    parts: Vec<WordPartKind>,
    digest: String,
}

/// The bytes of a file, at an address where they can be viewed as numbers.
enum Content {
    Static(&'static [u8]),
    /// Eight bytes a word, and how many bytes are used.
    Owned(Vec<u64>, usize),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.bytes().len())
    }
}

impl Content {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Owned(words, length) => &bytemuck::cast_slice(words)[..*length],
        }
    }
}

impl ModelFile {
    pub(super) fn from_static(name: &str, bytes: &'static [u8]) -> Result<Self> {
        Self::new(name, Content::Static(bytes))
    }

    pub(super) fn from_slice(name: &str, bytes: &[u8]) -> Result<Self> {
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Self::new(name, Content::Owned(words, bytes.len()))
    }

    pub(super) fn open(path: &Path) -> Result<Self> {
        let read = |e| Error::io(path, "read", e);
        let name = path.display().to_string();
        let mut file = std::fs::File::open(path).map_err(read)?;
        let metadata = file.metadata().map_err(read)?;
        if !metadata.is_file() {
            // A pipe does not tell how much will come.
            let mut bytes = Vec::new();
            let mut bounded = file.take(MAX_BYTES + 1);
            bounded.read_to_end(&mut bytes).map_err(read)?;
            return match bytes.len() as u64 {
                0..=MAX_BYTES => Self::from_slice(&name, &bytes),
                _ => Err(unusable(&name, TOO_LARGE)),
            };
        }
        if metadata.len() > MAX_BYTES {
            return Err(unusable(&name, TOO_LARGE));
        }
        let length = metadata.len() as usize;
        let mut words = vec![0_u64; length.div_ceil(8)];
        file.read_exact(&mut bytemuck::cast_slice_mut(&mut words)[..length])
            .map_err(read)?;
        Self::new(&name, Content::Owned(words, length))
    }

    fn new(name: &str, content: Content) -> Result<Self> {
        let bytes = content.bytes();
        let sections = layout::sections(bytes).map_err(|reason| unusable(name, reason))?;
        let meta: ModelMeta = serde_json::from_slice(
            &bytes[sections[Section::Meta as usize].clone()],
        )
        .map_err(|e| {
            unusable(
                name,
                format!("its settings cannot be read ({e}); train it again"),
            )
        })?;
        let digest = hexadecimal("sha256:", &bytes[24..56]);
        let file = Self {
            parts: meta.features.word_parts(),
            sections,
            meta,
            digest,
            content,
        };
        // What was built into the program was checked when it was made, and its checksum says that it is still the same.
        if matches!(file.content, Content::Static(_)) {
            return Ok(file);
        }
        match file.check() {
            Ok(()) => Ok(file),
            Err(reason) => Err(unusable(name, format!("{reason}; train it again"))),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.content.bytes()
    }

    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    pub(super) fn meta(&self) -> &ModelMeta {
        &self.meta
    }

    /// See [`super::StanceClassifier::assume_prior`].
    pub(super) fn assume_prior(&mut self, prior: &Prior) {
        let total: f64 = self
            .meta
            .training
            .per_stance
            .iter()
            .map(|n| *n as f64)
            .sum();
        let natural: Vec<f64> = self
            .meta
            .training
            .per_stance
            .iter()
            .map(|n| *n as f64 / total.max(1.0))
            .collect();
        let shares = prior.shares(&natural);
        for ((intercept, to), from) in self
            .meta
            .intercepts
            .iter_mut()
            .zip(&shares)
            .zip(&self.meta.prior)
        {
            *intercept += (to.max(1e-9) / from.max(1e-9)).ln();
        }
        self.meta.prior = shares;
    }

    fn section<T: bytemuck::Pod>(&self, section: Section) -> &[T] {
        // Sizes and alignment were checked when the file was read.
        bytemuck::try_cast_slice(self.raw(section)).unwrap_or_default()
    }

    fn raw(&self, section: Section) -> &[u8] {
        &self.content.bytes()[self.sections[section as usize].clone()]
    }

    /// The views of all sections.
    pub(super) fn view(&self) -> ModelView<'_> {
        ModelView {
            meta: &self.meta,
            lanes: lanes(self.meta.labels.len()),
            parts: &self.parts,
            ordinary: WordSet::trusted(self.section(Section::OrdinaryWords)),
            ngrams: KeyIndex::trusted(
                self.section(Section::NgramKeys),
                self.section(Section::NgramColumns),
            ),
            ngram_rows: self.section(Section::NgramRows),
            words: KeyIndex::trusted(
                self.section(Section::WordKeys),
                self.section(Section::WordColumns),
            ),
            word_rows: self.section(Section::WordRows),
            chars: KeyIndex::trusted(
                self.section(Section::CharKeys),
                self.section(Section::CharColumns),
            ),
            char_rows: self.section(Section::CharRows),
            term_ends: self.section(Section::TermEnds),
            term_text: self.raw(Section::TermText),
        }
    }

    /// Everything that [`Self::view`] and scoring rely on, so that no file can make them fail.
    fn check(&self) -> std::result::Result<(), String> {
        let meta = &self.meta;
        let k = meta.labels.len();
        let usable = |b: &f64| b.abs() < 1e30;
        if meta.intercepts.len() != k || !meta.intercepts.iter().all(usable) {
            return Err("its intercepts are unusable".into());
        }
        if meta.prior.len() != k || !meta.prior.iter().all(|p| (0.0..=1.0).contains(p)) {
            return Err("its prior is unusable".into());
        }
        meta.features.check().map_err(|e| e.to_string())?;
        self.check_sizes()?;
        let (lanes, view) = (lanes(k), self.view());
        let word_lanes = lanes * self.parts.len().max(1);
        let all_rows = [
            (view.ngram_rows, lanes),
            (view.word_rows, word_lanes),
            (view.char_rows, lanes),
        ];
        for (rows, lanes) in all_rows {
            if rows.len() % lanes != 0 || !rows.iter().all(|w| w.abs() < 1e30) {
                return Err("it holds unusable weights".into());
            }
        }
        // Lengths are roots of sums of these, and every n-gram row has one.
        let negative = |rows: &[f32]| rows.chunks_exact(lanes).any(|row| row[k] < 0.0);
        let ngrams_sound = view.ngram_rows.chunks_exact(lanes).all(|row| row[k] > 0.0);
        if !ngrams_sound || negative(view.word_rows) || negative(view.char_rows) {
            return Err("it holds unusable weights".into());
        }
        let ngrams = view.ngram_rows.len() / lanes;
        let indexes = [
            (view.ngrams, ngrams),
            (view.words, view.word_rows.len() / word_lanes),
            (view.chars, view.char_rows.len() / lanes),
        ];
        if !indexes.iter().all(|(index, width)| index.is_sound(*width)) || !view.ordinary.is_sound()
        {
            return Err("it holds an unusable index".into());
        }
        let text = std::str::from_utf8(view.term_text).map_err(|_| "its terms are not UTF-8")?;
        let at_border = |e: &u32| text.is_char_boundary(*e as usize);
        if view.term_ends.len() != ngrams
            || !view.term_ends.is_sorted()
            || !view.term_ends.iter().all(at_border)
        {
            return Err("its terms do not fit its weights".into());
        }
        Ok(())
    }

    fn check_sizes(&self) -> std::result::Result<(), String> {
        use Section::{
            CharColumns, CharKeys, CharRows, NgramColumns, NgramKeys, NgramRows, OrdinaryWords,
            TermEnds, WordColumns, WordKeys, WordRows,
        };
        let by_eight = [OrdinaryWords, NgramKeys, WordKeys, CharKeys];
        let by_four = [
            NgramColumns,
            NgramRows,
            WordColumns,
            WordRows,
            CharColumns,
            CharRows,
            TermEnds,
        ];
        let fits = by_eight
            .iter()
            .all(|s| bytemuck::try_cast_slice::<u8, u64>(self.raw(*s)).is_ok())
            && by_four
                .iter()
                .all(|s| bytemuck::try_cast_slice::<u8, u32>(self.raw(*s)).is_ok());
        if fits {
            Ok(())
        } else {
            Err("a section has an odd size".into())
        }
    }
}

/// Numbers per row: a weight for each stance and the row's squared length, rounded up to fours.
pub(super) fn lanes(k: usize) -> usize {
    (k + 1).next_multiple_of(4)
}
