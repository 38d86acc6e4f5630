//! No space: an error of the call that adds, never a signal later (F2-GROW, F1-ALLOCATE).

use std::fs;

use mmstats::{Cause, Error, Histogram, Writer};

use crate::child;
use crate::folder::Folder;
use crate::growth::registered_until_refused;
use crate::tmpfs::on_tmpfs;

fn fill(stats: &Writer) -> (Vec<Histogram>, Error) {
    registered_until_refused(|n| stats.histogram(&format!("h{n}")).register())
}

/// What was registered goes on, also in stripes, for which there is no space either.
fn assert_goes_on(folder: &Folder, stats: &Writer, histograms: &[Histogram]) {
    assert!(histograms.len() > 2, "{} fit", histograms.len());
    let local = stats.local().expect("a local object");
    for histogram in histograms {
        histogram.observe(1);
        local.histogram(histogram).observe(2);
    }
    let decoded = folder.decoded();
    let whole = decoded.values.values().filter(|value| value.starts_with("count 2 sum 3 "));
    assert_eq!(whole.count(), histograms.len());
}

#[test]
fn a_full_file_system() {
    on_tmpfs("size=128k", |folder| {
        let filler = folder.path().join("filler");
        fs::write(&filler, [1; 48 << 10]).expect("as much fits");
        let stats = folder.writer();
        let (histograms, error) = fill(&stats);
        assert_eq!(error.cause(), Cause::Full, "{error}");
        assert_goes_on(folder, &stats, &histograms);
        let families = folder.decoded().families.len();
        // Not removed: a child that another test has just forked may have it open.
        fs::write(&filler, []).expect("ours");
        let next = format!("h{}", histograms.len());
        stats.histogram(&next).register().expect("now there is space").observe(1);
        assert!(folder.decoded().value(&format!("{next}{{}}")).starts_with("count 1 "));
        assert!(folder.decoded().families.len() <= families + 1, "what there was of it is used");
    });
}

#[test]
fn a_file_system_that_is_full_from_the_start() {
    on_tmpfs("size=64k", |folder| {
        fs::write(folder.path().join("filler"), [1; 60 << 10]).expect("as much fits");
        let error = folder.options().build().expect_err("there is no space for it");
        assert_eq!(error.cause(), Cause::Full, "{error}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left");
    });
}

/// In a child, since the limit is that of a process. The signal that comes with the limit would
/// end it.
#[test]
fn a_limit_on_the_size_of_files() {
    if child::role().is_none() {
        let test = "no_space::a_limit_on_the_size_of_files";
        return child::run(child::command(test, "limited"));
    }
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: plain numbers, and a limit that outlives the calls.
    unsafe {
        assert_eq!(libc::getrlimit(libc::RLIMIT_FSIZE, &raw mut limit), 0);
        limit.rlim_cur = 64 << 10;
        assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit), 0);
    }
    let folder = Folder::new();
    let stats = folder.writer();
    let (histograms, error) = fill(&stats);
    assert_eq!(error.cause(), Cause::Full, "{error}");
    assert_goes_on(&folder, &stats, &histograms);
}
