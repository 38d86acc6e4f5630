//! Which files an accumulator lists, and how long.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::items::listed;
use crate::place::{Place, outcome};

const HOUR: Duration = Duration::from_secs(3600);

/// Makes all items of an accumulator older.
fn age(accumulator: &Path, by: Duration) {
    let mut bytes = fs::read(accumulator).expect("ours");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("now").as_nanos();
    let hour = HOUR.as_nanos() as u64;
    let mut found = 0;
    for at in (4096..bytes.len()).step_by(8) {
        let time = u64::from_le_bytes(bytes[at..][..8].try_into().expect("8 bytes"));
        // Times of creation of series stand in the same block.
        let is_item = (now as u64).abs_diff(time) < 4 * hour && bytes[at - 16..at] != [0; 16];
        if is_item {
            let older = time - by.as_nanos() as u64;
            bytes[at..][..8].copy_from_slice(&older.to_le_bytes());
            found += 1;
        }
    }
    assert!(found > 0);
    fs::write(accumulator, bytes).expect("ours");
}

/// F2-FOLD-AGAIN, F2-FOLD-READ: a file that is listed doesn't count beside the accumulator, and is
/// removed, as where who folded was killed before.
#[test]
fn what_is_listed_is_removed() {
    let place = Place::new();
    let left = place.leave("a.mmstats", 3);
    let bytes = fs::read(&left).expect("ours");
    place.run();
    fs::write(&left, &bytes).expect("ours");
    assert_eq!(place.hits(), 3);
    for dry_run in [true, false] {
        let report = place.fold().dry_run(dry_run).run().expect("a folder");
        assert_eq!(outcome(&report, &left), "removed: its counts were folded before");
        assert_eq!((left.exists(), place.hits()), (dry_run, 3));
    }
    assert_eq!(listed(&place.accumulator()), 1);
}

/// F2-FOLD-AGAIN: an item stays for an hour once its file has gone, and longer if that is there.
#[test]
fn how_long_items_stay() {
    let place = Place::new();
    let left = place.leave("a.mmstats", 1);
    let bytes = fs::read(&left).expect("ours");
    place.leave("b.mmstats", 2);
    place.run();
    age(&place.accumulator(), HOUR / 2);
    place.leave("c.mmstats", 4);
    place.run();
    assert_eq!(listed(&place.accumulator()), 3);
    fs::write(&left, &bytes).expect("ours");
    age(&place.accumulator(), HOUR + HOUR / 4);
    // The file that was there is listed from now on for an hour.
    for (name, items) in [("d.mmstats", 2), ("e.mmstats", 3)] {
        place.leave(name, 8);
        place.run();
        assert_eq!((listed(&place.accumulator()), left.exists()), (items, false));
    }
    assert_eq!(place.hits(), 23);
}

/// F2-MERGE: a copy of an accumulator holds what the accumulator holds, and isn't counted,
/// whichever name it has; nor does it fold.
#[test]
fn copies_of_accumulators() {
    let place = Place::new();
    place.leave("a.mmstats", 3);
    place.run();
    for name in ["a copy.mmstats", "web~total-1.mmstats", "zzz.mmstats"] {
        fs::copy(place.accumulator(), place.join(name)).expect("ours");
        let mut web = place.application();
        let totals = web.look().expect("a glob");
        assert_eq!(totals.get("hits").expect("a series").value().as_u64(), Some(3), "{name}");
        assert_eq!(totals.problems().len(), 1, "{name}: {:?}", totals.problems());
        let report = place.run();
        assert_eq!(report.folded(), 0);
        fs::remove_file(place.join(name)).expect("ours");
    }
}
