//! What is wrong with a folder.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use mmstats::{Leftover, Warning, default_folder, stats_files};

use super::finding::{Finding, Subject};
use crate::system::{Space, may_write, user};

/// Less than this is full: a file begins with some pages, and grows by more.
const LITTLE: u64 = 1 << 20;

/// What there is to say of a folder.
pub(super) fn examine(folder: &Path) -> Vec<Finding> {
    let subject = || Subject::Path(folder.to_owned());
    let about = match fs::metadata(folder) {
        Ok(about) if about.is_dir() => about,
        Ok(_) => {
            return vec![Finding::wrong(
                subject(),
                "no folder but a file",
                "name a folder, for instance by MMSTATS_PATH",
            )];
        }
        Err(error) => return vec![missing(folder, &error)],
    };
    let mut found = Vec::new();
    let files = match stats_files(folder).and_then(|found| found.into_iter().collect()) {
        Ok(files) => files,
        Err(error) => {
            found.push(Finding::error(
                folder,
                &error,
                format!(
                    "run doctor as user {} or root, or let its programs run with MMSTATS_MODE=0644",
                    about.uid()
                ),
            ));
            Vec::new()
        }
    };
    found.extend(owner(folder, &about));
    found.extend(space(folder));
    found.extend(file_system(folder, files.len()));
    found.extend(drafts(folder));
    if found.is_empty() {
        let (count, s) = (files.len(), if files.len() == 1 { "" } else { "s" });
        let (user, mode) = (about.uid(), about.mode() & 0o7777);
        let what = format!("{count} stats file{s}; of user {user}, mode {mode:04o}");
        found.push(Finding::ok(subject(), what));
    }
    found
}

fn missing(folder: &Path, error: &io::Error) -> Finding {
    let subject = Subject::Path(folder.to_owned());
    if error.kind() == io::ErrorKind::PermissionDenied {
        return Finding::wrong(
            subject,
            "permission: a folder above it lets nobody through",
            "run doctor as the user whose programs publish there, or as root",
        );
    }
    Finding::wrong(
        subject,
        format!("no such folder ({error}): no program has published there"),
        "start the program with the same MMSTATS_PATH as this command, or without; if it runs, ask \
         it for its writer's warning: it may be detached",
    )
}

/// What F2-FOLDER refuses, and who may write.
fn owner(folder: &Path, about: &fs::Metadata) -> Option<Finding> {
    let subject = Subject::Path(folder.to_owned());
    if folder.is_symlink() {
        return Some(Finding::wrong(
            subject,
            "a symbolic link, by which writers of format 2 create no files",
            "set MMSTATS_PATH to the folder that it points at",
        ));
    }
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let named: Option<u32> = name.strip_prefix("mmstats-").and_then(|user| user.parse().ok());
    if let Some(named) = named {
        if named != about.uid() {
            let what = format!(
                "the folder of user {named} by its name, which belongs to user {}: writers refuse it",
                about.uid()
            );
            return Some(Finding::wrong(
                subject,
                what,
                "remove it, or set MMSTATS_PATH to a folder of your own",
            ));
        }
        if about.mode() & 0o022 != 0 {
            let what = format!(
                "others can write to it (mode {:04o}): writers refuse it",
                about.mode() & 0o7777
            );
            return Some(Finding::wrong(subject, what, "chmod go-w"));
        }
    }
    // Of other folders nobody knows whose programs are meant.
    let error = may_write(folder).err().filter(|_| folder == default_folder())?;
    Some(Finding::wrong(
        subject,
        format!("permission: programs of user {} can't create files in it: {error}", user()),
        "give that user the right, or set MMSTATS_PATH to another folder",
    ))
}

fn space(folder: &Path) -> Option<Finding> {
    let space = Space::of(folder).ok()?;
    let what = if space.files == Some(0) {
        "full: the file system takes no more files".to_owned()
    } else if space.bytes < LITTLE {
        format!("full: the file system has {} bytes left", space.bytes)
    } else {
        return None;
    };
    let remedy = "free some ('mmstats clean' removes what dead writers left), or set MMSTATS_PATH to \
                  another: writers that started meanwhile are detached, and new series are refused";
    Some(Finding::wrong(Subject::Path(folder.to_owned()), what, remedy))
}

/// A file system that stalls, or that others have: of interest where something is published.
fn file_system(folder: &Path, files: usize) -> Option<Finding> {
    if files == 0 {
        return None;
    }
    let warning = Warning::of_folder(folder).ok()??;
    let said = warning.to_string();
    let before = format!("{}: ", folder.display());
    let said = said.strip_prefix(&before).unwrap_or(&said);
    let (what, remedy) = said.rsplit_once(": ").unwrap_or((said, ""));
    Some(Finding::note(Subject::Path(folder.to_owned()), what, remedy))
}

fn drafts(folder: &Path) -> Option<Finding> {
    let drafts = Leftover::drafts(folder).unwrap_or_default();
    let left = drafts.iter().filter(|path| Leftover::of(path).is_ok()).count();
    (left > 0).then(|| {
        let what = format!("drafts of writers that were killed: {left}");
        Finding::note(Subject::Path(folder.to_owned()), what, "mmstats clean removes them")
    })
}
