//! Format 1's double-buffered write (SPEC.md 1.10) by hand, for one thread: the floor of what a
//! write can cost. Nothing is volatile and nothing atomic.

/// # Safety
/// `at` is the write buffer byte of a u64 field in mapped memory, which nobody else writes.
#[inline(always)]
pub unsafe fn add(at: *mut u8, n: u64) {
    // SAFETY: the caller's; the lowest bit chooses one of the two buffers behind the byte.
    unsafe {
        let written = usize::from(at.read() & 1);
        let value = at.add(1 + 8 * (written ^ 1)).cast::<u64>().read_unaligned();
        at.add(1 + 8 * written).cast::<u64>().write_unaligned(value.wrapping_add(n));
        at.write(written as u8 ^ 1);
    }
}

/// # Safety
/// As `add`.
#[inline(always)]
pub unsafe fn set(at: *mut u8, value: u64) {
    // SAFETY: as in `add`.
    unsafe {
        let written = usize::from(at.read() & 1);
        at.add(1 + 8 * written).cast::<u64>().write_unaligned(value);
        at.write(written as u8 ^ 1);
    }
}
