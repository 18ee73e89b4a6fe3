//! Lists of phrases: *the US, the UK and Japan*.

use std::ops::Range;

use super::Finder;
use crate::article::items::{Item, Kind};
use crate::article::lexicon::Tags;
use crate::article::phrases::{self, Sort};

impl Finder<'_, '_> {
    /// The list that ends with `np`, first to last: *the US, the UK and Japan*.
    pub(in crate::article) fn list(&self, np: &Range<usize>) -> Vec<Range<usize>> {
        list_before(self.items, self.start, np)
    }
}

/// The list of phrases that ends with `np`; only `np` if there is none.
pub(in crate::article) fn list_before(
    items: &[Item<'_>],
    from: usize,
    np: &Range<usize>,
) -> Vec<Range<usize>> {
    let mut list = vec![np.clone()];
    let mut start = np.start;
    let mut joined = false;
    while let Some(left) = start.checked_sub(1).filter(|l| *l >= from) {
        let item = &items[left];
        let end = if item.one_of(&["and", "or", "&"]) && !joined {
            joined = true;
            let comma = left > from && items[left - 1].is(Kind::Comma);
            left - usize::from(comma)
        } else if item.is(Kind::Comma) && joined {
            left
        } else {
            break;
        };
        let Some(part) = phrases::before(items, from, end) else {
            break;
        };
        let names = matches!(
            phrases::sort(items, &part),
            Sort::Name | Sort::Body | Sort::People | Sort::Person
        );
        if !names || part.end != end {
            break;
        }
        start = part.start;
        list.insert(0, part);
    }
    match list.split_last() {
        Some((_, firsts)) if joined && !firsts.is_empty() && share_a_noun(items, firsts, np) => {
            vec![firsts[0].start..np.end]
        }
        _ if joined => list,
        _ => vec![np.clone()],
    }
}

/// *Turkish and UN officials*: adjectives and acronyms before the plural noun of the last phrase, and no article.
pub(super) fn share_a_noun(
    items: &[Item<'_>],
    firsts: &[Range<usize>],
    last: &Range<usize>,
) -> bool {
    const ADJECTIVES: [&str; 9] = [
        "swiss",
        "greek",
        "thai",
        "arab",
        "filipino",
        "saudi",
        "iraqi",
        "israeli",
        "pakistani",
    ];
    const ENDINGS: [&str; 8] = ["ish", "ese", "ian", "ean", "ench", "utch", "zech", "rman"];
    let adjective = |i: &Item<'_>| {
        let acronym = i.text.len() > 1 && !i.text.contains(char::is_lowercase);
        let american = i.lower.ends_with("ican");
        i.is_name()
            && (acronym
                || american
                || ADJECTIVES.contains(&i.lower.as_str())
                || ENDINGS.iter().any(|e| i.lower.ends_with(e)))
    };
    let modified = last.len() > 1 && items[last.start].is_name();
    let plural = items[phrases::head(items, last)].any(Tags::PEOPLE);
    modified
        && plural
        && firsts
            .iter()
            .all(|f| f.len() == 1 && adjective(&items[f.start]))
}
