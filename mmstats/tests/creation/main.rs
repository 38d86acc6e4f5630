//! Where files are created, by whose leave, and what becomes of what stands there (SPEC.md 2.18 to
//! 2.20).

#[path = "../support/child.rs"]
mod child;
mod detached;
mod environment;
mod folders;
mod globs;
#[path = "../support/lock.rs"]
mod lock;
mod modes;
mod mounts;
mod place;
mod privileged;
mod sweeping;
mod taken;
#[path = "../support/user.rs"]
mod user;
mod user_folder;
mod warnings;
