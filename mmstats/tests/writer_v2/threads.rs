//! Registering from many threads at once (SPEC.md 2.11).

use std::sync::Barrier;
use std::thread;

use mmstats::Cause;

use crate::folder::Folder;

const THREADS: usize = 8;
const NAMES: usize = 200;

#[test]
fn all_get_the_same_series() {
    let folder = Folder::new();
    let stats = folder.writer();
    let start = Barrier::new(THREADS);
    let body = || {
        start.wait();
        for n in 0..NAMES {
            stats.counter(&format!("c{n}")).register().expect("a counter").inc();
            let family = stats.counter(&format!("l{}", n % 10)).labels(["n"]).register();
            family.expect("a family").with([n.to_string()]).expect("a series").inc();
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(body))));
    let decoded = folder.decoded();
    assert_eq!(decoded.families.len(), NAMES + 10 + 1);
    for n in 0..NAMES {
        assert_eq!(decoded.value(&format!("c{n}{{}}")), THREADS.to_string());
        let series = format!("l{}{{n={n}}}", n % 10);
        assert_eq!(decoded.value(&series), THREADS.to_string());
    }
}

/// F2-NAME-UNIQUE.
#[test]
fn one_of_two_types_wins() {
    let folder = Folder::new();
    let stats = folder.writer();
    for n in 0..NAMES {
        let name = format!("m{n}");
        let start = Barrier::new(2);
        let (counter, gauge) = thread::scope(|scope| {
            let counter = scope.spawn(|| {
                start.wait();
                stats.counter(&name).register().map(|counter| counter.inc())
            });
            start.wait();
            let gauge = stats.gauge(&name).register().map(|gauge| gauge.set(1));
            (counter.join().expect("no panic"), gauge)
        });
        let refused = match (counter, gauge) {
            (Ok(()), Err(error)) | (Err(error), Ok(())) => error,
            (counter, gauge) => panic!("not one of the two: {counter:?}, {gauge:?}"),
        };
        assert_eq!(refused.cause(), Cause::WrongType, "{refused}");
        assert_eq!(folder.decoded().value(&format!("{name}{{}}")), "1");
    }
    assert_eq!(folder.decoded().families.len(), NAMES, "nothing is left of what was refused");
}
