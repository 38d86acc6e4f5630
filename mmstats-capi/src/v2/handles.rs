//! Handles to cells: addresses in mapped memory and what a write has to know, typed so that C's
//! compiler checks them.
//!
//! One struct each and no macro, because the header's generator reads the source as it stands.

/// The `mode` of a handle that any number of threads may write through: atomic operations.
pub const MMSTATS_SHARED: u32 = 0;
/// The `mode` of a handle of one thread's own stripe, which has a cell: plain loads and stores.
pub const MMSTATS_OWN: u32 = 1;

/// A counter of u64. Handles like this one are small values: copy them freely. They are made by
/// a writer and stay valid for the life of the process: once the writer is closed or freed, writes
/// go to private memory. A handle that is all zeros is valid too: writes go nowhere, reads
/// give 0; so one that could not be had can be used all the same. Writing takes no lock, no memory
/// and no system call.
///
/// Threads: a counter and a histogram of a writer take writes of any number at a time; those of
/// a local, only of the one whose local it is. A gauge takes writes of any number. A text, a struct
/// and a window take writes of one at a time. Since 1.0, as all handles and functions of format 2.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_counter {
    /// The cell in mapped memory; NULL: writes go nowhere, reads give 0.
    pub cell: *mut u64,
    /// MMSTATS_SHARED or MMSTATS_OWN.
    pub mode: u32,
}

/// A counter of f64.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_counter_f64 {
    /// The cell in mapped memory; NULL: writes go nowhere, reads give 0.
    pub cell: *mut u64,
    /// MMSTATS_SHARED or MMSTATS_OWN.
    pub mode: u32,
}

/// A gauge of u64.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_gauge_u64 {
    /// The cell in mapped memory; NULL: writes go nowhere, reads give 0.
    pub cell: *mut u64,
}

/// A gauge of i64.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_gauge_i64 {
    /// The cell in mapped memory; NULL: writes go nowhere, reads give 0.
    pub cell: *mut u64,
}

/// A gauge of f64.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_gauge_f64 {
    /// The cell in mapped memory; NULL: writes go nowhere, reads give 0.
    pub cell: *mut u64,
}

/// A gauge that is true or false.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_gauge_bool {
    /// The cell in mapped memory; NULL: writes go nowhere, reads give false.
    pub cell: *mut u64,
}

/// A text. Threads: one at a time publishes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_text {
    /// The cell in mapped memory; NULL: writes go nowhere.
    pub cell: *mut u64,
    /// How many slots the cell has: a power of two.
    pub slots: u32,
    /// How many bytes a text has at most; a slot has 8 more, rounded up to whole words of 8.
    pub capacity: u32,
}

/// Several values that are published together. Threads: one at a time publishes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_struct {
    /// The cell in mapped memory; NULL: writes go nowhere.
    pub cell: *mut u64,
    /// How many slots the cell has: a power of two.
    pub slots: u32,
    /// Bytes of a slot: the struct's size, rounded up to whole words of 8.
    pub width: u32,
}

/// A histogram of u64: a distribution. A timer is one of nanoseconds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_histogram {
    /// The cell in mapped memory; NULL: writes go nowhere.
    pub cell: *mut u64,
    /// The scale, 0 to 8: a bucket is 2^(2^-scale) times as wide as the one before.
    pub scale: u32,
    /// The index of the first bucket.
    pub first: i32,
    /// How many buckets there are.
    pub buckets: u32,
    /// MMSTATS_SHARED or MMSTATS_OWN.
    pub mode: u32,
}

/// A histogram of f64.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_histogram_f64 {
    /// The cell in mapped memory; NULL: writes go nowhere.
    pub cell: *mut u64,
    /// The scale, 0 to 8: a bucket is 2^(2^-scale) times as wide as the one before.
    pub scale: u32,
    /// The index of the first bucket.
    pub first: i32,
    /// How many buckets there are.
    pub buckets: u32,
    /// MMSTATS_SHARED or MMSTATS_OWN.
    pub mode: u32,
}

/// What happened lately, of u64. Threads: one at a time writes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_window {
    /// The cell in mapped memory; NULL: writes go nowhere.
    pub cell: *mut u64,
    /// The duration of a slot, in nanoseconds; not 0.
    pub duration: u64,
    /// How many slots the ring has, the one that is being filled included; not 0.
    pub slots: u32,
}

/// What happened lately, of f64. Threads: one at a time writes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_window_f64 {
    /// The cell in mapped memory; NULL: writes go nowhere.
    pub cell: *mut u64,
    /// The duration of a slot, in nanoseconds; not 0.
    pub duration: u64,
    /// How many slots the ring has, the one that is being filled included; not 0.
    pub slots: u32,
}

// Programs that were compiled against the header pass them as they are: `tests/abi.txt` has the
// same of C.
const _: () = {
    assert!(size_of::<mmstats_counter>() == 16 && size_of::<mmstats_counter_f64>() == 16);
    assert!(size_of::<mmstats_gauge_u64>() == 8 && size_of::<mmstats_gauge_i64>() == 8);
    assert!(size_of::<mmstats_gauge_f64>() == 8 && size_of::<mmstats_gauge_bool>() == 8);
    assert!(size_of::<mmstats_text>() == 16 && size_of::<mmstats_struct>() == 16);
    assert!(size_of::<mmstats_histogram>() == 24 && size_of::<mmstats_histogram_f64>() == 24);
    assert!(size_of::<mmstats_window>() == 24 && size_of::<mmstats_window_f64>() == 24);
};
