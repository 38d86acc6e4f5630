//! The reader.

use std::os::unix::ffi::OsStrExt;

use mmstats_rs::Liveness;
use mmstats_rs::v1::{ByteOrder, Layout, ReadField, Reader, Sink, Value};

use crate::handle::{Out, exclusive, give, mmstats_str, shared, take};
use crate::status::{Failure, guard, guard_value, mmstats_status};
use crate::value::{mmstats_v1_field, mmstats_v1_value};

/// A reader of one file. Made by `mmstats_v1_reader_open`, ended by `mmstats_v1_reader_free`. It
/// copies the file's bytes, never maps them: a file that is cut off is an error and no signal.
///
/// All that is borrowed from it is valid until it is refreshed, reopened or freed. Threads: one at
/// a time refreshes, reopens, frees or asks for a part, and nobody uses it meanwhile; else any
/// number look.
pub struct mmstats_v1_reader {
    reader: Reader,
    fields: Fields,
    parts: Parts,
}

/// The parts of the tuple that was asked for last: who asks for one asks for the next.
#[derive(Default)]
struct Parts {
    of: Option<usize>,
    all: Vec<mmstats_v1_value>,
    /// Texts that had to be cleaned, to which they point.
    cleaned: Vec<Box<str>>,
}

/// The fields as C sees them.
#[derive(Default)]
struct Fields {
    all: Vec<mmstats_v1_field>,
    /// Texts that had to be cleaned, to which fields point.
    cleaned: Vec<Box<str>>,
}

impl Sink for Fields {
    fn restart(&mut self) {
        self.all.clear();
        self.cleaned.clear();
    }

    fn reserve(&mut self, fields: usize) {
        self.all.reserve(fields);
    }

    #[inline(always)]
    fn push(&mut self, field: ReadField<'_>) {
        let label = field.label_bytes();
        self.all.push(mmstats_v1_field {
            label: mmstats_str { data: label.as_ptr().cast(), len: label.len() },
            value: mmstats_v1_value::of(field.value(), &mut self.cleaned),
        });
    }
}

impl mmstats_v1_reader {
    /// What `read` makes, which gives its fields to a sink.
    fn new<E>(read: impl FnOnce(&mut Fields) -> Result<Reader, E>) -> Result<mmstats_v1_reader, E> {
        let mut fields = Fields::default();
        let reader = read(&mut fields)?;
        Ok(mmstats_v1_reader { reader, fields, parts: Parts::default() })
    }

    /// Of a reader that read its file already.
    pub(crate) fn of(reader: Reader) -> mmstats_v1_reader {
        let mut fields = Fields::default();
        reader.fields().for_each(|field| fields.push(field));
        mmstats_v1_reader { reader, fields, parts: Parts::default() }
    }

    /// The parts of a field; of a field that is no tuple, its value.
    fn part(&mut self, index: usize, part: usize) -> Result<mmstats_v1_value, Failure> {
        if self.parts.of != Some(index) {
            let field = self.reader.field(index).ok_or_else(|| no_such("field", index))?;
            let cleaned = &mut self.parts.cleaned;
            cleaned.clear();
            self.parts.all.clear();
            match field.value() {
                Value::Tuple(tuple) => {
                    let parts = tuple.parts().map(|part| mmstats_v1_value::of(part, cleaned));
                    self.parts.all.extend(parts);
                }
                value => self.parts.all.push(mmstats_v1_value::of(value, cleaned)),
            }
            self.parts.of = Some(index);
        }
        self.parts.all.get(part).copied().ok_or_else(|| no_such("part", part))
    }
}

fn no_such(what: &str, index: usize) -> Failure {
    Failure::not_found(format!("no {what} {index}"))
}

/// Whether the writer of a file lives (SPEC.md 2.19). Numbers are never reused.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum mmstats_liveness {
    /// Nobody can say. Who would remove the file keeps it.
    MMSTATS_LIVENESS_UNKNOWN = 0,
    /// It may write.
    MMSTATS_LIVENESS_ALIVE = 1,
    /// It has closed the file, or has ended.
    MMSTATS_LIVENESS_DEAD = 2,
    /// It has ended, but another process has its lock: a child that was made by the system call, past
    /// the C library's fork handlers.
    MMSTATS_LIVENESS_ORPHANED = 3,
}

impl From<Liveness> for mmstats_liveness {
    fn from(liveness: Liveness) -> mmstats_liveness {
        use mmstats_liveness::*;
        match liveness {
            Liveness::Alive => MMSTATS_LIVENESS_ALIVE,
            Liveness::Dead => MMSTATS_LIVENESS_DEAD,
            Liveness::Orphaned => MMSTATS_LIVENESS_ORPHANED,
            Liveness::Unknown => MMSTATS_LIVENESS_UNKNOWN,
        }
    }
}

/// Opens a file and reads it. Never blocks, follows no symbolic link. On success `*reader` is the
/// caller's, to be freed with `mmstats_v1_reader_free`.
///
/// Errors: not found, permission, not a stats file, unknown version, corrupt
/// (`mmstats_error_offset` says where), limit (more than 64 MiB), invalid, io.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_open(
    path: mmstats_str,
    reader: *mut *mut mmstats_v1_reader,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, path) = unsafe { (Out::new(reader)?, path.path()?) };
        out.put(give(mmstats_v1_reader::new(|fields| Reader::open_with(path, fields))?));
        Ok(())
    })
}

/// Goes on with another file in the memory of this reader: for who reads many. Errors as
/// `mmstats_v1_reader_open`; then the reader has no fields, and can be reopened or freed.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_reopen(
    reader: *mut mmstats_v1_reader,
    path: mmstats_str,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (reader, path) = unsafe { (exclusive(reader)?, path.path()?) };
        reader.parts.of = None;
        Ok(reader.reader.reopen_with(path, &mut reader.fields)?)
    })
}

/// Decodes bytes that are in memory, which are copied; the same errors. Such a reader can't be
/// refreshed.
///
/// # Safety
/// C's caller gives valid pointers; `bytes` is valid for reads of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_decode(
    bytes: *const u8,
    size: usize,
    reader: *mut *mut mmstats_v1_reader,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, bytes) =
            unsafe { (Out::new(reader)?, mmstats_str { data: bytes.cast(), len: size }.bytes()?) };
        out.put(give(mmstats_v1_reader::new(|fields| Reader::decode_with(bytes, fields))?));
        Ok(())
    })
}

/// Ends a reader; NULL is fine.
///
/// # Safety
/// C's caller gives NULL or a reader that it doesn't use any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_free(reader: *mut mmstats_v1_reader) {
    guard(|| {
        // SAFETY: the caller's pointer.
        drop(unsafe { take(reader) });
        Ok(())
    });
}

/// Reads the file again. It stays the file that was opened, even if another has its name by now.
/// After an error the reader has no fields, and can be refreshed again. Errors: as
/// `mmstats_v1_reader_open`; closed (a reader of bytes in memory).
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_refresh(
    reader: *mut mmstats_v1_reader,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointer.
        let reader = unsafe { exclusive(reader) }?;
        reader.parts.of = None;
        Ok(reader.reader.refresh_with(&mut reader.fields)?)
    })
}

/// All fields, in file order: an array of `*count`, borrowed from the reader. NULL and 0 where
/// there is none.
///
/// # Safety
/// C's caller gives valid pointers; `count` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_fields(
    reader: *const mmstats_v1_reader,
    count: *mut usize,
) -> *const mmstats_v1_field {
    guard_value(std::ptr::null(), || {
        // SAFETY: the caller's pointers.
        let fields = unsafe { shared(reader) }.map_or(&[][..], |reader| &reader.fields.all);
        if !count.is_null() {
            // SAFETY: the caller's pointer.
            unsafe { Out::new(count) }?.put(fields.len());
        }
        Ok(if fields.is_empty() { std::ptr::null() } else { fields.as_ptr() })
    })
}

/// The first field of that label. Errors: not found, invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_find(
    reader: *const mmstats_v1_reader,
    label: mmstats_str,
    field: *mut mmstats_v1_field,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (reader, label, out) = unsafe { (shared(reader)?, label.text()?, Out::new(field)?) };
        let mut labels = reader.reader.fields().map(|field| field.label_bytes());
        let index = labels.position(|found| found == label.as_bytes());
        let field = index.and_then(|index| reader.fields.all.get(index));
        let missing = || {
            Failure::not_found(format!("{}: no field {label:?}", reader.reader.path().display()))
        };
        out.put(*field.ok_or_else(missing)?);
        Ok(())
    })
}

/// Part `part`, from 0, of the field at `index` in the array of all fields. A field that is no
/// tuple has one part, its value. A text is borrowed until a part of another field is asked for.
/// One thread at a time. Errors: not found, invalid.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_part(
    reader: *mut mmstats_v1_reader,
    index: usize,
    part: usize,
    value: *mut mmstats_v1_value,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (reader, out) = unsafe { (exclusive(reader)?, Out::new(value)?) };
        out.put(reader.part(index, part)?);
        Ok(())
    })
}

/// The path that was opened, bytes as the system has them; borrowed from the reader. Empty for a
/// reader of bytes in memory.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_path(reader: *const mmstats_v1_reader) -> mmstats_str {
    guard_value(mmstats_str::EMPTY, || {
        // SAFETY: the caller's pointer.
        let path = unsafe { shared(reader) }?.reader.path().as_os_str().as_bytes();
        Ok(mmstats_str { data: path.as_ptr().cast(), len: path.len() })
    })
}

/// The file's size in bytes; 0 for NULL.
///
/// # Safety
/// C's caller gives NULL or a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_size(reader: *const mmstats_v1_reader) -> usize {
    // SAFETY: the caller's pointer.
    guard_value(0, || Ok(unsafe { shared(reader) }?.reader.size()))
}

/// Whether the file's layout is typed (the usual one) rather than char.
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_is_typed(reader: *const mmstats_v1_reader) -> bool {
    // SAFETY: the caller's pointer.
    guard_value(true, || Ok(unsafe { shared(reader) }?.reader.dialect().layout == Layout::Typed))
}

/// Whether the file's byte order is big-endian rather than little-endian (the usual one).
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_is_big_endian(reader: *const mmstats_v1_reader) -> bool {
    guard_value(false, || {
        // SAFETY: the caller's pointer.
        let dialect = unsafe { shared(reader) }?.reader.dialect();
        Ok(dialect.byte_order == ByteOrder::Big)
    })
}

/// Whether the writer of the file lives, as far as its lock and the process id in it tell (SPEC.md
/// 1.12).
///
/// # Safety
/// C's caller gives a valid pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_v1_reader_writer(
    reader: *const mmstats_v1_reader,
) -> mmstats_liveness {
    let unknown = mmstats_liveness::MMSTATS_LIVENESS_UNKNOWN;
    // SAFETY: the caller's pointer.
    guard_value(unknown, || Ok(unsafe { shared(reader) }?.reader.writer().into()))
}
