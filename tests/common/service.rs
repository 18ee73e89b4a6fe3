//! Runs the service on a free port, and asks it over plain connections.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longest wait for anything; only a test that fails waits for so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running service, ended with its test.
pub struct Service {
    child: Child,
    /// Its port on this machine.
    pub port: u16,
    log: Mutex<Receiver<String>>,
}

impl Service {
    /// Starts it with `arguments`, separated by spaces, in the folder `folder`.
    pub fn start(folder: &Path, arguments: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .current_dir(folder)
            .args(["serve", "--addr", "127.0.0.1:0"])
            .args(arguments.split_whitespace())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the service starts");
        let log = lines(child.stderr.take().expect("standard error is a pipe"));
        let mut service = Self {
            child,
            port: 0,
            log: Mutex::new(log),
        };
        let line = service.logged("listening on http://127.0.0.1:");
        let digits = line.rsplit(':').next().expect("a port");
        let digits = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
        service.port = digits.parse().expect("a port");
        service
    }

    /// The next line of the log that holds `words`; those before it are gone.
    #[track_caller]
    pub fn logged(&self, words: &str) -> String {
        let log = self.log.lock().expect("no test failed");
        loop {
            let line = log.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|e| panic!("no line with {words:?}: {e}"));
            if line.contains(words) {
                return line;
            }
        }
    }

    /// What was logged and not looked at, once it has ended.
    pub fn rest_of_log(&self) -> String {
        self.log
            .lock()
            .expect("no test failed")
            .iter()
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// A connection to it.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit");
        stream
    }

    /// Sends `bytes` and reads the answer.
    pub fn send(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        // An answer may come before all is sent.
        let _ = stream.write_all(bytes.as_ref());
        answer(&mut stream)
    }

    /// `GET path`.
    pub fn get(&self, path: &str) -> Answer {
        self.send(format!(
            "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        ))
    }

    /// `POST path` with a body of the media type `kind`.
    pub fn post(&self, path: &str, kind: &str, body: impl AsRef<[u8]>) -> Answer {
        self.send(posted(path, kind, body.as_ref()))
    }

    /// `POST path` with a JSON body.
    pub fn post_json(&self, path: &str, body: &str) -> Answer {
        self.post(path, "application/json", body)
    }

    /// Sends a signal: `TERM`, `INT` or `HUP`.
    pub fn signal(&self, name: &str) {
        let kill = Command::new("kill")
            .args([format!("-{name}"), self.child.id().to_string()])
            .status();
        assert!(kill.expect("kill is there").success());
    }

    /// Waits until it ends; its exit code.
    pub fn ended(&mut self) -> Option<i32> {
        self.child.wait().expect("the service ends").code()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lines of `stderr` as they come.
fn lines(stderr: ChildStderr) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            // Read to the end even if nobody listens, or the service would wait.
            let _ = sender.send(line);
        }
    });
    lines
}

/// A request with a body, after which the connection closes.
pub fn posted(path: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its head.
    pub head: String,
    /// Its body.
    pub body: String,
}

impl Answer {
    /// Value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1);
        let mut pairs = lines.filter_map(|line| line.split_once(": "));
        pairs
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The body of an answer that all is well.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.status, 200, "{self:?}");
        self.body
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// Status, kind and detail of a problem, which has all that RFC 9457 asks for.
    #[track_caller]
    pub fn problem(&self) -> (u16, String, String) {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{self:?}"
        );
        let json = self.json();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(json["status"], self.status);
        assert_eq!(Some(text("instance").as_str()), self.header("x-request-id"));
        assert!(!text("title").is_empty());
        let kind = text("type");
        let kind = kind.strip_prefix("urn:demarche:problem:").expect("a type");
        (self.status, kind.to_owned(), text("detail"))
    }
}

/// Reads an answer to the end of its connection.
pub fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A connection may be reset after its answer, when not all of the request was read.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no head: {:?}", String::from_utf8_lossy(&bytes)));
    let head = String::from_utf8(bytes[..end].to_vec()).expect("a head in UTF-8");
    let mut body = bytes.split_off(end + 4);
    if head
        .to_ascii_lowercase()
        .contains("transfer-encoding: chunked")
    {
        body = unchunked(&body);
    }
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
    Answer {
        status: status.expect("a status"),
        head,
        body: String::from_utf8(body).expect("a body in UTF-8"),
    }
}

/// The data of chunks, whose last has the length 0.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let end = rest
            .windows(2)
            .position(|w| w == b"\r\n")
            .expect("a chunk's length");
        let digits = std::str::from_utf8(&rest[..end]).expect("digits");
        let length = usize::from_str_radix(digits, 16).expect("a hexadecimal length");
        if length == 0 {
            return out;
        }
        rest = &rest[end + 2..];
        out.extend_from_slice(&rest[..length]);
        rest = &rest[length + 2..];
    }
}
