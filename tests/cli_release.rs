//! `completions` and `man`: what packagers call once.

mod common;

use std::process::Command;

use common::Folder;

#[test]
fn bash_takes_its_completions_and_offers_commands() {
    let script = Folder::new().demarche("completions bash").run().out;
    let asked = "COMP_WORDS=(demarche class); COMP_CWORD=1; _demarche demarche class demarche; echo \"${COMPREPLY[@]}\"";
    let offered = Command::new("bash")
        .args(["-c", &format!("{script}\n{asked}")])
        .output()
        .expect("bash runs");
    assert_eq!(String::from_utf8_lossy(&offered.stdout), "classify\n");
}

#[test]
fn an_unknown_shell_is_refused_with_those_known() {
    let run = Folder::new().demarche("completions bush").run();
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("bash") && run.err.contains("fish"),
        "{}",
        run.err
    );
}

#[test]
fn every_command_has_a_page_that_names_its_flags() {
    let folder = Folder::new();
    let run = folder.demarche("man -o share/man1").run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    let page =
        |name: &str| String::from_utf8(folder.read(&format!("share/man1/{name}"))).expect("text");
    assert!(page("demarche.1").contains("demarche\\-classify(1)"));
    assert!(page("demarche-classify.1").contains("\\-\\-min\\-confidence"));
    assert!(page("demarche-corpus-agree.1").contains("\\-\\-gate"));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let run = Folder::with("file", "").demarche("man -o file/man1").run();
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("file/man1: cannot make the folder"),
        "{}",
        run.err
    );
}
