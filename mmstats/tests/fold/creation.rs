//! Folding by writers that begin.

use crate::child;
use crate::place::{Place, count, total};

/// Leaves so many files.
fn leave(place: &Place, files: u64) {
    (0..files).for_each(|n| drop(place.leave(&format!("{n}.mmstats"), 1)));
}

/// F2-FOLD: once twice as many dead ones are there as stay, some of the others go; the total is as
/// it was.
#[test]
fn in_passing() {
    for (files, left) in [(15, 15), (16, 12), (30, 26)] {
        let place = Place::new();
        leave(&place, files);
        let mut web = place.application();
        assert_eq!(total(&mut web), files);
        let stats = place.options("new.mmstats").fold(true).build().expect("a writer");
        count(&stats).inc();
        let accumulators = usize::from(left < files);
        assert_eq!(place.names().len(), left as usize + 1 + accumulators);
        assert_eq!(total(&mut web), files + 1);
    }
}

/// However many there are, a writer takes few, more than the one that it leaves itself; and the
/// next ones the rest.
#[test]
fn many_files() {
    let place = Place::new();
    leave(&place, 200);
    let mut web = place.application();
    let mut before = place.names().len();
    for n in 0..100 {
        let name = format!("new {n}.mmstats");
        drop(place.options(&name).fold(true).build().expect("a writer"));
        let now = place.names().len();
        assert!(now + 4 >= before, "{now} of {before}");
        before = now;
        assert_eq!(total(&mut web), 200);
    }
    assert!(before < 30, "{before}");
}

/// It can be turned off, by the program and by its environment.
#[test]
fn turned_off() {
    if let Some(folder) = child::role() {
        let stats = mmstats::Writer::options("web").path(folder).filename("new.mmstats");
        drop(stats.build().expect("a writer"));
        return;
    }
    let place = Place::new();
    leave(&place, 30);
    drop(place.writer("program.mmstats"));
    assert_eq!(place.names().len(), 31);
    let folder = place.path().to_str().expect("UTF-8");
    for (variable, left) in [("0", 32), ("1", 29), ("", 25)] {
        let mut child = child::command("creation::turned_off", folder);
        child.env("MMSTATS_FOLD", variable);
        child::run(child);
        assert_eq!(place.names().len(), left);
    }
    assert_eq!(place.hits(), 30);
}
