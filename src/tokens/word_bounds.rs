//! Word boundaries by UAX #29, with a table for ASCII text; both ways give the same segments, as a property test holds.

use unicode_segmentation::UnicodeSegmentation;

/// What the word boundary rules need to know of an ASCII character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// The underscore, which extends letters and digits.
    Joiner,
    /// Between letters only.
    MidLetter,
    /// Between letters or between digits.
    MidBoth,
    /// Between digits only.
    MidDigit,
    Space,
    Return,
    Other,
}

const CLASSES: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut i = 0_u8;
    while i < 128 {
        classes[i as usize] = match i {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Joiner,
            b':' => Class::MidLetter,
            b'.' | b'\'' => Class::MidBoth,
            b',' | b';' => Class::MidDigit,
            b' ' => Class::Space,
            b'\r' => Class::Return,
            _ => Class::Other,
        };
        i += 1;
    }
    classes
};

/// Calls `found` with the start and the text of each segment, in order.
pub(super) fn for_each_segment<'t>(text: &'t str, mut found: impl FnMut(usize, &'t str)) {
    if !text.is_ascii() {
        return text
            .split_word_bound_indices()
            .for_each(|(start, segment)| found(start, segment));
    }
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let end = segment_end(bytes, start);
        found(start, &text[start..end]);
        start = end;
    }
}

/// Letters of ASCII that stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters {
    /// How many there are.
    pub count: usize,
    /// The first eight of them in small letters as a number, first letter lowest; zero beyond the last.
    pub first: u64,
}

/// The letters that start at `at` of ASCII text, eight bytes at a time.
#[inline]
pub(super) fn letters_at(bytes: &[u8], at: usize) -> Letters {
    let (mut count, first) = eight_letters(eight_bytes(bytes, at));
    if count == 8 {
        loop {
            let more = eight_letters(eight_bytes(bytes, at + count)).0;
            count += more;
            if more < 8 {
                break;
            }
        }
    }
    Letters { count, first }
}

/// Eight bytes from `at` on as a number, first byte lowest; zeros after the end of the text.
#[inline]
fn eight_bytes(bytes: &[u8], at: usize) -> u64 {
    let rest = &bytes[at.min(bytes.len())..];
    match rest.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// How many of eight ASCII characters are letters up to the first that is none, and these in small letters. A letter is what is at
/// least *a* and less than what follows *z*, after its bit of case was set; each comparison is an addition that carries into the
/// highest bit of its byte.
#[inline]
fn eight_letters(bytes: u64) -> (usize, u64) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let small = bytes | (0x20 * EACH);
    let from_a = small + (0x80 - b'a' as u64) * EACH;
    let after_z = small + (0x80 - b'z' as u64 - 1) * EACH;
    let others = !(from_a & !after_z) & (0x80 * EACH);
    let bits = others.trailing_zeros() & !7;
    let kept = if bits == 64 {
        u64::MAX
    } else {
        (1 << bits) - 1
    };
    (bits as usize / 8, small & kept)
}

/// Whether a word of letters that end at `end` is a segment of its own: nothing follows that could go on with it.
#[inline]
pub(super) fn ends_after_letters(bytes: &[u8], end: usize) -> bool {
    matches!(
        class_at(bytes, end),
        Class::Space | Class::Return | Class::MidDigit | Class::Other
    )
}

fn class_at(bytes: &[u8], at: usize) -> Class {
    bytes
        .get(at)
        .map_or(Class::Other, |b| CLASSES[usize::from(*b & 127)])
}

/// End of the segment that starts at `start` of ASCII text.
pub(super) fn segment_end(bytes: &[u8], start: usize) -> usize {
    let run = |class| {
        let same = |at: &usize| class_at(bytes, *at) == class;
        (start + 1..).take_while(same).count() + start + 1
    };
    match class_at(bytes, start) {
        Class::Letter | Class::Digit | Class::Joiner => word_end(bytes, start),
        Class::Space => run(Class::Space),
        Class::Return if bytes.get(start + 1) == Some(&b'\n') => start + 2,
        _ => start + 1,
    }
}

/// End of the word at `start`: rules WB5 to WB13b.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut last = class_at(bytes, start);
    let mut at = start + 1;
    loop {
        let class = class_at(bytes, at);
        let joins = match class {
            Class::Letter | Class::Digit | Class::Joiner => true,
            Class::MidLetter => last == Class::Letter && class_at(bytes, at + 1) == Class::Letter,
            Class::MidDigit => last == Class::Digit && class_at(bytes, at + 1) == Class::Digit,
            Class::MidBoth => {
                matches!(last, Class::Letter | Class::Digit) && class_at(bytes, at + 1) == last
            }
            _ => false,
        };
        if !joins {
            return at;
        }
        last = class;
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segments(text: &str) -> Vec<(usize, &str)> {
        let mut all = Vec::new();
        for_each_segment(text, |start, segment| all.push((start, segment)));
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn ascii_is_cut_as_unicode_segmentation_cuts_it(text in "[ -~\t\r\n\u{0}\u{b}\u{c}]{0,60}") {
            let expected: Vec<_> = text.split_word_bound_indices().collect();
            prop_assert_eq!(segments(&text), expected);
        }

        #[test]
        fn what_words_are_made_of_is_cut_alike(text in "[a-c1-3_:.',; \r\n]{0,40}") {
            let expected: Vec<_> = text.split_word_bound_indices().collect();
            prop_assert_eq!(segments(&text), expected);
        }

        #[test]
        fn other_text_is_left_to_unicode_segmentation(text in "\\PC{0,40}") {
            let expected: Vec<_> = text.split_word_bound_indices().collect();
            prop_assert_eq!(segments(&text), expected);
        }
    }

    proptest! {
        #[test]
        fn letters_are_counted_as_one_by_one(text in "[@-\\[`-{a-zA-Z ]{0,30}", at in 0_usize..32) {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let expected = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let found = letters_at(text.as_bytes(), at);
            let first = rest[..expected.min(8)].to_ascii_lowercase();
            prop_assert_eq!(found.count, expected);
            prop_assert_eq!(&found.first.to_le_bytes()[..first.len()], &first[..]);
            prop_assert!(found.first.checked_shr(8 * first.len() as u32).unwrap_or(0) == 0);
        }
    }

    #[test]
    fn the_training_statements_are_cut_alike() {
        let corpus = include_str!("../../data/heldout.jsonl");
        for line in corpus.lines() {
            assert_eq!(
                segments(line),
                line.split_word_bound_indices().collect::<Vec<_>>()
            );
        }
    }
}
