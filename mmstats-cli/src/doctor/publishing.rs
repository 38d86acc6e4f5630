//! What is wrong with processes: files that nobody finds, children that don't follow, files that have
//! two writers.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use super::finding::{Finding, Level, Subject};
use super::mapping::is_blank;
use super::process::{Process, Processes, Publication, command, mappings};
use super::scope::Scope;

/// A child that is about to execute a program looks for this long like one that stays, at most.
const EXECUTES: Duration = Duration::from_millis(100);

/// What there is to say of the processes that publish what is asked about. What is wrong is said if it
/// is so for some time.
pub(super) fn examine(scope: &Scope, folders: &[PathBuf], processes: &Processes) -> Vec<Finding> {
    let mut found = look(scope, folders, processes);
    let is_wrong = |finding: &Finding| finding.level == Level::Wrong;
    if found.iter().any(is_wrong) {
        thread::sleep(EXECUTES);
        let later = look(scope, folders, &Processes::look());
        found.retain(|finding| !is_wrong(finding) || later.contains(finding));
    }
    found
}

fn look(scope: &Scope, folders: &[PathBuf], processes: &Processes) -> Vec<Finding> {
    let mut found = Vec::new();
    for process in &processes.seen {
        let covered = process.publications.iter().filter(|publication| scope.covers(publication));
        for publication in covered {
            found.extend(examine_one(process, publication, folders));
            let children = processes.seen.iter().filter(|child| child.parent == process.pid);
            found.extend(children.filter_map(|child| unfollowed(process, publication, child)));
        }
        if matches!(scope, Scope::All) {
            found.extend(silent(process));
        }
    }
    if processes.hidden > 0 {
        found.push(Finding::note(
            Subject::Environment,
            format!(
                "permission: processes of other users can't be looked at: {}",
                processes.hidden
            ),
            "run doctor as root to see what they publish",
        ));
    }
    found
}

fn examine_one(
    process: &Process,
    publication: &Publication,
    folders: &[PathBuf],
) -> Option<Finding> {
    let subject = Subject::Process(process.pid);
    let whose = format!("{} ({})", name(publication), command(process.pid));
    let folder = publication.folder.display();
    if process.is_writer_of(publication) == Some(false) {
        let writer = publication.header.as_ref().map_or(0, |header| header.pid);
        return Some(Finding::wrong(
            subject,
            format!(
                "two writers: {whose} has the file of process {writer} mapped, and writes to it: a \
                 child that was made past the C library's fork handlers"
            ),
            "end it, and make children by fork() or posix_spawn()",
        ));
    }
    if publication.links == 0 {
        return Some(Finding::wrong(
            subject,
            format!("deleted: {whose} publishes in a file that was removed from {folder}"),
            "start it again; remove files of living writers never, and of dead ones by 'mmstats clean'",
        ));
    }
    let is_known = folders
        .iter()
        .any(|known| known.canonicalize().is_ok_and(|known| known == publication.folder));
    (!is_known).then(|| {
        Finding::note(
            subject,
            format!(
                "elsewhere: {whose} publishes in {folder}, where readers don't look by default"
            ),
            format!("name that folder, or set MMSTATS_PATH={folder}"),
        )
    })
}

fn name(publication: &Publication) -> String {
    publication.application().unwrap_or_else(|| "format 1".to_owned())
}

/// A child that has private memory where its parent has its file: it was forked, and writes on for
/// nobody.
fn unfollowed(parent: &Process, publication: &Publication, child: &Process) -> Option<Finding> {
    let range = &publication.mapping.range;
    if !is_blank(&mappings(child.pid).ok()?, range) {
        return None;
    }
    Some(Finding::wrong(
        Subject::Process(child.pid),
        format!(
            "unfollowed fork: {} was forked from process {}, which publishes {}, and has no file of \
             its own: what it counts nobody sees",
            command(child.pid),
            parent.pid,
            name(publication)
        ),
        "let the writer follow forks (Options::follow, mmstats_follow), or make a writer in the \
         child. Nothing is wrong if it counts nothing; in Python it follows once it does",
    ))
}

/// A process that could publish, and doesn't.
fn silent(process: &Process) -> Option<Finding> {
    (process.has_library && process.publications.is_empty()).then(|| {
        Finding::note(
            Subject::Process(process.pid),
            format!("silent: {} has libmmstats, and no stats file", command(process.pid)),
            "if it is no reader, its writer is detached: its warning says why",
        )
    })
}
