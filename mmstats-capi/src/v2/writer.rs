//! The writer.

use std::collections::HashMap;
use std::os::unix::ffi::OsStringExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mmstats_rs::{Identity, Writer, raw};

use crate::handle::{Out, give, mmstats_str, shared, take};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::family::mmstats_family;

/// A writer: owns one stats file of format 2. Made by `mmstats_writer_new`, ended by
/// `mmstats_writer_free`.
///
/// Its file is there at once. What is in it is registered at any time; registering what exists gets
/// it. Each registration gives a handle that can be written at once, without the writer.
///
/// Threads: any number use a writer, until one frees it.
pub struct mmstats_writer {
    pub(super) writer: Writer,
    pub(super) handed: Arc<Handed>,
    /// By their names. C has their addresses.
    families: Mutex<HashMap<Box<str>, Box<mmstats_family>>>,
    path: Vec<u8>,
}

impl mmstats_writer {
    pub(super) fn families(&self) -> MutexGuard<'_, HashMap<Box<str>, Box<mmstats_family>>> {
        self.families.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The series whose cells C has, by the addresses of these.
#[derive(Default)]
pub(super) struct Handed(Mutex<HashMap<usize, raw::Series>>);

impl Handed {
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<usize, raw::Series>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The series of a handle, where its writer has it.
    pub(super) fn series(&self, cell: *const u64) -> Option<raw::Series> {
        self.lock().get(&cell.addr()).cloned()
    }
}

/// Options of a writer. Set all to zero, then `size` to `sizeof(mmstats_options)`, then what
/// differs from the default: `MMSTATS_OPTIONS_INIT` does the first two. It can grow at its end
/// in later versions, which take the sizes of earlier ones.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_options {
    /// `sizeof(mmstats_options)`.
    pub size: usize,
    /// The folder of the file, bytes as the system has them. Empty: MMSTATS_PATH, else the temporary folder.
    pub path: mmstats_str,
    /// The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}, which is the
    /// application. Empty: MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats".
    pub filename: mmstats_str,
    /// The permissions of the file, less the umask. 0: 0600.
    pub mode: u32,
    /// How many series a family with labels may have that says nothing else. 0: 2000.
    pub series_limit: u32,
    /// How large the file can become, in bytes: so many addresses are set apart for it, and no
    /// memory. 0: 256 MiB.
    pub reserve: usize,
    /// No file: the same handles, in private memory. For programs that go on where a file can't
    /// be had.
    pub detached: bool,
    /// Fixes what differs from run to run, for tests of conformance. NULL: nothing does.
    pub identity: *const mmstats_identity,
}

/// What differs from run to run in a file (SPEC.md 2.2).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_identity {
    /// When the file and all series were created, nanoseconds since 1970.
    pub created: u64,
    /// The same of the file, nanoseconds of CLOCK_BOOTTIME.
    pub created_boot: u64,
    /// The process id.
    pub pid: u64,
    /// The start time of the process.
    pub start: u64,
    /// The pid namespace.
    pub pid_namespace: u64,
    /// The user id.
    pub uid: u64,
    /// The boot id.
    pub boot_id: [u8; 16],
    /// The file's id; not all 0.
    pub file_id: [u8; 16],
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
        let writer = chosen.build()?;
        let path = writer.path().unwrap_or_default().into_os_string().into_vec();
        let (handed, families) = (Arc::default(), Mutex::default());
        out.put(give(mmstats_writer { writer, handed, families, path }));
        Ok(())
    })
}

/// # Safety
/// `options` are valid for reads, as are their strings.
unsafe fn choose(
    mut chosen: mmstats_rs::Options,
    options: *const mmstats_options,
) -> Result<mmstats_rs::Options, Failure> {
    // SAFETY: the caller's pointer; the size comes first in every version.
    if unsafe { (&raw const (*options).size).read() } < size_of::<mmstats_options>() {
        return Err(Failure::invalid("mmstats_options: size isn't set to its sizeof"));
    }
    // SAFETY: it is at least as large as this version's, and so are its strings.
    let (options, filename, identity) = unsafe {
        let options = *options;
        (options, options.filename.optional()?, options.identity.as_ref())
    };
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
    if options.series_limit != 0 {
        chosen = chosen.series_limit(options.series_limit as usize);
    }
    if options.reserve != 0 {
        chosen = chosen.reserve(options.reserve);
    }
    if options.detached {
        chosen = chosen.detached();
    }
    if let Some(identity) = identity {
        chosen = chosen.identity(Identity {
            created: identity.created,
            created_boot: identity.created_boot,
            pid: identity.pid,
            start: identity.start,
            boot_id: identity.boot_id,
            pid_namespace: identity.pid_namespace,
            uid: identity.uid,
            file_id: identity.file_id,
        });
    }
    Ok(chosen)
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
    // SAFETY: the caller's pointer.
    guard(|| Ok(unsafe { shared(writer) }?.writer.close()?))
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

/// The path of the file, bytes as the system has them; borrowed from the writer until it is freed.
/// Errors: closed (a detached writer has none).
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
        let path = &writer.path;
        if path.is_empty() {
            return Err(Failure::closed("this writer has no file"));
        }
        out.put(mmstats_str { data: path.as_ptr().cast(), len: path.len() });
        Ok(())
    })
}

/// The size of the file in bytes. 0 where `writer` is NULL.
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
        let mut handed = writer.handed.lock();
        handed.get(&cell.addr()).ok_or_else(missing)?.retire()?;
        // What keeps the cell from another series goes.
        handed.remove(&cell.addr());
        Ok(())
    })
}
