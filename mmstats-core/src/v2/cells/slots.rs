//! Which slot, and whether what was read of it counts (SPEC.md 2.7, 2.9 and 2.10).

use crate::atomic::{self, Point};

/// A value that changed each time that it was read (F2-BUSY). Another look may find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Busy;

impl core::fmt::Display for Busy {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("busy: the value changed each time that it was read; look again")
    }
}

impl core::error::Error for Busy {}

/// The slot of a sequence number or an epoch in a ring of `slots`, which is not 0.
#[inline(always)]
pub const fn slot_of(number: u64, slots: u32) -> usize {
    (number % slots as u64) as usize
}

/// Whether a reader may take what it read between two loads of a sequence (F2-SEQUENCED-READ):
/// the slot was not written meanwhile. `slots` is 2 or more.
#[inline(always)]
pub fn accepts(first: u64, second: u64, slots: u32) -> bool {
    let bound = atomic::limit(Point::ReadBound, u64::from(slots) - 2);
    atomic::holds(Point::ReadAgain, second.wrapping_sub(first) <= bound)
}

/// The epoch of a moment, nanoseconds of CLOCK_BOOTTIME, in a window whose slots last `duration`
/// nanoseconds, which is not 0 (F2-RING). That of the last nanosecond there is can be 0, as if there
/// were none.
#[inline(always)]
pub const fn epoch_at(time: u64, duration: u64) -> u64 {
    (time / duration).wrapping_add(1)
}
