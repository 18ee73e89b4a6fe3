//! Do names tell the label? Mutual information of the names in a text and its label, with a permutation test within groups.
//!
//! A mention is one name in one statement, however often it stands there. With n(a, l) mentions of name a under label l, N in all,
//!
//! ```text
//! I = sum_a sum_l n(a,l)/N log2( n(a,l) N / (n(a) n(l)) )        0 <= I <= log2(labels)
//! ```
//!
//! which rare names alone lift above 0. So the labels of each group's rows are dealt out anew many times (rows without a group
//! together are one), and p = (1 + permutations with as much information) / (1 + permutations): Phipson and Smyth, "Permutation
//! p-values should never be zero", 2010. A group's own mix of labels thus counts for nothing.

use rayon::prelude::*;

use super::findings::{Check, Finding, Severity};
use super::mentions::Mentions;
use super::name_leans::{NameLean, leans};
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// Largest p at which names are held to tell the label.
const SIGNIFICANT: f64 = 0.01;

/// Difference of information that is none; sums of logarithms are not exact.
const ROUNDING: f64 = 1e-9;

/// Names shown that lean most to one label.
const LEANS_SHOWN: usize = 10;

/// What the test found.
#[derive(Debug, Clone, PartialEq)]
pub struct NameTest {
    /// Different names of the tokenizer's table, days and months left out.
    pub names: usize,
    /// Mentions: one for each name of a statement.
    pub mentions: usize,
    /// Statements with a name.
    pub statements: usize,
    /// Mutual information of name and label in bits.
    pub information: f64,
    /// Its mean over the permutations: what chance gives.
    pub expected: f64,
    /// Permutations drawn.
    pub permutations: usize,
    /// Share of permutations, the data counted as one, with as much information.
    pub p_value: f64,
    /// The names that lean most to one label, strongest first.
    pub leans: Vec<NameLean>,
}

/// Tests whether names tell the label; `None` without any name.
pub(super) fn name_test(
    statements: &[LabelledStatement],
    set: &StanceSet,
    permutations: usize,
    seed: u64,
) -> Option<NameTest> {
    let mentions = Mentions::of(statements);
    if mentions.of.is_empty() {
        return None;
    }
    let k = set.len();
    let information = information_of(&mentions, &mentions.labels, k);
    let drawn: Vec<f64> = (0..permutations)
        .into_par_iter()
        .map(|i| mentions.permuted(seed.wrapping_add(i as u64)))
        .map(|labels| information_of(&mentions, &labels, k))
        .collect();
    let as_much = drawn.iter().filter(|d| **d >= information - ROUNDING);
    let mut leans = leans(&mentions, statements, k);
    leans.truncate(LEANS_SHOWN);
    let mut rows: Vec<u32> = mentions.of.iter().map(|(row, _)| *row).collect();
    rows.dedup();
    Some(NameTest {
        names: mentions.names.len(),
        mentions: mentions.of.len(),
        statements: rows.len(),
        information,
        expected: drawn.iter().sum::<f64>() / permutations.max(1) as f64,
        permutations,
        p_value: (1 + as_much.count()) as f64 / (1 + permutations) as f64,
        leans,
    })
}

/// The finding that names tell the label, at the first row of the name that leans most.
pub(super) fn name_finding(test: &NameTest, set: &StanceSet) -> Option<Finding> {
    let lean = test.leans.first()?;
    (test.p_value < SIGNIFICANT).then(|| {
        let problem = format!(
            "names tell the label: {:.4} bits, {:.4} expected by chance, p = {:.3}; {:?} leans most, to {}",
            test.information,
            test.expected,
            test.p_value,
            lean.name,
            set.label(lean.label)
        );
        let remedy = "let the names that lean most stand under the other labels too";
        Finding::new(
            Check::NamesAndLabels,
            Severity::Warning,
            &lean.first,
            problem,
            remedy,
        )
    })
}

/// Mutual information in bits of name and label, if the rows had `labels` of `k`.
fn information_of(mentions: &Mentions, labels: &[u16], k: usize) -> f64 {
    let mut table = vec![0_u32; mentions.names.len() * k];
    for (row, name) in &mentions.of {
        table[*name as usize * k + usize::from(labels[*row as usize])] += 1;
    }
    mutual_information(&table, k)
}

/// Mutual information in bits of the row and column of a table of counts with `k` columns; 0 for an empty one.
fn mutual_information(table: &[u32], k: usize) -> f64 {
    let mut columns = vec![0_u32; k];
    let mut sum = 0.0;
    for row in table.chunks(k) {
        sum -= n_log_n(row.iter().sum());
        for (column, n) in columns.iter_mut().zip(row) {
            *column += n;
            sum += n_log_n(*n);
        }
    }
    let total: u32 = columns.iter().sum();
    sum -= columns.iter().copied().map(n_log_n).sum::<f64>();
    ((sum + n_log_n(total)) / f64::from(total.max(1))).max(0.0)
}

fn n_log_n(n: u32) -> f64 {
    let n = f64::from(n);
    if n > 0.0 { n * n.log2() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::test_rows::rows;
    use super::*;

    #[test]
    fn mutual_information_by_hand() {
        for (table, k, expected) in [
            // Name and label are one: the entropy of a fair coin.
            (vec![4, 0, 0, 4], 2, 1.0),
            // Independent.
            (vec![2, 4, 1, 2], 2, 0.0),
            // 3/8 log2(3/8 / (1/2 1/2)) twice, 1/8 log2(1/8 / (1/2 1/2)) twice: 3/4 log2(3/2) - 1/4 = 0.188722.
            (vec![3, 1, 1, 3], 2, 0.75 * 1.5_f64.log2() - 0.25),
            (vec![0, 0], 2, 0.0),
        ] {
            let found = mutual_information(&table, k);
            assert!((found - expected).abs() < 1e-12, "{table:?}: {found}");
        }
    }

    fn corpus(zambian_label: &str, other_label: &str) -> Vec<LabelledStatement> {
        let mut table = Vec::new();
        for _ in 0..10 {
            table.push(("f", zambian_label, "We heard Zambia on this."));
            table.push(("f", other_label, "We heard Bolivia on this."));
        }
        rows(&table)
    }

    #[test]
    fn names_of_one_label_are_found() {
        let set = StanceSet::default();
        let statements = corpus("condemning", "neutral");
        let test = name_test(&statements, &set, 999, 1).unwrap();
        assert_eq!((test.names, test.mentions, test.statements), (2, 20, 20));
        assert!((test.information - 1.0).abs() < 1e-12);
        // 2 of C(20, 10) = 184,756 ways to deal the labels out separate the names as well.
        assert!((test.p_value - 0.001).abs() < 1e-12);
        let finding = name_finding(&test, &set).unwrap();
        assert!(
            finding
                .problem
                .starts_with("names tell the label: 1.0000 bits")
        );
    }

    #[test]
    fn a_groups_own_mix_of_labels_tells_nothing() {
        let set = StanceSet::default();
        let mut statements = corpus("condemning", "neutral");
        for s in &mut statements {
            s.group = Some(s.text.clone());
        }
        let test = name_test(&statements, &set, 99, 1).unwrap();
        assert!((test.p_value - 1.0).abs() < 1e-12);
        assert_eq!(name_finding(&test, &set), None);
        assert_eq!(
            name_test(&rows(&[("f", "neutral", "no")]), &set, 9, 1),
            None
        );
    }
}
