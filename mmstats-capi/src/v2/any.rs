//! Files of either format.

use mmstats_rs::AnyReader;

use crate::handle::{Out, give, mmstats_str};
use crate::reader::mmstats_v1_reader;
use crate::status::{guard, mmstats_status};
use crate::v2::reader::mmstats_reader;

/// Opens a file of either format and reads it: one of `*v1` and `*v2` is then a reader of the caller's,
/// to be freed, and the other is NULL. Never blocks, follows no symbolic link. Errors: as
/// `mmstats_v1_reader_open`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_open(
    path: mmstats_str,
    v1: *mut *mut mmstats_v1_reader,
    v2: *mut *mut mmstats_reader,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (v1, v2, path) = unsafe { (Out::new(v1)?, Out::new(v2)?, path.path()?) };
        give_one(mmstats_rs::open(path)?, v1, v2);
        Ok(())
    })
}

/// Decodes bytes of either format that are in memory, which are copied; the same errors. Such a reader
/// can't be refreshed.
///
/// # Safety
/// C's caller gives valid pointers; `bytes` is valid for reads of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_decode(
    bytes: *const u8,
    size: usize,
    v1: *mut *mut mmstats_v1_reader,
    v2: *mut *mut mmstats_reader,
) -> mmstats_status {
    guard(|| {
        let bytes = mmstats_str { data: bytes.cast(), len: size };
        // SAFETY: the caller's pointers.
        let (v1, v2, bytes) = unsafe { (Out::new(v1)?, Out::new(v2)?, bytes.bytes()?) };
        give_one(AnyReader::from_bytes(bytes)?, v1, v2);
        Ok(())
    })
}

fn give_one(reader: AnyReader, v1: Out<*mut mmstats_v1_reader>, v2: Out<*mut mmstats_reader>) {
    let (one, two) = match reader {
        AnyReader::V1(reader) => (give(mmstats_v1_reader::of(reader)), std::ptr::null_mut()),
        AnyReader::V2(reader) => (std::ptr::null_mut(), give(mmstats_reader::new(reader))),
    };
    v1.put(one);
    v2.put(two);
}
