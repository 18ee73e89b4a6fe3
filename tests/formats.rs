//! Formats: what each reader makes of the files that its tool writes, and round trips through each writer.

mod common;

use std::path::Path;

use common::Folder;
use demarche::export::{Entry, ExportSettings, write_entries};
use demarche::source::{Columns, InputFormat, ReadSettings, RecordReader};
use proptest::prelude::*;
use serde_json::{Value, json};

/// All entries of a file, each annotation for itself.
fn entries(path: &Path, format: Option<InputFormat>) -> Vec<Entry> {
    let settings = ReadSettings {
        format,
        each_annotation: true,
        ..ReadSettings::default()
    };
    let mut reader = RecordReader::open(path, &settings).expect("a readable file");
    let columns = Columns {
        weight: Some("weight".into()),
        ..Columns::default()
    };
    let mut found = Vec::new();
    while let Some(block) = reader.next_block().expect("a readable block") {
        for record in reader.records(&block).iter().filter(|r| !r.is_blank()) {
            found.push(Entry::of(record, &columns).expect("a usable record"));
        }
    }
    found
}

fn entry(value: &Value) -> Entry {
    Entry::of_object(value.as_object().expect("an object").clone())
}

/// What `content` is read as, as JSON objects.
fn read(name: &str, content: impl AsRef<[u8]>) -> Vec<Value> {
    let folder = Folder::with(name, content);
    let found = entries(&folder.path(name), None);
    found.iter().map(|e| e.to_object().into()).collect()
}

/// Text that no format but the plainest ones has trouble with.
fn any_text() -> impl Strategy<Value = String> {
    "[ -~\u{E9}\u{4E00}\t\n\r\"\\\\,]{1,24}".prop_filter("not blank", |t| !t.trim().is_empty())
}

/// Entries with the fields that all formats know, all of them text.
fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let field = || proptest::option::of(any_text());
    let one = (any_text(), field(), field(), field(), field(), 0..1000_u32);
    let one = one.prop_map(|(text, label, group, speaker, annotator, weight)| {
        let mut entry = Entry {
            text,
            label,
            ..Entry::default()
        };
        let named = [
            ("group", group),
            ("speaker", speaker),
            ("annotator", annotator),
        ];
        for (name, value) in named {
            if let Some(value) = value {
                entry.fields.insert(name.into(), value.into());
            }
        }
        entry
            .fields
            .insert("weight".into(), (f64::from(weight) / 8.0 + 0.1).into());
        entry
    });
    proptest::collection::vec(one, 1..8).prop_map(|mut all| {
        for (i, entry) in all.iter_mut().enumerate() {
            entry.fields.insert("id".into(), format!("s{i}").into());
        }
        all
    })
}

fn round_trip(all: &[Entry], name: &str, format: InputFormat) -> Vec<Entry> {
    let folder = Folder::new();
    let path = folder.path(name);
    let losses = write_entries(&path, format, all, &ExportSettings::default());
    assert!(losses.expect("written").is_empty(), "{name}");
    entries(&path, Some(format))
}

/// Fields in the order of their names.
fn sorted(all: &[Entry]) -> Vec<Value> {
    let object = |e: &Entry| {
        let mut object = e.to_object();
        object.sort_keys();
        Value::from(object)
    };
    all.iter().map(object).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_written_is_read_back(all in any_entries()) {
        for (name, format) in [
            ("a.jsonl", InputFormat::Jsonl),
            ("a.json", InputFormat::Json),
            ("a.jsonl.gz", InputFormat::Jsonl),
            ("a.jsonl.zst", InputFormat::Doccano),
            ("a.csv", InputFormat::Csv),
            ("a.tsv", InputFormat::Tsv),
            ("ls.json", InputFormat::LabelStudio),
            ("p.jsonl", InputFormat::Prodigy),
            ("a.parquet", InputFormat::Parquet),
            ("a.arrow", InputFormat::Arrow),
        ] {
            let mut expected = all.clone();
            if format == InputFormat::Csv {
                // A cell of CSV without a value is an empty text.
                for e in &mut expected {
                    for name in ["group", "speaker", "annotator"] {
                        if all.iter().any(|other| other.fields.contains_key(name)) {
                            e.fields.entry(name).or_insert("".into());
                        }
                    }
                }
            }
            let found = round_trip(&all, name, format);
            prop_assert_eq!(sorted(&found), sorted(&expected), "{}", name);
        }
    }

    #[test]
    fn fasttext_keeps_text_and_label(all in any_entries()) {
        let folder = Folder::new();
        let path = folder.path("a.ft");
        let losses = write_entries(&path, InputFormat::Fasttext, &all, &ExportSettings::default()).unwrap();
        prop_assert!(losses.in_words().contains("id ("), "{}", losses.in_words());
        let one_line = |t: &str| t.replace("\r\n", " ").replace(['\r', '\n'], " ").trim().to_owned();
        let label = |l: &String| l.replace(char::is_whitespace, "_");
        let expected: Vec<_> = all.iter().map(|e| (one_line(&e.text), e.label.as_ref().map(label))).collect();
        let found: Vec<_> = entries(&path, None).into_iter().map(|e| (e.text.trim().to_owned(), e.label)).collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn a_field_that_is_never_closed_is_refused_where_it_opens() {
    let good = "text,label\r\n\"It was\na crime.\",con\r\n";
    let folder = Folder::with("a.csv", format!("{good}x,\"con\r\nWe note it.,neutral\n")).and(
        "b.csv",
        format!("{good}\"So he said \"stop\".\",con\n\"We\nnote\" it.,neutral\nWe met.,neutral\n"),
    );
    let remedy = "or write a quotation mark inside a quoted field twice (\"\")";
    for command in [
        "convert a.csv b.jsonl",
        "classify a.csv",
        "train a.csv -o m",
        "explain --file a.csv",
    ] {
        let said = folder.demarche(command).run();
        assert_eq!(said.code, Some(2), "{command}");
        assert!(
            said.err.starts_with("demarche: a.csv:4: a quotation mark opens a field here, expected one that closes it, found none")
                && said.err.trim_end().ends_with(remedy),
            "{command}: {}",
            said.err
        );
    }
    // Marks that were not doubled: the row and the line of the mark are named, and the rows around it are read.
    let said = folder.demarche("convert b.csv b.jsonl").run();
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(said.code, Some(2));
    for (line, start) in lines.iter().zip([
        "demarche: b.csv:4: found text after a closing quotation mark on line 4, expected a comma or the line's end; ",
        "demarche: b.csv:5: found text after a closing quotation mark on line 6, expected a comma or the line's end; ",
    ]) {
        assert!(line.starts_with(start), "{line}");
    }
    let found = entries(&folder.path("b.jsonl"), None);
    let texts: Vec<&str> = found.iter().map(|e| e.text.as_str()).collect();
    assert_eq!(texts, ["It was\na crime.", "We met."]);
}

#[test]
fn a_lone_carriage_return_ends_a_row_of_csv() {
    let rows = "text,label\r\"a\rb\",con\rx\r\"c\n\r\nd\",pro\r\n\"e\"\"\",pro\r";
    let mut expected = Vec::new();
    // Whatever the size of the pieces in which it comes, records and their lines are the same.
    for size in 1..=rows.len() {
        let input = Pieces(rows.as_bytes(), size);
        let mut reader = RecordReader::new(input, "a.csv", InputFormat::Csv, 1 << 20);
        let mut found = Vec::new();
        while let Some(block) = reader.next_block().expect("a block") {
            for record in reader.records(&block) {
                let text = record.text("text").map(|t| t.into_owned());
                found.push((record.line, text.map_err(|p| p.text)));
            }
        }
        if expected.is_empty() {
            let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
            assert_eq!(lines, [2, 4, 5, 8]);
            assert_eq!(found[0].1.as_deref(), Ok("a\rb"));
            assert!(
                found[1]
                    .1
                    .as_ref()
                    .is_err_and(|p| p.starts_with("found 1 fields, expected 2"))
            );
            assert_eq!(found[2].1.as_deref(), Ok("c\n\r\nd"));
            assert_eq!(found[3].1.as_deref(), Ok("e\""));
            expected = found;
        } else {
            assert_eq!(found, expected, "{size}");
        }
    }
}

/// A reader that gives out so many bytes at a time.
struct Pieces<'a>(&'a [u8], usize);

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(self.0.len()).min(buffer.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

#[test]
fn doccano_of_all_versions_is_read() {
    let lines = [
        json!({"id": 10, "text": "Stop it.", "label": ["condemning"], "meta": {"group": "g"}, "Comments": []}),
        json!({"id": 11, "data": "We note it.", "label": []}),
        json!({"id": 12, "data": "We had to.", "labels": ["defending"]}),
        json!({"id": 13, "text": "It is wrong.", "label": "condemning"}),
    ];
    let found = read("all.jsonl", lines.map(|l| l.to_string()).join("\n"));
    let expected = [
        json!({"id": 10, "text": "Stop it.", "label": "condemning", "Comments": [], "group": "g"}),
        json!({"id": 11, "text": "We note it."}),
        json!({"id": 12, "text": "We had to.", "label": "defending"}),
        json!({"id": 13, "text": "It is wrong.", "label": "condemning"}),
    ];
    assert_eq!(found, expected);
}

#[test]
fn doccano_labels_by_number_are_refused_with_the_remedy() {
    let line = json!({"id": 1, "text": "x", "annotations": [{"label": 3, "user": 1}]});
    let folder = Folder::with("a.jsonl", line.to_string());
    let said = folder.demarche("convert a.jsonl b.csv").run();
    assert_eq!(said.code, Some(2));
    assert!(
        said.err
            .contains("a.jsonl:1: its annotations name labels by number"),
        "{}",
        said.err
    );
}

#[test]
fn label_studio_gives_each_annotation() {
    let result = |label: &str| json!([{"from_name": "stance", "to_name": "text", "type": "choices", "value": {"choices": [label]}}]);
    let tasks = json!([
        {"id": 1, "data": {"text": "Stop it.", "group": "g"}, "annotations": [
            {"completed_by": 10, "was_cancelled": false, "ground_truth": false, "result": result("condemning")},
            {"completed_by": {"id": 11, "email": "b@example.org"}, "was_cancelled": false, "result": result("neutral"), "lead_time": 2.5},
            {"completed_by": 12, "was_cancelled": true, "result": []},
        ]},
        {"id": 2, "data": {"text": "We note it."}, "annotations": [], "predictions": [{"result": result("neutral"), "score": 0.9}]},
    ]);
    for content in [tasks.to_string(), format!("{tasks:#}\n")] {
        let found = read("export.json", content);
        let expected = [
            json!({"id": 1, "text": "Stop it.", "label": "condemning", "group": "g", "annotator": 10}),
            json!({"id": 1, "text": "Stop it.", "label": "neutral", "group": "g", "annotator": "b@example.org", "lead_time": 2.5}),
            json!({"id": 2, "text": "We note it."}),
        ];
        assert_eq!(found, expected);
    }
}

#[test]
fn label_studio_min_and_csv_have_the_label_under_the_question() {
    let row = json!({"id": 7, "text": "Stop it.", "stance": "condemning", "annotator": 1, "annotation_id": 3, "lead_time": 4.2});
    let min = read("min.json", format!("[{row}]"));
    assert_eq!(min[0]["label"], "condemning");
    assert_eq!(min[0]["annotator"], 1);
    assert_eq!(min[0].get("stance"), None);
    let csv = "annotation_id,annotator,id,lead_time,stance,text\n3,1,7,4.2,condemning,Stop it.\n";
    assert_eq!(read("export.csv", csv)[0]["label"], "condemning");
}

#[test]
fn prodigy_accepts_count_and_rejects_do_not() {
    let lines = [
        json!({"text": "Stop it.", "_input_hash": 1, "_task_hash": 2, "options": [{"id": "condemning"}], "accept": ["condemning"],
            "answer": "accept", "_annotator_id": "db-ann", "meta": {"group": "g"}}),
        json!({"text": "We note it.", "label": "neutral", "answer": "accept"}),
        json!({"text": "Not that.", "label": "neutral", "answer": "reject"}),
        json!({"text": "Skip.", "accept": [], "answer": "ignore"}),
    ];
    let found = read("p.jsonl", lines.map(|l| l.to_string()).join("\n"));
    let expected = [
        json!({"text": "Stop it.", "label": "condemning", "_input_hash": 1, "_task_hash": 2, "group": "g", "annotator": "db-ann"}),
        json!({"text": "We note it.", "label": "neutral"}),
        json!({"text": "Not that."}),
        json!({"text": "Skip."}),
    ];
    assert_eq!(found, expected);
}

#[test]
fn each_quote_of_gdelt_is_a_statement() {
    let article = json!({"date": "2020-01-01T00:00:00Z", "url": "https://example.org/a", "title": "T", "lang": "ENGLISH",
        "quotes": [{"pre": "she said", "quote": "It is wrong", "post": "and left"}, {"pre": "", "quote": "We note it", "post": ""}]});
    let found = read("gqg.json", format!("{article}\n"));
    assert_eq!(found.len(), 2);
    assert_eq!(found[1]["text"], "We note it");
    assert_eq!(found[1]["id"], "https://example.org/a#2");
    assert_eq!(found[0]["group"], "https://example.org/a");
    assert_eq!(found[0]["pre"], "she said");
    let folder = Folder::with("gqg.json", format!("{article}\n"));
    let said = folder.demarche("classify gqg.json --format label").run();
    assert_eq!(said.out.lines().count(), 2);
}

#[test]
fn several_labels_are_refused() {
    let folder = Folder::with(
        "a.txt",
        "__label__pro __label__con Both.\n__label__pro One.\n",
    );
    let said = folder.demarche("convert a.txt b.jsonl").run();
    assert_eq!(said.code, Some(2));
    assert_eq!(
        said.err,
        "demarche: a.txt:1: found 2 labels (\"pro\", \"con\"), expected one; keep one of them\n"
    );
    assert_eq!(
        folder.read("b.jsonl"),
        b"{\"text\":\"One.\",\"label\":\"pro\"}\n"
    );
}

#[test]
fn formats_are_named_on_demand() {
    let folder = Folder::with("a.txt", "id,text\n1,Stop it.\n");
    for (arguments, expected) in [
        (
            "convert -v a.txt b.jsonl.gz",
            "demarche: a.txt: read as csv (its column names)\n",
        ),
        (
            "convert -v b.jsonl.gz c.arrow",
            "demarche: b.jsonl.gz: read as jsonl (a JSON object a line), gzip\n",
        ),
        (
            "convert -v c.arrow c.tsv.zst",
            "demarche: c.arrow: read as arrow (its first bytes)\n",
        ),
        (
            "convert -v c.tsv.zst - --output-format jsonl",
            "demarche: c.tsv.zst: read as tsv (its name), zstd\n",
        ),
        (
            "convert a.txt d.json --input-format csv --verbose",
            "demarche: a.txt: read as csv (as asked for)\n",
        ),
    ] {
        let said = folder.demarche(arguments).run();
        assert_eq!(
            (said.code, said.err.as_str()),
            (Some(0), expected),
            "{arguments}"
        );
    }
    assert_eq!(
        folder.read("d.json"),
        b"[\n{\"id\":\"1\",\"text\":\"Stop it.\"}\n]\n"
    );
}

#[test]
fn other_encodings_are_recognised_and_decoded_on_demand() {
    let text = "text,label\nTr\u{E8}s grave,con\n";
    let utf_16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin_1: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let folder = Folder::with("u.csv", utf_16).and("l.csv", latin_1);
    let said = folder.demarche("convert u.csv a.jsonl").run();
    assert_eq!(said.code, Some(2));
    assert_eq!(
        said.err,
        "demarche: u.csv: found UTF-16LE, expected UTF-8; read it with --encoding utf-16le or convert it\n"
    );
    let said = folder.demarche("convert l.csv a.jsonl").run();
    assert!(
        said.err.contains("l.csv:2: found bytes that are not UTF-8"),
        "{}",
        said.err
    );
    for arguments in [
        "u.csv a.jsonl --encoding utf-16",
        "l.csv a.jsonl --encoding latin-1",
    ] {
        let said = folder.demarche(&format!("convert {arguments}")).run();
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{arguments}");
        let expected = "{\"text\":\"Tr\u{E8}s grave\",\"label\":\"con\"}\n";
        assert_eq!(folder.read("a.jsonl"), expected.as_bytes());
    }
}

#[test]
fn what_a_format_cannot_hold_is_said() {
    let rows = "{\"id\":1,\"text\":\"One\\ntwo\",\"label\":\"con\",\"group\":\"g\"}\n{\"id\":2,\"text\":\"x\"}\n";
    let folder = Folder::with("a.jsonl", rows);
    let said = folder.demarche("convert a.jsonl a.ft").run();
    assert_eq!(said.code, Some(0));
    assert_eq!(
        said.err,
        "demarche: a.ft: fasttext cannot hold group (1 row), id (2 rows), line breaks in the text (1 row)\n"
    );
    assert_eq!(folder.read("a.ft"), b"__label__con One two\nx\n");
}

#[test]
fn columns_get_their_usual_names_and_types() {
    let csv = "Quote,position,affair,note,weight\nStop it.,con,strait,\"a, b\",0.5\n";
    let folder = Folder::with("coded.csv", csv);
    let run = folder.demarche(
        "convert coded.csv coded.parquet --text-column quote --label-column position --group-column affair",
    );
    assert_eq!(run.run().code, Some(0));
    let found = entries(&folder.path("coded.parquet"), None);
    let expected = json!({"text": "Stop it.", "label": "con", "group": "strait", "note": "a, b", "weight": 0.5});
    assert_eq!(found, [entry(&expected)]);
}

#[test]
fn damaged_files_are_refused_in_one_sentence() {
    let folder = Folder::with("a.parquet", b"PAR1 and no more PAR1")
        .and("a.arrow", b"ARROW1\0\0 and no more")
        .and("a.csv.gz", [0x1F, 0x8B, 8, 0, 1, 2, 3])
        .and("a.json", "[{\"text\": \"x\"");
    for (file, expected) in [
        (
            "a.parquet",
            "demarche: a.parquet: cannot be read as parquet: ",
        ),
        ("a.arrow", "demarche: a.arrow: cannot be read as arrow: "),
        ("a.csv.gz", "demarche: a.csv.gz: cannot read: "),
        ("a.json", "demarche: a.json:1: expected a JSON object"),
    ] {
        let said = folder.demarche(&format!("convert {file} out.jsonl")).run();
        assert_eq!(said.code, Some(2), "{file}");
        assert!(said.err.starts_with(expected), "{}", said.err);
        assert!(!said.err.contains("panicked"), "{}", said.err);
    }
}

/// Files that `tests/reference/formats.py` wrote with pandas, pyarrow, polars and Label Studio's converter.
fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/formats")
        .join(name)
}

#[test]
fn files_of_pandas_pyarrow_and_polars_are_read() {
    let texts = [
        "The raid was unlawful, and \"reckless\".",
        "We acted\nin self-defence.",
        "Talks\tbegin in G\u{E9}n\u{E8}ve.",
    ];
    for name in [
        "pandas.csv",
        "pandas.csv.gz",
        "pandas.csv.zst",
        "pandas.tsv",
        "pandas.jsonl",
        "pandas-records.json",
        "pandas-snappy.parquet",
        "pandas-zstd.parquet",
        "pandas-lz4.feather",
        "pyarrow-zstd.arrow",
        "pyarrow-stream.arrows",
        "pyarrow-groups.parquet",
        "polars.parquet",
        "polars.arrow",
    ] {
        let found = entries(&fixture(name), None);
        assert_eq!(found.len(), 3, "{name}");
        for (i, entry) in found.iter().enumerate() {
            assert_eq!(entry.text, texts[i], "{name}");
            let labels = [Some("condemning"), Some("defending"), None];
            assert_eq!(entry.label.as_deref(), labels[i], "{name}");
            let weight = entry.fields["weight"].as_f64();
            assert_eq!(weight, Some([0.5, 1.0, 2.0][i]), "{name}");
            let date = entry.fields["date"].as_str().expect("a date");
            assert!(
                date.starts_with(["2024-05-31", "2024-06-01", "2024-06-02"][i]),
                "{name}: {date}"
            );
            // Tables of text have the number as text.
            assert_eq!(
                entry.fields["id"].to_string().trim_matches('"'),
                (i + 1).to_string(),
                "{name}"
            );
        }
    }
    let folder = Folder::new();
    let run = folder
        .demarche("convert -v --encoding utf-16")
        .arg(fixture("pandas-utf-16.csv"))
        .arg("a.jsonl");
    let said = run.run();
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(entries(&folder.path("a.jsonl"), None)[2].text, texts[2]);
}

#[test]
fn files_of_label_studios_converter_are_read() {
    for name in [
        "label-studio.json",
        "label-studio-min.json",
        "label-studio.csv",
    ] {
        let found = entries(&fixture(name), None);
        let labels: Vec<_> = found.iter().map(|e| e.label.as_deref()).collect();
        assert_eq!(
            labels,
            [Some("condemning"), Some("defending"), None],
            "{name}"
        );
        assert_eq!(found[1].text, "We acted\nin self-defence.", "{name}");
        assert_eq!(
            found[0].fields["id"].to_string().trim_matches('"'),
            "101",
            "{name}"
        );
        assert_eq!(
            found[0].fields["annotator"].to_string().trim_matches('"'),
            "7",
            "{name}"
        );
        assert_eq!(found[0].fields["date"], "2024-05-31", "{name}");
        // A task that nobody answered is passed over where labels are asked for.
        let folder = Folder::new();
        let said = folder.demarche("corpus stats").arg(fixture(name)).run();
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(
            said.err
                .ends_with(": 1 row passed over: it has no annotation\n"),
            "{}",
            said.err
        );
    }
}

#[test]
fn predictions_for_annotators_stand_in_their_tools_layout() {
    let folder = Folder::with(
        "a.jsonl",
        "{\"id\":\"q1\",\"text\":\"The raid was reckless and unlawful.\",\"group\":\"g\"}\n{\"text\":\"\"}\n",
    );
    let said = folder
        .demarche("classify a.jsonl --format label-studio")
        .run();
    assert_eq!(said.code, Some(0), "{}", said.err);
    let tasks: Value = serde_json::from_str(&said.out).expect("a JSON array");
    assert_eq!(
        tasks[0]["data"],
        json!({"id": "q1", "text": "The raid was reckless and unlawful.", "group": "g"})
    );
    let prediction = &tasks[0]["predictions"][0];
    let classified = folder.demarche("classify a.jsonl --format jsonl").run().out;
    let record: Value =
        serde_json::from_str(classified.lines().next().expect("a record")).expect("JSON");
    let score = prediction["score"].as_f64().expect("a score");
    assert!((score - record["confidence"].as_f64().expect("a number")).abs() < 1e-6);
    assert_eq!(prediction["model_version"], record["model"]);
    assert_eq!(
        prediction["result"],
        json!([{"from_name": "stance", "to_name": "text", "type": "choices", "value": {"choices": [record["label"]]}}])
    );
    // An empty text has no prediction, but its task.
    assert_eq!(tasks[1], json!({"data": {"id": 2, "text": ""}}));

    let said = folder.demarche("classify a.jsonl --format prodigy").run();
    let task: Value = serde_json::from_str(said.out.lines().next().expect("a task")).expect("JSON");
    assert_eq!(task["accept"], json!([record["label"]]));
    assert_eq!(task.get("answer"), None);
    assert_eq!(task["options"].as_array().map(Vec::len), Some(3));
    assert!((task["meta"]["score"].as_f64().expect("a score") - score).abs() < 1e-12);
    assert_eq!(task["meta"]["id"], "q1");
}

#[test]
fn a_table_has_the_columns_of_all_records() {
    let rows = "{\"id\":1,\"text\":\"It was a crime.\"}\n{\"id\":2,\"text\":\"Talks begin.\",\"speaker\":\"A\"}\n";
    let folder = Folder::with("a.jsonl", rows);
    let said = folder
        .demarche("classify a.jsonl --format csv --keep")
        .run();
    assert_eq!(said.err, "");
    let lines: Vec<&str> = said.out.lines().collect();
    assert!(lines[0].ends_with(",text,speaker"), "{}", lines[0]);
    assert!(lines[1].ends_with(",It was a crime.,"), "{}", lines[1]);
    assert!(lines[2].ends_with(",Talks begin.,A"), "{}", lines[2]);
}

#[test]
fn our_own_tsv_is_read_back() {
    let texts = ["\"Stop\"", "\"", "a\tb\\n\nc", "\\N"];
    let rows: String = texts
        .iter()
        .map(|t| format!("{}\n", json!({"text": t})))
        .collect();
    let folder = Folder::with("a.jsonl", rows);
    let tsv = folder
        .demarche("classify a.jsonl --format tsv --keep")
        .run()
        .out;
    let found = read("b.tsv", tsv);
    let found: Vec<&str> = found
        .iter()
        .map(|e| e["text"].as_str().expect("a text"))
        .collect();
    assert_eq!(found[..3], texts[..3]);
}
