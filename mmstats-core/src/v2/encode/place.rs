//! How wide slots are, how many, and where components stand in them: SPEC.md leaves that open
//! (2.7), and all of this project's writers do the same.

use crate::v2::layout::WORD;
use crate::v2::layout::sequenced::TEXT;
use crate::v2::{ComponentType, Sequence};

/// Slots that take values of so many bytes. Large values take longer to copy, so that a reader gets
/// more slots' time for them.
pub const fn slots_for(bytes: u32) -> Sequence {
    const LARGE: u32 = 128;
    // What is too wide for a slot stays so, and is refused as that.
    let width = match bytes.checked_next_multiple_of(WORD as u32) {
        Some(width) => width,
        None => u32::MAX,
    };
    Sequence { slots: if width > LARGE { 8 } else { 4 }, width }
}

/// Slots that take texts of up to so many bytes.
pub const fn text_slots(capacity: u32) -> Sequence {
    slots_for(capacity.saturating_add(TEXT as u32))
}

/// Where a component stands behind one that ends at `end`.
pub const fn place(component_type: ComponentType, end: u32) -> u32 {
    match component_type.width() {
        Some(width) => end.next_multiple_of(width as u32),
        None => end,
    }
}
