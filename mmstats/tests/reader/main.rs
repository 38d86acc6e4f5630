//! The reader: files that change under it, files that are none, many at once, and whether the
//! writer of one lives.

mod liveness;
mod order;
mod read_all;
mod refresh;
mod refusals;
mod sample;
mod sinks;
#[path = "../support/user.rs"]
mod user;
