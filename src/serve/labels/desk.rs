//! Where annotators sit: each gets the next statement, gives answers, and takes them back; nobody overwrites anybody.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use demarche::StanceSet;
use demarche::export::Entry;
use serde_json::Value;

use super::answer::Answer;
use super::log::AnswerLog;
use super::pool::{Candidate, Pool};
use super::ratings;

/// How long a statement that one tab shows is kept from the annotator's other tabs.
const HELD: Duration = Duration::from_secs(15 * 60);

/// A statement to be labelled.
#[derive(Debug, Clone, PartialEq)]
pub struct Question<'p> {
    /// The statement.
    pub candidate: &'p Candidate,
    /// Statements that this annotator has answered or skipped.
    pub done: usize,
    /// Statements in all.
    pub total: usize,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// It is on disk now.
    New,
    /// The same answer was on disk before.
    Before,
}

/// Why an answer was not taken.
#[derive(Debug)]
pub enum Refusal {
    /// No statement has the identifier.
    UnknownStatement,
    /// The answer cannot be used.
    Unusable(String),
    /// The annotator answered the statement before, and otherwise.
    Answered(Answer),
    /// The file cannot be written.
    NotWritten(anyhow::Error),
}

/// Statements, answers and who looks at what.
#[derive(Debug)]
pub struct Desk {
    pub(super) pool: Pool,
    set: StanceSet,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    log: AnswerLog,
    /// Answers that stand, by annotator, in the order in which they were given.
    answers: HashMap<String, Vec<Answer>>,
    /// Statement that each annotator's tab shows, and since when.
    held: HashMap<(String, String), (String, Instant)>,
}

impl Desk {
    /// A desk that goes on where `log` stopped.
    ///
    /// # Errors
    /// If a label in the file is not of `set`.
    pub fn new(pool: Pool, set: StanceSet, log: AnswerLog, before: Vec<Answer>) -> Result<Self> {
        let mut state = State {
            log,
            answers: HashMap::new(),
            held: HashMap::new(),
        };
        for answer in before {
            if let Some(label) = &answer.label {
                anyhow::ensure!(
                    set.labels().contains(label),
                    "{}: label {label:?} is not of the model (expected one of: {}); name another file with --labels",
                    state.log.path().display(),
                    set.joined()
                );
            }
            state.take(answer);
        }
        Ok(Self {
            pool,
            set,
            state: Mutex::new(state),
        })
    }

    /// Labels that can be given.
    #[must_use]
    pub fn set(&self) -> &StanceSet {
        &self.set
    }

    /// The statement that `annotator` should see in `tab`: the one it shows already, or else the least sure that is not answered, not
    /// in `skipped` and not shown in another tab of the same annotator.
    #[must_use]
    pub fn next(&self, annotator: &str, tab: &str, skipped: &[String]) -> Option<Question<'_>> {
        let annotator = annotator.trim();
        let mut state = self.state();
        state.held.retain(|_, (_, since)| since.elapsed() < HELD);
        let done = self.done(state.of(annotator));
        let answered: HashSet<String> = state.of(annotator).iter().map(|a| a.id.clone()).collect();
        let own = (annotator.to_owned(), tab.to_owned());
        let others = state.held.iter();
        let others = others.filter(|(place, _)| place.0 == own.0 && **place != own);
        let elsewhere: HashSet<&str> = others.map(|(_, (id, _))| id.as_str()).collect();
        let free = |id: &str| !answered.contains(id) && !skipped.iter().any(|s| s == id);
        let shown = state.held.get(&own).and_then(|(id, _)| self.pool.get(id));
        let candidate = shown.filter(|c| free(&c.id)).or_else(|| {
            let mut all = self.pool.candidates().iter();
            all.find(|c| free(&c.id) && !elsewhere.contains(c.id.as_str()))
        })?;
        let question = Question {
            candidate,
            done,
            total: self.pool.candidates().len(),
        };
        state
            .held
            .insert(own, (candidate.id.clone(), Instant::now()));
        Some(question)
    }

    /// Takes an answer; once it is returned as given, it is on disk. `label` is `None` for a statement that is skipped.
    ///
    /// # Errors
    /// A [`Refusal`].
    pub fn answer(
        &self,
        id: &str,
        label: Option<String>,
        annotator: &str,
        note: Option<String>,
    ) -> Result<Given, Refusal> {
        let candidate = self.pool.get(id).ok_or(Refusal::UnknownStatement)?;
        if let Some(label) = label.as_ref().filter(|l| !self.set.labels().contains(l)) {
            return Err(Refusal::Unusable(format!(
                "label is {label:?}, expected null or one of: {}",
                self.set.joined()
            )));
        }
        let answer = Answer {
            id: id.to_owned(),
            text: candidate.entry.text.clone(),
            label,
            annotator: annotator.to_owned(),
            note,
            withdrawn: false,
            time: now(),
        };
        let answer = answer.checked().map_err(Refusal::Unusable)?;
        let mut state = self.state();
        let before = state.of(&answer.annotator).iter().find(|a| a.id == id);
        match before {
            Some(before) if before.label == answer.label && before.note == answer.note => {
                return Ok(Given::Before);
            }
            Some(before) => return Err(Refusal::Answered(before.clone())),
            None => {}
        }
        state.log.append(&answer).map_err(Refusal::NotWritten)?;
        state.take(answer);
        Ok(Given::New)
    }

    /// Takes back the annotator's answer to the statement `id`, or the last one; returns what it was. The statement is then what
    /// `tab` shows.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn withdraw(&self, annotator: &str, tab: &str, id: Option<&str>) -> Result<Option<Answer>> {
        let mut state = self.state();
        let mut given = state.of(annotator.trim()).iter().rev();
        let Some(answer) = given.find(|a| id.is_none_or(|id| a.id == id)).cloned() else {
            return Ok(None);
        };
        let withdrawal = answer.withdrawal(now());
        state.log.append(&withdrawal)?;
        state.take(withdrawal);
        let place = (answer.annotator.clone(), tab.to_owned());
        state
            .held
            .insert(place, (answer.id.clone(), Instant::now()));
        Ok(Some(answer))
    }

    /// The statement with an identifier, and how far its annotator is.
    #[must_use]
    pub fn question(&self, annotator: &str, id: &str) -> Option<Question<'_>> {
        Some(Question {
            candidate: self.pool.get(id)?,
            done: self.done(self.state().of(annotator.trim())),
            total: self.pool.candidates().len(),
        })
    }

    /// Answers to statements of the pool.
    fn done(&self, answers: &[Answer]) -> usize {
        let known = answers.iter().filter(|a| self.pool.get(&a.id).is_some());
        known.count()
    }

    /// How far annotators agree, as `corpus agree --format json` writes it.
    #[must_use]
    pub fn agreement(&self) -> Value {
        ratings::agreement(&self.standing(), &self.set)
    }

    /// Labels that stand, each with what the pool knows of its statement, annotators in alphabetical order.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let standing = self.standing();
        let labelled = standing.into_iter().filter(|a| a.label.is_some());
        labelled.map(|answer| self.entry(answer)).collect()
    }

    fn entry(&self, answer: Answer) -> Entry {
        let known = self.pool.get(&answer.id).map(|c| c.entry.clone());
        let mut entry = known.unwrap_or_default();
        entry.fields.insert("id".into(), answer.id.into());
        entry
            .fields
            .insert("annotator".into(), answer.annotator.into());
        if let Some(note) = answer.note {
            entry.fields.insert("note".into(), note.into());
        }
        Entry {
            text: answer.text,
            label: answer.label,
            ..entry
        }
    }

    pub(super) fn standing(&self) -> Vec<Answer> {
        let state = self.state();
        let mut annotators: Vec<_> = state.answers.iter().collect();
        annotators.sort_by_key(|(name, _)| name.as_str());
        let all = annotators.into_iter().flat_map(|(_, answers)| answers);
        all.cloned().collect()
    }

    /// The state; whoever failed while holding it changed nothing before the file had the line.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn of(&self, annotator: &str) -> &[Answer] {
        self.answers.get(annotator).map_or(&[], Vec::as_slice)
    }

    /// Notes a line of the file; a later answer to the same statement takes the place of the earlier one.
    fn take(&mut self, answer: Answer) {
        let answers = self.answers.entry(answer.annotator.clone()).or_default();
        answers.retain(|a| a.id != answer.id);
        if !answer.withdrawn {
            answers.push(answer);
        }
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |duration| duration.as_secs())
}
