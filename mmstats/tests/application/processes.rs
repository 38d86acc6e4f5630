//! Real processes, of both formats, that write at full rate and are killed: no total falls, and
//! nothing of what was counted is lost.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Stdio};

use mmstats::application::{Application, Totals, Value};
use mmstats::{Liveness, Metric, Writer, v1};

use crate::child;
use crate::folder::{Folder, assert_fine, value};

const TEST: &str = "processes::no_total_falls_whoever_is_killed";
const FORMAT_1: &str = "format 1";
const FORMAT_2: &str = "format 2";
const PROCESSES: usize = 6;
/// So many looks see other totals than the look before.
const LOOKS: usize = 100;

/// Says how far it is, first once all is there, and then now and then.
fn say(n: u64) {
    // The parent has gone: so do we, by a signal or here.
    if writeln!(std::io::stdout(), "counted {n}").is_err() {
        std::process::exit(0);
    }
}

fn write_format_2(folder: &str) -> ! {
    let stats = Writer::options("web").path(folder).build().expect("a writer");
    let requests = stats.counter("requests").register().expect("a counter");
    let latency = stats.histogram("latency").register().expect("a histogram");
    let hits = stats.counter("hits").labels(["path"]).register().expect("a family");
    let status = stats.text("status").register().expect("a text");
    let local = stats.local().expect("a stripe").counter(&requests);
    for n in 1_u64.. {
        if n % 2 == 0 {
            requests.inc()
        } else {
            local.inc()
        }
        latency.observe(n % 1000);
        status.set(&format!("{n}"));
        // Directories that differ, and grow.
        let path = format!("/{}", n / 1000 % 50);
        hits.with([&path]).expect("a series").inc();
        if n.is_multiple_of(7000) {
            hits.with(["/gone"]).expect("a series").retire().expect("a file");
        }
        if n.is_multiple_of(1000) || n == 1 {
            say(n);
        }
    }
    unreachable!("it counts for ever")
}

fn write_format_1(folder: &str) -> ! {
    let options = v1::Writer::options("web").path(folder).filename("web-{PID}-{TID}.mmstats");
    let mut writer = options.build().expect("a writer");
    let requests = writer.counter("requests").expect("a counter");
    writer.create_file().expect("a file");
    for n in 1_u64.. {
        requests.inc();
        if n.is_multiple_of(1000) || n == 1 {
            say(n);
        }
    }
    unreachable!("it counts for ever")
}

struct Process {
    child: Child,
    /// What it says; a pipe that is full would hold it up, so it is read all the time.
    said: BufReader<ChildStdout>,
    counted: u64,
}

impl Process {
    fn start(folder: &Folder, format: &str) -> Process {
        let mut child = child::command(TEST, format)
            .env("MMSTATS_TEST_FOLDER", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the child starts");
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut process = Process { child, said, counted: 0 };
        process.listen();
        process
    }

    /// What it has counted at least.
    fn listen(&mut self) {
        let mut line = String::new();
        while self.said.read_line(&mut line).expect("text") != 0 {
            if let Some((_, counted)) = line.trim_end().rsplit_once("counted ") {
                self.counted = counted.parse().expect("a number");
                return;
            }
            line.clear();
        }
        panic!("the child ended by itself");
    }

    fn kill(mut self) -> u64 {
        self.child.kill().expect("our child");
        self.child.wait().expect("our child");
        self.counted
    }
}

/// What only grows: requests, latency, and the hits of each path.
fn growing(totals: &Totals) -> Vec<(String, u64)> {
    let mut growing = Vec::new();
    for series in totals.series().filter(|series| series.name() != "mmstats.overflow") {
        let labels: Vec<_> = series.labels().map(|(_, path)| path).collect();
        let name = format!("{}{}", series.name(), labels.join(","));
        match series.value() {
            Value::U64(value) => growing.push((name, *value)),
            Value::Histogram(histogram) => growing.push((name, histogram.count())),
            _ => {}
        }
    }
    growing
}

fn assert_grows(before: &[(String, u64)], now: &[(String, u64)], look: usize) {
    for (name, value) in before.iter().filter(|(name, _)| name != "hits/gone") {
        let later = now.iter().find(|(later, _)| later == name).map_or(0, |(_, value)| *value);
        assert!(later >= *value, "look {look}: {name} fell from {value} to {later}");
    }
}

#[test]
fn no_total_falls_whoever_is_killed() {
    if let Some(format) = child::role() {
        let folder = env::var("MMSTATS_TEST_FOLDER").expect("the parent says");
        if format == FORMAT_1 { write_format_1(&folder) } else { write_format_2(&folder) }
    }
    let folder = Folder::new();
    let format = |i: usize| if i.is_multiple_of(3) { FORMAT_1 } else { FORMAT_2 };
    let mut processes: Vec<_> =
        (0..PROCESSES).map(|i| Process::start(&folder, format(i))).collect();
    let mut web = folder.application();
    let mut before = Vec::new();
    let (mut different, mut look, mut killed) = (0, 0, 0);
    while different < LOOKS {
        look += 1;
        let now = growing(web.look().expect("a look"));
        assert_grows(&before, &now, look);
        different += usize::from(now != before);
        before = now;
        processes.iter_mut().for_each(Process::listen);
        if look.is_multiple_of(20) {
            killed += processes.remove(0).kill();
            processes.push(Process::start(&folder, format(look / 20)));
        }
    }
    let counted: u64 = killed + processes.into_iter().map(Process::kill).sum::<u64>();
    assert_all_is_there(&mut web, &before, counted);
}

/// Everybody is dead: every file is at rest.
fn assert_all_is_there(web: &mut Application, before: &[(String, u64)], counted: u64) {
    let totals = web.look().expect("a look").clone();
    assert_fine(&totals);
    assert_grows(before, &growing(&totals), 0);
    assert!(totals.files().iter().all(|file| file.writer() == Liveness::Dead));
    let Value::U64(requests) = value(&totals, "requests") else { panic!("a counter") };
    assert!(requests >= counted, "{requests} of at least {counted}");
    let own: u64 = totals.files().iter().map(own_requests).sum();
    assert_eq!(requests, own, "what every file says alone");
    assert_eq!(growing(web.look().expect("a look")), growing(&totals));
}

fn own_requests(file: &mmstats::application::File) -> u64 {
    match file.open().expect("a file") {
        mmstats::AnyReader::V1(reader) => {
            match reader.get("requests").expect("a counter").value() {
                v1::Value::U64(value) => value,
                other => panic!("{other:?}"),
            }
        }
        mmstats::AnyReader::V2(reader) => {
            let requests = reader.snapshot().get("requests").expect("a counter");
            requests.value().as_u64().expect("a counter")
        }
    }
}
