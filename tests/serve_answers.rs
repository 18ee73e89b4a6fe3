//! What the service answers: the same bytes as the command line, and a problem for everything else.
#![cfg(feature = "serve")]

mod common;

use common::service::Service;
use common::{Folder, SMALL, json_lines, small_model, small_rows};
use serde_json::{Value, json};

/// The service with the small model.
fn small(folder: &Folder) -> Service {
    let model = small_model().display().to_string();
    Service::start(&folder.path(""), &format!("--model {model}"))
}

/// What the command line says to `input` with the small model.
fn command_line(arguments: &str, input: &str) -> String {
    Folder::new()
        .demarche(arguments)
        .small_model()
        .input(input)
        .run()
        .done()
}

fn texts() -> Vec<String> {
    small_rows()
        .iter()
        .map(|row| row["text"].as_str().expect("a text").to_owned())
        .collect()
}

#[test]
fn one_text_gets_the_record_of_the_command_line() {
    let folder = Folder::new();
    let service = small(&folder);
    let mut cases = texts();
    cases.truncate(5);
    cases.extend(["", "zzz qqq", "tab\tand \"quotes\" \u{202E} é"].map(String::from));
    for text in cases {
        let found = service.post_json("/v1/classify", &json!({"text": text}).to_string());
        assert_eq!(found.header("content-type"), Some("application/json"));
        let line = format!("{text}\n");
        assert_eq!(
            found.done(),
            command_line("classify --format jsonl", &line),
            "{text:?}"
        );
    }
}

#[test]
fn several_texts_get_their_records_in_order() {
    let folder = Folder::new();
    let service = small(&folder);
    // More than one piece of parallel work, and more text than is judged between other requests.
    let many: Vec<String> = texts().iter().cycle().take(1000).cloned().collect();
    for texts in [&many[..], &many[..3], &[]] {
        let found = service.post_json("/v1/classify", &json!({"texts": texts}).to_string());
        let found: Value = serde_json::from_str(&found.done()).expect("JSON");
        let lines: String = texts.iter().map(|t| format!("{t}\n")).collect();
        let expected = json_lines(&command_line("classify --format jsonl", &lines));
        assert_eq!(found, json!({"predictions": expected}));
    }
}

#[test]
fn json_lines_get_a_record_a_line_with_their_fields() {
    let folder = Folder::new();
    let service = small(&folder);
    // Larger than what is read at a time.
    let input = SMALL.repeat(200);
    let found = service.post("/v1/classify", "application/x-ndjson", &input);
    assert_eq!(found.header("content-type"), Some("application/x-ndjson"));
    let expected = command_line(
        "classify --format jsonl --keep --input-format jsonl",
        &input,
    );
    assert!(found.done() == expected);
}

#[test]
fn a_bad_line_gets_a_record_that_says_why_and_the_others_theirs() {
    let folder = Folder::new();
    let service = small(&folder);
    let input = "{\"text\":\"It was unlawful.\"}\n{\"text\":\n{\"id\":7,\"txt\":1}\n\n{\"text\":\"We acted.\",\"id\":\"x\"}";
    let found = service.post("/v1/classify", "application/x-ndjson; charset=utf-8", input);
    let found = json_lines(&found.done());
    let ids: Vec<&Value> = found.iter().map(|r| &r["id"]).collect();
    assert_eq!(
        ids,
        [&json!(1), &json!(2), &json!(7), &json!(4), &json!("x")]
    );
    let reasons: Vec<&Value> = found.iter().map(|r| &r["reason"]).collect();
    assert_eq!(
        reasons[1..4],
        [&json!("bad_record"), &json!("bad_record"), &json!("empty")]
    );
    let problem = found[2]["problem"].as_str().expect("a problem");
    assert!(
        problem.starts_with("no field \"text\" (found: id, txt)"),
        "{problem}"
    );
}

#[test]
fn explanations_and_articles_are_those_of_the_command_line() {
    let folder = Folder::new();
    let service = small(&folder);
    let text = &texts()[0];
    let found = service.post_json("/v1/explain", &json!({"text": text}).to_string());
    let expected = command_line("explain --format json", &format!("{text}\n"));
    assert_eq!(found.done(), expected);

    let article =
        "The minister said: \"It was an unlawful act.\" He added that they would answer.\n";
    let found = service.post_json("/v1/extract", &json!({"text": article}).to_string());
    let expected = json_lines(&command_line("extract --format jsonl", article));
    assert!(!expected.is_empty());
    assert_eq!(
        found.json(),
        json!({"text": article, "statements": expected})
    );
}

#[cfg(feature = "html")]
#[test]
fn the_main_text_of_a_page_is_read_as_by_the_command_line() {
    let paragraph = "The minister said: \"It was an unlawful act, and all of us condemn it.\" He spoke at length on the events of the week. ";
    let page = format!(
        "<!DOCTYPE html><html><head><title>News</title></head><body><nav><a href=\"/\">Home</a></nav><article><h1>Reactions</h1><p>{}</p><p>{}</p></article></body></html>",
        paragraph.repeat(4),
        paragraph.repeat(3)
    );
    let folder = Folder::with("page.html", &page);
    let service = small(&folder);
    let found = service
        .post_json("/v1/extract", &json!({"html": page}).to_string())
        .json();
    let text = folder
        .demarche("extract --emit-text page.html")
        .small_model()
        .run()
        .done();
    assert_eq!(
        found["text"].as_str().map(str::trim_end),
        Some(text.trim_end())
    );
    let records = folder
        .demarche("extract page.html --format jsonl")
        .small_model()
        .run()
        .done();
    let mut records = json_lines(&records);
    for record in &mut records {
        record["article"] = json!("-");
    }
    assert_eq!(found["statements"], Value::from(records));
}

#[test]
fn files_of_all_kinds_are_answered_row_by_row() {
    let rows = small_rows();
    let csv = "id,who,quote\n1,A,\"It was, they said, unlawful.\"\n2,B,We acted in self-defence.\n";
    let folder = Folder::with("small.jsonl", SMALL).and("q.csv", csv);
    let service = small(&folder);

    let found = json_lines(
        &service
            .post("/v1/file?name=q.csv&text_column=quote", "text/csv", csv)
            .done(),
    );
    assert_eq!(
        found[0],
        json!({"columns": ["id", "who", "quote"], "format": "csv"})
    );
    let expected = folder
        .demarche("classify q.csv --text-column quote --format jsonl --keep")
        .small_model()
        .run()
        .done();
    let mut expected = json_lines(&expected);
    for record in &mut expected {
        record["text"] = record["quote"].clone();
    }
    assert_eq!(found[1..], expected);

    let expected = json_lines(&command_line(
        "classify --format jsonl --keep --input-format jsonl",
        SMALL,
    ));
    for (name, bytes) in [
        ("small.jsonl", SMALL.as_bytes().to_vec()),
        ("small.jsonl.gz", gzip(SMALL.as_bytes())),
        ("", SMALL.as_bytes().to_vec()),
    ] {
        let path = format!("/v1/file?name={name}");
        let found = json_lines(
            &service
                .post(&path, "application/octet-stream", bytes)
                .done(),
        );
        assert_eq!(
            found[0],
            json!({"columns": ["id", "text", "label", "group"], "format": "jsonl"}),
            "{name}"
        );
        assert_eq!(found[1..], expected, "{name}");
    }

    let lines: String = rows
        .iter()
        .map(|r| format!("{}\n", r["text"].as_str().expect("a text")))
        .collect();
    let found = json_lines(
        &service
            .post("/v1/file?name=a.txt", "text/plain", &lines)
            .done(),
    );
    assert_eq!(found[0], json!({"columns": ["text"], "format": "lines"}));
    assert_eq!(
        found[1..],
        json_lines(&command_line("classify --format jsonl --keep", &lines))
    );
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_files_are_answered_too() {
    let folder = Folder::with("small.jsonl", SMALL);
    folder
        .demarche("convert small.jsonl small.parquet")
        .run()
        .done();
    let service = small(&folder);
    let bytes = folder.read("small.parquet");
    let found = json_lines(
        &service
            .post("/v1/file", "application/octet-stream", bytes)
            .done(),
    );
    assert_eq!(found[0]["format"], "parquet");
    let labels = |rows: &[Value]| rows.iter().map(|r| r["label"].clone()).collect::<Vec<_>>();
    let expected = json_lines(&command_line(
        "classify --format jsonl",
        &texts().join("\n"),
    ));
    assert_eq!(labels(&found[1..]), labels(&expected));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

#[test]
fn models_are_chosen_by_name() {
    let folder = Folder::new();
    let model = small_model().display().to_string();
    // Files lie elsewhere, so that their names stand in the flag.
    let service = Service::start(
        &folder.path(""),
        &format!("--model a={model} --model b={model}"),
    );
    assert_eq!(
        service.get("/v1/models").json(),
        json!({"models": ["a", "b"]})
    );
    let facts = service.get("/v1/model?name=b").json();
    let inspected = folder
        .demarche("inspect --format json --top 30")
        .arg(small_model())
        .run()
        .done();
    let inspected: Value = serde_json::from_str(&inspected).expect("JSON");
    assert_eq!(facts["name"], "b");
    assert_eq!(facts["sha256"], inspected["model"]);
    assert_eq!(facts["labels"], inspected["settings"]["labels"]);
    assert_eq!(facts["strongest_words"], inspected["strongest"]);
    let cv = &inspected["settings"]["training"]["cross_validation"];
    assert_eq!(facts["scores"]["macro_f1"], cv["macro_f1"]);
    assert!(facts["card"].as_str().expect("a card").contains('#'));
    let shares = facts["reliability"].as_array().expect("bins").iter();
    let total: f64 = shares.map(|b| b["share"].as_f64().expect("a share")).sum();
    assert!((total - 1.0).abs() < 1e-9, "{total}");

    let asked = |name: &str| {
        service.post_json(
            "/v1/classify",
            &json!({"text": "x", "model": name}).to_string(),
        )
    };
    assert_eq!(asked("b").status, 200);
    let (status, kind, detail) = asked("c").problem();
    assert_eq!(
        (status, kind.as_str(), detail.as_str()),
        (
            404,
            "unknown-model",
            "no model \"c\", expected one of: a, b"
        )
    );
}

#[test]
fn the_page_and_the_health_of_the_service_are_there() {
    let folder = Folder::new();
    let service = small(&folder);
    let page = service.get("/");
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'"),
        "{policy}"
    );
    assert!(page.done().starts_with("<!DOCTYPE html>"));
    assert_eq!(
        service.get("/page/page.css").header("content-type"),
        Some("text/css; charset=utf-8")
    );
    assert_eq!(service.get("/page/no.css").problem().0, 404);
    assert_eq!(service.get("/healthz").done(), "ok\n");
    assert_eq!(service.get("/readyz").done(), "ready\n");
    assert_eq!(service.get("/").header("access-control-allow-origin"), None);
}

#[test]
fn each_error_is_a_problem_that_names_its_remedy() {
    let folder = Folder::new();
    let service = small(&folder);
    let json = "application/json";
    let cases: [(&str, &str, &str, u16, &str, &str); 10] = [
        (
            "/v1/classify",
            json,
            "{",
            400,
            "bad-request",
            "the body is not the JSON expected",
        ),
        (
            "/v1/classify",
            json,
            "{}",
            400,
            "bad-request",
            "expected either \"text\"",
        ),
        (
            "/v1/classify",
            json,
            "{\"text\":\"a\",\"texts\":[]}",
            400,
            "bad-request",
            "expected either \"text\"",
        ),
        (
            "/v1/classify",
            json,
            "{\"text\":1}",
            400,
            "bad-request",
            "expected a string",
        ),
        (
            "/v1/classify",
            json,
            "{\"txt\":\"a\"}",
            400,
            "bad-request",
            "unknown field `txt`, expected one of `text`",
        ),
        (
            "/v1/classify",
            "text/plain",
            "a",
            415,
            "media-type",
            "content type is \"text/plain\"",
        ),
        (
            "/v1/explain",
            json,
            "{\"text\":\"\\ud800\"}",
            400,
            "bad-request",
            "the body is not the JSON expected",
        ),
        (
            "/v1/extract",
            json,
            "{}",
            400,
            "bad-request",
            "expected either \"text\" or \"html\"",
        ),
        (
            "/v1/file?name=a.csv",
            "text/csv",
            "a,b\n1,2\n",
            422,
            "unusable",
            "no column \"text\" (the header has: a, b); name it with ?text_column=",
        ),
        (
            "/v1/file?nam=a",
            "text/csv",
            "text\nx\n",
            400,
            "bad-request",
            "unknown field `nam`",
        ),
    ];
    for (path, kind, body, status, name, detail) in cases {
        let found = service.post(path, kind, body).problem();
        assert_eq!((found.0, found.1.as_str()), (status, name), "{body}");
        assert!(found.2.contains(detail), "{found:?}");
    }
    assert_eq!(service.get("/nope").problem().1, "not-found");
    assert_eq!(
        service.get("/v1/classify").problem().1,
        "method-not-allowed"
    );
}

#[test]
fn a_request_keeps_its_identity() {
    let folder = Folder::new();
    let service = small(&folder);
    let sent = |id: &str| {
        let request = format!(
            "GET /nope HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: {id}\r\n\r\n"
        );
        service
            .send(request)
            .header("x-request-id")
            .expect("an identity")
            .to_owned()
    };
    assert_eq!(sent("abc-1.2_3"), "abc-1.2_3");
    // What could be taken for something else in a log is replaced.
    for odd in ["a b", "a\"b", &"x".repeat(65), ""] {
        let given = sent(odd);
        assert_eq!(given.len(), 16, "{given}");
        assert!(given.bytes().all(|b| b.is_ascii_hexdigit()), "{given}");
    }
}

#[test]
fn the_description_fits_itself_and_the_answers() {
    let folder = Folder::with("pool.txt", "The talks resume on Monday.\n");
    let model = small_model().display().to_string();
    let flags = format!("--model {model} --pool pool.txt --labels labels.jsonl");
    let service = Service::start(&folder.path(""), &flags);
    let api = service.get("/openapi.json").json();
    assert!(
        api["openapi"]
            .as_str()
            .expect("a version")
            .starts_with("3.1")
    );
    let mut references = Vec::new();
    collect_references(&api, &mut references);
    assert!(references.len() > 10);
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("a reference within");
        assert!(api.pointer(pointer).is_some(), "{reference}");
    }
    for (path, methods) in api["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            let request = format!(
                "{} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                method.to_uppercase()
            );
            let status = service.send(request).status;
            assert!(
                ![404, 405, 500].contains(&status),
                "{method} {path}: {status}"
            );
        }
    }
    let fields = |name: &str| -> Vec<&String> {
        let schema = &api["components"]["schemas"][name]["properties"];
        schema
            .as_object()
            .unwrap_or_else(|| panic!("{name}"))
            .keys()
            .collect()
    };
    let names = |value: &Value| -> Vec<String> {
        let mut names: Vec<String> = value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect();
        names.sort();
        names
    };
    let text = "{\"text\":\"The minister said: \\\"It was an unlawful act.\\\"\"}";
    let record = service.post_json("/v1/classify", text).json();
    assert_eq!(
        fields("Prediction"),
        names(&record).iter().collect::<Vec<_>>()
    );
    let explained = service.post_json("/v1/explain", text).json();
    assert_eq!(
        fields("Explanation"),
        names(&explained).iter().collect::<Vec<_>>()
    );
    let extracted = service.post_json("/v1/extract", text).json();
    assert_eq!(
        fields("ExtractedStatement"),
        names(&extracted["statements"][0])
            .iter()
            .collect::<Vec<_>>()
    );
    let facts = service.get("/v1/model").json();
    assert_eq!(
        fields("ModelFacts"),
        names(&facts).iter().collect::<Vec<_>>()
    );
    let problem = service.get("/nope").json();
    assert_eq!(
        fields("Problem"),
        names(&problem).iter().collect::<Vec<_>>()
    );
}

fn collect_references<'v>(value: &'v Value, out: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("$ref", Value::String(reference)) => out.push(reference),
                    _ => collect_references(value, out),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, out)),
        _ => {}
    }
}
