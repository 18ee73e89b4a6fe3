//! How much an n-gram tells of the stance: the chi-squared statistic of its presence, as scikit-learn's `chi2` counts it.

/// Chi-squared statistic of an n-gram that stands in `present[c]` statements of stance `c`, of which there are `sizes[c]`.
///
/// Source: `sklearn.feature_selection.chi2` on 0/1 features: expected are the statements with the n-gram shared out by the sizes
/// of the stances; absent n-grams do not enter. 0 for an n-gram that stands nowhere. Stances without statements are skipped.
#[must_use]
pub fn chi_squared(present: &[u32], sizes: &[u32]) -> f64 {
    let total: f64 = sizes.iter().map(|n| f64::from(*n)).sum();
    let standing: f64 = present.iter().map(|n| f64::from(*n)).sum();
    if standing == 0.0 {
        return 0.0;
    }
    let term = |(observed, size): (&u32, &u32)| {
        let expected = standing * f64::from(*size) / total;
        (f64::from(*observed) - expected).powi(2) / expected
    };
    let counted = present.iter().zip(sizes).filter(|(_, size)| **size > 0);
    counted.map(term).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: scikit-learn 1.9.1, tests/reference/selection.py.
    #[test]
    fn the_statistic_is_that_of_scikit_learn() {
        let sizes = [5, 3, 4];
        let cases = [
            ([5, 0, 0], CHI2[0]),
            ([2, 1, 3], CHI2[1]),
            ([5, 3, 4], CHI2[2]),
            ([0, 3, 1], CHI2[3]),
        ];
        for (present, expected) in cases {
            let found = chi_squared(&present, &sizes);
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        assert_eq!(chi_squared(&[0, 0, 0], &sizes), 0.0);
        assert_eq!(chi_squared(&[1, 0], &[2, 0]), 0.0);
    }

    const CHI2: [f64; 4] = [7.0, 0.766_666_666_666_666_6, 0.0, 5.75];
}
