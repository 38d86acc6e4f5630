//! A pretend web server that publishes statistics.
//!
//!     web-rust [SECONDS]     without SECONDS it runs until SIGINT or SIGTERM
//!
//! While it runs, look at it from another terminal: `mmstats slurp`.

use std::env;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use mmstats::{Counter, Family, FixedText, Gauge, Metrics, Struct, Structure, Timer, Writer};
use signal_hook::consts::{SIGINT, SIGTERM};

/// What this program tells of itself. The comments of the fields go into the file, for people.
#[derive(Metrics)]
#[mmstats(prefix = "http.")]
struct Http {
    /// Requests that were answered.
    #[mmstats(unit = "1", labels("code"))]
    requests: Family<Counter, 1>,
    /// How long that took.
    latency: Timer,
    /// Requests that are being answered.
    active: Gauge,
    /// The last request.
    last: Structure<Request>,
}

/// Published as a whole: nobody sees the page of one request with the code of another.
#[derive(Struct)]
struct Request {
    page: FixedText<32>,
    code: u64,
    #[mmstats(unit = "ns")]
    duration: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let end = match env::args().nth(1) {
        Some(seconds) => Some(Instant::now() + Duration::try_from_secs_f64(seconds.parse()?)?),
        None => None,
    };
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }

    // From here on everybody sees the file. Handles are made once and kept.
    let stats = writer()?;
    let http = Http::register(&stats)?;
    let found = http.requests.with(["200"])?;
    let missing = http.requests.with(["404"])?;
    if let Some(path) = stats.path() {
        println!("Statistics are in {}", path.display());
    }

    // Serving: each of these is a few stores to memory, with no system call.
    let mut served = 0;
    for page in ["/", "/news", "/about", "/lost"].iter().cycle() {
        if stop.load(Ordering::Relaxed) || end.is_some_and(|end| Instant::now() >= end) {
            break;
        }
        let measurement = http.latency.start(); // It ends with this block.
        http.active.add(1);
        let code = serve(page);
        let answered = if code == 200 { &found } else { &missing };
        answered.inc();
        let duration = measurement.elapsed().as_nanos() as u64;
        http.last.publish(&Request { page: (*page).into(), code, duration });
        http.active.sub(1);
        served += 1;
    }

    // The file stays, and says what this program had done when it ended.
    stats.close()?;
    println!("Served {served} requests");
    Ok(())
}

/// Where there can be no file, the program runs on, with statistics that nobody sees.
fn writer() -> Result<Writer, mmstats::Error> {
    Writer::new("web").or_else(|error| {
        eprintln!("web: no statistics: {error}");
        Writer::options("web").detached().build()
    })
}

fn serve(page: &str) -> u64 {
    sleep(Duration::from_millis(1 + page.len() as u64));
    if page == "/lost" { 404 } else { 200 }
}
