//! What the command takes.

use clap::{Parser, Subcommand};

use crate::{clean, decode, doctor, slurp, validate};

/// Look at the statistics that programs publish, while they run and after they ended.
#[derive(Debug, Parser)]
#[command(name = "mmstats", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Slurp(slurp::Arguments),
    Clean(clean::Arguments),
    Doctor(doctor::Arguments),
    Decode(decode::Arguments),
    Validate(validate::Arguments),
}

const EXAMPLES: &str = "\
Examples:
  mmstats slurp                          what all programs publish
  mmstats slurp /run/web                 what these publish
  mmstats slurp --json | jq .files       the same for programs
  mmstats slurp --app web                an application's files as one
  mmstats clean                          remove what dead writers left, keep what they counted
  mmstats doctor web                     why can't I see what web publishes?
  mmstats validate FILE                  does a file keep to SPEC.md?

'mmstats COMMAND --help' says more of each.";
