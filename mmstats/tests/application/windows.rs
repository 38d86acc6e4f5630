//! Windows of several files as one, by the slots of time (F2-MERGE-WINDOWS).

use std::time::Duration;

use mmstats::application::{Problem, Value};
use mmstats::reader::Number;
use mmstats_core::v2::layout::header;

use crate::folder::{Folder, assert_fine};
use crate::image::{Family, Image, words};

const SECOND: u64 = 1_000_000_000;

/// CLOCK_BOOTTIME.
fn now() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the result.
    assert_eq!(unsafe { libc::clock_gettime(libc::CLOCK_BOOTTIME, &raw mut time) }, 0);
    time.tv_sec.cast_unsigned() * SECOND + time.tv_nsec.cast_unsigned()
}

/// A file with a window of such slots, and what was observed so many nanoseconds ago.
fn write(folder: &Folder, name: &str, slot: Duration, slots: u32, values: &[(u64, u64)]) -> u64 {
    let stats = folder.writer(name);
    let recent = stats.window("recent").slot_duration(slot).slots(slots);
    let recent = recent.register().expect("a window");
    let now = now();
    for (ago, value) in values {
        recent.observe_at(now - ago, *value);
    }
    now
}

#[test]
fn by_the_slots_of_time() {
    let folder = Folder::new();
    let hour = Duration::from_secs(3600);
    write(&folder, "a.mmstats", hour, 6, &[(0, 5), (0, 7)]);
    let at = write(&folder, "b.mmstats", hour, 6, &[(0, 9), (3600 * SECOND, 100)]);
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    let recent = totals.get("recent").expect("a series").value().as_window().expect("a window");
    let epoch = at / (3600 * SECOND) + 1;
    let slots: Vec<_> = recent.slots().iter().map(|slot| (slot.epoch, slot.count)).collect();
    // The second writer may have come an hour later than the first, at the stroke of it.
    if slots.len() == 2 {
        assert_eq!(slots, [(epoch - 1, 1), (epoch, 3)]);
    }
    let last = recent.last();
    assert_eq!((last.count, last.sum), (4, Some(Number::U64(121))));
    assert_eq!(last.max, Some(Number::U64(100)));
    assert!(last.covered < hour, "no file is as old: {:?}", last.covered);
    let later = recent.last_at(totals.taken() + 100 * hour);
    assert_eq!((later.count, later.sum), (0, None));
}

/// All epochs of both, as far back as the longer one goes.
#[test]
fn longer_and_shorter_rings() {
    let folder = Folder::new();
    let minute = Duration::from_secs(60);
    let ago = |slots: u64| slots * 60 * SECOND;
    write(&folder, "a.mmstats", minute, 20, &[(0, 1), (ago(10), 1), (ago(19), 1)]);
    write(&folder, "b.mmstats", minute, 4, &[(0, 1), (ago(3), 1)]);
    // Its writer ended long ago: out of sight of both.
    write(&folder, "c.mmstats", minute, 4, &[(ago(40), 1), (ago(41), 1)]);
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    let recent = totals.get("recent").expect("a series").value().as_window().expect("a window");
    assert_eq!(recent.ring().slots, 21, "one more than what was asked for");
    let count: u64 = recent.slots().iter().map(|slot| slot.count).sum();
    assert_eq!(count, 5, "{:?}", recent.slots());
}

#[test]
fn slots_of_several_durations_are_not_added_up() {
    let folder = Folder::new();
    write(&folder, "a.mmstats", Duration::from_secs(60), 6, &[(0, 1)]);
    write(&folder, "b.mmstats", Duration::from_secs(10), 6, &[(0, 2)]);
    write(&folder, "c.mmstats", Duration::from_secs(60), 6, &[(0, 3)]);
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    let Value::Windows(windows) = totals.get("recent").expect("a series").value() else {
        panic!("several windows")
    };
    let sums: Vec<_> = windows.iter().map(|window| window.last().sum).collect();
    assert_eq!(sums, [Some(Number::U64(2)), Some(Number::U64(4))], "the shorter first");
    let [problem @ Problem::Durations { name }] = totals.problems() else { panic!("a problem") };
    assert_eq!(**name, *"recent");
    assert!(problem.to_string().contains("several durations"), "{problem}");
}

/// CLOCK_BOOTTIME of another boot is another clock; and which one it was nobody knows of a file that
/// doesn't say.
#[test]
fn files_of_another_boot_are_left_out() {
    let folder = Folder::new();
    let at = write(&folder, "a.mmstats", Duration::from_secs(3600), 6, &[(0, 5)]);
    let mut image = Image::new();
    let recent = image.family(&Family::window("recent", 1, 3600 * SECOND, 7));
    let mut cell = vec![0; 1 + 4 * 7];
    cell[1..5].copy_from_slice(&[at / (3600 * SECOND) + 1, 1, 100, 100]);
    image.series(recent, &[], &words(cell));
    let mut bytes = image.bytes();
    for boot in [0, 77] {
        bytes[header::BOOT_ID..][..16].fill(boot);
        bytes[header::FILE_ID] = boot;
        folder.put(&format!("{boot}.mmstats"), &bytes);
    }
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    let recent = totals.get("recent").expect("a series").value().as_window().expect("a window");
    assert_eq!((recent.last().count, recent.last().sum), (1, Some(Number::U64(5))));
    assert_eq!(totals.files().len(), 3);
}
