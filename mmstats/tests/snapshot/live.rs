//! A writer at full rate, whose file grows (F2-LENGTH-AGAIN), and a reader beside it: nothing is torn,
//! nothing falls.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::reader::{Scalar, Snapshot, Value};
use mmstats::{FixedText, Reader, Struct, Writer};
use tempfile::TempDir;

/// So many different values have to be seen.
const DISTINCT: u64 = 100;
const THREADS: usize = 2;
/// So many are added: more than the file's first blocks have room for.
const SERIES: usize = 300;

#[derive(Struct)]
struct Pair {
    n: u64,
    triple: u64,
    word: FixedText<16>,
}

fn writer(folder: &TempDir) -> Writer {
    let options = Writer::options("live").path(folder.path()).filename("live.mmstats");
    options.build().expect("a writer")
}

/// Publishes 1, 2, 3... in all ways, and adds a series now and then.
fn write(writer: &Writer, ended: &AtomicBool) {
    let requests = writer.counter("requests").register().expect("a counter");
    let pair = writer.structure::<Pair>("pair").register().expect("a struct");
    let status = writer.text("status").capacity(24).register().expect("a text");
    let latency = writer.histogram("latency").register().expect("a histogram");
    let recent = writer.window("recent").register().expect("a window");
    let hits = writer.counter("hits").labels(["code"]).register().expect("a family");
    thread::scope(|scope| {
        for _ in 1..THREADS {
            scope.spawn(|| {
                let local = writer.local().expect("a stripe");
                let (requests, latency) = (local.counter(&requests), local.histogram(&latency));
                while !ended.load(Ordering::Relaxed) {
                    requests.inc();
                    latency.observe(7);
                }
            });
        }
        let mut n = 0_u64;
        while !ended.load(Ordering::Relaxed) {
            n += 1;
            requests.inc();
            pair.publish(&Pair { n, triple: 3 * n, word: FixedText::new(&n.to_string()) });
            status.set(&format!("n={n}"));
            latency.observe(n % 1000);
            recent.observe_at(n, 3);
            if n.is_multiple_of(64) && n / 64 <= SERIES as u64 {
                hits.with([format!("n{n}")]).expect("a series").add(n);
            }
        }
    });
}

/// What was seen, the newest of each.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    requests: u64,
    pair: u64,
    status: u64,
    latency: u64,
    hits: usize,
    distinct: u64,
    busy: u64,
}

impl Seen {
    fn look(&mut self, snapshot: &Snapshot) -> Result<(), String> {
        let before = *self;
        let mut value = |name: &str| {
            let value = snapshot.get(name).map(|series| series.value());
            self.busy += u64::from(matches!(value, Some(Value::Busy)));
            value
        };
        if let Some(Value::U64(n)) = value("requests") {
            self.distinct += u64::from(n != before.requests);
            self.requests = n;
        }
        let pair = value("pair").filter(|pair| matches!(pair, Value::Struct(_)));
        let status = value("status");
        if let Some(pair) = pair {
            self.pair = whole_pair(&pair).ok_or_else(|| format!("torn: {pair:?}"))?;
        }
        if let Some(Value::Text(text)) = status {
            let n = text.to_str().ok().and_then(|text| text.strip_prefix("n=")?.parse().ok());
            self.status = n.ok_or_else(|| format!("torn: {text:?}"))?;
        }
        if let Some(Value::Histogram(latency)) =
            snapshot.get("latency").map(|series| series.value())
        {
            self.latency = latency.count();
        }
        if let Some(hits) = snapshot.family("hits") {
            self.hits = hits.series().count();
            for series in hits.series() {
                let label = series.labels().next().map(|(_, value)| value.to_owned());
                let (label, n) = (label.unwrap_or_default(), series.value().as_u64());
                if n != Some(0) && label != format!("n{}", n.unwrap_or(1)) {
                    return Err(format!("hits {label} {n:?}"));
                }
            }
        }
        let fell = self.requests < before.requests
            || self.pair < before.pair
            || self.status < before.status
            || self.latency < before.latency
            || self.hits < before.hits;
        if fell { Err(format!("fell: before {before:?}, now {self:?}")) } else { Ok(()) }
    }
}

fn whole_pair(pair: &Value<'_>) -> Option<u64> {
    let (Scalar::U64(n), Scalar::U64(triple)) = (pair.component("n")?, pair.component("triple")?)
    else {
        return None;
    };
    let Scalar::Text(word) = pair.component("word")? else { return None };
    (triple == 3 * n && word.to_str() == Ok(&n.to_string())).then_some(n)
}

fn look_often(reader: &mut Reader) -> Result<Seen, String> {
    let mut seen = Seen::default();
    let mut look = 0_usize;
    while seen.distinct < DISTINCT || seen.hits < SERIES {
        look += 1;
        let snapshot = reader.refresh().map_err(|error| format!("look {look}: {error}"))?;
        seen.look(snapshot).map_err(|what| format!("look {look}: {what}"))?;
        if look.is_multiple_of(10) {
            let path = reader.path().to_owned();
            let fresh = Reader::open(path).map_err(|error| format!("look {look}: {error}"))?;
            seen.look(fresh.snapshot()).map_err(|what| format!("opened at {look}: {what}"))?;
        }
    }
    Ok(seen)
}

#[test]
fn nothing_is_torn_and_nothing_falls() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let writer = writer(&folder);
    let path = writer.path().expect("a file");
    let ended = &AtomicBool::new(false);
    let mut reader = Reader::open(&path).expect("a file of format 2");
    let seen = thread::scope(|scope| {
        scope.spawn(|| write(&writer, ended));
        // The other threads have to end, whatever is found here.
        let seen = look_often(&mut reader);
        ended.store(true, Ordering::Relaxed);
        seen
    });
    let seen = seen.unwrap_or_else(|what| panic!("{what}"));
    assert!(seen.pair > 0 && seen.status > 0, "they weren't busy all the time: {seen:?}");
    drop(writer);
    let snapshot = reader.refresh().expect("the file is there");
    assert!(snapshot.is_closed());
    assert_eq!((snapshot.busy(), snapshot.rewritten()), (0, 0));
}
