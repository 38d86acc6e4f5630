//! One after the other.

use std::sync::Mutex;
use std::thread;

use crate::place::Place;
use crate::trap::{self, Failure, Lack, name_of};

/// Held by a test as long as it looks at what this process has.
pub static ALONE: Mutex<()> = Mutex::new(());

/// What a call may say: what some go on without, and what nothing helps against.
const ERRORS: [i32; 7] = [
    libc::EIO,
    libc::ENOSPC,
    libc::EPERM,
    libc::ENOENT,
    libc::EEXIST,
    libc::EINVAL,
    libc::EOPNOTSUPP,
];

/// Fails every call that `act` makes on a system that lacks some, where `prepare` brought about what
/// there was before; `check` looks at what came of it, with calls that work. `expected` are some
/// that have to be among them.
pub fn every_call_fails<S, R>(
    lacks: &'static [Lack],
    expected: &[&str],
    prepare: impl Fn(&Place) -> S,
    act: impl Fn(&mut S) -> R,
    check: impl Fn(&Place, S, R),
) {
    // What is looked at is what this process has: one test at a time.
    let _alone = ALONE.lock();
    let round = |failure| {
        let place = Place::new();
        let mut state = prepare(&place);
        let (result, made) = trap::run(lacks, failure, || act(&mut state));
        let failed = failure.and_then(|failure: Failure| made.get(failure.at));
        let what = failed.map_or("no call", |call| name_of(*call));
        let context = Context(format!("{what} failed: {failure:?}"));
        check(&place, state, result);
        place.assert_nothing_is_left(what);
        drop(context);
        made
    };
    // The first time some calls are made once for all.
    round(None);
    let calls = round(None);
    let names: Vec<_> = calls.iter().map(|call| name_of(*call)).collect();
    for name in expected {
        assert!(names.contains(name), "no {name} among {names:?}");
    }
    let mut rounds = 0;
    for at in 0..calls.len() {
        for (error, for_good) in ways() {
            let made = round(Some(Failure { at, error, for_good }));
            assert!(made.len() > at, "{} of {names:?} didn't come again", names[at]);
            rounds += 1;
        }
    }
    println!("{} calls failed in {rounds} ways: {}", calls.len(), names.join(" "));
}

/// What a call says, and whether it says so for good.
pub fn ways() -> impl Iterator<Item = (i32, bool)> {
    let ways = ERRORS.into_iter().flat_map(|error| [(error, false), (error, true)]);
    // A signal comes once.
    ways.chain([(libc::EINTR, false)])
}

/// Tells what failed where a check doesn't hold.
struct Context(String);

impl Drop for Context {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}", self.0);
        }
    }
}
