//! The cells of format 2 (SPEC.md 2.7 to 2.12), on memory of this process.

mod bounds;
mod directory;
mod histogram;
mod index;
mod memory;
mod scalar;
mod sequenced;
mod stress;
mod window;
