//! The release store of the write buffer: who sees it sees the value (SPEC.md 1.10).

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::thread;

use mmstats_core::v1::BufferedCell;

use crate::memory::Memory;

const WRITES: u64 = 20_000;

/// A cell as another thread sees it, which reads as a reader that maps the file does.
struct Mapped(*const u8);

// SAFETY: the methods only load, in the order of SPEC.md 1.11.
unsafe impl Sync for Mapped {}

impl Mapped {
    fn write_buffer(&self) -> u8 {
        // SAFETY: the cell outlives the threads, and the byte is accessed as an atomic only.
        unsafe { AtomicU8::from_ptr(self.0.cast_mut()) }.load(Ordering::Acquire)
    }

    fn buffer(&self, index: u8) -> u64 {
        // SAFETY: within the cell, whose two buffers are of 8 bytes.
        u64::from_le(unsafe {
            self.0.add(1 + usize::from(index) * 8).cast::<u64>().read_unaligned()
        })
    }
}

/// The writer waits after each write until it was read: no reader is overtaken, so each has to
/// find just the value that was published.
#[test]
fn the_value_is_there_when_the_write_buffer_flips() {
    let memory = Memory::new(16, 7);
    let mapped = Mapped(memory.cell().as_ptr());
    let read = AtomicU64::new(0);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let published = (1..=WRITES).map(|n| {
                let flipped = (n % 2) as u8;
                while mapped.write_buffer() != flipped {
                    thread::yield_now();
                }
                let found = mapped.buffer(flipped ^ 1);
                read.store(n, Ordering::Release);
                found
            });
            published.collect::<Vec<_>>()
        });
        // SAFETY: room for a write buffer byte and two buffers; the other thread only loads.
        let cell = unsafe { BufferedCell::<u64>::new(memory.cell()) };
        for n in 1..=WRITES {
            cell.set(n);
            while read.load(Ordering::Acquire) != n {
                thread::yield_now();
            }
        }
        let published = reader.join().expect("the reader panics nowhere");
        assert!(published.into_iter().eq(1..=WRITES));
    });
}
