//! The mix of stances in unlabelled data, from the probabilities of a calibrated model.

/// Most steps of the estimation.
const MAX_STEPS: usize = 1_000;

/// The mix that makes `probabilities` (n x K, under the mix `assumed`) likeliest, by expectation maximisation.
///
/// Source: Saerens, Latinne and Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities", Neural
/// Computation 14, 2002, equations 4 and 9. Without rows the assumed mix is returned.
#[must_use]
pub fn estimate_prior(probabilities: &[Vec<f64>], assumed: &[f64]) -> Vec<f64> {
    let mut mix = assumed.to_vec();
    if probabilities.is_empty() {
        return mix;
    }
    for _ in 0..MAX_STEPS {
        let mut next = vec![0.0; mix.len()];
        for row in probabilities {
            let shifted: Vec<f64> = row
                .iter()
                .zip(&mix)
                .zip(assumed)
                .map(|((p, m), a)| p * m / a)
                .collect();
            let sum: f64 = shifted.iter().sum();
            for (total, p) in next.iter_mut().zip(shifted) {
                *total += p / sum.max(f64::MIN_POSITIVE);
            }
        }
        next.iter_mut()
            .for_each(|m| *m /= probabilities.len() as f64);
        let change = next
            .iter()
            .zip(&mix)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        mix = next;
        if change < 1e-9 {
            break;
        }
    }
    mix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_mix_of_two_well_parted_stances() {
        // 800 rows of one kind, 200 of the other, each 9 to 1 sure under a balanced mix: the likeliest mix m solves
        // 800 (0.9 - 0.1) / (0.9 m + 0.1 (1 - m)) = 200 (0.9 - 0.1) / (0.1 m + 0.9 (1 - m)), so m = 0.875.
        let mut rows = vec![vec![0.9, 0.1]; 800];
        rows.extend(vec![vec![0.1, 0.9]; 200]);
        let mix = estimate_prior(&rows, &[0.5, 0.5]);
        assert!((mix[0] - 0.875).abs() < 1e-6, "{mix:?}");
        assert_eq!(estimate_prior(&[], &[0.5, 0.5]), [0.5, 0.5]);
    }
}
