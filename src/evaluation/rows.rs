//! Judged statements laid out for resampling: measured once as they are, and thousands of times with groups weighted.
//!
//! Statements lie in the order of falling confidence, those without any last, so that every figure of a weighted sample is a sum or
//! a running sum over one pass. A weight is the number of times that a group was drawn.

use std::collections::BTreeMap;

use super::confusion::Confusion;
use super::figures::Figure;
use super::judged::Judged;

/// Bins of confidence, of equal width, in the expected calibration error.
pub(super) const BINS: usize = 10;

/// Rows that are summed at once where a cut is looked for.
const BLOCK: usize = 128;

/// Judged statements in the order of falling confidence.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    k: usize,
    /// Group of each row, numbered from 0.
    groups: Vec<u32>,
    group_count: usize,
    /// Whether row i is all of group i.
    singles: bool,
    /// Position in the confusion matrix.
    cells: Vec<u16>,
    /// Rows with a confidence; they come first.
    scored: usize,
    /// Of scored rows: confidence less rightness of the likeliest stance.
    gaps: Vec<f64>,
    /// Of scored rows: 1 if the likeliest stance is right.
    right: Vec<u32>,
    /// Of scored rows: whether the next has another confidence.
    last_of_ties: Vec<bool>,
    /// First row of each bin, from the surest bin down, and the end.
    bin_starts: Vec<usize>,
    /// Brier terms, 0 for the rows without all probabilities.
    brier: Vec<f64>,
    /// These rows.
    without_brier: Vec<u32>,
}

/// The groups of judged statements, numbered: named ones and single statements.
pub(super) fn group_numbers(judged: &[Judged]) -> (Vec<u32>, usize) {
    let mut named: BTreeMap<&str, u32> = BTreeMap::new();
    let mut count = 0;
    let mut next = || {
        count += 1;
        count - 1
    };
    let numbers = judged
        .iter()
        .map(|j| match &j.group {
            Some(group) => *named.entry(group).or_insert_with(&mut next),
            None => next(),
        })
        .collect();
    (numbers, count as usize)
}

/// Room for one measurement, kept between draws.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    weights: Vec<u32>,
    counts: Vec<u64>,
    blocks: Vec<(u64, u64)>,
}

impl Rows {
    /// Lays out statements of `k` stances; `groups` numbers their groups below `group_count`.
    pub(super) fn new(judged: &[Judged], k: usize, groups: &[u32], group_count: usize) -> Self {
        let sureness: Vec<Option<(f64, bool)>> = judged.iter().map(Judged::sureness).collect();
        let mut order: Vec<usize> = (0..judged.len()).collect();
        let key = |i: usize| sureness[i].map_or(-1.0, |(confidence, _)| confidence);
        order.sort_by(|a, b| key(*b).total_cmp(&key(*a)));
        let surest: Vec<(f64, bool)> = order.iter().map_while(|i| sureness[*i]).collect();
        let groups: Vec<u32> = order.iter().map(|i| groups[*i]).collect();
        let bin = |confidence: f64| ((confidence * BINS as f64) as usize).min(BINS - 1);
        let starts = (0..=BINS)
            .rev()
            .map(|b| surest.partition_point(|s| bin(s.0) >= b));
        let brier: Vec<Option<f64>> = order.iter().map(|i| judged[*i].brier()).collect();
        let missing = (0..).zip(&brier).filter(|(_, term)| term.is_none());
        Self {
            k,
            group_count,
            singles: false,
            cells: order
                .iter()
                .map(|i| Confusion::cell(k, judged[*i].gold, judged[*i].predicted) as u16)
                .collect(),
            scored: surest.len(),
            gaps: surest
                .iter()
                .map(|(confidence, right)| confidence - f64::from(u8::from(*right)))
                .collect(),
            right: surest.iter().map(|(_, right)| u32::from(*right)).collect(),
            last_of_ties: (0..surest.len())
                .map(|i| surest.get(i + 1).is_none_or(|next| next.0 != surest[i].0))
                .collect(),
            bin_starts: starts.collect(),
            without_brier: missing.map(|(row, _)| row).collect(),
            brier: brier.into_iter().map(Option::unwrap_or_default).collect(),
            groups,
        }
    }

    /// Numbers groups anew so that row i is group i, if every statement stands alone. For a lone sample only: two samples that are
    /// drawn together must share their groups.
    pub(super) fn renumbered(mut self) -> Self {
        if self.group_count == self.groups.len() {
            self.groups = (0..self.group_count as u32).collect();
            self.singles = true;
        }
        self
    }

    pub(super) fn group_count(&self) -> usize {
        self.group_count
    }

    /// Sums over groups of (hits, whole) that a share counts, for groups with any.
    pub(super) fn group_proportions(&self, figure: &Figure) -> Option<Vec<(f64, f64)>> {
        let cells = self.k * (self.k + 1);
        let mut of_cell = Vec::with_capacity(cells);
        for cell in 0..cells {
            let mut one = vec![0; cells];
            one[cell] = 1;
            of_cell.push(figure.proportion(&Confusion::of_counts(self.k, one))?);
        }
        let mut sums = vec![(0.0, 0.0); self.group_count];
        for (group, cell) in self.groups.iter().zip(&self.cells) {
            let (hits, whole) = of_cell[usize::from(*cell)];
            let sum = &mut sums[*group as usize];
            sum.0 += hits as f64;
            sum.1 += whole as f64;
        }
        sums.retain(|(_, whole)| *whole > 0.0);
        Some(sums)
    }

    /// Measures the sample in which group g has weight `weights[g]`; NaN where there is no data.
    pub(super) fn measure(
        &self,
        weights: &[u32],
        figures: &[Figure],
        scratch: &mut Scratch,
        out: &mut Vec<f64>,
    ) {
        let mut own = std::mem::take(&mut scratch.weights);
        let row_weights = if self.singles {
            weights
        } else {
            own.clear();
            own.extend(self.groups.iter().map(|g| weights[*g as usize]));
            &own
        };
        let counts = self.count(row_weights, std::mem::take(&mut scratch.counts));
        let points = self.points(row_weights, figures, &mut scratch.blocks);
        let mut points = points.into_iter();
        out.extend(figures.iter().map(|figure| match figure {
            Figure::CalibrationError => self.calibration_error(row_weights),
            Figure::BrierScore => self.brier_score(row_weights),
            Figure::AccuracyAt(_) | Figure::CoverageAt(_) => points.next().unwrap_or(f64::NAN),
            figure => figure.of(&counts).unwrap_or(f64::NAN),
        }));
        scratch.counts = counts.into_counts();
        scratch.weights = own;
    }

    fn count(&self, weights: &[u32], mut room: Vec<u64>) -> Confusion {
        let cells = self.k * (self.k + 1);
        room.clear();
        // Two matrices, so that rows of one kind in a row need not wait for each other.
        room.resize(2 * cells, 0);
        for (i, (cell, weight)) in self.cells.iter().zip(weights).enumerate() {
            room[usize::from(*cell) + (i & 1) * cells] += u64::from(*weight);
        }
        let (even, odd) = room.split_at_mut(cells);
        even.iter_mut().zip(odd).for_each(|(a, b)| *a += *b);
        room.truncate(cells);
        Confusion::of_counts(self.k, room)
    }

    /// Sum over bins of |sum of (confidence - rightness)| by the number of rows: the bins' gaps weighted by their size.
    fn calibration_error(&self, weights: &[u32]) -> f64 {
        let total = sum(&weights[..self.scored]);
        let gap = |ends: &[usize]| {
            let (from, to) = (ends[0], ends[1]);
            dot(&self.gaps[from..to], &weights[from..to]).abs()
        };
        if total == 0 {
            return f64::NAN;
        }
        self.bin_starts.windows(2).map(gap).sum::<f64>() / total as f64
    }

    fn brier_score(&self, weights: &[u32]) -> f64 {
        let without = self
            .without_brier
            .iter()
            .map(|row| u64::from(weights[*row as usize]));
        let total = sum(weights) - without.sum::<u64>();
        if total == 0 {
            return f64::NAN;
        }
        dot(&self.brier, weights) / total as f64
    }

    /// The figures among `figures` that cut at a confidence, in their order.
    fn points(
        &self,
        weights: &[u32],
        figures: &[Figure],
        scratch: &mut Vec<(u64, u64)>,
    ) -> Vec<f64> {
        let cuts = figures
            .iter()
            .filter(|f| matches!(f, Figure::AccuracyAt(_) | Figure::CoverageAt(_)));
        let cuts: Vec<&Figure> = cuts.collect();
        if cuts.is_empty() {
            return Vec::new();
        }
        let weights = &weights[..self.scored];
        self.fill_blocks(weights, scratch);
        let total: u64 = scratch.iter().map(|b| b.0).sum();
        if total == 0 {
            return vec![f64::NAN; cuts.len()];
        }
        cuts.iter()
            .map(|figure| match figure {
                Figure::AccuracyAt(share) => self.accuracy_at(weights, scratch, *share, total),
                Figure::CoverageAt(accuracy) => self.coverage_at(weights, *accuracy, total),
                _ => f64::NAN,
            })
            .collect()
    }

    /// Statements and hits of each block of rows, so that a cut need not be looked for row by row.
    fn fill_blocks(&self, weights: &[u32], blocks: &mut Vec<(u64, u64)>) {
        blocks.clear();
        let rows = weights.chunks(BLOCK).zip(self.right.chunks(BLOCK));
        blocks.extend(rows.map(|(weights, right)| {
            let hits: u32 = weights.iter().zip(right).map(|(w, r)| w * r).sum();
            (sum(weights), u64::from(hits))
        }));
    }

    /// Accuracy of the surest `share`, to the nearest number of statements.
    fn accuracy_at(&self, weights: &[u32], blocks: &[(u64, u64)], share: f64, total: u64) -> f64 {
        let wanted = (share * total as f64).round() as u64;
        let (mut n, mut hits, mut row) = (0u64, 0u64, 0);
        for block in blocks {
            if n + block.0 > wanted {
                break;
            }
            n += block.0;
            hits += block.1;
            row += BLOCK;
        }
        let rest = weights.iter().zip(&self.right).skip(row);
        for (weight, right) in rest {
            let taken = u64::from(*weight).min(wanted - n);
            n += taken;
            hits += taken * u64::from(*right);
            if n == wanted {
                break;
            }
        }
        if n == 0 {
            f64::NAN
        } else {
            hits as f64 / n as f64
        }
    }

    /// The largest share that a threshold of confidence cuts off with accuracy `floor` or better; 0 if none does.
    fn coverage_at(&self, weights: &[u32], floor: f64, total: u64) -> f64 {
        let (mut n, mut hits, mut best) = (0u64, 0u64, 0u64);
        for ((weight, right), last) in weights.iter().zip(&self.right).zip(&self.last_of_ties) {
            n += u64::from(*weight);
            hits += u64::from(weight * right);
            // The little more keeps 9 of 10 at 0.9, whose product rounds up.
            if *last && hits as f64 + 1e-9 >= floor * n as f64 {
                best = n;
            }
        }
        best as f64 / total as f64
    }
}

/// Sum of weights; a draw has no more than 2^32 of all groups, but its rows may have more.
fn sum(weights: &[u32]) -> u64 {
    weights.iter().map(|w| u64::from(*w)).sum()
}

/// Sum of products, in eight sums that do not wait for each other.
fn dot(values: &[f64], weights: &[u32]) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (values, rest) = values.as_chunks::<LANES>();
    let (weights, last) = weights[..values.len() * LANES + rest.len()].as_chunks::<LANES>();
    for (v, w) in values.iter().zip(weights) {
        for lane in 0..LANES {
            // Weights are far below 2^31, and signed numbers are turned into floating point in one step.
            sums[lane] += v[lane] * f64::from(w[lane] as i32);
        }
    }
    let rest: f64 = rest.iter().zip(last).map(|(v, w)| v * f64::from(*w)).sum();
    sums.iter().sum::<f64>() + rest
}
