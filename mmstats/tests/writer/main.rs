//! The writer: what its files hold, where they stand, and what becomes of it when that fails.

mod averages;
mod busy;
#[path = "../support/child.rs"]
mod child;
mod create_errors;
mod created_file;
mod declaring;
mod environment;
mod fields;
mod folder;
mod handles;
mod kills;
mod limits;
mod names;
mod no_space;
mod remove;
mod replaced;
mod system_fields;
mod threads;
mod tuples;
#[path = "../support/user.rs"]
mod user;
mod visibility;
