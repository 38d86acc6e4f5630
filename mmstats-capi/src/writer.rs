//! The writer.

use std::os::unix::ffi::OsStrExt;

use mmstats_rs::v1::Writer;

use crate::average::{mmstats_v1_average, mmstats_v1_sampling_counter, mmstats_v1_timer};
use crate::handle::{Kept, Out, exclusive, give, mmstats_str, shared, take};
use crate::status::{Failure, guard, guard_value, mmstats_status};

/// A writer: owns one stats file. Made by `mmstats_v1_writer_new`, ended by
/// `mmstats_v1_writer_free`.
///
/// Fields are declared first; each gives a handle that can be written at once. Then
/// `mmstats_v1_writer_create_file` makes the file visible, whole, with the values that the fields
/// have by then. Where that fails the handles go on, in private memory: failure to publish
/// is not the application's problem.
///
/// Threads: one at a time uses a writer; handles are used without it.
pub struct mmstats_v1_writer {
    pub(crate) writer: Writer,
    /// What averages, timers and sampling counters keep beside their fields. C has their
    /// addresses.
    pub(crate) averages: Kept<mmstats_v1_average>,
    pub(crate) timers: Kept<mmstats_v1_timer>,
    pub(crate) sampling: Kept<mmstats_v1_sampling_counter>,
}

/// Options of a writer. Set all to zero, then `size` to `sizeof(mmstats_v1_options)`, then what
/// differs from the default: `MMSTATS_V1_OPTIONS_INIT` does the first two. It can grow at its end
/// in later versions, which take the sizes of earlier ones.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_options {
    /// `sizeof(mmstats_v1_options)`.
    pub size: usize,
    /// The folder of the file, bytes as the system has them. Empty: MMSTATS_PATH, else the temporary folder.
    pub path: mmstats_str,
    /// The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}. Empty:
    /// MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats".
    pub filename: mmstats_str,
    /// What stands before every label, sys.* included.
    pub label_prefix: mmstats_str,
    /// Leave out the fields sys.pid, sys.tid, sys.uid, sys.gid and sys.created. Without them no
    /// tool can say whether the writer lives.
    pub no_system_fields: bool,
    /// The permissions of the file, less the umask. 0: 0666.
    pub mode: u32,
}

/// Makes a writer. `class_name` is what {CLASS} stands for in a file name; `options` may be NULL.
/// On success `*writer` is the caller's, to be freed with `mmstats_v1_writer_free`.
///
/// Errors: invalid, io (no memory), limit (label prefix).
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_new(
    class_name: mmstats_str,
    options: *const mmstats_v1_options,
    writer: *mut *mut mmstats_v1_writer,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, class_name) = unsafe { (Out::new(writer)?, class_name.text()?) };
        let mut chosen = Writer::options(class_name);
        if !options.is_null() {
            // SAFETY: the caller's pointer; the size comes first in every version.
            let size = unsafe { (&raw const (*options).size).read() };
            if size < size_of::<mmstats_v1_options>() {
                return Err(Failure::invalid("mmstats_v1_options: size isn't set to its sizeof"));
            }
            // SAFETY: it is at least as large as this version's, and so are its strings.
            let (options, filename, label_prefix) = unsafe {
                let options = *options;
                (options, options.filename.optional()?, options.label_prefix.text()?)
            };
            chosen = chosen.label_prefix(label_prefix).system_fields(!options.no_system_fields);
            if options.path.len > 0 {
                // SAFETY: the caller's string.
                chosen = chosen.path(unsafe { options.path.path() }?);
            }
            if let Some(filename) = filename {
                chosen = chosen.filename(filename);
            }
            if options.mode != 0 {
                chosen = chosen.mode(options.mode);
            }
        }
        let writer = chosen.build()?;
        out.put(give(mmstats_v1_writer {
            writer,
            averages: Kept::new(),
            timers: Kept::new(),
            sampling: Kept::new(),
        }));
        Ok(())
    })
}

/// Ends a writer; NULL is fine. Its file stays. Handles of fields stay valid, and writes go to
/// private memory from here on; averages, timers and sampling counters are freed with it.
///
/// # Safety
/// C's caller gives NULL or a writer that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_free(writer: *mut mmstats_v1_writer) {
    guard(|| {
        // SAFETY: the caller's pointer.
        if let Some(writer) = unsafe { take(writer) } {
            writer.writer.leave_behind();
        }
        Ok(())
    });
}

/// Creates the file, with the values that the fields have now: from here on what is written is
/// seen. Nobody writes through a handle meanwhile: such a write may be lost, or leave a mixture.
///
/// Errors, after which nothing was created, the handles go on unseen, and it can be tried again:
/// invalid (name), not found (folder), permission, full, busy (a name that another writer uses),
/// not a stats file (something else has that name), io. Closed: it exists, or was removed.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_create_file(
    writer: *mut mmstats_v1_writer,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let writer = unsafe { exclusive(writer) }?;
        writer.writer.create_file()?;
        Ok(())
    })
}

/// The path of the file, bytes as the system has them; borrowed from the writer until its file is
/// removed or it is freed. Errors: closed (there is no file).
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_path(
    writer: *const mmstats_v1_writer,
    path: *mut mmstats_str,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (writer, out) = unsafe { (shared(writer)?, Out::new(path)?) };
        let path = writer.writer.path();
        let path = path.ok_or_else(|| Failure::closed("this writer has no file"))?;
        let path = path.as_os_str().as_bytes();
        out.put(mmstats_str { data: path.as_ptr().cast(), len: path.len() });
        Ok(())
    })
}

/// The size of the file in bytes, or what it would be now: whole pages. 0 where `writer` is NULL.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_size(writer: *const mmstats_v1_writer) -> usize {
    // SAFETY: the caller's pointer.
    guard_value(0, || Ok(unsafe { shared(writer) }?.writer.size()))
}

/// Makes what was written so far survive a crash of the system. With `wait` it returns when all
/// is on the device; without, it only starts. (A crash of the process it survives anyway.)
/// Errors: closed (there is no file), io.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_flush(
    writer: *mut mmstats_v1_writer,
    wait: bool,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let writer = &unsafe { shared(writer) }?.writer;
        Ok(if wait { writer.flush() } else { writer.flush_async() }?)
    })
}

/// Removes the file. Handles go on unseen. A second call does nothing. Nobody writes through a handle
/// meanwhile. Errors: permission, io, closed (in a forked child: the file is its parent's).
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_writer_remove(
    writer: *mut mmstats_v1_writer,
) -> mmstats_status {
    // SAFETY: the caller's pointer.
    guard(|| Ok(unsafe { exclusive(writer) }?.writer.remove()?))
}
