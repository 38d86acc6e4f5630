//! `live-write2`: writes format 2 all the time, until standard input ends.

use std::error::Error;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use mmstats::{FixedText, Struct};

use crate::live_write::watch_input;
use crate::write2::options;

#[derive(Struct)]
struct Pair {
    #[mmstats(counter)]
    n: u64,
    #[mmstats(counter)]
    triple: u64,
    word: FixedText<16>,
}

/// How many series `hits` gets, one every so many steps.
const SERIES: u64 = 20;
const STEPS: u64 = 1_000;

/// How long it waits behind each step, where it doesn't write at full rate.
pub const PAUSE: Option<Duration> = Some(Duration::from_micros(50));

pub fn run(file: &Path, pause: Option<Duration>) -> Result<(), Box<dyn Error>> {
    let stats = options(file, "agent")?.build()?;
    let requests = stats.counter("requests").register()?;
    let pair = stats.structure::<Pair>("pair").register()?;
    let load = stats.gauge_f64("load").register()?;
    let status = stats.text("status").capacity(24).register()?;
    let latency = stats.histogram("latency").register()?;
    let hits = stats.counter("hits").labels(["code"]).register()?;
    let ok = hits.with(["200"])?;
    println!("ready");

    let mut others = Vec::new();
    let input_ended = watch_input();
    let mut n = 0_u64;
    while !input_ended.load(Ordering::Relaxed) {
        n += 1;
        requests.inc();
        let word = FixedText::new(&n.to_string());
        pair.publish(&Pair { n, triple: 3 * n, word });
        load.set(n as f64 / 2.0);
        status.set(&format!("n={n}"));
        latency.observe(n % 1_000);
        ok.inc();
        if n.is_multiple_of(STEPS) && n / STEPS < SERIES {
            others.push(hits.with([format!("n{}", n / STEPS)])?);
        }
        if let Some(pause) = pause {
            thread::sleep(pause);
        }
    }
    println!("wrote {n}");
    stats.close()?;
    Ok(())
}
