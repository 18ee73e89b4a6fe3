//! Agreement of annotators who labelled the same statements.
//!
//! Percent agreement, Cohen's kappa of each pair, Fleiss' kappa and Krippendorff's alpha (nominal), each with a 95 % interval by
//! bootstrap over groups of items. Items that one annotator labelled count for nothing here.

mod figures;
mod ratings;

pub use figures::{Counts, alpha, cohen, fleiss, percent};
pub use ratings::{Item, Rating, Ratings};

use std::collections::BTreeMap;

use crate::evaluation::{Estimate, Interval, quantile};
use crate::stance::{Stance, StanceSet};

/// How intervals are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementSettings {
    /// Bootstrap draws.
    pub resamples: usize,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for AgreementSettings {
    fn default() -> Self {
        Self {
            resamples: 2_000,
            seed: 1,
        }
    }
}

/// Agreement of one pair of annotators on the items that both labelled.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The two.
    pub annotators: [String; 2],
    /// Items that both labelled.
    pub items: usize,
    /// Share on which they agree.
    pub percent: Estimate,
    /// Cohen's kappa; `None` if both used one and the same label only.
    pub kappa: Option<Estimate>,
}

/// Agreement on one stance against all others.
#[derive(Debug, Clone, PartialEq)]
pub struct StanceAgreement {
    /// Labels given.
    pub labels: u64,
    /// Share of pairs of labels of one item that both name it, of those of which one does.
    pub specific: Option<f64>,
    /// Fleiss' kappa of this stance against the others.
    pub fleiss: Option<Estimate>,
    /// Krippendorff's alpha of this stance against the others.
    pub alpha: Option<Estimate>,
}

/// All figures of agreement; `None` where there is no data for one.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Annotators with the number of labels each gave.
    pub annotators: Vec<(String, usize)>,
    /// Items.
    pub items: usize,
    /// Items that two or more labelled; only they count.
    pub shared: usize,
    /// Groups of these items; the unit of the bootstrap.
    pub groups: usize,
    /// Share of pairs of labels of one item that are the same, as a mean over items.
    pub percent: Option<Estimate>,
    /// Cohen's kappa as a mean over pairs of annotators (Light's kappa).
    pub cohen: Option<Estimate>,
    /// Fleiss' kappa.
    pub fleiss: Option<Estimate>,
    /// Krippendorff's alpha, nominal.
    pub alpha: Option<Estimate>,
    /// Each stance against the others, in the order of the set.
    pub per_stance: Vec<StanceAgreement>,
    /// Each pair of annotators.
    pub pairs: Vec<Pair>,
}

impl Agreement {
    /// The agreement of `ratings` with labels of `set`.
    #[must_use]
    pub fn of(ratings: &Ratings, set: &StanceSet, settings: AgreementSettings) -> Self {
        let shared: Vec<&Item> = ratings.shared().collect();
        let clusters = clusters(&shared);
        let draws = Draws::new(&clusters, settings);
        let k = set.len();
        let counts = |items: &[&Item]| Counts::of(items.iter().map(|i| i.counts(k)));
        let figure = |of: &dyn Fn(&[&Item]) -> Option<f64>| draws.interval(&shared, of);
        let pairs = pairs(&shared, ratings, &draws, k);
        let cohens = |items: &[&Item]| mean_cohen(items, ratings, k);
        Self {
            annotators: ratings.annotators_with_counts(),
            items: ratings.items.len(),
            shared: shared.len(),
            groups: clusters.len(),
            percent: figure(&|items| percent(&counts(items))),
            cohen: figure(&cohens),
            fleiss: figure(&|items| fleiss(&counts(items))),
            alpha: figure(&|items| alpha(&counts(items))),
            per_stance: set
                .iter()
                .map(|stance| of_stance(&shared, stance, &draws, k))
                .collect(),
            pairs,
        }
    }

    /// A figure by the name that gates use: `alpha`, `fleiss`, `cohen`, `percent`, or `alpha(LABEL)`, `fleiss(LABEL)`.
    #[must_use]
    pub fn figure(&self, name: &str, set: &StanceSet) -> Option<Option<Estimate>> {
        if let Some((figure, label)) = name.strip_suffix(')').and_then(|n| n.split_once('(')) {
            let stance = &self.per_stance[set.parse(label)?.index()];
            return match figure {
                "alpha" => Some(stance.alpha),
                "fleiss" => Some(stance.fleiss),
                _ => None,
            };
        }
        match name {
            "alpha" => Some(self.alpha),
            "fleiss" => Some(self.fleiss),
            "cohen" => Some(self.cohen),
            "percent" => Some(self.percent),
            _ => None,
        }
    }
}

fn of_stance(shared: &[&Item], stance: Stance, draws: &Draws, k: usize) -> StanceAgreement {
    let against = |items: &[&Item]| {
        Counts::of(items.iter().map(|item| {
            let counts = item.counts(k);
            let named = counts[stance.index()];
            vec![named, counts.iter().sum::<u32>() - named]
        }))
    };
    StanceAgreement {
        labels: shared
            .iter()
            .map(|i| u64::from(i.counts(k)[stance.index()]))
            .sum(),
        specific: against(shared).specific(0),
        fleiss: draws.interval(shared, &|items| fleiss(&against(items))),
        alpha: draws.interval(shared, &|items| alpha(&against(items))),
    }
}

fn pairs(shared: &[&Item], ratings: &Ratings, draws: &Draws, k: usize) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (a, first) in ratings.annotators.iter().enumerate() {
        for (b, second) in ratings.annotators.iter().enumerate().skip(a + 1) {
            let labels = |items: &[&Item]| both(items, a, b);
            let agreed = |items: &[&Item]| {
                let labels = labels(items);
                let same = labels.iter().filter(|(x, y)| x == y).count();
                (!labels.is_empty()).then(|| same as f64 / labels.len() as f64)
            };
            let Some(percent) = draws.interval(shared, &agreed) else {
                continue;
            };
            pairs.push(Pair {
                annotators: [first.clone(), second.clone()],
                items: labels(shared).len(),
                percent,
                kappa: draws.interval(shared, &|items| cohen(&labels(items), k)),
            });
        }
    }
    pairs
}

/// Labels of the items that both annotators labelled.
fn both(items: &[&Item], a: usize, b: usize) -> Vec<(Stance, Stance)> {
    let labels = items.iter();
    labels
        .filter_map(|i| Some((i.label_of(a)?, i.label_of(b)?)))
        .collect()
}

fn mean_cohen(items: &[&Item], ratings: &Ratings, k: usize) -> Option<f64> {
    let n = ratings.annotators.len();
    let pairs = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
    let kappas: Vec<f64> = pairs
        .filter_map(|(a, b)| cohen(&both(items, a, b), k))
        .collect();
    (!kappas.is_empty()).then(|| kappas.iter().sum::<f64>() / kappas.len() as f64)
}

/// Positions of the items of each group; an item without a group stands alone.
fn clusters(items: &[&Item]) -> Vec<Vec<usize>> {
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut single = Vec::new();
    for (i, item) in items.iter().enumerate() {
        match &item.group {
            Some(group) => named.entry(group).or_default().push(i),
            None => single.push(vec![i]),
        }
    }
    named.into_values().chain(single).collect()
}

/// Draws of items: groups with replacement, as many as there are.
struct Draws(Vec<Vec<usize>>);

impl Draws {
    fn new(clusters: &[Vec<usize>], settings: AgreementSettings) -> Self {
        let mut random = fastrand::Rng::with_seed(settings.seed);
        let mut draw = || {
            let chosen = (0..clusters.len()).map(|_| random.usize(..clusters.len()));
            chosen.flat_map(|c| clusters[c].iter().copied()).collect()
        };
        let draws = if clusters.is_empty() {
            0
        } else {
            settings.resamples
        };
        Self((0..draws).map(|_| draw()).collect())
    }

    /// A figure of all items with its 2.5 % and 97.5 % quantiles over the draws in which it is defined.
    fn interval(
        &self,
        items: &[&Item],
        figure: &(dyn Fn(&[&Item]) -> Option<f64> + '_),
    ) -> Option<Estimate> {
        let value = figure(items)?;
        let of_draw = |draw: &Vec<usize>| {
            let drawn: Vec<&Item> = draw.iter().map(|i| items[*i]).collect();
            figure(&drawn)
        };
        let mut drawn: Vec<f64> = self.0.iter().filter_map(of_draw).collect();
        drawn.sort_unstable_by(f64::total_cmp);
        let ends = quantile(&drawn, 0.025).zip(quantile(&drawn, 0.975));
        Some(Estimate {
            value,
            interval: ends.map(|(lower, upper)| Interval { lower, upper }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(table: &[&[Option<u16>]]) -> Ratings {
        let mut ratings = Ratings::default();
        for (i, row) in table.iter().enumerate() {
            for (annotator, label) in row.iter().enumerate() {
                if let Some(label) = label {
                    ratings.add(Rating {
                        item: format!("i{i}"),
                        annotator: format!("a{annotator}"),
                        stance: Stance(*label),
                        text: String::new(),
                        group: None,
                    });
                }
            }
        }
        ratings
    }

    /// Krippendorff, "Computing Krippendorff's alpha-reliability", 2011, example C: nominal alpha 0.743.
    #[test]
    fn alpha_of_krippendorffs_example() {
        let data = [
            [Some(1), Some(1), None, Some(1)],
            [Some(2), Some(2), Some(3), Some(2)],
            [Some(3), Some(3), Some(3), Some(3)],
            [Some(3), Some(3), Some(3), Some(3)],
            [Some(2), Some(2), Some(2), Some(2)],
            [Some(1), Some(2), Some(3), Some(4)],
            [Some(4), Some(4), Some(4), Some(4)],
            [Some(1), Some(1), Some(2), Some(1)],
            [Some(2), Some(2), Some(2), Some(2)],
            [None, Some(5), Some(5), Some(5)],
            [None, None, Some(1), Some(1)],
            [None, Some(3), None, None],
        ];
        let rows: Vec<&[Option<u16>]> = data.iter().map(|r| &r[..]).collect();
        let set = StanceSet::new((0..6).map(|i| format!("l{i}")).collect()).unwrap();
        let found = Agreement::of(&rated(&rows), &set, AgreementSettings::default());
        assert_eq!((found.items, found.shared), (12, 11));
        let alpha = found.alpha.unwrap();
        assert!((alpha.value - 0.743).abs() < 5e-4, "{alpha:?}");
        let [value, lower, upper] = alpha.ends();
        assert!(lower < value && value < upper);
    }

    #[test]
    fn one_annotator_alone_agrees_with_nobody() {
        let found = Agreement::of(
            &rated(&[&[Some(0)], &[Some(1)]]),
            &StanceSet::default(),
            AgreementSettings::default(),
        );
        assert_eq!((found.shared, found.alpha, found.percent), (0, None, None));
    }
}
