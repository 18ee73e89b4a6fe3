//! Figures of agreement, of counts of labels.

use crate::stance::Stance;

/// How often each label was given to each item: `n_items` x `n_labels`; items with fewer than two labels are left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts(Vec<Vec<u32>>);

impl Counts {
    /// Counts of items that have two labels or more.
    pub fn of(items: impl IntoIterator<Item = Vec<u32>>) -> Self {
        let shared = |counts: &Vec<u32>| counts.iter().sum::<u32>() > 1;
        Self(items.into_iter().filter(shared).collect())
    }

    /// Share of pairs that both have label `k`, of those of which one does: 2 P(both) / (P(first) + P(second)), the positive
    /// agreement of Cicchetti and Feinstein 1990 for any number of annotators (Uebersax). `None` if nobody named it.
    #[must_use]
    pub fn specific(&self, k: usize) -> Option<f64> {
        let (mut both, mut any) = (0.0, 0.0);
        for counts in &self.0 {
            let n = f64::from(counts.iter().sum::<u32>());
            let c = f64::from(counts[k]);
            both += c * (c - 1.0);
            any += c * (n - 1.0);
        }
        (any > 0.0).then(|| both / any)
    }
}

/// Mean over items of the share of pairs of labels that are the same; `None` without an item.
#[must_use]
pub fn percent(counts: &Counts) -> Option<f64> {
    let shares = counts.0.iter().map(|item| agreeing_pairs(item));
    let n = counts.0.len();
    (n > 0).then(|| shares.sum::<f64>() / n as f64)
}

/// sum_k c_k (c_k - 1) / (n (n - 1)).
fn agreeing_pairs(item: &[u32]) -> f64 {
    let n = f64::from(item.iter().sum::<u32>());
    let same: f64 = item
        .iter()
        .map(|c| f64::from(*c) * (f64::from(*c) - 1.0))
        .sum();
    same / (n * (n - 1.0))
}

/// Fleiss' kappa: (P - Pe) / (1 - Pe), P the mean share of agreeing pairs, Pe = sum_k p_k^2 with p_k the share of label k among all
/// labels. Items may have different numbers of labels; with equal ones it is the figure of Fleiss 1971. `None` if all labels are
/// one.
#[must_use]
pub fn fleiss(counts: &Counts) -> Option<f64> {
    let observed = percent(counts)?;
    let shares = label_totals(counts);
    let total: f64 = shares.iter().sum();
    let expected: f64 = shares.iter().map(|c| (c / total).powi(2)).sum();
    (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}

/// Krippendorff's alpha for nominal labels: 1 - Do / De. With n labels in all, c of the same item and n_i labels in item i,
/// Do = sum_i sum_{k != l} c_ik c_il / (n_i - 1) / n and De = sum_{k != l} n_k n_l / (n (n - 1)). Source: Krippendorff, "Content
/// Analysis", 3rd edition, 2013, chapter 12. `None` if all labels are one.
#[must_use]
pub fn alpha(counts: &Counts) -> Option<f64> {
    let totals = label_totals(counts);
    let n: f64 = totals.iter().sum();
    let unlike = |total: f64, squares: f64| total * total - squares;
    let squares: f64 = totals.iter().map(|t| t * t).sum();
    let expected = unlike(n, squares) / (n * (n - 1.0));
    let observed: f64 = counts
        .0
        .iter()
        .map(|item| {
            let labels = f64::from(item.iter().sum::<u32>());
            let squares: f64 = item.iter().map(|c| f64::from(*c).powi(2)).sum();
            unlike(labels, squares) / (labels - 1.0)
        })
        .sum::<f64>()
        / n;
    (n > 0.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

fn label_totals(counts: &Counts) -> Vec<f64> {
    let k = counts.0.first().map_or(0, Vec::len);
    (0..k)
        .map(|label| counts.0.iter().map(|item| f64::from(item[label])).sum())
        .collect()
}

/// Cohen's kappa of two annotators over `k` labels: (po - pe) / (1 - pe), pe from the labels of each (Cohen 1960). `None` without
/// an item, or if both used one and the same label only.
#[must_use]
pub fn cohen(labels: &[(Stance, Stance)], k: usize) -> Option<f64> {
    let n = labels.len() as f64;
    let (mut first, mut second) = (vec![0.0; k], vec![0.0; k]);
    let mut same = 0.0;
    for (a, b) in labels {
        first[a.index()] += 1.0;
        second[b.index()] += 1.0;
        same += f64::from(u8::from(a == b));
    }
    let expected: f64 = first.iter().zip(&second).map(|(a, b)| a * b).sum::<f64>() / (n * n);
    (n > 0.0 && expected < 1.0).then(|| (same / n - expected) / (1.0 - expected))
}
