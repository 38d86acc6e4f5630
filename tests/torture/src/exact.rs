//! Increments by many threads at once: none is lost, in any language and any mode.
//!
//! One program in each language counts: `count FOLDER MODE THREADS N`. So many threads add 1 so often
//! to the counter `hits` of a writer in that folder:
//!
//! - `shared`: all to the same cell;
//! - `local`: each in a stripe of its own;
//! - `detached`: to a writer without a file; the program prints the total;
//! - `follow`: as shared, and then a forked child, which follows, does the same again.
//!
//! The total is that of all files in the folder, as the Rust reader reads them (F2-SHARED, F2-STRIPE).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

use mmstats::{Counter, Reader, Value, Writer};

use crate::process::{Child, End};
use crate::run::{Outcome, Run};

const THREADS: usize = 8;

/// How a program counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Shared,
    Local,
    Detached,
    Follow,
}

impl Mode {
    const ALL: [Mode; 4] = [Mode::Shared, Mode::Local, Mode::Detached, Mode::Follow];

    const fn name(self) -> &'static str {
        match self {
            Mode::Shared => "shared",
            Mode::Local => "local",
            Mode::Detached => "detached",
            Mode::Follow => "follow",
        }
    }

    /// How many processes count.
    const fn processes(self) -> u64 {
        if matches!(self, Mode::Follow) { 2 } else { 1 }
    }
}

pub fn run(run: &mut Run) -> Outcome {
    let increments = run.pick(20_000, 1_000_000);
    let programs = match std::env::var_os("MMSTATS_PREFIX") {
        Some(prefix) => programs(Path::new(&prefix))?,
        None => {
            let why = "MMSTATS_PREFIX is not set: `make torture` installs there, and sets it";
            run.not_tried("other languages than Rust", why);
            Vec::new()
        }
    };
    if !programs.iter().any(|program| program.language == "Java") {
        run.not_tried("Java", "there are no classes in bindings/java: run `mvn verify` there");
    }
    for mode in Mode::ALL {
        let count = |folder: &Path| count_in_child(folder, mode, increments);
        exactly(run, "Rust", mode, increments, count)?;
        for program in &programs {
            if mode == Mode::Follow && program.language == "Java" {
                run.not_tried("Java, follow", "a virtual machine doesn't fork");
                continue;
            }
            let count = |folder: &Path| program.count(folder, mode, increments);
            exactly(run, program.language, mode, increments, count)?;
        }
    }
    Ok(())
}

/// Has it counted, and compares the total.
fn exactly(
    run: &mut Run,
    language: &str,
    mode: Mode,
    increments: u64,
    count: impl FnOnce(&Path) -> Outcome<Option<u64>>,
) -> Outcome {
    let folder = run.any_folder()?;
    let started = Instant::now();
    let printed = count(&folder)?;
    let seconds = started.elapsed().as_secs_f64();
    let (files, read) = total(&folder)?;
    let found = printed.unwrap_or(read);
    let expected = increments * THREADS as u64 * mode.processes();
    let what = format!("{language}, {}", mode.name());
    run.figure(&what, format_args!("{found} of {expected} in {files} files, {seconds:.2} s"));
    let expected_files = if mode == Mode::Detached { 0 } else { mode.processes() };
    match (found, files) == (expected, expected_files) {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected} in {expected_files} files").into()),
    }
}

/// How many files there are, and what their counters come to.
fn total(folder: &Path) -> Outcome<(u64, u64)> {
    let (mut files, mut total) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let reader = Reader::open(entry?.path())?;
        let hits = reader.snapshot().get("hits").ok_or("a file without the counter")?;
        let Value::U64(value) = hits.value() else {
            return Err(format!("found {:?}", hits.value()).into());
        };
        files += 1;
        total += value;
    }
    Ok((files, total))
}

/// Counts in Rust, in a process of its own. What a detached writer counted is compared there.
fn count_in_child(folder: &Path, mode: Mode, increments: u64) -> Outcome<Option<u64>> {
    let expected = increments * THREADS as u64;
    let child = Child::fork(|| {
        let options = Writer::options("count").path(folder);
        let options = if mode == Mode::Detached { options.detached() } else { options };
        let stats = options.build()?;
        let hits = stats.counter("hits").register()?;
        count(&stats, &hits, mode, increments);
        if mode == Mode::Follow {
            let following = Child::fork(|| {
                stats.follow()?;
                count(&stats, &hits, mode, increments);
                Ok(())
            })?;
            if following.wait()? != End::FINE {
                return Err("the child failed".into());
            }
        }
        match hits.get() {
            found if mode == Mode::Detached && found != expected => {
                Err(format!("expected {expected}, found {found}").into())
            }
            _ => Ok(()),
        }
    })?;
    match child.wait()? {
        End::FINE => Ok((mode == Mode::Detached).then_some(expected)),
        end => Err(format!("Rust, {}: {end:?}", mode.name()).into()),
    }
}

fn count(stats: &Writer, hits: &Counter, mode: Mode, increments: u64) {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| match mode {
                Mode::Local => {
                    let mine = stats.local().expect("the file is open").counter(hits);
                    (0..increments).for_each(|_| mine.inc());
                }
                _ => (0..increments).for_each(|_| hits.inc()),
            });
        }
    });
}

/// A program that counts.
struct Program {
    language: &'static str,
    words: Vec<PathBuf>,
    variables: Vec<(&'static str, PathBuf)>,
}

impl Program {
    /// Has it counted. Returns what it printed.
    fn count(&self, folder: &Path, mode: Mode, increments: u64) -> Outcome<Option<u64>> {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).envs(self.variables.iter().cloned());
        command.arg(folder).arg(mode.name());
        command.arg(THREADS.to_string()).arg(increments.to_string());
        let output = command.output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}, {}: {said}", self.language, mode.name()).into());
        }
        let printed = String::from_utf8(output.stdout)?;
        Ok(if printed.is_empty() { None } else { Some(printed.trim().parse()?) })
    }
}

/// The programs in other languages, which are built for that, from the top of the checkout. That in Java
/// is missing where the package wasn't built.
fn programs(prefix: &Path) -> Outcome<Vec<Program>> {
    let here = Path::new("tests/torture/programs");
    let built = Command::new(here.join("build.sh")).output();
    let built = built.map_err(|error| format!("{}/build.sh: {error}", here.display()))?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).into());
    }
    let out = Path::new("build/torture");
    let program = |language, words, variables| Program { language, words, variables };
    let python = vec![PathBuf::from("python3"), here.join("count.py")];
    let package = vec![
        ("PYTHONPATH", PathBuf::from("bindings/python")),
        ("PYTHONDONTWRITEBYTECODE", PathBuf::from("1")),
        ("MMSTATS_LIBRARY", prefix.join("lib/libmmstats.so")),
    ];
    let mut programs = vec![
        program("C", vec![out.join("count-c")], Vec::new()),
        program("C++", vec![out.join("count-cpp")], Vec::new()),
        program("Python", python, package),
    ];
    if out.join("Count.class").exists() {
        let classes = std::env::join_paths([out, Path::new("bindings/java/target/classes")])?;
        let words = ["java", "--enable-native-access=ALL-UNNAMED", "-cp"].map(PathBuf::from);
        let words = words.into_iter().chain([classes.into(), "Count".into()]);
        programs.push(program("Java", words.collect(), Vec::new()));
    }
    Ok(programs)
}
