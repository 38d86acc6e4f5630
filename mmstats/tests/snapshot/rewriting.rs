//! Series that are retired and made anew at full rate (SPEC.md 2.12): no label is ever seen with a
//! value of another series.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::Reader;
use mmstats::reader::{Series, Value};
use mmstats_core::v2::cells::{clear, retire, reuse};
use mmstats_core::v2::layout::{header, series};

use crate::image::{Family, Image, words};
use crate::mapped::Mapped;

const SERIES: usize = 8;
/// So many looks have to find series that the look before didn't.
const DISTINCT: usize = 300;
/// An entry's bytes: its fields, and a label value of 16 bytes.
const ENTRY: usize = 56;

fn label(n: u64) -> String {
    format!("{n:016}")
}

/// The words of an entry from its family on.
fn tail(family: u32, n: u64) -> [u64; 3] {
    let mut bytes = family.to_le_bytes().to_vec();
    bytes.extend(16_u16.to_le_bytes());
    bytes.extend(label(n).bytes());
    bytes.resize(24, 0);
    let (words, _) = bytes.as_chunks::<8>();
    [0, 1, 2].map(|i| u64::from_le_bytes(words[i]))
}

/// Makes the series anew, one behind the other, each with a number as its label, as its time of
/// creation and as its value.
fn rewrite(image: &Image, mapped: &Mapped, ended: &AtomicBool, pause: bool) {
    let generation = mapped.word(header::REUSE);
    let mut n = 100;
    while !ended.load(Ordering::Relaxed) {
        for index in 1..SERIES {
            n += 1;
            let entry = mapped.words(image.entry_at(index), ENTRY);
            let cell = mapped.words(image.cell_at(index), 8);
            retire(entry, generation);
            reuse(entry, generation, n, &tail(1, n), || clear(cell));
            cell[0].store(n, Ordering::Relaxed);
        }
        if pause {
            thread::yield_now();
        }
    }
}

fn torture(pause: bool) {
    let mut image = Image::new();
    let family = image.family(&Family::counter("requests").labels(&["n"]));
    for n in 0..SERIES as u64 {
        image.series(family, &[&label(n)], &words([n]));
    }
    let mapped = &Mapped::new(&image.bytes());
    let mut reader = Reader::open(&mapped.path).expect("a file of format 2");
    let ended = &AtomicBool::new(false);
    thread::scope(|scope| {
        let image = &image;
        scope.spawn(move || rewrite(image, mapped, ended, pause));
        // The other thread has to end, whatever is found here.
        let looked = look_often(&mut reader);
        ended.store(true, Ordering::Relaxed);
        assert_eq!(looked, Ok(()));
    });
    let snapshot = reader.refresh().expect("the file is there");
    assert_eq!((snapshot.len(), snapshot.busy(), snapshot.rewritten()), (SERIES, 0, 0));
}

fn look_often(reader: &mut Reader) -> Result<(), String> {
    let (mut newest, mut distinct) = (0, 0);
    while distinct < DISTINCT {
        let snapshot = reader.refresh().map_err(|error| error.to_string())?;
        let mut series = snapshot.series();
        let first = series.next().map(|series| series.value().as_u64());
        if first != Some(Some(0)) {
            return Err(format!("the series that is left alone is {first:?}"));
        }
        let before = newest;
        for series in series {
            newest = newest.max(look_at(series)?);
        }
        distinct += usize::from(newest > before);
    }
    Ok(())
}

/// The number of a series, which its label, its time of creation and its value have to have.
fn look_at(series: Series<'_>) -> Result<u64, String> {
    let label = series.labels().next().map(|(_, value)| value).unwrap_or_default();
    let n = label.parse().map_err(|error| format!("{label:?}: {error}"))?;
    let whole = match series.value() {
        // What was made anew and not yet written to is 0; the first ones were made otherwise.
        Value::U64(value) => (value == n || value == 0) && (n < 100 || series.created() == n),
        value => matches!(value, Value::Busy),
    };
    if whole { Ok(n) } else { Err(format!("{n}: {:?}, {}", series.value(), series.created())) }
}

#[test]
fn at_full_rate() {
    torture(false);
}

#[test]
fn with_pauses() {
    torture(true);
}

#[test]
fn the_words_of_an_entry() {
    let mut image = Image::new();
    let family = image.family(&Family::counter("requests").labels(&["n"]));
    let index = image.series(family, &[&label(77)], &words([0]));
    let bytes = image.bytes();
    let at = image.entry_at(index);
    assert_eq!(bytes[at], ENTRY as u8);
    let expected: Vec<u8> = tail(family, 77).iter().flat_map(|word| word.to_le_bytes()).collect();
    assert_eq!(bytes[at + series::FAMILY..at + ENTRY], expected);
}
