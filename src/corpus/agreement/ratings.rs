//! Who gave which label to which item.

use std::collections::BTreeMap;

use crate::stance::Stance;

/// One label that one annotator gave to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// What tells the item: its id, or its text.
    pub item: String,
    /// Who labelled it.
    pub annotator: String,
    /// The label.
    pub stance: Stance,
    /// The item's text.
    pub text: String,
    /// The item's group.
    pub group: Option<String>,
}

/// An item with its labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What tells it.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its group.
    pub group: Option<String>,
    /// Annotator by position, and label; in the order of annotators.
    labels: Vec<(usize, Stance)>,
}

impl Item {
    /// How often each of `k` labels was given.
    #[must_use]
    pub fn counts(&self, k: usize) -> Vec<u32> {
        let mut counts = vec![0; k];
        for (_, stance) in &self.labels {
            counts[stance.index()] += 1;
        }
        counts
    }

    /// The label of the annotator at a position.
    #[must_use]
    pub fn label_of(&self, annotator: usize) -> Option<Stance> {
        let mut labels = self.labels.iter();
        labels.find(|(a, _)| *a == annotator).map(|(_, s)| *s)
    }

    /// Whether two annotators gave different labels.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.labels.windows(2).any(|w| w[0].1 != w[1].1)
    }
}

/// All labels of all items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ratings {
    /// Names of the annotators, in the order in which they came.
    pub annotators: Vec<String>,
    /// Items in the order in which they came.
    pub items: Vec<Item>,
    by_id: BTreeMap<String, usize>,
}

impl Ratings {
    /// Adds a label; false if this annotator gave this item another one before, which then stays.
    pub fn add(&mut self, rating: Rating) -> bool {
        let annotator = self.annotator(&rating.annotator);
        let position = *self
            .by_id
            .entry(rating.item.clone())
            .or_insert(self.items.len());
        if position == self.items.len() {
            self.items.push(Item {
                id: rating.item,
                text: rating.text,
                group: rating.group,
                labels: Vec::new(),
            });
        }
        let item = &mut self.items[position];
        match item.label_of(annotator) {
            Some(earlier) => earlier == rating.stance,
            None => {
                item.labels.push((annotator, rating.stance));
                item.labels.sort_unstable();
                true
            }
        }
    }

    fn annotator(&mut self, name: &str) -> usize {
        let known = self.annotators.iter().position(|a| a == name);
        known.unwrap_or_else(|| {
            self.annotators.push(name.to_owned());
            self.annotators.len() - 1
        })
    }

    /// Items that two or more annotators labelled.
    pub fn shared(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|i| i.labels.len() > 1)
    }

    /// Items that were labelled differently, the most even votes first, then in their order.
    #[must_use]
    pub fn disputes(&self) -> Vec<&Item> {
        let mut disputes: Vec<&Item> = self.items.iter().filter(|i| i.is_disputed()).collect();
        disputes.sort_by(|a, b| a.majority_share().total_cmp(&b.majority_share()));
        disputes
    }

    /// Annotators with the number of labels that each gave.
    #[must_use]
    pub fn annotators_with_counts(&self) -> Vec<(String, usize)> {
        let given = |a: usize| {
            self.items
                .iter()
                .filter(|i| i.label_of(a).is_some())
                .count()
        };
        let named = self.annotators.iter().enumerate();
        named.map(|(a, name)| (name.clone(), given(a))).collect()
    }
}

impl Item {
    /// Share of the commonest label.
    fn majority_share(&self) -> f64 {
        let most = self
            .labels
            .iter()
            .map(|(_, s)| s.index() + 1)
            .max()
            .unwrap_or(0);
        let counts = self.counts(most);
        f64::from(counts.into_iter().max().unwrap_or(0)) / self.labels.len().max(1) as f64
    }

    /// The label that more than half of the annotators gave.
    #[must_use]
    pub fn majority(&self, k: usize) -> Option<Stance> {
        let counts = self.counts(k);
        let most = (0..k).find(|label| 2 * counts[*label] as usize > self.labels.len());
        most.map(|label| Stance(label as u16))
    }
}
