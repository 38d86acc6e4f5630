//! The reader.

use std::os::unix::ffi::OsStrExt;

use mmstats_rs::Reader;
use mmstats_rs::reader::Series;

use crate::handle::{Out, exclusive, give, lend, mmstats_str, shared, take, texts};
use crate::reader::mmstats_liveness;
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::v2::found::Found;
use crate::v2::view::{mmstats_family_info, mmstats_file_info, mmstats_series};

/// A reader of one file of format 2. Made by `mmstats_reader_open`, ended by `mmstats_reader_free`.
/// It copies the file's bytes, never maps them: a file that is cut off is an error and no signal.
///
/// All that is borrowed from it is valid until it is refreshed or freed. Threads: one at a time
/// refreshes or frees, and nobody uses it meanwhile; else any number look.
pub struct mmstats_reader {
    pub(super) reader: Reader,
    found: Found,
}

impl mmstats_reader {
    pub(super) fn new(reader: Reader) -> mmstats_reader {
        let mut found = Found::new();
        found.lay_out(reader.snapshot());
        mmstats_reader { reader, found }
    }

    /// The series that have these label values in the family of that name, by their place in the array of
    /// all series.
    fn find(&self, name: &str, values: &[&str]) -> Option<&mmstats_series> {
        let mut families = self.reader.snapshot().families().enumerate();
        let (index, family) = families.find(|(_, family)| family.name() == name)?;
        let matches = |series: &Series<'_>| {
            let own = series.all_labels().map(|(_, value)| value);
            !series.is_overflow() && own.eq(values.iter().copied())
        };
        let within = family.series().position(|series| matches(&series))?;
        let first = self.found.families.as_slice().get(index)?.first_series;
        self.found.series.as_slice().get(first + within)
    }

    /// The place in the array of all series, of that with this index in the snapshot.
    pub(super) fn place(&self, index: usize) -> usize {
        self.found.places.get(index).copied().unwrap_or(usize::MAX)
    }

    /// The series at that place in the array of all series.
    pub(super) fn series(&self, index: usize) -> Result<Series<'_>, Failure> {
        let missing = || Failure::not_found(format!("no series {index}"));
        let series = self.found.series.as_slice().get(index).ok_or_else(missing)?;
        let family = self.found.families.as_slice().get(series.family).ok_or_else(missing)?;
        let mut families = self.reader.snapshot().families();
        let within = index - family.first_series;
        families.nth(series.family).and_then(|of| of.series().nth(within)).ok_or_else(missing)
    }
}

/// Opens a file of format 2 and reads it. Never blocks, follows no symbolic link. On success
/// `*reader` is the caller's, to be freed with `mmstats_reader_free`.
///
/// Errors: not found, permission, not a stats file, unknown version (a file of format 1 has
/// `mmstats_v1_reader_open`), corrupt (`mmstats_error_offset` says where), limit, invalid, io.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_open(
    path: mmstats_str,
    reader: *mut *mut mmstats_reader,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, path) = unsafe { (Out::new(reader)?, path.path()?) };
        out.put(give(mmstats_reader::new(Reader::open(path)?)));
        Ok(())
    })
}

/// Decodes bytes that are in memory, which are copied; the same errors. Such a reader can't be
/// refreshed.
///
/// # Safety
/// C's caller gives valid pointers; `bytes` is valid for reads of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_decode(
    bytes: *const u8,
    size: usize,
    reader: *mut *mut mmstats_reader,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, bytes) =
            unsafe { (Out::new(reader)?, mmstats_str { data: bytes.cast(), len: size }.bytes()?) };
        out.put(give(mmstats_reader::new(Reader::from_bytes(bytes)?)));
        Ok(())
    })
}

/// Ends a reader; NULL is fine.
///
/// # Safety
/// C's caller gives NULL or a reader that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_free(reader: *mut mmstats_reader) {
    guard(|| {
        // SAFETY: the caller's pointer.
        drop(unsafe { take(reader) });
        Ok(())
    });
}

/// Reads the file again. It stays the file that was opened, even if another has its name by now.
/// After an error the reader has what it had before, or nothing, and can be refreshed again.
/// Errors: as `mmstats_reader_open`; closed (a reader of bytes in memory).
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_refresh(reader: *mut mmstats_reader) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let reader = unsafe { exclusive(reader) }?;
        reader.found.clear();
        let refreshed = reader.reader.refresh().map(|_| ());
        reader.found.lay_out(reader.reader.snapshot());
        Ok(refreshed?)
    })
}

/// All families, in the order of the file: an array of `*count`, borrowed from the reader. NULL
/// and 0 where there is none.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_families(
    reader: *const mmstats_reader,
    count: *mut usize,
) -> *const mmstats_family_info {
    // SAFETY: the caller's pointers.
    unsafe { array(reader, count, |reader| reader.found.families.as_slice()) }
}

/// All series and their values, by their families: an array of `*count`, borrowed from the
/// reader. NULL and 0 where there is none.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_series(
    reader: *const mmstats_reader,
    count: *mut usize,
) -> *const mmstats_series {
    // SAFETY: the caller's pointers.
    unsafe { array(reader, count, |reader| reader.found.series.as_slice()) }
}

/// An array of a reader's, and how many there are.
///
/// # Safety
/// The pointers are those that C's caller gave; `count` may be NULL.
unsafe fn array<T: 'static>(
    reader: *const mmstats_reader,
    count: *mut usize,
    of: impl FnOnce(&'static mmstats_reader) -> &'static [T],
) -> *const T {
    guard_value(std::ptr::null(), || {
        // SAFETY: the caller's pointers.
        unsafe { lend(shared(reader).map_or(&[][..], of), count) }
    })
}

/// The series of the family of that name that has these label values, one for each of the family's
/// label keys, in their order; none where it has no keys. `*series` is borrowed from the reader.
/// Errors: not found, invalid.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_find(
    reader: *const mmstats_reader,
    name: mmstats_str,
    values: *const mmstats_str,
    count: usize,
    series: *mut *const mmstats_series,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (reader, name, out) = unsafe { (shared(reader)?, name.text()?, Out::new(series)?) };
        // SAFETY: the caller's array.
        let values = unsafe { texts(values, count) }?;
        let missing = || {
            let path = reader.reader.path().display();
            Failure::not_found(format!("{path}: no series {name:?} with label values {values:?}"))
        };
        let found = reader.find(name, &values).ok_or_else(missing)?;
        out.put(&raw const *found);
        Ok(())
    })
}

/// What the file says of itself. Its text is borrowed from the reader. Errors: invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_info(
    reader: *const mmstats_reader,
    info: *mut mmstats_file_info,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (reader, out) = unsafe { (shared(reader)?, Out::new(info)?) };
        let snapshot = reader.reader.snapshot();
        let header = snapshot.header();
        out.put(mmstats_file_info {
            application: mmstats_str::of(&reader.found.application),
            closed: snapshot.is_closed(),
            skipped: snapshot.skipped(),
            rewritten: snapshot.rewritten(),
            taken: u64::try_from(snapshot.taken().as_nanos()).unwrap_or(u64::MAX),
            created: header.created,
            created_boot: header.created_boot,
            pid: header.pid,
            start: header.start,
            uid: header.uid,
            pid_namespace: header.pid_namespace,
            heartbeat: header.heartbeat,
            boot_id: header.boot_id,
            file_id: header.file_id,
        });
        Ok(())
    })
}

/// The path that was opened, bytes as the system has them; borrowed from the reader. Empty for a
/// reader of bytes in memory.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_path(reader: *const mmstats_reader) -> mmstats_str {
    guard_value(mmstats_str::EMPTY, || {
        // SAFETY: the caller's pointer.
        let path = unsafe { shared(reader) }?.reader.path().as_os_str().as_bytes();
        Ok(mmstats_str { data: path.as_ptr().cast(), len: path.len() })
    })
}

/// Whether the writer of the file lives, as it is now: it asks for the file's lock, and looks for its
/// process (SPEC.md 2.19). Unknown for a reader of bytes in memory, unless they say that their writer
/// closed them.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_reader_writer(reader: *const mmstats_reader) -> mmstats_liveness {
    let unknown = mmstats_liveness::MMSTATS_LIVENESS_UNKNOWN;
    // SAFETY: the caller's pointer.
    guard_value(unknown, || Ok(unsafe { shared(reader) }?.reader.writer().into()))
}
