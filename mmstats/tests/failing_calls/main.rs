//! Every system call of creation, growth and closing fails, one after the other, once and for good:
//! an error or a writer that works, and nothing is left.

mod closing;
mod creation;
mod every;
mod fallbacks;
mod following;
mod format1;
mod growth;
mod place;
#[path = "../support/trap.rs"]
mod trap;
