//! What a window says of the last time, as of any moment (SPEC.md 2.9).

use std::time::Duration;

use mmstats::reader::{Number, Recent, Snapshot, Value, Window};

use crate::image::{Family, Image, words};
use crate::kinds::snapshot;

const SECOND: u64 = 1_000_000_000;

/// A window of 10 s slots, 6 and one, of a series made 1 s after boot.
fn image(stripes: &[&[[u64; 4]]]) -> Vec<u8> {
    let mut image = Image::new();
    let family = image.family(&Family::window("recent", 1, 10 * SECOND, 7));
    let cell = |slots: &[[u64; 4]]| {
        let mut cell = vec![1; 29];
        cell[1..].fill(0);
        for slot in slots {
            cell[1 + 4 * (slot[0] % 7) as usize..][..4].copy_from_slice(slot);
        }
        words(cell)
    };
    let cells: Vec<Vec<u8>> = stripes.iter().map(|slots| cell(slots)).collect();
    image.striped(family, &[], &cells.iter().map(Vec::as_slice).collect::<Vec<_>>());
    image.bytes()
}

fn window(snapshot: &Snapshot) -> Window {
    match snapshot.get("recent").expect("a series").value() {
        Value::Window(window) => window,
        other => panic!("{other:?}"),
    }
}

fn last(bytes: &[u8], seconds: u64) -> Recent {
    window(&snapshot(bytes)).last_at(Duration::from_secs(seconds))
}

#[test]
fn slots_of_the_last_time_and_no_others() {
    // Epochs 10 to 16 are from 90 s to 160 s; 9 was before.
    let bytes = image(&[
        &[[10, 1, 100, 60], [11, 2, 10, 9], [15, 3, 6, 4], [16, 4, 8, 5]],
        &[[9, 9, 9, 99], [15, 1, 7, 7]],
    ]);
    let now = last(&bytes, 155);
    assert_eq!((now.count, now.sum, now.max), (11, Some(Number::U64(131)), Some(Number::U64(60))));
    assert_eq!(now.covered, Duration::from_secs(65));
    assert_eq!((now.mean(), now.rate()), (Some(131.0 / 11.0), Some(11.0 / 65.0)));
    let later = last(&bytes, 160);
    assert_eq!((later.count, later.max), (10, Some(Number::U64(9))), "epoch 10 is over");
    assert_eq!(later.covered, Duration::from_secs(60));
    assert_eq!(last(&bytes, 219).count, 4, "of the last one, after the writer stopped");
    let nothing = last(&bytes, 230);
    assert_eq!((nothing.count, nothing.sum, nothing.max, nothing.mean()), (0, None, None, None));
    assert_eq!(nothing.rate(), Some(0.0));
    let before = last(&bytes, 105);
    assert_eq!(before.count, 9 + 1 + 2, "slots that are to come don't count");
}

#[test]
fn a_young_series_covers_less() {
    let bytes = image(&[&[[1, 6, 6, 6]]]);
    let young = last(&bytes, 4);
    assert_eq!((young.covered, young.rate()), (Duration::from_secs(3), Some(2.0)));
    let at_once = last(&bytes, 1);
    assert_eq!((at_once.covered, at_once.rate()), (Duration::ZERO, None));
    assert_eq!(last(&bytes, 0).rate(), None, "a clock that stands before its start");
}

#[test]
fn slots_and_refused_values_of_all_stripes() {
    let bytes = image(&[&[[10, 1, 2, 2], [12, 1, 1, 1]], &[[10, 2, 5, 4]], &[]]);
    let snapshot = snapshot(&bytes);
    let window = window(&snapshot);
    assert_eq!((window.refused(), window.ring().slots), (3, 7));
    let slots: Vec<_> = window.slots().iter().map(|slot| (slot.epoch, slot.count)).collect();
    assert_eq!(slots, [(10, 3), (12, 1)]);
}

#[test]
fn the_longest_slots() {
    let mut image = Image::new();
    let family = image.family(&Family::window("recent", 3, u64::MAX, 4096));
    let mut cell = vec![0; 1 + 4 * 4096];
    cell[5..9].copy_from_slice(&[1, 2, 3.0_f64.to_bits(), 2.0_f64.to_bits()]);
    image.series(family, &[], &words(cell));
    let now = last(&image.bytes(), u64::MAX);
    assert_eq!((now.count, now.sum), (2, Some(Number::F64(3.0))));
}
