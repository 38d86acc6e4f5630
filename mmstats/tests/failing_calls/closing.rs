//! Closing: handles go on, harmless, and a writer that is dropped leaves nothing open (F2-CLOSE,
//! F2-LATE).

use mmstats::Counter;

use crate::every::every_call_fails;
use crate::place::Place;
use crate::trap::with_traps;

#[test]
fn closing() {
    with_traps(|| {
        every_call_fails(
            &[],
            &["mmap", "mremap", "fcntl", "close"],
            |place: &Place| {
                let writer = place.writer();
                let counter: Counter = writer.counter("hits").register().expect("a counter");
                counter.add(3);
                (writer, counter)
            },
            |(writer, counter)| {
                let closed = writer.close();
                counter.inc();
                closed
            },
            |place: &Place, (writer, counter), result| {
                let seen = place.count("hits");
                match result {
                    Ok(()) => assert_eq!(seen, 3, "what comes late is seen by nobody"),
                    Err(_) => assert!((3..=4).contains(&seen), "{seen}"),
                }
                // Again, and now it works.
                drop(writer);
                counter.inc();
                assert_eq!(counter.get(), 5);
                assert_eq!(place.count("hits"), seen);
                drop(counter);
                let next = place.writer();
                next.counter("hits").register().expect("a counter").inc();
                assert_eq!(place.count("hits"), 1);
            },
        );
    });
}
