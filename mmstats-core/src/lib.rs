//! The mmstats file formats as bytes and words.
//!
//! No `std`, no I/O, and no allocation but for what a directory of format 2 and a window take (feature
//! `alloc`): this crate decodes and encodes byte slices, and reads and
//! writes single values in memory that somebody else mapped. `SPEC.md` is the authority on
//! every byte; the modules bear the names of its headings, and errors name its clauses.
//!
//! ```
//! use mmstats_core::v1::File;
//!
//! let bytes = b"\x01\x04\x00hits\x01\x00Q\xff\x07\0\0\0\0\0\0\0";
//! let file = File::parse(bytes)?;
//! for field in file.fields() {
//!     println!("{} = {:?}", field.label(), field.value());
//! }
//! # Ok::<(), mmstats_core::v1::Error>(())
//! ```
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

mod atomic;
mod point;
mod text;
pub mod v1;
pub mod v2;

/// What the models of the protocols switch off.
#[cfg(loom)]
pub mod model {
    pub use crate::point::{Point, without};
}
