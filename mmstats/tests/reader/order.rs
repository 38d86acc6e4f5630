//! Copies have no order (F1-COPY-ORDER): all the same, no reader that isn't overtaken by two
//! writes sees a value fall that its writer never let fall.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use mmstats::v1::{Counter, Reader, Value};
use tempfile::TempDir;

use crate::sample::options;

const LOOKS: usize = 30_000;
const FIELDS: usize = 40;

/// Counters whose values stand at multiples of 8, so that none can be read half-written: with a
/// label of two letters one takes 24 bytes, and the first one's is shorter by the version.
fn counters(folder: &TempDir) -> (Vec<Counter>, Reader) {
    let mut writer = options(folder.path()).build().expect("a writer");
    let labels = (1..FIELDS).map(|n| format!("{n:02}"));
    let labels = std::iter::once("0".to_owned()).chain(labels);
    let counters = labels.map(|label| writer.counter(&label).expect("a field")).collect();
    let reader = Reader::open(writer.create_file().expect("a file")).expect("a stats file");
    assert!(reader.fields().all(|field| field.value_offset().is_multiple_of(8)));
    (counters, reader)
}

fn values(reader: &Reader) -> Vec<u64> {
    let value = |field: mmstats::v1::ReadField<'_>| match field.value() {
        Value::U64(value) => value,
        other => panic!("{other:?} is no u64"),
    };
    reader.fields().map(value).collect()
}

/// How many rounds there were: of looks that began, and of writes that ended.
#[derive(Default)]
struct Rounds {
    looks: AtomicUsize,
    writes: AtomicUsize,
    done: AtomicBool,
}

/// While the reader looks once each counter is written once: as much as a reader can stand that
/// must not see a value before it is published (SPEC.md 1.11).
#[test]
fn counters_never_fall_where_no_reader_is_overtaken() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (counters, mut reader) = counters(&folder);
    let rounds = &Rounds::default();
    thread::scope(|scope| {
        scope.spawn(move || write_once_a_look(&counters, rounds));
        // The other thread has to end, whatever is found here.
        let looked = look_often(&mut reader, rounds);
        rounds.done.store(true, Ordering::Relaxed);
        assert_eq!(looked, Ok(()));
    });
}

fn write_once_a_look(counters: &[Counter], rounds: &Rounds) {
    let mut written = 0;
    while !rounds.done.load(Ordering::Relaxed) {
        if rounds.looks.load(Ordering::Acquire) == written {
            thread::yield_now();
            continue;
        }
        counters.iter().for_each(Counter::inc);
        written += 1;
        rounds.writes.store(written, Ordering::Release);
    }
}

fn look_often(reader: &mut Reader, rounds: &Rounds) -> Result<(), String> {
    let mut last = values(reader);
    for look in 1..=LOOKS {
        rounds.looks.store(look, Ordering::Release);
        reader.refresh().map_err(|error| error.to_string())?;
        let now = values(reader);
        if now.iter().zip(&last).any(|(now, last)| now < last) {
            return Err(format!("values fell at look {look}:\n{last:?}\n{now:?}"));
        }
        last = now;
        while rounds.writes.load(Ordering::Acquire) != look {
            thread::yield_now();
        }
    }
    Ok(())
}
