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

fn class_at(bytes: &[u8], at: usize) -> Class {
    bytes
        .get(at)
        .map_or(Class::Other, |b| CLASSES[usize::from(*b & 127)])
}

/// End of the segment that starts at `start`.
fn segment_end(bytes: &[u8], start: usize) -> usize {
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
