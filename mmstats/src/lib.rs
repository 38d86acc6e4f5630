//! /proc for your application: publish statistics in mapped files, look at them from outside.
//!
//! A [`v1::Writer`] owns one stats file and hands out handles; writing through a handle takes no
//! lock and no system call. A [`v1::Reader`], in the same program or any other, reads the file
//! while it changes or after its writer died.
//!
//! ```
//! # fn main() -> Result<(), mmstats::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! let mut stats = mmstats::v1::Writer::options("web").path(folder.path()).build()?;
//! let hits = stats.counter("hits")?;
//! let path = stats.create_file()?;
//! hits.inc();
//!
//! let reader = mmstats::v1::Reader::open(&path)?;
//! for field in reader.fields() {
//!     println!("{} {:?}", field.label(), field.value());
//! }
//! # Ok(())
//! # }
//! ```

mod create;
mod error;
mod glob;
mod liveness;
mod map;
mod naming;
mod open;
pub mod reader;
pub mod v1;
mod validate;
mod writer;

pub use error::{Cause, Error};
pub use glob::glob;
pub use liveness::Liveness;
pub use mmstats_core::v2::{Aggregate, Buckets};
/// Format 2 as bytes and words: what the handles of C are made of.
#[doc(hidden)]
pub use mmstats_core::v2 as format;
pub use mmstats_derive::{Metrics, Struct};
pub use naming::{DEFAULT_FILENAME, default_filename, default_folder, default_glob, expand};
pub use reader::{AnyReader, MAX_FILE, Reader, Snapshot, Value, open};
#[doc(hidden)]
pub use writer::{Identity, Labelled, raw};
pub use writer::{
    Counter, Declaration, Exclusive, Family, FixedText, Gauge, Histogram, Local, LocalCounter,
    LocalHistogram, LocalTimer, LocalWindow, Metric, Metrics, ObserveDuration, Options, Struct,
    StructField, Structure, Text, Timer, TimerGuard, Unlabelled, Window, Writer,
};
pub use validate::{Departure, validate, validate_each};
