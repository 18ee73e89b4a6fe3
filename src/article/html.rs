//! HTML pages to their main text, as a reader view shows it: scripts, navigation and captions of the site dropped.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

use crate::error::{Error, Result};

/// Most elements of a page that is read, and deepest nesting: beyond them a page is an attack or a program's output.
const MOST_ELEMENTS: usize = 500_000;
const DEEPEST: usize = 2_000;

/// What is no text of an article.
const NO_TEXT: &str =
    "script, style, noscript, template, nav, footer, aside, form, button, svg, figure, iframe";

/// The main text of a page: paragraphs on lines of their own. Spans of statements are byte offsets into this text. A page in which
/// no main part can be told gives all its text but navigation and scripts.
///
/// # Errors
/// [`Error::BadSetting`] for a page of too many elements.
pub fn main_text(html: &str) -> Result<String> {
    check(html)?;
    let config = Config {
        text_mode: TextMode::Formatted,
        char_threshold: 200,
        ..Config::default()
    };
    let document = Document::from(html);
    document.select(NO_TEXT).remove();
    let page = document.html();
    let main = Readability::new(page, None, Some(config)).and_then(|mut r| r.parse());
    let text = match main {
        Ok(article) if !article.text_content.trim().is_empty() => article.text_content.to_string(),
        _ => document.formatted_text().to_string(),
    };
    Ok(tidied(&text))
}

/// Counts opening tags, and how deep they nest at the most.
fn check(html: &str) -> Result<()> {
    let bytes = html.as_bytes();
    let (mut elements, mut depth, mut deepest) = (0_usize, 0_usize, 0_usize);
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                elements += 1;
                // Elements that hold nothing are not closed.
                let void = [
                    "br", "img", "hr", "input", "meta", "link", "p", "li", "wbr", "source", "td",
                    "tr", "option",
                ];
                let name = bytes[at + 1..]
                    .iter()
                    .take_while(|b| b.is_ascii_alphanumeric())
                    .count();
                let name = html[at + 1..at + 1 + name].to_ascii_lowercase();
                depth += usize::from(!void.contains(&name.as_str()));
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if elements > MOST_ELEMENTS || deepest > DEEPEST {
        return Err(Error::BadSetting {
            name: "number of elements of the HTML page (or their depth)",
            found: format!("{elements} ({deepest})"),
            expected: "at most 500000 (2000); give the article as plain text",
        });
    }
    Ok(())
}

/// Without white space around lines, and with one blank line between paragraphs at the most.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            if !blank {
                out.push('\n');
            }
            blank = true;
        } else {
            out.push_str(line);
            out.push('\n');
            blank = false;
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_navigation_are_dropped_and_paragraphs_stay_apart() {
        let story = "The minister said the raid was unlawful and that the ambassador would be told so in plain words. ".repeat(6);
        let page = format!(
            "<html><head><title>T</title><script>var said = 'x';</script></head><body><nav><a href=/>Home said</a></nav>\
             <article><h1>Head</h1><p>{story}</p><p>“We &amp; they agree,” she added, <em>quietly</em>. {story}</p></article>\
             <footer>Contact us</footer></body></html>"
        );
        let text = main_text(&page).unwrap();
        assert!(
            text.contains("“We & they agree,” she added, quietly."),
            "{text}"
        );
        assert!(
            !text.contains("Home") && !text.contains("var said") && !text.contains("Contact"),
            "{text}"
        );
        assert!(
            text.lines().filter(|l| l.contains("unlawful")).count() == 2,
            "{text}"
        );
    }

    #[test]
    fn a_page_without_a_main_part_gives_its_text() {
        assert_eq!(
            main_text("<p>Oslo condemned the raid.</p>").unwrap(),
            "Oslo condemned the raid.\n"
        );
        assert_eq!(main_text("").unwrap(), "\n");
    }

    #[test]
    fn pages_nested_too_deep_are_refused() {
        let error = main_text(&"<div>".repeat(100_000)).unwrap_err().to_string();
        assert!(error.contains("at most 500000 (2000)"), "{error}");
    }
}
