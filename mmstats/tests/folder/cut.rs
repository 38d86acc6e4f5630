//! Files that shrink and grow while they are read: an error, or what was there, never a signal.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::{AnyReader, Cause, Error, open};

use crate::sample::{Folder, HITS, hits};

/// So many looks have to end in each way.
const ENOUGH: usize = 200;

/// Cuts a file at every page and in the middle of one, and makes it whole again, for ever.
fn cut_for_ever(path: &Path, bytes: &[u8], ended: &AtomicBool) -> io::Result<()> {
    let file = File::options().write(true).open(path)?;
    let mut sizes = (0..bytes.len()).step_by(2048).cycle();
    while !ended.load(Ordering::Relaxed) {
        file.set_len(sizes.next().unwrap_or(0) as u64)?;
        thread::yield_now();
        file.write_all_at(bytes, 0)?;
        thread::yield_now();
    }
    Ok(())
}

/// Whether a look found a file.
fn is_file(hits: Result<Option<u64>, Error>) -> Result<bool, String> {
    match hits {
        // What is cut off within a page is zeros for a moment; and then there may be no such field
        // either, or a value that is busy.
        Ok(Some(HITS | 0) | None) => Ok(true),
        Ok(Some(other)) => Err(format!("{other} was never there")),
        Err(error) => match error.cause() {
            Cause::Corrupt | Cause::NotAStatsFile | Cause::UnknownVersion => Ok(false),
            _ => Err(error.to_string()),
        },
    }
}

/// Looks, with new readers and with an old one, until enough looks of each have found a file, and
/// enough have found none.
fn look_often(path: &Path, mut old: AnyReader) -> Result<(), String> {
    let mut counts = [0; 4];
    while counts.iter().any(|count| *count < ENOUGH) {
        let opened = is_file(open(path).map(|reader| hits(&reader)))?;
        let refreshed = is_file(old.refresh().map(|()| hits(&old)))?;
        counts[usize::from(opened)] += 1;
        counts[2 + usize::from(refreshed)] += 1;
    }
    Ok(())
}

fn torture(bytes: &[u8]) {
    let folder = Folder::new();
    let path = &folder.join("a.mmstats");
    fs::write(path, bytes).expect("ours");
    let old = open(path).expect("a whole file");
    let ended = &AtomicBool::new(false);
    thread::scope(|scope| {
        let cutting = scope.spawn(move || cut_for_ever(path, bytes, ended));
        // The other thread has to end, whatever is found here.
        let looked = look_often(path, old);
        ended.store(true, Ordering::Relaxed);
        assert_eq!(looked, Ok(()));
        cutting.join().expect("no panic").expect("ours to cut");
    });
    assert_eq!(hits(&open(path).expect("it is whole again")), Some(HITS));
}

#[test]
fn format_1() {
    torture(&Folder::new().bytes_v1());
}

/// F2-HEADER, F2-PUBLISHED: what is missing is said.
#[test]
fn format_2() {
    torture(&Folder::new().bytes_v2());
}
