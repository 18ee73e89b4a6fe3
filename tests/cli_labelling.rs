//! `corpus agree`, `corpus split`, `corpus audit`, `corpus next` and `drift` from outside.

mod common;

use common::{Folder, SMALL};
use serde_json::{Value, json};

/// Three annotators, one row for each label.
const LONG: &str = "id,text,label,annotator,group\n\
1,Stop it.,con,ann,g\n1,Stop it.,con,ben,g\n1,Stop it.,neutral,cleo,g\n\
2,We had to.,pro,ann,g\n2,We had to.,pro,ben,g\n\
3,We note it.,neutral,ann,h\n3,We note it.,con,ben,h\n3,We note it.,neutral,cleo,h\n\
4,Talks begin.,neutral,ann,i\n4,Talks begin.,neutral,ben,i\n4,Talks begin.,neutral,cleo,i\n";

const WIDE: &str = "id,text,group,ann,ben,cleo\n1,Stop it.,g,con,con,neutral\n2,We had to.,g,pro,pro,\n3,We note it.,h,neutral,con,neutral\n4,Talks begin.,i,neutral,neutral,neutral\n";

fn figures(folder: &Folder, arguments: &str) -> Value {
    let said = folder.demarche(arguments).run();
    assert_eq!(said.code, Some(0), "{}", said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

#[test]
fn annotators_are_told_by_rows_columns_or_files() {
    let of = |name: &str| {
        let rows = LONG.lines().filter(|l| l.contains(&format!(",{name},")));
        let rows = rows
            .map(|l| l.replace(&format!(",{name},"), ","))
            .collect::<Vec<_>>();
        format!("id,text,label,group\n{}\n", rows.join("\n"))
    };
    let folder = Folder::with("long.csv", LONG)
        .and("wide.csv", WIDE)
        .and("ann.csv", of("ann"))
        .and("ben.csv", of("ben"))
        .and("cleo.csv", of("cleo"));
    let long = figures(&folder, "corpus agree long.csv --format json");
    assert_eq!(long["annotators"], json!({"ann": 4, "ben": 4, "cleo": 3}));
    // By hand: shares of agreeing pairs 1/3, 1, 1/3, 1.
    let percent = long["percent"]["value"].as_f64().expect("a number");
    assert!((percent - 2.0 / 3.0).abs() < 1e-12);
    for arguments in [
        "corpus agree wide.csv --annotators ann,ben,cleo --format json",
        "corpus agree ann.csv ben.csv cleo.csv --format json",
    ] {
        let other = figures(&folder, arguments);
        for figure in ["percent", "cohen", "fleiss", "alpha", "pairs", "per_stance"] {
            assert_eq!(other[figure], long[figure], "{arguments}: {figure}");
        }
    }
}

#[test]
fn gates_decide_the_exit_code_and_disputes_are_written() {
    let folder = Folder::with("long.csv", LONG);
    let said = folder
        .demarche("corpus agree long.csv --disputes d.csv --gate")
        .arg("alpha >= 0.67")
        .run();
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("\nFAILED: alpha 0."), "{}", said.out);
    assert!(
        said.out.contains("2 items labelled differently"),
        "{}",
        said.out
    );
    let disputes = String::from_utf8(folder.read("d.csv")).expect("UTF-8");
    let expected = "id,text,group,label_ann,label_ben,label_cleo,majority\n\
        1,Stop it.,g,condemning,condemning,neutral,condemning\n3,We note it.,h,neutral,condemning,neutral,neutral\n";
    assert_eq!(disputes, expected);
    let run = folder
        .demarche("corpus agree long.csv --gate")
        .arg("percent >= 0.6");
    assert_eq!(run.run().code, Some(0));
    for (gate, expected) in [
        (
            "alpha > 0.6",
            "demarche: --gate is \"alpha > 0.6\", expected a figure, >= and a number, as in 'alpha >= 0.67'\n",
        ),
        (
            "beta >= 1",
            "demarche: --gate: unknown figure \"beta\" (expected one of: percent, cohen, fleiss, alpha, alpha(LABEL), fleiss(LABEL))\n",
        ),
    ] {
        let said = folder
            .demarche("corpus agree long.csv --gate")
            .arg(gate)
            .run();
        assert_eq!((said.code, said.err.as_str()), (Some(2), expected));
    }
}

#[test]
fn one_annotator_is_not_enough() {
    let folder = Folder::with("a.csv", "id,text,label\n1,Stop it.,con\n");
    let said = folder.demarche("corpus agree a.csv").run();
    assert_eq!(said.code, Some(2));
    assert!(
        said.err
            .starts_with("demarche: found 1 annotator, expected two or more; name the column"),
        "{}",
        said.err
    );
}

#[test]
fn parts_share_no_group_and_are_the_same_for_the_same_seed() {
    let folder = Folder::with("small.jsonl", SMALL);
    let arguments = "corpus split small.jsonl --parts train=0.75,test=0.25 -o {part}.csv";
    let said = folder.demarche(arguments).run();
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert_eq!(
        said.out,
        "train.csv: 45 statements in 9 groups (15 condemning, 15 defending, 15 neutral)\n\
         test.csv: 15 statements in 3 groups (5 condemning, 5 defending, 5 neutral)\n"
    );
    let groups = |name: &str| {
        let text = String::from_utf8(folder.read(name)).expect("UTF-8");
        let rows = text
            .lines()
            .skip(1)
            .map(|l| l.rsplit(',').next().unwrap_or_default().to_owned());
        rows.collect::<std::collections::BTreeSet<_>>()
    };
    assert!(groups("train.csv").is_disjoint(&groups("test.csv")));
    let first = folder.read("test.csv");
    folder.demarche(arguments).run();
    assert!(folder.read("test.csv") == first);
    let said = folder.demarche("corpus split small.jsonl --by date").run();
    assert_eq!(
        said.err,
        "demarche: small.jsonl:1: found nothing in column \"date\", expected a date such as 2024-05-31; mend it, or name the column with --date-column\n"
    );
    let said = folder
        .demarche("corpus split small.jsonl --parts train")
        .run();
    assert_eq!(said.code, Some(2));
    assert!(
        said.err
            .contains("--parts is \"train\", expected names with shares"),
        "{}",
        said.err
    );
}

#[test]
fn an_audit_finds_planted_errors_and_changes_nothing() {
    // A condemning statement called defending.
    let planted = SMALL.replacen("\"label\": \"condemning\"", "\"label\": \"defending\"", 1);
    let folder = Folder::with("train.jsonl", &planted);
    let said = folder
        .demarche("corpus audit train.jsonl --folds 4 -o review.json --output-format label-studio")
        .run();
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(
        said.out.contains("train.jsonl:1: defending -> condemning?"),
        "{}",
        said.out
    );
    assert!(said.out.contains("\n   words: "), "{}", said.out);
    assert!(folder.read("train.jsonl") == planted.as_bytes());
    let tasks: Value = serde_json::from_slice(&folder.read("review.json")).expect("JSON");
    let planted = tasks
        .as_array()
        .expect("tasks")
        .iter()
        .find(|t| t["data"]["id"] == "s01");
    assert_eq!(
        planted.expect("the planted one")["predictions"][0]["result"][0]["value"]["choices"],
        json!(["condemning"])
    );
}

#[test]
fn files_to_judge_by_are_not_audited() {
    let row = "{\"text\":\"x\",\"label\":\"con\",\"split\":\"test\"}\n";
    let folder = Folder::with("heldout.jsonl", SMALL)
        .and("test.csv", "text,label\n")
        .and("a.jsonl", row);
    for (file, expected) in [
        (
            "heldout.jsonl",
            "heldout.jsonl: looks like a file to judge by; audit training files only, or give --force to look without changing it",
        ),
        (
            "test.csv",
            "test.csv: looks like a file to judge by; audit training files only, or give --force to look without changing it",
        ),
        (
            "a.jsonl",
            "a.jsonl:1: belongs to the split \"test\", which is to judge by; audit training rows only, or give --force",
        ),
    ] {
        let said = folder.demarche(&format!("corpus audit {file}")).run();
        assert_eq!(
            (said.code, said.err),
            (Some(2), format!("demarche: {expected}\n"))
        );
    }
    assert_eq!(
        folder
            .demarche("corpus audit heldout.jsonl --force --folds 4")
            .run()
            .code,
        Some(0)
    );
}

#[test]
fn what_comes_next_is_unlabelled_and_no_duplicate() {
    let pool = "{\"id\":1,\"text\":\"The raid on the ferry was reckless and illegal, and we condemn it!\"}\n\
        {\"id\":2,\"text\":\"The ministers met on Tuesday to talk about fish.\"}\n\
        {\"id\":3,\"text\":\"The ministers met on Tuesday to talk about fish.\"}\n\
        {\"id\":4,\"text\":\"We were attacked, yet what was done at the harbour cannot be excused.\"}\n\
        {\"id\":5,\"text\":\"Nobody labelled this.\",\"label\":\"neutral\"}\n";
    let folder = Folder::with("pool.jsonl", pool).and("small.jsonl", SMALL);
    let said = folder
        .demarche("corpus next pool.jsonl --labelled small.jsonl -n 5 -o next.jsonl")
        .run();
    assert_eq!(
        (said.code, said.err.as_str()),
        (
            Some(0),
            "demarche: 2 of 5 statements chosen; 1 with a label passed over\n"
        )
    );
    let next = String::from_utf8(folder.read("next.jsonl")).expect("UTF-8");
    let mut ids: Vec<i64> = next
        .lines()
        .map(|l| {
            serde_json::from_str::<Value>(l).expect("JSON")["id"]
                .as_i64()
                .expect("an id")
        })
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, [2, 4]);
    let run = folder.demarche(
        "corpus next pool.jsonl -n 1 -o tasks.json --output-format label-studio --prelabel",
    );
    assert_eq!(run.run().code, Some(0));
    let tasks: Value = serde_json::from_slice(&folder.read("tasks.json")).expect("JSON");
    assert_eq!(tasks.as_array().map(Vec::len), Some(1));
    assert!(tasks[0]["predictions"][0]["score"].is_f64());
}

#[test]
fn drift_is_told_with_advice() {
    let old: String = (0..400)
        .map(|i| format!("The ministers met on day {i} and agreed to talk again about water.\n"))
        .collect();
    let new: String = (0..400)
        .map(|i| format!("Zorblax quaxed the grumfle {i} and the snarfing brundlewump again.\n"))
        .collect();
    let folder = Folder::with("old.txt", &old)
        .and("new.txt", &new)
        .and("same.txt", &old)
        .and(
            "few.txt",
            "One.\nTwo words.\nIt was a long day for all of us.\n",
        );
    let said = folder.demarche("drift old.txt new.txt --strict").run();
    assert_eq!(said.code, Some(1), "{}", said.err);
    let unknown = said
        .out
        .lines()
        .find(|l| l.starts_with("unknown words"))
        .expect("a row");
    assert!(unknown.ends_with("drifted"), "{unknown}");
    assert!(said.out.contains("label about 100 of them"), "{}", said.out);
    let said = folder.demarche("drift old.txt same.txt --strict").run();
    assert_eq!(said.code, Some(0));
    assert!(
        said.out
            .ends_with("Nothing changed by more than matters: nothing to do.\n"),
        "{}",
        said.out
    );
    let said = folder.demarche("drift old.txt few.txt").run();
    assert!(
        said.out
            .contains("Open figures cannot be decided with so few rows"),
        "{}",
        said.out
    );
}
