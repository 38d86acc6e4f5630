//! /proc for your application: publish statistics in mapped files, look at them from outside.
//!
//! A [`Writer`] owns one stats file and hands out handles; writing through a handle takes no
//! system call, waits for nobody but another publisher, and allocates nothing. A [`Reader`], in the
//! same program or any other, looks at the file while it changes or after its writer died.
//!
//! ```
//! # fn main() -> Result<(), mmstats::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! let stats = mmstats::Writer::options("web").path(folder.path()).build()?;
//! let hits = stats.counter("http.requests").unit("1").help("...").labels(["code"]).register()?;
//! let ok = hits.with(["200"])?;
//! ok.inc();
//! let latency = stats.timer("http.latency").register()?;
//! drop(latency.start());
//!
//! let reader = mmstats::Reader::open(stats.path().expect("a file"))?;
//! for series in reader.snapshot().series() {
//!     println!("{} {:?}", series.name(), series.value());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What is written often and by one thread can go through a [`Local`] object, without atomic
//! instructions. What belongs together is a struct, published whole; and metrics can be declared
//! as a struct, too:
//!
//! ```
//! use mmstats::{Counter, Family, FixedText, Metrics, Struct, Structure};
//!
//! #[derive(Struct)]
//! struct Request {
//!     #[mmstats(unit = "ns")]
//!     duration: u64,
//!     path: FixedText<32>,
//! }
//!
//! #[derive(Metrics)]
//! #[mmstats(prefix = "http.")]
//! struct Http {
//!     /// Requests that were answered.
//!     #[mmstats(unit = "1", labels("code"))]
//!     requests: Family<Counter, 1>,
//!     slowest: Structure<Request>,
//! }
//!
//! # fn main() -> Result<(), mmstats::Error> {
//! # let stats = mmstats::Writer::options("web").detached().build()?;
//! let http = Http::register(&stats)?;
//! let local = stats.local()?;
//! let ok = local.counter(&http.requests.with(["200"])?);
//! ok.inc();
//! http.slowest.publish(&Request { duration: 1_000_000, path: "/".into() });
//! # Ok(())
//! # }
//! ```
//!
//! Format 1, that of mmstats 0.8.0, is in [`v1`].

pub mod application;
mod create;
mod entries;
mod environment;
mod error;
mod file_system;
pub mod fold;
mod fork;
mod glob;
mod liveness;
mod lock;
mod map;
mod naming;
mod open;
mod process;
mod random;
pub mod reader;
pub mod v1;
mod validate;
mod warning;
mod writer;

pub use create::{Kept, Leftover};
pub use error::{Cause, Error};
pub use glob::{escape as escape_glob, glob, stats_files};
pub use liveness::Liveness;
/// Format 2 as bytes and words: what the handles of C are made of.
#[doc(hidden)]
pub use mmstats_core::v2 as format;
pub use mmstats_core::v2::{Aggregate, Buckets};
pub use mmstats_derive::{Metrics, Struct};
pub use naming::{
    DEFAULT_FILENAME, default_filename, default_files, default_folder, default_globs, expand,
};
pub use reader::{AnyReader, MAX_FILE, Reader, Snapshot, Value, open};
pub use validate::{Departure, validate, validate_each};
pub use warning::Warning;
pub use writer::{
    Counter, Declaration, Exclusive, Family, FixedText, Gauge, Histogram, Local, LocalCounter,
    LocalHistogram, LocalTimer, LocalWindow, Metric, Metrics, ObserveDuration, Options, Struct,
    StructField, Structure, Text, Timer, TimerGuard, Unlabelled, Window, Writer,
};
#[doc(hidden)]
pub use writer::{Identity, Labelled, raw};
