//! The labels that stand, as a file in any format that is written.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use demarche::StanceSet;
use demarche::error::Result;
use demarche::export::{Entry, ExportSettings, Output, Writer, needs_schema};
use demarche::source::InputFormat;

/// The file. Cells of CSV that a spreadsheet would take for formulas are defused: notes are written by anybody.
///
/// # Errors
/// A format that is not written.
pub fn export(entries: &[Entry], format: InputFormat, set: &StanceSet) -> Result<Vec<u8>> {
    let mut settings = ExportSettings {
        labels: set.labels().to_vec(),
        safe_csv: true,
        ..ExportSettings::default()
    };
    if needs_schema(format) {
        entries.iter().for_each(|entry| settings.schema.note(entry));
    }
    let file = Memory::default();
    let failed = |e| demarche::Error::io("output", "write", e);
    let output = Output::new(Box::new(file.clone()), None).map_err(failed)?;
    let mut writer = Writer::new(output, format, &settings)?;
    for entry in entries {
        writer.write(entry)?;
    }
    writer.finish()?;
    let mut bytes = file.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut bytes))
}

/// A file in memory.
#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
