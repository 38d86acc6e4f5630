//! Names of stats files (SPEC.md 1.13): folders, templates, globs.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::{Error, glob};

/// The name template where MMSTATS_FILES gives none.
pub const DEFAULT_FILENAME: &str = "{CMD}-{PID}-{TID}.mmstats";

/// The folder: MMSTATS_PATH, else the system's temporary folder.
pub fn default_folder() -> PathBuf {
    ["MMSTATS_PATH", "TMPDIR", "TEMP", "TMP"]
        .into_iter()
        .find_map(variable)
        .map_or_else(|| PathBuf::from("/tmp"), PathBuf::from)
}

/// The name template: MMSTATS_FILES, else [`DEFAULT_FILENAME`].
pub fn default_filename() -> OsString {
    variable("MMSTATS_FILES").unwrap_or_else(|| DEFAULT_FILENAME.into())
}

/// What readers look at by default: MMSTATS_GLOB, else every `*.mmstats` of the folder.
pub fn default_glob() -> OsString {
    variable("MMSTATS_GLOB").unwrap_or_else(|| {
        // A folder's name is meant as it is, whatever characters it has.
        let folder = glob::escape(&default_folder());
        folder.join("*.mmstats").into()
    })
}

/// A variable that is set but empty counts as not set.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// The path of a file to be: what is given, else the defaults.
pub(crate) fn path_of(
    folder: Option<&Path>,
    template: Option<&str>,
    class: &str,
) -> Result<PathBuf, Error> {
    let template = match template {
        Some(template) => template.to_owned(),
        None => default_filename().into_string().map_err(|name| Error::Invalid {
            what: format!("MMSTATS_FILES isn't UTF-8: {name:?}"),
        })?,
    };
    let name = expand(&template, class)?;
    Ok(folder.map_or_else(default_folder, Path::to_owned).join(name))
}

/// Puts the running program, process, thread and class into a name template.
///
/// The class is the name of the model or writer. Errors: a name in braces that isn't one of the
/// four, a lone brace, an empty result.
pub fn expand(template: &str, class: &str) -> Result<PathBuf, Error> {
    let invalid = |what: &str| {
        let what = format!(
            "file name template {template:?}: {what}; it takes {{CMD}}, {{PID}}, {{TID}} and \
             {{CLASS}}, and {{{{ and }}}} for braces"
        );
        Err(Error::Invalid { what })
    };
    let mut name = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        name.push_str(&rest[..at]);
        let brace = &rest[at..];
        if let Some(after) = brace.strip_prefix("{{") {
            name.push('{');
            rest = after;
        } else if let Some(after) = brace.strip_prefix("}}") {
            name.push('}');
            rest = after;
        } else if let Some((key, after)) =
            brace[1..].split_once('}').filter(|_| brace.starts_with('{'))
        {
            match key {
                "CMD" => name.push_str(&command()),
                "PID" => name.push_str(&std::process::id().to_string()),
                "TID" => name.push_str(&thread_id().to_string()),
                "CLASS" => name.push_str(class),
                _ => return invalid(&format!("{{{key}}} stands for nothing")),
            }
            rest = after;
        } else {
            return invalid("a brace stands alone");
        }
    }
    name.push_str(rest);
    if name.contains('\0') {
        return invalid("it contains NUL");
    }
    if Path::new(&name).file_name().is_none() {
        return invalid("it names no file");
    }
    Ok(name.into())
}

/// The base name of the running program: how it was called, so that a script's is its own.
fn command() -> String {
    let called = env::args_os().next().unwrap_or_default();
    let name = Path::new(&called).file_name().unwrap_or_default().to_string_lossy().into_owned();
    if name.is_empty() { "unknown".to_owned() } else { name }
}

/// The system's id of this thread.
pub(crate) fn thread_id() -> i64 {
    // SAFETY: takes nothing and can't fail.
    unsafe { libc::syscall(libc::SYS_gettid) as i64 }
}
