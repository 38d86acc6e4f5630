//! `mmstats validate`

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mmstats::v1::read_file;
use mmstats::validate_each;
use mmstats_cli::{Escaped, EscapedPath};

use crate::complaint::{Complaint, complain};

/// Say where files depart from SPEC.md
///
/// Prints a line for every departure, with its offset in the file, the clause, what was expected
/// and what was found. A note is about something that SPEC.md advises against; a file with
/// notes conforms.
///
/// Exit status: 0 if all files conform, 1 if one doesn't, 2 where one can't be read at all.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// Files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<ExitCode> {
    let mut status = 0;
    for path in &arguments.files {
        match read_file(path) {
            Ok(bytes) => {
                let conforms = print_departures(path, &bytes, out)?;
                status = status.max(u8::from(!conforms));
            }
            Err(error) => {
                complain(Complaint::new(path, &error));
                status = 2;
            }
        }
    }
    Ok(ExitCode::from(status))
}

/// Prints what there is to say of a file; returns whether it conforms.
fn print_departures(path: &Path, bytes: &[u8], out: &mut impl Write) -> io::Result<bool> {
    let path = EscapedPath(path);
    let (mut conforms, mut written) = (true, Ok(()));
    validate_each(bytes, |departure| {
        conforms &= !departure.must;
        if written.is_ok() {
            written = writeln!(out, "{path}: {}", Escaped(&departure.to_string()));
        }
    });
    written?;
    if conforms {
        writeln!(out, "{path}: conforms")?;
    }
    Ok(conforms)
}
