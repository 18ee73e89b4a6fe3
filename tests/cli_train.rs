//! `demarche train` from outside: what it prints, what it writes, and what it refuses.

mod common;

use std::collections::BTreeSet;

use common::{Folder, SMALL, Said, json_lines, masked, small_rows};

/// A folder with the small set in `small.jsonl`.
fn small() -> Folder {
    Folder::with("small.jsonl", SMALL)
}

/// Trains in `folder`, without word vectors.
fn train(folder: &Folder, arguments: &str) -> Said {
    let run = folder.demarche(&format!("train {arguments} --word-vectors none"));
    run.run()
}

/// The bytes of the model that `arguments` give.
#[track_caller]
fn model(folder: &Folder, arguments: &str) -> Vec<u8> {
    train(folder, &format!("{arguments} -o out.demarche")).done();
    folder.read("out.demarche")
}

/// The small set as a table with the given columns.
fn table(delimiter: char, mut label: impl FnMut(&str) -> String) -> String {
    let mut out = ["text", "label", "group"].join(&delimiter.to_string()) + "\r\n";
    for row in small_rows() {
        let cell = |name: &str| row[name].as_str().expect("a string").to_owned();
        let cells = [
            format!("\"{}\"", cell("text")),
            label(&cell("label")),
            cell("group"),
        ];
        out += &(cells.join(&delimiter.to_string()) + "\r\n");
    }
    out
}

#[test]
fn prints_the_cross_validated_scores_and_what_was_written() {
    let folder = small();
    let out = masked(&train(&folder, "small.jsonl -o my.demarche").done());
    let start = "Cross-validation, 5 folds by group: each statement judged by a model that never saw its group.\n\n             precision    recall  f1-score   support";
    assert!(out.starts_with(start), "{out}");
    for line in [
        "60 statements in 12 groups; 95 % intervals: Wilson's for shares, BCa of 10000 draws of groups, seed 1 for the rest\nmodel #\n",
        "\nmajority, always condemning: accuracy 0.33, macro F1 0.17\n",
        "\ntrained on 60 statements in 12 groups (20 condemning, 20 defending, 20 neutral)\n",
    ] {
        assert!(out.contains(line), "{line:?} is not in {out}");
    }
    let size = folder.read("my.demarche").len();
    let end = format!("\nwrote my.demarche ({size} bytes, #)\n");
    assert!(out.ends_with(&end), "{out}");
    assert_eq!(folder.names(), ["my.demarche", "small.jsonl"]);
}

#[test]
fn counts_words_and_ngrams() {
    // Counted apart from the program: words are runs of letters in lower case, without possessive endings.
    let mut words = BTreeSet::new();
    let mut pairs = BTreeSet::new();
    for row in small_rows() {
        let text = row["text"]
            .as_str()
            .expect("a text")
            .to_lowercase()
            .replace("'s", "");
        let here: Vec<String> = text
            .split(|c: char| !c.is_alphabetic())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        pairs.extend(here.windows(2).map(|pair| pair.join(" ")));
        words.extend(here);
    }
    let plain = "--no-cv --without name-masks,number-masks,negation,punctuation,chars";
    for (longest, ngrams) in [(1, words.len()), (2, words.len() + pairs.len())] {
        let folder = small();
        let out = train(
            &folder,
            &format!("small.jsonl -o m {plain} --word-ngrams {longest}"),
        )
        .done();
        let counts = format!(
            "\n{ngrams} n-grams, {} words, 0 character n-grams; gradient norm ",
            words.len()
        );
        assert!(out.contains(&counts), "{counts:?} is not in {out}");
    }
}

#[test]
fn without_cross_validation_there_are_no_scores() {
    let folder = small();
    let out = train(&folder, "small.jsonl --no-cv -o m").done();
    assert!(
        out.starts_with("trained on 60 statements in 12 groups (20 condemning, "),
        "{out}"
    );
    assert_eq!(out.lines().count(), 3);
    let out = folder.demarche("inspect m").run().done();
    assert!(out.contains("\nscores     not cross-validated\n"), "{out}");
}

#[test]
fn the_format_of_the_file_does_not_change_the_model() {
    let folder = small()
        .and("small.csv", table(',', str::to_owned))
        .and(
            "small.tsv",
            format!("\u{FEFF}{}", table('\t', str::to_owned)),
        )
        .and(
            "named.txt",
            table(',', str::to_owned).replacen("text,label,group", "quote,position,affair", 1),
        );
    let expected = model(&folder, "small.jsonl");
    assert!(model(&folder, "small.csv") == expected);
    assert!(model(&folder, "small.tsv") == expected);
    let named = "named.txt --input-format csv --text-column quote --label-column position --group-column affair";
    assert!(model(&folder, named) == expected);
}

#[test]
fn several_files_are_one_set() {
    let (first, second) =
        SMALL.split_at(SMALL.match_indices('\n').nth(24).expect("25 lines").0 + 1);
    let folder = small()
        .and("a.jsonl", first)
        .and("b.jsonl", second.trim_end());
    assert!(model(&folder, "a.jsonl b.jsonl") == model(&folder, "small.jsonl"));
}

#[test]
fn synonyms_prefixes_and_case_mean_the_same_label() {
    let mut uses = 0;
    let loose = |label: &str| {
        uses += 1;
        let names: [&str; 4] = match label {
            "condemning" => ["Criticise", "AGAINST", "__label__condemning", "con"],
            "defending" => ["Pro", "support", "in_favour", "DEFENDING"],
            _ => ["none", "Other", "no-stance", " neutral "],
        };
        names[uses % 4].to_owned()
    };
    let folder = small().and("loose.csv", table(',', loose));
    assert!(model(&folder, "loose.csv") == model(&folder, "small.jsonl"));
}

#[test]
fn labels_of_ones_own_are_kept_in_their_order() {
    let own = |label: &str| {
        if label == "condemning" {
            "Conflict"
        } else {
            "no conflict"
        }
        .to_owned()
    };
    let folder = Folder::with("own.csv", table(',', own));
    let labels = ["--labels", "no conflict, Conflict"];
    let run = folder.demarche("train own.csv --word-vectors none -o own.demarche");
    let out = run.arg(labels[0]).arg(labels[1]).run().done();
    assert!(
        out.contains("\ntrained on 60 statements in 12 groups (40 no conflict, 20 Conflict)\n"),
        "{out}"
    );
    let input = "It was reckless and illegal.\nThe council will meet on Tuesday.\n";
    let run = folder.demarche("classify -m own.demarche");
    let records = json_lines(&run.input(input).run().done());
    assert_eq!(
        [&records[0]["label"], &records[1]["label"]],
        ["Conflict", "no conflict"]
    );
    let order: Vec<&String> = records[0]["scores"]
        .as_object()
        .expect("scores")
        .keys()
        .collect();
    assert_eq!(order, ["no conflict", "Conflict"]);
    let run = folder
        .demarche("classify -m own.demarche --format fasttext")
        .input(input);
    assert!(
        run.run()
            .done()
            .lines()
            .nth(1)
            .is_some_and(|l| l.starts_with("__label__no_conflict "))
    );
}

#[test]
fn labels_that_make_no_set_are_refused() {
    let folder = small();
    for (labels, reason) in [
        ("pro", "1 labels given, expected 2 to 64"),
        ("pro,Pro", "label \"Pro\" is given twice"),
        (
            "pro,,con",
            "label \"\" is empty, padded or holds a control character",
        ),
    ] {
        let err = train(&folder, &format!("small.jsonl -o m --labels {labels}")).refused();
        assert_eq!(err, format!("demarche: labels cannot be used: {reason}\n"));
    }
}

#[test]
fn bad_rows_are_reported_and_the_others_go_on() {
    let bad = "{\"text\":\"It was lawful.\",\"label\":\"suport\"}\n\n{\"text\":\" \",\"label\":\"pro\"}\n{\"text\":\"It was lawful.\"}\n\
               {\"text\":\"It was lawful.\",\"label\":null}\n{\"label\":\"pro\"}\n{\"text\":\"It was lawful.\",\"label\":[\"pro\",\"con\"]}\n";
    let folder = Folder::with("mixed.jsonl", format!("{bad}{SMALL}")).and("small.jsonl", SMALL);
    let said = train(&folder, "mixed.jsonl -o m");
    let expected = [
        "1: unknown label \"suport\" (expected one of: condemning, defending, neutral); mend it, or name the labels with --labels (train, corpus)",
        "3: the text is empty; remove the row or fill it in",
        "4: no field \"label\" (found: text); name it with --label-column",
        "5: unknown label \"\" (expected one of: condemning, defending, neutral); mend it, or name the labels with --labels (train, corpus)",
        "6: no field \"text\" (found: label); name it with --text-column",
        "7: found 2 labels (\"pro\", \"con\"), expected one; keep one of them",
    ];
    let expected: String = expected
        .map(|e| format!("demarche: mixed.jsonl:{e}\n"))
        .concat();
    assert_eq!((said.err, said.code), (expected, Some(2)));
    assert!(
        said.out.contains("\ntrained on 60 statements in 12 groups"),
        "{}",
        said.out
    );
    assert!(folder.read("m") == model(&folder, "small.jsonl"));
}

#[test]
fn strict_stops_at_the_first_bad_row_and_writes_nothing() {
    let folder = Folder::with(
        "mixed.jsonl",
        format!("{SMALL}{{\"text\":\"a\",\"label\":\"suport\"}}\n{{}}\n"),
    );
    let err = train(&folder, "mixed.jsonl --strict -o m").refused();
    assert_eq!(
        err,
        "demarche: mixed.jsonl:61: unknown label \"suport\" (expected one of: condemning, defending, neutral); \
         mend it, or name the labels with --labels (train, corpus)\n"
    );
    assert_eq!(folder.names(), ["mixed.jsonl"]);
}

#[test]
fn synonyms_belong_to_the_default_set_only() {
    let folder = Folder::with(
        "own.csv",
        "text,label\nIt was lawful.,support\nIt was reckless.,con\n",
    );
    let said = train(&folder, "own.csv --labels pro,con --no-cv -o m");
    assert_eq!(
        said.err,
        "demarche: own.csv:2: unknown label \"support\" (expected one of: pro, con); mend it, or name the labels with --labels (train, corpus)\n\
         demarche: no statement is labelled \"pro\" (found: con 1); add some, or name the labels there are with --labels\n"
    );
    assert_eq!((said.out.as_str(), said.code), ("", Some(2)));
}

#[test]
fn missing_columns_are_answered_with_the_columns_there_are() {
    let folder = Folder::with("own.csv", table(',', str::to_owned)).and("small.jsonl", SMALL);
    for (arguments, column, option) in [
        ("--text-column quote", "quote", "text"),
        ("--label-column stance", "stance", "label"),
        ("--weight-column w", "w", "weight"),
    ] {
        let err = train(&folder, &format!("own.csv -o m {arguments}")).refused();
        let expected = format!(
            "demarche: own.csv: no column {column:?} (the header has: text, label, group); name it with --{option}-column\n"
        );
        assert_eq!(err, expected);
    }
    for file in ["own.csv", "small.jsonl"] {
        let err = train(&folder, &format!("{file} -o m --group-column affair")).refused();
        assert_eq!(
            err,
            "demarche: no row has anything in a column \"affair\"; name the right one with --group-column\n"
        );
    }
}

#[test]
fn statements_without_a_group_stand_alone() {
    let folder = Folder::with(
        "bare.csv",
        table(',', str::to_owned).replacen("group", "day", 1),
    );
    let out = train(&folder, "bare.csv -o m").done();
    assert!(
        out.contains("\ntrained on 60 statements in 60 groups "),
        "{out}"
    );
}

#[test]
fn there_must_be_statements_of_each_stance() {
    let of = |stance: &str| -> String {
        let wanted = |line: &&str| line.contains(&format!("\"label\": \"{stance}\""));
        SMALL
            .lines()
            .filter(wanted)
            .flat_map(|line| [line, "\n"])
            .collect()
    };
    let folder = Folder::with("neutral.jsonl", of("neutral"))
        .and("two.jsonl", of("neutral") + &of("condemning"))
        .and("none.jsonl", "")
        .and("head.csv", "text,label\n");
    let err = train(&folder, "neutral.jsonl -o m").refused();
    assert_eq!(
        err,
        "demarche: no statement is labelled \"condemning\" (found: neutral 20); add some, or name the labels there are with --labels\n"
    );
    let err = train(&folder, "two.jsonl -o m").refused();
    assert_eq!(
        err,
        "demarche: no statement is labelled \"defending\" (found: condemning 20, neutral 20); add some, or name the labels there are with --labels\n"
    );
    for file in ["none.jsonl", "head.csv"] {
        let err = train(&folder, &format!("{file} -o m")).refused();
        assert_eq!(
            err,
            "demarche: no labelled statement to train on; give a file with a text and a label in each row\n"
        );
    }
    assert!(!folder.names().contains(&"m".to_owned()));
}

#[test]
fn a_stance_of_one_group_is_named_with_its_group() {
    let alone = |line: &str| {
        let mut row: serde_json::Value = serde_json::from_str(line).expect("a row");
        if row["label"] == "defending" {
            row["group"] = "strait".into();
        }
        format!("{row}\n")
    };
    let folder = Folder::with("a.jsonl", SMALL.lines().map(alone).collect::<String>());
    for command in [
        "train a.jsonl -o m",
        "train a.jsonl -o m --tune",
        "corpus audit a.jsonl",
    ] {
        let err = folder.demarche(command).run().refused();
        assert_eq!(
            err,
            "demarche: all statements labelled \"defending\" are in one group (\"strait\"), expected two groups or more, for cross-validation leaves one out; add some of another group, name another --group-column, or train with --no-cv\n",
            "{command}"
        );
    }
    train(&folder, "a.jsonl -o m --no-cv").done();
}

#[test]
fn there_must_be_as_many_groups_as_folds() {
    let folder = small();
    let err = train(&folder, "small.jsonl -o m --folds 13").refused();
    assert_eq!(
        err,
        "demarche: 13 folds need as many groups, found 12; lower --folds, use --no-cv, or name another --group-column\n"
    );
    for folds in [0, 1] {
        let err = train(&folder, &format!("small.jsonl -o m --folds {folds}")).refused();
        assert_eq!(
            err,
            format!("demarche: number of folds is {folds}, expected 2 or more\n")
        );
    }
    let out = train(&folder, "small.jsonl -o m --folds 12").done();
    assert!(
        out.starts_with("Cross-validation, 12 folds by group: "),
        "{out}"
    );
}

#[test]
fn settings_out_of_range_are_named() {
    let folder = small();
    for (arguments, err) in [
        ("--c 0", "C is 0, expected 0.000001 to 1000000"),
        (
            "--max-iterations 0",
            "max iterations is 0, expected 1 or more",
        ),
        (
            "--word-ngrams 4",
            "longest word n-gram is 4, expected 1 to 3",
        ),
        ("--min-df 0", "min df is 0, expected 1 or more"),
        (
            "--max-features 0",
            "max features is 0, expected 1 to 16777216",
        ),
        (
            "--char-ngrams 5-3",
            "character n-gram range is 3, expected 1 to 8, shortest first",
        ),
        (
            "--char-ngrams 3",
            "--char-ngrams is \"3\", expected two numbers as in 3-5",
        ),
        (
            "--char-scale -1",
            "character scale is -1, expected 0 to 100",
        ),
        (
            "--prior pro=1",
            "prior is \"pro=1\", expected natural, balanced, or a positive share for each label, as in condemning=.3,defending=.1,neutral=.6",
        ),
    ] {
        let arguments = arguments.replace(" -1", "=-1");
        let found = train(&folder, &format!("small.jsonl -o m {arguments}")).refused();
        assert_eq!(found, format!("demarche: {err}\n"));
    }
    let err = train(&folder, "small.jsonl -o m --min-df 61").refused();
    assert_eq!(
        err,
        "demarche: no feature is left in 60 texts: every n-gram stands in too few of them; lower --min-df or give more or longer texts\n"
    );
}

#[test]
fn weights_must_be_numbers() {
    let folder = Folder::with(
        "w.csv",
        "text,label,w\nIt was lawful.,pro,1.5\nIt was reckless.,con,-1\nIt was reckless.,con,heavy\nWe met.,none,inf\n",
    );
    let said = train(&folder, "w.csv --weight-column w --no-cv -o m");
    let start = [(3, "-1"), (4, "heavy"), (5, "inf")]
        .map(|(line, w)| {
            format!("demarche: w.csv:{line}: weight {w:?} is not a number from 0 to 1e12\n")
        })
        .concat();
    assert!(said.err.starts_with(&start), "{}", said.err);
    assert_eq!(said.code, Some(2));
}

#[test]
fn the_output_is_tried_before_the_work() {
    let folder = small();
    std::fs::create_dir(folder.path("sub")).expect("a folder");
    let err = train(&folder, "small.jsonl -o sub").refused();
    assert_eq!(
        err,
        "demarche: sub: cannot write: it is a folder, expected the name of a file\n"
    );
    for (output, why) in [
        ("none/m", "No such file or directory (os error 2)"),
        ("small.jsonl/m", "Not a directory (os error 20)"),
    ] {
        let err = train(&folder, &format!("none.jsonl -o {output}")).refused();
        assert_eq!(err, format!("demarche: {output}: cannot write: {why}\n"));
    }
    assert_eq!(folder.names(), ["small.jsonl", "sub"]);
}

#[test]
fn a_failed_training_leaves_the_old_model() {
    let folder = small().and("m", "what was there");
    train(&folder, "small.jsonl -o m --folds 13").refused();
    assert_eq!(folder.read("m"), b"what was there");
    train(&folder, "small.jsonl -o m").done();
    assert_eq!(folder.read("m")[..8], *b"DEMARCHE");
    assert_eq!(folder.names(), ["m", "small.jsonl"]);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = Folder::with("lines.txt", "It was lawful.\n").and("bad.demwv", "no table");
    let err = train(&folder, "none.jsonl -o m").refused();
    assert_eq!(
        err,
        "demarche: none.jsonl: cannot read: No such file or directory (os error 2)\n"
    );
    let err = train(&folder, "lines.txt -o m").refused();
    assert_eq!(
        err,
        "demarche: format of the labelled file is lines.txt, expected a format that holds labels: a name ending in .jsonl, .csv, .tsv or .parquet, or --input-format\n"
    );
    let folder = small().and("bad.demwv", "no table");
    let err = folder
        .demarche("train small.jsonl -o m --word-vectors bad.demwv")
        .run()
        .refused();
    assert!(err.starts_with("demarche: bad.demwv: not usable word vectors: it does not start like a word vector table"), "{err}");
}

#[test]
fn standard_input_can_be_trained_on() {
    let folder = small();
    let run = folder.demarche("train - --input-format jsonl --word-vectors none -o m");
    run.input(SMALL).run().done();
    assert!(folder.read("m") == model(&folder, "small.jsonl"));
}

#[test]
fn flags_that_contradict_each_other_are_refused() {
    let folder = small();
    for arguments in ["small.jsonl -o m --folds 3 --no-cv", "small.jsonl", "-o m"] {
        let err = train(&folder, arguments).refused();
        assert!(err.starts_with("error: "), "{err}");
    }
}

#[test]
fn nothing_is_coloured_in_a_pipe() {
    let folder = small();
    let said = train(&folder, "small.jsonl -o m --folds 13");
    assert!(!said.err.contains('\u{1B}'), "{said:?}");
    assert!(!train(&folder, "small.jsonl -o m").done().contains('\u{1B}'));
}

#[test]
fn without_any_scored_row_probabilities_are_not_sharpened() {
    // No two statements share a word, so that no model of the folds knows one of the statements left out.
    let rows = "text,label\nalder beech,con\nclover daisy,pro\nelm fir,none\ngorse hazel,con\niris juniper,pro\nkale larch,none\n";
    let folder = Folder::with("trees.csv", rows);
    train(&folder, "trees.csv -o cv --folds 3").done();
    train(&folder, "trees.csv -o plain --no-cv").done();
    let records = |model: &str| {
        let run = folder.demarche(&format!("classify -m {model} --format fasttext"));
        run.input("alder beech\n").run().done()
    };
    assert_eq!(records("cv"), records("plain"));
}

#[test]
fn tuning_prints_its_choice_and_the_nested_scores() {
    let folder = small();
    let said = train(&folder, "small.jsonl --tune --folds 3 -o m");
    let out = said.done();
    assert!(
        out.starts_with("Candidates of the last round by log loss, best first:\n  "),
        "{out}"
    );
    assert!(out.contains("\n\nNested cross-validation, 3 folds by group: each statement judged by a model that never saw its group.\n\n"), "{out}");
    // The best candidate is the one that is in the model; without a table there is no scale of word vectors to choose.
    let best = out.lines().nth(1).expect("a candidate");
    let facts = folder.demarche("inspect m --format json").run().done();
    let facts: serde_json::Value = serde_json::from_str(&facts).expect("JSON");
    let settings = &facts["settings"];
    let expected = format!(
        "--c {} --min-df {} --char-scale {} --vector-scale 0 --negated-scale 0",
        settings["params"]["c"],
        settings["features"]["ngrams"]["min_df"],
        settings["features"]["chars"]["scale"]
    )
    .replace(".0 ", " ");
    assert!(best.ends_with(&expected), "{best} is not {expected}");
    let losses: Vec<f64> = out
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| {
            line.split_whitespace()
                .next()
                .expect("a loss")
                .parse()
                .expect("a number")
        })
        .collect();
    assert!(losses.len() > 1 && losses.is_sorted(), "{out}");
    let again = small();
    assert_eq!(
        train(&again, "small.jsonl --tune --folds 3 --threads 1 -o m").done(),
        out
    );
    assert!(again.read("m") == folder.read("m"));
    let err = train(&folder, "small.jsonl --tune --no-cv -o m").refused();
    assert!(err.starts_with("error: "), "{err}");
}
