//! What a writer that works warns of.

use mmstats_rs::Warning;

use crate::handle::{Out, mmstats_str, shared};
use crate::status::{Failure, guard, mmstats_status};
use crate::v2::writer::mmstats_writer;

/// What a writer that works warns of. Numbers are never reused; a later version may have more.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum mmstats_warning {
    /// Nothing.
    MMSTATS_WARNING_NONE = 0,
    /// It has no file: nobody sees what is written.
    MMSTATS_WARNING_DETACHED = 1,
    /// Its folder is on a device: while that is written to, writes to the file may wait.
    MMSTATS_WARNING_STALLS = 2,
    /// Its folder is on a file system that ends a program by SIGBUS where it is full.
    MMSTATS_WARNING_SIGNALS = 3,
    /// Its folder is that of another machine or program: who looks from there may see no lock, and
    /// old values.
    MMSTATS_WARNING_REMOTE = 4,
}

/// What there is to say of a writer that works: `*kind`, and in `*text` why, and what to do, for
/// people; borrowed from the writer until it is freed. MMSTATS_WARNING_NONE and an empty text where
/// there is nothing.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_warning(
    writer: *const mmstats_writer,
    kind: *mut mmstats_warning,
    text: *mut mmstats_str,
) -> mmstats_status {
    use mmstats_warning::*;
    guard(|| {
        // SAFETY: the caller's pointers.
        let (writer, kind, place) = unsafe { (shared(writer)?, Out::new(kind)?, Out::new(text)?) };
        let (found, text) = match writer.writer.warning() {
            None => (MMSTATS_WARNING_NONE, mmstats_str::EMPTY),
            Some(warning) => {
                let found = match warning {
                    Warning::Detached { .. } => MMSTATS_WARNING_DETACHED,
                    Warning::Stalls { .. } => MMSTATS_WARNING_STALLS,
                    Warning::Signals { .. } => MMSTATS_WARNING_SIGNALS,
                    Warning::Remote { .. } => MMSTATS_WARNING_REMOTE,
                    _ => return Err(Failure::invalid("a warning that has no number in C")),
                };
                (found, writer.text(warning.to_string().as_bytes()))
            }
        };
        kind.put(found);
        place.put(text);
        Ok(())
    })
}
