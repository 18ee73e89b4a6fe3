//! JSON Lines, a JSON array of the same objects, and Doccano's JSON Lines.

use std::io::Write;

use serde_json::Value;

use super::{Entry, Form, Losses, Output};

/// Objects, one a line.
pub(super) struct JsonLines {
    out: Output,
    in_array: bool,
    is_doccano: bool,
    written: u64,
}

impl JsonLines {
    /// One object a line.
    pub(super) fn plain(out: Output) -> Self {
        Self {
            out,
            in_array: false,
            is_doccano: false,
            written: 0,
        }
    }

    /// An array of objects.
    pub(super) fn array(out: Output) -> Self {
        Self {
            in_array: true,
            ..Self::plain(out)
        }
    }

    /// The label in a list, as Doccano reads and writes it.
    pub(super) fn doccano(out: Output) -> Self {
        Self {
            is_doccano: true,
            ..Self::plain(out)
        }
    }
}

impl Form for JsonLines {
    fn write(&mut self, entry: &Entry, _: &mut Losses) -> std::io::Result<()> {
        let mut object = entry.to_object();
        if self.is_doccano {
            let labels: Vec<Value> = object.get("label").cloned().into_iter().collect();
            object.insert("label".into(), labels.into());
        }
        let before = match (self.in_array, self.written) {
            (false, 0) => "",
            (true, 0) => "[\n",
            (false, _) => "\n",
            (true, _) => ",\n",
        };
        self.written += 1;
        write!(self.out, "{before}{}", Value::from(object))
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        let end = match (self.in_array, self.written) {
            (false, 0) => "",
            (true, 0) => "[]\n",
            (false, _) => "\n",
            (true, _) => "\n]\n",
        };
        self.out.write_all(end.as_bytes())?;
        self.out.close()
    }
}
