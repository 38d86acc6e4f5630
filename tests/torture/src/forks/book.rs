//! What processes say of themselves, in memory that all of them share: a page for each.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use super::child::{Kind, THREADS};
use crate::run::Outcome;
use crate::shared::Shared;

/// Words before the pages.
const NEXT: usize = 0;
const LINGERING: usize = 1;
const PAGES: usize = 2;

/// Words of a page.
const PID: usize = 0;
const KIND: usize = 1;
const COUNTED: usize = 2;
const STATE: usize = 3;
const WORDS: usize = 4;

/// What is known of a process's file.
const UNFINISHED: u64 = 0;
const HAS_FILE: u64 = 1;
const HAS_NONE: u64 = 2;

/// The pages.
#[derive(Debug)]
pub struct Book(Shared);

impl Book {
    /// Room for so many forks, each of which may have another one.
    pub fn new(forks: u64) -> Outcome<Book> {
        Ok(Book(Shared::new(PAGES + WORDS * (2 * forks as usize + 2))?))
    }

    /// A page for this process.
    pub fn open(&self, kind: Kind) -> Page<'_> {
        let number = self.0[NEXT].fetch_add(1, Ordering::Relaxed) as usize;
        let page = self.page(number);
        page.0[KIND].store(kind as u64, Ordering::Relaxed);
        // Pairs with the load in `pages`.
        page.0[PID].store(std::process::id().into(), Ordering::Release);
        page
    }

    fn page(&self, number: usize) -> Page<'_> {
        Page(&self.0[PAGES + number * WORDS..][..WORDS])
    }

    fn pages(&self) -> impl Iterator<Item = Page<'_>> {
        let pages = self.0[NEXT].load(Ordering::Relaxed) as usize;
        (0..pages).map(|number| self.page(number)).filter(|page| page.pid() != 0)
    }

    /// That of the process of that id.
    pub fn page_of(&self, pid: u64) -> Option<Page<'_>> {
        self.pages().find(|page| page.pid() == pid)
    }

    /// The processes that have said that they have a file.
    pub fn with_file(&self) -> Vec<u64> {
        let with = self.pages().filter(|page| page.state() == HAS_FILE);
        with.map(|page| page.pid()).collect()
    }

    /// How many there were of each kind.
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let number = |kind: Kind| self.pages().filter(|page| page.kind() == kind as u64).count();
        Kind::CHILDREN.into_iter().map(move |kind| (kind.name(), number(kind)))
    }

    /// This process lives on when its parent has gone.
    pub fn linger(&self) {
        self.0[LINGERING].store(std::process::id().into(), Ordering::Release);
    }

    /// The process that does.
    pub fn lingering(&self) -> Option<Lingering> {
        let pid = self.0[LINGERING].load(Ordering::Acquire);
        libc::pid_t::try_from(pid).ok().filter(|pid| *pid > 0).map(Lingering)
    }
}

/// A process that is nobody's child any more.
#[derive(Debug)]
pub struct Lingering(libc::pid_t);

impl Lingering {
    /// Ends it. It is an error where it has ended before.
    pub fn end(self) -> io::Result<()> {
        // SAFETY: it ends by this alone, so that nobody else has its id.
        match unsafe { libc::kill(self.0, libc::SIGKILL) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

/// What one process says of itself.
#[derive(Clone, Copy)]
pub struct Page<'a>(&'a [AtomicU64]);

impl Page<'_> {
    fn load(&self, word: usize) -> u64 {
        self.0[word].load(Ordering::Acquire)
    }

    fn pid(&self) -> u64 {
        self.load(PID)
    }

    fn kind(&self) -> u64 {
        self.load(KIND)
    }

    fn state(&self) -> u64 {
        self.load(STATE)
    }

    /// It has counted so much more.
    pub fn counted(&self, hits: u64) {
        self.0[COUNTED].fetch_add(hits, Ordering::Release);
    }

    /// It has done all, and has a file or none.
    pub fn done(&self, has_file: bool) {
        self.0[STATE].store(if has_file { HAS_FILE } else { HAS_NONE }, Ordering::Release);
    }

    /// Whether its file may say so. Each thread of one that was killed may have counted once more than it
    /// said.
    pub fn may_have(&self, hits: u64) -> bool {
        let counted = self.load(COUNTED);
        match self.state() {
            HAS_FILE => hits == counted,
            UNFINISHED => (counted..=counted + THREADS).contains(&hits),
            _ => false,
        }
    }
}

impl fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pid, counted, state) = (self.pid(), self.load(COUNTED), self.state());
        write!(f, "process {pid} of kind {} has counted {counted} (state {state})", self.kind())
    }
}
