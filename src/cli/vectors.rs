//! `demarche vectors`: word vector tables.

use anyhow::Result;
use demarche::features::{ImportSettings, import_vectors};
use demarche::source::open;
use demarche::whole_file::write_whole;

use super::args::{ImportArgs, VectorsArgs, VectorsCommand};
use super::{Outcome, print};

/// Runs the command.
pub fn run(args: &VectorsArgs) -> Result<Outcome> {
    let VectorsCommand::Import(args) = &args.command;
    import(args)
}

fn import(args: &ImportArgs) -> Result<Outcome> {
    let name = args.file.display().to_string();
    let settings = ImportSettings {
        words: args.words,
        dims: args.dims,
        bits: args.bits,
    };
    let imported = import_vectors(open(&args.file)?, &name, settings)?;
    let bytes = imported.table.to_bytes();
    write_whole(&args.output, &bytes)?;
    print(&format!(
        "{} words of {} numbers, {:.1} % of the variance kept, {} lines passed over\nwrote {} ({} bytes, {})\n",
        imported.table.words().len(),
        imported.table.dims(),
        imported.variance_kept * 100.0,
        imported.passed_over,
        args.output.display(),
        bytes.len(),
        imported.table.digest()
    ))?;
    Ok(Outcome::Done)
}
