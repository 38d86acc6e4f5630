//! Locals: what one thread writes alone.
//!
//! One function each and no macro, because the header's generator reads the source as it stands.

use std::sync::Arc;

use mmstats_rs::raw;

use crate::handle::{Out, give, shared, take};
use crate::status::{guard, guard_value, mmstats_status};
use crate::v2::handles::*;
use crate::v2::writer::{Handed, mmstats_writer};

/// One thread's stripe of a writer: counters, histograms and windows that it alone writes, with plain
/// loads and stores. Readers add them up. Made by `mmstats_local_new`, ended by
/// `mmstats_local_free`, after which another local may get the stripe. Threads: one, as for its
/// handles; it may outlive its writer.
pub struct mmstats_local {
    local: raw::Local,
    handed: Arc<Handed>,
}

/// Makes a local. Where all stripes are out its handles are those of the writer, which is slower and
/// counts the same. On success `*local` is the caller's, to be freed with `mmstats_local_free`.
/// Errors: closed, invalid.
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
        out.put(give(mmstats_local { local, handed: Arc::clone(&writer.handed) }));
        Ok(())
    })
}

/// Gives the stripe back; NULL is fine. Its handles are not used after this: another thread may have
/// the stripe.
///
/// # Safety
/// C's caller gives NULL or a local that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_local_free(local: *mut mmstats_local) {
    guard(|| {
        // SAFETY: the caller's pointer.
        drop(unsafe { take(local) });
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
        Ok(local.handed.series(cell).and_then(|series| local.local.address(&series)))
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
