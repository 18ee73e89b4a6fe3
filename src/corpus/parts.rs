//! A corpus cut into parts, training and judging: whole groups, with the same mix of stances, or by date.
//!
//! Rows of one group, equal texts and near duplicates never come into two parts.

use std::collections::BTreeMap;

use super::plain_text::plain_texts;
use super::similar::similar_pairs;
use crate::error::{BadRow, Error, Result};
use crate::statement::LabelledStatement;

/// What keeps rows together and orders them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitBy {
    /// Groups are dealt out so that each part has the same mix of stances.
    Group,
    /// Rows are dealt out so, without regard to groups.
    Row,
    /// Groups in the order of their last date, the newest to the last part.
    Date,
}

/// How a corpus is cut.
#[derive(Debug, Clone, PartialEq)]
pub struct PartSettings {
    /// Share of each part; they are brought to the sum 1.
    pub shares: Vec<f64>,
    /// What keeps rows together.
    pub by: SplitBy,
    /// Jaccard similarity of word trigrams from which on texts stay together; above 1 only equal texts do.
    pub near: f64,
    /// Decides among groups of equal make-up.
    pub seed: u64,
}

/// The part of each of `statements` of `k` stances, from 0. `date` is the field of dates, needed for [`SplitBy::Date`].
///
/// # Errors
/// [`Error::BadSetting`] for fewer than two parts or a share that is not positive, [`Error::TooFewGroups`] for fewer groups than
/// parts, [`Error::BadRow`] for a row without a date in ISO 8601, if dates are needed.
pub fn parts(
    statements: &[LabelledStatement],
    k: usize,
    settings: &PartSettings,
    date: &str,
) -> Result<Vec<usize>> {
    let shares = checked(&settings.shares)?;
    let clusters = clusters(statements, settings);
    if clusters.len() < shares.len() {
        return Err(Error::TooFewGroups {
            folds: shares.len(),
            groups: clusters.len(),
        });
    }
    let part_of = match settings.by {
        SplitBy::Date => by_date(statements, &clusters, &shares, date)?,
        SplitBy::Group | SplitBy::Row => dealt(statements, &clusters, &shares, k, settings.seed),
    };
    let mut of = vec![0; statements.len()];
    for (cluster, part) in clusters.iter().zip(part_of) {
        for i in cluster {
            of[*i] = part;
        }
    }
    Ok(of)
}

fn checked(shares: &[f64]) -> Result<Vec<f64>> {
    let sum: f64 = shares.iter().sum();
    if shares.len() < 2 || !sum.is_finite() || shares.iter().any(|s| s.is_nan() || *s <= 0.0) {
        return Err(Error::BadSetting {
            name: "shares of the parts",
            found: format!("{shares:?}"),
            expected: "two or more positive numbers, as in train=0.8,test=0.2",
        });
    }
    Ok(shares.iter().map(|s| s / sum).collect())
}

/// Positions of the rows that stay together, in the order of their first row.
fn clusters(statements: &[LabelledStatement], settings: &PartSettings) -> Vec<Vec<usize>> {
    let mut together = Together::new(statements.len());
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    if settings.by != SplitBy::Row {
        for (i, statement) in statements.iter().enumerate() {
            if let Some(group) = &statement.group {
                together.join(*first.entry(group).or_insert(i), i);
            }
        }
    }
    let texts = plain_texts(statements);
    let mut same: BTreeMap<&[u64], usize> = BTreeMap::new();
    for (i, text) in texts.iter().enumerate() {
        together.join(*same.entry(&text.identity).or_insert(i), i);
    }
    if settings.near <= 1.0 {
        let words: Vec<&[u64]> = texts.iter().map(|t| t.words.as_slice()).collect();
        for pair in similar_pairs(&words, settings.near) {
            together.join(pair.first, pair.second);
        }
    }
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..statements.len() {
        clusters.entry(together.root(i)).or_default().push(i);
    }
    clusters.into_values().collect()
}

/// Disjoint sets; the root of a set is its smallest member.
struct Together(Vec<usize>);

impl Together {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// Deals clusters out, the largest first, each to the part that lacks most of what it brings.
///
/// The part is the one for which sum_c (n_pc - t_pc)^2 / t_pc grows least, n_pc rows of stance c in part p and t_pc its share.
fn dealt(
    statements: &[LabelledStatement],
    clusters: &[Vec<usize>],
    shares: &[f64],
    k: usize,
    seed: u64,
) -> Vec<usize> {
    let counts = |cluster: &Vec<usize>| {
        let mut counts = vec![0.0; k];
        cluster
            .iter()
            .for_each(|i| counts[statements[*i].stance.index()] += 1.0);
        counts
    };
    let counts: Vec<Vec<f64>> = clusters.iter().map(counts).collect();
    let totals: Vec<f64> = (0..k).map(|c| counts.iter().map(|n| n[c]).sum()).collect();
    let shuffled = |cluster: &Vec<usize>| {
        let text = statements[cluster[0]].text.as_bytes();
        twox_hash::XxHash3_64::oneshot_with_seed(seed, text)
    };
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_by_key(|i| {
        (
            std::cmp::Reverse(clusters[*i].len()),
            shuffled(&clusters[*i]),
            *i,
        )
    });
    let mut filled = vec![vec![0.0; k]; shares.len()];
    let mut part_of = vec![0; clusters.len()];
    for i in order {
        let growth = |part: usize| -> f64 {
            let stances = (0..k).filter(|c| totals[*c] > 0.0);
            stances
                .map(|c| {
                    let (wanted, x) = (shares[part] * totals[c], counts[i][c]);
                    (x * x + 2.0 * x * (filled[part][c] - wanted)) / wanted
                })
                .sum()
        };
        let best = (0..shares.len()).min_by(|a, b| growth(*a).total_cmp(&growth(*b)));
        let part = best.unwrap_or(0);
        part_of[i] = part;
        for c in 0..k {
            filled[part][c] += counts[i][c];
        }
    }
    part_of
}

/// Cuts clusters by the date of their newest row, so that no row of a part is newer than all of the next; rows of one date stay
/// together.
fn by_date(
    statements: &[LabelledStatement],
    clusters: &[Vec<usize>],
    shares: &[f64],
    field: &str,
) -> Result<Vec<usize>> {
    let mut newest = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        let mut last = "";
        for i in cluster {
            last = last.max(date(&statements[*i], field)?);
        }
        newest.push(last);
    }
    let mut days: BTreeMap<&str, usize> = BTreeMap::new();
    for (cluster, day) in clusters.iter().zip(&newest) {
        *days.entry(day).or_default() += cluster.len();
    }
    let total = statements.len() as f64;
    let (mut before, mut part, mut limit) = (0.0, 0, shares[0]);
    let mut part_of_day = BTreeMap::new();
    for (day, rows) in days {
        // A day goes where its middle lies.
        while part + 1 < shares.len() && (before + rows as f64 / 2.0) / total > limit {
            part += 1;
            limit += shares[part];
        }
        part_of_day.insert(day, part);
        before += rows as f64;
    }
    Ok(newest.iter().map(|day| part_of_day[day]).collect())
}

/// The date of a statement: year, month and day, and what follows.
fn date<'s>(statement: &'s LabelledStatement, field: &str) -> Result<&'s str> {
    let found = statement
        .fields
        .get(field)
        .and_then(serde_json::Value::as_str);
    let is_date = |text: &str| {
        let bytes = text.as_bytes();
        bytes.len() >= 10
            && (0..10).all(|i| match i {
                4 | 7 => bytes[i] == b'-',
                _ => bytes[i].is_ascii_digit(),
            })
    };
    let usable = found.filter(|text| is_date(text));
    usable.ok_or_else(|| {
        let shown = found.map_or("nothing".to_owned(), |f| format!("{f:?}"));
        Error::BadRow(BadRow {
            origin: statement.origin.clone(),
            problem: format!(
                "found {shown} in column {field:?}, expected a date such as 2024-05-31; mend it, or name the column with --date-column"
            ),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::test_rows::rows;

    fn settings(by: SplitBy) -> PartSettings {
        PartSettings {
            shares: vec![0.75, 0.25],
            by,
            near: 0.8,
            seed: 1,
        }
    }

    /// Forty statements in twenty groups of two, with a date each.
    fn corpus() -> Vec<LabelledStatement> {
        let texts: Vec<String> = (0..40).map(|i| format!("w{i} x{i} y{i} z{i}")).collect();
        let labels = ["condemning", "defending", "neutral", "neutral"];
        let table: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(i, t)| ("f", labels[i % 4], t.as_str()))
            .collect();
        let mut statements = rows(&table);
        for (i, s) in statements.iter_mut().enumerate() {
            s.group = Some(format!("g{}", i / 2));
            s.fields
                .insert("date".into(), format!("2024-01-{:02}", i / 2 + 1).into());
        }
        statements
    }

    #[test]
    fn groups_stay_whole_and_stances_keep_their_shares() {
        let statements = corpus();
        let of = parts(&statements, 3, &settings(SplitBy::Group), "date").unwrap();
        assert!(of.chunks(2).all(|pair| pair[0] == pair[1]));
        let mut counts = [[0; 3]; 2];
        for (s, part) in statements.iter().zip(&of) {
            counts[*part][s.stance.index()] += 1;
        }
        // Ten groups of condemning and defending, ten of neutral and neutral; a quarter is 2.5 of each.
        assert!(
            (8..=12).contains(&counts[1].iter().sum::<i32>()),
            "{counts:?}"
        );
        assert!(
            (2..=3).contains(&counts[1][0]) && (4..=6).contains(&counts[1][2]),
            "{counts:?}"
        );
        assert_eq!(
            of,
            parts(&statements, 3, &settings(SplitBy::Group), "date").unwrap()
        );
    }

    #[test]
    fn the_newest_come_last() {
        let of = parts(&corpus(), 3, &settings(SplitBy::Date), "date").unwrap();
        let expected: Vec<usize> = (0..40).map(|i| usize::from(i >= 30)).collect();
        assert_eq!(of, expected);
        let mut statements = corpus();
        statements[3].fields.insert("date".into(), "31 May".into());
        let error = parts(&statements, 3, &settings(SplitBy::Date), "date").unwrap_err();
        assert_eq!(
            error.to_string(),
            "f:4: found \"31 May\" in column \"date\", expected a date such as 2024-05-31; mend it, or name the column with --date-column"
        );
    }

    #[test]
    fn near_duplicates_stay_together() {
        let mut statements = corpus();
        for s in &mut statements {
            s.group = None;
        }
        statements[0].text = "one two three four five six seven eight nine ten".into();
        for i in 1..12 {
            statements[3 * i].text = format!("{} {i}", statements[0].text);
        }
        let of = parts(&statements, 3, &settings(SplitBy::Row), "date").unwrap();
        assert!((0..12).all(|i| of[3 * i] == of[0]));
        assert!(of.contains(&0) && of.contains(&1));
    }
}
