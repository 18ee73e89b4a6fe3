//! How far each name leans to a label: mentions under it against those expected if each group's labels were dealt out by chance.
//!
//! In a group of R rows, K of them with the label and m with the name, chance gives a hypergeometric count: mean m K/R and variance
//! m K/R (1 - K/R) (R - m)/(R - 1). Means and variances add up over groups.

use std::collections::BTreeMap;

use super::mentions::Mentions;
use crate::stance::Stance;
use crate::statement::{LabelledStatement, Origin};

/// A name and the label to which it leans most.
#[derive(Debug, Clone, PartialEq)]
pub struct NameLean {
    /// The name.
    pub name: String,
    /// Statements with it, by label.
    pub counts: Vec<u64>,
    /// Those that chance gives.
    pub expected: Vec<f64>,
    /// The label that is most above what chance gives.
    pub label: Stance,
    /// How many standard deviations above.
    pub z: f64,
    /// The first statement with the name.
    pub first: Origin,
}

#[derive(Debug, Clone)]
struct Tally {
    counts: Vec<u64>,
    expected: Vec<f64>,
    variance: Vec<f64>,
    first: usize,
}

/// All names, those that lean most first.
pub(super) fn leans(
    mentions: &Mentions,
    statements: &[LabelledStatement],
    k: usize,
) -> Vec<NameLean> {
    let mut leans: Vec<NameLean> = tallies(mentions, k)
        .into_iter()
        .map(|(name, tally)| tally.lean(&mentions.names[name as usize], statements))
        .collect();
    leans.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.name.cmp(&b.name)));
    leans
}

fn tallies(mentions: &Mentions, k: usize) -> BTreeMap<u32, Tally> {
    let mut tallies = BTreeMap::new();
    let mut at = 0;
    for border in mentions.borders.windows(2) {
        let labels = &mentions.labels[border[0]..border[1]];
        let mut of_label = vec![0.0; k];
        labels.iter().for_each(|l| of_label[usize::from(*l)] += 1.0);
        let end = at + mentions.of[at..].partition_point(|(row, _)| (*row as usize) < border[1]);
        let mut in_group: BTreeMap<u32, f64> = BTreeMap::new();
        for (row, name) in &mentions.of[at..end] {
            *in_group.entry(*name).or_default() += 1.0;
            let label = mentions.labels[*row as usize];
            let tally = tallies.entry(*name).or_insert_with(|| Tally::new(k));
            tally.counts[usize::from(label)] += 1;
            tally.first = tally.first.min(mentions.statement[*row as usize]);
        }
        for (name, m) in in_group {
            let tally: &mut Tally = tallies.entry(name).or_insert_with(|| Tally::new(k));
            tally.expect(m, &of_label, labels.len() as f64);
        }
        at = end;
    }
    tallies
}

impl Tally {
    fn new(k: usize) -> Self {
        Self {
            counts: vec![0; k],
            expected: vec![0.0; k],
            variance: vec![0.0; k],
            first: usize::MAX,
        }
    }

    /// Adds what chance gives in a group of `rows`, `m` of them with the name.
    fn expect(&mut self, m: f64, of_label: &[f64], rows: f64) {
        for (l, n) in of_label.iter().enumerate() {
            let share = n / rows;
            self.expected[l] += m * share;
            self.variance[l] += m * share * (1.0 - share) * (rows - m) / (rows - 1.0).max(1.0);
        }
    }

    fn lean(self, name: &str, statements: &[LabelledStatement]) -> NameLean {
        let z = |l: usize| {
            let above = self.counts[l] as f64 - self.expected[l];
            if self.variance[l] > 0.0 {
                above / self.variance[l].sqrt()
            } else {
                0.0
            }
        };
        let mut best = 0;
        for l in 1..self.counts.len() {
            if z(l) > z(best) {
                best = l;
            }
        }
        NameLean {
            name: name.to_owned(),
            label: Stance(best as u16),
            z: z(best),
            first: statements[self.first].origin.clone(),
            counts: self.counts,
            expected: self.expected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_group_by_hand() {
        // 4 rows, 2 with the label, 2 with the name: mean 1, variance 2 * 1/2 * 1/2 * 2/3 = 1/3.
        let mut tally = Tally::new(2);
        tally.expect(2.0, &[2.0, 2.0], 4.0);
        assert!((tally.expected[0] - 1.0).abs() < 1e-12);
        assert!((tally.variance[0] - 1.0 / 3.0).abs() < 1e-12);
        // A name in every row of a group cannot lean.
        let mut tally = Tally::new(2);
        tally.expect(4.0, &[1.0, 3.0], 4.0);
        assert!((tally.expected[1] - 3.0).abs() < 1e-12);
        assert_eq!(tally.variance, [0.0, 0.0]);
    }
}
