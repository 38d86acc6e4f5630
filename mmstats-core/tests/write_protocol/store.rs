//! An unbuffered value is one store (F1-STORE): where it is aligned, nobody sees half of one.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use mmstats_core::v1::{PlainBytes, PlainCell, layout::UNBUFFERED};

use crate::memory::Memory;

const LOOKS: u64 = 200_000;
/// Before the value is the write buffer byte: this puts the value at a multiple of 8, since the
/// guard of the memory is one too.
const ALIGNED: usize = 7;

/// Two values that differ in every byte.
const VALUES: [u64; 2] = [0x1111_1111_1111_1111, 0xeeee_eeee_eeee_eeee];

/// Writes both values in turn while another thread looks, which must see one or the other.
fn nobody_sees_half_of_one(write: impl Fn(&Memory, u64)) {
    let memory = Memory::new(8, ALIGNED);
    memory.fill(0, &[UNBUFFERED]);
    write(&memory, VALUES[0]);
    let value_at = memory.cell().as_ptr().wrapping_add(1) as usize;
    assert_eq!(value_at % 8, 0);
    let looked = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..LOOKS {
                // SAFETY: the value is aligned, and its memory outlives the thread.
                let word = unsafe { AtomicU64::from_ptr(value_at as *mut u64) };
                let value = u64::from_le(word.load(Ordering::Relaxed));
                if !VALUES.contains(&value) {
                    looked.store(true, Ordering::Relaxed);
                    panic!("half of a value: {value:016x}");
                }
            }
            looked.store(true, Ordering::Relaxed);
        });
        while !looked.load(Ordering::Relaxed) {
            VALUES.iter().for_each(|value| write(&memory, *value));
        }
    });
}

#[test]
fn of_a_scalar() {
    nobody_sees_half_of_one(|memory, value| {
        // SAFETY: the cell of this memory, which this thread alone writes.
        unsafe { PlainCell::<u64>::new(memory.cell()) }.set(value);
    });
}

#[test]
fn of_bytes_as_wide_as_a_word() {
    nobody_sees_half_of_one(|memory, value| {
        // SAFETY: the cell of this memory, which this thread alone writes.
        unsafe { PlainBytes::new(memory.cell(), 8) }.set(&value.to_le_bytes());
    });
}
