//! Torture: real processes that kill, fill, fork and read, and what they count.
//!
//!     torture list                        what there is
//!     torture all [--long]                all of it, one after the other
//!     torture NAME... [--long]            some of it
//!
//! Each prints a line for every figure, `figure<TAB>value`, and `ok NAME` at its end. The first
//! violation ends the run: it is named, and its files are kept for a look. The long forms are those
//! whose figures count (`make torture`); the short ones show that all of it works (`make test`).

mod container;
mod cpu;
mod crowds;
mod exact;
mod folds;
mod forks;
mod full;
mod kills;
mod mapped;
mod mounts;
mod namespaces;
mod numbers;
mod overlay;
mod pids;
mod process;
mod races;
mod random;
mod reads;
mod resident;
mod run;
mod said;
mod shared;
mod truncate;

use std::env;
use std::process::ExitCode;

use run::{Outcome, Run};

/// One torture.
struct Torture {
    name: &'static str,
    /// What it does, in a line.
    what: &'static str,
    run: fn(&mut Run) -> Outcome,
}

/// All of them, in the order in which they run.
const ALL: &[Torture] = &[
    Torture {
        name: "reads",
        what: "values of 8, 64 and 512 bytes, read while they are written at full rate",
        run: reads::run,
    },
    Torture {
        name: "kills",
        what: "writers killed while they create, grow, update, retire and close a file",
        run: kills::run,
    },
    Torture {
        name: "races",
        what: "format 1 and format 2 under the same load: reads at full rate, kills at creation",
        run: races::run,
    },
    Torture {
        name: "full",
        what: "file systems that are full, and fill up while files grow and are written",
        run: full::run,
    },
    Torture {
        name: "truncate",
        what: "files cut off, lengthened and overwritten under readers",
        run: truncate::run,
    },
    Torture {
        name: "forks",
        what: "storms of forks in a process with threads: quiet children, and some that follow",
        run: forks::run,
    },
    Torture {
        name: "folds",
        what: "writers that come, count and die, while folds of what they leave are killed",
        run: folds::run,
    },
    Torture {
        name: "crowds",
        what: "thousands of dead files: writers that begin beside them, and folds of them",
        run: crowds::run,
    },
    Torture {
        name: "exact",
        what: "increments by many threads, in each language and mode",
        run: exact::run,
    },
    Torture {
        name: "pids",
        what: "process ids that come again after a writer was killed",
        run: pids::run,
    },
    Torture {
        name: "namespaces",
        what: "writers and readers in pid namespaces of their own, as in containers",
        run: namespaces::run,
    },
    Torture { name: "overlay", what: "files on an overlay file system", run: overlay::run },
];

fn main() -> ExitCode {
    let mut names: Vec<String> = env::args().skip(1).collect();
    let arguments = names.len();
    names.retain(|name| name != "--long");
    let long = names.len() < arguments;
    let chosen: Option<Vec<&Torture>> = match &names[..] {
        [] => None,
        [name] if name == "list" => {
            ALL.iter().for_each(|torture| println!("{}\t{}", torture.name, torture.what));
            return ExitCode::SUCCESS;
        }
        [name] if name == "all" => Some(ALL.iter().collect()),
        names => names.iter().map(|name| ALL.iter().find(|of| of.name == name)).collect(),
    };
    let Some(chosen) = chosen else {
        eprintln!("usage: torture list | all [--long] | NAME... [--long]");
        return ExitCode::from(2);
    };
    match chosen.iter().all(|torture| run_one(torture, long)) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Runs it, and says whether nothing was violated.
fn run_one(torture: &Torture, long: bool) -> bool {
    println!("\n== {}: {}", torture.name, torture.what);
    let mut run = Run::new(long);
    match (torture.run)(&mut run) {
        Ok(()) => {
            println!("ok {}", torture.name);
            true
        }
        Err(violation) => {
            println!("FAILED {}: {violation}", torture.name);
            run.keep();
            false
        }
    }
}
