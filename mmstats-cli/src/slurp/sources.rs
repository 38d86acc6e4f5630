//! Which files to look at.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use mmstats::{AnyReader, Cause, Error, default_files, glob, stats_files};

use crate::complaint::Complaint;

/// A file to look at.
pub(super) struct Source {
    path: PathBuf,
    /// It was named, not found by a glob.
    named: bool,
}

impl Source {
    /// Reads it. `None` is a file that a glob found and that has gone since, as files do.
    pub(super) fn open(self) -> Result<Option<AnyReader>, Complaint> {
        match mmstats::open(&self.path) {
            Ok(reader) => Ok(Some(reader)),
            Err(error) if !self.named && error.cause() == Cause::NotFound => Ok(None),
            Err(error) => Err(Complaint::new(self.path, &error)),
        }
    }
}

pub(super) type Sources = Vec<Result<Source, Complaint>>;

/// What is found where nothing is named, which may be nothing.
pub(super) fn by_default() -> Sources {
    sources("the default folders", default_files())
}

/// What each argument names or finds: at least one source or complaint each, but for folders.
pub(super) fn of(arguments: &[PathBuf]) -> Sources {
    arguments.iter().flat_map(|argument| of_argument(argument)).collect()
}

fn of_argument(argument: &Path) -> Sources {
    // A file goes before a glob: `[` and `?` may be in a name. Where it can't be told whether there
    // is one, opening it says why.
    let missing =
        fs::symlink_metadata(argument).is_err_and(|error| error.kind() == ErrorKind::NotFound);
    if argument.is_dir() {
        return sources(argument, stats_files(argument));
    }
    if !missing {
        return vec![Ok(Source { path: argument.to_owned(), named: true })];
    }
    // A glob is UTF-8: what isn't can only be a name.
    let found = argument.to_str().map(|_| sources(argument, glob(argument.as_os_str())));
    let found = found.unwrap_or_default();
    if found.is_empty() {
        return vec![Err(Complaint {
            path: argument.to_owned(),
            cause: "not_found",
            offset: None,
            message: "no such file, and as a glob it finds none".to_owned(),
        })];
    }
    found
}

fn sources(place: impl AsRef<Path>, found: Result<Vec<Result<PathBuf, Error>>, Error>) -> Sources {
    let complaint = |error: Error| Complaint::new(place.as_ref(), &error);
    match found {
        Err(error) => vec![Err(complaint(error))],
        Ok(paths) => paths
            .into_iter()
            .map(|path| Ok(Source { path: path.map_err(complaint)?, named: false }))
            .collect(),
    }
}
