//! What the Rust API costs. Started by benches/run, with a folder to write to.

mod application;
mod bench;
mod create;
mod plain;
mod read2;
mod v2;

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use bench::{bench, opaque};
use mmstats::v1::{Counter, Field, Reader, Writer};

const COUNTERS: usize = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("give a folder to write to")?);
    // Two files of the same layout: ours, and one that is written by hand.
    let ours = Handles::new(&folder, "rust-ours.mmstats")?;
    let plain = Handles::new(&folder, "rust-plain.mmstats")?;
    add::<1>("v1.rust.counter_inc", &ours, &plain);
    add::<64>("v1.rust.counter_inc.64_in_turn", &ours, &plain);
    set("v1.rust.field_set", &ours, &plain);
    refresh("v1.rust.reader_refresh.1000", &folder.join("rust-ours.mmstats"))?;
    v2::run(&folder)?;
    create::run(&folder)?;
    read2::run(&folder)?;
    application::run(&folder)
}

struct Handles {
    /// Holds the file as long as it is written.
    _writer: Writer,
    counters: Vec<Counter>,
    capacity: Field<u64>,
}

impl Handles {
    fn new(folder: &Path, name: &str) -> Result<Handles, mmstats::Error> {
        let mut writer = Writer::options("bench").path(folder).filename(name).build()?;
        let capacity = writer.field("http.capacity", 0)?;
        // A counter takes 22 bytes more than its label. These have 17, which makes it odd: of 64
        // counters one has its value at each byte of a cache line.
        let labels = (0..COUNTERS).map(|i| format!("http.request.{i:04}"));
        let counters = labels.map(|label| writer.counter(&label)).collect::<Result<_, _>>()?;
        writer.create_file()?;
        Ok(Handles { _writer: writer, counters, capacity })
    }

    /// The first counter whose value starts at the second word of a cache line, and those after it.
    fn aligned(&self) -> &[Counter] {
        let value_at = |counter: &Counter| counter.as_ptr().as_ptr() as usize + 1;
        let first = self.counters.iter().position(|counter| value_at(counter) % 64 == 8);
        &self.counters[first.expect("a counter at each byte of a line")..]
    }

    /// What all counters count together.
    fn total(&self) -> u64 {
        self.counters.iter().map(Counter::get).sum()
    }

    /// Makes sure that what adds so many times does, and that no optimizer took it away.
    fn check_added(&self, times: u64, add: impl FnOnce()) {
        let before = self.total();
        add();
        assert_eq!(self.total() - before, times);
    }
}

const BY_HAND: &str = "double-buffered write by hand";

/// Increments `N` counters in turn.
fn add<const N: usize>(id: &str, ours: &Handles, plain: &Handles) {
    let counters: [&Counter; N] = std::array::from_fn(|i| &ours.aligned()[i]);
    let plain_counters: [*mut u8; N] =
        std::array::from_fn(|i| plain.aligned()[i].as_ptr().as_ptr());
    let increment = |times: u64| {
        for i in 0..times as usize {
            // SAFETY: the address of a reference.
            unsafe { &*opaque(counters[i % N]) }.inc();
        }
    };
    let increment_plain = |times: u64| {
        for i in 0..times as usize {
            // SAFETY: a counter in a mapped file, whose handle nobody uses meanwhile.
            unsafe { plain::add(opaque(plain_counters[i % N]).cast_mut(), 1) };
        }
    };
    bench(
        id,
        "1.5",
        |times| ours.check_added(times, || increment(times)),
        BY_HAND,
        |times| plain.check_added(times, || increment_plain(times)),
    );
}

/// Sets a field.
fn set(id: &str, ours: &Handles, plain: &Handles) {
    let field = &ours.capacity;
    let plain_field = plain.capacity.as_ptr().as_ptr();
    let set = |times| {
        for i in 0..times {
            // SAFETY: the address of a reference.
            unsafe { &*opaque(field) }.set(i);
        }
        assert_eq!(field.get(), times - 1);
    };
    let set_plain = |times| {
        for i in 0..times {
            // SAFETY: a field in a mapped file, whose handle nobody uses meanwhile.
            unsafe { plain::set(opaque(plain_field).cast_mut(), i) };
        }
        assert_eq!(plain.capacity.get(), times - 1);
    };
    bench(id, "1.5", set, BY_HAND, set_plain);
}

/// Reads an open file again, with all its values.
fn refresh(id: &str, path: &Path) -> Result<(), Box<dyn Error>> {
    let mut reader = Reader::open(path)?;
    let file = File::open(path)?;
    let mut bytes = vec![0; reader.size()];
    bench(
        id,
        "",
        |times| {
            for _ in 0..times {
                reader.refresh().expect("the file is still there");
                black_box(reader.fields().map(|field| field.label_bytes().len()).sum::<usize>());
                reader.fields().for_each(|field| {
                    black_box(field.value());
                });
            }
        },
        "pread of the file's bytes",
        |times| {
            for _ in 0..times {
                file.read_exact_at(black_box(&mut bytes), 0).expect("the file is still there");
            }
        },
    );
    Ok(())
}
