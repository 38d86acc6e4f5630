//! Format 2's writer: one stats file, and handles to what is in it.

mod blocks;
mod family;
mod hold;
mod identity;
mod options;
pub mod raw;
mod registry;
mod writer;

pub use identity::Identity;
pub use options::Options;
pub use writer::Writer;
