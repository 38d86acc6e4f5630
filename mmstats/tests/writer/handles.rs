//! Handles: they write into the file while there is one, and are harmless when there is none.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use mmstats::v1::{BufferedCell, Value};

use crate::folder::{Folder, assert_value, open, text};

#[test]
fn they_outlive_the_writer_and_go_on_writing_into_its_file() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    let path = writer.create_file().expect("a file");
    let mut reader = open(&path);
    drop(writer);
    counter.inc();
    reader.refresh().expect("the file stays");
    assert_value(&reader, "hits", Value::U64(1));
    drop(counter);
    assert_value(&open(&path), "hits", Value::U64(1));
}

#[test]
fn without_a_file_they_hold_their_values() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    let word = writer.text("word", 8).expect("a field");
    drop(writer);
    counter.add(2);
    word.set("alone");
    assert_eq!((counter.get(), word.get().as_str()), (2, "alone"));
    assert!(folder.names().is_empty());
}

#[test]
fn after_the_file_was_removed_they_hold_their_values() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    let word = writer.text("word", 8).expect("a field");
    let tuple = writer.tuple_of("pair", "QQ").expect("a field");
    let path = writer.create_file().expect("a file");
    counter.inc();
    word.set("seen");
    let mut reader = open(&path);
    writer.remove().expect("removed");

    assert_eq!((counter.get(), word.get().as_str()), (1, "seen"));
    counter.inc();
    word.set("unseen");
    tuple.set(&[Value::U64(1), Value::U64(2)]).expect("of these types");
    assert_eq!((counter.get(), word.get().as_str()), (2, "unseen"));
    // The file that has no name any more has what was written while it had one.
    reader.refresh().expect("open files stay readable");
    assert_value(&reader, "hits", Value::U64(1));
    assert_value(&reader, "word", text("seen"));
}

/// Every kind of handle moves to a thread and writes from there.
#[test]
fn they_move_to_other_threads() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("counter").expect("a field");
    let field = writer.field("field", 0_i32).expect("a field");
    let word = writer.text("word", 8).expect("a field");
    let tuple = writer.tuple_of("tuple", "BB").expect("a field");
    let mut average = writer.average("average").expect("a field");
    let mut timer = writer.timer("timer", 2).expect("a field");
    let mut sampling = writer.sampling_counter("sampling", 1_000).expect("a field");
    let path = writer.create_file().expect("a file");
    let moved = thread::spawn(move || {
        counter.inc();
        field.set(-1);
        word.set("moved");
        tuple.set(&[Value::U8(1), Value::U8(2)]).expect("of these types");
        average.add(0.5);
        timer.observe_seconds(0.25);
        sampling.inc();
    });
    moved.join().expect("no panic");
    drop(thread::spawn(move || drop(writer)).join());
    let reader = open(&path);
    assert_value(&reader, "counter", Value::U64(1));
    assert_value(&reader, "field", Value::I32(-1));
    assert_value(&reader, "word", text("moved"));
    assert_value(&reader, "average", Value::F64(0.5));
    assert_value(&reader, "timer", Value::F64(0.25));
    let bytes = |label| reader.get(label).expect("the field").value_bytes().to_vec();
    assert_eq!(bytes("tuple"), [1, 2]);
    assert_eq!(bytes("sampling")[..8], 1_u64.to_le_bytes());
}

/// For C, whose handles are plain addresses: they stay good, and the file stays as it was.
#[test]
fn addresses_are_good_for_ever_after_leave_behind() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    counter.inc();
    let path = writer.create_file().expect("a file");
    let at = counter.as_ptr();
    drop(counter);
    writer.leave_behind();
    // SAFETY: left behind, so that it stays mapped; the handle has gone.
    let cell = unsafe { BufferedCell::<u64>::new(at) };
    assert_eq!(cell.get(), 0, "empty");
    cell.set(7);
    assert_eq!(cell.get(), 7);
    assert_value(&open(&path), "hits", Value::U64(1));
    let mut next = folder.writer();
    assert_eq!(next.create_file().expect("the file that was left is nobody's"), path);
}

/// Format 1 promises whole values to a reader that isn't overtaken by two writes: here a whole look
/// passes between any two of them.
#[test]
fn a_reader_in_another_thread_sees_each_value_or_the_one_before() {
    const WRITES: u64 = 2_000;
    let folder = Folder::new();
    let mut writer = folder.writer();
    let counter = writer.counter("hits").expect("a field");
    let mut reader = open(&writer.create_file().expect("a file"));
    let looks = AtomicU64::new(0);
    let done = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut seen = vec![0];
            while !done.load(Ordering::Acquire) {
                let refreshed = reader.refresh().map(|()| reader.get("hits").expect("it").value());
                looks.fetch_add(1, Ordering::Release);
                let Ok(Value::U64(hits)) = refreshed else { panic!("{refreshed:?}") };
                seen.push(hits);
            }
            seen
        });
        for _ in 0..WRITES {
            counter.inc();
            let before = looks.load(Ordering::Acquire);
            while looks.load(Ordering::Acquire) < before + 2 && !looking.is_finished() {
                thread::yield_now();
            }
        }
        done.store(true, Ordering::Release);
        looking.join().expect("the file can be read all the time")
    });
    assert!(seen.is_sorted(), "a value fell");
    assert_eq!(seen.last(), Some(&WRITES));
    assert!((0..=WRITES).all(|value| seen.binary_search(&value).is_ok()), "each was seen");
}
