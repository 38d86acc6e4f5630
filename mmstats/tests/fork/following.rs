//! A child that follows (F2-FOLLOW).

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use mmstats::format::layout::header;
use mmstats::{Cause, Liveness, Metric, Reader, Writer, raw};

use crate::case::{alone, fork, in_child};
use crate::folder::{Decoded, Folder};

/// The file of a child that follows the writer of `test.mmstats`.
fn file_of(folder: &Folder, pid: u32) -> PathBuf {
    folder.path().join(format!("test-{pid}.mmstats"))
}

fn decoded(path: &PathBuf) -> Decoded {
    Decoded::of(&fs::read(path).expect("a file"))
}

/// Families of all kinds, one with series that are retired, one that is full.
fn register(stats: &Writer) {
    stats.counter("counter").unit("1").help("Help.").register().expect("a counter");
    stats.gauge_bool("gauge").register().expect("a gauge");
    stats.text("text").capacity(16).register().expect("a text");
    stats.histogram("histogram").register().expect("a histogram");
    stats.window_f64("window").register().expect("a window");
    stats.timer("timer").register().expect("a timer");
    let family = stats.counter("family").labels(["a", "b"]).register().expect("a family");
    let long = "long".repeat(30);
    family.with([long.as_str(), ""]).expect("a series").retire().expect("a file");
    family.with(["1", "2"]).expect("in the long one's place").inc();
    family.with(["3", "4"]).expect("a series").retire().expect("a file");
    family.with(["5", "6"]).expect("in the place of the third").inc();
    family.with(["7", "8"]).expect("a series").retire().expect("a file");
    let full = stats.text("full").labels(["a"]).limit(1).register().expect("a family");
    full.with(["1"]).expect("a series").set("x");
    full.with(["2"]).expect("the one beyond the limit").set("y");
    for n in 0..200 {
        stats.histogram(&format!("h{n}")).register().expect("a histogram");
    }
    let local = stats.local().expect("a stripe");
    let counter = stats.counter("counter").register().expect("a counter");
    local.counter(&counter).add(100);
}

/// The same directory, byte for byte but for states and times: the handles' cells are in place.
#[test]
fn its_file_has_all_that_the_parents_has() {
    alone("following::its_file_has_all_that_the_parents_has", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        register(&stats);
        let parents = folder.decoded();
        let child = fork("it follows", || {
            let path = file_of(&folder, std::process::id());
            assert_eq!(stats.path(), Some(path.clone()), "{:?}", stats.warning());
            let bytes = fs::read(&path).expect("a file");
            assert_eq!(bytes.len(), stats.size());
            let its = Decoded::of(&bytes);
            assert_eq!(its.families, parents.families);
            let series = |of: &Decoded| of.values.keys().cloned().collect::<Vec<_>>();
            assert_eq!(series(&its), series(&parents));
            assert_eq!(its.value("counter{}"), "0", "it begins at 0, in all stripes");
            assert_eq!(its.value("text{}"), "none");
            assert_eq!(its.header.append, parents.header.append);
            assert_eq!((its.header.reuse, its.header.state), (0, header::OPEN));
            assert_eq!(its.header.pid, std::process::id().into());
            assert_ne!(its.header.file_id, parents.header.file_id);
            assert!(its.header.created > parents.header.created);
            let reader = Reader::open(&path).expect("a file");
            assert_eq!(reader.writer(), Liveness::Alive);
            let is_new = |bytes: &[u8]| {
                let directory = mmstats::format::Directory::parse(bytes).expect("a file");
                directory.at_rest(bytes).series().all(|of| of.created() >= its.header.created)
            };
            assert!(is_new(&bytes), "its series are new");
        });
        let pid = child.pid();
        child.wait();
        assert_eq!(folder.decoded(), parents);
        let reader = Reader::open(file_of(&folder, pid)).expect("it outlives the child");
        assert_eq!(reader.writer(), Liveness::Dead);
    });
}

/// Handles go on, also those that are plain addresses, as C's.
#[test]
fn handles_write_to_its_file() {
    alone("following::handles_write_to_its_file", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        register(&stats);
        let counter = stats.counter("counter").register().expect("a counter");
        let text = stats.text("text").capacity(16).register().expect("a text");
        let window = stats.window_f64("window").register().expect("a window");
        let family = stats.counter("family").labels(["a", "b"]).register().expect("a family");
        let known = family.with(["1", "2"]).expect("a series");
        let local = stats.local().expect("a stripe");
        let mine = local.counter(&counter);
        let address = AsRef::<raw::Series>::as_ref(&known).address();
        let before = folder.decoded();
        in_child("it writes", || {
            counter.add(2);
            mine.add(3);
            text.set("new");
            window.observe_at(1, 0.5);
            // SAFETY: the memory stays mapped for the life of the process.
            let cell = unsafe { mmstats::format::cells::words(address, 1) };
            cell[0].add(7);
            assert_eq!(known.get(), 7);
            let its = decoded(&file_of(&folder, std::process::id()));
            assert_eq!((its.value("counter{}"), its.value("text{}")), ("5", "\"new\""));
            assert_eq!(its.value("family{a=1,b=2}"), "7");
            assert_eq!(its.value("window{}"), "refused 0 1: 1 0.5 0.5");
            assert_eq!(cell[0].load(Ordering::Relaxed), 7);
        });
        assert_eq!(folder.decoded(), before);
    });
}

/// All that a writer can do: grow, reuse what the parent retired, retire, flush, close.
#[test]
fn it_is_a_writer_as_any_other() {
    alone("following::it_is_a_writer_as_any_other", || {
        let folder = Folder::new();
        let stats = folder.options().follow(true).build().expect("a writer");
        register(&stats);
        let family = stats.counter("family").labels(["a", "b"]).register().expect("a family");
        let before = folder.decoded();
        in_child("it registers", || {
            let path = file_of(&folder, std::process::id());
            let entries = decoded(&path).header.append;
            let reused = family.with(["9", "9"]).expect("a series");
            reused.add(9);
            assert_eq!(decoded(&path).header.append, entries, "in the place of a retired one");
            family.with(["1", "2"]).expect("a series").retire().expect("a file");
            for n in 0..200 {
                stats.histogram(&format!("new{n}")).register().expect("it grows").observe(n);
            }
            let local = stats.local().expect("a stripe");
            local.counter(&reused).inc();
            let its = decoded(&path);
            assert_eq!(its.value("family{a=9,b=9}"), "10");
            assert!(!its.labels_of("family").contains(&"a=1,b=2"), "it was retired");
            assert!(its.value("new199{}").starts_with("count 1 "));
            stats.flush(true).expect("a file");
            stats.close().expect("a file");
            assert_eq!(decoded(&path).header.state, header::CLOSED);
            let error = stats.follow().expect_err("it is closed");
            assert_eq!(error.cause(), Cause::Closed, "{error}");
        });
        assert_eq!(folder.decoded(), before);
    });
}

/// By the call, which keeps what the child has counted since the fork.
#[test]
fn a_call_loses_nothing() {
    alone("following::a_call_loses_nothing", || {
        let folder = Folder::new();
        let stats = folder.writer();
        register(&stats);
        let counter = stats.counter("counter").register().expect("a counter");
        let text = stats.text("text").capacity(16).register().expect("a text");
        let sizes = stats.histogram("histogram").register().expect("a histogram");
        let local = stats.local().expect("a stripe");
        let (mine, my_sizes) = (local.counter(&counter), local.histogram(&sizes));
        counter.add(1_000);
        in_child("it follows later", || {
            counter.add(2);
            mine.add(3);
            text.set("before");
            sizes.observe(4);
            my_sizes.observe(5);
            stats.follow().expect("a file");
            let path = file_of(&folder, std::process::id());
            let its = decoded(&path);
            assert_eq!((its.value("counter{}"), its.value("text{}")), ("5", "\"before\""));
            assert!(its.value("histogram{}").starts_with("count 2 sum 9 min 4 max 5 "));
            counter.inc();
            stats.follow().expect("it has one already");
            assert_eq!((stats.path(), decoded(&path).value("counter{}")), (Some(path), "6"));
        });
        assert_eq!(folder.decoded().value("counter{}"), "1100");
    });
}

#[test]
fn where_there_is_nothing_to_follow() {
    alone("following::where_there_is_nothing_to_follow", || {
        let folder = Folder::new();
        let stats = folder.writer();
        stats.follow().expect("the file is this process'");
        assert_eq!(stats.path(), Some(folder.file()));
        stats.close().expect("a file");
        let closed = |what: &str| {
            let error = stats.follow().expect_err(what);
            assert_eq!(error.cause(), Cause::Closed, "{error}");
        };
        closed("it is closed");
        in_child("of a closed one", || closed("it was closed by the parent"));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    });
}
