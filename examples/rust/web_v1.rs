//! A pretend web server that publishes statistics in format 1, which mmstats 0.8.0's tools read.
//!
//!     web-rust-v1 [SECONDS]     without SECONDS it runs until SIGINT or SIGTERM
//!
//! While it runs, look at it from another terminal: `mmstats slurp`.

use std::env;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};

fn main() -> Result<(), Box<dyn Error>> {
    let end = match env::args().nth(1) {
        Some(seconds) => Some(Instant::now() + Duration::try_from_secs_f64(seconds.parse()?)?),
        None => None,
    };
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }

    // Declare what there is to know, then create the file: from there on everybody sees it.
    let mut stats = mmstats::v1::Writer::options("web").label_prefix("web.").build()?;
    let requests = stats.counter("requests")?;
    let mut latency = stats.timer("latency", 100)?;
    let page = stats.text("page", 32)?;
    stats.constant_text("version", env!("CARGO_PKG_VERSION"))?;
    let path = stats.create_file()?;
    println!("Statistics are in {}", path.display());

    // Serving: each of these is a few stores to memory, with no lock and no system call.
    for name in ["/", "/news", "/about"].iter().cycle() {
        if stop.load(Ordering::Relaxed) || end.is_some_and(|end| Instant::now() >= end) {
            break;
        }
        let _measurement = latency.start(); // It ends with this block.
        page.set(name);
        serve(name);
        requests.inc();
    }

    // The file stays, and says what this program had done when it ended.
    println!("Served {} requests in {:.4} s each", requests.get(), latency.get());
    Ok(())
}

fn serve(page: &str) {
    sleep(Duration::from_millis(1 + page.len() as u64));
}
