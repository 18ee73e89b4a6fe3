//! `demarche vectors`: word vector tables.

use anyhow::Result;

use super::Outcome;
use super::args::VectorsArgs;

/// Runs the command.
pub fn run(_args: &VectorsArgs) -> Result<Outcome> {
    anyhow::bail!("not yet")
}
