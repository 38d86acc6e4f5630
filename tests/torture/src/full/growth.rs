//! Growing until there is no space, and again once there is.

use std::fs::{self, File};
use std::path::Path;

use mmstats::{
    Counter, Error, Gauge, Histogram, Local, LocalCounter, Metric, Reader, Structure, Writer,
};

use super::{fill, unless_full};
use crate::mounts;
use crate::numbers::Numbers;
use crate::run::{Outcome, Run};
use crate::said::{Said, said};

/// How often one goes on asking where there is no space.
const TRIES: usize = 100;
/// What is kept from the file at first.
const FILLER: usize = 256 << 10;

/// Grows, grows again with more space, and takes everything away.
pub fn run(run: &Run, what: &str, folder: &Path) -> Outcome {
    let free = mounts::free(folder)?;
    let filler = folder.join("filler");
    fill(&File::create(&filler)?, FILLER)?;
    let mut growing = Growing::new(folder)?;
    let full = growing.until_full()?;
    fs::remove_file(&filler)?;
    let fuller = growing.until_full()?;
    if full == 0 || fuller == 0 {
        return Err(format!("{what}: {full} were registered, and {fuller} with more space").into());
    }
    refuse_creation(folder)?;
    run.figure(&format!("{what}: registered until full"), full);
    run.figure(&format!("{what}: registered once there was space again"), fuller);
    growing.report(run, what);
    let path = growing.stats.path().ok_or("the writer has no file")?;
    drop(growing);
    fs::remove_file(path)?;
    match mounts::free(folder)? {
        now if now == free => Ok(()),
        now => Err(format!("{what}: of {free:?} blocks and inodes {now:?} are free again").into()),
    }
}

/// Grows once.
pub fn until_full(run: &Run, what: &str, folder: &Path) -> Outcome {
    let mut growing = Growing::new(folder)?;
    run.figure(&format!("{what}: registered until full"), growing.until_full()?);
    growing.report(run, what);
    Ok(())
}

/// Another writer finds no space, and leaves nothing behind.
fn refuse_creation(folder: &Path) -> Outcome {
    let before = fs::read_dir(folder)?.count();
    let created = Writer::options("torture").path(folder).filename("other.mmstats").build();
    if unless_full(created)?.is_some() {
        return Err("a file was created where there is no space".into());
    }
    match fs::read_dir(folder)?.count() {
        after if after == before => Ok(()),
        _ => Err("a creation that failed left something behind".into()),
    }
}

/// A series, and what was written to it.
struct Written {
    name: String,
    handle: Handle,
    times: u64,
}

enum Handle {
    Counter(Counter),
    Local(LocalCounter),
    Series(Gauge<u64>),
    Struct(Structure<Numbers<64>>),
    Histogram(Histogram),
}

impl Written {
    /// One more value.
    fn write(&mut self) {
        self.times += 1;
        match &self.handle {
            Handle::Counter(counter) => counter.inc(),
            Handle::Local(counter) => counter.inc(),
            Handle::Series(gauge) => gauge.set(self.times),
            Handle::Struct(structure) => structure.publish(&Numbers(self.times)),
            Handle::Histogram(histogram) => histogram.observe(1),
        }
    }

    fn labels(&self) -> &'static [(&'static str, &'static str)] {
        if let Handle::Series(_) = self.handle { &[("label", "value")] } else { &[] }
    }
}

/// A file that grows, and what is in it.
struct Growing {
    stats: Writer,
    local: Local,
    written: Vec<Written>,
    refused: u64,
    writes: u64,
}

impl Growing {
    fn new(folder: &Path) -> Outcome<Growing> {
        let stats = Writer::options("torture").path(folder).filename("full.mmstats").build()?;
        let local = stats.local()?;
        Ok(Growing { stats, local, written: Vec::new(), refused: 0, writes: 0 })
    }

    /// Registers until there is no space, and then a number of times more; all that is there goes on
    /// exactly. Returns how many were registered.
    fn until_full(&mut self) -> Outcome<usize> {
        let before = self.written.len();
        let mut tries = 0;
        while tries < TRIES {
            match unless_full(self.register())? {
                Some(handle) => {
                    let name = self.next();
                    self.written.push(Written { name, handle, times: 0 });
                }
                None => tries += 1,
            }
            self.written.iter_mut().for_each(Written::write);
            self.writes += self.written.len() as u64;
        }
        self.refused += tries as u64;
        self.check()?;
        Ok(self.written.len() - before)
    }

    /// What is registered next: one that was refused is tried again.
    fn next(&self) -> String {
        format!("m{}", self.written.len())
    }

    fn register(&self) -> Result<Handle, Error> {
        let (stats, name) = (&self.stats, &self.next());
        match self.written.len() % 5 {
            0 => stats.counter(name).register().map(Handle::Counter),
            1 => stats.counter(name).register().map(|of| Handle::Local(self.local.counter(&of))),
            2 => stats
                .gauge_u64(name)
                .labels(["label"])
                .register()
                .and_then(|family| family.with(["value"]))
                .map(Handle::Series),
            3 => Structure::declare(stats, name).register().map(Handle::Struct),
            _ => stats.histogram(name).register().map(Handle::Histogram),
        }
    }

    /// Every series has all that was written to it.
    fn check(&self) -> Outcome {
        let reader = Reader::open(self.stats.path().ok_or("the writer has no file")?)?;
        for of in &self.written {
            let found = said(reader.snapshot(), &of.name, of.labels())?;
            if found != Said::Number(of.times) {
                let Written { name, times, .. } = of;
                return Err(format!("{name}: found {found:?} after {times} values").into());
            }
        }
        Ok(())
    }

    fn report(&self, run: &Run, what: &str) {
        run.figure(&format!("{what}: refused"), self.refused);
        run.figure(&format!("{what}: values written meanwhile"), self.writes);
        run.figure(&format!("{what}: values lost"), 0);
    }
}
