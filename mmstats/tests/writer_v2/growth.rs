//! Blocks that are added (SPEC.md 2.3 and 2.11).

use mmstats::{Cause, Reader};

use crate::folder::Folder;

/// F2-GROW, F2-APPEND, F2-ORDINAL, F2-BLOCK-WHOLE, F2-HEAD: what was there stays, and what is new is found.
#[test]
fn a_file_grows_over_many_blocks() {
    const SERIES: u64 = 20_000;
    let folder = Folder::new();
    let stats = folder.writer();
    let family = stats.counter("hits").labels(["n"]).limit(SERIES as usize).register();
    let family = family.expect("a family");
    let mut handles = Vec::new();
    for n in 0..SERIES {
        let series = family.with([n.to_string()]).expect("a series");
        series.add(n);
        handles.push(series);
    }
    handles.iter().for_each(|series| series.inc());
    let decoded = folder.decoded();
    assert_eq!(decoded.labels_of("hits").len() as u64, SERIES);
    for n in [0, 1, SERIES / 2, SERIES - 1] {
        assert_eq!(decoded.value(&format!("hits{{n={n}}}")), (n + 1).to_string());
    }
    assert_eq!(decoded.header.published as usize, stats.size());
}

/// A reader that has the file open sees what is added.
#[test]
fn a_reader_sees_it_grow() {
    let folder = Folder::new();
    let stats = folder.writer();
    let mut reader = Reader::open(folder.file()).expect("a file");
    for n in 1..=500 {
        stats.histogram(&format!("h{n}")).register().expect("a histogram");
        if n % 100 == 0 {
            assert_eq!(reader.refresh().expect("a file").series().count(), n);
        }
    }
}

/// What is larger than a block gets one of its own.
#[test]
fn a_large_cell() {
    let folder = Folder::new();
    let stats = folder.writer();
    let wide = stats.text("wide").capacity(65_528).register().expect("a text");
    let small = stats.gauge("small").register().expect("a gauge");
    let long = "x".repeat(65_528);
    wide.set(&long);
    small.set(-1);
    let decoded = folder.decoded();
    assert_eq!(decoded.value("wide{}"), format!("{long:?}"));
    assert_eq!(decoded.value("small{}"), "-1");
}

#[test]
fn as_much_as_was_reserved() {
    let folder = Folder::new();
    let stats = folder.options().reserve(64 << 10).build().expect("a writer");
    let register = |n: usize| stats.histogram(&format!("h{n}")).register();
    let (handles, error) = registered_until_refused(register);
    assert_eq!(error.cause(), Cause::Limit, "{error}");
    assert!(handles.len() > 3);
    handles.iter().for_each(|histogram| histogram.observe(1));
    let decoded = folder.decoded();
    assert!(decoded.values.len() >= handles.len());
    assert!(decoded.values.values().all(|value| value.starts_with("count 1 ")));
    for small in [0, 1, 4096] {
        let error = folder.options().filename("small").reserve(small).build();
        assert_eq!(error.expect_err("not even a header").cause(), Cause::Limit, "{small}");
    }
}

/// Registers one after the other until there is an error.
pub fn registered_until_refused<T>(
    register: impl Fn(usize) -> Result<T, mmstats::Error>,
) -> (Vec<T>, mmstats::Error) {
    let mut registered = Vec::new();
    loop {
        match register(registered.len()) {
            Ok(one) => registered.push(one),
            Err(error) => return (registered, error),
        }
    }
}
