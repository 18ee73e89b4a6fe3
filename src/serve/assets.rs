//! The page: files that are part of the program.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Names and contents.
        const FILES: &[(&str, &[u8])] = &[$(($name, include_bytes!(concat!("page/", $name)))),*];
    };
}

files! {
    "agreement.js",
    "api.js",
    "app.js",
    "article.js",
    "charts.js",
    "compare.js",
    "dom.js",
    "download.js",
    "guidelines.js",
    "icon.svg",
    "index.html",
    "label.js",
    "markdown.js",
    "model.js",
    "page.css",
    "read.js",
    "results.js",
    "rows.js",
    "stances.js",
    "tally.js",
    "words.js",
}

/// What the page may load and do: its own files and this service alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The page itself.
pub const INDEX: &str = include_str!("page/index.html");

/// Answers `GET /`.
pub async fn index() -> Result<Response, Problem> {
    file("index.html")
}

/// Answers `GET /page/NAME`.
pub async fn named(Path(name): Path<String>) -> Result<Response, Problem> {
    file(&name)
}

/// The file `name` with the headers that keep it to itself.
fn file(name: &str) -> Result<Response, Problem> {
    let found = FILES.iter().find(|(known, _)| *known == name);
    let (name, bytes) =
        found.ok_or_else(|| Problem::not_found(format!("the page has no file {name:?}")))?;
    Ok(answer(media_type(name), (*bytes).into()))
}

/// A page that was made for one request, under the policy of the others.
pub fn html(bytes: Vec<u8>) -> Response {
    answer(media_type("index.html"), bytes.into())
}

fn answer(kind: &'static str, content: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    (headers, content).into_response()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn all_files_of_the_folder_are_part_of_the_program() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/serve/page");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|e| {
                e.expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        let embedded: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(embedded, names);
    }
}
