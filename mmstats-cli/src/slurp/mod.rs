//! `mmstats slurp`

mod document;
mod lines;
mod series;
mod sources;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mmstats::{AnyReader, default_glob};
use mmstats_cli::EscapedPath;

use crate::complaint::{Complaint, complain};
use document::Document;
use lines::Lines;

/// Print what programs publish: every field or series of every file
///
/// A series is printed with its labels and its unit, a struct with a line for each component. Of a
/// histogram there are count, mean, percentiles and maximum; of a window the same of the last
/// time that it keeps; "busy" is a value that changed each time that it was read, "(none)" one
/// that was never published:
///
///   http.requests{code="200"} 12
///   http.latency              count=12 mean=3.5 p50=3 p90=7 p99=9 max=9 ms
///
/// Values are spelled as in Python: True, 30.0, (1, 2). Control characters in labels, texts and
/// paths are escaped (\n, \x1b, \u202e), so that no file can act on a terminal.
///
/// With --json it prints one document for all files. Values are strings, but for bools, so that
/// no reader of JSON loses a bit of them:
///
///   {"files": [{"path": "...", "writer": "alive", "format": 1, "layout": "typed",
///               "byte_order": "little",
///               "fields": [{"name": "hits", "type": "u64", "value": "7"},
///                          {"name": "both", "type": "tuple", "parts": [
///                            {"type": "u64", "value": "1"}, ...]}, ...]}, ...],
///    "errors": [{"path": "...", "cause": "corrupt", "offset": 9, "message": "..."}, ...]}
///
/// A file of format 2 has "format": 2, and "families" in the decoded form that 'mmstats decode'
/// prints. "writer" is alive, dead or unknown. "path_hex" is there too where a path isn't UTF-8, with its
/// bytes.
///
/// Exit status: 0, or 1 where a file could not be shown. Each of those is a line on standard error,
/// and the others are shown all the same.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Print one JSON document, for programs
    #[arg(long)]
    json: bool,

    /// Files, or globs that find some
    ///
    /// Without any: the glob in MMSTATS_GLOB, else *.mmstats in the folder MMSTATS_PATH, else
    /// *.mmstats in the system's temporary folder.
    #[arg(value_name = "FILE|GLOB", verbatim_doc_comment)]
    files: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  mmstats slurp
  mmstats slurp web-71-71.mmstats '/run/web/*.mmstats'
  MMSTATS_PATH=/run/web mmstats slurp
  mmstats slurp --json | jq '.files[] | select(.writer == \"dead\") | .path'";

/// A way to show files.
trait View {
    fn file(&mut self, reader: &AnyReader) -> io::Result<()>;
    /// A file that can't be shown.
    fn complaint(&mut self, complaint: Complaint);
    /// After the last one.
    fn end(&mut self) -> io::Result<()>;
}

pub(crate) fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<ExitCode> {
    if arguments.json {
        show(&arguments.files, &mut Document::begin(out)?)
    } else {
        show(&arguments.files, &mut Lines::new(out))
    }
}

fn show(arguments: &[PathBuf], view: &mut impl View) -> io::Result<ExitCode> {
    let sources = if arguments.is_empty() { sources::by_default() } else { sources::of(arguments) };
    if sources.is_empty() {
        complain(no_files());
    }
    let mut status = ExitCode::SUCCESS;
    for source in sources {
        match source.and_then(|source| source.open()) {
            Ok(Some(reader)) => view.file(&reader)?,
            Ok(None) => {}
            Err(complaint) => {
                complain(&complaint);
                view.complaint(complaint);
                status = ExitCode::FAILURE;
            }
        }
    }
    view.end()?;
    Ok(status)
}

fn no_files() -> String {
    let glob = default_glob();
    let glob = EscapedPath(Path::new(&glob));
    format!(
        "mmstats: no stats files: nothing is at {glob} (from MMSTATS_GLOB, MMSTATS_PATH or the \
         temporary folder; name files or a glob to look elsewhere)"
    )
}
