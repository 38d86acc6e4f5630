//! What was found, and what to do about it.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use mmstats::Error;
use mmstats_cli::{Escaped, EscapedPath};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Ok,
    /// Good to know: nothing is hidden by it.
    Note,
    /// Something can't be seen, or not be relied on.
    Wrong,
}

/// What something is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Path(PathBuf),
    Process(u32),
    Application(String),
    Environment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) level: Level,
    subject: Subject,
    what: String,
    remedy: Option<String>,
}

impl Finding {
    pub(super) fn ok(subject: Subject, what: impl Into<String>) -> Finding {
        Finding { level: Level::Ok, subject, what: what.into(), remedy: None }
    }

    pub(super) fn note(
        subject: Subject,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { level: Level::Note, subject, what: what.into(), remedy: Some(remedy.into()) }
    }

    pub(super) fn wrong(
        subject: Subject,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { level: Level::Wrong, ..Finding::note(subject, what, remedy) }
    }

    /// What the library says of a path, which begins with it.
    pub(super) fn error(path: &Path, error: &Error, remedy: impl Into<String>) -> Finding {
        let message = error.to_string();
        let before = format!("{}: ", path.display());
        let message = message.strip_prefix(&before).unwrap_or(&message);
        let what = format!("{}: {message}", error.cause().name());
        Finding::wrong(Subject::Path(path.to_owned()), what, remedy)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Path(path) => EscapedPath(path).fmt(f),
            Subject::Process(pid) => write!(f, "process {pid}"),
            Subject::Application(name) => write!(f, "application {}", Escaped(name)),
            Subject::Environment => f.write_str("environment"),
        }
    }
}

/// The findings, and how bad the worst is.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn add(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    pub(super) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.0.extend(findings);
    }

    pub(super) fn worst(&self) -> Level {
        self.0.iter().map(|finding| finding.level).max().unwrap_or(Level::Ok)
    }

    /// A line for each, with a line below that says what to do, and one for all.
    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        for Finding { level, subject, what, remedy } in &self.0 {
            let word = match level {
                Level::Ok => "ok   ",
                Level::Note => "note ",
                Level::Wrong => "WRONG",
            };
            writeln!(out, "{word} {subject}: {}", Escaped(what))?;
            if let Some(remedy) = remedy {
                writeln!(out, "      -> {}", Escaped(remedy))?;
            }
        }
        let count = |wanted| self.0.iter().filter(|finding| finding.level == wanted).count();
        let [wrong, notes, ok] = [Level::Wrong, Level::Note, Level::Ok].map(count);
        writeln!(out, "{wrong} wrong, {notes} to note, {ok} ok")
    }
}
