//! Looking at an application of many processes.

use std::error::Error;
use std::fs::{self, File};
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use mmstats::application::{Application, Totals};
use mmstats::format::layout::header;
use mmstats::{Reader, Writer};

use crate::bench::bench;

const APPLICATION: &str = "bench-application";
const PREAD: &str = "open, pread, close of each file";

/// All of them.
pub fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    look("v2.application.look.10000x100", &folder.join("10000x100"), 10_000, counters)?;
    look("v2.application.look.200x100", &folder.join("200x100"), 200, counters)?;
    look("v2.application.look.200x100_f64", &folder.join("200x100_f64"), 200, |writer| {
        let busy = writer.counter_f64("http.busy").labels(["code"]).register()?;
        (0..100).try_for_each(|i| {
            busy.with([format!("{i}")])?.add(f64::from(i));
            Ok(())
        })
    })?;
    look_at_the_living("v2.application.look.100x100_alive", &folder.join("100x100_alive"), 100)?;
    look("v2.application.look.50x10_histograms", &folder.join("50x10"), 50, |writer| {
        let latency = writer.histogram("http.latency").labels(["code"]).register()?;
        (0..10).try_for_each(|i| {
            let latency = latency.with([format!("{i}")])?;
            (1..1000).for_each(|value| latency.observe(value * value));
            Ok(())
        })
    })
}

fn counters(writer: &Writer) -> Result<(), mmstats::Error> {
    let requests = writer.counter("http.requests").labels(["code"]).register()?;
    (0..100).try_for_each(|i| {
        requests.with([format!("{i}")])?.add(i);
        Ok(())
    })
}

/// Looks again and again at that many files of dead processes, which have the same series.
fn look(
    id: &str,
    folder: &Path,
    files: usize,
    fill: impl FnOnce(&Writer) -> Result<(), mmstats::Error>,
) -> Result<(), Box<dyn Error>> {
    fs::create_dir(folder)?;
    look_at(id, folder, &copies(folder, files, fill)?)?;
    Ok(fs::remove_dir_all(folder)?)
}

/// The same of writers that live, all in this process.
fn look_at_the_living(id: &str, folder: &Path, files: usize) -> Result<(), Box<dyn Error>> {
    fs::create_dir(folder)?;
    let writers = (0..files).map(|i| {
        let name = format!("bench-{i}.mmstats");
        let writer = Writer::options(APPLICATION).path(folder).filename(name).build()?;
        counters(&writer)?;
        Ok(writer)
    });
    let writers = writers.collect::<Result<Vec<_>, mmstats::Error>>()?;
    let paths: Vec<_> = writers.iter().filter_map(Writer::path).collect();
    look_at(id, folder, &paths)?;
    drop(writers);
    Ok(fs::remove_dir_all(folder)?)
}

fn look_at(id: &str, folder: &Path, paths: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let files = paths.len();
    let mut application = Application::new(APPLICATION).globs([folder.join("*.mmstats")]);
    let expected = sum(application.look()?);
    assert!(application.totals().problems().is_empty());
    let mut bytes = vec![0; fs::metadata(&paths[0])?.len() as usize];
    bench(
        id,
        "",
        |times| {
            for _ in 0..times {
                let totals = application.look().expect("the folder is still there");
                assert_eq!((totals.files().len(), sum(totals)), (files, expected));
            }
        },
        PREAD,
        |times| {
            for _ in 0..times {
                for path in paths {
                    let file = File::open(path).expect("the file is still there");
                    file.read_exact_at(black_box(&mut bytes), 0).expect("it is as long");
                }
            }
        },
    );
    Ok(())
}

/// Files of processes that all did the same, and were killed: nobody has that process id.
fn copies(
    folder: &Path,
    files: usize,
    fill: impl FnOnce(&Writer) -> Result<(), mmstats::Error>,
) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let first = folder.join("first");
    let writer = Writer::options(APPLICATION).path(folder).filename("first").build()?;
    fill(&writer)?;
    let mut bytes = fs::read(&first)?;
    bytes.truncate(Reader::open(&first)?.snapshot().header().published as usize);
    let pid = u64::from(u32::MAX >> 1).to_le_bytes();
    bytes[header::PID..][..pid.len()].copy_from_slice(&pid);
    let paths = (0..files as u64).map(|i| {
        bytes[header::FILE_ID..][..8].copy_from_slice(&i.to_le_bytes());
        let path = folder.join(format!("bench-{i}.mmstats"));
        fs::write(&path, &bytes)?;
        Ok(path)
    });
    paths.collect()
}

/// Every value is looked at.
fn sum(totals: &Totals) -> u64 {
    let value = |value: &mmstats::application::Value| {
        let whole = |value: f64| value as u64;
        let number = value.as_u64().or(value.as_f64().map(whole));
        number.or(value.as_histogram().map(|histogram| histogram.count()))
    };
    totals.series().filter_map(|series| value(series.value())).sum()
}
