//! The statements to be labelled, those first of which the model is least sure.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Result, bail, ensure};
use demarche::StanceClassifier;
use demarche::corpus::Uncertainty;
use demarche::export::Entry;
use demarche::source::{Columns, ReadSettings, RecordReader};
use rayon::prelude::*;
use serde_json::Value;

/// One statement of the pool.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its identifier: the file's, or its place in the file from 1.
    pub id: String,
    /// Its words and further fields.
    pub entry: Entry,
    /// 0 for a sure prediction to 1.
    pub uncertainty: f64,
}

/// Statements by uncertainty, and by identifier.
#[derive(Debug, Default)]
pub struct Pool {
    candidates: Vec<Candidate>,
    by_id: HashMap<String, usize>,
    /// Rows left out because they have a label already.
    pub labelled: usize,
}

impl Pool {
    /// Reads a file in any format; rows with a label and texts that came before are left out.
    ///
    /// # Errors
    /// A file that cannot be read, a row that cannot be used, two statements with one identifier, or nothing to label.
    pub fn read(
        path: &Path,
        settings: &ReadSettings,
        classifier: &StanceClassifier,
    ) -> Result<Self> {
        let columns = Columns::default();
        let mut reader = RecordReader::open(path, settings)?;
        let mut pool = Self::default();
        let mut texts = HashSet::new();
        let mut row = 0_u64;
        while let Some(block) = reader.next_block()? {
            reader.require(&columns.text, "text")?;
            for record in reader.records(&block).iter().filter(|r| !r.is_blank()) {
                row += 1;
                let place = format!("{}:{}", path.display(), record.line);
                let entry = match Entry::of(record, &columns) {
                    Ok(entry) => entry,
                    Err(problem) => bail!("{place}: {}", problem.text),
                };
                if entry.label.is_some() {
                    pool.labelled += 1;
                } else if !entry.text.trim().is_empty() && texts.insert(entry.text.clone()) {
                    pool.add(entry, row, &place)?;
                }
            }
        }
        ensure!(
            !pool.candidates.is_empty(),
            "{}: no statement to label ({} rows have a label already)",
            path.display(),
            pool.labelled
        );
        pool.sort(classifier);
        Ok(pool)
    }

    fn add(&mut self, entry: Entry, row: u64, place: &str) -> Result<()> {
        let id = match entry.fields.get("id") {
            Some(Value::String(id)) if !id.is_empty() => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => row.to_string(),
        };
        let taken = self.by_id.insert(id.clone(), self.candidates.len());
        ensure!(
            taken.is_none(),
            "{place}: the id {id:?} was there before; give each statement its own"
        );
        self.candidates.push(Candidate {
            id,
            entry,
            uncertainty: 1.0,
        });
        Ok(())
    }

    /// The least sure first, then in the order of the file.
    fn sort(&mut self, classifier: &StanceClassifier) {
        self.candidates.par_iter_mut().for_each(|candidate| {
            let probabilities = classifier.classify(&candidate.entry.text).probabilities;
            candidate.uncertainty =
                Uncertainty::Margin.of(&probabilities, &mut fastrand::Rng::with_seed(0));
        });
        self.candidates
            .sort_by(|a, b| b.uncertainty.total_cmp(&a.uncertainty));
        let places = self.candidates.iter().enumerate();
        self.by_id = places.map(|(i, c)| (c.id.clone(), i)).collect();
    }

    /// All statements, the least sure first.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The statement with an identifier.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Candidate> {
        self.by_id.get(id).map(|i| &self.candidates[*i])
    }
}
