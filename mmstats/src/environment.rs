//! What the environment says about stats files (SPEC.md 2.20).

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::{Error, naming};

/// A variable that is set but empty counts as not set. A program that has rights which who runs it
/// has not (set-uid, set-gid, file capabilities) is told nothing: it would write with its rights
/// where they say.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    // SAFETY: takes a number, and can't fail: where the kernel doesn't say, it is 0.
    let has_more_rights = unsafe { libc::getauxval(libc::AT_SECURE) } != 0;
    let value = if has_more_rights { None } else { env::var_os(name) };
    value.filter(|value| !value.is_empty())
}

/// What it said about files of format 2 when a writer was made. A forked child goes by this: it can't
/// ask, for another thread of its parent may have had the environment's lock, and it may be in another
/// folder.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    folder: Option<PathBuf>,
    parent_of_users: PathBuf,
    filename: OsString,
    mode: Option<OsString>,
    fold: bool,
}

impl Environment {
    pub(crate) fn now() -> Environment {
        Environment {
            folder: naming::named_folder().map(|folder| naming::absolute(&folder)),
            parent_of_users: naming::absolute(&naming::parent_of_users()),
            filename: naming::default_filename(),
            mode: variable("MMSTATS_MODE"),
            fold: variable("MMSTATS_FOLD").is_none_or(|value| value != "0"),
        }
    }

    /// The folder that it names.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The folder of who this process runs as, which may change.
    pub(crate) fn user_folder(&self) -> PathBuf {
        naming::user_folder_in(&self.parent_of_users)
    }

    /// The name template: MMSTATS_FILES, else the default.
    pub(crate) fn filename(&self) -> &OsStr {
        &self.filename
    }

    /// The permissions of a file: MMSTATS_MODE in octal digits, else 0600.
    pub(crate) fn mode(&self) -> Result<u32, Error> {
        let Some(text) = &self.mode else { return Ok(0o600) };
        let digits = text.to_str().filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()));
        let mode = digits.and_then(|digits| u32::from_str_radix(digits, 8).ok());
        mode.filter(|mode| *mode <= naming::PERMISSIONS).ok_or_else(|| Error::Invalid {
            what: format!(
                "MMSTATS_MODE={text:?}: expected permissions in octal digits, such as 0644"
            ),
        })
    }

    /// Whether writers fold what dead ones left: unless MMSTATS_FOLD is 0.
    pub(crate) fn fold(&self) -> bool {
        self.fold
    }
}
