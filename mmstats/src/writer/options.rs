//! How a writer names and fills its file.

use std::path::PathBuf;

use super::{Identity, Writer};
use crate::Error;

/// Options of a [`Writer`]; made by [`Writer::options`].
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) application: String,
    pub(super) folder: Option<PathBuf>,
    pub(super) filename: Option<String>,
    pub(super) mode: Option<u32>,
    pub(super) reserve: usize,
    pub(super) series_limit: usize,
    pub(super) detached: bool,
    pub(super) or_detached: bool,
    pub(super) follow: bool,
    pub(super) fold: Option<bool>,
    pub(super) identity: Option<Identity>,
}

impl Options {
    pub(super) fn new(application: &str) -> Options {
        Options {
            application: application.to_owned(),
            folder: None,
            filename: None,
            mode: None,
            reserve: 256 << 20,
            series_limit: 2_000,
            detached: false,
            or_detached: false,
            follow: false,
            fold: None,
            identity: None,
        }
    }

    /// The folder of the file, which has to be there. Default: [`default_folder`], that of this
    /// user, which is made where it is missing.
    ///
    /// [`default_folder`]: crate::default_folder
    pub fn path(mut self, folder: impl Into<PathBuf>) -> Options {
        self.folder = Some(folder.into());
        self
    }

    /// The name of the file, a template with `{CMD}`, `{PID}`, `{TID}` and `{CLASS}`, which is the
    /// application. Default: MMSTATS_FILES, else `{CMD}-{PID}-{TID}.mmstats`.
    pub fn filename(mut self, template: impl Into<String>) -> Options {
        self.filename = Some(template.into());
        self
    }

    /// The permissions of the file, whatever the umask is; in the default folder, who may read the
    /// file may then look into the folder, too. Default: MMSTATS_MODE in octal digits, else 0o600.
    pub fn mode(mut self, mode: u32) -> Options {
        self.mode = Some(mode);
        self
    }

    /// How large the file can become, in bytes: so many addresses are set apart for it, and no
    /// memory. Default: 256 MiB.
    pub fn reserve(mut self, bytes: usize) -> Options {
        self.reserve = bytes;
        self
    }

    /// How many series a family with labels may have that says nothing else. Default: 2,000.
    pub fn series_limit(mut self, series: usize) -> Options {
        self.series_limit = series;
        self
    }

    /// No file: the same handles, in private memory. For programs that go on where a file can't
    /// be had.
    pub fn detached(mut self) -> Options {
        self.detached = true;
        self
    }

    /// Whether a writer is detached where its file can't be had, whatever the reason is;
    /// [`Writer::warning`] says it. Default: `false`, which makes it an error.
    pub fn or_detached(mut self, wanted: bool) -> Options {
        self.or_detached = wanted;
        self
    }

    /// Whether a forked child goes on with a file of its own, in which its counters begin at 0.
    /// Default: `false`; then the file stays its parent's, what the child writes is seen by nobody,
    /// and [`Writer::follow`] is for children that want a file after all. A child that was forked only
    /// to execute another program follows, too, and leaves its file: also that of a
    /// [`Command`](std::process::Command) that has a `pre_exec`.
    pub fn follow(mut self, wanted: bool) -> Options {
        self.follow = wanted;
        self
    }

    /// Whether what dead writers of this application and user left in the folder is folded when the
    /// file is there: see [`fold`](crate::fold). It takes no more than a look at 64 files, and
    /// nothing that goes wrong with it harms this writer. A file that this one replaces is folded
    /// first, or stays under another name. Default: `true`, unless MMSTATS_FOLD is 0.
    pub fn fold(mut self, wanted: bool) -> Options {
        self.fold = Some(wanted);
        self
    }

    /// Fixes what differs from run to run.
    #[doc(hidden)]
    pub fn identity(mut self, identity: Identity) -> Options {
        self.identity = Some(identity);
        self
    }

    /// A writer, and its file.
    ///
    /// Errors: a bad name, no such folder, no permission, no space, a name that another writer
    /// uses, an application name that isn't 1 to 64 bytes without NUL. Then nothing was created.
    pub fn build(self) -> Result<Writer, Error> {
        Writer::from_options(self)
    }
}
