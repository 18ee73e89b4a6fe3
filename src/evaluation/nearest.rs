//! The nearest of several names, for messages about a name that is unknown.

/// The name that takes the fewest insertions, deletions and replacements to get from `found`; none if all are far.
#[must_use]
pub fn nearest_name<'a>(found: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.to_lowercase();
    let limit = found.chars().count().div_ceil(2).max(2);
    let distances = names
        .into_iter()
        .map(|name| (distance(&found, &name.to_lowercase()), name));
    let best = distances.min_by_key(|(distance, _)| *distance)?;
    (best.0 <= limit).then_some(best.1)
}

/// Levenshtein's distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, d) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(c != *d);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_counted_by_hand() {
        for (a, b, expected) in [
            ("", "abc", 3),
            ("macrof1", "macro_f1", 1),
            ("kitten", "sitting", 3),
            ("same", "same", 0),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn far_names_are_not_offered() {
        let names = ["macro_f1", "recall", "coverage"];
        assert_eq!(nearest_name("recal", names), Some("recall"));
        assert_eq!(nearest_name("zzzzzzzz", names), None);
        assert_eq!(nearest_name("x", []), None);
    }
}
