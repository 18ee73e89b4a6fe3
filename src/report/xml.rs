//! Text inside XML and HTML.

/// Text that is safe in XML 1.0 and HTML, as content and in attributes; characters that XML forbids are replaced, and those that turn
/// the direction of text are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // Parsers turn these into spaces in attributes unless they are written so.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            // They turn the direction of what follows, so that text can seem to be other text.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_attribute() {
        assert_eq!(
            escaped("\"A\" <b> & 'c'\n\u{202E}\u{0}\u{1B}\u{FFFF}\u{E9}"),
            "&quot;A&quot; &lt;b&gt; &amp; &apos;c&apos;&#10;\u{FFFD}\u{FFFD}\u{FFFD}\u{E9}"
        );
    }
}
