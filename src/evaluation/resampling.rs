//! Bootstrap draws and the jackknife of figures: groups are drawn with replacement, or left out.
//!
//! Groups are the unit because statements of one affair or speech are alike (Davison and Hinkley, "Bootstrap Methods and their
//! Application", 1997, section 3.8). Draw i has a random stream of its own, made from the seed and i, so that the number of threads
//! changes nothing.

use rayon::prelude::*;

use super::figures::Figure;
use super::rows::{Rows, Scratch};

/// Most parts of the jackknife; more groups are first joined at random into as many parts.
const MOST_PARTS: usize = 1_000;

/// Figures of a sample: as it is, in each draw, and without each part. NaN stands for no data.
#[derive(Debug, Clone)]
pub(super) struct Resampled {
    /// The figures of all samples, one sample after the other.
    pub(super) values: Vec<f64>,
    /// For each of them, its value in each draw.
    pub(super) draws: Vec<Vec<f64>>,
    /// For each of them, its value without each part of the groups.
    pub(super) without: Vec<Vec<f64>>,
}

/// A random stream for draw `i` of a seed; its start is mixed as in SplitMix64 (Steele, Lea and Flood 2014).
pub(super) fn stream(seed: u64, i: u64) -> fastrand::Rng {
    let mut z = seed
        .wrapping_mul(0xD134_2543_DE82_EF95)
        .wrapping_add((i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    fastrand::Rng::with_seed(z ^ (z >> 31))
}

/// Sets `weights` to how often each group comes in a draw of as many groups as there are.
fn draw(weights: &mut [u32], random: &mut fastrand::Rng) {
    weights.fill(0);
    let n = weights.len() as u64;
    // Two numbers below n of one of 64 bits; no group's chance is off by more than n / 2^32 of itself.
    let at = |bits: u64| (((bits & 0xFFFF_FFFF) * n) >> 32) as usize;
    for _ in 0..n / 2 {
        let bits = random.u64(..);
        weights[at(bits)] += 1;
        weights[at(bits >> 32)] += 1;
    }
    if n % 2 == 1 {
        weights[at(random.u64(..))] += 1;
    }
}

/// Sums of as many groups as there are, drawn with replacement; none of fewer than two groups.
pub(super) fn draws_of<T: Default + Send + Sync>(
    groups: &[T],
    add: impl Fn(&mut T, &T) + Sync,
    count: usize,
    seed: u64,
) -> Vec<T> {
    let count = if groups.len() < 2 { 0 } else { count };
    let drawn = |i: usize| {
        let mut weights = vec![0; groups.len()];
        draw(&mut weights, &mut stream(seed, i as u64));
        let mut sum = T::default();
        for (group, weight) in groups.iter().zip(weights) {
            (0..weight).for_each(|_| add(&mut sum, group));
        }
        sum
    };
    (0..count).into_par_iter().map(drawn).collect()
}

/// Measures `samples`, which share their groups, with `count` draws; without draws no parts are left out either.
pub(super) fn resample(
    samples: &[&Rows],
    figures: &[Figure],
    count: usize,
    seed: u64,
) -> Resampled {
    let groups = samples.first().map_or(0, |s| s.group_count());
    let width = samples.len() * figures.len();
    let measure = |weights: &[u32], scratch: &mut Scratch| {
        let mut out = Vec::with_capacity(width);
        for sample in samples {
            sample.measure(weights, figures, scratch, &mut out);
        }
        out
    };
    let values = measure(&vec![1; groups], &mut Scratch::default());
    let count = if groups < 2 { 0 } else { count };
    let room = || (vec![0u32; groups], Scratch::default());
    let draws: Vec<Vec<f64>> = (0..count)
        .into_par_iter()
        .map_init(room, |(weights, scratch), i| {
            draw(weights, &mut stream(seed, i as u64));
            measure(weights, scratch)
        })
        .collect();
    let part_of = parts(groups, seed);
    let parts = if count == 0 {
        0
    } else {
        groups.min(MOST_PARTS)
    };
    let without: Vec<Vec<f64>> = (0..parts)
        .into_par_iter()
        .map_init(room, |(weights, scratch), part| {
            for (weight, of) in weights.iter_mut().zip(&part_of) {
                *weight = u32::from(*of as usize != part);
            }
            measure(weights, scratch)
        })
        .collect();
    Resampled {
        values,
        draws: columns(&draws, width),
        without: columns(&without, width),
    }
}

/// The jackknife's part of each group: the group itself, or for many groups one of [`MOST_PARTS`] parts of equal size.
fn parts(groups: usize, seed: u64) -> Vec<u32> {
    let mut part_of: Vec<u32> = (0..groups).map(|g| (g % MOST_PARTS) as u32).collect();
    if groups > MOST_PARTS {
        stream(seed, u64::MAX - 1).shuffle(&mut part_of);
    }
    part_of
}

fn columns(rows: &[Vec<f64>], width: usize) -> Vec<Vec<f64>> {
    (0..width)
        .map(|column| rows.iter().map(|row| row[column]).collect())
        .collect()
}
