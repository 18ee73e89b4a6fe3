//! Forms of English verbs: the irregular ones that report, and the rules of spelling for the others.

use super::Form;

/// Base, past, participle.
const IRREGULAR: [(&str, &str, &str); 36] = [
    ("give", "gave", "given"),
    ("lend", "lent", "lent"),
    ("pay", "paid", "paid"),
    ("leave", "left", "left"),
    ("leap", "leapt", "leapt"),
    ("say", "said", "said"),
    ("tell", "told", "told"),
    ("write", "wrote", "written"),
    ("find", "found", "found"),
    ("hold", "held", "held"),
    ("think", "thought", "thought"),
    ("feel", "felt", "felt"),
    ("see", "saw", "seen"),
    ("make", "made", "made"),
    ("let", "let", "let"),
    ("put", "put", "put"),
    ("go", "went", "gone"),
    ("take", "took", "taken"),
    ("come", "came", "come"),
    ("stand", "stood", "stood"),
    ("speak", "spoke", "spoken"),
    ("hit", "hit", "hit"),
    ("shoot", "shot", "shot"),
    ("throw", "threw", "thrown"),
    ("begin", "began", "begun"),
    ("swear", "swore", "sworn"),
    ("forbid", "forbade", "forbidden"),
    ("set", "set", "set"),
    ("lay", "laid", "laid"),
    ("cast", "cast", "cast"),
    ("uphold", "upheld", "upheld"),
    ("read", "read", "read"),
    ("tear", "tore", "torn"),
    ("undertake", "undertook", "undertaken"),
    ("be", "was", "been"),
    ("lean", "leaned", "leaned"),
];

/// Verbs whose last consonant is doubled before -ed and -ing.
const DOUBLED: [&str; 23] = [
    "admit", "submit", "rebut", "beg", "slam", "quip", "brag", "demur", "sum", "dub", "snap",
    "bat", "chip", "refer", "concur", "commit", "plan", "swat", "put", "set", "let", "begin",
    "hit",
];

/// Verbs that are doubled in one spelling and not in the other.
const BOTH: [&str; 3] = ["label", "signal", "counsel"];

/// All forms of a verb.
pub(super) fn forms(base: &str) -> Vec<(Form, String)> {
    let mut forms = vec![(Form::Base, base.to_owned()), (Form::Third, third(base))];
    if base == "be" {
        forms[1].1 = "is".into();
    }
    for stem in stems(base) {
        let cut = stem
            .strip_suffix('e')
            .filter(|s| !s.ends_with(['e', 'y', 'o']));
        forms.push((Form::Ing, format!("{}ing", cut.unwrap_or(&stem))));
        if irregular(base).is_none() {
            forms.push((Form::PastOrParticiple, past(&stem)));
        }
    }
    if let Some((_, past, participle)) = irregular(base) {
        if past == participle {
            forms.push((Form::PastOrParticiple, (*past).into()));
        } else {
            forms.push((Form::Past, (*past).into()));
            forms.push((Form::Participle, (*participle).into()));
        }
    }
    forms
}

fn irregular(base: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    IRREGULAR.iter().find(|(b, ..)| *b == base)
}

fn stems(base: &str) -> Vec<String> {
    let doubled = || {
        let last = base.chars().next_back().map_or(String::new(), String::from);
        format!("{base}{last}")
    };
    if DOUBLED.contains(&base) {
        vec![doubled()]
    } else if BOTH.contains(&base) {
        vec![base.to_owned(), doubled()]
    } else {
        vec![base.to_owned()]
    }
}

fn third(base: &str) -> String {
    match consonant_y(base) {
        Some(stem) => format!("{stem}ies"),
        None if base.ends_with(['s', 'x', 'z', 'o'])
            || base.ends_with("ch")
            || base.ends_with("sh") =>
        {
            format!("{base}es")
        }
        None => format!("{base}s"),
    }
}

fn past(stem: &str) -> String {
    match consonant_y(stem) {
        Some(start) => format!("{start}ied"),
        None if stem.ends_with('e') => format!("{stem}d"),
        None => format!("{stem}ed"),
    }
}

fn consonant_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    (!stem.ends_with(['a', 'e', 'i', 'o', 'u'])).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_the_forms_of_a_grammar_book() {
        for (base, expected) in [
            ("deny", "deny denies denying denied"),
            ("accuse", "accuse accuses accusing accused"),
            ("admit", "admit admits admitting admitted"),
            ("say", "say says saying said"),
            ("write", "write writes writing wrote written"),
            ("express", "express expresses expressing expressed"),
            ("label", "label labels labeling labeled labelling labelled"),
            ("decry", "decry decries decrying decried"),
            ("go", "go goes going went gone"),
        ] {
            let found: Vec<String> = forms(base).into_iter().map(|f| f.1).collect();
            assert_eq!(found.join(" "), expected);
        }
    }
}
