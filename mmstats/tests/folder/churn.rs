//! Files that come and go while a folder is looked at.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::{Cause, Writer, open, stats_files};

use crate::sample::{Folder, hits};

/// A folder is listed, and then each file is opened: what has gone since is not found.
#[test]
fn files_that_go_after_they_were_found() {
    let folder = Folder::new();
    let bytes = folder.bytes_v2();
    let names: Vec<_> = (0..20).map(|n| folder.join(format!("{n:02}.mmstats"))).collect();
    names.iter().for_each(|name| fs::write(name, &bytes).expect("ours"));
    let found = stats_files(folder.path()).expect("a folder");
    names.iter().step_by(2).for_each(|name| fs::remove_file(name).expect("ours"));
    let causes =
        found.into_iter().map(|path| path.and_then(open).map(drop).map_err(|error| error.cause()));
    let expected = (0..20).map(|n| if n % 2 == 0 { Err(Cause::NotFound) } else { Ok(()) });
    assert_eq!(causes.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

/// One that is open stays what it is.
#[test]
fn a_file_that_goes_while_it_is_open() {
    for bytes in [Folder::bytes_v1, Folder::bytes_v2] {
        let folder = Folder::new();
        let path = folder.join("a.mmstats");
        fs::write(&path, bytes(&folder)).expect("ours");
        let mut reader = open(&path).expect("a stats file");
        fs::remove_dir_all(folder.path()).expect("ours");
        reader.refresh().expect("the file that was opened");
        assert!(hits(&reader).is_some());
    }
}

/// F2-CREATE, F1-CREATE: whatever is found under a name is whole, while a writer makes and removes
/// files as fast as it can.
#[test]
fn files_that_are_created_and_removed_all_the_time() {
    const ENOUGH: usize = 200;
    let folder = &Folder::new();
    let ended = &AtomicBool::new(false);
    let churn = move || {
        for n in 0_u64.. {
            if ended.load(Ordering::Relaxed) {
                break;
            }
            let name = format!("{}.mmstats", n % 4);
            let writer = Writer::options("test").path(folder.path()).filename(&name);
            let writer = writer.build().expect("a writer");
            writer.counter("hits").register().expect("a counter").inc();
            drop(writer);
            if n % 3 == 0 {
                fs::remove_file(folder.join(name)).expect("ours");
            }
        }
    };
    let look = || {
        let mut read = 0;
        while read < ENOUGH {
            for path in stats_files(folder.path()).expect("a folder") {
                match path.and_then(open) {
                    Ok(_) => read += 1,
                    Err(error) if error.cause() == Cause::NotFound => {}
                    Err(error) => return Err(error.to_string()),
                }
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        scope.spawn(churn);
        // The other thread has to end, whatever is found here.
        let looked = look();
        ended.store(true, Ordering::Relaxed);
        assert_eq!(looked, Ok(()));
    });
}
