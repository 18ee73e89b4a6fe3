//! Numbers and texts as people read them.

use crate::evaluation::{Estimate, Interval};

/// `1 row`, `2 rows`.
pub(super) fn counted(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// One digit at most, or a dash where there is no data.
pub(super) fn one_digit(value: Option<f64>) -> String {
    value.map_or("\u{2013}".into(), |v| {
        format!("{}", (v * 10.0).round() / 10.0)
    })
}

/// Two digits, or a dash where there is no data.
pub(super) fn two_digits(value: Option<f64>) -> String {
    value.map_or("\u{2013}".into(), |v| format!("{v:.2}"))
}

/// Three digits, or a dash where there is no data.
pub(super) fn three_digits(value: Option<f64>) -> String {
    value.map_or("\u{2013}".into(), |v| format!("{v:.3}"))
}

/// `[0.61, 0.70]`, or nothing.
pub(super) fn brackets(estimate: Option<Estimate>) -> String {
    let interval = estimate.and_then(|e| e.interval);
    interval.map_or_else(String::new, |i| format!("[{:.2}, {:.2}]", i.lower, i.upper))
}

/// `[0.61, 0.70]` of value, lower and upper end, or nothing.
pub(super) fn ends(figure: Option<[f64; 3]>) -> String {
    figure.map_or_else(String::new, |[_, lower, upper]| {
        format!("[{lower:.2}, {upper:.2}]")
    })
}

/// `[-0.012, 0.034]`, or nothing.
pub(super) fn fine_brackets(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |i| format!("[{:.3}, {:.3}]", i.lower, i.upper))
}

/// A p-value with three digits; the smallest as `<0.001`.
pub(super) fn probability(p: Option<f64>) -> String {
    match p {
        None => "\u{2013}".into(),
        Some(p) if p < 0.001 => "<0.001".into(),
        Some(p) => format!("{p:.3}"),
    }
}

/// Text without characters that steer a terminal or the direction of what stands beside it.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if steers(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// Control characters, separators of lines, directional embeddings, overrides and isolates (UAX #9), and tags.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}')
}

/// Appends a probability with six digits; faster than the formatter, which shows in a stream of millions.
pub(super) fn push_probability(out: &mut Vec<u8>, p: f64) {
    let millionths = (p.clamp(0.0, 1.0) * 1e6).round() as u32;
    let mut digits = *b"0.000000";
    digits[0] = b'0' + (millionths / 1_000_000) as u8;
    let mut rest = millionths % 1_000_000;
    for digit in digits[2..].iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_visible_steers() {
        let hostile = "a\u{1B}[2Jb\u{202E}c\u{2066}d\u{2028}e\u{E0041}f\u{85}";
        let shown = "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}";
        assert_eq!(visible(hostile), shown);
        let kept = "שלום \u{200F}e\u{301} \u{1F468}\u{200D}\u{1F469}";
        assert_eq!(visible(kept), kept);
    }

    #[test]
    fn probabilities_have_six_digits() {
        for (p, expected) in [
            (0.0, "0.000000"),
            (1.0, "1.000000"),
            (0.999_999_9, "1.000000"),
            (0.034_562_1, "0.034562"),
        ] {
            let mut out = Vec::new();
            push_probability(&mut out, p);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
