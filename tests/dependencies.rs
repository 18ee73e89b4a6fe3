//! `docs/dependencies.md` has a row for each direct dependency, with a reason, a licence and a keeper, and none for others.

use std::collections::BTreeSet;

const MANIFEST: &str = include_str!("../Cargo.toml");
const TABLE: &str = include_str!("../docs/dependencies.md");

/// Names of the crates in all tables of dependencies.
fn in_manifest() -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in MANIFEST.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.ends_with("dependencies]");
        } else if let (true, Some((name, _))) = (inside, line.split_once('=')) {
            names.insert(name.split('.').next().unwrap_or(name).trim());
        }
    }
    names
}

/// Cells of each row that begins with a crate's name.
fn in_table() -> Vec<Vec<&'static str>> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| `"));
    let cells = |row: &'static str| row.trim_matches('|').split('|').map(str::trim).collect();
    rows.map(cells).collect()
}

#[test]
fn each_direct_dependency_has_a_row_and_each_row_a_dependency() {
    let manifest = in_manifest();
    assert!(
        manifest.contains("linfa")
            && manifest.contains("proptest")
            && manifest.contains("signal-hook")
    );
    let rows = in_table();
    let named: BTreeSet<&str> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    assert_eq!(named.len(), rows.len(), "a crate has two rows");
    let missing: Vec<_> = manifest.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "docs/dependencies.md has no row for {missing:?}: add one with the reason for it, its licence and who keeps it"
    );
    let left: Vec<_> = named.difference(&manifest).collect();
    assert!(
        left.is_empty(),
        "docs/dependencies.md names {left:?}, which Cargo.toml no longer does"
    );
    let empty = rows
        .iter()
        .find(|row| row.iter().any(|cell| cell.is_empty()));
    assert_eq!(empty, None, "a row with an empty cell");
}

/// Licences of the tree's crates, as far as Cargo can tell, are those that the page names for the direct ones.
#[test]
fn licences_are_those_that_the_crates_state() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = std::process::Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    if !output.status.success() {
        // Crates of other systems are not fetched where they are not needed.
        return;
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    for row in in_table() {
        let (name, licence) = (row[0].trim_matches('`'), row[row.len() - 2]);
        let stated = packages.iter().filter(|p| p["name"] == name);
        let stated: Vec<_> = stated
            .map(|p| p["license"].as_str().unwrap_or("none"))
            .collect();
        assert!(
            stated.contains(&licence),
            "{name}: found {licence}, its crates state {stated:?}"
        );
    }
}
