//! An allocator that counts what each thread allocates.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, counted.
pub struct Counting;

/// What one thread has done.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    /// Calls that gave memory.
    pub calls: usize,
    /// Bytes in use now; negative where another thread's are freed here.
    pub bytes: isize,
    /// The most that was ever in use.
    pub peak: isize,
}

thread_local! {
    static COUNT: Cell<Count> = const { Cell::new(Count { calls: 0, bytes: 0, peak: 0 }) };
}

/// What `body` allocates on this thread, and its result.
pub fn count<T>(body: impl FnOnce() -> T) -> (Count, T) {
    COUNT.with(|count| count.set(Count::default()));
    let result = body();
    (COUNT.with(Cell::get), result)
}

fn note(calls: usize, bytes: isize) {
    // A thread that ends frees after its locals have gone: nobody asks about it.
    let _ = COUNT.try_with(|count| {
        let old = count.get();
        let bytes = old.bytes + bytes;
        count.set(Count { calls: old.calls + calls, bytes, peak: old.peak.max(bytes) });
    });
}

// SAFETY: the system's allocator does it all; noting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(1, layout.size() as isize);
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(1, layout.size() as isize);
        // SAFETY: the caller's.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        note(0, -(layout.size() as isize));
        // SAFETY: the caller's.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(1, size as isize - layout.size() as isize);
        // SAFETY: the caller's.
        unsafe { System.realloc(memory, layout, size) }
    }
}
