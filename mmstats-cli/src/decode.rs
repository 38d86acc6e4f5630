//! `mmstats decode`

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use mmstats::Error;
use mmstats_cli::Decoded;

use crate::complaint::{Complaint, complain};

/// Print the decoded form of a file, one line of JSON
///
/// It has every field or series with its type, and numbers as strings, so that no reader of JSON
/// loses a bit of them: what conformance tests compare.
///
/// Exit status: 0, or 1 where the file is no stats file, 2 where it can't be read at all.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// The stats file
    file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<ExitCode> {
    let reader = match mmstats::open(&arguments.file) {
        Ok(reader) => reader,
        Err(error) => {
            complain(Complaint::new(&arguments.file, &error));
            let none = matches!(error, Error::Format { .. } | Error::Format2 { .. });
            return Ok(ExitCode::from(if none { 1 } else { 2 }));
        }
    };
    serde_json::to_writer(&mut *out, &Decoded::new(&reader))?;
    out.write_all(b"\n")?;
    Ok(ExitCode::SUCCESS)
}
