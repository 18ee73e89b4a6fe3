//! `POST /`: the page for browsers without script. The article with its statements, or one statement a line, made into markup here.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use demarche::StanceClassifier;
use demarche::extraction::Extractor;
use demarche::report::{ArticleWriter, ExtractionFormat};

use super::problem::Problem;
use super::work::apart;
use super::{Service, assets, body};

/// Where the page takes the text, and where the result.
const TEXT: &str = "</textarea>";
const RESULT: &str = "<div id=\"read-result\">";

/// Answers a form whose field `text` holds an article or some lines.
pub async fn read(State(service): State<Arc<Service>>, form: Body) -> Result<Response, Problem> {
    let form = body::read(form, service.limits.body, service.limits.body_time()).await?;
    let text = field(&form, "text");
    let (found, limit) = (text.len(), service.limits.text);
    if found > limit {
        return Err(Problem::too_large(format!(
            "the text has {found} bytes, expected {limit} at most"
        )));
    }
    let model = service.models.get(None)?;
    let work = move || page(assets::INDEX, &model.classifier, &text);
    Ok(assets::html(apart(work).await?.into_bytes()))
}

/// `index` with the text in its form and the result below.
fn page(index: &str, classifier: &StanceClassifier, text: &str) -> String {
    let (before, after) = index.split_once(TEXT).unwrap_or((index, ""));
    let (between, end) = after.split_once(RESULT).unwrap_or((after, ""));
    // A line's end that stands first in a text field is not part of it.
    let text = text.replace("\r\n", "\n");
    let (shown, result) = (escaped(&text), result(classifier, &text));
    format!("{before}\n{shown}{TEXT}{between}{RESULT}{result}{end}")
}

fn result(classifier: &StanceClassifier, text: &str) -> String {
    let found = Extractor::new(classifier).extract(text);
    let mut out = b"<div class=\"card plain\">".to_vec();
    if found.is_empty() {
        out.extend_from_slice(lines(classifier, text).as_bytes());
    } else {
        let writer = ArticleWriter {
            format: ExtractionFormat::Html,
            safe_csv: false,
            set: classifier.stances(),
            model: classifier.digest(),
            colour: false,
        };
        writer.push(&mut out, &"The article".into(), text, &found);
    }
    out.extend_from_slice(b"</div>");
    String::from_utf8_lossy(&out).into_owned()
}

/// Each line as a statement.
fn lines(classifier: &StanceClassifier, text: &str) -> String {
    let mut out = String::from(
        "<h2>Statements</h2><p>Nobody is said to have said anything here, so each line was read as a statement.</p><ol>",
    );
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let prediction = classifier.classify(line);
        let (class, label) = match prediction.stance {
            Some(stance) => (
                format!("s{}", stance.index() % 6),
                classifier.stances().label(stance),
            ),
            None => ("none".to_owned(), "no stance named"),
        };
        let confidence = prediction.confidence().unwrap_or_default() * 100.0;
        let _ = write!(
            out,
            "<li><p dir=\"auto\">{}</p><p><span class=\"tag {class}\">{}</span> {confidence:.0} %</p></li>",
            escaped(line),
            escaped(label)
        );
    }
    out + "</ol>"
}

/// The value of a field of a form; empty if there is none. What is not UTF-8 becomes the sign for that.
fn field(form: &[u8], name: &str) -> String {
    let mut fields = form.split(|b| *b == b'&').map(|pair| {
        let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
        (
            decoded(&pair[..at]),
            decoded(pair.get(at + 1..).unwrap_or_default()),
        )
    });
    let found = fields.find(|(n, _)| n == name);
    found.map(|(_, value)| value).unwrap_or_default()
}

/// A part of a form without its percent signs; a sign that begins nothing stays.
fn decoded(part: &[u8]) -> String {
    let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(part.len());
    let mut i = 0;
    while let Some(byte) = part.get(i) {
        match (byte, digit(part.get(i + 1)), digit(part.get(i + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 2;
            }
            (b'+', ..) => out.push(b' '),
            (other, ..) => out.push(*other),
        }
        i += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Text that is no markup; marks that turn the direction of text are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = include_str!("page/index.html");

    #[test]
    fn the_page_has_the_places_that_are_filled() {
        assert_eq!(INDEX.matches(TEXT).count(), 1);
        assert_eq!(INDEX.matches(RESULT).count(), 1);
    }

    #[test]
    fn fields_are_decoded() {
        assert_eq!(
            field(b"a=1&text=It+was+%C3%A9%26%0D%0A100%25+%zz&b=", "text"),
            "It was é&\r\n100% %zz"
        );
        assert_eq!(field(b"text", "text"), "");
        assert_eq!(field(b"", "text"), "");
        assert_eq!(field(b"text=%ff%", "text"), "\u{FFFD}%");
    }

    #[test]
    fn articles_and_lines_are_shown_and_markup_is_text() {
        let classifier = StanceClassifier::embedded().unwrap();
        let article = "The minister said the raid was \"a crime\".";
        let shown = page(INDEX, &classifier, article);
        assert!(shown.contains("<mark class=\"s0\">"), "{shown}");
        let hostile = "</textarea><script>alert(1)</script> we condemn it";
        let shown = page(INDEX, &classifier, hostile);
        assert_eq!(
            shown.matches("<script").count(),
            INDEX.matches("<script").count()
        );
        assert_eq!(shown.matches("&lt;script&gt;").count(), 2);
        assert!(shown.contains("<span class=\"tag s"), "{shown}");
    }
}
