//! Stripes handed from thread to thread (SPEC.md 2.10): totals are exact, whoever comes and goes.

#[path = "../writer_v2/folder.rs"]
mod folder;
mod given_back;
mod limit;
mod many_threads;
mod pools;
