//! Behaviour suites: cases by capability, each passed if the stance named is the one expected.
//!
//! After Ribeiro et al., "Beyond accuracy: behavioral testing of NLP models with CheckList", ACL 2020. A set of cases that all
//! expect one stance (the same sentence with another name, other quotes, at another length) is also held to consistency: its cases
//! should get one answer, right or wrong.

use std::collections::BTreeMap;

use super::cases::{ALL_CASES, Case};
use crate::prediction::Prediction;
use crate::stance::Stance;

/// A case and what the model said.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedCase {
    /// The case.
    pub case: Case,
    /// The stance named, or none.
    pub found: Option<Stance>,
    /// Confidence in it.
    pub confidence: Option<f64>,
}

impl CheckedCase {
    /// Whether the stance named is the one expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.found == Some(self.case.expected)
    }
}

/// Cases of one capability, or all, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CapabilityScores {
    /// The capability, or `all`.
    pub name: String,
    /// Its cases.
    pub cases: usize,
    /// Those that passed.
    pub passed: usize,
    /// Sets of two cases or more that all expect one stance.
    pub sets: usize,
    /// Those of these sets whose cases did not all get one answer.
    pub inconsistent: usize,
}

impl CapabilityScores {
    /// Share of cases that passed; `None` for none.
    #[must_use]
    pub fn pass_rate(&self) -> Option<f64> {
        (self.cases > 0).then(|| self.passed as f64 / self.cases as f64)
    }
}

/// A floor under the pass rate of a capability, or of all cases.
#[derive(Debug, Clone, PartialEq)]
pub struct PassGate {
    /// The capability, or `all`.
    pub capability: String,
    /// The floor.
    pub floor: f64,
}

/// A gate with the pass rate that it was held against.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PassOutcome {
    /// `pass(CAPABILITY)`.
    pub figure: String,
    /// The floor.
    pub floor: f64,
    /// The pass rate; `None` if there is no case.
    pub value: Option<f64>,
    /// Whether it is at least the floor.
    pub passed: bool,
}

/// What a suite found.
#[derive(Debug, Clone, PartialEq)]
pub struct SuiteResult {
    /// All cases in the order of the suite.
    pub cases: Vec<CheckedCase>,
    /// Each capability in the order in which it first comes.
    pub capabilities: Vec<CapabilityScores>,
    /// All cases.
    pub all: CapabilityScores,
}

impl SuiteResult {
    /// Joins cases with their predictions and counts.
    #[must_use]
    pub fn of(cases: Vec<Case>, predictions: Vec<Prediction>) -> Self {
        let checked = |(case, p): (Case, Prediction)| CheckedCase {
            case,
            confidence: p.confidence(),
            found: p.stance,
        };
        let cases: Vec<CheckedCase> = cases.into_iter().zip(predictions).map(checked).collect();
        let mut capabilities: Vec<CapabilityScores> = Vec::new();
        let mut all = CapabilityScores {
            name: ALL_CASES.to_owned(),
            ..CapabilityScores::default()
        };
        for case in &cases {
            let scores = scores_of(&mut capabilities, &case.case.capability);
            for scores in [scores, &mut all] {
                scores.cases += 1;
                scores.passed += usize::from(case.passed());
            }
        }
        for (capability, consistent) in variant_sets(&cases) {
            let scores = scores_of(&mut capabilities, capability);
            for scores in [scores, &mut all] {
                scores.sets += 1;
                scores.inconsistent += usize::from(!consistent);
            }
        }
        Self {
            cases,
            capabilities,
            all,
        }
    }

    /// Figures of a capability, or of `all`.
    #[must_use]
    pub fn scores(&self, name: &str) -> Option<&CapabilityScores> {
        if name == ALL_CASES {
            return Some(&self.all);
        }
        self.capabilities.iter().find(|c| c.name == name)
    }

    /// Holds a gate against the suite; a capability without a case fails.
    #[must_use]
    pub fn judge(&self, gate: &PassGate) -> PassOutcome {
        let scores = self.scores(&gate.capability);
        let value = scores.and_then(CapabilityScores::pass_rate);
        PassOutcome {
            figure: format!("pass({})", gate.capability),
            floor: gate.floor,
            value,
            passed: value.is_some_and(|v| v >= gate.floor),
        }
    }
}

fn scores_of<'a>(
    capabilities: &'a mut Vec<CapabilityScores>,
    name: &str,
) -> &'a mut CapabilityScores {
    let at = capabilities.iter().position(|c| c.name == name);
    let at = at.unwrap_or_else(|| {
        capabilities.push(CapabilityScores {
            name: name.to_owned(),
            ..CapabilityScores::default()
        });
        capabilities.len() - 1
    });
    &mut capabilities[at]
}

/// The capability of each set of two cases or more that all expect one stance, and whether they got one answer.
fn variant_sets(cases: &[CheckedCase]) -> Vec<(&str, bool)> {
    let mut sets: BTreeMap<(&str, &str), Vec<&CheckedCase>> = BTreeMap::new();
    for case in cases {
        if let Some(set) = &case.case.set {
            let key = (case.case.capability.as_str(), set.as_str());
            sets.entry(key).or_default().push(case);
        }
    }
    let variants = |cases: &Vec<&CheckedCase>| {
        cases.len() > 1
            && cases
                .iter()
                .all(|c| c.case.expected == cases[0].case.expected)
    };
    sets.into_iter()
        .filter(|(_, cases)| variants(cases))
        .map(|((capability, _), cases)| {
            let consistent = cases.iter().all(|c| c.found == cases[0].found);
            (capability, consistent)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::Origin;

    fn checked(rows: &[(&str, &str, u16, Option<u16>)]) -> SuiteResult {
        let case = |(capability, set, expected, _): &(&str, &str, u16, Option<u16>)| Case {
            text: "t".into(),
            expected: Stance(*expected),
            capability: (*capability).to_owned(),
            rule: None,
            set: Some((*set).to_owned()),
            origin: Origin {
                file: "f".into(),
                line: 1,
            },
        };
        let prediction = |row: &(&str, &str, u16, Option<u16>)| Prediction {
            stance: row.3.map(Stance),
            ..Prediction::default()
        };
        let cases = rows.iter().map(case).collect();
        SuiteResult::of(cases, rows.iter().map(prediction).collect())
    }

    #[test]
    fn cases_and_sets_are_counted_by_capability() {
        let result = checked(&[
            ("swap", "1", 0, Some(0)),
            ("swap", "1", 0, Some(2)),
            ("negation", "1", 0, Some(0)),
            ("negation", "1", 2, Some(0)),
            ("swap", "2", 1, Some(0)),
            ("swap", "2", 1, Some(0)),
            ("swap", "3", 1, None),
        ]);
        let found: Vec<_> = result
            .capabilities
            .iter()
            .chain([&result.all])
            .map(|c| (c.name.as_str(), c.cases, c.passed, c.sets, c.inconsistent))
            .collect();
        let expected = [
            ("swap", 5, 1, 2, 1),
            ("negation", 2, 1, 0, 0),
            ("all", 7, 2, 2, 1),
        ];
        assert_eq!(found, expected);
        let gate = |capability: &str, floor| {
            result.judge(&PassGate {
                capability: capability.into(),
                floor,
            })
        };
        assert!(gate("negation", 0.5).passed);
        assert!(!gate("all", 0.3).passed);
        assert_eq!(gate("irony", 0.0).value, None);
        assert!(!gate("irony", 0.0).passed);
    }
}
