//! Do intervals cover, do tests keep their level, and what do they find? Synthetic experiments whose truth is known.
//!
//! `cargo test --release --test simulation -- --ignored --nocapture` prints the tables of `docs/evaluation.md`. Another test measures the
//! time of a large report.

use std::time::Instant;

use demarche::evaluation::{
    Comparison, Evaluation, EvaluationSettings, Figure, IntervalMethod, Judged, SliceColumn,
    SliceSource, slices,
};
use demarche::{Stance, StanceSet};
use rayon::prelude::*;

/// Experiments on intervals.
const INTERVALS: u64 = 1_000;

/// Experiments on tests: more, for shares near 5 % are known to 0.34 % after 4,000.
const TESTS: u64 = 4_000;

/// Draws in each experiment.
const RESAMPLES: usize = 1_000;

/// Chance of each stance, over all groups.
const STANCES: [f64; 3] = [0.35, 0.2, 0.45];

/// A world in which statements come in groups that are alike.
struct World {
    groups: usize,
    /// Mean number of statements in a group; each has 1 to twice that less 1.
    size: usize,
    /// Chance of naming the right stance, before the group has its say.
    skill: [f64; 3],
}

const USUAL: World = World {
    groups: 80,
    size: 10,
    skill: [0.75, 0.6, 0.85],
};

/// Each group has a leaning to one stance, and is easy or hard by up to 0.25 for all, and by up to 0.15 for each system on its own.
fn statements(world: &World, skills: &[[f64; 3]], seed: u64) -> Vec<Vec<Judged>> {
    let mut random = fastrand::Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1F4);
    let mut systems = vec![Vec::new(); skills.len()];
    for group in 0..world.groups {
        let ease = 0.5 * random.f64() - 0.25;
        let leaning = random.usize(..3);
        let own: Vec<f64> = skills.iter().map(|_| 0.3 * random.f64() - 0.15).collect();
        for _ in 0..random.usize(1..2 * world.size) {
            let gold = if random.f64() < 0.4 {
                leaning
            } else {
                stance(&mut random)
            };
            for ((system, skill), own) in systems.iter_mut().zip(skills).zip(&own) {
                system.push(judged(gold, skill[gold] + ease + own, group, &mut random));
            }
        }
    }
    systems
}

fn stance(random: &mut fastrand::Rng) -> usize {
    let u = random.f64();
    usize::from(u > STANCES[0]) + usize::from(u > STANCES[0] + STANCES[1])
}

/// Names the right stance with probability `skill`, with a confidence that is too high by a little.
fn judged(gold: usize, skill: f64, group: usize, random: &mut fastrand::Rng) -> Judged {
    let right = random.f64() < skill.clamp(0.02, 0.98);
    let named = if right {
        gold
    } else {
        (gold + 1 + random.usize(..2)) % 3
    };
    let confidence = (skill + 0.1 + 0.2 * (random.f64() - 0.5)).clamp(0.4, 0.99);
    let mut probabilities = vec![(1.0 - confidence) / 2.0; 3];
    probabilities[named] = confidence;
    Judged {
        gold: Stance(gold as u16),
        predicted: Some(Stance(named as u16)),
        probabilities,
        confidence: None,
        group: Some(format!("{group}")),
    }
}

fn settings(method: IntervalMethod, resamples: usize, seed: u64) -> EvaluationSettings {
    EvaluationSettings {
        resamples,
        seed,
        method,
        further: Vec::new(),
    }
}

#[test]
#[ignore = "takes minutes; its tables stand in docs/evaluation.md"]
fn intervals_cover_what_they_should() {
    let set = StanceSet::default();
    let population = World {
        groups: 200_000,
        ..USUAL
    };
    let figures = [
        Figure::Accuracy,
        Figure::Recall(Stance(1)),
        Figure::Precision(Stance(1)),
        Figure::MacroF1,
        Figure::F1(Stance(1)),
        Figure::BrierScore,
        Figure::AccuracyAt(0.8),
    ];
    let all = &statements(&population, &[USUAL.skill], 1)[0];
    let truth = Evaluation::with(all, &set, &settings(IntervalMethod::Bca, 0, 1));
    let truth = figures.map(|f| truth.figure(f).expect("a value").value);
    println!(
        "\n| figure | truth | percentile | bca | wilson |\n| --- | ---: | ---: | ---: | ---: |"
    );
    let methods = [
        IntervalMethod::Percentile,
        IntervalMethod::Bca,
        IntervalMethod::Wilson,
    ];
    let covered = methods.map(|method| {
        let counts = (0..INTERVALS).into_par_iter().map(|i| {
            let rows = &statements(&USUAL, &[USUAL.skill], 1_000 + i)[0];
            let found = Evaluation::with(rows, &set, &settings(method, RESAMPLES, i));
            let inside = |(f, truth): (&Figure, &f64)| {
                let interval = found
                    .figure(*f)
                    .and_then(|e| e.interval)
                    .expect("an interval");
                u32::from(interval.lower <= *truth && *truth <= interval.upper)
            };
            figures.iter().zip(&truth).map(inside).collect::<Vec<u32>>()
        });
        let sum = |a: Vec<u32>, b: Vec<u32>| a.iter().zip(b).map(|(a, b)| a + b).collect();
        counts.reduce(|| vec![0; figures.len()], sum)
    });
    for (i, figure) in figures.iter().enumerate() {
        let shares = covered
            .each_ref()
            .map(|c| f64::from(c[i]) / INTERVALS as f64);
        println!(
            "| `{}` | {:.3} | {:.1} % | {:.1} % | {:.1} % |",
            figure.name(&set),
            truth[i],
            shares[0] * 100.0,
            shares[1] * 100.0,
            shares[2] * 100.0
        );
        assert!(
            // 93 to 97 %, and what 1,000 experiments leave unsure: one standard error is 0.8 %.
            (0.92..=0.98).contains(&shares[2]),
            "{} {shares:?}",
            figure.name(&set)
        );
    }
}

/// p-values of the tests of `skills` against each other in a world, one experiment each.
fn p_values(world: &World, skills: [[f64; 3]; 2], alone: bool) -> Vec<[Option<f64>; 5]> {
    let set = StanceSet::default();
    let experiments = (0..TESTS).into_par_iter().map(|i| {
        let mut systems = statements(world, &skills, 50_000 + i);
        if alone {
            systems.iter_mut().flatten().for_each(|j| j.group = None);
        }
        let how = EvaluationSettings {
            resamples: RESAMPLES,
            seed: i,
            ..EvaluationSettings::default()
        };
        let found = Comparison::of(&systems[0], &systems[1], &set, &how);
        let p = |f| found.difference(f).and_then(|d| d.p_value);
        let level = |f: Figure| {
            let d = found.difference(f)?.difference;
            let interval = d.interval?;
            Some(if interval.lower > 0.0 || interval.upper < 0.0 {
                0.0
            } else {
                1.0
            })
        };
        [
            p(Figure::Accuracy),
            p(Figure::MacroF1),
            found.mcnemar.p_value_of_groups,
            Some(found.mcnemar.p_value),
            level(Figure::MacroF1),
        ]
    });
    experiments.collect()
}

/// Share of experiments with p below 5 %, in percent.
fn refused(p_values: &[[Option<f64>; 5]], test: usize) -> f64 {
    let known: Vec<f64> = p_values.iter().filter_map(|p| p[test]).collect();
    100.0 * known.iter().filter(|p| **p < 0.05).count() as f64 / known.len() as f64
}

const TEST_NAMES: [&str; 5] = [
    "approximate randomisation, accuracy",
    "approximate randomisation, macro F1",
    "McNemar over groups",
    "McNemar, statements taken as independent",
    "95 % interval of the difference in macro F1 leaves out 0",
];

#[test]
#[ignore = "takes minutes; its tables stand in docs/evaluation.md"]
fn tests_keep_their_level_and_find_what_is_there() {
    let same = [USUAL.skill; 2];
    let better = [USUAL.skill.map(|s| s + 0.05), USUAL.skill];
    let grouped = p_values(&USUAL, same, false);
    let alone = p_values(&USUAL, same, true);
    let power = p_values(&USUAL, better, false);
    println!(
        "\n| test | false alarms | the same, groups ignored | power |\n| --- | ---: | ---: | ---: |"
    );
    for (test, name) in TEST_NAMES.iter().enumerate() {
        let figures = [&grouped, &alone, &power].map(|p| refused(p, test));
        println!(
            "| {name} | {:.1} % | {:.1} % | {:.1} % |",
            figures[0], figures[1], figures[2]
        );
    }
    for (test, name) in TEST_NAMES.iter().enumerate().take(3) {
        let level = refused(&grouped, test);
        assert!((3.5..=6.5).contains(&level), "{}: {level}", name);
    }
    assert!(refused(&power, 0) > 30.0);
}

#[test]
#[ignore = "takes minutes; its tables stand in docs/evaluation.md"]
fn slices_that_are_alike_are_seldom_named() {
    // Twelve slices by chance: the share of experiments in which any is named at a false discovery rate of 5 %, and at p < 5 %.
    let set = StanceSet::default();
    let named = |i: u64| {
        let rows = statements(&USUAL, &[USUAL.skill], 90_000 + i).remove(0);
        let value = |j: &Judged| {
            j.group.as_ref().map(|g| {
                format!(
                    "{}",
                    g.len() * 31 % 3 + g.bytes().last().map_or(0, usize::from) % 12
                )
            })
        };
        let column = SliceColumn {
            name: "chance".into(),
            values: rows.iter().map(value).collect(),
        };
        let found = slices(
            SliceSource {
                judged: &rows,
                baseline: None,
                set: &set,
                settings: &settings(IntervalMethod::Wilson, 0, 1),
                min_support: 10,
            },
            &[column],
        );
        let any = |q: fn(&demarche::evaluation::AgainstRest) -> f64| {
            found
                .iter()
                .filter_map(|s| s.against_rest)
                .any(|t| q(&t) < 0.05)
        };
        (u32::from(any(|t| t.q_value)), u32::from(any(|t| t.p_value)))
    };
    let sums = (0..TESTS)
        .into_par_iter()
        .map(named)
        .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let share = |n: u32| 100.0 * f64::from(n) / TESTS as f64;
    println!(
        "\nany slice named: {:.1} % by q, {:.1} % by p",
        share(sums.0),
        share(sums.1)
    );
    assert!(share(sums.0) < share(sums.1) / 2.0);
}

#[test]
#[ignore = "a benchmark: 100,000 statements, 10,000 draws"]
fn a_large_report_takes_seconds() {
    let set = StanceSet::default();
    let world = World {
        groups: 10_000,
        ..USUAL
    };
    for alone in [false, true] {
        let mut rows = statements(&world, &[USUAL.skill], 3).remove(0);
        rows.truncate(100_000);
        if alone {
            rows.iter_mut().for_each(|j| j.group = None);
        }
        let n = rows.len();
        let began = Instant::now();
        let found = Evaluation::with(&rows, &set, &EvaluationSettings::default());
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{n} statements in {} groups, 10,000 draws: {seconds:.2} s",
            found.groups
        );
        // Twice the aim of 5 s; on a machine that others load it may take longer.
        assert!(seconds < 10.0, "{seconds} s");
    }
}
