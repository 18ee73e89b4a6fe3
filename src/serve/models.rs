//! The models that are served, by name. A request keeps the model that it started with.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use anyhow::{Result, bail};
use demarche::StanceClassifier;

use super::problem::Problem;

/// The name of a model that was given none.
pub const DEFAULT: &str = "default";

/// Where a model comes from.
#[derive(Debug, Clone)]
pub struct ModelSource {
    /// Its name in requests.
    pub name: String,
    /// Its file; `None` for the embedded model.
    pub file: Option<PathBuf>,
}

impl ModelSource {
    /// Reads `NAME=FILE`, or `FILE` for a model called `default`.
    ///
    /// # Errors
    /// What was expected, if the name or the file is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').unwrap_or((DEFAULT, text));
        if name.is_empty() || file.is_empty() {
            return Err("expected FILE or NAME=FILE".into());
        }
        Ok(Self {
            name: name.to_owned(),
            file: Some(file.into()),
        })
    }

    fn load(&self) -> demarche::Result<Model> {
        let classifier = match &self.file {
            Some(file) => StanceClassifier::load(file)?,
            None => StanceClassifier::embedded()?,
        };
        Ok(Model {
            name: self.name.clone(),
            classifier,
        })
    }
}

/// A model with its name.
pub struct Model {
    /// Its name in requests.
    pub name: String,
    /// The model itself.
    pub classifier: StanceClassifier,
}

/// All models; the first answers requests that name none.
pub struct Models {
    sources: Vec<ModelSource>,
    loaded: RwLock<Vec<Arc<Model>>>,
}

impl Models {
    /// Loads all models.
    pub fn open(mut sources: Vec<ModelSource>) -> Result<Self> {
        if sources.is_empty() {
            let name = DEFAULT.to_owned();
            sources.push(ModelSource { name, file: None });
        }
        for (i, source) in sources.iter().enumerate() {
            if sources[..i].iter().any(|s| s.name == source.name) {
                bail!(
                    "two models are called {:?}; name each with --model NAME=FILE",
                    source.name
                );
            }
        }
        let load = |source: &ModelSource| source.load().map(Arc::new);
        let loaded = sources.iter().map(load).collect::<demarche::Result<_>>()?;
        Ok(Self {
            sources,
            loaded: RwLock::new(loaded),
        })
    }

    /// Reads all files again, and then serves what they hold; where one cannot be used, its old model stays. Requests at work keep
    /// the model that they started with. True if all could be read.
    pub fn reload(&self) -> bool {
        let old = self.loaded().clone();
        let mut all = true;
        let read = |(source, old): (&ModelSource, Arc<Model>)| match source.load() {
            Ok(model) => {
                tracing::info!(
                    name = source.name,
                    model = model.classifier.digest(),
                    "model read again"
                );
                Arc::new(model)
            }
            Err(error) => {
                let why = format!("{:#}", anyhow::Error::from(error));
                tracing::error!(name = source.name, why, "the old model stays");
                all = false;
                old
            }
        };
        let new: Vec<Arc<Model>> = self.sources.iter().zip(old).map(read).collect();
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = new;
        all
    }

    fn loaded(&self) -> RwLockReadGuard<'_, Vec<Arc<Model>>> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names of the models.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|s| s.name.as_str())
    }

    /// The model called `name`, or the first.
    pub fn get(&self, name: Option<&str>) -> Result<Arc<Model>, Problem> {
        let loaded = self.loaded();
        let found = match name {
            Some(name) => loaded.iter().find(|m| m.name == name),
            None => loaded.first(),
        };
        found.cloned().ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: Option<&str>) -> Problem {
        let names: Vec<&str> = self.names().collect();
        Problem::unknown_model(format!(
            "no model {:?}, expected one of: {}",
            name.unwrap_or(DEFAULT),
            names.join(", ")
        ))
    }
}
