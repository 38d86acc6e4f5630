//! What a writer was made with, for its file and for those of forked children (SPEC.md 2.18 and 2.20).

use std::ffi::OsStr;

use super::Options;
use crate::create::{Format, Wanted};
use crate::environment::Environment;
use crate::{Error, naming};

/// Its options, and what the environment said.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) options: Options,
    environment: Environment,
}

impl Settings {
    pub(super) fn new(options: &Options) -> Settings {
        let mut options = options.clone();
        // A child may be in another folder when it follows.
        options.folder = options.folder.map(|folder| naming::absolute(&folder));
        Settings { options, environment: Environment::now() }
    }

    /// The file of this process and thread.
    pub(super) fn wanted(&self) -> Result<Wanted, Error> {
        let Options { application, folder, mode, .. } = &self.options;
        let template = naming::template(self.filename())?;
        let place = naming::place_of(&self.environment, folder.as_deref(), template, application)?;
        let mode = mode.map_or_else(|| self.environment.mode(), naming::permissions)?;
        // What differs from run to run may be fixed.
        let names_itself = self.options.identity.is_none();
        Ok(Wanted { place, mode, format: Format::V2, names_itself, folds: self.folds() })
    }

    /// The file of a forked child: with its process id where the name would be the parent's.
    pub(super) fn wanted_by_child(&self) -> Result<Wanted, Error> {
        let mut wanted = self.wanted()?;
        if !tells_processes_apart(&self.filename().to_string_lossy()) {
            let path = &mut wanted.place.path;
            let mut name = path.file_stem().unwrap_or_default().to_owned();
            name.push(format!("-{}", std::process::id()));
            if let Some(extension) = path.extension() {
                name.push(".");
                name.push(extension);
            }
            path.set_file_name(name);
        }
        Ok(wanted)
    }

    /// The name template.
    fn filename(&self) -> &OsStr {
        let given = self.options.filename.as_deref();
        given.map_or_else(|| self.environment.filename(), OsStr::new)
    }

    /// Whether what dead writers left is folded.
    pub(super) fn folds(&self) -> bool {
        self.options.fold.unwrap_or_else(|| self.environment.fold())
    }
}

/// Whether a name template has `{PID}` or `{TID}`, which a doubled brace before it hides.
fn tells_processes_apart(template: &str) -> bool {
    let keys = template.replace("{{", "");
    keys.contains("{PID}") || keys.contains("{TID}")
}

#[cfg(test)]
mod tests {
    use super::tells_processes_apart;

    #[test]
    fn keys_of_templates_are_found() {
        for template in ["{CMD}-{PID}.mmstats", "{TID}", "{{{PID}}}"] {
            assert!(tells_processes_apart(template), "{template}");
        }
        for template in ["web.mmstats", "{CMD}-{CLASS}", "{{PID}}", "PID"] {
            assert!(!tells_processes_apart(template), "{template}");
        }
    }
}
