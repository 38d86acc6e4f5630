//! Files that stay open from one look to the next: no call is needed then to know that a name is
//! still that of the same file, and one to know that it may still be read.

use std::mem;
use std::time::{Duration, SystemTime};

use super::ending::{Ending, ended};
use super::listing::Listed;
use crate::file_system::whereabouts;
use crate::open::about;
use crate::reader::{Kept, Source};

/// How many descriptors are kept at most.
const MOST: usize = 512;

/// What part of those that this process may have are kept at most.
const PART: libc::rlim_t = 4;

/// How much is kept of values that nobody writes any more, in bytes.
const VALUES: usize = 4 << 20;

/// How long the clock of file times may stand still.
const TICK: Duration = Duration::from_millis(100);

/// Files by their numbers.
#[derive(Debug, Default)]
pub(super) struct OpenFiles {
    files: Vec<Option<Box<Opened>>>,
    /// Numbers that no file had when the last look was over.
    free: Vec<u32>,
    /// How many descriptors there may be, and are.
    limit: usize,
    descriptors: usize,
    /// How many bytes values take.
    values: usize,
}

/// A file that is open. As long as it is, no other has its inode number.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) source: Source,
    pub(super) about: About,
    /// What it has, where nobody writes it any more.
    pub(super) values: Option<Box<Kept>>,
    /// Of its writer, where that lives.
    pub(super) ending: Option<Ending>,
    listed: Option<[u64; 2]>,
    number: Option<u32>,
    is_used: bool,
}

/// What the system says of a file: other numbers where somebody wrote to it, or cut it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct About {
    pub(super) device: u64,
    pub(super) inode: u64,
    pub(super) owner: u32,
    group: u32,
    mode: u32,
    size: i64,
    /// Seconds and nanoseconds since 1970.
    modified: (i64, i64),
    changed: (i64, i64),
}

impl About {
    pub(super) fn of(about: &libc::stat) -> About {
        About {
            device: about.st_dev,
            inode: about.st_ino,
            owner: about.st_uid,
            group: about.st_gid,
            mode: about.st_mode,
            size: about.st_size,
            modified: (about.st_mtime, about.st_mtime_nsec),
            changed: (about.st_ctime, about.st_ctime_nsec),
        }
    }

    /// Who may read it.
    fn rights(&self) -> (u32, u32, u32) {
        (self.mode, self.owner, self.group)
    }

    /// Whether it has been as it is for so long that the next change will show in its times.
    pub(super) fn is_at_rest(&self) -> bool {
        let (seconds, nanoseconds) = self.changed;
        let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Duration::new(seconds, nanoseconds as u32).saturating_add(TICK) < now
    }
}

impl Opened {
    pub(super) fn new(source: Source, about: &libc::stat, listed: &Listed) -> Box<Opened> {
        let about = About::of(about);
        let (listed, number, is_used) = (listed.place, None, true);
        Box::new(Opened { source, about, values: None, ending: None, listed, number, is_used })
    }

    fn descriptors(&self) -> usize {
        1 + usize::from(self.ending.is_some())
    }

    fn values_size(&self) -> usize {
        self.values.as_deref().map_or(0, Kept::size)
    }

    /// Whether whoever has the name has this very file, by its inode number.
    fn is_where_listed(&self) -> bool {
        self.listed.is_some() && whereabouts(self.source.file()) == self.listed
    }
}

impl OpenFiles {
    /// Begins a look that keeps files open, or doesn't. From now on there is an ending only of
    /// processes that live.
    pub(super) fn start(&mut self, keeps: bool) {
        self.limit = if keeps { MOST.min(permitted()) } else { 0 };
        let mut number = self.files.len();
        while self.descriptors > self.limit && number > 0 {
            number -= 1;
            self.close(number);
        }
        let ended = ended(self.files.iter().flatten().filter_map(|opened| opened.ending.as_ref()));
        let watched = self.files.iter_mut().flatten().filter(|opened| opened.ending.is_some());
        for (opened, _) in watched.zip(ended).filter(|(_, ended)| *ended) {
            opened.ending = None;
            self.descriptors -= 1;
        }
    }

    fn close(&mut self, number: usize) {
        if let Some(gone) = self.files[number].take() {
            self.descriptors -= gone.descriptors();
            self.values -= gone.values_size();
        }
    }

    /// Takes the file of that number out, if it is the one that was listed, and whoever might read
    /// it before still may.
    pub(super) fn take(&mut self, number: Option<u32>, listed: &Listed) -> Option<Box<Opened>> {
        let place = self.files.get_mut(number? as usize)?;
        let mut opened = place.take_if(|opened| opened.listed == listed.place)?;
        self.descriptors -= opened.descriptors();
        self.values -= opened.values_size();
        let now = about(opened.source.file()).ok().map(|now| About::of(&now));
        let now = now.filter(|now| now.rights() == opened.about.rights())?;
        if now != opened.about {
            opened.values = None;
        }
        opened.about = now;
        Some(opened)
    }

    /// Keeps a file open, where that can be. Returns its number.
    pub(super) fn keep(&mut self, mut opened: Box<Opened>) -> Option<u32> {
        if self.descriptors + opened.descriptors() > self.limit {
            opened.ending = None;
        }
        if self.values + opened.values_size() > VALUES {
            opened.values = None;
        }
        let has_room = self.descriptors + opened.descriptors() <= self.limit;
        if !has_room || (opened.number.is_none() && !opened.is_where_listed()) {
            return None;
        }
        let number = opened.number.or_else(|| self.free.pop()).unwrap_or_else(|| {
            self.files.push(None);
            (self.files.len() - 1) as u32
        });
        self.descriptors += opened.descriptors();
        self.values += opened.values_size();
        (opened.number, opened.is_used) = (Some(number), true);
        self.files[number as usize] = Some(opened);
        Some(number)
    }

    /// Once a look is over: closes what nobody asked for in it.
    pub(super) fn sweep(&mut self) {
        for number in 0..self.files.len() {
            let opened = self.files[number].as_mut();
            if opened.is_some_and(|opened| !mem::take(&mut opened.is_used)) {
                self.close(number);
            }
        }
        let numbers = (0..).zip(&self.files);
        self.free.clear();
        self.free.extend(numbers.filter_map(|(number, file)| file.is_none().then_some(number)));
    }
}

/// How many descriptors may be kept.
fn permitted() -> usize {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: a place for the result. Where there is none, none are kept.
    unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
    usize::try_from(limit.rlim_cur / PART).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;
    use std::sync::Arc;

    use super::*;

    fn opened(path: &Path) -> (Box<Opened>, Listed) {
        let file = File::open(path).expect("a file");
        let (about, path) = (about(&file).expect("it is open"), Arc::from(path));
        let place = Some([about.st_dev, about.st_ino]);
        let listed = Listed { path, place, is_accumulators: false };
        (Opened::new(Source::new(file, listed.path.clone(), 0), &about, &listed), listed)
    }

    /// A file that is open can turn out to be broken: nobody keeps it then.
    #[test]
    fn the_number_of_a_file_that_is_not_kept_again_is_free() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a");
        fs::write(&path, "").expect("ours");
        let mut files = OpenFiles::default();
        for _ in 0..3 {
            files.start(true);
            let (one, listed) = opened(&path);
            let Some(number) = files.keep(one) else {
                eprintln!("not tested: files here have no numbers that tell them apart");
                return;
            };
            assert_eq!(number, 0);
            assert!(files.take(Some(number), &listed).is_some());
            assert_eq!(files.descriptors, 0);
            files.sweep();
        }
    }
}
