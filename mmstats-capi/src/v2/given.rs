//! What C has of each writer: the series of its handles, its families, and texts that it asked for.
//!
//! One table of all writers, under one lock that a fork takes too: else a child could find it held
//! by a thread that it doesn't have. Under it nothing is called that takes another lock, or a
//! system call that waits.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use mmstats_rs::raw;

use crate::handle::mmstats_str;
use crate::v2::family::mmstats_family;

type Table = BTreeMap<u64, Given>;

static TABLE: Mutex<Table> = Mutex::new(BTreeMap::new());

/// What C has of one writer.
#[derive(Default)]
pub(super) struct Given {
    /// By the addresses of their cells.
    pub(super) series: HashMap<usize, raw::Series>,
    /// By their names. C has their addresses.
    pub(super) families: HashMap<Box<str>, Box<mmstats_family>>,
    /// C has their addresses.
    texts: Vec<Box<[u8]>>,
    /// The last path of the writer's file, and the process whose file it is.
    pub(super) path: Option<(u32, Box<[u8]>)>,
}

impl Given {
    /// A text that stays as long as the writer.
    pub(super) fn text(&mut self, text: &[u8]) -> mmstats_str {
        let known = self.texts.iter().position(|known| **known == *text);
        let index = known.unwrap_or_else(|| {
            self.texts.push(text.into());
            self.texts.len() - 1
        });
        let text = &self.texts[index];
        mmstats_str { data: text.as_ptr().cast(), len: text.len() }
    }
}

/// A writer of which C has something, until `end`.
#[derive(Clone, Copy)]
pub(super) struct Owner(u64);

impl Owner {
    pub(super) fn new() -> Owner {
        static LAST: AtomicU64 = AtomicU64::new(0);
        register();
        let owner = Owner(LAST.fetch_add(1, Ordering::Relaxed));
        table().insert(owner.0, Given::default());
        owner
    }

    /// Looks at what C has of this writer; `None` once it has nothing any more.
    pub(super) fn with<R>(self, look: impl FnOnce(&mut Given) -> R) -> Option<R> {
        table().get_mut(&self.0).map(look)
    }

    /// The series of a handle, where this writer has it.
    pub(super) fn series(self, cell: *const u64) -> Option<raw::Series> {
        self.with(|given| given.series.get(&cell.addr()).cloned()).flatten()
    }

    /// C has nothing of it any more.
    pub(super) fn end(self) {
        let given = table().remove(&self.0);
        // Without the lock: memory is unmapped.
        drop(given);
    }
}

fn table() -> MutexGuard<'static, Table> {
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    /// The lock, while this thread forks. Without a destructor, so that it is there to the end of a
    /// thread.
    static FORKING: Cell<Option<ManuallyDrop<MutexGuard<'static, Table>>>> = const { Cell::new(None) };
}

/// Has the C library call back. Two threads may both do that: one that waits for the other could be
/// forked, and wait for ever. Where there is no memory for it, there is none for a fork.
fn register() {
    static REGISTERED: AtomicBool = AtomicBool::new(false);
    // Relaxed: nothing hangs on it, and the C library orders its own list.
    if !REGISTERED.load(Ordering::Relaxed) {
        // SAFETY: functions that stay as long as this library, with which the C library forgets them.
        let done =
            unsafe { libc::pthread_atfork(Some(before_fork), Some(after_fork), Some(after_fork)) };
        REGISTERED.store(done == 0, Ordering::Relaxed);
    }
}

extern "C" fn before_fork() {
    // It has the lock already where it is called back twice.
    let lock = FORKING.take().unwrap_or_else(|| ManuallyDrop::new(table()));
    FORKING.set(Some(lock));
}

extern "C" fn after_fork() {
    drop(FORKING.take().map(ManuallyDrop::into_inner));
}
