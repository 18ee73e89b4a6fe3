//! Groups in more than one file, and minimal pairs that are none.

use std::collections::BTreeMap;

use super::field;
use super::findings::{Check, Finding, Severity};
use crate::stance::StanceSet;
use crate::statement::LabelledStatement;

/// One finding for each further file that a group stands in, at its first row there.
pub(super) fn split_groups(statements: &[LabelledStatement]) -> Vec<Finding> {
    let mut sides: BTreeMap<&str, Vec<&LabelledStatement>> = BTreeMap::new();
    for statement in statements {
        let Some(group) = &statement.group else {
            continue;
        };
        let firsts = sides.entry(group).or_default();
        if !firsts
            .iter()
            .any(|s| s.origin.file == statement.origin.file)
        {
            firsts.push(statement);
        }
    }
    let finding = |group: &str, first: &LabelledStatement, other: &LabelledStatement| {
        Finding::new(
            Check::SplitGroup,
            Severity::Error,
            &other.origin,
            format!("group {group:?} stands in {} too", first.origin.file),
            "move all its rows to one file",
        )
        .with(&first.origin)
    };
    sides
        .iter()
        .flat_map(|(group, firsts)| {
            let others = firsts.iter().skip(1);
            others.map(|other| finding(group, firsts[0], other))
        })
        .collect()
}

/// Pair ids that do not stand on exactly two rows of one group with two labels.
pub(super) fn minimal_pairs(statements: &[LabelledStatement], set: &StanceSet) -> Vec<Finding> {
    let mut pairs: BTreeMap<String, Vec<&LabelledStatement>> = BTreeMap::new();
    for statement in statements {
        if let Some(id) = field(statement, "pair") {
            pairs.entry(id).or_default().push(statement);
        }
    }
    pairs
        .iter()
        .flat_map(|(id, rows)| pair_problems(id, rows, set))
        .collect()
}

fn pair_problems(id: &str, rows: &[&LabelledStatement], set: &StanceSet) -> Vec<Finding> {
    let finding = |problem: String, remedy: &str| {
        let last = rows[rows.len() - 1];
        let finding = Finding::new(
            Check::MinimalPair,
            Severity::Error,
            &last.origin,
            problem,
            remedy,
        );
        match rows {
            [first, .., _] => finding.with(&first.origin),
            _ => finding,
        }
    };
    let [a, b] = rows else {
        let places: Vec<String> = rows.iter().map(|r| r.origin.to_string()).collect();
        return vec![finding(
            format!(
                "pair {id:?} stands on {}, expected two rows",
                places.join(", ")
            ),
            "give each pair an id of its own",
        )];
    };
    let mut found = Vec::new();
    if a.stance == b.stance {
        let label = set.label(a.stance);
        found.push(finding(
            format!("both rows of pair {id:?} are labelled {label}"),
            "mend a label, or drop the pair's id: its deciding change must flip the label",
        ));
    }
    if a.group != b.group {
        let name = |g: &Option<String>| g.as_ref().map_or("none".into(), |g| format!("{g:?}"));
        found.push(finding(
            format!(
                "the rows of pair {id:?} are of groups {} and {}",
                name(&a.group),
                name(&b.group)
            ),
            "give both rows one group, or each pair an id of its own",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::test_rows::rows;
    use super::*;

    fn pair(label: &str, id: &str, group: &str) -> LabelledStatement {
        let mut row = rows(&[("f", label, "text")]).remove(0);
        row.fields.insert("pair".into(), id.into());
        row.group = Some(group.into());
        row
    }

    #[test]
    fn pairs_have_two_rows_two_labels_and_one_group() {
        let (c, n) = ("condemning", "neutral");
        let sound = [pair(c, "p", "g"), pair(n, "p", "g")];
        let single = [pair(c, "p", "g")];
        let three = [pair(c, "p", "g"), pair(n, "p", "g"), pair(n, "p", "g")];
        let alike = [pair(n, "p", "g"), pair(n, "p", "g")];
        let apart = [pair(c, "p", "g"), pair(n, "p", "h")];
        for (statements, expected) in [
            (&sound[..], None),
            (&single, Some("pair \"p\" stands on f:1, expected two rows")),
            (
                &three,
                Some("pair \"p\" stands on f:1, f:1, f:1, expected two rows"),
            ),
            (&alike, Some("both rows of pair \"p\" are labelled neutral")),
            (
                &apart,
                Some("the rows of pair \"p\" are of groups \"g\" and \"h\""),
            ),
        ] {
            let found = minimal_pairs(statements, &StanceSet::default());
            assert_eq!(found.first().map(|f| f.problem.as_str()), expected);
        }
    }

    #[test]
    fn a_group_belongs_to_one_file() {
        let mut statements = rows(&[("a", "neutral", "x"), ("a", "neutral", "y")]);
        statements.extend(rows(&[("b", "neutral", "z"), ("b", "neutral", "w")]));
        for s in &mut statements {
            s.group = Some("g".into());
        }
        let found = split_groups(&statements);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].origin.to_string(), "b:1");
        statements[2].group = Some("h".into());
        statements[3].group = None;
        assert!(split_groups(&statements).is_empty());
    }
}
