//! Cells of any width: several parts, and texts.

use mmstats_core::v1::{BufferedBytes, PlainBytes};

use crate::memory::Memory;

/// Widths about a word of 8 bytes.
const WIDTHS: [usize; 9] = [0, 1, 7, 8, 9, 15, 16, 17, 40];

fn pattern(width: usize, seed: u8) -> Vec<u8> {
    (0..width).map(|i| seed.wrapping_mul(31).wrapping_add(i as u8) | 1).collect()
}

#[test]
fn parts_flip_together() {
    for width in WIDTHS {
        let memory = Memory::new(2 * width, width % 8);
        // SAFETY: room for a write buffer byte and two buffers, used by this thread only.
        let cell = unsafe { BufferedBytes::new(memory.cell(), width) };
        assert_eq!(cell.width(), width);
        let mut buffers = [vec![0; width], vec![0; width]];
        for n in 0..5 {
            buffers[n % 2] = pattern(width, n as u8);
            cell.set(&buffers[n % 2]);
            let expected = [vec![1 - (n % 2) as u8], buffers.concat()].concat();
            assert_eq!(memory.bytes(), expected, "write {n} of width {width}");
            let mut found = vec![0; width];
            cell.get(&mut found);
            assert_eq!(found, buffers[n % 2]);
        }
    }
}

#[test]
fn parts_survive_garbage_in_the_write_buffer() {
    let memory = Memory::new(2 * 17, 5);
    // SAFETY: as in `parts_flip_together`.
    let cell = unsafe { BufferedBytes::new(memory.cell(), 17) };
    for garbage in 0..=255 {
        memory.fill(0, &[garbage]);
        let mut found = [0; 17];
        cell.get(&mut found);
        cell.set(&pattern(17, garbage));
        assert!(memory.bytes()[0] <= 1, "after {garbage:02x}");
        cell.get(&mut found);
        assert_eq!(found.to_vec(), pattern(17, garbage));
    }
}

#[test]
fn more_or_less_than_the_width_stays_in_the_cell() {
    for width in WIDTHS {
        for size in [0, width / 2, width + 1, width + 64] {
            let memory = Memory::new(2 * width, 0);
            // SAFETY: as in `parts_flip_together`.
            let cell = unsafe { BufferedBytes::new(memory.cell(), width) };
            cell.set(&pattern(size, 1));
            let mut found = vec![0xee; size];
            cell.get(&mut found);
            let whole = size.min(width);
            assert_eq!(found[..whole], pattern(size, 1)[..whole]);
            assert!(found[whole..].iter().all(|byte| *byte == 0xee), "beyond the width");
            assert_eq!(memory.bytes()[0], 1);
        }
    }
}

#[test]
fn a_text_is_followed_by_zeros() {
    for width in WIDTHS {
        let memory = Memory::new(width, width % 8);
        memory.fill(0, &[0xff]);
        // SAFETY: room for a write buffer byte and the text, used by this thread only.
        let cell = unsafe { PlainBytes::new(memory.cell(), width) };
        for size in [width + 3, width, width / 2, 0] {
            let value = pattern(size, 7);
            cell.set(&value);
            let mut expected = value;
            expected.resize(width, 0);
            assert_eq!(memory.bytes(), [&[0xff][..], &expected].concat());
            let mut found = vec![0xee; width];
            cell.get(&mut found);
            assert_eq!(found, expected);
        }
    }
}
