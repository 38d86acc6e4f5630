//! mmstats-core where there is nothing else: a firmware that encodes a stats file into memory it
//! has anyway, writes to it, and decodes it again. `run.sh` builds this, looks for symbols that
//! may not be in it, and runs it from C.
#![no_std]

use core::panic::PanicInfo;
use core::ptr::NonNull;

use mmstats_core::v1::layout::VERSION;
use mmstats_core::v1::{BufferedCell, Dialect, FieldSpec, File, Value, encode_field};

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// Encodes a file with a counter `hits` into `size` bytes, and adds `hits` to it. Returns how many
/// bytes the file has; 0 where it doesn't fit.
///
/// # Safety
/// `bytes` is valid for reads and writes of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn no_std_encode(bytes: *mut u8, size: usize, hits: u64) -> usize {
    // SAFETY: the caller's.
    let out = unsafe { core::slice::from_raw_parts_mut(bytes, size) };
    let Some((version, out)) = out.split_first_mut() else { return 0 };
    *version = VERSION;
    let spec = FieldSpec { label: "hits", signature: b"Q", buffered: true };
    let Ok(placed) = encode_field(out, Dialect::WRITTEN, &spec, &[Value::U64(0)]) else { return 0 };
    let write_buffer = NonNull::from(&mut out[placed.write_buffer_at..]).cast();
    // SAFETY: the field was encoded there, and nobody else uses it during the call.
    let counter = unsafe { BufferedCell::<u64>::new(write_buffer) };
    counter.update(|value| value.wrapping_add(hits));
    1 + placed.end
}

/// The value of `hits` in a file of `size` bytes, or -1 less the offset of the error; where there is
/// no such field, -1 less the size.
///
/// # Safety
/// `bytes` is valid for reads of `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn no_std_decode(bytes: *const u8, size: usize) -> i64 {
    // SAFETY: the caller's.
    let bytes = unsafe { core::slice::from_raw_parts(bytes, size) };
    let at = match File::parse(bytes) {
        Ok(file) => match file.find("hits").map(|field| field.value()) {
            Some(Value::U64(hits)) => return hits as i64,
            _ => size as u64,
        },
        Err(error) => error.offset,
    };
    -1 - at as i64
}
