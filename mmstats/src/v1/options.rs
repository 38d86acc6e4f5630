//! How a writer names and fills its file.

use std::path::PathBuf;

use super::Writer;
use crate::Error;
use crate::create::{Format, Wanted};
use crate::environment::variable;
use crate::naming::{self, Place};

/// The folder of format 1, that of mmstats 0.8.0: MMSTATS_PATH, else the system's temporary folder.
pub fn default_folder() -> PathBuf {
    variable("MMSTATS_PATH").map_or_else(naming::temporary_folder, PathBuf::from)
}

/// Options of a [`Writer`]; made by [`Writer::options`].
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) class: String,
    pub(super) folder: Option<PathBuf>,
    pub(super) filename: Option<String>,
    pub(super) label_prefix: String,
    pub(super) system_fields: bool,
    pub(super) mode: u32,
}

impl Options {
    pub(super) fn new(class: &str) -> Options {
        Options {
            class: class.to_owned(),
            folder: None,
            filename: None,
            label_prefix: String::new(),
            system_fields: true,
            mode: 0o666,
        }
    }

    /// The folder of the file. Default: MMSTATS_PATH, else the temporary folder.
    pub fn path(mut self, folder: impl Into<PathBuf>) -> Options {
        self.folder = Some(folder.into());
        self
    }

    /// The name of the file, a template with `{CMD}`, `{PID}`, `{TID}` and `{CLASS}`. Default:
    /// MMSTATS_FILES, else `{CMD}-{PID}-{TID}.mmstats`.
    pub fn filename(mut self, template: impl Into<String>) -> Options {
        self.filename = Some(template.into());
        self
    }

    /// What stands before every label, `sys.*` included. Default: nothing.
    pub fn label_prefix(mut self, prefix: impl Into<String>) -> Options {
        self.label_prefix = prefix.into();
        self
    }

    /// Whether the file tells of its process (SPEC.md 1.12). Default: it does; without, no tool
    /// can say whether its writer lives.
    pub fn system_fields(mut self, wanted: bool) -> Options {
        self.system_fields = wanted;
        self
    }

    /// The permissions of the file, less the umask. Default: 0o666.
    pub fn mode(mut self, mode: u32) -> Options {
        self.mode = mode;
        self
    }

    /// A writer, to declare fields on.
    ///
    /// Errors: no memory, or a label prefix that can't be in a label.
    pub fn build(self) -> Result<Writer, Error> {
        Writer::from_options(self)
    }

    /// The file of this process and thread.
    pub(super) fn wanted(&self) -> Result<Wanted, Error> {
        let (folder, template) = (self.folder.as_deref(), self.filename.as_deref());
        // The process may be in another folder when it removes the file.
        let path = naming::absolute(&naming::path_of(folder, template, &self.class)?);
        let place = Place { path, user_folder: None };
        let mode = naming::permissions(self.mode)?;
        Ok(Wanted { place, mode, format: Format::V1, names_itself: false, folds: false })
    }
}
