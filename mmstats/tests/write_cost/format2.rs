//! The same of format 2: one handle of each kind, and a write through all of them.

use std::path::Path;
use std::time::Duration;

use mmstats::{
    Counter, Family, FixedText, Gauge, Histogram, LocalCounter, LocalHistogram, LocalTimer,
    LocalWindow, Reader, Struct, Structure, Text, Timer, Window, Writer,
};

use crate::counting::count;
use crate::system_calls::status_of_strict_child;

const WRITES: u64 = 200_000;

#[derive(Struct)]
struct Pair {
    n: u64,
    half: f64,
    word: FixedText<16>,
}

struct Handles {
    _stats: Writer,
    counter: Counter,
    float: Counter<f64>,
    gauge: Gauge,
    flag: Gauge<bool>,
    real: Gauge<f64>,
    text: Text,
    pair: Structure<Pair>,
    histogram: Histogram,
    floats: Histogram<f64>,
    timer: Timer,
    window: Window,
    family: Family<Counter, 2>,
    my_counter: LocalCounter,
    my_float: LocalCounter<f64>,
    my_histogram: LocalHistogram,
    my_floats: LocalHistogram<f64>,
    my_timer: LocalTimer,
    my_window: LocalWindow,
}

impl Handles {
    /// Of a writer whose file is `test.mmstats` in the folder.
    fn new(folder: &Path) -> Result<Handles, mmstats::Error> {
        let stats = Writer::options("test").path(folder).filename("test.mmstats").build()?;
        let counter = stats.counter("counter").register()?;
        let float = stats.counter_f64("float").register()?;
        let histogram = stats.histogram("histogram").register()?;
        let floats = stats.histogram_f64("floats").register()?;
        let timer = stats.timer("timer").register()?;
        // As short as can be: most values begin a slot of time.
        let window = stats.window("window").slot_duration(Duration::from_nanos(1)).register()?;
        let family = stats.counter("family").labels(["method", "code"]).register()?;
        family.with(["GET", "200"])?;
        let local = stats.local()?;
        Ok(Handles {
            my_counter: local.counter(&counter),
            my_float: local.counter(&float),
            my_histogram: local.histogram(&histogram),
            my_floats: local.histogram(&floats),
            my_timer: local.timer(&timer),
            my_window: local.window(&window),
            gauge: stats.gauge("gauge").register()?,
            flag: stats.gauge_bool("flag").register()?,
            real: stats.gauge_f64("real").register()?,
            text: stats.text("text").capacity(16).register()?,
            pair: stats.structure("pair").register()?,
            _stats: stats,
            counter,
            float,
            histogram,
            floats,
            timer,
            window,
            family,
        })
    }

    /// Writes through each. Says whether all of them took it; a panic would allocate.
    fn write(&self, n: u64) -> bool {
        let real = n as f64;
        self.counter.inc();
        self.float.add(0.5);
        self.gauge.set(-1);
        self.gauge.add(1);
        self.flag.set(n % 2 == 1);
        self.real.set(real);
        self.real.sub(0.5);
        self.text.set(if n % 2 == 1 { "odd" } else { "even, and longer" });
        self.text.exclusive().set("größer");
        let pair = Pair { n, half: real / 2.0, word: FixedText::new("größer") };
        self.pair.publish(&pair);
        self.pair.exclusive().publish(&pair);
        self.histogram.observe(n);
        self.floats.observe(if n.is_multiple_of(3) { -1.0 } else { real });
        self.timer.observe(Duration::from_nanos(n));
        drop(self.timer.start());
        self.window.observe(n);
        self.my_counter.inc();
        self.my_float.add(0.5);
        self.my_histogram.observe(n);
        self.my_floats.observe(real);
        self.my_timer.observe(Duration::from_nanos(n));
        drop(self.my_timer.start());
        self.my_window.observe(n);
        let Ok(found) = self.family.with(["GET", "200"]) else { return false };
        found.clone().inc();
        self.counter.get() == n && found.get() == n
    }
}

#[test]
fn writes_allocate_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let handles = Handles::new(folder.path()).expect("handles");
    let (counted, all) = count(|| (1..=1_000).all(|n| handles.write(n)));
    assert!(all, "a write was refused");
    assert_eq!((counted.calls, counted.bytes), (0, 0));
}

#[test]
fn many_writes_make_no_system_call() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let prepare = || Handles::new(folder.path()).expect("handles");
    let status = status_of_strict_child(prepare, |handles| {
        let all = (1..=WRITES).all(|n| handles.write(n));
        libc::c_long::from(!all)
    });
    use std::os::unix::process::ExitStatusExt;
    assert_eq!(status.signal(), None, "a write made a system call, and the kernel killed it");
    assert_eq!(status.code(), Some(0), "a write was refused");
    let reader = Reader::open(folder.path().join("test.mmstats")).expect("a stats file");
    let counter = reader.snapshot().get("counter").expect("a counter").value();
    assert_eq!(counter.as_u64(), Some(2 * WRITES), "the child's writes are seen");
}
