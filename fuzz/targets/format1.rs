//! Bytes that are taken for a file of format 1.
#![no_main]

#[path = "../../mmstats-core/tests/files/seen.rs"]
mod seen;
#[path = "../../mmstats-core/tests/files/walk.rs"]
mod walk;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = walk::walk(bytes);
});
