//! Memory for one cell, looked at through plain pointers only, with a guard on both sides: what
//! isn't the cell's must never change.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::ptr::NonNull;

const GUARD: usize = 32;
const GUARD_BYTE: u8 = 0x5a;

pub struct Memory {
    base: NonNull<u8>,
    size: usize,
    skew: usize,
}

impl Memory {
    /// Room for a write buffer byte and `size` bytes behind it, `skew` bytes away from an address
    /// that is a multiple of 64.
    pub fn new(size: usize, skew: usize) -> Memory {
        let size = 1 + size;
        let layout = Memory::layout(size, skew);
        // SAFETY: the layout isn't empty.
        let base = unsafe { alloc(layout) };
        let base = NonNull::new(base).unwrap_or_else(|| handle_alloc_error(layout));
        // SAFETY: the layout's size.
        unsafe { base.as_ptr().write_bytes(GUARD_BYTE, layout.size()) };
        let memory = Memory { base, size, skew };
        memory.fill(0, &vec![0; size]);
        memory
    }

    fn layout(size: usize, skew: usize) -> Layout {
        Layout::from_size_align(GUARD + skew + size + GUARD, 64).expect("a small layout")
    }

    /// The write buffer byte.
    pub fn cell(&self) -> NonNull<u8> {
        // SAFETY: within the allocation.
        unsafe { self.base.add(GUARD + self.skew) }
    }

    /// Writes bytes, the write buffer byte being at 0.
    pub fn fill(&self, at: usize, bytes: &[u8]) {
        assert!(at + bytes.len() <= self.size);
        for (i, byte) in bytes.iter().enumerate() {
            // SAFETY: within the cell.
            unsafe { self.cell().add(at + i).write_volatile(*byte) };
        }
    }

    /// The cell's bytes, the write buffer byte first.
    pub fn bytes(&self) -> Vec<u8> {
        self.assert_guards();
        // SAFETY: within the cell.
        (0..self.size).map(|i| unsafe { self.cell().add(i).read_volatile() }).collect()
    }

    fn assert_guards(&self) {
        let start = GUARD + self.skew;
        for i in (0..start).chain(start + self.size..start + self.size + GUARD) {
            // SAFETY: within the allocation.
            let byte = unsafe { self.base.add(i).read_volatile() };
            assert_eq!(byte, GUARD_BYTE, "byte {i} isn't the cell's, which starts at {start}");
        }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout.
        unsafe { dealloc(self.base.as_ptr(), Memory::layout(self.size, self.skew)) };
    }
}
