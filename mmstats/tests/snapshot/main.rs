//! The reader of format 2: what a snapshot has, what follows from it, and files that change while they are
//! read.

mod differences;
#[path = "../support/image.rs"]
mod image;
mod kinds;
mod live;
mod mapped;
mod opening;
mod percentiles;
mod rewriting;
mod steps;
mod windows;
