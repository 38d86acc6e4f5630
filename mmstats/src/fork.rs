//! What becomes of files in a forked child: they stay the parent's (SPEC.md 2.18, F2-FORK).
//!
//! The C library calls back before a fork, and after it in either process. Before it all locks of
//! this library are taken, so that no other thread is in the middle of anything: the child doesn't
//! have that thread, and would wait for it for ever. Locks are taken in this order, which all
//! code keeps: that of the list here, one writer's registry, the tables of its families.
//! (`posix_spawn`, and `fork` by the system call itself, call nobody.)

use std::cell::Cell;
use std::io;
use std::mem::{self, ManuallyDrop};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLockWriteGuard, Weak};

use crate::create::Created;

/// What a forked child must not go on with as it is.
pub(crate) trait Forks: Send + Sync {
    /// Before a fork: takes its locks. Dropped in either process, they are given back.
    fn hold(self: Arc<Self>) -> Box<dyn Held>;
}

/// Something under its locks, from before a fork to behind it.
pub(crate) trait Held {
    /// In the child, whose only thread this is.
    fn in_child(&mut self);
}

/// A guard of a lock in what it keeps alive.
pub(crate) struct Kept<G, O> {
    /// Dropped first.
    pub(crate) guard: G,
    _owner: Arc<O>,
}

impl<T, O> Kept<MutexGuard<'static, T>, O> {
    pub(crate) fn mutex(owner: &Arc<O>, lock: impl FnOnce(&O) -> MutexGuard<'_, T>) -> Self {
        // SAFETY: the lock is in what the owner points to (the closure has nothing else of that
        // life), which doesn't move, and which `_owner` keeps until the guard is gone.
        let guard =
            unsafe { mem::transmute::<MutexGuard<'_, T>, MutexGuard<'static, T>>(lock(owner)) };
        Kept { guard, _owner: Arc::clone(owner) }
    }
}

impl<T, O> Kept<RwLockWriteGuard<'static, T>, O> {
    pub(crate) fn write(owner: &Arc<O>, lock: impl FnOnce(&O) -> RwLockWriteGuard<'_, T>) -> Self {
        // SAFETY: as for a mutex.
        let guard = unsafe {
            mem::transmute::<RwLockWriteGuard<'_, T>, RwLockWriteGuard<'static, T>>(lock(owner))
        };
        Kept { guard, _owner: Arc::clone(owner) }
    }
}

/// Closes a file in a child, and leaves it its lock, which is the parent's: also where the child has
/// the process id that the parent has, in a pid namespace of its own.
pub(crate) fn leave(created: Created) {
    let created = ManuallyDrop::new(created);
    // SAFETY: an open descriptor, which nobody else closes.
    drop(unsafe { OwnedFd::from_raw_fd(created.file.as_raw_fd()) });
}

type List = Vec<Weak<dyn Forks>>;

/// All that there is in this process.
static LIST: Mutex<List> = Mutex::new(Vec::new());

/// Everything under its locks; they are given back in the order of these fields.
struct Fork {
    held: Vec<Box<dyn Held>>,
    _list: MutexGuard<'static, List>,
}

thread_local! {
    /// The fork that this thread is in. Never dropped, so that a thread can fork until its end.
    static FORK: Cell<Option<ManuallyDrop<Fork>>> = const { Cell::new(None) };
}

/// Which of the processes that were forked from one another this is, in steps of [`STAMP_STEP`].
static STAMP: AtomicU32 = AtomicU32::new(0);

/// What is below it is for the owners of stamps.
pub(crate) const STAMP_STEP: u32 = 4;

/// Another one than that of the process that this was forked from.
#[inline(always)]
pub(crate) fn stamp() -> u32 {
    // Relaxed: it changes while a process has one thread, and starting another one orders that.
    STAMP.load(Ordering::Relaxed)
}

/// This thread, which in a forked child is the same. The id of one that has ended may come again.
pub(crate) fn this_thread() -> libc::pthread_t {
    // SAFETY: takes nothing and can't fail.
    unsafe { libc::pthread_self() }
}

/// Has `of` told about forks, as long as it is there.
pub(crate) fn tell(of: Weak<dyn Forks>) -> io::Result<()> {
    register()?;
    let mut list = list();
    if list.len() == list.capacity() {
        list.retain(|of| of.strong_count() > 0);
    }
    list.push(of);
    Ok(())
}

fn list() -> MutexGuard<'static, List> {
    LIST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has the C library call back. Two threads may both do that, which is harmless; that one waits for
/// the other would not be, in a child that was forked just then.
fn register() -> io::Result<()> {
    static REGISTERED: AtomicBool = AtomicBool::new(false);
    // Relaxed: nothing hangs on it, and the C library orders its own list.
    if REGISTERED.load(Ordering::Relaxed) {
        return Ok(());
    }
    // SAFETY: functions that stay as long as this library, with which the C library forgets them.
    match unsafe { libc::pthread_atfork(Some(before), Some(in_parent), Some(in_child)) } {
        0 => {
            REGISTERED.store(true, Ordering::Relaxed);
            Ok(())
        }
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

extern "C" fn before() {
    if let Some(fork) = FORK.take() {
        // Called back twice.
        return FORK.set(Some(fork));
    }
    let list = list();
    let there = list.iter().filter_map(Weak::upgrade);
    let held = there.map(Forks::hold).collect();
    FORK.set(Some(ManuallyDrop::new(Fork { held, _list: list })));
}

extern "C" fn in_parent() {
    drop(FORK.take().map(ManuallyDrop::into_inner));
}

extern "C" fn in_child() {
    let Some(mut fork) = FORK.take().map(ManuallyDrop::into_inner) else { return };
    STAMP.fetch_add(STAMP_STEP, Ordering::Relaxed);
    for held in &mut fork.held {
        held.in_child();
    }
}
