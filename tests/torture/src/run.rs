//! What every torture has: which form of it is asked for, folders, and figures.

use std::error::Error;
use std::ffi::CString;
use std::fmt::Display;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What a torture ends with. An error is a violation, and says where to look.
pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Where a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A tmpfs.
    Memory,
    /// Any other file system.
    Disk,
}

impl Place {
    /// Both.
    pub const ALL: [Place; 2] = [Place::Memory, Place::Disk];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Place::Memory => "tmpfs",
            Place::Disk => "disk",
        }
    }
}

/// One run of a torture.
#[derive(Debug)]
pub struct Run {
    long: bool,
    folders: Vec<PathBuf>,
}

impl Run {
    /// A run of the long or of the short form.
    pub fn new(long: bool) -> Run {
        Run { long, folders: Vec::new() }
    }

    /// What goes with the form that is asked for.
    pub fn pick<T>(&self, short: T, long: T) -> T {
        if self.long { long } else { short }
    }

    /// Says what was counted, or measured.
    pub fn figure(&self, name: &str, value: impl Display) {
        println!("{name}\t{value}");
    }

    /// Says what this machine, or this user, doesn't allow to be tried.
    pub fn not_tried(&self, what: &str, why: impl Display) {
        println!("not tried: {what}\t{why}");
    }

    /// A new folder there, which goes when the run ends without a violation; `None` where the
    /// machine has no such place.
    pub fn folder(&mut self, place: Place) -> Outcome<Option<PathBuf>> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Some(parent) = parent(place) else { return Ok(None) };
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = parent.join(format!("mmstats-torture-{}-{number}", std::process::id()));
        fs::create_dir(&folder)?;
        self.folders.push(folder.clone());
        Ok(Some(folder))
    }

    /// A new folder in memory, or where there is no such place on disk.
    pub fn any_folder(&mut self) -> Outcome<PathBuf> {
        let memory = self.folder(Place::Memory)?;
        let folder = if memory.is_some() { memory } else { self.folder(Place::Disk)? };
        folder.ok_or_else(|| "no folder to write to: set TMPDIR".into())
    }

    /// Keeps the folders, and says where they are.
    pub fn keep(&mut self) {
        for folder in self.folders.drain(..) {
            println!("kept\t{}", folder.display());
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        for folder in &self.folders {
            if let Err(error) = fs::remove_dir_all(folder) {
                eprintln!("{}: can't remove it: {error}", folder.display());
            }
        }
    }
}

/// Where folders of that place are made.
fn parent(place: Place) -> Option<PathBuf> {
    let candidates = match place {
        Place::Memory => vec![PathBuf::from("/dev/shm"), std::env::temp_dir()],
        Place::Disk => vec![std::env::temp_dir(), PathBuf::from("/var/tmp")],
    };
    let fits = |folder: &PathBuf| {
        is_memory(folder).is_ok_and(|memory| memory == (place == Place::Memory)) && writable(folder)
    };
    candidates.into_iter().find(fits)
}

fn is_memory(folder: &Path) -> io::Result<bool> {
    let path = CString::new(folder.as_os_str().as_bytes())?;
    // SAFETY: all zeros is a value of it.
    let mut about: libc::statfs = unsafe { std::mem::zeroed() };
    // SAFETY: a path that ends with NUL, and a place for the result.
    match unsafe { libc::statfs(path.as_ptr(), &raw mut about) } {
        0 => Ok(about.f_type == libc::TMPFS_MAGIC),
        _ => Err(io::Error::last_os_error()),
    }
}

fn writable(folder: &Path) -> bool {
    CString::new(folder.as_os_str().as_bytes())
        // SAFETY: a path that ends with NUL.
        .is_ok_and(|path| unsafe { libc::access(path.as_ptr(), libc::W_OK | libc::X_OK) } == 0)
}
