//! Probable label errors by confident learning, from probabilities of models that did not see the statement.
//!
//! Source: Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70, 2021, section 3.
//! The threshold of a stance is the mean probability of it among the statements labelled so. A statement is counted under the
//! stance whose probability reaches its threshold (the likeliest, if several do); one that is counted under another than its
//! label is a suspect. One whose label is the likeliest anyway is none.

use crate::evaluation::Judged;
use crate::stance::Stance;

/// Slack of the comparison with a threshold, so that equal probabilities reach it; cleanlab's.
const SLACK: f64 = 1e-6;

/// A statement that is probably labelled wrongly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suspect {
    /// Its position.
    pub position: usize,
    /// The label that it has.
    pub given: Stance,
    /// The label that it probably should have.
    pub suggested: Stance,
    /// Probability of the given label.
    pub self_confidence: f64,
    /// Probability of the given label less that of the likeliest other one, -1 to 1; suspects stand by it, the lowest first.
    pub margin: f64,
}

/// Suspects, and what they tell of all labels.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelErrors {
    /// Probable errors, the likeliest first.
    pub suspects: Vec<Suspect>,
    /// Threshold of each stance; `None` if no statement has it.
    pub thresholds: Vec<Option<f64>>,
    /// Statements by given label and confident stance, `k` x `k`; those that reach no threshold are not counted.
    pub confident_joint: Vec<Vec<u64>>,
    /// Share of labels estimated to be wrong: of the joint scaled to the counts of the given labels, what is off the diagonal.
    pub estimated_errors: f64,
}

impl LabelErrors {
    /// Finds suspects among `judged` of `k` stances. Statements without probabilities are passed over.
    #[must_use]
    pub fn of(judged: &[Judged], k: usize) -> Self {
        let thresholds = thresholds(judged, k);
        let mut joint = vec![vec![0; k]; k];
        let mut suspects = Vec::new();
        for (position, j) in judged.iter().enumerate() {
            let Some(confident) = confident(&j.probabilities, &thresholds) else {
                continue;
            };
            joint[j.gold.index()][confident] += 1;
            let given = j.gold.index();
            let others = (0..k).filter(|c| *c != given).map(|c| j.probabilities[c]);
            let margin = j.probabilities[given] - others.fold(0.0, f64::max);
            if confident != given && likeliest(&j.probabilities) != given {
                suspects.push(Suspect {
                    position,
                    given: j.gold,
                    suggested: Stance(confident as u16),
                    self_confidence: j.probabilities[given],
                    margin,
                });
            }
        }
        suspects.sort_by(|a, b| {
            let order = a.margin.total_cmp(&b.margin);
            order.then(a.position.cmp(&b.position))
        });
        Self {
            suspects,
            estimated_errors: estimated_errors(&joint, judged, k),
            confident_joint: joint,
            thresholds,
        }
    }
}

fn thresholds(judged: &[Judged], k: usize) -> Vec<Option<f64>> {
    let of = |stance: usize| {
        let own = judged
            .iter()
            .filter(|j| j.gold.index() == stance && !j.probabilities.is_empty());
        let own: Vec<f64> = own.map(|j| j.probabilities[stance]).collect();
        (!own.is_empty()).then(|| own.iter().sum::<f64>() / own.len() as f64)
    };
    (0..k).map(of).collect()
}

fn confident(probabilities: &[f64], thresholds: &[Option<f64>]) -> Option<usize> {
    let pairs = probabilities.iter().zip(thresholds).enumerate();
    let reaching = pairs.filter(|(_, (p, t))| t.is_some_and(|t| **p >= t - SLACK));
    let reaching: Vec<usize> = reaching.map(|(c, _)| c).collect();
    match reaching[..] {
        [] => None,
        [one] => Some(one),
        _ => Some(likeliest(probabilities)),
    }
}

/// The likeliest, the first among equals.
fn likeliest(probabilities: &[f64]) -> usize {
    let best = (0..probabilities.len()).reduce(|best, c| {
        if probabilities[c] > probabilities[best] {
            c
        } else {
            best
        }
    });
    best.unwrap_or(0)
}

/// Rows of the joint, a correct statement at least in each, scaled to the share of each given label.
fn estimated_errors(joint: &[Vec<u64>], judged: &[Judged], k: usize) -> f64 {
    let n = judged.len().max(1) as f64;
    (0..k)
        .map(|given| {
            let row = |c: usize| {
                if c == given {
                    joint[given][c].max(1)
                } else {
                    joint[given][c]
                }
            };
            let total: u64 = (0..k).map(row).sum();
            let share = judged.iter().filter(|j| j.gold.index() == given).count() as f64 / n;
            share * (1.0 - row(given) as f64 / total as f64)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(gold: u16, probabilities: &[f64]) -> Judged {
        Judged {
            gold: Stance(gold),
            predicted: None,
            probabilities: probabilities.to_vec(),
            confidence: None,
            group: None,
        }
    }

    #[test]
    fn by_hand() {
        // Thresholds: (0.9 + 0.8 + 0.1) / 3 = 0.6 and (0.7 + 0.6 + 0.65) / 3 = 0.65.
        let rows = [
            judged(0, &[0.9, 0.1]),
            judged(0, &[0.8, 0.2]),
            judged(0, &[0.1, 0.9]),
            judged(1, &[0.3, 0.7]),
            judged(1, &[0.4, 0.6]),
            judged(1, &[0.35, 0.65]),
        ];
        let found = LabelErrors::of(&rows, 2);
        assert!((found.thresholds[0].unwrap() - 0.6).abs() < 1e-12);
        assert_eq!(found.confident_joint, [[2, 1], [0, 2]]);
        assert_eq!(found.suspects.len(), 1);
        let suspect = found.suspects[0];
        assert_eq!((suspect.position, suspect.suggested), (2, Stance(1)));
        assert!((suspect.margin + 0.8).abs() < 1e-12);
        // A third of the three labelled 0, half of all.
        assert!((found.estimated_errors - 1.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(LabelErrors::of(&[], 3).suspects, []);
        assert_eq!(LabelErrors::of(&[judged(0, &[])], 3).suspects, []);
    }
}
