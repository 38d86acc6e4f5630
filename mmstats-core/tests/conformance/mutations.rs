//! The mutation digests: one number for the verdicts on all the damaged copies of a file.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use mmstats_core::{v1, v2};

use crate::manifest::{Case, cases};

/// FNV-1a, 64 bits.
struct Digest(u64);

impl Digest {
    fn new() -> Digest {
        Digest(0xcbf2_9ce4_8422_2325)
    }

    fn feed(&mut self, verdict: u64) {
        for byte in verdict.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }
}

/// The verdict on a file of that format: the number of fields or live series, or 2^32 and the offset of
/// the error.
fn verdict(format: u64, bytes: &[u8]) -> u64 {
    let found = match format {
        1 => v1::File::parse(bytes).map(|file| file.len()).map_err(|error| error.offset),
        _ => v2::Directory::parse(bytes).map(|found| found.len()).map_err(|error| error.offset),
    };
    found.map_or_else(|offset| (1 << 32) + offset, |number| number as u64)
}

fn truncated(format: u64, bytes: &[u8]) -> String {
    let mut digest = Digest::new();
    for size in 0..bytes.len() {
        digest.feed(verdict(format, &bytes[..size]));
    }
    digest.hex()
}

fn flipped(format: u64, mut bytes: Vec<u8>) -> String {
    let mut digest = Digest::new();
    for i in 0..bytes.len() {
        bytes[i] ^= 0xff;
        digest.feed(verdict(format, &bytes));
        bytes[i] ^= 0xff;
    }
    digest.hex()
}

fn check(case: &Case) -> Option<String> {
    let expected = case.mutations()?;
    let found = [truncated(case.format(), &case.bytes()), flipped(case.format(), case.bytes())];
    (found != expected).then(|| format!("{}: expected {expected:?}, found {found:?}", case.id()))
}

#[test]
fn verdicts_on_damaged_files_are_those_of_the_reference() {
    let cases = cases();
    assert!(cases.iter().any(|case| case.mutations().is_some()), "some cases have digests");
    let next = AtomicUsize::new(0);
    let work = || {
        let mine = std::iter::from_fn(|| cases.get(next.fetch_add(1, Ordering::Relaxed)));
        mine.filter_map(check).collect::<Vec<_>>()
    };
    let wrong = thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let found = workers.into_iter().flat_map(|worker| worker.join().expect("no panic"));
        found.collect::<Vec<_>>()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
