//! The end of a thread: the stripes of its locals go back.
//!
//! By a key of the thread library: its destructors come behind those of C++'s thread_local objects,
//! and one that sets its value again is called in another round, of which the system makes a few. In
//! all rounds but the last, others' destructors may still write through a local: the stripes go back
//! in the last. A local that is made while its thread ends may come too late for that. Then its stripe
//! stays out until the local is freed, which loses no count.

use std::ffi::{c_long, c_void};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use crate::handle::{exclusive, give, take};
use crate::status::guard;
use crate::v2::local::Own;

/// The value of the key.
struct Leaving {
    rounds: c_long,
    locals: Vec<Weak<Own>>,
}

/// `None` where all keys are taken: then stripes go back when their locals are freed. No thread waits
/// for another that makes the key: a forked child could wait for ever.
fn key() -> Option<libc::pthread_key_t> {
    /// The key, and 1.
    static KEY: AtomicU64 = AtomicU64::new(0);
    let known = |key: u64| libc::pthread_key_t::try_from(key - 1).ok();
    // Relaxed: the system knows the key already when anybody does.
    let key = KEY.load(Ordering::Relaxed);
    if key != 0 {
        return known(key);
    }
    let mut new = 0;
    // SAFETY: a place for the key, and a function that stays, since the library is never unloaded
    // (`build.rs`).
    if unsafe { libc::pthread_key_create(&raw mut new, Some(leave)) } != 0 {
        return None;
    }
    let first = KEY.compare_exchange(0, u64::from(new) + 1, Ordering::Relaxed, Ordering::Relaxed);
    first.map_or_else(
        |key| {
            // SAFETY: a key of ours, which nobody else knows.
            unsafe { libc::pthread_key_delete(new) };
            known(key)
        },
        |_| Some(new),
    )
}

/// Sets the value of this thread, which its end gives to `leave`.
fn set(value: *mut Leaving) -> bool {
    // SAFETY: a key of ours, and a value of this thread.
    key().is_some_and(|key| unsafe { libc::pthread_setspecific(key, value.cast()) } == 0)
}

/// Notes a local of this thread, for its end.
pub(super) fn note(local: &Arc<Own>) {
    let Some(key) = key() else { return };
    // SAFETY: a key of ours.
    let mut leaving = unsafe { libc::pthread_getspecific(key) }.cast::<Leaving>();
    if leaving.is_null() {
        leaving = give(Leaving { rounds: 0, locals: Vec::new() });
        if !set(leaving) {
            // SAFETY: made above, and nobody knows it.
            drop(unsafe { take(leaving) });
            return;
        }
    }
    // SAFETY: `give` made it, and no other thread knows it.
    if let Ok(leaving) = unsafe { exclusive(leaving) } {
        leaving.locals.retain(|known| known.strong_count() > 0);
        leaving.locals.push(Arc::downgrade(local));
    }
}

/// Called at the end of a thread, once in each round in which the key has a value.
extern "C" fn leave(value: *mut c_void) {
    guard(|| {
        let value = value.cast::<Leaving>();
        // SAFETY: a value of the key, which this thread alone has.
        let leaving = unsafe { exclusive(value) }?;
        leaving.rounds += 1;
        if leaving.rounds < system_rounds() && set(value) {
            return Ok(());
        }
        // SAFETY: `give` made it, and the key has it no more.
        if let Some(leaving) = unsafe { take(value) } {
            leaving.locals.iter().filter_map(Weak::upgrade).for_each(|local| local.give_back());
        }
        Ok(())
    });
}

/// How many rounds the system makes.
fn system_rounds() -> c_long {
    // SAFETY: takes a number. POSIX wants 4 rounds at least.
    unsafe { libc::sysconf(libc::_SC_THREAD_DESTRUCTOR_ITERATIONS) }.max(4)
}
