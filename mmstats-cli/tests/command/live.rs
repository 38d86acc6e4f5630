//! A file that changes while it is looked at.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::v1::{Value, Writer};

use crate::harness::{Folder, run_with};

#[test]
fn slurp_sees_what_a_writer_writes_at_that_moment() {
    let folder = Folder::new();
    let options = Writer::options("live").path(folder.path()).system_fields(false);
    let mut writer = options.build().expect("a writer");
    // Nine letters: its buffers are aligned and in one cache line, so that no copy tears them.
    let responses = writer.counter("responses").expect("a counter");
    let both = writer.tuple_of("both", "QQ").expect("a tuple");
    let path = writer.create_file().expect("its file");

    let end = Arc::new(AtomicBool::new(false));
    let ended = Arc::clone(&end);
    let writing = thread::spawn(move || {
        while !ended.load(Ordering::Relaxed) {
            responses.inc();
            let n = responses.get();
            both.set(&[Value::U64(n), Value::U64(n)]).expect("two u64");
        }
        responses.get()
    });
    let slurp = || run_with(["slurp".as_ref(), path.as_os_str()]).printed();
    let (mut before, mut distinct) = (0, 0);
    while distinct < 5 {
        assert!(!writing.is_finished(), "the writing thread ended early");
        let now = responses_of(&slurp());
        assert!(now >= before, "responses fell from {before} to {now}");
        distinct += u64::from(now > before);
        before = now;
    }
    end.store(true, Ordering::Relaxed);

    let n = writing.join().expect("the writing thread ends");
    let expected =
        format!("==> {} (alive)\n  responses {n}\n  both      ({n}, {n})\n\n", path.display());
    assert_eq!(slurp(), expected);
}

fn responses_of(printed: &str) -> u64 {
    let line = printed.lines().nth(1).unwrap_or_default();
    let value = line.strip_prefix("  responses ").unwrap_or_else(|| panic!("{printed}"));
    value.parse().expect("a number")
}
