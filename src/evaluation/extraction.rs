//! Extraction judged by gold articles: statements found, speakers, stances.
//!
//! A found statement fits a gold one if the bytes that both cover are at least half of those that either covers (the Jaccard
//! index of their parts); each fits one at most. It fits exactly if the parts are the same but for marks and spaces around them.
//! A stance counts end to end: a statement that was not found is a miss, one that is none is a false alarm.

use std::collections::BTreeMap;

use super::intervals::{Estimate, IntervalMethod, estimate};
use super::resampling::draws_of;
use crate::article::{GoldArticle, QuoteType, Speaker};
use crate::extraction::ExtractedStatement;
use crate::stance::StanceSet;
use crate::tokens::Span;

/// Least Jaccard index of statements that fit.
pub const OVERLAP: f64 = 0.5;

/// Counts; all figures are made of them.
#[derive(Debug, Clone, Default)]
struct Tally {
    gold: u64,
    found: u64,
    fitting: u64,
    exact: u64,
    speakers: u64,
    /// Of each stance: rightly named, named, actual.
    stances: Vec<[u64; 3]>,
    /// Fitting statements whose stance is right.
    stance_right: u64,
    /// Of each gold type: all, found, exactly, speaker right, stance right.
    types: BTreeMap<QuoteType, [u64; 5]>,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.fitting += other.fitting;
        self.exact += other.exact;
        self.speakers += other.speakers;
        self.stance_right += other.stance_right;
        self.stances
            .resize(other.stances.len().max(self.stances.len()), [0; 3]);
        for (sum, n) in self.stances.iter_mut().zip(&other.stances) {
            add_each(sum, n);
        }
        for (kind, n) in &other.types {
            add_each(self.types.entry(*kind).or_default(), n);
        }
    }

    fn stance_macro_f1(&self) -> Option<f64> {
        let f1 = |[right, named, actual]: &[u64; 3]| {
            (named + actual > 0).then(|| 2.0 * *right as f64 / (named + actual) as f64)
        };
        let all: Vec<f64> = self.stances.iter().filter_map(f1).collect();
        (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
    }
}

fn add_each<const N: usize>(sum: &mut [u64; N], n: &[u64; N]) {
    for (s, n) in sum.iter_mut().zip(n) {
        *s += n;
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Figures of one type of quotation, by the gold's types.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeScores {
    /// Statements of the type.
    pub support: u64,
    /// Share found.
    pub recall: Option<f64>,
    /// Share found exactly.
    pub exact_recall: Option<f64>,
    /// Of those found, the share with the right speaker.
    pub speaker_accuracy: Option<f64>,
    /// Of those found, the share with the right stance.
    pub stance_accuracy: Option<f64>,
}

/// A difference between gold and found, for people who read mistakes.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Article.
    pub article: String,
    /// `missed`, `invented`, `speaker` or `stance`.
    pub kind: &'static str,
    /// The words concerned.
    pub text: String,
    /// What the gold says, if it says anything.
    pub gold: String,
    /// What was found.
    pub found: String,
}

/// All figures; `None` where there is no data. Intervals are of 95 %, by bootstrap over articles.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtractionScores {
    /// Articles judged.
    pub articles: usize,
    /// Gold statements.
    pub gold: u64,
    /// Statements found.
    pub found: u64,
    /// Of those found, the share that fit.
    pub precision: Option<Estimate>,
    /// Of the gold ones, the share that was found.
    pub recall: Option<Estimate>,
    /// Harmonic mean of both.
    pub f1: Option<Estimate>,
    /// The same for exact fits.
    pub exact_f1: Option<Estimate>,
    /// Of fitting statements, the share with exactly the right speakers.
    pub speaker_accuracy: Option<Estimate>,
    /// Of fitting statements, the share with the right stance.
    pub stance_accuracy: Option<Estimate>,
    /// Mean F1 of the stances, end to end.
    pub stance_macro_f1: Option<Estimate>,
    /// By the gold's type.
    pub by_type: BTreeMap<QuoteType, TypeScores>,
    /// What differs, in the order of the articles.
    pub differences: Vec<Difference>,
}

/// Judges what was found in each article.
#[must_use]
pub fn judge_extraction(
    articles: &[GoldArticle],
    found: &[Vec<ExtractedStatement>],
    set: &StanceSet,
    resamples: usize,
    seed: u64,
) -> ExtractionScores {
    let mut differences = Vec::new();
    let tallies: Vec<Tally> = articles
        .iter()
        .zip(found)
        .map(|(gold, found)| tally(gold, found, set, &mut differences))
        .collect();
    let mut total = Tally::default();
    tallies.iter().for_each(|t| total.add(t));
    let draws = draws_of(&tallies, Tally::add, resamples, seed);
    let interval = |figure: &dyn Fn(&Tally) -> Option<f64>| {
        let drawn: Vec<f64> = draws.iter().filter_map(figure).collect();
        estimate(IntervalMethod::Percentile, figure(&total)?, &drawn, &[])
    };
    let by_type = total
        .types
        .iter()
        .map(|(kind, [all, fit, exact, speaker, stance])| {
            let scores = TypeScores {
                support: *all,
                recall: share(*fit, *all),
                exact_recall: share(*exact, *all),
                speaker_accuracy: share(*speaker, *fit),
                stance_accuracy: share(*stance, *fit),
            };
            (*kind, scores)
        });
    ExtractionScores {
        articles: articles.len(),
        gold: total.gold,
        found: total.found,
        precision: interval(&|t| share(t.fitting, t.found)),
        recall: interval(&|t| share(t.fitting, t.gold)),
        f1: interval(&|t| share(2 * t.fitting, t.found + t.gold)),
        exact_f1: interval(&|t| share(2 * t.exact, t.found + t.gold)),
        speaker_accuracy: interval(&|t| share(t.speakers, t.fitting)),
        stance_accuracy: interval(&|t| share(t.stance_right, t.fitting)),
        stance_macro_f1: interval(&Tally::stance_macro_f1),
        by_type: by_type.collect(),
        differences,
    }
}

fn tally(
    article: &GoldArticle,
    found: &[ExtractedStatement],
    set: &StanceSet,
    differences: &mut Vec<Difference>,
) -> Tally {
    let found: Vec<&ExtractedStatement> = found
        .iter()
        .filter(|f| f.reported.quote_type != QuoteType::Scare)
        .collect();
    let mut tally = Tally {
        gold: article.statements.len() as u64,
        found: found.len() as u64,
        stances: vec![[0; 3]; set.len()],
        ..Tally::default()
    };
    let mut differ = |kind, text: String, gold: String, found: String| {
        differences.push(Difference {
            article: article.id.clone(),
            kind,
            text,
            gold,
            found,
        });
    };
    let mut taken = vec![false; found.len()];
    for f in &found {
        if let Some(stance) = f.prediction.stance {
            tally.stances[stance.index()][1] += 1;
        }
    }
    for gold in &article.statements {
        tally.stances[gold.stance.index()][2] += 1;
        let scores = tally.types.entry(gold.quote_type).or_default();
        scores[0] += 1;
        let words = || joined(&article.text, &gold.parts);
        let overlaps = found.iter().enumerate().filter(|(i, _)| !taken[*i]);
        let best = overlaps
            .map(|(i, f)| (i, jaccard(&gold.parts, &f.reported.parts)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((index, _)) = best.filter(|(_, j)| *j >= OVERLAP) else {
            differ("missed", words(), gold.speakers.join(" & "), String::new());
            continue;
        };
        taken[index] = true;
        let f = found[index];
        let speaker = same_speakers(&gold.speakers, &f.reported.speakers);
        let stance = f.prediction.stance == Some(gold.stance);
        let exact = exactly(&article.text, &gold.parts, &f.reported.parts);
        tally.fitting += 1;
        tally.exact += u64::from(exact);
        tally.speakers += u64::from(speaker);
        tally.stance_right += u64::from(stance);
        tally.stances[gold.stance.index()][0] += u64::from(stance);
        add_each(
            scores,
            &[
                0,
                1,
                u64::from(exact),
                u64::from(speaker),
                u64::from(stance),
            ],
        );
        if !speaker {
            let names: Vec<&str> = f
                .reported
                .speakers
                .iter()
                .map(|s| s.name.as_str())
                .collect();
            differ(
                "speaker",
                words(),
                gold.speakers.join(" & "),
                names.join(" & "),
            );
        }
        if !stance {
            let stance = f.prediction.stance;
            let named = stance.map_or(set.no_label(), |s| set.label(s));
            differ(
                "stance",
                words(),
                set.label(gold.stance).to_owned(),
                named.to_owned(),
            );
        }
    }
    for (f, _) in found.iter().zip(&taken).filter(|(_, t)| !**t) {
        let inside = f
            .reported
            .parts
            .iter()
            .all(|p| article.text.get(p.start..p.end).is_some());
        if !inside {
            differ(
                "invented",
                String::new(),
                String::new(),
                "spans outside the text".into(),
            );
            continue;
        }
        let cue = f
            .reported
            .cue
            .as_ref()
            .map_or("", |c| &article.text[c.span.start..c.span.end]);
        differ(
            "invented",
            joined(&article.text, &f.reported.parts),
            String::new(),
            cue.to_owned(),
        );
    }
    tally
}

fn joined(text: &str, parts: &[Span]) -> String {
    let parts: Vec<&str> = parts.iter().map(|p| &text[p.start..p.end]).collect();
    parts.join(" ")
}

/// Bytes that both cover, of those that either covers; parts of each are in order and apart.
fn jaccard(a: &[Span], b: &[Span]) -> f64 {
    let size = |parts: &[Span]| parts.iter().map(|p| p.end - p.start).sum::<usize>();
    let common = |x: &Span, y: &Span| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    let both: usize = a
        .iter()
        .map(|x| b.iter().map(|y| common(x, y)).sum::<usize>())
        .sum();
    let either = size(a) + size(b) - both;
    if either == 0 {
        0.0
    } else {
        both as f64 / either as f64
    }
}

/// The same parts, but for what is neither letter nor digit around them.
fn exactly(text: &str, a: &[Span], b: &[Span]) -> bool {
    let bare = |p: &Span| {
        let words = &text[p.start..p.end];
        let start = p.start
            + (words.len()
                - words
                    .trim_start_matches(|c: char| !c.is_alphanumeric())
                    .len());
        (
            start,
            p.start + words.trim_end_matches(|c: char| !c.is_alphanumeric()).len(),
        )
    };
    let inside = b.iter().all(|p| text.get(p.start..p.end).is_some());
    inside && a.len() == b.len() && a.iter().zip(b).all(|(x, y)| bare(x) == bare(y))
}

/// The same names, in any order.
fn same_speakers(gold: &[String], found: &[Speaker]) -> bool {
    gold.len() == found.len()
        && gold
            .iter()
            .all(|g| found.iter().any(|f| same_name(g, &f.name)))
}

/// Names are the same if their words are, articles and possessive pronouns aside, or if one adds to the other a title or
/// description before it, or a place after it.
fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (content(a), content(b));
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    !short.is_empty()
        && (long.ends_with(short)
            || (long.starts_with(short)
                && long
                    .get(short.len())
                    .is_some_and(|w| matches!(w.as_str(), "of" | "in" | "at" | "for"))))
}

fn content(name: &str) -> Vec<String> {
    const SMALL: [&str; 11] = [
        "the", "a", "an", "its", "his", "her", "their", "one", "mr", "mrs", "ms",
    ];
    let lower = name.to_lowercase().replace('\u{2019}', "'");
    let words = lower
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '\''));
    words
        .filter(|w| !w.is_empty() && !SMALL.contains(w))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_titles_are_one() {
        for (a, b, same) in [
            ("Ana Sol", "Foreign Minister Ana Sol", true),
            ("the ministry", "The ministry", true),
            ("Ana Sol", "Ben Sol", false),
            ("Kelvara", "Kelvara's defence minister", false),
            ("officials in Tokyo", "officials", true),
            ("", "x", false),
        ] {
            assert_eq!(same_name(a, b), same, "{a} / {b}");
        }
    }

    #[test]
    fn overlap_is_common_bytes_over_all_bytes() {
        let span = |start, end| Span { start, end };
        let found = jaccard(&[span(0, 10), span(20, 30)], &[span(5, 25)]);
        // 10 bytes of both; 20 + 20 - 10 of either.
        assert!((found - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(jaccard(&[], &[]), 0.0);
    }
}
