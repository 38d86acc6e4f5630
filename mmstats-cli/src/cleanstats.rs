//! `cleanstats`: the command under the name that mmstats 0.8.0's had, with its arguments and lines.
//! What programs looked for in these is there: `PID N not found. Deleting FILE` for each file that
//! goes, `Could not remove FILE: ...`, and `Removed N  -  M alive` at the end.

use std::collections::HashMap;
use std::env;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mmstats::{AnyReader, Liveness};
use mmstats_cli::{Escaped, EscapedPath};

use crate::clean::{Action, Cleaned, Cleaning, Verdict, clean};
use crate::complaint::{Complaint, complain};
use crate::system::other_user_of;

/// Whether this program was started under that name.
pub(crate) fn is_called() -> bool {
    let called = env::args_os().next().unwrap_or_default();
    Path::new(&called).file_name().is_some_and(|name| name == "cleanstats")
}

/// Cleans the files that the arguments name. Files of format 2 are folded.
pub(crate) fn run(out: &mut impl Write) -> io::Result<ExitCode> {
    let files: Vec<_> = env::args_os().skip(1).map(PathBuf::from).collect();
    if files.is_empty() {
        writeln!(out, "usage: cleanstats MMSTAT_FILES")?;
        return Ok(ExitCode::SUCCESS);
    }
    let found: Vec<_> = files.into_iter().filter(|file| !file.is_dir()).map(Found::of).collect();
    let dead: Vec<_> = found.iter().filter(|found| found.is_dead()).collect();
    let dead: Vec<_> = dead.into_iter().map(|found| found.path.clone()).collect();
    let cleaning = Cleaning { fold: true, dry_run: false, application: None, keep: 0 };
    // No arguments would be all files.
    let nothing = Cleaned { verdicts: Vec::new(), complaints: Vec::new() };
    let cleaned = if dead.is_empty() { nothing } else { clean(&cleaning, &dead) };
    cleaned.complaints.iter().for_each(complain);
    let verdicts = cleaned.verdicts.iter().map(|verdict| (plain(&verdict.path), verdict)).collect();
    let (mut removed, mut alive) = (0, 0);
    for file in &found {
        match file.print(&verdicts, out)? {
            Became::Removed => removed += 1,
            Became::Alive => alive += 1,
            Became::Other => {}
        }
    }
    writeln!(out, "Removed {removed}  -  {alive} alive")?;
    Ok(ExitCode::SUCCESS)
}

/// A path without a `./` that some have and others haven't.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

enum Became {
    Removed,
    Alive,
    /// What 0.8.0 didn't count.
    Other,
}

/// A file as it was before anything went.
struct Found {
    path: PathBuf,
    writer: Result<(Option<i128>, Liveness), Complaint>,
}

impl Found {
    fn of(path: PathBuf) -> Found {
        let writer = mmstats::open(&path).map_err(|error| Complaint::new(&path, &error));
        let writer = writer.map(|reader: AnyReader| (reader.writer_pid(), reader.writer()));
        Found { path, writer }
    }

    fn is_dead(&self) -> bool {
        matches!(self.writer, Ok((_, Liveness::Dead)))
    }

    fn print(
        &self,
        verdicts: &HashMap<&Path, &Verdict>,
        out: &mut impl Write,
    ) -> io::Result<Became> {
        let path = EscapedPath(&self.path);
        match &self.writer {
            Err(complaint) => {
                writeln!(out, "Invalid file: {path}: {}", Escaped(&complaint.message))?;
            }
            Ok((None, Liveness::Unknown)) => writeln!(out, "No sys.pid in file: {path}")?,
            Ok((pid, Liveness::Alive)) => match pid.and_then(other_user_of) {
                None => return Ok(Became::Alive),
                Some(user) => {
                    let pid = Pid(*pid);
                    writeln!(out, "PID {pid} is alive, and user {user}'s, who decides: {path}")?;
                }
            },
            Ok((pid, Liveness::Dead)) => {
                return print_dead(*pid, path, self.verdict(verdicts), out);
            }
            Ok((pid, liveness)) => {
                writeln!(out, "PID {} is {}, skipping {path}", Pid(*pid), liveness.name())?;
            }
        }
        Ok(Became::Other)
    }

    fn verdict<'a>(&self, verdicts: &HashMap<&Path, &'a Verdict>) -> Option<&'a Verdict> {
        verdicts.get(plain(&self.path)).copied()
    }
}

fn print_dead(
    pid: Option<i128>,
    path: EscapedPath<'_>,
    verdict: Option<&Verdict>,
    out: &mut impl Write,
) -> io::Result<Became> {
    match verdict {
        Some(Verdict { action: Action::Kept, reason, .. }) => {
            writeln!(out, "Could not remove {path}: {}", Escaped(reason))?;
            Ok(Became::Other)
        }
        Some(_) => {
            writeln!(out, "PID {} not found. Deleting {path}", Pid(pid))?;
            Ok(Became::Removed)
        }
        // Another has removed it, or it was said on standard error.
        None => Ok(Became::Other),
    }
}

/// A file of format 2 may name none.
struct Pid(Option<i128>);

impl fmt::Display for Pid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(pid) => pid.fmt(f),
            None => f.write_str("(none)"),
        }
    }
}
