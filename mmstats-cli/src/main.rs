//! The `mmstats` command.

mod arguments;
mod clean;
mod cleanstats;
mod complaint;
mod decode;
mod doctor;
mod error_entry;
mod slurp;
mod system;
mod validate;
mod whose;

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use complaint::complain;

fn main() -> ExitCode {
    let done = if cleanstats::is_called() {
        print(cleanstats::run)
    } else {
        match Arguments::try_parse() {
            Ok(arguments) => run(&arguments.command),
            Err(error) => explain(&error),
        }
    };
    match done {
        Ok(status) => status,
        // Whoever read our output has seen enough of it, as `head` does.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("mmstats: can't write to standard output: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs a subcommand. Its error is one of standard output; what is wrong with files it says
/// itself.
fn run(command: &Command) -> io::Result<ExitCode> {
    print(|out| match command {
        Command::Slurp(arguments) => slurp::run(arguments, out),
        Command::Clean(arguments) => clean::run(arguments, out),
        Command::Doctor(arguments) => doctor::run(arguments, out),
        Command::Decode(arguments) => decode::run(arguments, out),
        Command::Validate(arguments) => validate::run(arguments, out),
    })
}

/// Gives what prints the standard output, and sees that all of it gets there.
fn print(
    work: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<ExitCode>,
) -> io::Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    let status = work(&mut out)?;
    out.flush()?;
    Ok(status)
}

/// Prints the help or version that was asked for, or what is wrong with the arguments.
fn explain(error: &clap::Error) -> io::Result<ExitCode> {
    let printed = error.print();
    if error.use_stderr() {
        return Ok(ExitCode::from(2));
    }
    printed?;
    io::stdout().flush()?;
    Ok(ExitCode::SUCCESS)
}
