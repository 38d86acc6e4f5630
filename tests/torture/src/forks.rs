//! Storms of forks: a process whose threads register, retire and write, and of which several fork at
//! once; children that are quiet or follow, with threads and children of their own, and that are killed
//! at any moment.
//!
//! Every process says in shared memory what it has counted. What the files say at the end is compared
//! with that: each file has the counts of its own process, and of no other (F2-FORK, F2-FOLLOW,
//! F2-LATE, F2-LOCK).

mod book;
mod child;
mod leaks;
mod parent;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use mmstats::{Liveness, Reader};

use crate::container::Container;
use crate::process::{Child, End};
use crate::run::{Outcome, Run};
use book::{Book, Lingering};

/// What all of them count.
const HITS: &str = "hits";
/// The name of the first process's file; those of its children have their process ids, too.
const FILE: &str = "forks.mmstats";

/// How children go on where nothing else is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// In private memory. Some call `follow`.
    Quiet,
    /// With files of their own, by option.
    Following,
}

impl Mode {
    const ALL: [Mode; 2] = [Mode::Quiet, Mode::Following];

    const fn name(self) -> &'static str {
        match self {
            Mode::Quiet => "quiet",
            Mode::Following => "following",
        }
    }
}

/// How many forks a storm has: fewer than there are process ids, by far.
const FORKS: (u64, u64) = (60, 1_000);
const STORMS: (u64, u64) = (1, 20);

pub fn run(run: &mut Run) -> Outcome {
    let folder = run.any_folder()?;
    match Container::refused() {
        // Where nobody else takes process ids, none comes again in a storm.
        None => Container::start(|| storms(run, &folder))?.wait(),
        Some(_) => storms(run, &folder),
    }
}

fn storms(run: &Run, folder: &Path) -> Outcome {
    let (forks, storms) = (run.pick(FORKS.0, FORKS.1), run.pick(STORMS.0, STORMS.1));
    for mode in Mode::ALL {
        let mut counted = Counted::default();
        for number in 0..storms {
            let folder = folder.join(format!("{}-{number}", mode.name()));
            fs::create_dir(&folder)?;
            let book = Book::new(forks)?;
            let stormed = storm(mode, &folder, &book, forks);
            // Nobody else ends it.
            let lingered = book.lingering().map(Lingering::end);
            stormed?;
            lingered.ok_or("there is no child that lingers")??;
            counted.compare(&folder, &book)?;
        }
        counted.report(run, mode);
    }
    Ok(())
}

/// One storm. Its parent is killed at the end.
fn storm(mode: Mode, folder: &Path, book: &Book, forks: u64) -> Outcome {
    let (mut ended, says) = io::pipe()?;
    let parent = Child::fork(|| parent::storm(mode, folder, book, forks, says))?;
    // Fails where it ended before.
    ended.read_exact(&mut [0]).map_err(|error| format!("the storm broke off: {error}"))?;
    if parent.kill()? != End::KILLED {
        return Err("the parent ended before it was killed".into());
    }
    // A child of it is still there, and has neither the lock nor anything else of the file.
    match Reader::open(folder.join(FILE))?.writer() {
        Liveness::Dead => Ok(()),
        other => Err(format!("the parent was killed, and is {}", other.name()).into()),
    }
}

/// What there was, and what the files have.
#[derive(Debug, Default)]
struct Counted {
    /// How many processes of each kind.
    kinds: BTreeMap<&'static str, usize>,
    files: u64,
    hits: u64,
    of_parents: u64,
}

impl Counted {
    /// Compares each file with what its process said.
    fn compare(&mut self, folder: &Path, book: &Book) -> Outcome {
        let mut missing = book.with_file();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let reader = Reader::open(&path)?;
            let pid = reader.snapshot().header().pid;
            let hits = reader.snapshot().get(HITS).and_then(|series| series.value().as_u64());
            let hits = hits.ok_or("a file without the counter")?;
            // Who follows from the first moment may be killed before it says anything.
            let page = book.page_of(pid);
            if !page.map_or(hits == 0, |page| page.may_have(hits)) {
                return Err(format!("{}: found {hits}, {page:?}", path.display()).into());
            }
            missing.retain(|with_file| *with_file != pid);
            self.files += 1;
            self.hits += hits;
            self.of_parents += if path.ends_with(FILE) { hits } else { 0 };
        }
        for (kind, number) in book.kinds() {
            *self.kinds.entry(kind).or_default() += number;
        }
        match missing[..] {
            [] => Ok(()),
            [pid, ..] => Err(format!("process {pid} has no file").into()),
        }
    }

    fn report(&self, run: &Run, mode: Mode) {
        let Counted { kinds, files, hits, of_parents } = self;
        let mode = mode.name();
        for (kind, number) in kinds {
            run.figure(&format!("{mode}: children that {kind}"), number);
        }
        run.figure(&format!("{mode}: files, each with what its process counted"), files);
        run.figure(&format!("{mode}: counted in all of them"), hits);
        run.figure(&format!("{mode}: counted in those of the parents"), of_parents);
    }
}
