//! A folder of 10,000 files: what slurp takes to show it hangs on the largest file, not on how many
//! there are.

use std::fs;
use std::io::{BufRead, BufReader};
use std::mem::MaybeUninit;
use std::os::unix::process::CommandExt;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use mmstats::{Writer, v1};

use crate::harness::{Folder, mmstats};

const FILES: usize = 10_000;
/// All that slurp may have open: standard streams, one file, and a few for whoever starts it.
const DESCRIPTORS: u64 = 8;
/// What a path may take, with all that belongs to it.
const BYTES_EACH: u64 = 1024;

/// A file of each format, with living writers, and many names for each: that takes no space.
fn fill(folder: &Folder) -> (v1::Writer, Writer) {
    let options = v1::Writer::options("many").path(folder.path()).filename("1.mmstats");
    let mut first = options.build().expect("a writer");
    for field in 0..20 {
        first.counter(&format!("field.{field}")).expect("a counter");
    }
    let options = Writer::options("many").path(folder.path()).filename("2.mmstats");
    let second = options.build().expect("a writer");
    let requests = second.counter("requests").labels(["code"]).register().expect("a family");
    for code in 200..220 {
        requests.with([code.to_string()]).expect("a series").inc();
    }
    second.histogram("latency").register().expect("a histogram").observe(1000);
    let paths = [first.create_file().expect("a file"), second.path().expect("a file")];
    for n in 2..FILES {
        let name = folder.join(format!("many-{n:05}-{n:05}.mmstats"));
        fs::hard_link(&paths[n % 2], name).expect("another name");
    }
    (first, second)
}

/// What a run took.
struct Taken {
    files: usize,
    time: Duration,
    /// The largest that it was, in bytes.
    memory: u64,
}

/// Runs slurp to its end with few descriptors, and counts the files that it shows.
fn slurp(folder: &Folder, arguments: &[&str]) -> Taken {
    let mut command = mmstats(["slurp"]);
    command.args(arguments).arg(folder.path()).stdout(Stdio::piped());
    let few = libc::rlimit { rlim_cur: DESCRIPTORS, rlim_max: DESCRIPTORS };
    // SAFETY: one system call, of a limit that outlives it.
    unsafe {
        command.pre_exec(move || match libc::setrlimit(libc::RLIMIT_NOFILE, &raw const few) {
            0 => Ok(()),
            _ => Err(std::io::Error::last_os_error()),
        });
    }
    let begin = Instant::now();
    let mut child = command.spawn().expect("the command starts");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let lines = lines.map(|line| line.expect("UTF-8"));
    let shown = |line: &str| line.starts_with("==> ") || line.starts_with("{\"path\":");
    let files = lines.filter(|line| shown(line)).count();
    let memory = end(child);
    Taken { files, time: begin.elapsed(), memory }
}

/// Waits for the end of a child that found nothing wrong. Returns how large it was.
fn end(child: Child) -> u64 {
    let pid = libc::pid_t::try_from(child.id()).expect("a process id");
    let (mut status, mut usage) = (0, MaybeUninit::<libc::rusage>::zeroed());
    // SAFETY: our child, which nobody else waits for, and places for the results, for which all
    // zeros are values.
    let usage = unsafe {
        let waited = libc::wait4(pid, &raw mut status, 0, usage.as_mut_ptr());
        assert_eq!(waited, pid, "{}", std::io::Error::last_os_error());
        usage.assume_init()
    };
    assert_eq!(status, 0, "the command found something wrong");
    usage.ru_maxrss as u64 * 1024
}

#[test]
fn ten_thousand_files_take_the_memory_of_their_names() {
    let (few, many) = (Folder::new(), Folder::new());
    let _writers = fill(&many);
    for name in ["1.mmstats", "2.mmstats"] {
        fs::copy(many.join(name), few.join(name)).expect("a copy");
    }
    for arguments in [&[][..], &["--json"]] {
        let two = slurp(&few, arguments);
        let all = slurp(&many, arguments);
        assert_eq!((two.files, all.files), (2, FILES));
        println!(
            "slurp {arguments:?} of {FILES} files: {:?}, at most {} KiB of memory ({} KiB for 2 \
             files) and {DESCRIPTORS} descriptors",
            all.time,
            all.memory / 1024,
            two.memory / 1024
        );
        let limit = two.memory + FILES as u64 * BYTES_EACH;
        assert!(all.memory <= limit, "{} bytes, expected at most {limit}", all.memory);
    }
}
