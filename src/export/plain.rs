//! Plain lines and fastText lines: one statement a line, with little else.

use std::borrow::Cow;
use std::io::Write;

use super::{Entry, Form, Losses, Output};
use crate::source::LABEL_PREFIX;

/// The statements alone.
pub(super) struct Lines(pub(super) Output);

impl Form for Lines {
    fn write(&mut self, entry: &Entry, losses: &mut Losses) -> std::io::Result<()> {
        note_fields(entry, losses);
        if entry.label.is_some() {
            losses.note("label");
        }
        writeln!(self.0, "{}", one_line(&entry.text, losses))
    }

    fn finish(self: Box<Self>) -> std::io::Result<()> {
        self.0.close()
    }
}

/// `__label__x the text`.
pub(super) struct Fasttext(pub(super) Output);

impl Form for Fasttext {
    fn write(&mut self, entry: &Entry, losses: &mut Losses) -> std::io::Result<()> {
        note_fields(entry, losses);
        let text = one_line(&entry.text, losses);
        if text.trim() != text {
            losses.note("white space around the text");
        }
        let text = text.trim();
        if text.starts_with(LABEL_PREFIX) {
            losses.note("a text that starts like a label");
        }
        match &entry.label {
            Some(label) => {
                let written = label.replace(char::is_whitespace, "_");
                if written != *label {
                    losses.note("white space in the label");
                }
                writeln!(self.0, "{LABEL_PREFIX}{written} {text}")
            }
            None => writeln!(self.0, "{text}"),
        }
    }

    fn finish(self: Box<Self>) -> std::io::Result<()> {
        self.0.close()
    }
}

fn note_fields(entry: &Entry, losses: &mut Losses) {
    entry
        .fields
        .keys()
        .for_each(|name| losses.note(name.as_str()));
}

/// The text with a space for each line break.
fn one_line<'t>(text: &'t str, losses: &mut Losses) -> Cow<'t, str> {
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    losses.note("line breaks in the text");
    Cow::Owned(text.replace("\r\n", " ").replace(['\n', '\r'], " "))
}
