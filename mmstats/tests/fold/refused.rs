//! Files that stay as they are, and why.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::process::Stdio;

use mmstats::{Aggregate, Writer, v1};

use crate::child;
use crate::place::{Place, count, outcome};

/// F2-FOLD: a living writer's file is its own, whoever folds.
#[test]
fn living_writers() {
    let place = Place::new();
    let alive = place.writer("alive.mmstats");
    let hits = count(&alive);
    hits.add(3);
    place.leave("dead.mmstats", 4);
    let report = place.run();
    let path = alive.path().expect("a file");
    let pid = std::process::id();
    assert_eq!(outcome(&report, &path), format!("kept: its writer, process {pid}, is alive"));
    hits.inc();
    assert_eq!(place.hits(), 8);
    drop(alive);
    assert_eq!(place.run().folded(), 1);
    assert_eq!(place.hits(), 8);
}

/// F2-FOLD: those of killed writers fold like those that were closed.
#[test]
fn killed_writers() {
    let place = Place::new();
    if child::role().is_some() {
        let folder = std::env::var("MMSTATS_TEST_FOLDER").expect("the parent gives it");
        let stats = Writer::options("web").path(folder).fold(false).build().expect("a writer");
        count(&stats).add(5);
        std::process::abort();
    }
    for _ in 0..2 {
        let mut child = child::command("refused::killed_writers", "writer");
        child.env("MMSTATS_TEST_FOLDER", place.path()).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(!child.status().expect("the child starts").success());
    }
    assert_eq!(place.hits(), 10);
    assert_eq!(place.run().folded(), 2);
    assert_eq!(place.hits(), 10);
}

/// Files of other users, links, damaged files, format 1, other things.
#[test]
fn what_else_is_in_a_folder() {
    let place = Place::new();
    let own = place.leave("own.mmstats", 1);
    let damaged = place.leave("web-1-1.mmstats", 2);
    let mut bytes = fs::read(&damaged).expect("ours");
    bytes[4096 + 8] = 1;
    fs::write(&damaged, bytes).expect("ours");
    let cut = place.leave("web-2-2.mmstats", 4);
    fs::write(&cut, &fs::read(&cut).expect("ours")[..150]).expect("ours");
    let link = place.join("web-3-3.mmstats");
    symlink(&damaged, &link).expect("ours");
    let one = v1::Writer::options("web").path(place.path()).filename("web-4-4.mmstats");
    let mut one = one.build().expect("a writer");
    one.create_file().expect("a file");
    drop(one);
    // Whose it is can't be seen.
    fs::write(place.join("other.mmstats"), "nothing").expect("ours");
    let report = place.run();
    assert_eq!(outcome(&report, &own), "folded");
    for (path, why) in [
        (&damaged, "F2-BLOCK-WHOLE"),
        (&cut, "F2-HEADER"),
        (&link, "no stats file"),
        (&place.join("web-4-4.mmstats"), "format 1"),
    ] {
        let found = outcome(&report, path);
        assert!(found.starts_with("kept: ") && found.contains(why), "{found}");
        assert!(path.symlink_metadata().is_ok());
    }
    assert_eq!(report.outcomes().len(), 5);
}

/// F2-FOLD: whose user is another one's, that user folds.
#[test]
fn another_user() {
    let place = Place::new();
    let path = place.leave("theirs.mmstats", 1);
    if chown(&path, Some(4711), None).is_err() {
        eprintln!("not tested: only root gives files to others");
        return;
    }
    let found = outcome(&place.run(), &path);
    assert_eq!(found, "kept: it belongs to user 4711, who folds it");
    assert_eq!((place.names().len(), place.hits()), (1, 1));
    // An accumulator of another user says nothing about a file of this one.
    let own = place.leave("own.mmstats", 2);
    let copy = fs::read(&own).expect("ours");
    place.run();
    fs::write(&own, copy).expect("ours");
    chown(place.accumulator(), Some(4711), None).expect("root may");
    let found = outcome(&place.run(), &own);
    assert!(found.contains("accumulator can't be had"), "{found}");
    assert_eq!(place.hits(), 5);
}

/// F2-FOLD-KINDS: a file whose family of a name is another one is not folded, nor half of it; all
/// others are.
#[test]
fn conflicts() {
    let place = Place::new();
    place.leave("a.mmstats", 1);
    place.run();
    type Register = fn(&Writer);
    let others: [(&str, Register); 6] = [
        ("gauge of i64", |stats| stats.gauge("hits").register().expect("a gauge").set(1)),
        ("counter of f64", |stats| stats.counter_f64("hits").register().expect("it").add(1.0)),
        ("unit \"By\"", |stats| stats.counter("hits").unit("By").register().expect("it").inc()),
        ("labels code", |stats| {
            let hits = stats.counter("hits").labels(["code"]).register().expect("it");
            hits.with(["200"]).expect("a series").inc();
        }),
        ("aggregate max", |stats| {
            stats.counter("hits").aggregate(Aggregate::Max).register().expect("it").inc();
        }),
        ("of living writers only", |stats| {
            stats.counter("hits").alive_only().register().expect("it").inc();
        }),
    ];
    for (n, (what, register)) in others.into_iter().enumerate() {
        let other = {
            let stats = place.writer("b.mmstats");
            stats.counter("before").register().expect("a counter").inc();
            register(&stats);
            stats.counter("behind").register().expect("a counter").inc();
            stats.path().expect("a file")
        };
        place.leave("c.mmstats", 1);
        let report = place.run();
        let found = outcome(&report, &other);
        assert!(found.starts_with("kept: family hits is another one in the accumulator: "));
        assert!(found.contains(what), "{found}");
        assert_eq!(report.folded(), 1);
        let reader = mmstats::Reader::open(place.accumulator()).expect("a file");
        let snapshot = reader.snapshot();
        assert_eq!(snapshot.series().count(), 1);
        let hits = snapshot.get("hits").expect("a series").value();
        assert!(matches!(hits, mmstats::Value::U64(hits) if hits == n as u64 + 2));
        fs::remove_file(other).expect("ours");
    }
}

/// An accumulator that is damaged, or none, is never replaced, and nothing is folded into it.
#[test]
fn a_damaged_accumulator() {
    let place = Place::new();
    place.leave("a.mmstats", 1);
    place.run();
    let good = fs::read(place.accumulator()).expect("ours");
    let left = place.leave("b.mmstats", 2);
    let mut kind = good.clone();
    kind[4096..][..4].copy_from_slice(&9_u32.to_le_bytes());
    let mut open = good.clone();
    open[24] = 1;
    let other = fs::read(&left).expect("ours");
    for bad in [&good[..5000], &kind, &open, &other, b"", b"nothing"] {
        fs::write(place.accumulator(), bad).expect("ours");
        let report = place.run();
        let found = outcome(&report, &left);
        assert!(found.starts_with("kept: its accumulator can't be had"), "{found}");
        assert_eq!(fs::read(place.accumulator()).expect("ours"), bad);
        assert_eq!(place.names().len(), 2);
    }
    fs::write(place.accumulator(), good).expect("ours");
    assert_eq!(place.run().folded(), 1);
    assert_eq!(place.hits(), 3);
}

/// A full file system: the accumulator that is there stays, and all files.
#[test]
fn no_space() {
    if let Some(folder) = child::role() {
        let limit = libc::rlimit { rlim_cur: 8192, rlim_max: 8192 };
        // SAFETY: a limit of this process, which was started for this.
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) }, 0);
        let fold = mmstats::fold::Fold::in_folder(folder).keep_newest(0);
        let report = fold.run().expect("a folder");
        assert_eq!(report.outcomes().len(), 2);
        for (_, outcome) in report.outcomes() {
            assert!(outcome.to_string().contains("no space"), "{outcome}");
        }
        return;
    }
    let place = Place::new();
    place.leave("a.mmstats", 1);
    place.run();
    place.leave("b.mmstats", 2);
    place.leave("c.mmstats", 4);
    let (names, before) = (place.names(), fs::read(place.accumulator()).expect("ours"));
    child::run(child::command("refused::no_space", place.path().to_str().expect("UTF-8")));
    assert_eq!((place.names(), fs::read(place.accumulator()).expect("ours")), (names, before));
    assert_eq!(place.hits(), 7);
}

/// Who can read the files can read the accumulator.
#[test]
fn permissions() {
    let place = Place::new();
    for mode in [0o640, 0o600] {
        let options = place.options("a.mmstats").mode(mode);
        count(&options.build().expect("a writer")).inc();
        assert_eq!(place.run().folded(), 1);
        let about = fs::metadata(place.accumulator()).expect("ours");
        // As it was when it was made.
        assert_eq!(about.permissions().mode() & 0o777, 0o640);
    }
}
