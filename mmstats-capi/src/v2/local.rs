//! Locals: what one thread writes alone.
//!
//! One function each and no macro, because the header's generator reads the source as it stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mmstats_rs::raw;

use crate::handle::{Out, give, shared, take};
use crate::status::{guard, guard_value, mmstats_status};
use crate::v2::given::Owner;
use crate::v2::handles::*;
use crate::v2::leaving;
use crate::v2::writer::mmstats_writer;

/// One thread's stripe of a writer: counters, histograms and windows that it alone writes, with plain
/// loads and stores. Readers add them up. Made by `mmstats_local_new`, ended by
/// `mmstats_local_free`; it may outlive its writer.
///
/// The stripe goes back when the local is freed or the thread that made it ends, whichever comes first,
/// and the next thread goes on with it: a thread that ends has nothing to free, but memory. Until then
/// the thread may write through the local's handles, also in destructors of its own, but those that
/// the system calls in the last of its rounds.
///
/// Threads: the one that made it, as for its handles. Any may free it once that one doesn't use it any
/// more, also when it has ended.
pub struct mmstats_local {
    own: Arc<Own>,
    given: Owner,
}

/// What the thread that has a local shares with its end.
pub(super) struct Own {
    local: raw::Local,
    given_back: AtomicBool,
}

// SAFETY: the header demands that one thread uses a local. Another that frees it, and the end of the
// thread, do no more than `give_back`, which one of them does, and drop it, which the last one does.
unsafe impl Send for Own {}
// SAFETY: as above.
unsafe impl Sync for Own {}

impl Own {
    /// Gives the stripe back, if nobody has.
    pub(super) fn give_back(&self) {
        // No lock: a forked child could find it held. Who drops this pairs with it by the `Arc`.
        if !self.given_back.swap(true, Ordering::Relaxed) {
            self.local.give_back();
        }
    }
}

/// Makes a local. Where all stripes are out its handles are those of the writer, which is slower and
/// counts the same. On success `*local` is the caller's, to be freed with `mmstats_local_free`, by
/// the end of its thread or later. Errors: closed, invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_new(
    writer: *mut mmstats_writer,
    local: *mut *mut mmstats_local,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (writer, out) = unsafe { (shared(writer)?, Out::new(local)?) };
        let local = writer.writer.raw_local()?;
        let own = Arc::new(Own { local, given_back: AtomicBool::new(false) });
        leaving::note(&own);
        out.put(give(mmstats_local { own, given: writer.given }));
        Ok(())
    })
}

/// Frees a local, and gives its stripe back, if the end of its thread hasn't; NULL is fine. Its handles
/// are not used after this: another thread may have the stripe.
///
/// # Safety
/// C's caller gives NULL or a local that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_free(local: *mut mmstats_local) {
    guard(|| {
        // SAFETY: the caller's pointer.
        if let Some(local) = unsafe { take(local) } {
            local.own.give_back();
        }
        Ok(())
    });
}

/// A cell in this thread's stripe, and its mode; the handle's own where it can't be had there.
///
/// # Safety
/// `local` is that which C's caller gave.
unsafe fn own(local: *const mmstats_local, cell: *mut u64, mode: u32) -> (*mut u64, u32) {
    let own = guard_value(None, || {
        // SAFETY: the caller's pointer.
        let local = unsafe { shared(local) }?;
        Ok(local.given.series(cell).and_then(|series| local.own.local.address(&series)))
    });
    own.map_or((cell, mode), |own| (own.as_ptr(), MMSTATS_OWN))
}

/// The counter in this thread's stripe. Of a handle that is of another writer, or that has no
/// cell there, it is the handle itself, in its mode: that is always right to use. This and all of a local may
/// add a block to the file.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_counter(
    local: *const mmstats_local,
    counter: mmstats_counter,
) -> mmstats_counter {
    // SAFETY: the caller's pointer.
    let (cell, mode) = unsafe { own(local, counter.cell, counter.mode) };
    mmstats_counter { cell, mode }
}

/// The counter in this thread's stripe, as `mmstats_local_counter`.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_counter_f64(
    local: *const mmstats_local,
    counter: mmstats_counter_f64,
) -> mmstats_counter_f64 {
    // SAFETY: the caller's pointer.
    let (cell, mode) = unsafe { own(local, counter.cell, counter.mode) };
    mmstats_counter_f64 { cell, mode }
}

/// The histogram in this thread's stripe, as `mmstats_local_counter`.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_histogram(
    local: *const mmstats_local,
    histogram: mmstats_histogram,
) -> mmstats_histogram {
    // SAFETY: the caller's pointer.
    let (cell, mode) = unsafe { own(local, histogram.cell, histogram.mode) };
    mmstats_histogram { cell, mode, ..histogram }
}

/// The histogram in this thread's stripe, as `mmstats_local_counter`.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_histogram_f64(
    local: *const mmstats_local,
    histogram: mmstats_histogram_f64,
) -> mmstats_histogram_f64 {
    // SAFETY: the caller's pointer.
    let (cell, mode) = unsafe { own(local, histogram.cell, histogram.mode) };
    mmstats_histogram_f64 { cell, mode, ..histogram }
}

/// The window in this thread's stripe, as `mmstats_local_counter`. Where it is the handle itself, one thread
/// at a time writes it, as any.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_window(
    local: *const mmstats_local,
    window: mmstats_window,
) -> mmstats_window {
    // SAFETY: the caller's pointer.
    let (cell, _) = unsafe { own(local, window.cell, MMSTATS_SHARED) };
    mmstats_window { cell, ..window }
}

/// The window in this thread's stripe, as `mmstats_local_counter`.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_window_f64(
    local: *const mmstats_local,
    window: mmstats_window_f64,
) -> mmstats_window_f64 {
    // SAFETY: the caller's pointer.
    let (cell, _) = unsafe { own(local, window.cell, MMSTATS_SHARED) };
    mmstats_window_f64 { cell, ..window }
}
