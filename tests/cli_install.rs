//! What comes with an installed program: completions for shells and manual pages.

#![cfg(feature = "cli")]

mod common;

use common::Folder;

/// All commands, as `demarche --help` lists them.
const COMMANDS: [&str; 13] = [
    "train",
    "classify",
    "evaluate",
    "explain",
    "extract",
    "inspect",
    "check",
    "corpus",
    "convert",
    "drift",
    "vectors",
    "completions",
    "man",
];

#[test]
fn completions_name_every_command() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder
            .demarche(&format!("completions {shell}"))
            .run()
            .done();
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("min-confidence"), "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn bash_completes_with_the_script() {
    let folder = Folder::new();
    let script = folder.demarche("completions bash").run().done();
    let ask = "COMP_WORDS=(demarche clas); COMP_CWORD=1; _demarche demarche clas demarche; echo \"${COMPREPLY[@]}\"";
    let bash = std::process::Command::new("bash")
        .args(["-c", &format!("{script}\n{ask}")])
        .output()
        .expect("bash");
    assert_eq!(String::from_utf8_lossy(&bash.stdout), "classify\n");
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let folder = Folder::new();
    folder.demarche("man -o pages/man1").run().done();
    let page = |name: &str| {
        let path = folder.path(&format!("pages/man1/{name}.1"));
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let whole = page("demarche");
    for command in COMMANDS {
        assert!(
            whole.contains(&format!("demarche\\-{command}(1)")),
            "{command}"
        );
        assert!(
            page(&format!("demarche-{command}")).contains(".SH SYNOPSIS"),
            "{command}"
        );
    }
    assert!(page("demarche-corpus-agree").contains("SYNOPSIS"));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = Folder::new();
    std::fs::write(folder.path("file"), "").expect("a file");
    let said = folder.demarche("man -o file/man1").run();
    assert!(said.refused().contains("cannot make this folder"));
}
