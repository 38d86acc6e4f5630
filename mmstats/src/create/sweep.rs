//! Drafts of writers that were killed. Where a file without a name can be had there are none.

use std::ffi::CStr;

use super::calls;
use super::draft::{PREFIX, SUFFIX, is_at};
use super::folder::Folder;
use crate::lock::{self, Held};

/// Removes the names of drafts that nobody makes any more. What can't be looked at or removed stays.
pub(crate) fn sweep(folder: &Folder) {
    let names = calls::names(&folder.file, is_drafts).unwrap_or_default();
    names.iter().for_each(|name| sweep_one(folder, name));
}

pub(super) fn is_drafts(name: &CStr) -> bool {
    let name = name.to_bytes();
    name.starts_with(PREFIX.as_bytes()) && name.ends_with(SUFFIX.as_bytes())
}

fn sweep_one(folder: &Folder, name: &CStr) {
    let flags = libc::O_RDWR | libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY;
    let Ok(file) = calls::open(&folder.file, name, flags, 0) else { return };
    let is_ours = calls::about_file(&file).is_ok_and(|about| {
        // SAFETY: takes nothing and can't fail.
        about.st_mode & libc::S_IFMT == libc::S_IFREG && about.st_uid == unsafe { libc::geteuid() }
    });
    // Who makes a draft has its lock, and looks for its name once it has.
    if !is_ours || lock::take(&file).is_err() {
        return;
    }
    let locked = Held::of(file);
    if is_at(&locked, folder, name) {
        let _ = calls::unlink(&folder.file, name);
    }
}
