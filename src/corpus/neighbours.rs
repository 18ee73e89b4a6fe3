//! Which texts are near each other: cosine of unit tf-idf vectors of words.

use std::collections::HashMap;

use rayon::prelude::*;

use super::plain_text::plain_text;
use crate::tokens::TokenBuffer;

/// Unit vectors of texts, with an index from word to texts.
///
/// The weight of a word is (1 + ln tf) (1 + ln(N / df)); words that all texts share count least.
pub struct Neighbours {
    vectors: Vec<Vec<(u32, f32)>>,
    postings: Vec<Vec<(u32, f32)>>,
}

impl Neighbours {
    /// Vectors of `texts`.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        let words: Vec<Vec<u64>> = texts
            .par_iter()
            .map_init(TokenBuffer::new, |buffer, text| {
                plain_text(text, buffer).words
            })
            .collect();
        let mut columns: HashMap<u64, u32> = HashMap::new();
        let mut df: Vec<f32> = Vec::new();
        let counted: Vec<Vec<(u32, f32)>> = words
            .iter()
            .map(|words| count(words, &mut columns, &mut df))
            .collect();
        let n = texts.len() as f32;
        let idf: Vec<f32> = df.iter().map(|df| 1.0 + (n / df).ln()).collect();
        let vectors: Vec<_> = counted.into_iter().map(|row| unit(row, &idf)).collect();
        let mut postings = vec![Vec::new(); idf.len()];
        for (i, vector) in vectors.iter().enumerate() {
            for (column, weight) in vector {
                postings[*column as usize].push((i as u32, *weight));
            }
        }
        Self { vectors, postings }
    }

    /// Cosine of two texts, 0 to 1; 0 if one has no words.
    #[must_use]
    pub fn cosine(&self, a: usize, b: usize) -> f32 {
        let (a, b) = (&self.vectors[a], &self.vectors[b]);
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while i < a.len() && j < b.len() {
            match a[i].0.cmp(&b[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += a[i].1 * b[j].1;
                    i += 1;
                    j += 1;
                }
            }
        }
        sum
    }

    /// The `count` texts nearest to one, itself not among them, with their cosines above 0; the nearest first, the earlier among
    /// equals.
    #[must_use]
    pub fn nearest(&self, of: usize, count: usize) -> Vec<(usize, f32)> {
        let mut cosines: HashMap<u32, f32> = HashMap::new();
        for (column, weight) in &self.vectors[of] {
            for (other, there) in &self.postings[*column as usize] {
                *cosines.entry(*other).or_default() += weight * there;
            }
        }
        cosines.remove(&(of as u32));
        let mut ranked: Vec<(usize, f32)> =
            cosines.into_iter().map(|(i, c)| (i as usize, c)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(count);
        ranked
    }
}

/// Words with their counts by column; new words get one, and the texts with each word are counted.
fn count(words: &[u64], columns: &mut HashMap<u64, u32>, df: &mut Vec<f32>) -> Vec<(u32, f32)> {
    let mut row: Vec<u32> = Vec::with_capacity(words.len());
    for word in words {
        let next = columns.len() as u32;
        row.push(*columns.entry(*word).or_insert(next));
    }
    df.resize(columns.len(), 0.0);
    row.sort_unstable();
    let mut counted: Vec<(u32, f32)> = Vec::new();
    for column in row {
        match counted.last_mut() {
            Some((last, n)) if *last == column => *n += 1.0,
            _ => {
                counted.push((column, 1.0));
                df[column as usize] += 1.0;
            }
        }
    }
    counted
}

fn unit(mut row: Vec<(u32, f32)>, idf: &[f32]) -> Vec<(u32, f32)> {
    for (column, n) in &mut row {
        *n = (1.0 + n.ln()) * idf[*column as usize];
    }
    let length = row.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    row.iter_mut().for_each(|(_, w)| *w /= length);
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_by_hand() {
        // df: peace 1, now 2, war 1, talks 1. idf of 3 texts: 1 + ln 3 and 1 + ln 1.5.
        let near = Neighbours::of(&["peace now", "war now", "talks"]);
        let (rare, common) = (1.0 + 3_f32.ln(), 1.0 + 1.5_f32.ln());
        let expected = common * common / (rare * rare + common * common);
        assert!((near.cosine(0, 1) - expected).abs() < 1e-6);
        assert_eq!(near.cosine(0, 2), 0.0);
        let found = near.nearest(0, 5);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 1);
        assert!((found[0].1 - expected).abs() < 1e-6);
    }
}
