//! What a process has of the files in a folder.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::run::Outcome;

/// Descriptors and mappings of files in a folder, by the files' inodes: the system goes on to call a
/// file by what it was when it was opened, which may have been nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Has {
    open: Vec<u64>,
    /// Each file once.
    mapped: Vec<u64>,
}

impl Has {
    /// What this process has.
    pub fn of(folder: &Path) -> Outcome<Has> {
        let is_there = |path: &str| path.contains(&*folder.to_string_lossy());
        let mut open = Vec::new();
        for entry in fs::read_dir("/proc/self/fd")? {
            let at = entry?.path();
            // The descriptor of this very look has gone by then.
            let Ok(target) = fs::read_link(&at) else { continue };
            if is_there(&target.to_string_lossy()) {
                open.push(fs::metadata(&at)?.ino());
            }
        }
        let mut mapped = Vec::new();
        for line in fs::read_to_string("/proc/self/maps")?.lines().filter(|line| is_there(line)) {
            // Addresses, permissions, offset, device, inode, path.
            let inode = line.split_ascii_whitespace().nth(4).ok_or("a map without an inode")?;
            mapped.push(inode.parse()?);
        }
        mapped.dedup();
        Ok(Has { open, mapped })
    }

    /// It is an error to have anything else than this file, or anything at all.
    pub fn expect(folder: &Path, file: Option<&Path>) -> Outcome {
        let inodes = match file {
            Some(file) => vec![fs::metadata(file)?.ino()],
            None => Vec::new(),
        };
        let (found, expected) = (Has::of(folder)?, Has { open: inodes.clone(), mapped: inodes });
        match found == expected {
            true => Ok(()),
            false => Err(format!("{file:?}: expected {expected:?}, found {found:?}").into()),
        }
    }
}
