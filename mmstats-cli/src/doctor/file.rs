//! What is wrong with a file.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use mmstats::reader::{Header, Snapshot, Value};
use mmstats::{AnyReader, Cause, Error, Liveness};

use super::finding::{Finding, Subject};
use crate::whose::application_of;

/// A file that was looked at.
pub(super) struct Examined {
    pub(super) findings: Vec<Finding>,
    /// What is known once it can be read.
    pub(super) reader: Option<AnyReader>,
}

/// What there is to say of a file.
pub(super) fn examine(path: &Path) -> Examined {
    match mmstats::open(path) {
        Err(error) => {
            let findings = vec![Finding::error(path, &error, remedy(path, &error))];
            Examined { findings, reader: None }
        }
        Ok(AnyReader::V2(reader)) if reader.snapshot().is_accumulator() => {
            let of = reader.snapshot().application().runs().collect::<String>();
            let what = format!("what dead writers of {of} counted");
            let findings = vec![Finding::ok(Subject::Path(path.to_owned()), what)];
            Examined { findings, reader: Some(AnyReader::V2(reader)) }
        }
        Ok(reader) => {
            let mut findings: Vec<_> = liveness(path, &reader).into_iter().collect();
            match &reader {
                AnyReader::V2(reader) => findings.extend(values(path, reader.snapshot())),
                AnyReader::V1(reader) => findings.extend(empty(path, reader.fields().len())),
            }
            if findings.is_empty() {
                let what = format!("{}, alive", publisher(&reader));
                findings.push(Finding::ok(Subject::Path(path.to_owned()), what));
            }
            Examined { findings, reader: Some(reader) }
        }
    }
}

/// What to do about a file that can't be read.
fn remedy(path: &Path, error: &Error) -> String {
    match error.cause() {
        Cause::NotFound => {
            "give the path of a file, a folder, or the name of an application; where \
                            a program publishes is said by its writer's path"
                .to_owned()
        }
        Cause::Permission => {
            let owner = fs::symlink_metadata(path).map(|about| format!("user {}", about.uid()));
            let owner = owner.unwrap_or_else(|_| "its owner".to_owned());
            format!("read it as {owner} or root, or let its program run with MMSTATS_MODE=0644")
        }
        Cause::UnknownVersion => {
            "update mmstats, if a newer one wrote it; else it is no stats file, \
                                  or one whose writer was killed while it made it: remove it"
                .to_owned()
        }
        Cause::Corrupt => {
            "something else has written to it, or copied half of it: 'mmstats validate' \
                           lists all that is wrong; start its program anew"
                .to_owned()
        }
        Cause::Limit => {
            "a reader takes no file of that size: it is none that mmstats wrote".to_owned()
        }
        Cause::NotAStatsFile => "give it another name, or remove it".to_owned(),
        _ => "see what the system says of its file system".to_owned(),
    }
}

/// Whose file it is: `web, pid 4711`.
fn publisher(reader: &AnyReader) -> String {
    let pid = reader.writer_pid().map_or("no process id".to_owned(), |pid| format!("pid {pid}"));
    let application = application_of(reader).unwrap_or_else(|| "format 1".to_owned());
    format!("{application}, {pid}")
}

fn liveness(path: &Path, reader: &AnyReader) -> Option<Finding> {
    let (subject, whose) = (Subject::Path(path.to_owned()), publisher(reader));
    match reader.writer() {
        Liveness::Alive => None,
        Liveness::Dead => {
            let closed = matches!(reader, AnyReader::V2(reader) if reader.snapshot().is_closed());
            let how = if closed { "its writer has closed it" } else { "its writer has ended" };
            Some(Finding::note(
                subject,
                format!("stale ({whose}): {how}, so its values don't change any more"),
                "start the program again; 'mmstats clean' removes the file and keeps what it counted",
            ))
        }
        Liveness::Orphaned => Some(Finding::wrong(
            subject,
            format!(
                "orphaned ({whose}): its writer has ended, but a child that was made past the C \
                 library's fork handlers has its file"
            ),
            "end that child, and make children by fork() or posix_spawn()",
        )),
        Liveness::Unknown => Some(unknown(subject, &whose, reader)),
    }
}

/// Why nobody can say whether a writer lives.
fn unknown(subject: Subject, whose: &str, reader: &AnyReader) -> Finding {
    let (why, remedy) = match reader {
        AnyReader::V1(_) if reader.writer_pid().is_none() => (
            "a file of format 1 that names no process (sys.pid)",
            "look whether its values change; let its program publish system fields",
        ),
        AnyReader::V1(_) => (
            "its process id belongs to a process that started later",
            "look whether its values change; if they don't, remove it by hand",
        ),
        AnyReader::V2(reader) => unknown_v2(reader.snapshot().header()),
    };
    let what =
        format!("unknown ({whose}): whether its writer lives can't be said from here: {why}");
    Finding::note(subject, what, remedy)
}

fn unknown_v2(header: &Header) -> (&'static str, &'static str) {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let boot = u128::from_str_radix(&boot.trim().replace('-', ""), 16).unwrap_or(0).to_be_bytes();
    let namespace = fs::metadata("/proc/self/ns/pid").map_or(0, |about| about.ino());
    let inside = "run this command in the container of the program, or look at the values: they are \
                  there all the same";
    if header.pid_namespace != 0 && namespace != 0 && header.pid_namespace != namespace {
        ("it runs, or ran, in another pid namespace (a container)", inside)
    } else if header.boot_id != [0; 16] && header.boot_id != boot {
        (
            "it was made on another machine, or before this one was started",
            "look from that machine; a folder of stats files belongs on no shared file system",
        )
    } else {
        ("the file doesn't say which process it is", inside)
    }
}

/// What can't be seen of the values of a file.
fn values(path: &Path, snapshot: &Snapshot) -> Vec<Finding> {
    let subject = || Subject::Path(path.to_owned());
    let mut found = Vec::new();
    found.extend(empty(path, snapshot.len()));
    let unread = snapshot.busy() + snapshot.rewritten();
    if unread > 0 {
        let s = if unread == 1 { "" } else { "s" };
        found.push(Finding::note(
            subject(),
            format!(
                "busy: {unread} value{s} changed each time, so what was read is torn and left out"
            ),
            "look again; if it stays, publish less often",
        ));
    }
    if snapshot.skipped() > 0 {
        let what = format!("unknown kind: {} families are left out", snapshot.skipped());
        found.push(Finding::wrong(subject(), what, "update mmstats: a newer one wrote them"));
    }
    let is_over = |value: &Value<'_>| !matches!(value, Value::U64(0));
    let over = snapshot.series().filter(|series| series.is_overflow() && is_over(&series.value()));
    found.extend(over.map(|series| {
        let what = format!(
            "limit: {} has as many series as it may; the rest is counted in one",
            series.name()
        );
        Finding::note(subject(), what, "raise its limit, or use labels with fewer values")
    }));
    found
}

fn empty(path: &Path, values: usize) -> Option<Finding> {
    (values == 0).then(|| {
        let what = "nothing is in it: its program has registered nothing";
        let remedy = "register a counter; a family with labels has series once one is asked for";
        Finding::note(Subject::Path(path.to_owned()), what, remedy)
    })
}
