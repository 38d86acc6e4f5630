//! Series and files that come and go.

use std::fs;

use mmstats::application::Value;
use mmstats::{Metric, Writer};

use crate::folder::{Folder, assert_fine};

fn series(stats: &Writer, path: &str) -> mmstats::Counter {
    let hits = stats.counter("hits").labels(["path"]).register().expect("a family");
    hits.with([path]).expect("a series")
}

fn found(web: &mut mmstats::application::Application) -> Vec<(String, Value)> {
    let totals = web.look().expect("a look");
    assert_fine(totals);
    let hits = totals.family("hits");
    let mut found: Vec<_> = hits
        .into_iter()
        .flat_map(|hits| hits.series())
        .map(|series| {
            let labels: Vec<_> = series.labels().map(|(_, value)| value).collect();
            (labels.join(","), series.value().clone())
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}

fn expected<const N: usize>(all: [(&str, u64); N]) -> Vec<(String, Value)> {
    all.map(|(path, n)| (path.to_owned(), Value::U64(n))).to_vec()
}

/// F2-RETIRE, F2-REUSE: what has gone is in no total, and what came in its place is itself.
#[test]
fn series_that_are_retired_and_reused() {
    let folder = Folder::new();
    let (one, two) = (folder.writer("1.mmstats"), folder.writer("2.mmstats"));
    let (a1, a2) = (series(&one, "/a"), series(&two, "/a"));
    a1.add(1);
    a2.add(10);
    let mut web = folder.application();
    assert_eq!(found(&mut web), expected([("/a", 11)]));
    // The two have one directory; from here on they have not.
    assert!(a1.retire().expect("a file"));
    assert_eq!(found(&mut web), expected([("/a", 10)]));
    let b1 = series(&one, "/b");
    b1.add(5);
    assert_eq!(found(&mut web), expected([("/a", 10), ("/b", 5)]));
    a2.add(10);
    b1.add(5);
    assert_eq!(found(&mut web), expected([("/a", 20), ("/b", 10)]));
    assert!(b1.retire().expect("a file"));
    series(&one, "/a").add(1);
    assert_eq!(found(&mut web), expected([("/a", 21)]));
    assert!(a2.retire().expect("a file"));
    assert_eq!(found(&mut web), expected([("/a", 1)]));
}

/// F2-APPEND: entries that are new, in blocks that are new, while another file with the same
/// beginning has none.
#[test]
fn series_and_blocks_that_come() {
    let folder = Folder::new();
    let (one, two) = (folder.writer("1.mmstats"), folder.writer("2.mmstats"));
    let mut web = folder.application();
    for n in 1..=300 {
        series(&one, &format!("/{n:03}")).inc();
        if n % 3 == 0 {
            series(&two, &format!("/{n:03}")).inc();
        }
        if n % 20 == 0 {
            let found = found(&mut web);
            let sum: u64 = found.iter().filter_map(|(_, value)| value.as_u64()).sum();
            assert_eq!((found.len() as u64, sum), (n, n + n / 3));
        }
    }
}

#[test]
fn files_that_come_and_go() {
    let folder = Folder::new();
    let mut web = folder.application();
    assert_eq!(found(&mut web), expected([]));
    let writers: Vec<_> = (0..5).map(|i| folder.writer(&format!("{i}.mmstats"))).collect();
    for (n, stats) in (1..).zip(&writers) {
        series(stats, "/a").add(1);
        assert_eq!(found(&mut web), expected([("/a", n)]));
    }
    drop(writers);
    for left in (0..5).rev() {
        fs::remove_file(folder.join(&format!("{left}.mmstats"))).expect("ours");
        let found = found(&mut web);
        assert_eq!(found, if left == 0 { vec![] } else { expected([("/a", left)]) });
    }
}

/// A file that took the name of another has nothing to do with it, however alike they are.
#[test]
fn a_file_that_is_replaced() {
    let folder = Folder::new();
    let mut web = folder.application();
    for (path, n) in [("/a", 1), ("/b", 2), ("/b", 3), ("/c", 4)] {
        let options = mmstats::Writer::options("web").path(folder.path()).filename("same.mmstats");
        let stats = options.fold(false).build().expect("a writer");
        series(&stats, path).add(n);
        assert_eq!(found(&mut web), expected([(path, n)]));
        let created = web.totals().files()[0].created();
        let reader = mmstats::Reader::open(stats.path().expect("a file")).expect("a file");
        assert_eq!(created, reader.snapshot().header().created);
    }
}

/// What nobody has any more is forgotten in the end, and what comes again is found.
#[test]
fn series_that_nobody_has_are_forgotten() {
    let folder = Folder::new();
    let mut web = folder.application();
    let stays = folder.writer("stays.mmstats");
    series(&stays, "/stays").add(7);
    for round in 0..4 {
        let stats = folder.writer("many.mmstats");
        let hits = stats.counter("hits").labels(["path"]).limit(5000).register();
        let hits = hits.expect("a family");
        for n in 0..3000 {
            hits.with([format!("{round}/{n}")]).expect("a series").inc();
        }
        assert_eq!(found(&mut web).len(), 3001);
        drop(stats);
        fs::remove_file(folder.join("many.mmstats")).expect("ours");
        assert_eq!(found(&mut web), expected([("/stays", 7)]));
        stays.gauge("other").register().expect("a gauge");
    }
}
