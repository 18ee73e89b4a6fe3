//! Settings of `evaluate` from three places: a flag goes before the environment, and that before the file `demarche.toml`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use demarche::evaluation::nearest_name;
use serde::Deserialize;

use super::super::args::{EvaluateArgs, IntervalArg};

/// The file that is read if it is there.
const FILE: &str = "demarche.toml";

/// What may stand in the file or in the environment; the names are those of the flags.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Settings {
    pub model: Option<PathBuf>,
    pub predictions: Option<PathBuf>,
    pub baseline: Option<PathBuf>,
    pub id_column: Option<String>,
    pub gate: Vec<String>,
    pub by: Vec<String>,
    pub min_support: Option<usize>,
    pub resamples: Option<usize>,
    pub seed: Option<u64>,
    pub interval: Option<IntervalArg>,
    pub mistakes: Option<usize>,
    pub output: Vec<PathBuf>,
}

/// The file; tables of other names belong to others.
#[derive(Deserialize)]
struct File {
    evaluate: Settings,
}

/// Names of the settings.
const NAMES: [&str; 12] = [
    "model",
    "predictions",
    "baseline",
    "id-column",
    "gate",
    "by",
    "min-support",
    "resamples",
    "seed",
    "interval",
    "mistakes",
    "output",
];

impl Settings {
    /// The settings in force.
    pub fn gather(args: &EvaluateArgs) -> Result<Self> {
        let config = args
            .config
            .clone()
            .or_else(|| variable("config").map(PathBuf::from));
        let file = match config {
            Some(path) => Self::of_file(&path)?,
            None if Path::new(FILE).is_file() => Self::of_file(Path::new(FILE))?,
            None => Self::default(),
        };
        Ok(Self::of_flags(args)?.or(Self::of_environment()?).or(file))
    }

    fn of_flags(args: &EvaluateArgs) -> Result<Self> {
        Ok(Self {
            model: args.model.clone(),
            predictions: args.predictions.clone(),
            baseline: args.baseline.clone(),
            id_column: args.id_column.clone(),
            gate: gates(args)?,
            by: args.by.clone(),
            min_support: args.min_support,
            resamples: args.resamples,
            seed: args.seed,
            interval: args.interval,
            mistakes: args.mistakes,
            output: args.output.clone(),
        })
    }

    /// `DEMARCHE_` and the name in capitals; several values are parted by `;` or line ends.
    fn of_environment() -> Result<Self> {
        let mut table = toml::Table::new();
        for name in NAMES {
            let Some(text) = variable(name) else { continue };
            let value = match name {
                "gate" | "by" | "output" => {
                    let parts = text
                        .split([';', '\n'])
                        .map(str::trim)
                        .filter(|p| !p.is_empty());
                    toml::Value::Array(parts.map(|p| p.to_owned().into()).collect())
                }
                "min-support" | "resamples" | "seed" | "mistakes" => {
                    let number = text.trim().parse::<i64>().ok().filter(|n| *n >= 0);
                    let number = number.with_context(|| {
                        format!(
                            "{} is {text:?}, expected a number from 0 up",
                            variable_name(name)
                        )
                    })?;
                    number.into()
                }
                _ => text.into(),
            };
            table.insert(name.to_owned(), value);
        }
        table.try_into().map_err(|e: toml::de::Error| {
            anyhow::anyhow!("a DEMARCHE_ variable cannot be used: {}", e.message())
        })
    }

    /// The table `[evaluate]`; paths are taken from the file's folder.
    fn of_file(path: &Path) -> Result<Self> {
        let name = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("{name}: cannot read"))?;
        let table: toml::Table = toml::from_str(&text).map_err(|e| {
            anyhow::anyhow!("{name}:{}: no TOML: {}", line_of(&text, &e), e.message())
        })?;
        let table = match table.get("evaluate") {
            Some(toml::Value::Table(table)) => table,
            Some(_) => {
                bail!("{name}: evaluate is no table; write [evaluate] and the settings below it")
            }
            None => {
                bail!("{name}: there is no table [evaluate]; write [evaluate] above the settings")
            }
        };
        if let Some(unknown) = table.keys().find(|k| !NAMES.contains(&k.as_str())) {
            let near = nearest_name(unknown, NAMES);
            let near = near.map_or(String::new(), |n| format!("; did you mean {n}?"));
            let line = line_of_key(&text, unknown);
            bail!(
                "{name}:{line}: unknown setting {unknown:?}{near} (settings: {})",
                NAMES.join(", ")
            );
        }
        // Read from the text once more, for then an error has its place.
        let File {
            evaluate: mut settings,
        } = toml::from_str(&text)
            .map_err(|e| anyhow::anyhow!("{name}:{}: {}", line_of(&text, &e), wrong_type(&e)))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let paths = [
            &mut settings.model,
            &mut settings.predictions,
            &mut settings.baseline,
        ];
        for path in paths.into_iter().flatten().chain(&mut settings.output) {
            *path = folder.join(&path);
        }
        Ok(settings)
    }

    /// These settings, and those of `other` where these have none.
    fn or(self, other: Self) -> Self {
        fn list<T>(first: Vec<T>, second: Vec<T>) -> Vec<T> {
            if first.is_empty() { second } else { first }
        }
        Self {
            // Predictions that are asked for stand against a model from further away, and the other way round.
            model: if self.predictions.is_some() {
                self.model.clone()
            } else {
                self.model.clone().or(other.model)
            },
            predictions: if self.model.is_some() {
                self.predictions
            } else {
                self.predictions.or(other.predictions)
            },
            baseline: self.baseline.or(other.baseline),
            id_column: self.id_column.or(other.id_column),
            gate: list(self.gate, other.gate),
            by: list(self.by, other.by),
            min_support: self.min_support.or(other.min_support),
            resamples: self.resamples.or(other.resamples),
            seed: self.seed.or(other.seed),
            interval: self.interval.or(other.interval),
            mistakes: self.mistakes.or(other.mistakes),
            output: list(self.output, other.output),
        }
    }
}

/// Gates in the usual form: those of the short flags, then those of `--gate`.
fn gates(args: &EvaluateArgs) -> Result<Vec<String>> {
    let mut gates: Vec<String> = args
        .min_accuracy
        .iter()
        .map(|x| format!("accuracy >= {x}"))
        .collect();
    gates.extend(args.min_macro_f1.iter().map(|x| format!("macro_f1 >= {x}")));
    for gate in &args.min_recall {
        let (label, floor) = gate
            .rsplit_once('=')
            .with_context(|| format!("--min-recall is {gate:?}, expected LABEL=X"))?;
        gates.push(format!("recall({label}) >= {floor}"));
    }
    gates.extend(args.gate.iter().cloned());
    Ok(gates)
}

fn variable_name(name: &str) -> String {
    format!("DEMARCHE_{}", name.to_uppercase().replace('-', "_"))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(variable_name(name))
        .ok()
        .filter(|v| !v.trim().is_empty())
}

/// What a setting is that should be something else, in the words of users.
fn wrong_type(error: &toml::de::Error) -> String {
    let message = error.message().trim_end();
    let message = message.replace("expected usize", "expected a number from 0 up");
    message.replace("expected u64", "expected a number from 0 up")
}

/// The line of `[evaluate]` or below it on which a key stands.
fn line_of_key(text: &str, key: &str) -> usize {
    let is_table = |line: &&str| line.trim() == "[evaluate]";
    let from = text.lines().position(|l| is_table(&l)).unwrap_or(0);
    let starts = |line: &str| line.trim_start().trim_start_matches('"').starts_with(key);
    let below = text.lines().skip(from).position(starts);
    1 + from + below.unwrap_or(0)
}

fn line_of(text: &str, error: &toml::de::Error) -> usize {
    let at = error.span().map_or(0, |span| span.start.min(text.len()));
    1 + text.as_bytes()[..at]
        .iter()
        .filter(|b| **b == b'\n')
        .count()
}
