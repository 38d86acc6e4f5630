//! Growth: what was registered goes on, and what was refused can be tried again (F2-GROW, F2-FULL).

use std::fs;
use std::os::unix::fs::MetadataExt;

use mmstats::{Cause, Error, Histogram, Writer};

use crate::every::{ALONE, every_call_fails};
use crate::place::Place;
use crate::trap::{self, Lack, with_traps};

struct Stats {
    writer: Writer,
    first: Histogram,
}

impl Stats {
    fn new(place: &Place) -> Stats {
        let writer = place.writer();
        let first = writer.histogram("first").register().expect("a histogram");
        Stats { writer, first }
    }
}

/// Of a family, its series and their cells: two blocks and more.
#[test]
fn registering() {
    let register = |writer: &Writer| -> Result<Histogram, Error> {
        let help = "x".repeat(5000);
        let family = writer.histogram("second").help(&help).labels(["code"]).register()?;
        family.with(["200"])
    };
    with_traps(|| {
        every_call_fails(
            &[],
            &["fallocate", "mmap", "madvise"],
            Stats::new,
            |stats: &mut Stats| {
                let registered = register(&stats.writer);
                // Both go on where the second one could not be had.
                stats.first.observe(1);
                registered.inspect(|second| second.observe(1))
            },
            |place: &Place, stats: Stats, result| {
                stats.first.observe(2);
                assert_eq!(place.count("first"), 2);
                let before = u64::from(result.is_ok());
                let second = result.or_else(|_| register(&stats.writer)).expect("now it works");
                second.observe(2);
                assert_eq!(place.count("second"), before + 1);
            },
        );
    });
}

/// Of the file's pages those that are published, and no other, are mapped where they can't be had.
#[test]
fn pages_that_are_not_there() {
    static LACKS: [Lack; 1] =
        [Lack { call: libc::SYS_madvise, when: |_| true, error: libc::EFAULT }];
    let _alone = ALONE.lock();
    with_traps(|| {
        let place = Place::new();
        let stats = Stats::new(&place);
        let (refused, _) = trap::run(&LACKS, None, || {
            let more = |n| stats.writer.histogram(&format!("h{n}")).register();
            (0..1_000).find_map(|n| more(n).err())
        });
        let error = refused.expect("it has to grow");
        assert_eq!(error.cause(), Cause::Full, "{error}");
        let inode = fs::metadata(place.file()).expect("a file").ino().to_string();
        let maps = fs::read_to_string("/proc/self/maps").expect("a text");
        let lengths = maps.lines().filter_map(|line| {
            let mut parts = line.split_whitespace();
            let (start, end) = parts.next()?.split_once('-')?;
            let address = |text| usize::from_str_radix(text, 16).expect("an address");
            (parts.nth(3)? == inode).then(|| address(end) - address(start))
        });
        assert_eq!(lengths.sum::<usize>(), stats.writer.size());
        stats.first.observe(1);
        assert_eq!(place.count("first"), 1);
    });
}

/// A thread's own cells: where they can't be had, those that all threads share.
#[test]
fn local_cells() {
    with_traps(|| {
        every_call_fails(
            &[],
            &["fallocate", "mmap", "madvise"],
            Stats::new,
            |stats: &mut Stats| {
                let local = stats.writer.local()?;
                local.histogram(&stats.first).observe(1);
                Ok::<_, Error>(())
            },
            |place: &Place, stats: Stats, result| {
                assert!(result.is_ok(), "{result:?}");
                let local = stats.writer.local().expect("a local object");
                local.histogram(&stats.first).observe(2);
                stats.first.observe(3);
                assert_eq!(place.count("first"), 3);
            },
        );
    });
}
