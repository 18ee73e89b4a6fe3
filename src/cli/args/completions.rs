//! Arguments of `completions`.

use clap::Args;
use clap_complete::Shell;

/// Write the completions of a shell to standard output
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche completions bash > ~/.local/share/bash-completion/completions/demarche
  demarche completions zsh > ~/.zfunc/_demarche
  demarche completions fish > ~/.config/fish/completions/demarche.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}
