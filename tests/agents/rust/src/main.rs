//! The Rust program of the tests in which all languages take part. Those of the other languages
//! take the same arguments and print the same.
//!
//!     agent-rust decode FILE              the decoded form of FILE
//!     agent-rust write OUT_FILE           the file that the scenario on standard input says
//!     agent-rust mutations FILE           digests of the verdicts on FILE cut off and flipped
//!     agent-rust live-write OUT_FILE      writes until standard input ends
//!     agent-rust live-write2 OUT_FILE     the same of format 2
//!     agent-rust live-read FILE SECONDS   reads for that time and checks what it sees
//!     agent-rust live-read2 FILE SECONDS  the same of a file of format 2

mod decode;
mod digest;
mod family2;
mod field;
mod live_read;
mod live_read2;
mod live_write;
mod live_write2;
mod mutations;
mod scenario;
mod scenario2;
mod write;
mod write2;

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let done = match &arguments[..] {
        [name, file] => run(name.to_str(), Path::new(file), None),
        [name, file, seconds] => run(name.to_str(), Path::new(file), seconds.to_str()),
        _ => usage(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(name: Option<&str>, file: &Path, seconds: Option<&str>) -> Result<(), Box<dyn Error>> {
    match (name, seconds) {
        (Some("decode"), None) => decode::run(file),
        (Some("write"), None) => write::run(file),
        (Some("mutations"), None) => mutations::run(file),
        (Some("live-write"), None) => live_write::run(file),
        (Some("live-write2"), None) => live_write2::run(file, live_write2::PAUSE),
        (Some("live-write2"), Some("--full-rate")) => live_write2::run(file, None),
        (Some("live-read"), Some(seconds)) => live_read::run(file, seconds.parse()?),
        (Some("live-read2"), Some(seconds)) => live_read2::run(file, seconds.parse()?),
        _ => usage(),
    }
}

fn usage() -> Result<(), Box<dyn Error>> {
    Err("usage: agent-rust decode|write|mutations|live-write|live-write2 FILE, or live-read|live-read2 FILE SECONDS"
        .into())
}
