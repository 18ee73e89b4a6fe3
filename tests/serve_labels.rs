//! Labelling over HTTP: what is acknowledged is on disk, whatever happens to the program.
#![cfg(feature = "serve")]

mod common;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Output;
use std::sync::{Arc, Mutex};

use common::Folder;
use common::service::{Answer, Service, posted};
use serde_json::{Value, json};

const FILES: &str = "--pool pool.csv --labels labels.jsonl";

fn start(folder: &Folder) -> Service {
    Service::start(&folder.path(""), FILES)
}

/// What the program says that does not start.
fn refused(folder: &Folder) -> Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_demarche"))
        .current_dir(folder.path(""))
        .args(["serve", "--addr", "127.0.0.1:0"])
        .args(FILES.split(' '))
        .output()
        .expect("the program")
}

fn label(service: &Service, id: &str, label: &str, annotator: &str) -> u16 {
    let body = json!({"id": id, "label": label, "annotator": annotator}).to_string();
    service.post_json("/v1/labels", &body).status
}

fn withdraw(service: &Service, query: &str) -> Answer {
    service.send(format!(
        "DELETE /v1/labels/last?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    ))
}

/// Status of the answer of a service that may be gone.
fn status(port: u16, request: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.write_all(request).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

fn pool(n: usize) -> Folder {
    let rows: String = (0..n)
        .map(|i| format!("q{i},We condemn raid number {i}.,Berg\n"))
        .collect();
    Folder::with("pool.csv", format!("id,text,speaker\n{rows}"))
}

fn lines(folder: &Folder) -> Vec<Value> {
    let file = String::from_utf8(folder.read("labels.jsonl")).expect("UTF-8");
    let lines = file.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("whole lines"))
        .collect()
}

#[test]
fn killed_in_the_middle_it_loses_no_acknowledged_label() {
    let folder = pool(200);
    let mut service = start(&folder);
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let threads: Vec<_> = ["ann", "bob", "eve"]
        .into_iter()
        .map(|annotator| {
            let (acknowledged, port) = (acknowledged.clone(), service.port);
            std::thread::spawn(move || {
                for i in 0..200 {
                    let body = json!({"id": format!("q{i}"), "label": "neutral", "annotator": annotator, "note": "n".repeat(3000)});
                    let request = posted("/v1/labels", "application/json", body.to_string().as_bytes());
                    match status(port, &request) {
                        Some(201) => acknowledged.lock().expect("no panic").insert((annotator, i)),
                        _ => return,
                    };
                }
            })
        })
        .collect();
    while acknowledged.lock().expect("no panic").len() < 50 {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    service.signal("KILL");
    service.ended();
    threads
        .into_iter()
        .for_each(|t| t.join().expect("no panic"));
    drop(service);

    let again = start(&folder);
    let kept: BTreeSet<(String, String)> = lines(&folder)
        .iter()
        .map(|l| {
            (
                l["annotator"].as_str().unwrap_or_default().to_owned(),
                l["id"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    let acknowledged = acknowledged.lock().expect("no panic");
    for (annotator, i) in acknowledged.iter() {
        assert!(
            kept.contains(&((*annotator).to_owned(), format!("q{i}"))),
            "{annotator} q{i} is lost"
        );
    }
    let next = again.get("/v1/labels/next?annotator=ann");
    let done = kept
        .iter()
        .filter(|(annotator, _)| annotator == "ann")
        .count();
    assert_eq!(next.status, 200);
    assert_eq!(next.json()["done"], done);
    assert_eq!(next.json()["total"], 200);
}

#[test]
fn answers_are_given_once_refused_twice_and_taken_back() {
    let folder = pool(3);
    let service = start(&folder);
    assert_eq!(label(&service, "q0", "defending", "ann"), 201);
    assert_eq!(label(&service, "q0", "defending", "ann"), 200);
    assert_eq!(label(&service, "q0", "neutral", "ann"), 409);
    assert_eq!(label(&service, "q0", "neutral", "bob"), 201);
    assert_eq!(label(&service, "q9", "neutral", "ann"), 404);
    assert_eq!(label(&service, "q1", "maybe", "ann"), 400);
    assert_eq!(label(&service, "q1", "neutral", " "), 400);
    let shown = withdraw(&service, "annotator=ann");
    assert_eq!(shown.status, 200);
    assert_eq!(shown.json()["id"], "q0");
    assert_eq!(shown.json()["label"], "defending");
    assert_eq!(withdraw(&service, "annotator=ann").status, 204);
    let seen: Vec<(Value, Value)> = lines(&folder)
        .into_iter()
        .map(|l| (l["annotator"].clone(), l["label"].clone()))
        .collect();
    let expected = [
        ("ann", Some("defending")),
        ("bob", Some("neutral")),
        ("ann", None),
    ];
    assert_eq!(
        seen,
        expected.map(|(who, label)| (who.into(), label.into()))
    );
}

#[test]
fn the_export_has_what_stands_with_the_fields_of_the_pool() {
    let folder = pool(3);
    let service = start(&folder);
    label(&service, "q0", "defending", "ann");
    label(&service, "q1", "neutral", "ann");
    assert_eq!(withdraw(&service, "annotator=ann&id=q0").status, 200);
    let csv = service.get("/v1/labels/export?format=csv").done();
    assert!(
        csv.contains(
            "id,text,label,speaker,annotator\nq1,We condemn raid number 1.,neutral,Berg,ann\n"
        ),
        "{csv}"
    );
    let jsonl = service.get("/v1/labels/export").done();
    assert_eq!(
        jsonl.trim(),
        r#"{"id":"q1","text":"We condemn raid number 1.","label":"neutral","speaker":"Berg","annotator":"ann"}"#
    );
    let (status, _, detail) = service.get("/v1/labels/export?format=gdelt").problem();
    assert_eq!(status, 400, "{detail}");
}

#[test]
fn without_a_pool_there_is_nothing_to_label() {
    let folder = Folder::new();
    let service = Service::start(&folder.path(""), "");
    let (status, _, detail) = service.get("/v1/labels/next?annotator=ann").problem();
    assert_eq!(status, 404);
    assert!(detail.contains("--pool"), "{detail}");
}

#[test]
fn a_form_is_answered_with_the_page() {
    let folder = Folder::new();
    let service = Service::start(&folder.path(""), "");
    let form = "text=The+minister+said+%22it+was+a+crime%22+%3Cscript%3E.";
    let answer = service.post("/", "application/x-www-form-urlencoded", form);
    let policy = answer.header("content-security-policy").map(str::to_owned);
    assert!(policy.is_some_and(|p| p.starts_with("default-src 'none'; script-src 'self'")));
    let page = answer.done();
    assert!(page.contains("<mark class=\"s0\">"), "{page}");
    assert!(!page.contains("<script>"), "{page}");
}

#[test]
fn a_second_service_on_the_same_labels_is_refused() {
    let folder = pool(2);
    let _service = start(&folder);
    let output = refused(&folder);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.contains("another process writes labels to it"),
        "{told}"
    );
}

#[test]
fn pools_that_cannot_be_used_are_refused_with_the_place() {
    let refused = |pool: &str, expected: &str| {
        let folder = Folder::with("pool.csv", pool);
        let output = refused(&folder);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(told.contains(expected), "{told}");
    };
    refused(
        "id,text\n1,a b\n1,c d\n",
        "pool.csv:3: the id \"1\" was there before",
    );
    refused("id,body\n1,a b\n", "no column \"text\"");
    refused(
        "text,label\nWe met.,neutral\n",
        "no statement to label (1 rows have a label already)",
    );
}
