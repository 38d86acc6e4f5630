//! Bytes that are taken for a program which makes a file of format 2, and then changes it under its reader.
#![no_main]

#[path = "../../mmstats-core/tests/directory/image.rs"]
#[allow(dead_code, reason = "a program makes less than tests do")]
mod image;
#[path = "../program.rs"]
mod program;
#[path = "../../mmstats-core/tests/directory/walk.rs"]
mod walk;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| program::run(bytes));
