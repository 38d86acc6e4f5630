//! Names of stats files (SPEC.md 1.13 and 2.20): folders, templates, globs.

use std::collections::HashSet;
use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use crate::environment::{Environment, variable};
use crate::{Error, glob};

/// The name template where MMSTATS_FILES gives none.
pub const DEFAULT_FILENAME: &str = "{CMD}-{PID}-{TID}.mmstats";

/// Where folders of users are, in memory.
const SHARED_MEMORY: &str = "/dev/shm";

/// What the name of a user's folder begins with, before the user id.
const USER_FOLDER: &str = "mmstats-";

/// The folder of format 2: MMSTATS_PATH, else the first of RUNTIME_DIRECTORY, else
/// `/dev/shm/mmstats-UID`, or `mmstats-UID` in the temporary folder where there is no `/dev/shm`.
///
/// Where systemd-logind has `RemoveIPC=yes`, which is its default, files of a user who isn't a system
/// user go from `/dev/shm` when their last session ends: let the user linger (`loginctl
/// enable-linger`), have the service manager give a RUNTIME_DIRECTORY, or set MMSTATS_PATH.
pub fn default_folder() -> PathBuf {
    named_folder().unwrap_or_else(|| user_folder_in(&parent_of_users()))
}

/// The folder that the environment names.
pub(crate) fn named_folder() -> Option<PathBuf> {
    let path = variable("MMSTATS_PATH").map(PathBuf::from);
    path.or_else(|| runtime_folders().into_iter().next())
}

/// Where the folders of users are.
pub(crate) fn parent_of_users() -> PathBuf {
    let shared = Path::new(SHARED_MEMORY);
    if shared.is_dir() { shared.to_owned() } else { temporary_folder() }
}

/// The folder of this user.
pub(crate) fn user_folder_in(parent: &Path) -> PathBuf {
    // SAFETY: takes nothing and can't fail.
    let user = unsafe { libc::geteuid() };
    parent.join(format!("{USER_FOLDER}{user}"))
}

/// What a service manager made for this service.
fn runtime_folders() -> Vec<PathBuf> {
    let list = variable("RUNTIME_DIRECTORY").unwrap_or_default().into_vec();
    let named = list.split(|byte| *byte == b':').filter(|name| !name.is_empty());
    named.map(|name| OsString::from_vec(name.to_owned()).into()).collect()
}

/// The system's temporary folder.
pub(crate) fn temporary_folder() -> PathBuf {
    let named = ["TMPDIR", "TEMP", "TMP"].into_iter().find_map(variable);
    named.map_or_else(|| PathBuf::from("/tmp"), PathBuf::from)
}

/// The name template: MMSTATS_FILES, else [`DEFAULT_FILENAME`].
pub fn default_filename() -> OsString {
    variable("MMSTATS_FILES").unwrap_or_else(|| DEFAULT_FILENAME.into())
}

/// What readers look at by default: MMSTATS_GLOB alone, else the files of MMSTATS_PATH alone; else
/// those of the folders that RUNTIME_DIRECTORY names, of every user's folder, and of the temporary
/// folder, where format 1 has them. [`default_files`] says what they find.
pub fn default_globs() -> Vec<OsString> {
    default_patterns().0
}

/// The same, and whether somebody asked for it, by a variable.
pub(crate) fn default_patterns() -> (Vec<OsString>, bool) {
    if let Some(wish) = wanted_glob() {
        return (vec![wish], true);
    }
    let temporary = glob::escape(&temporary_folder());
    let users = format!("{USER_FOLDER}*");
    let mut folders: Vec<_> = runtime_folders().iter().map(|folder| glob::escape(folder)).collect();
    folders.push(Path::new(SHARED_MEMORY).join(&users));
    folders.push(temporary.join(&users));
    folders.push(temporary);
    let mut known = HashSet::new();
    folders.retain(|folder| known.insert(folder.clone()));
    (folders.into_iter().map(files_of).collect(), false)
}

/// What somebody asked for, by a variable.
fn wanted_glob() -> Option<OsString> {
    variable("MMSTATS_GLOB").or_else(|| {
        // A folder's name is meant as it is, whatever characters it has.
        let folder = variable("MMSTATS_PATH")?;
        Some(files_of(glob::escape(Path::new(&folder))))
    })
}

fn files_of(folder: PathBuf) -> OsString {
    folder.join("*.mmstats").into()
}

/// The paths that [`default_globs`] find, each once. Where a variable asks for them, a folder that
/// can't be looked at is an error among them, as in [`glob`](crate::glob); the folders of other
/// users, which nobody asked for, are passed over.
pub fn default_files() -> Result<Vec<Result<PathBuf, Error>>, Error> {
    let (patterns, wanted) = default_patterns();
    let mut known = HashSet::new();
    let mut files = Vec::new();
    for pattern in patterns {
        files.extend(glob::glob(&pattern)?.into_iter().filter(|found| match found {
            Ok(path) => known.insert(path.clone()),
            Err(_) => wanted,
        }));
    }
    Ok(files)
}

/// All that a file's permissions can be: nobody executes statistics as somebody else.
pub(crate) const PERMISSIONS: u32 = 0o777;

/// Permissions that somebody asks for.
pub(crate) fn permissions(mode: u32) -> Result<u32, Error> {
    if mode > PERMISSIONS {
        let what = format!("mode 0o{mode:o}: expected permissions, 0o777 at most");
        return Err(Error::Invalid { what });
    }
    Ok(mode)
}

/// The path from the folder that this process is in now: it may go to another.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    if path.is_absolute() {
        return path.to_owned();
    }
    let named = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::path::absolute(named).unwrap_or_else(|_| path.to_owned())
}

/// A file to be: its folder is the default one of this user, which may have to be made, or one that
/// somebody named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    /// The folder to be made.
    pub(crate) user_folder: Option<PathBuf>,
}

/// Where a file of format 2 is to be: what is given, else the defaults.
pub(crate) fn place_of(
    environment: &Environment,
    folder: Option<&Path>,
    template: &str,
    class: &str,
) -> Result<Place, Error> {
    let name = expand(template, class)?;
    match folder.or(environment.folder()) {
        Some(folder) => Ok(Place { path: folder.join(name), user_folder: None }),
        None => {
            let folder = environment.user_folder();
            let path = folder.join(name);
            // A name that is an absolute path replaces the folder.
            let user_folder = path.starts_with(&folder).then_some(folder);
            Ok(Place { path, user_folder })
        }
    }
}

/// The path of a file of format 1 to be: what is given, else the defaults.
pub(crate) fn path_of(
    folder: Option<&Path>,
    template: Option<&str>,
    class: &str,
) -> Result<PathBuf, Error> {
    let name = match template {
        Some(given) => expand(given, class)?,
        None => expand(self::template(&default_filename())?, class)?,
    };
    Ok(folder.map_or_else(crate::v1::default_folder, Path::to_owned).join(name))
}

/// What a name of an accumulator has between that of the application and the user id.
const ACCUMULATOR: &str = "~total-";

/// What names of stats files end with.
pub(crate) const EXTENSION: &str = ".mmstats";

/// The name of the accumulator of an application and a user (SPEC.md 2.21): no byte of it means
/// anything in a path or a glob.
pub(crate) fn accumulator_name(application: &[u8], user: u32) -> String {
    let mut name = String::new();
    for byte in application {
        match byte {
            b'.' | b'_' | b'-' => name.push((*byte).into()),
            letter if letter.is_ascii_alphanumeric() => name.push((*letter).into()),
            other => name += &format!("%{other:02X}"),
        }
    }
    name + ACCUMULATOR + &user.to_string() + EXTENSION
}

/// The user in the name of an accumulator, of any application; `None` of another name.
pub(crate) fn accumulator_user(name: &[u8]) -> Option<u32> {
    let name = str::from_utf8(name).ok()?.strip_suffix(EXTENSION)?;
    let (_, user) = name.rsplit_once(ACCUMULATOR)?;
    user.parse().ok().filter(|number: &u32| number.to_string() == user)
}

/// A name template, which has to be a text.
pub(crate) fn template(name: &OsStr) -> Result<&str, Error> {
    // One that a program gives is one by its type.
    name.to_str()
        .ok_or_else(|| Error::Invalid { what: format!("MMSTATS_FILES isn't UTF-8: {name:?}") })
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
