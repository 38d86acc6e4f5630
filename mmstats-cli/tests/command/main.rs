//! The `mmstats` command from outside: what it prints, where it prints it, how it ends.

mod bad_files;
mod conformance;
mod decode;
mod default_glob;
mod escapes;
mod folders;
mod format2;
mod harness;
mod live;
mod many_files;
mod names;
mod publisher;
mod slurp;
mod slurp_json;
mod standard_output;
mod usage;
mod validate;
