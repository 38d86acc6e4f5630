//! The write protocol of SPEC.md 1.10, on memory of this process.

mod bytes;
mod memory;
mod order;
mod scalars;
mod store;
