//! A folder of a test, and what this process has of it.

use std::fs;
use std::path::{Path, PathBuf};

use mmstats::{Options, Reader, Value, Writer, validate};
use tempfile::TempDir;

use crate::trap::HUGE;

pub struct Place(TempDir);

impl Place {
    pub fn new() -> Place {
        // The memory of this machine, as far as it has some: thousands of files.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        Place(tempfile::tempdir_in(folder).expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn file(&self) -> PathBuf {
        self.path().join("test.mmstats")
    }

    /// Options of a writer whose file is `test.mmstats` here, and that leaves alone what dead ones left.
    pub fn options(&self) -> Options {
        let options = Writer::options("test").path(self.path()).filename("test.mmstats");
        options.reserve(HUGE).fold(false)
    }

    pub fn writer(&self) -> Writer {
        self.options().build().expect("a writer")
    }

    /// The names of all that is here, dot-names included.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).expect("a folder that can be listed");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// A value of the file, which conforms.
    pub fn count(&self, name: &str) -> u64 {
        let bytes = fs::read(self.file()).expect("a file");
        assert_eq!(validate(&bytes), []);
        let reader = Reader::from_bytes(&bytes).expect("a stats file");
        let snapshot = reader.snapshot();
        let series = snapshot.series().find(|series| series.name() == name);
        match series.unwrap_or_else(|| panic!("no series {name}")).value() {
            Value::U64(count) => count,
            Value::Histogram(histogram) => histogram.count(),
            value => panic!("{name}: {value:?}"),
        }
    }

    /// After the call of that name failed: whole files, no draft, no descriptor, no mapping.
    pub fn assert_nothing_is_left(&self, failed: &str) {
        for name in self.names() {
            if name.starts_with('.') {
                assert_eq!(failed, "unlinkat", "{name} is left");
                continue;
            }
            let bytes = fs::read(self.path().join(&name)).expect("a file");
            let departures: Vec<_> = if bytes.starts_with(b"\x02") {
                validate(&bytes).iter().map(ToString::to_string).collect()
            } else {
                let found = mmstats::v1::validate(&bytes);
                found.iter().filter(|departure| departure.must).map(ToString::to_string).collect()
            };
            assert_eq!(departures, [""; 0], "{name}");
        }
        let descriptors = self.descriptors();
        assert!(descriptors.is_empty(), "{descriptors:?}");
        if failed != "munmap" {
            assert_eq!(self.mappings(), [""; 0]);
        }
    }

    /// Descriptors of this folder and of what is in it, or was.
    fn descriptors(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir("/proc/self/fd").expect("descriptors");
        let targets = entries.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
        targets.filter(|target| target.starts_with(self.path())).collect()
    }

    /// The same of mappings; and addresses that only a test's writer reserves.
    fn mappings(&self) -> Vec<String> {
        let folder = self.path().to_str().expect("UTF-8");
        let is_huge = |line: &str| {
            let ends = line.split_once(' ').and_then(|(range, _)| range.split_once('-'));
            let [start, end] = <[_; 2]>::from(ends.expect("a range"))
                .map(|address| usize::from_str_radix(address, 16).expect("an address"));
            end - start >= HUGE / 2
        };
        let maps = fs::read_to_string("/proc/self/maps").expect("mappings");
        let ours = maps
            .lines()
            .filter(|line| line.contains(folder) || (line.contains("---p") && is_huge(line)));
        ours.map(str::to_owned).collect()
    }
}
