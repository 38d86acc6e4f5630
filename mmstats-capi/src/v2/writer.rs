//! The writer.

use std::os::unix::ffi::OsStrExt;

use mmstats_rs::Writer;

use crate::handle::{Out, give, mmstats_str, shared, take};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::given::Owner;
use crate::v2::options::{choose, mmstats_options};

/// A writer: owns one stats file of format 2. Made by `mmstats_writer_new`, ended by
/// `mmstats_writer_free`.
///
/// Its file is there at once. What is in it is registered at any time; registering what exists gets
/// it. Each registration gives a handle that can be written at once, without the writer.
///
/// After a `fork` the file is the parent's: what the child writes through handles stays in its own
/// memory, and it can register nothing. `mmstats_writer_follow`, or the option `follow`, gives the
/// child a file of its own, in which the same handles go on. A detached writer goes on in both.
///
/// Threads: any number use a writer, until one frees it.
pub struct mmstats_writer {
    pub(super) writer: Writer,
    pub(super) given: Owner,
}

impl mmstats_writer {
    /// A text that stays until the writer is freed.
    pub(super) fn text(&self, text: &[u8]) -> mmstats_str {
        self.given.with(|given| given.text(text)).unwrap_or(mmstats_str::EMPTY)
    }

    /// Notes the path of the file, for when it is closed. `None` where this process never had one.
    fn path(&self) -> Option<mmstats_str> {
        let (path, own) = (self.writer.path(), std::process::id());
        let noted = self.given.with(|given| {
            if let Some(path) = path {
                given.path = Some((own, path.as_os_str().as_bytes().into()));
            }
            let (owner, path) = given.path.clone()?;
            (owner == own).then(|| given.text(&path))
        });
        noted.flatten()
    }
}

/// Makes a writer and its file. `application` is whose statistics these are: 1 to 64 bytes; `options`
/// may be NULL. On success `*writer` is the caller's, to be freed with `mmstats_writer_free`.
///
/// Errors, after which nothing was created: invalid (name), not found (folder), permission, full,
/// busy (a name that another writer uses), not a stats file (something else has that name), io.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_new(
    application: mmstats_str,
    options: *const mmstats_options,
    writer: *mut *mut mmstats_writer,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, application) = unsafe { (Out::new(writer)?, application.text()?) };
        let mut chosen = Writer::options(application);
        if !options.is_null() {
            // SAFETY: the caller's pointer.
            chosen = unsafe { choose(chosen, options) }?;
        }
        let writer = mmstats_writer { writer: chosen.build()?, given: Owner::new() };
        writer.path();
        out.put(give(writer));
        Ok(())
    })
}

/// Closes the writer's file, if it is open, and ends the writer; NULL is fine. Its file stays.
/// Handles stay valid, and writes go to private memory from here on; its families are freed with
/// it.
///
/// # Safety
/// C's caller gives NULL or a writer that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_free(writer: *mut mmstats_writer) {
    guard(|| {
        // SAFETY: the caller's pointer.
        if let Some(writer) = unsafe { take(writer) } {
            writer.given.end();
            writer.writer.leave_behind()?;
        }
        Ok(())
    });
}

/// Closes the file in an orderly way: its last values stay, and readers see that nobody writes it
/// any more. Nothing more is registered; handles go on, in private memory. A second call does
/// nothing. Errors: io.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_close(writer: *mut mmstats_writer) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let writer = unsafe { shared(writer) }?;
        writer.path();
        Ok(writer.writer.close()?)
    })
}

/// In a forked child: makes a file of the writer's own, with all that is registered, in which all
/// handles of before the fork go on, those of the calling thread's locals included. What the child
/// wrote since the fork is in it, and nothing that its parent counted. Where the name of the file has
/// neither {PID} nor {TID}, the child's has "-" and its process id before its extension. In the
/// process that owns the file, or follows already, this does nothing. On an error all is as before.
///
/// No other thread of the child writes through a handle meanwhile: such a write may be lost, or leave a
/// mixture of two values.
///
/// Errors: as `mmstats_writer_new`; closed.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_follow(writer: *mut mmstats_writer) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let writer = unsafe { shared(writer) }?;
        writer.writer.follow()?;
        writer.path();
        Ok(())
    })
}

/// Makes what was written so far survive a crash of the system. With `wait` it returns when all
/// is on the device; without, it only starts. (A crash of the process it survives anyway.)
/// Errors: closed, io.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_flush(
    writer: *mut mmstats_writer,
    wait: bool,
) -> mmstats_status {
    // SAFETY: the caller's pointer.
    guard(|| Ok(unsafe { shared(writer) }?.writer.flush(wait)?))
}

/// The path of the file, also of one that was closed, bytes as the system has them; borrowed from the
/// writer until it is freed. Errors: closed (a detached writer has none, nor has a forked child that
/// doesn't follow).
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_path(
    writer: *const mmstats_writer,
    path: *mut mmstats_str,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (writer, out) = unsafe { (shared(writer)?, Out::new(path)?) };
        let none = || Failure::closed("this writer has no file in this process");
        out.put(writer.path().ok_or_else(none)?);
        Ok(())
    })
}

/// The size of the file in bytes. 0 where `writer` is NULL, and in a forked child that doesn't follow.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_size(writer: *const mmstats_writer) -> usize {
    // SAFETY: the caller's pointer.
    guard_value(0, || Ok(unsafe { shared(writer) }?.writer.size()))
}

/// Retires the series of a handle: give its `cell`. Readers don't see it any more, and its cell may be
/// given to another series of its family. A handle of it that is used after that hits a word of this
/// file, maybe of that other series. Errors: not found (no live series of this writer), invalid (the
/// one that stands for those beyond the limit), closed.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_retire(
    writer: *mut mmstats_writer,
    cell: *const u64,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer. `cell` is only compared.
        let writer = unsafe { shared(writer) }?;
        let missing =
            || Failure::not_found("no live series of this writer has that cell".to_owned());
        writer.given.series(cell).ok_or_else(missing)?.retire()?;
        // What keeps the cell from another series goes.
        let kept = writer.given.with(|given| given.series.remove(&cell.addr()));
        kept.flatten().map(drop).ok_or_else(missing)
    })
}
