//! Processes, and the stats files that they write to, as /proc shows them.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use mmstats::format::layout::header;
use mmstats::reader::Header;

use super::mapping::Mapping;

/// The first byte of a file of format 1 (SPEC.md 1.2).
const FORMAT_1: u8 = 1;

/// A process that may be looked at.
#[derive(Debug)]
pub(super) struct Process {
    pub(super) pid: u32,
    pub(super) parent: u32,
    /// Its id in its own pid namespace, and that namespace.
    inner: Option<(u64, u64)>,
    pub(super) publications: Vec<Publication>,
    /// It has libmmstats.
    pub(super) has_library: bool,
}

/// A stats file that a process has mapped to write to it, and has open.
#[derive(Debug)]
pub(super) struct Publication {
    pub(super) mapping: Mapping,
    pub(super) device: u64,
    pub(super) inode: u64,
    pub(super) links: u64,
    /// The folder in which it was made.
    pub(super) folder: PathBuf,
    /// Of format 2.
    pub(super) header: Option<Header>,
}

/// All processes that may be looked at, and how many may not.
#[derive(Debug, Default)]
pub(super) struct Processes {
    pub(super) seen: Vec<Process>,
    pub(super) hidden: usize,
}

impl Processes {
    pub(super) fn look() -> Processes {
        let mut processes = Processes::default();
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        for pid in pids {
            match mappings(pid) {
                Ok(mappings) => processes.seen.extend(Process::of(pid, mappings)),
                Err(ErrorKind::PermissionDenied) => processes.hidden += 1,
                // It has ended.
                Err(_) => {}
            }
        }
        processes
    }
}

/// What a process has mapped.
pub(super) fn mappings(pid: u32) -> Result<Vec<Mapping>, ErrorKind> {
    // Paths may be of any bytes.
    let maps = fs::read(format!("/proc/{pid}/maps")).map_err(|error| error.kind())?;
    Ok(String::from_utf8_lossy(&maps).lines().filter_map(Mapping::parse).collect())
}

impl Process {
    /// `None` where it has ended, or isn't any of ours.
    fn of(pid: u32, mappings: Vec<Mapping>) -> Option<Process> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let field = |name| status.lines().find_map(|line| line.strip_prefix(name));
        let parent = field("PPid:")?.trim().parse().ok()?;
        let inner =
            field("NSpid:").and_then(|ids| ids.split_ascii_whitespace().last()?.parse().ok());
        let namespace = fs::metadata(format!("/proc/{pid}/ns/pid")).ok().map(|about| about.ino());
        let is_library = |mapping: &Mapping| mapping.path.contains("/libmmstats.so");
        let has_library = mappings.iter().any(is_library);
        let candidates = mappings.into_iter().filter(Mapping::could_publish).collect();
        let publications = publications(pid, candidates);
        Some(Process { pid, parent, inner: inner.zip(namespace), publications, has_library })
    }

    /// Whether it is the one that a file names. Nothing where that can't be told.
    pub(super) fn is_writer_of(&self, publication: &Publication) -> Option<bool> {
        let header = publication.header.as_ref().filter(|header| header.pid != 0)?;
        let (pid, namespace) = self.inner?;
        let known = header.pid_namespace != 0;
        known.then_some((pid, namespace) == (header.pid, header.pid_namespace))
    }
}

/// The candidates of which the process has a descriptor: it says which file it is.
fn publications(pid: u32, mut candidates: Vec<Mapping>) -> Vec<Publication> {
    let mut found = Vec::new();
    if candidates.is_empty() {
        return found;
    }
    let entries = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    for entry in entries {
        let path = entry.path();
        let Ok(about) = fs::metadata(&path) else { continue };
        let mapped = candidates.iter().position(|mapping| mapping.inode == about.ino());
        let Some(at) = mapped.filter(|_| about.is_file()) else { continue };
        let Some(header) = header_of(&path, about.len()) else { continue };
        // Once for each file, however many pieces of it are mapped.
        let mapping = candidates.swap_remove(at);
        candidates.retain(|other| other.inode != mapping.inode);
        let folder = Path::new(&mapping.path).parent().unwrap_or(Path::new("/")).to_owned();
        let (device, inode, links) = (about.dev(), about.ino(), about.nlink());
        found.push(Publication { mapping, device, inode, links, folder, header });
    }
    found
}

/// What a file says of itself: the outer `None` is no stats file, the inner one is of format 1.
fn header_of(path: &Path, size: u64) -> Option<Option<Header>> {
    let file = File::open(path).ok()?;
    let mut bytes = [0; header::USED];
    let copied = file.read_at(&mut bytes, 0).ok()?;
    if bytes.starts_with(&header::MAGIC) {
        return Header::parse(&bytes[..copied], size).ok().map(Some);
    }
    let is_v1 = copied > 0 && bytes[0] == FORMAT_1;
    is_v1.then_some(None)
}

/// The name of a program.
pub(super) fn command(pid: u32) -> String {
    let name = fs::read(format!("/proc/{pid}/comm")).unwrap_or_default();
    let name: &OsStr = std::os::unix::ffi::OsStrExt::from_bytes(name.trim_ascii_end());
    name.to_string_lossy().into_owned()
}
