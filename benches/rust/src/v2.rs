//! Writing through handles of format 2, beside what the processor needs for the same, and beside other
//! libraries.

use std::cell::Cell;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mmstats::{Counter, Histogram, LocalCounter, LocalHistogram, Reader, Structure, Value, Writer};

use crate::bench::{bench, opaque};

/// All of them.
pub fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let writer = Writer::options("bench").path(folder).filename("rust-v2.mmstats").build()?;
    counters(&writer)?;
    local_histogram(&writer)?;
    shared_histogram(&writer)?;
    publish(&writer)
}

/// The same handle, of which the optimizer knows nothing any more.
#[inline(always)]
fn forget<T>(handle: &T) -> &T {
    // SAFETY: the address of a reference.
    unsafe { &*opaque(handle) }
}

/// The optimizer knows nothing any more of what is in memory. Local variables, as handles of a loop are,
/// it may keep in registers.
#[inline(always)]
fn forget_memory() {
    opaque::<u8>(std::ptr::null());
}

/// How often something was done that a reader will find in the file: so no optimizer took it away.
struct Done<'a> {
    writer: &'a Writer,
    name: &'a str,
    times: Cell<u64>,
}

impl<'a> Done<'a> {
    fn new(writer: &'a Writer, name: &'a str) -> Done<'a> {
        Done { writer, name, times: Cell::new(0) }
    }

    fn add(&self, times: u64) {
        self.times.set(self.times.get() + times);
    }

    fn check(&self) -> Result<(), Box<dyn Error>> {
        let reader = Reader::open(self.writer.path().ok_or("the writer has no file")?)?;
        let series = reader.snapshot().get(self.name).ok_or("the file has no such series")?;
        let found = match series.value() {
            Value::U64(count) => count,
            Value::Histogram(histogram) => histogram.count(),
            value => return Err(format!("{}: {value:?}", self.name).into()),
        };
        assert_eq!(found, self.times.get(), "{}", self.name);
        Ok(())
    }
}

/// How many counters are written in turn.
const COUNTERS: usize = 64;

fn counters(writer: &Writer) -> Result<(), Box<dyn Error>> {
    let register = |prefix: &str| {
        let names = (0..COUNTERS).map(|i| format!("{prefix}.requests.{i:02}"));
        names.map(|name| writer.counter(&name).register()).collect::<Result<Vec<Counter>, _>>()
    };
    let (ours, plain) = (register("http")?, register("plain")?);
    let words: Vec<*mut u64> =
        plain.iter().map(|counter| counter.as_ref().address().as_ptr()).collect();
    let local = writer.local()?;
    let locals: Vec<LocalCounter> = ours.iter().map(|counter| local.counter(counter)).collect();

    let done = Done::new(writer, "http.requests.00");
    local_add(&locals[0], words[0], &done);
    done.check()?;
    local_add_in_turn(&locals, &words);
    shared_add(&writer.counter("http.shared").register()?, words[0])
}

const BY_HAND: &str = "plain load, add and store";

/// Adds to one counter. Its handle is a variable of the loop, as the pointer on the other side is.
fn local_add(ours: &LocalCounter, word: *mut u64, done: &Done) {
    bench(
        "v2.rust.local.counter_add",
        "1.5",
        |times| {
            let ours = ours.clone();
            for _ in 0..times {
                forget_memory();
                ours.add(1);
            }
            done.add(times);
        },
        BY_HAND,
        |times| {
            for _ in 0..times {
                forget_memory();
                // SAFETY: a counter in a mapped file, whose handle nobody uses meanwhile.
                unsafe { *word += 1 };
            }
        },
    );
}

/// Adds to counters in turn, whose handles are in memory.
fn local_add_in_turn(ours: &[LocalCounter], words: &[*mut u64]) {
    let ours: [&LocalCounter; COUNTERS] = std::array::from_fn(|i| &ours[i]);
    let words: [&*mut u64; COUNTERS] = std::array::from_fn(|i| &words[i]);
    bench(
        "v2.rust.local.counter_add.64_in_turn",
        "1.5",
        |times| (0..times as usize).for_each(|i| forget(ours[i % COUNTERS]).add(1)),
        BY_HAND,
        |times| {
            for i in 0..times as usize {
                // SAFETY: a counter in a mapped file, whose handle nobody uses meanwhile.
                unsafe { **forget(words[i % COUNTERS]) += 1 };
            }
        },
    );
}

/// Adds to a counter that any thread may write.
fn shared_add(ours: &Counter, word: *mut u64) -> Result<(), Box<dyn Error>> {
    let id = "v2.rust.shared.counter_add";
    let add = |times| {
        let before = ours.get();
        (0..times).for_each(|_| forget(ours).add(1));
        assert_eq!(ours.get() - before, times);
    };
    // SAFETY: a counter in a mapped file, which is used as an atomic only from here on.
    let atomic = unsafe { AtomicU64::from_ptr(word) };
    bench(id, "1.1", add, "lock xadd", |times| {
        for _ in 0..times {
            forget(atomic).fetch_add(1, Ordering::Relaxed);
        }
    });
    let prometheus = prometheus::IntCounter::new("requests", "Requests.")?;
    bench(id, "", add, "prometheus IntCounter", |times| {
        (0..times).for_each(|_| forget(&prometheus).inc_by(1));
    });
    let metrics = metrics::Counter::from_arc(Arc::new(AtomicU64::new(0)));
    bench(id, "", add, "metrics Counter", |times| {
        (0..times).for_each(|_| forget(&metrics).increment(1));
    });
    Ok(())
}

/// Latencies in nanoseconds, from a microsecond to a second: more of the short ones.
fn latencies() -> [u64; 1024] {
    let mut state = 1u64;
    let mut random = || {
        // The constants are Knuth's, of MMIX.
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 32) as f64 / 2f64.powi(32)
    };
    std::array::from_fn(|_| (1e3 * 10f64.powf(6.0 * random() * random())) as u64)
}

/// Two decimal digits are to hdrhistogram what scale 4 is to us: 1 % against 2.2 %.
fn local_histogram(writer: &Writer) -> Result<(), Box<dyn Error>> {
    let values = latencies();
    let shared: Histogram = writer.histogram("http.latency").unit("ns").register()?;
    let ours: LocalHistogram = writer.local()?.histogram(&shared);
    let mut theirs = hdrhistogram::Histogram::<u64>::new_with_bounds(1, 1 << 40, 2)?;
    let done = Done::new(writer, "http.latency");
    bench(
        "v2.rust.local.histogram_record",
        "1.0",
        |times| {
            let ours = ours.clone();
            for i in 0..times as usize {
                forget_memory();
                ours.observe(values[i % values.len()]);
            }
            done.add(times);
        },
        "hdrhistogram record",
        |times| {
            for i in 0..times as usize {
                forget_memory();
                theirs.record(values[i % values.len()]).expect("it is within the bounds");
            }
        },
    );
    done.check()
}

fn shared_histogram(writer: &Writer) -> Result<(), Box<dyn Error>> {
    let values = latencies().map(|nanoseconds| nanoseconds as f64 / 1e9);
    let name = "http.latency.seconds";
    let ours = writer.histogram_f64(name).unit("s").register()?;
    let buckets = prometheus::exponential_buckets(1e-6, 2.0, 20)?;
    let options = prometheus::HistogramOpts::new("latency", "Latency.").buckets(buckets);
    let theirs = prometheus::Histogram::with_opts(options)?;
    let done = Done::new(writer, name);
    bench(
        "v2.rust.shared.histogram_record.f64",
        "",
        |times| {
            (0..times as usize).for_each(|i| forget(&ours).observe(values[i % values.len()]));
            done.add(times);
        },
        "prometheus Histogram of 20 buckets",
        |times| {
            (0..times as usize).for_each(|i| forget(&theirs).observe(values[i % values.len()]));
        },
    );
    done.check()
}

#[derive(mmstats::Struct)]
struct Eight {
    requests: u64,
    errors: u64,
    sent: u64,
    received: u64,
    open: u64,
    idle: u64,
    queued: u64,
    dropped: u64,
}

impl Eight {
    fn of(n: u64) -> Eight {
        let (requests, errors, sent, received) = (n, n, n, n);
        let (open, idle, queued, dropped) = (n, n, n, n);
        Eight { requests, errors, sent, received, open, idle, queued, dropped }
    }
}

/// Publishes a struct of eight words, by one that has the right to.
fn publish(writer: &Writer) -> Result<(), Box<dyn Error>> {
    let ours: Structure<Eight> = writer.structure("http.state").register()?;
    let plain: Structure<Eight> = writer.structure("plain.state").register()?;
    let sequence = plain.as_ref().address().as_ptr();
    bench(
        "v2.rust.publish.8",
        "1.5",
        |times| {
            let mut ours = ours.exclusive();
            for i in 0..times {
                forget_memory();
                ours.publish(&Eight::of(i));
            }
        },
        "eight stores and a release store",
        |times| {
            for i in 0..times {
                forget_memory();
                // SAFETY: a cell in a mapped file, whose handle nobody uses meanwhile: its sequence and
                // its first slot.
                unsafe {
                    (1..=8).for_each(|word| sequence.add(word).write(i));
                    AtomicU64::from_ptr(sequence).store(i, Ordering::Release);
                }
            }
        },
    );
    Ok(())
}
