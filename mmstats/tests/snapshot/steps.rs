//! Looking again, whatever became of the file meanwhile.

use std::fs::{self, File};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use mmstats::reader::{Scalar, Value};
use mmstats::{Cause, Reader};
use mmstats_core::v2::cells::SequencedCell;
use mmstats_core::v2::layout::{header, series};
use mmstats_core::v2::{Sequence, cells};

use crate::image::{Family, Image, put, sequenced, text_slot, words};
use crate::kinds::u64_of;
use crate::mapped::Mapped;

/// A file with a counter, 7.
fn counter() -> (Image, Mapped, Reader) {
    let mut image = Image::new();
    let family = image.family(&Family::counter("requests"));
    image.series(family, &[], &words([7]));
    let mapped = Mapped::new(&image.bytes());
    let reader = Reader::open(&mapped.path).expect("a file of format 2");
    (image, mapped, reader)
}

#[test]
fn values_and_times_that_changed() {
    let (image, mapped, mut reader) = counter();
    let first = reader.snapshot().clone();
    for n in 8..20 {
        mapped.word(image.cell_at(0)).store(n, Ordering::Relaxed);
        mapped.word(header::HEARTBEAT).store(n, Ordering::Relaxed);
        assert_eq!(u64_of(reader.snapshot(), "requests"), n - 1, "what was read last");
        let snapshot = reader.refresh().expect("the file is there");
        assert_eq!((u64_of(snapshot, "requests"), snapshot.header().heartbeat), (n, n));
        assert!(snapshot.taken() >= first.taken());
    }
    assert_eq!(u64_of(&first, "requests"), 7, "a clone keeps what it holds");
    let diff = reader.snapshot().diff(&first).over(Duration::from_secs(3));
    assert_eq!(diff.get("requests").and_then(|requests| requests.rate()), Some(4.0));
}

#[test]
fn a_file_that_is_closed_after_its_last_value() {
    let (image, mapped, mut reader) = counter();
    mapped.word(image.cell_at(0)).store(8, Ordering::Relaxed);
    mapped.word(header::STATE).store(header::CLOSED, Ordering::Release);
    let snapshot = reader.refresh().expect("the file is there");
    assert_eq!((snapshot.is_closed(), u64_of(snapshot, "requests")), (true, 8));
}

#[test]
fn a_file_that_was_cut_off_and_came_back() {
    let (image, mapped, mut reader) = counter();
    let whole = image.bytes();
    let file = File::options().write(true).open(&mapped.path).expect("ours");
    for (size, offset) in [(8192, 16), (4096, 16), (4095, 4095), (7, 0), (0, 0)] {
        file.set_len(size).expect("ours");
        let error = reader.refresh().expect_err("no file of format 2 any more");
        assert_eq!(error.offset(), Some(offset), "{size}: {error}");
        let snapshot = reader.snapshot();
        assert!(snapshot.is_empty() && snapshot.families().next().is_none());
        assert!(snapshot.get("requests").is_none());
    }
    fs::write(&mapped.path, &whole).expect("ours");
    assert_eq!(u64_of(reader.refresh().expect("it is whole again"), "requests"), 7);
}

#[test]
fn a_file_that_was_replaced_or_removed() {
    let (image, mapped, mut reader) = counter();
    fs::remove_file(&mapped.path).expect("ours");
    fs::write(&mapped.path, Image::new().bytes()).expect("ours");
    mapped.word(image.cell_at(0)).store(8, Ordering::Relaxed);
    let snapshot = reader.refresh().expect("it stays the file that was opened");
    assert_eq!(u64_of(snapshot, "requests"), 8);
    assert!(Reader::open(&mapped.path).expect("the other file").snapshot().is_empty());
}

/// Bytes that break the format in the middle of the file's life.
#[test]
fn a_directory_that_turns_out_corrupt() {
    let (image, mapped, mut reader) = counter();
    let append = mapped.word(header::APPEND);
    let family = mapped.word(image.entry_at(0) + series::FAMILY);
    let known = family.load(Ordering::Relaxed);
    family.store(99, Ordering::Relaxed);
    assert!(reader.refresh().is_ok(), "a directory is read again when it has changed");
    append.store(1, Ordering::Release);
    let error = reader.refresh().expect_err("a family that isn't there");
    assert!(error.to_string().contains("F2-SERIES-FAMILY"), "{error}");
    assert_eq!(error.cause(), Cause::Corrupt);
    family.store(known, Ordering::Relaxed);
    assert_eq!(u64_of(reader.refresh().expect("it is right again"), "requests"), 7);
}

/// F2-TEXT-LENGTH, of the slot that counts, whenever it comes to count.
#[test]
fn a_text_longer_than_its_slot() {
    let mut image = Image::new();
    let family = image.family(&Family::text("status", 2, 16));
    let mut long = text_slot(b"12345678");
    let good = long.clone();
    put(&mut long, 0, &[9]);
    image.series(family, &[], &sequenced(2, &[&good, &long], 16));
    let mapped = Mapped::new(&image.bytes());
    let mut reader = Reader::open(&mapped.path).expect("the other slot counts");
    let text = reader.snapshot().get("status").expect("a series").value();
    assert!(matches!(text, Value::Text(text) if text.as_bytes() == b"12345678"));
    mapped.word(image.cell_at(0)).store(3, Ordering::Release);
    let error = reader.refresh().expect_err("a text that is too long");
    assert!(error.to_string().contains("F2-TEXT-LENGTH"), "{error}");
    assert_eq!(error.offset(), Some(image.cell_at(0) as u64 + 8 + 16));
}

/// A struct of 512 bytes whose words are all the same, published 1, 2, 3... at full rate by another
/// thread, beside a counter. Looks until `enough` says so of the values and how many were busy.
fn publish_at_full_rate(slots: u32, enough: impl Fn(usize, usize) -> bool) {
    const WIDTH: usize = 512;
    let mut image = Image::new();
    let ends = [(0, 8, 1, 1, "first"), (256, 8, 1, 1, "middle"), (504, 8, 1, 1, "last")];
    let same = image.family(&Family::structure("same", slots, WIDTH as u32, &ends));
    let requests = image.family(&Family::counter("requests"));
    image.series(same, &[], &sequenced(0, &vec![&[][..]; slots as usize], WIDTH));
    image.series(requests, &[], &words([7]));
    let mapped = &Mapped::new(&image.bytes());
    let shape = Sequence { slots, width: WIDTH as u32 };
    let at = image.cell_at(0);
    let mut reader = Reader::open(&mapped.path).expect("a file of format 2");
    let ended = &AtomicBool::new(false);
    let looked = thread::scope(|scope| {
        scope.spawn(move || {
            let words = mapped.words(at, shape.cell_length() as usize);
            let cell = SequencedCell::new(words, shape).expect("its words");
            let mut n = 0;
            while !ended.load(Ordering::Relaxed) {
                n += 1;
                cell.publish(&[n; WIDTH / 8]);
            }
        });
        // The other thread has to end, whatever is found here.
        let looked = look_until(&mut reader, enough);
        ended.store(true, Ordering::Relaxed);
        looked
    });
    assert_eq!(looked, Ok(()));
    let snapshot = reader.refresh().expect("the file is there");
    assert!(matches!(snapshot.get("same").expect("a series").value(), Value::Struct(_)));
    assert_eq!(snapshot.busy(), 0, "it is at rest");
}

fn look_until(reader: &mut Reader, enough: impl Fn(usize, usize) -> bool) -> Result<(), String> {
    let (mut newest, mut distinct, mut busy) = (0, 0, 0);
    while !enough(distinct, busy) {
        let snapshot = reader.refresh().map_err(|error| error.to_string())?;
        if u64_of(snapshot, "requests") != 7 {
            return Err("what stands beside it changed".to_owned());
        }
        let value = snapshot.get("same").expect("a series").value();
        match ["first", "middle", "last"].map(|name| value.component(name)) {
            [Some(Scalar::U64(n)), middle, last]
                if middle == Some(Scalar::U64(n)) && last == middle =>
            {
                if n < newest {
                    return Err(format!("fell from {newest} to {n}"));
                }
                distinct += usize::from(n > newest);
                newest = n;
            }
            [None, None, None] => busy += snapshot.busy(),
            torn => return Err(format!("torn: {torn:?}")),
        }
    }
    Ok(())
}

/// F2-SEQUENCED-READ, of copies.
#[test]
fn values_that_change_together() {
    publish_at_full_rate(4, |distinct, _| distinct >= 300);
    publish_at_full_rate(64, |distinct, _| distinct >= 300);
}

/// F2-BUSY: a value that is published all the time, with too few slots, is said to be busy; each
/// look ends, and what stands beside it is read.
#[test]
fn a_value_that_is_never_the_same() {
    publish_at_full_rate(2, |_, busy| busy >= 20);
}

/// F2-COPY: what a writer left that was killed while it rewrote an entry. It isn't yielded, and all
/// else is.
#[test]
fn a_rewrite_that_never_ends() {
    let mut image = Image::new();
    let family = image.family(&Family::counter("requests").labels(&["code"]));
    image.series(family, &["200"], &words([1]));
    let half = image.series(family, &["404"], &words([2]));
    let mut bytes = image.bytes();
    put(&mut bytes, header::REUSE, &[5]);
    put(&mut bytes, image.entry_at(half) + series::STATE, &[8]);
    put(&mut bytes, image.entry_at(half) + series::LABELS + 2, &[0xff]);
    let mapped = Mapped::new(&bytes);
    let mut reader = Reader::open(&mapped.path).expect("a file of format 2");
    for n in 1..5 {
        mapped.word(image.cell_at(0)).store(n, Ordering::Relaxed);
        let snapshot = reader.refresh().expect("the file is there");
        let values: Vec<_> = snapshot.series().map(|series| series.value().as_u64()).collect();
        assert_eq!(values, [Some(n)]);
    }
    // The label is as broken in a series that is live.
    mapped.word(image.entry_at(half) + series::STATE).store(9, Ordering::Release);
    let error = reader.refresh().expect_err("a label in ill-formed UTF-8");
    assert!(error.to_string().contains("F2-LABELS"), "{error}");
}

/// F2-WINDOW-READ: a slot that is being reset is empty.
#[test]
fn a_window_whose_slots_are_reset() {
    let mut image = Image::new();
    let family = image.family(&Family::window("recent", 1, 1000, 3));
    image.striped(family, &[], &[&words([0; 13]), &words([0; 13])]);
    let mapped = Mapped::new(&image.bytes());
    let mut reader = Reader::open(&mapped.path).expect("a file of format 2");
    let stripe = image.cell_at(0) + 4096;
    let window = cells::WindowCell::<u64>::new(
        mapped.words(stripe, 13 * 8),
        mmstats_core::v2::Ring { duration: 1000, slots: 3 },
    );
    let window = window.expect("its words");
    let mut slots = |time| {
        window.observe(3, time);
        let snapshot = reader.refresh().expect("the file is there");
        match snapshot.get("recent").expect("a series").value() {
            Value::Window(window) => {
                window.slots().iter().map(|slot| (slot.epoch, slot.count)).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(slots(0), [(1, 1)]);
    assert_eq!(slots(1500), [(1, 1), (2, 1)]);
    assert_eq!(slots(3000), [(2, 1), (4, 1)], "the first slot is used again");
    let epoch_of_4 = stripe + 8 * (1 + 4);
    mapped.word(epoch_of_4).store(0, Ordering::Relaxed);
    assert_eq!(slots(1999), [(2, 2)]);
}
