//! What the service does under limits, slow clients, wrong tokens, signals and bad files.
#![cfg(all(feature = "serve", unix))]

mod common;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use common::service::{Service, answer, posted};
use common::{Folder, SMALL, json_lines, small_model};
use serde_json::{Value, json};

const TEXT: &str = "{\"text\":\"It was an unlawful act.\"}";

fn small(folder: &Folder, arguments: &str) -> Service {
    let model = small_model().display().to_string();
    Service::start(&folder.path(""), &format!("--model {model} {arguments}"))
}

/// Asks until the answer has this status: what decides it happens on another connection.
fn asked_until(service: &Service, status: u16) -> common::service::Answer {
    for _ in 0..1000 {
        let found = service.post_json("/v1/classify", TEXT);
        if found.status == status {
            return found;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no answer {status}");
}

/// The head and a part of the body of a request: it is at work until the rest comes.
fn half_sent(service: &Service) -> (TcpStream, Vec<u8>) {
    let mut request = posted("/v1/classify", "application/json", TEXT.as_bytes());
    let rest = request.split_off(request.len() - 5);
    let mut stream = service.connect();
    stream.write_all(&request).expect("sent");
    (stream, rest)
}

/// Waits until so many requests are at work.
fn at_work(service: &Service, count: usize) {
    let line = format!("demarche_requests_in_flight {count}");
    for _ in 0..1000 {
        if service.get("/metrics").body.lines().any(|l| l == line) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no {line:?}");
}

#[test]
fn each_limit_is_told() {
    let folder = Folder::new();
    let service = small(
        &folder,
        "--max-body-bytes 2000 --max-batch 2 --max-text-bytes 100 --max-file-bytes 3000",
    );
    let long = "a".repeat(101);
    let cases = [
        (
            "/v1/classify",
            json!({"text": "b".repeat(2000)}),
            "the body is longer than 2000 bytes",
        ),
        (
            "/v1/classify",
            json!({"texts": ["a", "b", "c"]}),
            "found 3 texts, expected at most 2",
        ),
        (
            "/v1/classify",
            json!({"texts": ["a", long]}),
            "text 2 has 101 bytes, expected at most 100",
        ),
        (
            "/v1/explain",
            json!({"text": long}),
            "the text has 101 bytes, expected at most 100",
        ),
        (
            "/v1/extract",
            json!({"text": long}),
            "the article has 101 bytes, expected at most 100",
        ),
    ];
    for (path, body, detail) in cases {
        let found = service.post_json(path, &body.to_string()).problem();
        assert_eq!((found.0, found.1.as_str()), (413, "too-large"));
        assert!(found.2.starts_with(detail), "{found:?}");
    }
    // A body whose length is not told.
    let mut chunked = b"POST /v1/classify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    chunked.extend(format!("bb8\r\n{}\r\n0\r\n\r\n", " ".repeat(3000)).into_bytes());
    assert_eq!(service.send(chunked).problem().0, 413);
    // A row that is too long is one row's matter.
    let rows = format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"It was unlawful.\"}}\n");
    let found = json_lines(
        &service
            .post("/v1/classify", "application/x-ndjson", rows)
            .done(),
    );
    assert_eq!(found[0]["reason"], "too_long");
    assert_eq!(found[1]["abstained"], false);
    // A file ends with its problem, whether it is one as it comes or as it is unpacked.
    let found = service.post("/v1/file", "text/plain", "a line\n".repeat(1000));
    assert!(
        found.body.contains("the body is longer than 3000 bytes"),
        "{found:?}"
    );
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&b"a line\n".repeat(1000)).expect("packed");
    let found = service.post(
        "/v1/file",
        "application/gzip",
        packed.finish().expect("packed"),
    );
    assert!(
        found.body.contains("it unpacks to more than 3000 bytes"),
        "{found:?}"
    );
}

#[test]
fn overload_is_told_and_passes() {
    let folder = Folder::new();
    let service = small(&folder, "--max-requests 1");
    let (mut first, rest) = half_sent(&service);
    let refused = asked_until(&service, 503);
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.problem().1, "overloaded");
    // Its health is told all the same.
    assert_eq!(service.get("/healthz").status, 200);
    first.write_all(&rest).expect("sent");
    assert_eq!(answer(&mut first).status, 200);
    asked_until(&service, 200);
}

#[test]
fn streams_have_places_of_their_own() {
    let folder = Folder::new();
    let service = small(&folder, "--max-streams 1");
    let mut first = service.connect();
    let head = "POST /v1/classify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    first.write_all(head.as_bytes()).expect("sent");
    // Its head is answered before any line is sent, and then it has its place.
    let mut byte = [0];
    first.read_exact(&mut byte).expect("an answer");
    let found = service.post("/v1/classify", "application/x-ndjson", "{\"text\":\"a\"}\n");
    assert_eq!(found.problem().1, "overloaded");
    assert_eq!(service.post_json("/v1/classify", TEXT).status, 200);
    first.write_all(b"0\r\n\r\n").expect("sent");
    answer_rest(&mut first);
    for _ in 0..1000 {
        let found = service.post("/v1/classify", "application/x-ndjson", "{\"text\":\"a\"}\n");
        if found.status == 200 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the place was not given back");
}

fn answer_rest(stream: &mut TcpStream) -> String {
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    String::from_utf8_lossy(&rest).into_owned()
}

#[test]
fn a_line_is_answered_before_the_next_is_sent() {
    let folder = Folder::new();
    let service = small(&folder, "");
    let mut stream = service.connect();
    let head = "POST /v1/classify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("sent");
    let mut seen = String::new();
    for line in 1..=3 {
        let text = format!("{{\"text\":\"They condemned it, {line}.\"}}\n");
        let chunk = format!("{:x}\r\n{text}\r\n", text.len());
        stream.write_all(chunk.as_bytes()).expect("sent");
        let record = format!("{{\"id\":{line},");
        let mut buffer = [0; 4096];
        while !seen.contains(&record) {
            let n = stream.read(&mut buffer).expect("an answer to each line");
            assert!(n > 0, "{seen}");
            seen += &String::from_utf8_lossy(&buffer[..n]);
        }
    }
}

#[test]
fn a_client_that_does_not_read_is_not_read_from() {
    let folder = Folder::new();
    let service = small(&folder, "");
    let mut stream = service.connect();
    let head = "POST /v1/classify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("sent");
    stream.set_nonblocking(true).expect("set");
    let rows = SMALL.repeat(10);
    let chunk = format!("{:x}\r\n{rows}\r\n", rows.len());
    // Far more than queues and sockets hold, unless the service keeps it in memory.
    let (mut sent, mut blocked) = (0_usize, 0);
    while blocked < 100 && sent < 1 << 30 {
        match stream.write(&chunk.as_bytes()[sent % chunk.len()..]) {
            Ok(n) => (sent, blocked) = (sent + n, 0),
            Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => {
                blocked += 1;
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            Err(e) => panic!("{e}"),
        }
    }
    assert!(sent < 256 << 20, "{sent} bytes were taken");
    // Others are answered meanwhile, and once it reads, all that it sent is answered.
    assert_eq!(service.post_json("/v1/classify", TEXT).status, 200);
    stream.set_nonblocking(false).expect("set");
    let whole = sent - sent % chunk.len()
        + if sent % chunk.len() == 0 {
            0
        } else {
            chunk.len()
        };
    let mut writer = stream.try_clone().expect("a second handle");
    let tail = [
        &chunk.as_bytes()[chunk.len() - (whole - sent)..],
        b"0\r\n\r\n",
    ]
    .concat();
    let writing = std::thread::spawn(move || writer.write_all(&tail).expect("sent"));
    let found = answer(&mut stream);
    writing.join().expect("sent");
    let rows_sent = whole / chunk.len() * rows.lines().count();
    assert_eq!(found.done().lines().count(), rows_sent);
}

#[test]
fn slow_clients_are_ended_and_others_answered() {
    let folder = Folder::new();
    let service = small(&folder, "--timeout 2 --head-timeout 1");
    // Half a head; half a body; half a stream; nothing at all.
    let mut head = service.connect();
    head.write_all(b"GET / HTTP/1.1\r\nHost:").expect("sent");
    let (mut body, _) = half_sent(&service);
    let mut stream = service.connect();
    stream.write_all(b"POST /v1/classify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100\r\n\r\n{\"te").expect("sent");
    let mut idle = service.connect();
    assert_eq!(service.post_json("/v1/classify", TEXT).status, 200);
    assert_eq!(answer(&mut body).problem().1, "too-slow");
    let found = answer(&mut stream);
    assert!(
        found.body.contains("urn:demarche:problem:too-slow"),
        "{found:?}"
    );
    assert!(!answer_rest(&mut head).contains(" 200 "));
    assert_eq!(answer_rest(&mut idle), "");
    assert_eq!(service.post_json("/v1/classify", TEXT).status, 200);
}

#[test]
fn a_client_that_never_reads_is_left() {
    let folder = Folder::new();
    let service = small(&folder, "--timeout 1 --max-streams 1");
    let mut stream = service.connect();
    let rows = SMALL.repeat(10);
    let head = "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000000000\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("sent");
    // It ends with an error, as nobody takes what is sent any more; without the limit it would not end.
    let ended = std::iter::repeat(rows.as_bytes()).find_map(|piece| stream.write_all(piece).err());
    assert!(ended.is_some());
    for _ in 0..1000 {
        let found = service.post("/v1/classify", "application/x-ndjson", "{\"text\":\"a\"}\n");
        if found.status == 200 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("its place was not given back");
}

#[test]
fn other_names_are_not_answered_without_a_token() {
    let folder = Folder::with("tokens", "0123456789abcdef0123");
    let asked = |service: &Service, host: &str| {
        service.send(format!(
            "GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ))
    };
    let service = small(&folder, "");
    for host in ["localhost:80", "127.0.0.1", "[::1]:1"] {
        assert_eq!(asked(&service, host).status, 200, "{host}");
    }
    let (status, kind, detail) = asked(&service, "rebound.example.org:8080").problem();
    assert_eq!((status, kind.as_str()), (421, "misdirected"));
    assert!(detail.contains("rebound.example.org"), "{detail}");
    for flags in ["--insecure", "--token-file tokens"] {
        let service = small(&folder, flags);
        assert_eq!(asked(&service, "stance.example.org").status, 200, "{flags}");
    }
}

#[test]
fn more_connections_than_allowed_wait() {
    let folder = Folder::new();
    let service = small(&folder, "--max-connections 2 --head-timeout 1");
    let idle: Vec<TcpStream> = (0..20).map(|_| service.connect()).collect();
    // Each waits for its turn, and gets it once idle ones are ended.
    assert_eq!(service.post_json("/v1/classify", TEXT).status, 200);
    drop(idle);
}

#[test]
fn tokens_are_asked_for_and_can_be_changed() {
    const TOKENS: &str = "# two of them\n0123456789abcdef0123\n\nfedcba98765432100000\n";
    let folder = Folder::with("tokens", TOKENS);
    let service = small(&folder, "--token-file tokens");
    let asked = |headers: &str| {
        service.send(format!(
            "GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n"
        ))
    };
    let none = asked("");
    assert_eq!(none.header("www-authenticate"), Some("Bearer"));
    assert_eq!(none.problem().1, "unauthorized");
    for wrong in [
        "0123456789abcdef0124",
        "0123456789abcdef012",
        "",
        "# two of them",
    ] {
        assert_eq!(
            asked(&format!("Authorization: Bearer {wrong}\r\n")).status,
            401,
            "{wrong}"
        );
    }
    assert_eq!(
        asked("Authorization: Basic 0123456789abcdef0123\r\n").status,
        401
    );
    for right in ["Bearer 0123456789abcdef0123", "bearer fedcba98765432100000"] {
        assert_eq!(
            asked(&format!("Authorization: {right}\r\n")).status,
            200,
            "{right}"
        );
    }
    for open in ["/", "/page/page.css", "/healthz", "/readyz"] {
        assert_eq!(service.get(open).status, 200, "{open}");
    }
    for closed in ["/metrics", "/openapi.json", "/v1/model"] {
        assert_eq!(service.get(closed).status, 401, "{closed}");
    }
    // A bad file leaves the old tokens; a good one replaces them.
    std::fs::write(folder.path("tokens"), "short\n").expect("written");
    service.signal("HUP");
    let said = service.logged("the old tokens stay");
    assert!(
        said.contains("tokens:1: the token has 5 characters"),
        "{said}"
    );
    assert_eq!(
        asked("Authorization: Bearer 0123456789abcdef0123\r\n").status,
        200
    );
    std::fs::write(folder.path("tokens"), "a-new-token-of-some-length\n").expect("written");
    service.signal("HUP");
    for _ in 0..1000 {
        if asked("Authorization: Bearer a-new-token-of-some-length\r\n").status == 200 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(
        asked("Authorization: Bearer 0123456789abcdef0123\r\n").status,
        401
    );
}

#[test]
fn what_cannot_be_served_is_refused_at_the_start() {
    let folder = Folder::with("empty", "# none\n").and("bad.demarche", "no model");
    let refused = |arguments: &str| {
        folder
            .demarche(&format!("serve {arguments}"))
            .run()
            .refused()
    };
    let cases = [
        (
            "--addr 0.0.0.0:0",
            "--addr 0.0.0.0:0 can be reached from other machines",
        ),
        ("--addr [::]:0", "give --token-file FILE, or --insecure"),
        ("--token-file none", "none: cannot read the tokens"),
        ("--token-file empty", "empty: no token in it"),
        ("--model bad.demarche", "bad.demarche: not a usable model"),
        ("--model a=none", "none: cannot read"),
        ("--model =x", "expected FILE or NAME=FILE"),
        (
            "--model x.demarche --model y.demarche",
            "two models are called \"default\"",
        ),
        ("--insecure --token-file empty", "cannot be used with"),
    ];
    for (arguments, words) in cases {
        let said = refused(arguments);
        assert!(said.contains(words), "{arguments}: {said}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = taken.local_addr().expect("its address");
    let said = refused(&format!("--addr {addr}"));
    assert!(said.contains(&format!("cannot listen on {addr}")), "{said}");
}

/// Two models of the small rows that differ in what they answer.
fn two_models(folder: &Folder) {
    let halves: Vec<&str> = SMALL.lines().filter(|l| !l.contains("12\"")).collect();
    std::fs::write(folder.path("half.jsonl"), halves.join("\n")).expect("written");
    std::fs::write(folder.path("all.jsonl"), SMALL).expect("written");
    for (rows, model) in [("all.jsonl", "a.demarche"), ("half.jsonl", "b.demarche")] {
        let train = format!("train {rows} --word-vectors none --no-cv --c 0.3 -o {model}");
        folder.demarche(&train).run().done();
    }
}

#[test]
fn models_change_under_load_and_no_request_sees_a_mixture() {
    let folder = Folder::new();
    two_models(&folder);
    let text = "It was an unlawful act, and we condemn it.\n";
    let [a, b]: [Value; 2] = ["a", "b"].map(|name| {
        let classify = format!("classify --format jsonl --model {name}.demarche");
        let found = folder.demarche(&classify).input(text).run().done();
        serde_json::from_str(&found).expect("JSON")
    });
    assert_ne!(a["scores"], b["scores"]);
    let change = |name: &str| {
        std::fs::copy(folder.path(name), folder.path("new")).expect("copied");
        std::fs::rename(folder.path("new"), folder.path("m.demarche")).expect("renamed");
    };
    change("a.demarche");
    let service = Service::start(&folder.path(""), "--model m.demarche");
    let texts = vec![text.trim_end(); 300];
    let body = json!({"texts": texts}).to_string();
    let of_one_model = |answer: &Value| {
        let records = answer["predictions"].as_array().expect("records");
        assert_eq!(records.len(), texts.len());
        let expected = if records[0]["model"] == a["model"] {
            &a
        } else {
            &b
        };
        for record in records {
            assert_eq!(
                (&record["model"], &record["scores"]),
                (&expected["model"], &expected["scores"])
            );
        }
    };
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    of_one_model(&service.post_json("/v1/classify", &body).json());
                }
            });
        }
        for name in ["b", "a", "b", "a", "b"] {
            change(&format!("{name}.demarche"));
            service.signal("HUP");
            service.logged("model read again");
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    let now = || service.post_json("/v1/classify", TEXT).json()["model"].clone();
    assert_eq!(now(), b["model"]);
    // A damaged file changes nothing, and the log says why.
    std::fs::write(folder.path("m.demarche"), b"damaged").expect("written");
    service.signal("HUP");
    let said = service.logged("the old model stays");
    assert!(said.contains("m.demarche: not a usable model"), "{said}");
    assert_eq!(now(), b["model"]);
    let counters = service.get("/metrics").done();
    assert!(
        counters.contains("demarche_reloads_total{outcome=\"refused\"} 1"),
        "{counters}"
    );
    assert!(
        counters.contains("demarche_reloads_total{outcome=\"done\"} 5"),
        "{counters}"
    );
}

#[test]
fn stopping_finishes_what_was_taken() {
    for signal in ["TERM", "INT"] {
        let folder = Folder::new();
        let mut service = small(&folder, "");
        let (mut half, rest) = half_sent(&service);
        let mut stream = service.connect();
        stream.write_all(b"POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n").expect("sent");
        let mut byte = [0];
        stream
            .read_exact(&mut byte)
            .expect("an answer that is begun");
        let idle = service.connect();
        at_work(&service, 2);
        service.signal(signal);
        service.logged("stopping");
        // Nobody new is let in, and who asked nothing is let go.
        assert!(TcpStream::connect(("127.0.0.1", service.port)).is_err());
        half.write_all(&rest).expect("sent");
        assert_eq!(answer(&mut half).status, 200);
        let row = "{\"text\":\"We acted.\"}\n";
        stream
            .write_all(format!("{:x}\r\n{row}\r\n0\r\n\r\n", row.len()).as_bytes())
            .expect("sent");
        assert!(answer_rest(&mut stream).contains("\"id\":1"));
        assert_eq!(service.ended(), Some(0), "{signal}");
        drop(idle);
    }
}

#[test]
fn a_stop_does_not_wait_for_ever() {
    let folder = Folder::new();
    let mut service = small(&folder, "--stop-timeout 1");
    let (mut half, _) = half_sent(&service);
    at_work(&service, 1);
    service.signal("TERM");
    assert_eq!(service.ended(), Some(0));
    assert!(
        service
            .rest_of_log()
            .contains("not all requests were finished within 1 s")
    );
    half.shutdown(Shutdown::Both).ok();
    drop(answer_rest(&mut half));
}

#[test]
fn the_log_tells_requests_and_no_text() {
    let folder = Folder::new();
    let mut service = small(&folder, "--log json");
    service.post_json("/v1/classify", "{\"text\":\"a secretive sentence\"}");
    service.get("/a-secretive-path?q=secretive");
    service.post("/v1/file?name=secretive.csv", "text/csv", "secretive\n1\n");
    service.signal("TERM");
    service.ended();
    let log = service.rest_of_log();
    let lines = json_lines(&log);
    let answered: Vec<&Value> = lines
        .iter()
        .filter(|l| l["message"] == "answered")
        .collect();
    let statuses: Vec<&Value> = answered.iter().map(|l| &l["status"]).collect();
    assert_eq!(statuses, [&json!(200), &json!(404), &json!(422)]);
    assert_eq!(answered[0]["path"], "/v1/classify");
    assert_eq!(answered[1]["problem"], "not-found");
    assert!(
        answered
            .iter()
            .all(|l| l["request"].as_str().is_some_and(|id| id.len() == 16))
    );
    assert!(!log.contains("secretive"), "{log}");

    let mut service = small(&folder, "--log-texts --quiet");
    service.post_json("/v1/classify", "{\"text\":\"a secretive sentence\"}");
    service.signal("TERM");
    service.ended();
    let log = service.rest_of_log();
    assert!(log.contains("a secretive sentence"), "{log}");
    assert!(!log.contains("answered"), "{log}");
}

#[test]
fn counters_count() {
    let folder = Folder::new();
    let service = small(&folder, "");
    service.post_json("/v1/classify", TEXT);
    service.post_json("/v1/classify", "{\"texts\":[\"a\",\"b\"]}");
    service.post("/v1/classify", "application/x-ndjson", SMALL);
    service.get("/v1/no");
    let found = service.get("/metrics");
    let kind = found.header("content-type").expect("a media type");
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    let text = found.done();
    let lines = [
        "demarche_texts_total 63",
        "demarche_http_requests_total{path=\"/v1/classify\",status=\"200\"} 3",
        "demarche_http_requests_total{path=\"other\",status=\"404\"} 1",
        "demarche_http_request_seconds_count 4",
        "# EOF",
    ];
    for line in lines {
        assert!(text.lines().any(|l| l == line), "{line}: {text}");
    }
}

#[test]
fn odd_bytes_do_no_harm() {
    let folder = Folder::new();
    let service = small(&folder, "");
    let mut random = fastrand::Rng::with_seed(7);
    let whole = posted("/v1/classify", "application/json", TEXT.as_bytes());
    for _ in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..random.usize(1..8) {
            let at = random.usize(..bytes.len());
            match random.u8(..3) {
                0 => bytes[at] = random.u8(..),
                1 => drop(bytes.drain(at..)),
                _ => bytes.insert(at, random.u8(..)),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let mut stream = service.connect();
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let said = answer_rest(&mut stream);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 "), "{said}");
        assert!(!said.contains(" 500 "), "{said}");
    }
    assert_eq!(service.post_json("/v1/classify", TEXT).status, 200);
}
