//! `mmstats slurp`

mod application;
mod document;
mod lines;
mod name;
mod said;
mod series;
mod sources;
mod totals;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use mmstats::{AnyReader, default_globs};
use mmstats_cli::EscapedPath;

use crate::complaint::{Complaint, complain};
use document::Document;
use lines::Lines;

/// Print what programs publish: every field or series of every file, or of an application as one
///
/// A line for the file says whose it is: application, process id, and whether that writer lives:
///
///   alive     it may write
///   dead      it has ended: what it counted stays; "closed" is said too where it closed its file
///   orphaned  it has ended, but a child of it, made past the C library's fork handlers, has its file
///   unknown   nobody can say from here: another pid namespace or machine, or the file doesn't tell
///
/// A series is printed with its labels and its unit, a struct with a line for each component. Of a
/// histogram there are count, mean, percentiles and maximum; of a window the same of the last
/// time that it keeps; "busy" is a value that changed each time that it was read, "(none)" one
/// that was never published:
///
///   ==> /dev/shm/mmstats-1000/web-4711-4711.mmstats (web, pid 4711, alive)
///     http.requests{code="200"} 12
///     http.latency              count=12 mean=3.5 p50=3 p90=7 p99=9 max=9 ms
///
/// With --app NAME the files of that application are one, those of dead writers among them: counters
/// and histograms are added up, and other values as their families say (sum, min, max, last). What
/// has no total stands there once for each process. In format 1 the file's name says whose it is:
/// 'NAME-' and a digit. What could not be counted is said on standard error:
///
///   ==> web (3 files: 2 alive, 1 dead)
///     http.requests{code="200"} 36
///     queue.length (pid 4711)   2
///     queue.length (pid 4712)   0
///
/// Values are spelled as in Python: True, 30.0, (1, 2). Control characters in labels, texts and
/// paths are escaped (\n, \x1b, \u202e), so that no file can act on a terminal.
///
/// With --json it prints one document for all files. Values are strings, but for bools, so that
/// no reader of JSON loses a bit of them:
///
///   {"files": [{"path": "...", "writer": "alive", "pid": 4711, "format": 1,
///               "layout": "typed", "byte_order": "little",
///               "fields": [{"name": "hits", "type": "u64", "value": "7"},
///                          {"name": "both", "type": "tuple", "parts": [
///                            {"type": "u64", "value": "1"}, ...]}, ...]}, ...],
///    "errors": [{"path": "...", "cause": "corrupt", "offset": 9, "message": "..."}, ...]}
///
/// A file of format 2 has "format": 2, and "application", "state" (open or closed) and "families" in
/// the decoded form that 'mmstats decode' prints. "writer" is one of the words above; "pid" is null
/// where a file has none. "path_hex" is there too where a path isn't UTF-8, with its bytes.
///
/// With --app and --json it is:
///
///   {"application": "web",
///    "files": [{"path": "...", "writer": "alive", "pid": 4711, "format": 2, "accumulator": false},
///              ...],
///    "families": [{"name": "http.requests", "kind": "counter", ..., "series": [
///        {"labels": {"code": "200"}, "files": 3, "value": "36"}, ...]}, ...],
///    "problems": [{"cause": "corrupt", "message": "..."}, ...]}
///
/// A series without a total has "each" in place of "value", a list of
/// {"path": "...", "pid": 4711, "value": "2"}.
///
/// Exit status: 0, or 1 where a file could not be shown. Each of those is a line on standard error,
/// and the others are shown all the same.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Print one JSON document, for programs
    #[arg(long)]
    json: bool,

    /// All files of this application as one
    #[arg(long, value_name = "NAME")]
    app: Option<String>,

    /// Files, folders of *.mmstats, or globs that find files
    ///
    /// Without any: the glob in MMSTATS_GLOB, else *.mmstats in the folder MMSTATS_PATH, else in the
    /// folders of RUNTIME_DIRECTORY, of every user (/dev/shm/mmstats-*, and mmstats-* in the system's
    /// temporary folder), and in the temporary folder, as far as they may be read.
    #[arg(value_name = "FILE|FOLDER|GLOB", verbatim_doc_comment)]
    files: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  mmstats slurp
  mmstats slurp /run/web
  mmstats slurp --app web
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
    if let Some(name) = &arguments.app {
        application::show(name, &arguments.files, arguments.json, out)
    } else if arguments.json {
        show(&arguments.files, &mut Document::begin(out)?)
    } else {
        show(&arguments.files, &mut Lines::new(out))
    }
}

fn show(arguments: &[PathBuf], view: &mut impl View) -> io::Result<ExitCode> {
    let sources = if arguments.is_empty() { sources::by_default() } else { sources::of(arguments) };
    if sources.is_empty() {
        complain(no_files(arguments));
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

/// What is said where there is nothing to show, and nothing that went wrong.
fn no_files(arguments: &[PathBuf]) -> String {
    let (places, why) = if arguments.is_empty() {
        let globs: Vec<_> = default_globs().into_iter().map(PathBuf::from).collect();
        (globs, "from MMSTATS_GLOB, MMSTATS_PATH or the default folders; ")
    } else {
        (arguments.to_owned(), "")
    };
    let places: Vec<_> = places.iter().map(|place| EscapedPath(place).to_string()).collect();
    let places = places.join(", ");
    format!(
        "mmstats: no stats files: nothing is at {places} ({why}name files, folders or a glob to \
         look elsewhere)"
    )
}
