//! `demarche inspect` from outside.

mod common;

use common::{Folder, masked, small_model};
use serde_json::{Value, json};

fn inspect(arguments: &str) -> common::Said {
    let folder = Folder::new();
    let run = folder.demarche(&format!("inspect {arguments}"));
    run.arg(small_model()).run()
}

#[test]
fn the_text_shows_what_a_model_is_made_of() {
    let out = inspect("--top 2").done();
    let lines: Vec<&str> = out.lines().collect();
    let size = std::fs::metadata(small_model()).expect("the model").len();
    assert_eq!(masked(lines[0]), "model      #");
    assert_eq!(lines[1], format!("size       {size} bytes"));
    assert_eq!(
        lines[2],
        "stances    condemning (20 statements, prior 0.33), defending (20 statements, prior 0.33), neutral (20 statements, prior 0.33)"
    );
    assert_eq!(masked(lines[3]), "trained on 60 statements in 12 groups, #");
    let starts: Vec<&str> = lines[4..]
        .iter()
        .map(|l| l.split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(
        starts,
        [
            "features",
            "settings",
            "fit",
            "scores",
            "",
            "condemning:",
            "",
            "defending:",
            "",
            "neutral:"
        ]
    );
    assert!(
        lines[7].starts_with("scores     5 folds by group: macro F1 0."),
        "{}",
        lines[7]
    );
    for line in [lines[9], lines[11], lines[13]] {
        assert_eq!(line.matches(", ").count(), 1, "{line}");
    }
    assert!(!out.contains('\u{1B}'));
}

#[test]
fn json_holds_settings_facts_and_the_strongest_features() {
    let out = inspect("--format json --top 400").done();
    let facts: Value = serde_json::from_str(&out).expect("one JSON object");
    let training = &facts["settings"]["training"];
    let counts = json!([
        training["statements"],
        training["groups"],
        training["per_stance"],
        training["seed"]
    ]);
    assert_eq!(counts, json!([60, 12, [20, 20, 20], 42]));
    assert_eq!(
        facts["settings"]["labels"],
        json!(["condemning", "defending", "neutral"])
    );
    assert_eq!(facts["settings"]["features"]["vectors"], Value::Null);
    assert_eq!(training["cross_validation"]["folds"], 5);
    assert_eq!(out.lines().count(), 1);
    for (label, telling) in [
        ("condemning", "reckless"),
        ("defending", "lawful"),
        ("neutral", "will"),
    ] {
        let terms: Vec<(String, f64)> =
            serde_json::from_value(facts["strongest"][label].clone()).expect("terms");
        assert_eq!(terms.len(), 400);
        assert!(terms.is_sorted_by(|a, b| a.1 >= b.1), "{label}");
        let place = terms.iter().position(|t| t.0 == telling);
        assert!(
            place.is_some_and(|place| place < 20),
            "{telling} is at {place:?} of {label}"
        );
    }
}

#[test]
fn the_digest_is_that_of_the_records() {
    let facts: Value = serde_json::from_str(&inspect("--format json").done()).expect("JSON");
    let folder = Folder::new();
    let out = folder
        .demarche("classify")
        .small_model()
        .input("\n")
        .run()
        .done();
    assert_eq!(common::json_lines(&out)[0]["model"], facts["model"]);
}

#[test]
fn the_model_inside_is_shown_without_a_file() {
    let folder = Folder::new();
    let out = folder.demarche("inspect --format json").run().done();
    let facts: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        facts["settings"]["labels"],
        json!(["condemning", "defending", "neutral"])
    );
    assert!(facts["settings"]["training"]["statements"].as_u64() >= Some(1_000));
}

#[test]
fn what_is_no_model_is_refused() {
    let folder = Folder::with("no.demarche", "no model");
    for (file, reason) in [
        (
            "none.demarche",
            "cannot read: No such file or directory (os error 2)",
        ),
        (
            "no.demarche",
            "not a usable model: it does not start like a demarche model; make one with `demarche train`",
        ),
    ] {
        let err = folder.demarche(&format!("inspect {file}")).run().refused();
        assert_eq!(err, format!("demarche: {file}: {reason}\n"));
    }
}

#[test]
fn help_of_every_command_has_an_example() {
    let folder = Folder::new();
    for command in ["", "train", "classify", "evaluate", "explain", "inspect"] {
        let out = folder.demarche(&format!("{command} --help")).run().done();
        let example = format!("  demarche {command}");
        assert!(
            out.contains("\nExample")
                && out
                    .lines()
                    .any(|l| l.starts_with(example.trim_end()) || l.contains("| demarche ")),
            "{out}"
        );
    }
    let version = folder.demarche("--version").run().done();
    assert_eq!(version, format!("demarche {}\n", env!("CARGO_PKG_VERSION")));
}

/// A model with a learning curve, broken down by `id`.
fn with_curve() -> Folder {
    let folder = Folder::with("small.jsonl", common::SMALL);
    folder
        .demarche("train small.jsonl --folds 3 --learning-curve --learning-curve-by group -o curve.demarche")
        .run()
        .done();
    folder
}

#[test]
fn a_card_has_a_head_for_model_hubs_and_ends_with_the_notes() {
    let folder = with_curve().and("notes.md", "## Limits\n\nInvented statements only.\n");
    let card = folder
        .demarche("inspect curve.demarche --format model-card --license cc-by-4.0 --notes notes.md --drawing curve.svg")
        .run()
        .done();
    let (head, body) = card
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("---\n"))
        .expect("a YAML head");
    assert!(
        head.contains("license: cc-by-4.0\n")
            && head.contains("pipeline_tag: text-classification\n")
    );
    for part in [
        "# Model card: curve\n",
        "| trained on | 60 statements in 12 groups |",
        "## Scores in cross-validation\n\n3 folds by group",
        "## Learning curve\n",
        "![F1 by statements trained on](curve.svg)",
    ] {
        assert!(body.contains(part), "{part:?} is not in\n{body}");
    }
    assert!(body.ends_with("\n## Limits\n\nInvented statements only.\n"));
}

#[test]
fn the_learning_curve_is_kept_and_drawn() {
    let folder = with_curve();
    let facts = folder
        .demarche("inspect curve.demarche --format json")
        .run()
        .done();
    let facts: Value = serde_json::from_str(&facts).expect("JSON");
    let curve = &facts["settings"]["training"]["learning_curve"];
    assert_eq!(curve["by"], "group");
    let points = curve["points"].as_array().expect("points");
    let last = points.last().expect("one point at least");
    // Three folds of twelve groups: eight groups of five statements stand outside of each.
    assert_eq!((&last["share"], &last["groups"]), (&json!(1.0), &json!(8)));
    assert_eq!(last["statements"], json!(40));
    assert!(
        points
            .iter()
            .all(|p| p["statements"].as_u64() <= last["statements"].as_u64())
    );
    let drawing = folder
        .demarche("inspect curve.demarche --format learning-curve")
        .run()
        .done();
    let drawing = roxmltree::Document::parse(&drawing).expect("well-formed XML");
    let lines = drawing.descendants().filter(|n| n.has_tag_name("polyline"));
    assert_eq!(lines.count(), 4, "macro F1 and one line for each stance");
}

#[test]
fn what_a_card_needs_and_is_not_there_is_said() {
    let folder = Folder::new();
    let out = folder
        .demarche("inspect --format model-card --notes none.md")
        .run();
    assert!(out.refused().contains("none.md: cannot read the notes"));
    let folder = Folder::with("small.jsonl", common::SMALL);
    folder
        .demarche("train small.jsonl --no-cv -o m.demarche")
        .run()
        .done();
    let out = folder
        .demarche("inspect m.demarche --format learning-curve")
        .run();
    assert!(out.refused().contains("train it with --learning-curve"));
    let out = folder
        .demarche("train small.jsonl --learning-curve --learning-curve-by register -o n.demarche")
        .run();
    assert!(out.refused().contains("no row has a column \"register\""));
}

#[test]
fn the_card_of_the_default_model_is_the_one_in_the_project() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let models = top.join("models");
    let arguments = "inspect MODELS/default.demarche --format model-card --license cc-by-4.0 --notes MODELS/NOTES.md --drawing learning-curve.svg"
        .replace("MODELS", &models.display().to_string());
    let folder = Folder::new();
    let shown = folder.demarche(&arguments).run().done();
    let written = std::fs::read_to_string(models.join("README.md")).expect("the card");
    assert!(
        shown == written,
        "models/README.md is not the model's card; models/rebuild shows how it is written"
    );
}
