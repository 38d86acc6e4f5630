//! The end of a thread: the stripes of its locals go back.
//!
//! By a key of the thread library: its destructors come behind those of C++'s thread_local objects,
//! and one that sets its value again is called in another round, of which the system makes a few. In
//! all rounds but the last, others' destructors may still write through a local: the stripes go back
//! in the last. A local that is made while its thread ends may come too late for that. Then its stripe
//! stays out until the local is freed, which loses no count.

use std::ffi::{c_long, c_void};
use std::sync::{Arc, OnceLock, Weak};

use crate::handle::{exclusive, give, take};
use crate::status::guard;
use crate::v2::local::Own;

/// The value of the key.
struct Leaving {
    rounds: c_long,
    locals: Vec<Weak<Own>>,
}

/// `None` where all keys are taken: then stripes go back when their locals are freed.
fn key() -> Option<libc::pthread_key_t> {
    static KEY: OnceLock<Option<libc::pthread_key_t>> = OnceLock::new();
    *KEY.get_or_init(|| {
        let mut key = 0;
        // SAFETY: a place for the key, and a function that stays, since the library is never unloaded
        // (`build.rs`).
        let made = unsafe { libc::pthread_key_create(&raw mut key, Some(leave)) };
        (made == 0).then_some(key)
    })
}

/// Notes a local of this thread, for its end.
pub(super) fn note(local: &Arc<Own>) {
    let Some(key) = key() else { return };
    // SAFETY: a key of ours.
    let mut leaving = unsafe { libc::pthread_getspecific(key) }.cast::<Leaving>();
    if leaving.is_null() {
        leaving = give(Leaving { rounds: 0, locals: Vec::new() });
        // SAFETY: a key of ours, and a value for this thread, which the thread's end takes.
        if unsafe { libc::pthread_setspecific(key, leaving.cast()) } != 0 {
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
        // SAFETY: sets the key of this function, in the thread that ends.
        let again = || unsafe { libc::pthread_setspecific(key()?, value.cast()) == 0 }.then_some(());
        if leaving.rounds < system_rounds() && again().is_some() {
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
