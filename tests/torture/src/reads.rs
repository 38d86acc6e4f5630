//! Reads of values that somebody writes at full rate: torn, backward, busy.
//!
//! A process publishes into many cells of one size; every value carries a number in all its words.
//! Another, on another processor where there are two, reads with the library's reader, which copies, and
//! then by the protocol of a reader that maps.

use std::fs;
use std::io::{self, PipeWriter, Read, Write};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use mmstats::{Family, Gauge, Metric, Reader, Structure, Value, Writer};
use mmstats_core::v2::cells::{Busy, ScalarCell, SequencedCell};
use mmstats_core::v2::{Directory, Parameters};

use crate::cpu::keep_on;
use crate::mapped::Mapped;
use crate::numbers::{Numbers, number_in};
use crate::process::{Child, End};
use crate::run::{Outcome, Run};
use crate::shared::Shared;

/// How many cells of a size there are.
const CELLS: u64 = 64;
/// How many values go into one cell before the next.
const BURST: u64 = 64;
/// How often the writer says how far it is.
const PROGRESS: u64 = 1 << 16;
/// How many changes a reader has to see: more than the first value of each cell.
const LEAST: u64 = 4 * CELLS;
/// How long it waits for them.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a reader that maps tries: as the library does.
const TRIES: u32 = 16;

const SIZES: [Size; 3] = [
    Size { bytes: 8, write: write::<Gauge<u64>> },
    Size { bytes: 64, write: write::<Structure<Numbers<8>>> },
    Size { bytes: 512, write: write::<Structure<Numbers<64>>> },
];

struct Size {
    bytes: u64,
    write: fn(&Path, &Shared, PipeWriter) -> Outcome,
}

/// So many reads of one kind.
type Reading = fn(&Path, u64) -> Outcome<Seen>;

pub fn run(run: &mut Run) -> Outcome {
    let (copies, loads) = run.pick((500_000, 10_000_000), (100_000_000, 100_000_000));
    for size in SIZES {
        let folder = run.any_folder()?;
        let progress = Shared::new(1)?;
        let (mut ready, says) = io::pipe()?;
        let writer = Child::fork(|| (size.write)(&folder, &progress, says))?;
        // Fails where the writer ended before it had anything to say.
        ready.read_exact(&mut [0])?;
        let path = folder.join(FILE);
        for (how, read, reads) in
            [("copied", by_copying as Reading, copies), ("mapped", by_mapping, loads)]
        {
            let (before, started) = (progress[0].load(Ordering::Relaxed), Instant::now());
            let seen = apart(read, &path, reads)?;
            let seconds = started.elapsed().as_secs_f64();
            let written = progress[0].load(Ordering::Relaxed) - before;
            let what = format!("{} bytes, {how}", size.bytes);
            seen.report(run, &what)?;
            run.figure(&format!("{what}: written meanwhile"), written);
            run.figure(&format!("{what}: seconds"), format_args!("{seconds:.1}"));
        }
        if writer.kill()? != End::KILLED {
            return Err("the writer ended while it was read".into());
        }
    }
    Ok(())
}

/// Reads on another processor than that of the writer, where there are two.
fn apart(read: Reading, path: &Path, reads: u64) -> Outcome<Seen> {
    let reading = || {
        keep_on(1).map_err(|error| error.to_string())?;
        read(path, reads).map_err(|error| error.to_string())
    };
    let seen = thread::scope(|scope| scope.spawn(reading).join());
    Ok(seen.map_err(|_| "the reader panicked")??)
}

const FILE: &str = "reads.mmstats";

/// What can be published into one of many cells.
trait Cell: Metric {
    fn publish(&self, number: u64);
}

impl Cell for Gauge<u64> {
    #[inline(always)]
    fn publish(&self, number: u64) {
        self.set(number);
    }
}

impl<const WORDS: usize> Cell for Structure<Numbers<WORDS>> {
    #[inline(always)]
    fn publish(&self, number: u64) {
        Structure::publish(self, &Numbers(number));
    }
}

/// Publishes until it is killed.
fn write<M: Cell>(folder: &Path, progress: &Shared, mut says: PipeWriter) -> Outcome {
    keep_on(0)?;
    let stats = Writer::options("torture").path(folder).filename(FILE).build()?;
    let family: Family<M, 1> = M::declare(&stats, "number").labels(["cell"]).register()?;
    let cells = (0..CELLS).map(|cell| family.with([cell.to_string()]));
    let cells = cells.collect::<Result<Vec<M>, _>>()?;
    let mut number = 0;
    loop {
        cells[cell_of(number) as usize].publish(number);
        number += 1;
        if number % PROGRESS == 0 {
            if number == PROGRESS {
                says.write_all(b"r")?;
            }
            progress[0].store(number, Ordering::Relaxed);
        }
    }
}

/// The cell that a number goes into: all of them in turn, then one of them so often, and so on. So
/// half of all values come one behind the other into the same cell, and half of those into the first.
const fn cell_of(number: u64) -> u64 {
    let round = number / BURST;
    match round % 4 {
        1 => 0,
        3 => (round / 4) % CELLS,
        _ => number % CELLS,
    }
}

/// What a reader saw.
#[derive(Debug, Default)]
struct Seen {
    reads: u64,
    torn: u64,
    backward: u64,
    /// Numbers that were never in that cell.
    foreign: u64,
    busy: u64,
    /// How often a value was overtaken while it was read, and read again.
    again: u64,
    distinct: u64,
    last: Vec<u64>,
}

impl Seen {
    fn new() -> Seen {
        Seen { last: vec![0; CELLS as usize], ..Seen::default() }
    }

    /// Whether there are to be more: so many reads, and as many as it takes to see the writer write.
    #[inline]
    fn wants(&self, reads: u64, started: Instant) -> Outcome<bool> {
        if self.reads < reads {
            return Ok(true);
        }
        let idle = self.distinct < LEAST;
        if idle && started.elapsed() > PATIENCE {
            return Err("the writer writes nothing".into());
        }
        Ok(idle)
    }

    /// Counts what a read of a cell found: a number, or none where its words differ.
    #[inline]
    fn count(&mut self, cell: u64, number: Option<u64>) {
        self.reads += 1;
        let Some(number) = number else {
            self.torn += 1;
            return;
        };
        let last = &mut self.last[cell as usize];
        self.backward += u64::from(number < *last);
        self.distinct += u64::from(number != *last);
        self.foreign += u64::from(cell_of(number) != cell);
        *last = number;
    }

    fn report(&self, run: &Run, what: &str) -> Outcome {
        let Seen { reads, torn, backward, foreign, busy, distinct, .. } = *self;
        let figures = [
            ("reads", reads),
            ("torn", torn),
            ("backward", backward),
            ("of another cell", foreign),
            ("busy", busy),
            ("changed since the read before", distinct),
        ];
        figures.iter().for_each(|(name, value)| run.figure(&format!("{what}: {name}"), value));
        if self.again > 0 {
            run.figure(&format!("{what}: read again"), self.again);
        }
        match torn + backward + foreign {
            0 => Ok(()),
            _ => Err(format!("{what}: values that nobody published").into()),
        }
    }
}

/// So many reads by the library's reader: each series of a look is one.
fn by_copying(path: &Path, reads: u64) -> Outcome<Seen> {
    let mut reader = Reader::open(path)?;
    let mut seen = Seen::new();
    let started = Instant::now();
    while seen.wants(reads, started)? {
        let snapshot = reader.refresh()?;
        let family = snapshot.family("number").ok_or("the file has no such family")?;
        let mut cells = 0;
        for (cell, series) in family.series().enumerate() {
            cells += 1;
            match series.value() {
                Value::U64(number) => seen.count(cell as u64, Some(number)),
                Value::Struct(value) => seen.count(cell as u64, number_in(value.slot())),
                Value::Busy => {
                    seen.reads += 1;
                    seen.busy += 1;
                }
                other => return Err(format!("cell {cell}: found {other:?}").into()),
            }
        }
        if cells != CELLS {
            return Err(format!("expected {CELLS} series, found {cells}").into());
        }
    }
    Ok(seen)
}

/// So many reads by the protocol of a reader that maps (F2-SEQUENCED-READ), every second one of the
/// first cell.
fn by_mapping(path: &Path, reads: u64) -> Outcome<Seen> {
    let bytes = fs::read(path)?;
    let directory = Directory::parse(&bytes)?;
    let mapped = Mapped::open(path)?;
    let view = directory.at_rest(&bytes);
    let family = view.families().find(|family| family.name() == "number");
    let family = family.ok_or("the file has no such family")?;
    let parameters = family.parameters();
    let cells: Vec<_> = family
        .series()
        .map(|series| mapped.words(series.cell_offset(), parameters.cell_length()))
        .collect();
    let mut seen = Seen::new();
    let mut value = [0; 64];
    let started = Instant::now();
    while seen.wants(reads, started)? {
        let read = seen.reads;
        let cell = if read.is_multiple_of(2) { 0 } else { read / 2 % CELLS };
        let words = cells[cell as usize];
        let Parameters::Sequence(slots) = parameters else {
            seen.count(cell, Some(ScalarCell::new(&words[0]).get()));
            continue;
        };
        let sequenced = SequencedCell::new(words, slots).ok_or("a cell of another size")?;
        let value = &mut value[..sequenced.width()];
        match read_whole(&sequenced, value, &mut seen.again) {
            Ok(Some(_)) => {
                let whole = value.iter().all(|word| *word == value[0]);
                seen.count(cell, whole.then_some(value[0]));
            }
            Ok(None) => return Err(format!("cell {cell}: it was never published").into()),
            Err(Busy) => {
                seen.reads += 1;
                seen.busy += 1;
            }
        }
    }
    Ok(seen)
}

/// Reads a value, again where it was overtaken meanwhile; counts that.
#[inline]
fn read_whole(
    cell: &SequencedCell<'_>,
    value: &mut [u64],
    again: &mut u64,
) -> Result<Option<u64>, Busy> {
    for _ in 0..TRIES {
        match cell.read(value, 1) {
            Err(Busy) => *again += 1,
            read => return read,
        }
    }
    Err(Busy)
}
