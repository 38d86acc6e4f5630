//! `mmstats doctor`

mod file;
mod finding;
mod folder;
mod mapping;
mod process;
mod publishing;
mod scope;

use std::collections::BTreeSet;
use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mmstats::Liveness;

use finding::{Finding, Findings, Level, Subject};
use process::Processes;
use scope::Scope;

use crate::whose::application_of;

/// Say why statistics can't be seen, and what to do about it
///
/// It looks at the folders, at their files, and at the processes that publish in them, and prints a
/// line for each, with the remedy below:
///
///   ok    /dev/shm/mmstats-1000: 2 stats files; of user 1000, mode 0700
///   WRONG process 4712: unfollowed fork: web was forked from process 4711, which publishes web, ...
///         -> let the writer follow forks (Options::follow, mmstats_follow), ...
///   1 wrong, 0 to note, 1 ok
///
/// What it knows of: no folder or another one, permission, a folder that writers refuse, a full file
/// system, one that stalls or belongs to a network, files that are corrupt (with the clause of
/// SPEC.md), of an unknown version, stale, orphaned, or of another pid namespace, values that are
/// busy, limits, children that don't follow, two writers of one file, files that were deleted while
/// their writer lives.
///
/// Of other users' processes only root sees what they have mapped.
///
/// Exit status: 0, or 1 where something is wrong.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Names of applications, files or folders
    ///
    /// What is there as a file or folder is that; else a word without a slash is the name of an
    /// application.
    /// Without any: all that is where 'mmstats slurp' looks.
    #[arg(value_name = "NAME|FILE|FOLDER", verbatim_doc_comment)]
    subjects: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  mmstats doctor
  mmstats doctor web
  mmstats doctor /run/web/web-71-71.mmstats
  sudo mmstats doctor";

pub(crate) fn run(arguments: &Arguments, out: &mut impl Write) -> io::Result<ExitCode> {
    let processes = Processes::look();
    let mut findings = Findings::default();
    findings.add(environment());
    let scopes = arguments.subjects.iter().map(|subject| Scope::of(subject));
    let scopes: Vec<_> =
        if arguments.subjects.is_empty() { vec![Scope::All] } else { scopes.collect() };
    for scope in &scopes {
        let folders = scope.folders();
        findings.extend(folders.iter().flat_map(|folder| folder::examine(folder)));
        examine_files(scope, &folders, &mut findings);
        findings.extend(publishing::examine(scope, &folders, &processes));
    }
    findings.print(out)?;
    let wrong = findings.worst() == Level::Wrong;
    Ok(if wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Which variables say where to look.
fn environment() -> Finding {
    let set: Vec<_> = ["MMSTATS_GLOB", "MMSTATS_PATH", "RUNTIME_DIRECTORY", "TMPDIR"]
        .into_iter()
        .filter_map(|name| {
            let value = env::var_os(name).filter(|value| !value.is_empty())?;
            Some(format!("{name}={}", Path::new(&value).display()))
        })
        .collect();
    let set = if set.is_empty() { "no variable".to_owned() } else { set.join(", ") };
    Finding::ok(
        Subject::Environment,
        format!("{set} says where files are; a program may have others"),
    )
}

/// The files that are asked about, and whether a living writer is among them.
fn examine_files(scope: &Scope, folders: &[PathBuf], findings: &mut Findings) {
    let (mut alive, mut dead) = (0, 0);
    let mut others = BTreeSet::new();
    for path in scope.files(folders) {
        let examined = file::examine(&path);
        if let Some(reader) = &examined.reader {
            if !scope.has(&path, reader) {
                others.extend(application_of(reader));
                continue;
            }
            match reader.writer() {
                Liveness::Alive | Liveness::Unknown => alive += 1,
                Liveness::Dead | Liveness::Orphaned => dead += 1,
            }
        }
        findings.extend(examined.findings);
    }
    if let Scope::Application(name) = scope
        && alive == 0
    {
        findings.add(nobody(name, dead, &others));
    }
}

/// Nobody publishes what is asked for.
fn nobody(name: &str, dead: usize, others: &BTreeSet<String>) -> Finding {
    let subject = Subject::Application(name.to_owned());
    if dead > 0 {
        return Finding::wrong(
            subject,
            format!("stale: none of its files has a writer that lives ({dead} in all)"),
            "start the program; if it runs, its writer is detached, or publishes elsewhere",
        );
    }
    let others: Vec<_> = others.iter().map(|other| format!("{other:?}")).collect();
    let others = if others.is_empty() { "none".to_owned() } else { others.join(", ") };
    Finding::wrong(
        subject,
        format!("no file has this name; those that can be read have: {others}"),
        "give the name that its writer was made with; the file of a program that runs is where its \
         MMSTATS_PATH says",
    )
}
