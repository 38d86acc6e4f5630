//! Nothing is visible before it is whole (F1-CREATE).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::v1::validate;

use crate::folder::Folder;

const CREATIONS: usize = 500;
const NAMES: usize = 100;

fn stats_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder that can be listed");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|is| is == "mmstats")).collect()
}

/// Each file in the folder that has the name of a stats file is one, and conforms.
pub fn assert_all_conform(folder: &Path) -> usize {
    let paths = stats_files(folder);
    for path in &paths {
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(validate(&bytes), [], "{}", path.display());
    }
    paths.len()
}

/// Says that all is done, also where a test fails before.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// Names come back, so that files are created and replaced under the watcher's eyes.
#[test]
fn who_watches_the_folder_sees_whole_files_only() {
    let folder = Folder::new();
    let done = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut seen = 0;
            while !done.load(Ordering::Acquire) {
                seen += assert_all_conform(folder.path());
            }
            seen
        });
        let all = Done(&done);
        for n in 0..CREATIONS {
            let name = format!("{}.mmstats", n % NAMES);
            let options = folder.options().system_fields(true).filename(name);
            let mut writer = options.build().expect("a writer");
            for field in 0..20 {
                writer.text(&format!("field.{field}"), 250).expect("a field").set("something");
            }
            writer.create_file().expect("a file");
        }
        drop(all);
        watcher.join().expect("only whole files")
    });
    assert!(seen > 0, "the watcher had no chance to look");
    assert_eq!(assert_all_conform(folder.path()), NAMES);
    assert_eq!(folder.names().len(), NAMES, "nothing else is left");
}
