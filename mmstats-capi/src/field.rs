//! Handles to fields: addresses in mapped memory, typed so that C's compiler checks them.
//!
//! One struct each and no macro, because the header's generator reads the source as it stands.

use mmstats_rs::v1::layout;

/// The write buffer byte of a field with one value only (SPEC.md 1.3).
pub const MMSTATS_V1_UNBUFFERED: u8 = 0xff;
/// The first value starts this many bytes after the write buffer byte.
pub const MMSTATS_V1_VALUE_OFFSET: usize = 1;

// cbindgen needs the numbers as they are; they are those of the core.
const _: () = assert!(MMSTATS_V1_UNBUFFERED == layout::UNBUFFERED);
const _: () = assert!(MMSTATS_V1_VALUE_OFFSET == layout::VALUE_OFFSET);

/// A counter: a u64, buffered. Handles like this one are small values: copy them freely. They are
/// made by a writer and stay valid for the life of the process: once the writer is freed or its
/// file removed, writes go to private memory. A handle that is all zeros is valid too: writes
/// go nowhere, reads give 0; so one that could not be declared can be used all the same.
///
/// Threads: one at a time uses a field. Since 1.0, as all handles and functions of format 1.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_counter {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one u64, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_u64_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one i64, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_i64_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one u32, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_u32_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one i32, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_i32_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one u16, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_u16_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one i16, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_i16_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one u8, unbuffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_u8_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one i8, unbuffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_i8_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one f32, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_f32_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one f64, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_f64_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of one bool, unbuffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_bool_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
    pub at: *mut u8,
}

/// A field of text, unbuffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_text_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give no text.
    pub at: *mut u8,
    /// Its width in bytes.
    pub width: usize,
}

/// A field of several parts, buffered.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_tuple_field {
    /// The write buffer byte in mapped memory; NULL: writes go nowhere, reads give zeros.
    pub at: *mut u8,
    /// Width of a value in bytes.
    pub width: usize,
}
