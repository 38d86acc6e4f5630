//! What the environment says is for children, too; who follows doesn't ask it (SPEC.md 2.20).

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::Writer;

use crate::case::{alone, in_child};
use crate::folder::Folder;

fn set(name: &str, value: impl AsRef<OsStr>) {
    // SAFETY: who reads the environment in this process does so by the standard library.
    unsafe { env::set_var(name, value) };
}

/// Folder, name and permissions: those of when the writer was made, wherever the child is by then.
#[test]
fn it_is_that_of_when_the_writer_was_made() {
    alone("environment::it_is_that_of_when_the_writer_was_made", || {
        let folder = Folder::new();
        env::set_current_dir(folder.path()).expect("a folder");
        fs::create_dir("stats").expect("a folder");
        set("MMSTATS_PATH", "stats");
        set("MMSTATS_FILES", "{CLASS}.mmstats");
        set("MMSTATS_MODE", "0640");
        let by_call = Writer::new("by-call").expect("a writer");
        let by_option = Writer::options("by-option").follow(true).build().expect("a writer");
        env::set_current_dir("/").expect("a folder");
        set("MMSTATS_PATH", "/nowhere");
        set("MMSTATS_FILES", "other.mmstats");
        set("MMSTATS_MODE", "none");
        in_child("it follows", || {
            by_call.follow().expect("a file");
            for (stats, name) in [(&by_call, "by-call"), (&by_option, "by-option")] {
                let name = format!("{name}-{}.mmstats", std::process::id());
                let path = folder.path().join("stats").join(name);
                assert_eq!(stats.path(), Some(path.clone()), "{:?}", stats.warning());
                let about = fs::metadata(path).expect("a file");
                assert_eq!(about.permissions().mode() & 0o7777, 0o640);
            }
        });
    });
}

/// The standard library has a lock, which the thread that had it doesn't give back in a child.
#[test]
fn another_thread_changes_it() {
    alone("environment::another_thread_changes_it", || {
        let folder = Folder::new();
        let _stats = folder.options().follow(true).build().expect("a writer");
        let (begun, done) = (AtomicBool::new(false), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    set("MMSTATS_TEST_CHANGES", "x");
                    begun.store(true, Ordering::Relaxed);
                }
            });
            while !begun.load(Ordering::Relaxed) {
                thread::yield_now();
            }
            for _ in 0..100 {
                in_child("it follows", || {
                    let name = format!("test-{}.mmstats", std::process::id());
                    assert!(folder.path().join(name).exists());
                });
            }
            done.store(true, Ordering::Relaxed);
        });
    });
}
