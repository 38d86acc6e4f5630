//! The `mmstats` command from outside: what it prints, where it prints it, how it ends.

mod bad_files;
mod clean;
mod cleanstats;
mod conformance;
mod decode;
mod default_glob;
mod doctor;
mod escapes;
mod folders;
mod format2;
mod harness;
mod live;
mod many_files;
#[path = "../../../mmstats/tests/creation/mounts.rs"]
mod mounts;
mod names;
mod publisher;
mod service;
mod slurp;
mod slurp_app;
mod slurp_json;
mod standard_output;
mod usage;
mod validate;
