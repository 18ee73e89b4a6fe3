//! Softmax and log loss.

/// Replaces scores by probabilities: `exp(s_k - max) / sum`, finite for finite scores, sum 1 within rounding.
pub fn softmax(scores: &mut [f64]) {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - largest).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// `ln(sum(exp(s_k)))`, without overflow.
pub(super) fn log_sum_exp(scores: &[f64]) -> f64 {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + scores.iter().map(|s| (s - largest).exp()).sum::<f64>().ln()
}

/// Mean of `-ln p(class)` over rows of scores (n x K) with their classes; 0 for no rows.
#[must_use]
pub fn log_loss(scores: &[Vec<f64>], classes: &[usize]) -> f64 {
    if scores.is_empty() {
        return 0.0;
    }
    let losses = scores
        .iter()
        .zip(classes)
        .map(|(s, c)| log_sum_exp(s) - s[*c]);
    losses.sum::<f64>() / scores.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_of_a_hand_count() {
        let mut scores = [0.0, 2_f64.ln(), 1000.0 - 1000.0];
        softmax(&mut scores);
        for (found, expected) in scores.iter().zip([0.25, 0.5, 0.25]) {
            assert!((found - expected).abs() < 1e-15);
        }
        let mut wide = [1e308, -1e308];
        softmax(&mut wide);
        assert_eq!(wide, [1.0, 0.0]);
    }

    #[test]
    fn log_loss_of_a_hand_count() {
        let scores = vec![vec![0.0, 0.0], vec![3_f64.ln(), 0.0]];
        // -ln(1/2) and -ln(1/4), halved.
        let expected = (2_f64.ln() + 4_f64.ln()) / 2.0;
        assert!((log_loss(&scores, &[0, 1]) - expected).abs() < 1e-15);
    }
}
