//! libmmstats: the C ABI. No logic of its own: every function checks what C gave it, calls the
//! `mmstats` crate, and turns the result into a status. `include/mmstats.h` is generated from
//! these sources (`make header`), so the documentation here is that of the C functions.
//!
//! `handle.rs` is the home of unsafe code about pointers that C gave; the exported functions
//! call it and say why that is sound.

// These are the names of C.
#![allow(non_camel_case_types)]

mod average;
mod cell;
mod declare;
mod declare_scalar;
mod field;
mod handle;
mod paths;
mod reader;
mod scalar;
mod status;
mod text;
mod v2;
mod value;
mod writer;
