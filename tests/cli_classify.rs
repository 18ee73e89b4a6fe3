//! `demarche classify` from outside: every form of record, every kind of input, and how it ends.

mod common;

use std::io::{BufRead, BufReader, Read, Write};

use common::{Folder, SMALL, json_lines, masked};

/// Three statements that the small model knows, one of each stance in order.
const THREE: &str = "It was reckless and illegal.\nIt was lawful and justified.\nThe council will meet on Tuesday.\n";

fn classify(arguments: &str, input: impl AsRef<[u8]>) -> common::Said {
    let folder = Folder::new();
    let run = folder.demarche(&format!("classify {arguments}"));
    run.small_model().input(input).run()
}

/// Labels of JSON records, `-` for none.
fn labels(records: &str) -> Vec<String> {
    let label = |r: &serde_json::Value| r["label"].as_str().unwrap_or("-").to_owned();
    json_lines(records).iter().map(label).collect()
}

#[test]
fn a_pipe_gets_json_lines() {
    let out = classify("", format!("{THREE}\nzzqxv\n")).done();
    let named = |id: u8, label: &str, tokens: u8| {
        format!(
            "{{\"id\":{id},\"label\":\"{label}\",\"confidence\":#,\"scores\":{{\"condemning\":#,\"defending\":#,\"neutral\":#}},\
             \"abstained\":false,\"reason\":null,\"known_tokens\":{tokens},\"tokens\":{tokens},\"model\":\"#\"}}\n"
        )
    };
    let none = |id: u8, reason: &str, tokens: u8| {
        format!(
            "{{\"id\":{id},\"label\":null,\"confidence\":null,\"scores\":null,\"abstained\":true,\"reason\":\"{reason}\",\
             \"known_tokens\":0,\"tokens\":{tokens},\"model\":\"#\"}}\n"
        )
    };
    // "Tuesday" is masked as a date: a token, but no word.
    let council = named(3, "neutral", 6).replace("\"known_tokens\":6", "\"known_tokens\":5");
    let expected = [
        named(1, "condemning", 5),
        named(2, "defending", 5),
        council,
        none(4, "empty", 0),
        none(5, "no_known_words", 1),
    ];
    assert_eq!(masked(&out), expected.concat());
}

#[test]
fn text_is_for_people() {
    let out = classify("--format text", format!("{THREE}\nzzqxv\n")).done();
    let lines: Vec<&str> = out.lines().collect();
    for (line, label, text) in [
        (lines[0], "condemning", "It was reckless and illegal."),
        (lines[1], "defending ", "It was lawful and justified."),
        (lines[2], "neutral   ", "The council will meet on Tuesday."),
    ] {
        let (start, shown) = line.split_at(18);
        assert_eq!((&start[..12], shown), (&*format!("{label}  "), text));
        let confidence: f64 = start[12..16].parse().expect("a number of two decimals");
        assert!((0.34..=1.0).contains(&confidence), "{line}");
    }
    assert_eq!(
        lines[3..],
        [
            "abstained   (empty)  ",
            "abstained   (no_known_words)  zzqxv"
        ]
    );
}

#[test]
fn labels_stand_alone() {
    let out = classify("--format label -", format!("{THREE}\nzzqxv")).done();
    assert_eq!(
        out,
        "condemning\ndefending\nneutral\nabstained\nabstained\n"
    );
}

#[test]
fn fasttext_names_all_labels_the_likeliest_first() {
    let out = classify("--format fasttext", format!("{THREE}\n")).done();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!((lines.len(), lines[3]), (4, "__label__abstained"));
    for (line, likeliest) in lines.iter().zip(["condemning", "defending", "neutral"]) {
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(
            (words.len(), words[0]),
            (6, &*format!("__label__{likeliest}")),
            "{line}"
        );
        let p: Vec<f64> = [1, 3, 5]
            .map(|i| words[i].parse().expect("a probability"))
            .to_vec();
        assert!(p.is_sorted_by(|a, b| a >= b), "{line}");
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 2e-6, "{line}");
    }
}

const HEADER: &str = "id,label,confidence,score_condemning,score_defending,score_neutral,abstained,reason,known_tokens,tokens";

#[test]
fn csv_has_a_header_and_empty_cells_for_nothing() {
    let rows =
        "1,condemning,#,#,#,#,false,,5,5\n2,,,,,,true,empty,0,0\n3,,,,,,true,no_known_words,0,1\n";
    let input = "It was reckless and illegal.\n\nzzqxv\n";
    let out = classify("--format csv", input).done();
    assert_eq!(masked(&out), format!("{HEADER}\n{rows}"));
    let out = classify("--format csv --no-header", input).done();
    assert_eq!(masked(&out), rows);
}

#[test]
fn tsv_escapes_what_would_break_a_row() {
    let table = "id,text,note\nq\\1,It was\tlawful.,\"two\nlines\"\n2,,\n";
    let folder = Folder::with("quotes.csv", table);
    let run = folder.demarche("classify quotes.csv --format tsv --keep");
    let expected = format!(
        "{}\ttext\tnote\nq\\\\1\tdefending\t#\t#\t#\t#\tfalse\t\\N\t3\t3\tIt was\\tlawful.\ttwo\\nlines\n\
         2\t\\N\t\\N\t\\N\t\\N\t\\N\ttrue\tempty\t0\t0\t\t\n",
        HEADER.replace(',', "\t")
    );
    assert_eq!(masked(&run.small_model().run().done()), expected);
}

#[test]
fn confidence_is_the_largest_score_and_scores_add_up() {
    for record in json_lines(&classify("", common::SMALL).done()) {
        let scores = record["scores"].as_object().expect("scores");
        let p: Vec<f64> = scores
            .values()
            .map(|p| p.as_f64().expect("a number"))
            .collect();
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 2e-6, "{record}");
        let label = record["label"].as_str().expect("a label");
        assert_eq!(scores[label], record["confidence"]);
        assert!(
            p.iter()
                .all(|p| *p <= scores[label].as_f64().expect("a number"))
        );
    }
}

#[test]
fn below_the_threshold_no_stance_is_named_but_scores_are_kept() {
    let input = "It was reckless and lawful.\n";
    let sure = classify("--min-confidence 0.2", input).done();
    let unsure = classify("--min-confidence 1", input).done();
    let (sure, unsure) = (&json_lines(&sure)[0], &json_lines(&unsure)[0]);
    assert_eq!(
        (&sure["abstained"], &sure["reason"]),
        (&false.into(), &serde_json::Value::Null)
    );
    assert_eq!(
        (&unsure["label"], &unsure["reason"]),
        (&serde_json::Value::Null, &"below_threshold".into())
    );
    assert_eq!(
        (&unsure["scores"], &unsure["confidence"]),
        (&sure["scores"], &sure["confidence"])
    );
    let err = classify("--min-confidence 1.5", input).refused();
    assert_eq!(err, "demarche: --min-confidence is 1.5, expected 0 to 1\n");
}

#[test]
fn each_record_of_the_input_has_one_in_the_output() {
    let input = "\n  \nIt was lawful.\n\n\t\nzzqxv\n\n";
    let out = classify("", input).done();
    assert_eq!(labels(&out), ["-", "-", "defending", "-", "-", "-", "-"]);
    let reasons: Vec<_> = json_lines(&out)
        .iter()
        .map(|r| r["reason"].clone())
        .collect();
    let empty = serde_json::Value::from("empty");
    assert_eq!(
        reasons,
        [
            &empty,
            &empty,
            &serde_json::Value::Null,
            &empty,
            &empty,
            &"no_known_words".into(),
            &empty
        ]
        .map(Clone::clone)
    );
    assert_eq!(classify("", "").done(), "");
    assert_eq!(json_lines(&classify("", "\n").done()).len(), 1);
}

#[test]
fn line_ends_marks_and_a_missing_last_line_end_change_nothing() {
    let expected = classify("", THREE).done();
    let windows = THREE.replace('\n', "\r\n");
    for input in [
        windows.clone(),
        format!("\u{FEFF}{THREE}"),
        format!("\u{FEFF}{windows}"),
        THREE.trim_end().to_owned(),
    ] {
        assert_eq!(classify("", &input).done(), expected, "{input:?}");
    }
    let table = "id,text\n1,It was reckless and illegal.\n2,It was lawful and justified.\n3,The council will meet on Tuesday.\n";
    let expected = classify("--input-format csv", table).done();
    for input in [
        table.replace('\n', "\r\n"),
        format!("\u{FEFF}{table}"),
        table.trim_end().to_owned(),
        table.replace(',', "\t"),
    ] {
        let format = if input.contains('\t') { "tsv" } else { "csv" };
        assert_eq!(
            classify(&format!("--input-format {format}"), &input).done(),
            expected,
            "{input:?}"
        );
    }
}

#[test]
fn quoted_fields_may_hold_commas_quotes_and_line_breaks() {
    let table =
        "id,quote\na,\"It was \"\"reckless\"\", and\r\nillegal.\"\nb,\"It was\n\n\nlawful.\"\n";
    let folder = Folder::with("q.csv", table);
    let run = folder.demarche("classify q.csv --text-column quote --format csv --keep");
    let out = run.small_model().run().done();
    let expected = format!(
        "{HEADER},quote\na,condemning,#,#,#,#,false,,5,5,\"It was \"\"reckless\"\", and\r\nillegal.\"\nb,defending,#,#,#,#,false,,3,3,\"It was\n\n\nlawful.\"\n"
    );
    assert_eq!(masked(&out), expected);
}

#[test]
fn a_missing_column_is_answered_with_the_columns_there_are() {
    let folder = Folder::with("q.csv", "id,quote,speaker\n1,It was lawful.,A\n");
    let err = folder
        .demarche("classify q.csv")
        .small_model()
        .run()
        .refused();
    assert_eq!(
        err,
        "demarche: q.csv: no column \"text\" (the header has: id, quote, speaker); name it with --text-column\n"
    );
}

const BAD_ROWS: &str = "{\"text\":\"It was lawful.\"}\n{\"txt\":\"a\",\"n\":1}\n{\"text\":5}\nplain\n\n{\"text\":null}\n{\"text\":\"It was reckless and illegal.\"}\n";

#[test]
fn bad_records_keep_their_place_and_are_reported() {
    let folder = Folder::with("q.jsonl", BAD_ROWS);
    let said = folder.demarche("classify q.jsonl").small_model().run();
    assert_eq!(
        labels(&said.out),
        ["defending", "-", "-", "-", "-", "-", "condemning"]
    );
    let reasons: Vec<_> = json_lines(&said.out)
        .iter()
        .map(|r| r["reason"].as_str().map(String::from))
        .collect();
    let expected = [
        None,
        Some("bad_record"),
        Some("bad_record"),
        Some("bad_record"),
        Some("empty"),
        Some("empty"),
        None,
    ];
    assert_eq!(reasons, expected.map(|r| r.map(String::from)));
    let err: Vec<&str> = said.err.lines().collect();
    assert_eq!(
        err[0],
        "demarche: q.jsonl:2: no field \"text\" (found: txt, n); name it with --text-column"
    );
    assert_eq!(
        err[1],
        "demarche: q.jsonl:3: field \"text\" is 5, expected a string"
    );
    assert!(
        err[2].starts_with(
            "demarche: q.jsonl:4: expected a JSON object with a text field, found something else ("
        ),
        "{}",
        err[2]
    );
    assert!(err[2].ends_with("; write one object a line"), "{}", err[2]);
    assert_eq!((err.len(), said.code), (3, Some(2)));
}

#[test]
fn strict_stops_at_the_first_bad_record() {
    let folder = Folder::with("q.jsonl", BAD_ROWS);
    let said = folder
        .demarche("classify q.jsonl --strict --format label")
        .small_model()
        .run();
    let complaint =
        "demarche: q.jsonl:2: no field \"text\" (found: txt, n); name it with --text-column\n";
    let stop = "demarche: stopped at q.jsonl:2, as --strict asks\n";
    assert_eq!(
        said.parts(),
        (
            "defending\nabstained\n",
            &*format!("{complaint}{stop}"),
            Some(2)
        )
    );
}

#[test]
fn rows_of_a_wrong_length_are_reported_with_their_line() {
    for (table, line) in [
        ("id,text\n1,It was lawful.\n2\n3,It was lawful.\n", 3),
        (
            "id,text\r\n1,It was lawful.\r\n2\r\n3,It was lawful.\r\n",
            3,
        ),
        (
            "id,text\n1,\"It was\n\nlawful.\"\n\n\n2\n3,It was lawful.\n",
            7,
        ),
        (
            "\u{FEFF}id,text\r\n1,\"It was\r\nlawful.\"\r\n\r\n2\r\n3,It was lawful.\r\n",
            5,
        ),
    ] {
        let folder = Folder::with("q.csv", table);
        let said = folder
            .demarche("classify q.csv --format label")
            .small_model()
            .run();
        let err = format!(
            "demarche: q.csv:{line}: found 1 fields, expected 2 (id, text); quote fields that hold the delimiter or a line break\n"
        );
        assert_eq!(
            said.parts(),
            ("defending\nabstained\ndefending\n", &*err, Some(2)),
            "{table:?}"
        );
    }
}

#[test]
fn a_line_that_is_not_utf8_keeps_its_place() {
    let input = b"It was lawful.\n\xFF\xFEIt was lawful.\nIt was reckless and illegal.\n";
    let said = classify("--format label", input);
    let err = "demarche: -:2: found bytes that are not UTF-8; name its encoding with --encoding (latin-1, windows-1252 ...) or convert the file\n";
    assert_eq!(
        said.parts(),
        ("defending\nabstained\ncondemning\n", err, Some(2))
    );
    let reason = json_lines(&classify("", input).out)[1]["reason"].clone();
    assert_eq!(reason, "invalid_utf8");
}

#[test]
fn statements_over_the_limit_are_not_read() {
    // 14 bytes are allowed, 15 are not; a long one of three million spans several reads.
    let input = format!(
        "It was lawful.\nIt was lawful..\n{}\nIt was lawful.\n\nzzqxv\n",
        "lawful ".repeat(430_000)
    );
    let out = classify("--max-text-bytes 14", input).done();
    let facts: Vec<_> = json_lines(&out)
        .iter()
        .map(|r| (r["id"].as_u64(), r["reason"].as_str().map(String::from)))
        .collect();
    let expected = [
        None,
        Some("too_long"),
        Some("too_long"),
        None,
        Some("empty"),
        Some("no_known_words"),
    ];
    let expected: Vec<_> = (1..)
        .map(Some)
        .zip(expected.map(|r| r.map(String::from)))
        .collect();
    assert_eq!(facts, expected);
    let table = "text\nIt was lawful.\nIt was lawful..\n";
    let out = classify(
        "--input-format csv --max-text-bytes 14 --format label",
        table,
    )
    .done();
    assert_eq!(out, "defending\nabstained\n");
}

#[test]
fn identifiers_come_back_as_they_were() {
    let rows = "{\"id\":7,\"text\":\"It was lawful.\"}\n{\"id\":\"a-7\",\"text\":\"It was lawful.\"}\n{\"text\":\"It was lawful.\",\"id\":null}\n";
    let out = classify("--input-format jsonl", rows).done();
    let ids: Vec<_> = json_lines(&out).iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, [serde_json::json!(7), "a-7".into(), 3.into()]);
    let table = "number,text\n007,It was lawful.\n";
    let out = classify(
        "--input-format csv --id-column number --format csv --no-header",
        table,
    )
    .done();
    assert!(out.starts_with("007,defending,"), "{out}");
}

#[test]
fn other_columns_are_kept_on_demand() {
    let rows = "{\"id\":1,\"text\":\"It was lawful.\",\"label\":\"x\",\"date\":2024,\"tags\":[\"a\",null]}\n";
    let out = classify("--input-format jsonl --keep", rows).done();
    let kept =
        ",\"text\":\"It was lawful.\",\"input_label\":\"x\",\"date\":2024,\"tags\":[\"a\",null]}\n";
    assert!(out.ends_with(kept), "{out}");
    assert_eq!(json_lines(&out)[0]["label"], "defending");
    let plain = json_lines(&classify("--keep", "It was lawful.\n").done());
    assert_eq!(plain[0]["text"], "It was lawful.");
    let bare = json_lines(&classify("--input-format jsonl", rows).done());
    assert_eq!(bare[0].get("date"), None);
}

#[test]
fn kept_columns_of_a_table_stand_under_their_names() {
    let table = "id,text,label\n1,It was lawful.,x\n2\n";
    let said = classify("--input-format csv --format csv --keep", table);
    let rows = "1,defending,#,#,#,#,false,,3,3,It was lawful.,x\n2,,,,,,true,bad_record,0,0,,\n"
        .replace("\n2,", "\n3,");
    assert_eq!(
        masked(&said.out),
        format!("{HEADER},text,input_label\n{rows}")
    );
    let out = classify("--format csv --keep", "It was lawful.\n\n").done();
    assert_eq!(
        masked(&out),
        format!(
            "{HEADER},text\n1,defending,#,#,#,#,false,,3,3,It was lawful.\n2,,,,,,true,empty,0,0,\n"
        )
    );
    let rows = "\n{\"text\":\"It was lawful.\",\"date\":2024}\n{\"date\":2023,\"text\":\"zzqxv\"}\n{\"text\":null}\n";
    let out = classify("--input-format jsonl --format csv --keep", rows).done();
    let expected = "1,,,,,,true,empty,0,0,,\n2,defending,#,#,#,#,false,,3,3,It was lawful.,2024\n3,,,,,,true,no_known_words,0,1,zzqxv,2023\n4,,,,,,true,empty,0,0,,\n";
    assert_eq!(masked(&out), format!("{HEADER},text,date\n{expected}"));
}

#[test]
fn of_two_columns_with_one_name_the_last_is_kept() {
    let table = "text,note,note\nIt was lawful.,a,b\n";
    let out = classify("--input-format csv --format csv --keep", table).done();
    let expected = "2,defending,#,#,#,#,false,,3,3,It was lawful.,b\n";
    assert_eq!(masked(&out), format!("{HEADER},text,note\n{expected}"));
    let out = classify("--input-format csv --keep", table).done();
    assert!(
        out.ends_with(",\"text\":\"It was lawful.\",\"note\":\"b\"}\n"),
        "{out}"
    );
}

#[test]
fn several_files_give_one_header_and_count_their_own_lines() {
    let folder = Folder::with("a.txt", "It was lawful.\nzzqxv")
        .and("b.csv", "text,id\nIt was reckless and illegal.,b1\n");
    let run = folder
        .demarche("classify a.txt b.csv - --format csv")
        .small_model();
    let out = run.input("It was lawful.\n").run().done();
    let rows = "1,defending,#,#,#,#,false,,3,3\n2,,,,,,true,no_known_words,0,1\nb1,condemning,#,#,#,#,false,,5,5\n1,defending,#,#,#,#,false,,3,3\n";
    assert_eq!(masked(&out), format!("{HEADER}\n{rows}"));
}

#[test]
fn files_and_models_that_cannot_be_read_are_named_once() {
    let folder = Folder::with("q.txt", "It was lawful.\n").and("sub.demarche", "no model");
    std::fs::create_dir(folder.path("sub")).expect("a folder");
    for (arguments, err) in [
        (
            "classify none.txt",
            "demarche: none.txt: cannot read: No such file or directory (os error 2)\n",
        ),
        (
            "classify sub",
            "demarche: sub: cannot read: it is a folder\n",
        ),
        (
            "classify q.txt -m none.demarche",
            "demarche: none.demarche: cannot read: No such file or directory (os error 2)\n",
        ),
        (
            "classify q.txt -m sub",
            "demarche: sub: cannot read: Is a directory (os error 21)\n",
        ),
        (
            "classify q.txt -m sub.demarche",
            "demarche: sub.demarche: not a usable model: it does not start like a demarche model; make one with `demarche train`\n",
        ),
    ] {
        let run = folder.demarche(arguments);
        let run = if arguments.contains("-m") {
            run
        } else {
            run.small_model()
        };
        assert_eq!(run.run().refused(), err);
    }
}

#[cfg(unix)]
#[test]
fn a_model_is_read_from_a_pipe() {
    let folder = Folder::with("a.txt", "The raid was unlawful.\n");
    let from_file = folder.demarche("classify a.txt").small_model().run().done();
    let script = "\"$0\" classify a.txt --model <(cat \"$1\")";
    let said = std::process::Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_demarche")])
        .arg(common::small_model())
        .current_dir(folder.path(""))
        .output()
        .expect("bash runs");
    assert_eq!(String::from_utf8_lossy(&said.stderr), "");
    assert_eq!(String::from_utf8_lossy(&said.stdout), from_file);
}

#[test]
fn a_label_called_abstained_is_told_from_none() {
    let rows = common::SMALL.replace("\"label\": \"neutral\"", "\"label\": \"abstained\"");
    let folder = Folder::with("a.jsonl", rows);
    folder
        .demarche("train a.jsonl -o m --no-cv --labels condemning,defending,abstained")
        .run()
        .done();
    for (format, word) in [
        ("label", "(abstained)"),
        ("fasttext", "__label__(abstained)"),
    ] {
        let run = folder.demarche(&format!("classify -m m --format {format}"));
        assert_eq!(run.input("zzqxv\n").run().done(), format!("{word}\n"));
    }
    // What was written is read back as it was meant.
    let run = folder
        .demarche("classify -m m --format label --min-confidence 0.999 a.jsonl")
        .run();
    let labels = folder.and("p.txt", run.out);
    let said = labels
        .demarche("evaluate a.jsonl --predictions p.txt --labels condemning,defending,abstained --format json")
        .run();
    let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let none = String::from_utf8(labels.read("p.txt")).expect("labels");
    let none = none.lines().filter(|l| *l == "(abstained)").count() as u64;
    let counts = report["confusion_matrix"]["abstained"]
        .as_array()
        .expect("counts");
    assert_eq!(
        counts
            .iter()
            .filter_map(serde_json::Value::as_u64)
            .sum::<u64>(),
        none,
        "{}",
        said.err
    );
}

#[test]
fn the_model_inside_is_used_without_a_model_file() {
    let folder = Folder::new();
    let out = folder
        .demarche("classify --format label")
        .input("It was reckless and illegal.\n\n")
        .run()
        .done();
    assert_eq!(out, "condemning\nabstained\n");
}

/// Five thousand statements of which every seventh is blank.
fn many() -> String {
    let rows = common::small_rows();
    (0..5_000)
        .map(|i| match i % 7 {
            0 => "\n".to_owned(),
            _ => format!(
                "{} {}\n",
                rows[i % 60]["text"].as_str().expect("a text"),
                rows[i % 59]["text"].as_str().expect("a text")
            ),
        })
        .collect()
}

/// Through one input or many, in any pieces, each statement gets what it gets alone.
#[test]
fn statements_of_joined_inputs_get_what_they_get_apart() {
    let (first, second) =
        SMALL.split_at(SMALL.len() / 2 + SMALL[SMALL.len() / 2..].find('\n').expect("a line") + 1);
    let folder = Folder::with("a.jsonl", first).and("b.jsonl", second);
    let run = |files: &str| {
        let command = format!("classify --format jsonl {files}");
        folder.demarche(&command).small_model().run().done()
    };
    let apart = run("a.jsonl") + &run("b.jsonl");
    assert_eq!(apart.lines().count(), 60);
    assert_eq!(run("a.jsonl b.jsonl"), apart);
    assert_eq!(
        folder
            .and("c.jsonl", SMALL)
            .demarche("classify --format jsonl c.jsonl")
            .small_model()
            .run()
            .done(),
        apart
    );
    let one_by_one: Vec<String> = SMALL
        .lines()
        .map(|line| {
            Folder::with("l.jsonl", line)
                .demarche("classify --format jsonl l.jsonl")
                .small_model()
                .run()
                .done()
        })
        .collect();
    assert_eq!(one_by_one.concat(), apart);
}

#[test]
fn order_and_number_are_kept_for_any_number_of_threads() {
    let input = many();
    let one = classify("--threads 1", &input).done();
    let records = json_lines(&one);
    assert_eq!(records.len(), 5_000);
    for (i, record) in records.iter().enumerate() {
        assert_eq!(record["id"], i + 1);
        assert_eq!(record["reason"] == "empty", i % 7 == 0, "{record}");
    }
    assert!(classify("--threads 2", &input).done() == one);
}

#[test]
fn alone_and_among_others_a_statement_gets_the_same_record() {
    let input = many();
    let all = classify("", &input).done();
    for at in [1_usize, 256, 2_049, 4_999] {
        let line = input.lines().nth(at).expect("a line");
        let alone = classify("", line).done();
        let expected = all.lines().nth(at).expect("a record");
        let start = format!("{{\"id\":{},", at + 1);
        assert_eq!(alone.trim_end().replace("{\"id\":1,", &start), expected);
    }
}

#[test]
fn answers_come_when_the_input_pauses() {
    let folder = Folder::new();
    let mut child = folder
        .demarche("classify --format label")
        .small_model()
        .spawn();
    let mut stdin = child.stdin.take().expect("standard input");
    let stdout = child.stdout.take().expect("standard output");
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines() {
            let _ = send.send(line.expect("a line"));
        }
    });
    let patience = std::time::Duration::from_secs(20);
    for (statement, label) in [
        ("It was lawful.\n", "defending"),
        ("It was reckless and illegal.\n\n", "condemning"),
    ] {
        stdin
            .write_all(statement.as_bytes())
            .expect("the program reads");
        assert_eq!(receive.recv_timeout(patience).as_deref(), Ok(label));
    }
    assert_eq!(receive.recv_timeout(patience).as_deref(), Ok("abstained"));
    drop(stdin);
    assert!(child.wait().expect("the program ends").success());
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let folder = Folder::with("many.txt", many());
    let mut child = folder.demarche("classify many.txt").small_model().spawn();
    let mut first = [0_u8; 8];
    let mut stdout = child.stdout.take().expect("standard output");
    stdout
        .read_exact(&mut first)
        .expect("the start of a record");
    assert_eq!(&first, b"{\"id\":1,");
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(
        (
            output.status.code(),
            &*String::from_utf8_lossy(&output.stderr)
        ),
        (Some(0), "")
    );
}

#[test]
fn complaints_that_nobody_reads_stop_nothing() {
    let rows = "{}\n{\"txt\":1}\n".repeat(3_000);
    let folder = Folder::with("bad.jsonl", rows);
    let mut child = folder
        .demarche("classify bad.jsonl --format label")
        .small_model()
        .spawn();
    drop(child.stderr.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"abstained\n".repeat(6_000));
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let folder = Folder::new();
    let said = |arguments: &str| {
        let run = folder
            .demarche(&format!("classify --format text {arguments}"))
            .small_model();
        run.input("It was lawful.\nzzqxv\n").run().done()
    };
    assert!(!said("").contains('\u{1B}'));
    assert!(!said("--color never").contains('\u{1B}'));
    let bright = said("--color always");
    assert!(
        bright.starts_with("\u{1B}[34mdefending \u{1B}[0m  "),
        "{bright:?}"
    );
    let run = folder
        .demarche("classify --format text")
        .small_model()
        .env("NO_COLOR", "1");
    assert_eq!(run.input("It was lawful.\nzzqxv\n").run().done(), said(""));
}

#[test]
fn control_characters_of_a_statement_do_not_reach_the_terminal() {
    let out = classify("--format text", "It was lawful.\u{1B}[2J\u{7}\n").done();
    assert!(
        out.ends_with("  It was lawful.\u{FFFD}[2J\u{FFFD}\n"),
        "{out:?}"
    );
}

#[test]
fn usage_errors_have_exit_code_2() {
    for arguments in [
        "--threads 0",
        "--format xml",
        "--max-text-bytes 0",
        "--no-such-flag",
    ] {
        let err = classify(arguments, THREE).refused();
        assert!(err.starts_with("error: "), "{err}");
    }
}

#[test]
fn another_language_and_mostly_unknown_words_are_told() {
    let input = "Le conseil se r\u{E9}unira mardi prochain \u{E0} Gen\u{E8}ve pour entendre les deux parties, a d\u{E9}clar\u{E9} le porte-parole du minist\u{E8}re.\n\
                 We zzqxv the qqvz vvxq brrk wzzt zzqv\nThe council will meet in the valley next week.\n";
    let records = json_lines(&classify("", input).done());
    let facts = |r: &serde_json::Value| {
        (
            r["label"].clone(),
            r["reason"].clone(),
            r["known_tokens"].clone(),
        )
    };
    let found: Vec<_> = records.iter().map(facts).collect();
    // "parties" and "a" are words of the training set, as are "we" and "the".
    let null = serde_json::Value::Null;
    assert_eq!(found[0], (null.clone(), "other_language".into(), 2.into()));
    assert_eq!(found[1], (null.clone(), "mostly_unknown".into(), 2.into()));
    assert_eq!((&found[2].0, &found[2].1), (&"neutral".into(), &null));
    assert!(
        records[..2]
            .iter()
            .all(|r| r["scores"].is_null() && r["abstained"] == true)
    );
}

#[test]
fn another_mix_of_stances_multiplies_the_odds() {
    let input = "It was reckless and lawful.\n";
    let scores = |arguments: &str| {
        let record = json_lines(&classify(arguments, input).done()).remove(0);
        let scores = record["scores"].as_object().expect("scores").clone();
        scores
            .values()
            .map(|p| p.as_f64().expect("a number"))
            .collect::<Vec<f64>>()
    };
    let balanced = scores("");
    // There are as many statements of each stance.
    assert_eq!(scores("--prior natural"), balanced);
    assert_eq!(scores("--prior balanced"), balanced);
    let shifted = scores("--prior against=.5,pro=.3,none=.2");
    let odds: Vec<f64> = balanced
        .iter()
        .zip([0.5, 0.3, 0.2])
        .map(|(p, to)| p * to)
        .collect();
    let sum: f64 = odds.iter().sum();
    for (found, odds) in shifted.iter().zip(&odds) {
        assert!((found - odds / sum).abs() < 3e-6, "{shifted:?} {odds:?}");
    }
    let err = classify("--prior pro=1", input).refused();
    assert!(err.starts_with("demarche: prior is \"pro=1\", expected natural, balanced, or a positive share for each label"), "{err}");
}

#[test]
fn the_mix_of_the_input_is_told_on_demand() {
    let folder =
        Folder::with("a.txt", THREE).and("b.txt", "zzqxv\n\nIt was lawful and justified.\n");
    let run = folder
        .demarche("classify a.txt b.txt --format label --estimate-prior")
        .small_model();
    let said = run.run();
    assert_eq!((said.out.lines().count(), said.code), (6, Some(0)));
    let shares = said
        .err
        .strip_prefix("estimated mix of 4 statements: ")
        .and_then(|s| s.strip_suffix(" (use it with --prior)\n"));
    let shares: Vec<(&str, f64)> = shares
        .expect("the line")
        .split(',')
        .map(|s| s.split_once('=').expect("a share"))
        .map(|(label, share)| (label, share.parse().expect("a number")))
        .collect();
    // One, two and one of four, all of them sure.
    for ((label, share), expected) in
        shares
            .iter()
            .zip([("condemning", 0.25), ("defending", 0.5), ("neutral", 0.25)])
    {
        assert_eq!(*label, expected.0);
        assert!((share - expected.1).abs() < 0.05, "{shares:?}");
    }
}

#[test]
fn a_target_of_accuracy_is_a_threshold_of_the_model() {
    let input = format!("{THREE}It was lawful and reckless.\n");
    let run = |arguments: &str| classify(arguments, &input);
    let threshold = {
        let folder = Folder::new();
        let out = folder
            .demarche("inspect --format json")
            .arg(common::small_model())
            .run()
            .done();
        let facts: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let steps = facts["settings"]["training"]["cross_validation"]["thresholds"].clone();
        let steps: Vec<[f64; 3]> = serde_json::from_value(steps).expect("thresholds");
        let reached = steps
            .iter()
            .filter(|step| step[1] >= 0.95)
            .map(|step| step[0]);
        reached.fold(1.0, f64::min)
    };
    assert!((0.34..1.0).contains(&threshold), "{threshold}");
    let expected = run(&format!("--min-confidence {threshold}")).done();
    assert_eq!(run("--target-accuracy 0.95").done(), expected);
    let err = run("--target-accuracy 1.5").refused();
    let start = "demarche: --target-accuracy 1.5 is out of reach, the most that cross-validation reached is ";
    assert!(err.starts_with(start), "{err}");
    assert!(
        run("--target-accuracy 0.9 --min-confidence 0.5")
            .refused()
            .starts_with("error: ")
    );
    let folder = Folder::with("small.jsonl", common::SMALL);
    folder
        .demarche("train small.jsonl --no-cv --word-vectors none -o m")
        .run()
        .done();
    let err = folder
        .demarche("classify -m m --target-accuracy 0.9")
        .input(&input)
        .run()
        .refused();
    assert_eq!(
        err,
        "demarche: --target-accuracy needs a cross-validated model; train it without --no-cv, or use --min-confidence\n"
    );
}

#[test]
fn tsv_tells_a_text_from_no_value() {
    let rows =
        "{\"text\":\"They lied.\",\"note\":\"\\\\N\"}\n{\"text\":\"They lied.\",\"note\":null}\n";
    let arguments = "--input-format jsonl --keep --format tsv -";
    let out = classify(arguments, rows).done();
    let notes: Vec<&str> = out
        .lines()
        .map(|l| l.rsplit('\t').next().unwrap_or_default())
        .collect();
    assert_eq!(notes, ["note", "\\\\N", "\\N"]);
}

#[test]
fn safe_csv_runs_nothing_in_a_spreadsheet() {
    let rows = "text,note\nThey lied.,\"=HYPERLINK(\"\"http://x\"\")\"\nThey lied.,-4\n";
    let safe = classify("--keep --format csv --safe-csv -", rows).done();
    assert!(
        safe.contains(",\"'=HYPERLINK(\"\"http://x\"\")\"\n"),
        "{safe}"
    );
    assert!(safe.ends_with(",-4\n"), "{safe}");
    let plain = classify("--keep --format csv -", rows).done();
    assert!(plain.contains(",\"=HYPERLINK"), "{plain}");
}
