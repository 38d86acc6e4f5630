//! File systems that are full, and become so while files grow and are written.
//!
//! A tmpfs of 1 MiB and an ext4 of 8 MiB, mounted for a process of this torture alone, and a limit on
//! the size of files. What can fail is the call that adds something, and nothing else: no value is
//! lost, no signal comes, and with space there is growth again.

mod growth;
mod tide;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use mmstats::{Cause, Error};

use crate::mounts::{on_own, own_mounts, own_tmpfs};
use crate::process::Child;
use crate::run::{Outcome, Place, Run};

/// The file systems that are filled.
const FILE_SYSTEMS: [FileSystem; 2] = [
    FileSystem { name: "tmpfs of 1 MiB", place: Place::Memory, mount: tmpfs },
    FileSystem { name: "ext4 of 8 MiB", place: Place::Disk, mount: ext4 },
];

struct FileSystem {
    name: &'static str,
    /// Where its folder is.
    place: Place,
    /// Mounts it below a folder. Returns where.
    mount: fn(&Path) -> io::Result<PathBuf>,
}

/// The most that a file can have under a limit.
const LIMIT: u64 = 64 << 10;

pub fn run(run: &mut Run) -> Outcome {
    let tides = run.pick(20, 2_000);
    for of in FILE_SYSTEMS {
        let folder =
            if let Some(folder) = run.folder(of.place)? { folder } else { run.any_folder()? };
        on_own(
            run,
            of.name,
            || (of.mount)(&folder),
            |run, mounted| {
                growth::run(run, of.name, mounted)?;
                tide::run(run, of.name, mounted, tides)
            },
        )?;
    }
    let folder = run.any_folder()?;
    let limited = || {
        limit()?;
        growth::until_full(run, "limit of 64 KiB on files", &folder)
    };
    Child::fork(limited)?.fine()
}

fn tmpfs(folder: &Path) -> io::Result<PathBuf> {
    own_tmpfs(folder, "size=1m")
}

fn ext4(folder: &Path) -> io::Result<PathBuf> {
    own_mounts()?;
    let (image, at) = (folder.join("image"), folder.join("mounted"));
    File::create_new(&image)?.set_len(8 << 20)?;
    call(Command::new("mkfs.ext4").args(["-q", "-F", "-m", "0"]).arg(&image))?;
    fs::create_dir(&at)?;
    call(Command::new("mount").args(["-o", "loop"]).args([&image, &at]))?;
    Ok(at)
}

/// Runs a program of the system. What it says, where it fails, is the error.
fn call(command: &mut Command) -> io::Result<()> {
    let program = command.get_program().display().to_string();
    let named = |error: &dyn std::fmt::Display| io::Error::other(format!("{program}: {error}"));
    let output = command.output().map_err(|error| named(&error))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(named(&String::from_utf8_lossy(&output.stderr).trim_ascii_end())),
    }
}

/// Limits the size of files of this process. The signal that comes with it would end it.
fn limit() -> io::Result<()> {
    let limit = libc::rlimit { rlim_cur: LIMIT, rlim_max: LIMIT };
    // SAFETY: a limit that outlives the call.
    match unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// What an adding call ended with: something, or nothing where there was no space. Every other error is
/// a violation.
fn unless_full<T>(added: Result<T, Error>) -> Outcome<Option<T>> {
    match added {
        Ok(added) => Ok(Some(added)),
        Err(error) if error.cause() == Cause::Full => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes until there is no space left. Returns how much there was.
fn fill(filler: &File, mut most: usize) -> io::Result<usize> {
    let mut written = 0;
    let mut filler = filler;
    while most > 0 {
        match filler.write(&[0xff; 4096][..most.min(4096)]) {
            Ok(more) => (written, most) = (written + more, most - more),
            Err(error) if error.kind() == io::ErrorKind::StorageFull => break,
            Err(error) => return Err(error),
        }
    }
    Ok(written)
}
