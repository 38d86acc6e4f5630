//! Threads, each with a writer of its own.

use std::thread;

use mmstats::v1::{Value, Writer};

use crate::folder::{Folder, assert_value, open};

const THREADS: u64 = 8;
const WRITES: u64 = 2_000;

#[test]
fn each_has_a_file_of_its_own() {
    let folder = Folder::new();
    let work = |n: u64| {
        let options = Writer::options("worker").path(folder.path());
        let mut writer = options.filename("{CLASS}-{PID}-{TID}.mmstats").build().expect("a writer");
        let counter = writer.counter("hits").expect("a field");
        let pair = writer.tuple_of("pair", "QQ").expect("a field");
        let path = writer.create_file().expect("a file");
        for i in 1..=WRITES {
            counter.add(n);
            pair.set(&[Value::U64(i), Value::U64(n * i)]).expect("of these types");
        }
        path
    };
    let paths: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|n| scope.spawn(move || work(n))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert_eq!(folder.names().len(), paths.len());
    for (n, path) in (0..).zip(paths) {
        let reader = open(&path);
        assert_value(&reader, "hits", Value::U64(n * WRITES));
        let Some(Value::Tuple(pair)) = reader.get("pair").map(|field| field.value()) else {
            panic!("pair is a tuple");
        };
        assert!(pair.parts().eq([Value::U64(WRITES), Value::U64(n * WRITES)]));
    }
}
