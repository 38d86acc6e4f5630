//! Bytes that are taken for a file of format 2.
#![no_main]

#[path = "../../mmstats-core/tests/directory/walk.rs"]
mod walk;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = walk::walk(bytes);
});
