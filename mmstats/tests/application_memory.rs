//! What an application takes: little for a file, each different directory once, and nothing more for
//! looking again.

#[path = "../../mmstats-core/tests/support/counting.rs"]
mod counting;
#[path = "support/image.rs"]
#[expect(dead_code, reason = "other tests build more")]
mod image;

use std::fs;
use std::hint::black_box;

use mmstats::Writer;
use mmstats::application::Application;
use mmstats_core::v2::layout::header;

use counting::{Counting, count};
use image::{Family, Image, put, words};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const FILES: usize = 2000;
const SERIES: usize = 100;

/// A file of counters, a histogram and a window.
fn image() -> Vec<u8> {
    let mut image = Image::new();
    let hits = image.family(&Family::counter("hits").labels(&["n"]));
    let latency = image.family(&Family::histogram("latency", 1, 4, -1, 640));
    let recent = image.family(&Family::window("recent", 1, 1000, 7));
    for i in 0..SERIES {
        image.series(hits, &[&i.to_string()], &words([1]));
    }
    image.series(latency, &[], &words([1; 648]));
    image.series(recent, &[], &words([0; 29]));
    image.bytes()
}

fn sum(application: &mut Application) -> u64 {
    let totals = application.look().expect("a look");
    assert!(totals.problems().is_empty());
    totals.series().filter_map(|series| series.value().as_u64()).sum()
}

#[test]
fn looking_again_takes_no_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut bytes = image();
    for file in 0..FILES {
        put(&mut bytes, header::FILE_ID, &(file as u64 + 1).to_le_bytes());
        fs::write(folder.path().join(format!("{file}.mmstats")), &bytes).expect("ours");
    }
    let glob = folder.path().join("*.mmstats");
    let (first, mut web) = count(|| {
        let mut web = Application::new("web").globs([&glob]);
        assert_eq!(sum(&mut web), (FILES * SERIES) as u64);
        web
    });
    let kept = first.bytes as usize;
    let bound = 256 * FILES + 8 * bytes.len() + (64 << 10);
    assert!(kept <= bound, "{kept} bytes stay for {FILES} files, more than {bound}");
    // The second look has the files of the first beside its own.
    sum(&mut web);
    let (again, ()) = count(|| {
        for _ in 0..10 {
            black_box(sum(&mut web));
        }
    });
    assert_eq!(again.bytes, 0, "bytes that ten looks left");
    // The list of paths, and what is known of the files from the look before.
    let bound = 512 * FILES + (64 << 10);
    assert!(again.peak as usize <= bound, "{} bytes for a look, more than {bound}", again.peak);
    drop(web);
}

/// Series that nobody has any more are forgotten.
#[test]
fn what_has_gone_takes_no_memory_in_the_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut web = Application::new("web").globs([folder.path().join("*.mmstats")]);
    let mut round = |round: usize| {
        let options = Writer::options("web").path(folder.path()).filename("a.mmstats").fold(false);
        let stats = options.build().expect("a writer");
        let hits = stats.counter("hits").labels(["n"]).limit(SERIES * 20).register();
        let hits = hits.expect("a family");
        for i in 0..SERIES * 20 {
            hits.with([format!("{round}/{i}")]).expect("a series").inc();
        }
        drop((hits, stats));
        assert_eq!(sum(&mut web), SERIES as u64 * 20);
    };
    let (first, ()) = count(|| (0..10).for_each(&mut round));
    let (then, ()) = count(|| (10..50).for_each(&mut round));
    assert!(then.bytes <= first.bytes, "{} bytes more, after {}", then.bytes, first.bytes);
}
