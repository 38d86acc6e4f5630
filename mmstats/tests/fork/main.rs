//! fork: the file stays the parent's, and a child that follows has one of its own (SPEC.md 2.18).
//!
//! Children are real ones. Each test runs in a process of its own, so that what it forks has none of
//! the other tests' threads, and has an alarm, as each of its children has: what hangs is said.

mod case;
#[path = "../support/child.rs"]
mod child;
mod concurrent;
mod detached;
mod environment;
mod exclusive;
#[path = "../writer_v2/folder.rs"]
mod folder;
mod following;
mod format1;
mod generations;
mod left;
mod names;
mod other_programs;
mod refused;
mod stripes;
