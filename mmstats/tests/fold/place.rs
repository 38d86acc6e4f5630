//! A folder of the application `web`.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use mmstats::application::{Application, Value};
use mmstats::fold::{Fold, Outcome, Report};
use mmstats::{Counter, Options, Writer};
use tempfile::TempDir;

pub struct Place(TempDir);

impl Place {
    pub fn new() -> Place {
        Place(tempfile::tempdir().expect("a temporary folder"))
    }

    /// In the memory of this machine, as far as it has some: for what is done thousands of times.
    pub fn in_memory() -> Place {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        Place(tempfile::tempdir_in(folder).expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn options(&self, name: &str) -> Options {
        Writer::options("web").path(self.path()).filename(name).fold(false)
    }

    pub fn writer(&self, name: &str) -> Writer {
        self.options(name).build().expect("a writer")
    }

    /// A file that a writer left with so many hits.
    pub fn leave(&self, name: &str, hits: u64) -> PathBuf {
        let stats = self.writer(name);
        count(&stats).add(hits);
        stats.path().expect("a file")
    }

    pub fn fold(&self) -> Fold {
        Fold::in_folder(self.path()).application(Some("web")).keep_newest(0)
    }

    pub fn run(&self) -> Report {
        self.fold().run().expect("a folder")
    }

    pub fn application(&self) -> Application {
        Application::new("web").globs([self.join("*.mmstats")])
    }

    /// The total of hits, by a new look in which there is no problem.
    pub fn hits(&self) -> u64 {
        total(&mut self.application())
    }

    /// Where the accumulator is.
    pub fn accumulator(&self) -> PathBuf {
        let user = fs::metadata(self.path()).expect("ours").uid();
        self.join(&format!("web~total-{user}.mmstats"))
    }

    /// The names in the folder, those that begin with a dot too.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).expect("ours");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("ours").file_name();
        let mut names: Vec<_> =
            entries.map(|entry| name(entry).into_string().expect("UTF-8")).collect();
        names.sort();
        names
    }
}

pub fn count(stats: &Writer) -> Counter {
    stats.counter("hits").register().expect("a counter")
}

/// The total of hits of a look in which there is no problem.
pub fn total(web: &mut Application) -> u64 {
    let totals = web.look().expect("a glob");
    let said: Vec<String> = totals.problems().iter().map(ToString::to_string).collect();
    assert_eq!(said, [""; 0]);
    match totals.get("hits").map(|series| series.value()) {
        Some(Value::U64(hits)) => *hits,
        None => 0,
        other => panic!("{other:?}"),
    }
}

/// What became of a file, in a word or two.
pub fn outcome(report: &Report, path: &Path) -> String {
    report.outcome(path).map_or("nothing".to_owned(), Outcome::to_string)
}

pub fn assert_folded(report: &Report, paths: &[&Path]) {
    for path in paths {
        assert_eq!(outcome(report, path), "folded", "{}", path.display());
        assert!(!path.exists());
    }
}
