//! What readers of files that somebody writes build on (SPEC.md 2.10, 2.11 and 2.13).

use mmstats_core::v2::layout::{PAGE, attribute, block, header, series};
use mmstats_core::v2::{Copies, Directory, Kind, Look, Unread, ValueType, is_live};

use crate::image::{CELLS, FIRST_CELL, Image, Series, ring};
use crate::walk::{seen, show};
use crate::{fault, read};

/// The value of the only series, with three copies of its cell's block.
fn value(image: &Image, before: &[u8], cells: &[u8], after: &[u8]) -> String {
    let directory = read(image);
    let view = directory.view(&image.bytes, Copies { before, cells, after });
    let found = view.series().next().expect("there is one").value();
    seen(&found)
}

/// F2-SEQUENCED-READ, F2-BUSY
#[test]
fn a_text_counts_while_its_slot_was_not_written() {
    for (slots, first) in [(2, 5), (4, 5), (64, 5), (4, u64::MAX - 1), (4, 1)] {
        let mut image = Image::new();
        image.text(slots, 16, FIRST_CELL);
        let slot = first % u64::from(slots) * 16;
        image.put_text(FIRST_CELL, first, slot, b"this");
        let before = image.bytes.clone();
        for since in [0, 1, u64::from(slots) - 2, u64::from(slots) - 1, 1 << 63, u64::MAX] {
            let mut after = before.clone();
            let at = FIRST_CELL as usize;
            after[at..at + 8].copy_from_slice(&first.wrapping_add(since).to_le_bytes());
            let expected = if since <= u64::from(slots) - 2 { "\"this\"" } else { "busy" };
            // The copy between may have any sequence: it isn't looked at.
            for cells in [&before, &after] {
                assert_eq!(value(&image, &before, cells, &after), expected, "{slots} {since}");
            }
        }
    }
}

/// F2-TEXT-LENGTH: of a text that was written meanwhile nothing is said.
#[test]
fn a_text_is_busy_before_it_is_corrupt() {
    let mut image = Image::new();
    image.text(2, 16, FIRST_CELL);
    image.put_text(FIRST_CELL, 1, 16, b"this");
    let (before, mut after) = (image.bytes.clone(), image.bytes.clone());
    let length = FIRST_CELL as usize + 8 + 16;
    after[length] = 9;
    let directory = read(&image);
    let copies = Copies { before: &before, cells: &after, after: &before };
    let view = directory.view(&image.bytes, copies);
    match view.series().next().expect("there is one").value() {
        Err(Unread::Corrupt(error)) => {
            assert_eq!((error.offset, error.clause()), (length as u64, "F2-TEXT-LENGTH"));
        }
        other => panic!("expected an error, found {other:?}"),
    }
    let mut later = after.clone();
    later[FIRST_CELL as usize] = 2;
    assert_eq!(value(&image, &before, &after, &later), "busy");
}

/// F2-WINDOW-READ, F2-BUSY
#[test]
fn a_window_counts_where_its_epochs_stayed() {
    let mut image = Image::new();
    let ring = ring(1, 2);
    let family = image.family(Kind::Window, ValueType::U64, &[(attribute::RING, &ring)]);
    image.series(Series::new(family, FIRST_CELL));
    for (word, value) in [(1, 4), (2, 1), (3, 2), (4, 3), (5, 5), (6, 1), (7, 2), (8, 3)] {
        image.put_word(FIRST_CELL + 8 * word, value);
    }
    let before = image.bytes.clone();
    assert_eq!(value(&image, &before, &before, &before), "refused=0 4:1/2/3 5:1/2/3");
    for (slot, epoch) in [(1, 6), (1, 0), (5, 0), (5, 7)] {
        let mut after = before.clone();
        after[FIRST_CELL as usize + 8 * slot] = epoch;
        assert_eq!(value(&image, &before, &before, &after), "busy");
        assert_eq!(value(&image, &after, &before, &before), "busy");
        let both = if epoch == 0 { 1 } else { 2 };
        let found = value(&image, &after, &before, &after);
        assert_eq!(found.matches(':').count(), both, "an epoch of 0 is an empty slot: {found}");
    }
}

/// A live file as its reader sees it: the header twice, and the rest between.
fn look(first: &[u8], heads: &[u8], second: &[u8]) -> Look {
    let mut look = Look::new(first, first.len() as u64).expect("a header");
    while let Some(at) = look.next() {
        look.push(&heads[at as usize..]).expect("a block");
    }
    look.again(second, second.len() as u64).expect("a header");
    while let Some(at) = look.next() {
        look.push(&second[at as usize..]).expect("a block");
    }
    look
}

/// F2-LENGTH-AGAIN
#[test]
fn cells_may_be_in_blocks_that_came_while_heads_were_looked_at() {
    let mut image = Image::new();
    let first = image.bytes.clone();
    // The writer appends two blocks, and an entry to the old block of entries for a cell in the new one.
    let cells = image.block(block::CELLS, 0, 1, PAGE);
    let without_entry = image.bytes.clone();
    image.counter((cells + block::HEADER) as u64);
    image.block(block::DIRECTORY, 0, 1, PAGE);
    image.counter(FIRST_CELL);
    let last = image.bytes;

    let seen = Directory::parse_looked(&last, look(&first, &last, &last)).expect("the new length");
    assert_eq!(
        seen.len(),
        1,
        "the head is from before, so the new block's entries are left for later"
    );
    let seen = Directory::parse_looked(&last, look(&first, &first, &last)).expect("the old heads");
    assert_eq!(seen.len(), 0, "the entry is not published yet");
    let seen = look(&without_entry, &last, &last);
    assert_eq!(Directory::parse_looked(&last, seen).expect("one block more").len(), 1);
    let seen = look(&last, &last, &last);
    assert_eq!(Directory::parse_looked(&last, seen).expect("all of it").len(), 2);

    // Without the second length, the cell is in no block.
    let mut once = Look::new(&first, first.len() as u64).expect("a header");
    while let Some(at) = once.next() {
        once.push(&last[at as usize..]).expect("a block");
    }
    let error = Directory::parse_looked(&last, once).expect_err("no cell");
    assert_eq!(error.clause(), "F2-CELL");
}

/// The generations are those from before the directory is copied.
#[test]
fn a_second_look_changes_the_published_length_only() {
    let image = Image::new();
    let mut later = image.bytes.clone();
    later[header::REUSE] = 2;
    let look = look(&image.bytes, &image.bytes, &later);
    assert_eq!(look.header().reuse, 0);
    let mut shorter = image.bytes.clone();
    shorter[header::PUBLISHED..][..8].copy_from_slice(&(CELLS as u64).to_le_bytes());
    let mut look = look;
    look.again(&shorter, shorter.len() as u64).expect("a header");
    assert_eq!(look.header().published, image.bytes.len() as u64, "a file never shrinks");
}

#[test]
fn less_than_was_published_is_an_error() {
    let image = Image::new();
    let cut = &image.bytes[..CELLS];
    let look = Look::new(&image.bytes, image.bytes.len() as u64).expect("a header");
    let error = Directory::parse_looked(cut, look).expect_err("no file");
    assert_eq!((error.offset, error.clause()), (header::PUBLISHED as u64, "F2-PUBLISHED"));
}

/// The texts of a live file are looked at when their values are.
#[test]
fn texts_of_a_live_file_are_no_part_of_its_directory() {
    let mut image = Image::new();
    image.text(2, 8, FIRST_CELL);
    image.put_word(FIRST_CELL, 1);
    image.put_word(FIRST_CELL + 16, 1);
    assert_eq!(fault(&image), (FIRST_CELL + 16, "F2-TEXT-LENGTH"));
    let bytes = &image.bytes;
    let directory = Directory::parse_looked(bytes, look(bytes, bytes, bytes)).expect("entries");
    assert!(show(directory.at_rest(bytes))[1].contains("corrupt: offset 8272"));
}

/// F2-COPY: what a reader needs to compare the states of two copies.
#[test]
fn states_are_found_in_any_copy() {
    let mut image = Image::new();
    let entry = image.counter(FIRST_CELL);
    let directory = read(&image);
    let mut later = image.bytes.clone();
    later[entry + series::STATE] = series::RETIRED as u8 + 4;
    let series = directory.at_rest(&image.bytes).get(0).expect("there is one");
    assert_eq!(series.state_offset(), (entry + series::STATE) as u64);
    assert_eq!([series.state_in(&image.bytes), series.state_in(&later)], [1, 6]);
    assert!(is_live(1) && is_live(5) && !is_live(0) && !is_live(6) && !is_live(3));
}

#[test]
fn what_is_to_be_copied_is_named() {
    let mut image = Image::new();
    assert_eq!(read(&image).cells().count(), 0);
    image.counter(FIRST_CELL + 80);
    image.text(2, 8, FIRST_CELL + 160);
    image.counter(FIRST_CELL + 800);
    let zero = image.block(block::STRIPED, 0, 0, PAGE) as u64;
    let one = image.block(block::STRIPED, 1, 0, PAGE) as u64;
    image.counter(zero + 64);
    let directory = read(&image);
    let cells: Vec<_> = directory.cells().collect();
    let first = FIRST_CELL;
    assert_eq!(cells, [first + 80..first + 808, zero + 64..zero + 72, one + 64..one + 72]);
    let watched: Vec<_> = directory.watched().map(|part| (part.start, part.end)).collect();
    assert_eq!(watched, [(first + 160, first + 184)]);
}
