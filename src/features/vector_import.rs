//! Text vectors (GloVe, word2vec, fastText `.vec`) to a table: read, centre, reduce by PCA, quantise.
//!
//! One word a line, its numbers after it, parted by spaces; the first line may hold the two counts that word2vec and fastText
//! write. Words stand by falling frequency.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use linfa_linalg::eigh::EighInto;
use ndarray::{Array1, Array2, Axis};

use super::WordVectors;
use crate::error::{Error, Result};

/// Longest line that is read, in bytes.
const MAX_LINE: u64 = 1 << 20;

/// How much of a vector file becomes a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportSettings {
    /// Most words kept, the first ones of the file.
    pub words: usize,
    /// Numbers per word after PCA; `None` keeps the axes of the file.
    pub dims: Option<usize>,
    /// Bits a number, 2 to 8.
    pub bits: u8,
}

/// What an import made.
#[derive(Debug)]
pub struct Imported {
    /// The table.
    pub table: WordVectors,
    /// Share of the variance that PCA kept, 0 to 1.
    pub variance_kept: f64,
    /// Lines passed over: words seen before, in capitals, or without a letter.
    pub passed_over: usize,
}

/// Makes a table of the vectors in `input` (plain or gzip), which `file` names in messages.
///
/// # Errors
/// [`Error::Io`], and [`Error::WordVectors`] with the line, what was found and what was expected.
pub fn import_vectors(input: impl Read, file: &str, settings: ImportSettings) -> Result<Imported> {
    let (words, rows, passed_over) = read_rows(input, file, settings.words)?;
    let (centred, mean_free) = centre(rows);
    let dims = settings
        .dims
        .unwrap_or(centred.ncols())
        .min(centred.ncols());
    if dims == 0 {
        return Err(bad(
            file,
            "no dimension would be left; give --dims 1 or more",
        ));
    }
    let (reduced, variance_kept) = if settings.dims.is_some() && dims < mean_free.len() {
        project(&centred, dims, file)?
    } else {
        (centred, 1.0)
    };
    let values: Vec<f32> = reduced.iter().map(|v| *v as f32).collect();
    Ok(Imported {
        table: WordVectors::quantised(words, reduced.ncols(), &values, settings.bits)?,
        variance_kept,
        passed_over,
    })
}

/// Words and their vectors, n x dims.
fn read_rows(
    input: impl Read,
    file: &str,
    most: usize,
) -> Result<(Vec<String>, Array2<f64>, usize)> {
    let mut words = Vec::new();
    let mut seen = HashSet::new();
    let mut values: Vec<f64> = Vec::new();
    let mut dims = 0;
    let mut passed_over = 0;
    let mut input = decompressed(input, file)?;
    let mut line = String::new();
    for number in 1_u64.. {
        line.clear();
        let length = input
            .by_ref()
            .take(MAX_LINE)
            .read_line(&mut line)
            .map_err(|e| Error::io(file, "read", e))?;
        if length == 0 || words.len() == most {
            break;
        }
        if length as u64 == MAX_LINE {
            return Err(bad(
                file,
                &format!(
                    "line {number} is longer than {MAX_LINE} bytes, expected a word and its numbers"
                ),
            ));
        }
        let mut parts = line.trim_end().split(' ');
        let word = parts.next().unwrap_or_default();
        let start = values.len();
        for part in parts.filter(|p| !p.is_empty()) {
            let value: f64 = part.parse().map_err(|_| {
                bad(
                    file,
                    &format!("line {number}: found {part:?}, expected a number"),
                )
            })?;
            values.push(value);
        }
        let found = values.len() - start;
        if number == 1 && found == 1 && word.parse::<usize>().is_ok() {
            values.truncate(start);
            continue;
        }
        if dims == 0 {
            dims = found;
        }
        if found != dims || dims == 0 {
            return Err(bad(
                file,
                &format!(
                    "line {number}: found {found} numbers after the word, expected {}",
                    dims.max(1)
                ),
            ));
        }
        if is_word(word) && seen.insert(word.to_owned()) {
            words.push(word.to_owned());
        } else {
            values.truncate(start);
            passed_over += 1;
        }
    }
    let rows = Array2::from_shape_vec((words.len(), dims), values);
    match rows {
        Ok(rows) if !words.is_empty() => Ok((words, rows, passed_over)),
        _ => Err(bad(
            file,
            "it holds no word vector; expected a word and its numbers on each line",
        )),
    }
}

/// Words as the tokenizer gives them: in small letters, beginning with one.
fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphabetic)
        && !word.chars().any(char::is_uppercase)
        && !word.contains('_')
}

/// The input, unpacked if it starts like gzip.
fn decompressed<'r>(input: impl Read + 'r, file: &str) -> Result<Box<dyn BufRead + 'r>> {
    let mut input = BufReader::new(input);
    let start = input.fill_buf().map_err(|e| Error::io(file, "read", e))?;
    Ok(if start.starts_with(&[0x1F, 0x8B]) {
        Box::new(BufReader::new(MultiGzDecoder::new(input)))
    } else {
        Box::new(input)
    })
}

/// Rows minus their mean, and the mean.
fn centre(mut rows: Array2<f64>) -> (Array2<f64>, Array1<f64>) {
    let mean = rows.mean_axis(Axis(0)).unwrap_or_default();
    rows -= &mean;
    (rows, mean)
}

/// Centred rows on their first `dims` principal axes, and the share of variance these keep.
fn project(rows: &Array2<f64>, dims: usize, file: &str) -> Result<(Array2<f64>, f64)> {
    let covariance = rows.t().dot(rows);
    let failed = |e| bad(file, &format!("its principal axes cannot be found ({e})"));
    let (values, axes) = covariance.eigh_into().map_err(failed)?;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    let kept: f64 = order[..dims].iter().map(|i| values[*i]).sum();
    let mut projection = Array2::zeros((rows.ncols(), dims));
    for (to, from) in order[..dims].iter().enumerate() {
        let axis = axes.column(*from);
        // An axis may point either way; its largest number is made positive, so that the table is the same everywhere.
        let largest = axis
            .iter()
            .copied()
            .max_by(|a, b| a.abs().total_cmp(&b.abs()))
            .unwrap_or(1.0);
        let sign = if largest < 0.0 { -1.0 } else { 1.0 };
        projection.column_mut(to).assign(&(&axis * sign));
    }
    Ok((
        rows.dot(&projection),
        kept / values.sum().max(f64::MIN_POSITIVE),
    ))
}

fn bad(file: &str, reason: &str) -> Error {
    Error::WordVectors {
        file: file.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::word_key;

    fn import(text: &str, dims: Option<usize>) -> Result<Imported> {
        import_vectors(
            text.as_bytes(),
            "v.txt",
            ImportSettings {
                words: 10,
                dims,
                bits: 8,
            },
        )
    }

    #[test]
    fn reads_with_and_without_counts_and_skips_doubles() {
        let plain = "the 1 0\nraid 0 1\nRAID 5 5\nthe 9 9\n";
        let imported = import(plain, None).unwrap();
        assert_eq!(imported.table.words(), ["the", "raid"]);
        assert_eq!(imported.passed_over, 2);
        let counted = import(&format!("4 2\n{plain}"), None).unwrap();
        assert_eq!(counted.table.to_bytes(), imported.table.to_bytes());
    }

    #[test]
    fn one_axis_keeps_the_distances_of_words_on_a_line() {
        let imported = import("a 0 0\nb 3 4\nc 6 8\n", Some(1)).unwrap();
        assert!((imported.variance_kept - 1.0).abs() < 1e-12);
        let at = |word| {
            imported
                .table
                .vector(imported.table.rank(word_key(word)).unwrap())
                .next()
                .unwrap()
        };
        assert!((at("c") - at("a") - 10.0).abs() < 0.1);
        assert!(at("b").abs() < 0.05);
    }

    #[test]
    fn says_which_line_is_wrong() {
        for (text, expected) in [
            (
                "a 1 2\nb 1\n",
                "line 2: found 1 numbers after the word, expected 2",
            ),
            ("a 1 x\n", "line 1: found \"x\", expected a number"),
            ("", "it holds no word vector"),
        ] {
            let message = import(text, None).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
}
