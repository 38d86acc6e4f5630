//! Processes that own a file: this test binary again, told by its standard input what to do.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use mmstats::{Liveness, Reader, Writer, open, v1};
use tempfile::TempDir;

use crate::child;

/// The test that is a publisher where it runs in a child.
const TEST: &str = "locks::a_running_writer_is_alive";

const FOLDER: &str = "MMSTATS_TEST_FOLDER";

/// What an answer begins with: the test runner prints, too.
const ANSWER: &str = "answer: ";

/// Waits for what will come in a moment.
pub fn await_that(is_so: impl Fn() -> bool) {
    // Longer than anything takes here, on any machine.
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < end, "it doesn't come");
        thread::yield_now();
    }
}

/// A process that has a file. It dies with this.
pub struct Publisher {
    child: Child,
    orders: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
    folder: TempDir,
    pub path: PathBuf,
}

impl Publisher {
    /// One with a file of format 2.
    pub fn start() -> Publisher {
        Publisher::start_as(child::command(TEST, "2"))
    }

    /// One with a file of format 1.
    pub fn start_v1() -> Publisher {
        Publisher::start_as(child::command(TEST, "1"))
    }

    /// One whose first thread has ended.
    pub fn start_without_first_thread() -> Publisher {
        let publisher = Publisher::start_as(child::command(TEST, "2 without first thread"));
        let stat = format!("/proc/{}/stat", publisher.pid());
        await_that(|| fs::read_to_string(&stat).expect("a process has one").contains(") Z "));
        publisher
    }

    /// One that a command starts, which is given this program and its arguments.
    pub fn start_by(mut command: Command, role: &str) -> Option<Publisher> {
        let publisher = child::command(TEST, role);
        command.arg(publisher.get_program()).args(publisher.get_args());
        command.envs(publisher.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Publisher::try_start(command)
    }

    fn start_as(command: Command) -> Publisher {
        Publisher::try_start(command).expect("a process with a file")
    }

    /// `None` where it ends before it has a file.
    fn try_start(mut command: Command) -> Option<Publisher> {
        // In memory where there is such a folder: files are there by default.
        let shared = Path::new("/dev/shm");
        let parent = if shared.is_dir() { shared.to_owned() } else { env::temp_dir() };
        let folder = tempfile::tempdir_in(parent).expect("a temporary folder");
        command.env(FOLDER, folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().ok()?;
        let orders = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let path = folder.path().join("a.mmstats");
        let mut publisher = Publisher { child, orders, answers, folder, path };
        publisher.answer().map(|_| publisher)
    }

    fn answer(&mut self) -> Option<String> {
        let lines = self.answers.by_ref().map(|line| line.expect("text"));
        lines.filter_map(|line| Some(line.split_once(ANSWER)?.1.to_owned())).next()
    }

    /// Gives an order, and waits until it was carried out.
    pub fn order(&mut self, order: &str) -> String {
        let orders = self.orders.as_mut().expect("a process that takes orders");
        writeln!(orders, "{order}").expect("the process reads");
        self.answer().expect("an answer")
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What a reader says now.
    pub fn liveness(&self) -> Liveness {
        open(&self.path).expect("a stats file").writer()
    }

    /// A reader of its file, of format 2.
    pub fn reader(&self) -> Reader {
        Reader::open(&self.path).expect("a stats file")
    }

    /// A reader of a copy, where no lock is seen, with something changed in it.
    pub fn copy(&self, change: impl FnOnce(&mut [u8])) -> Reader {
        let mut bytes = fs::read(&self.path).expect("a stats file");
        change(&mut bytes);
        let path = self.folder.path().join("copy");
        fs::write(&path, bytes).expect("a copy");
        Reader::open(path).expect("a stats file")
    }

    /// Kills it, and waits for its end.
    pub fn kill(&mut self) {
        self.child.kill().expect("our child");
        self.child.wait().expect("our child");
    }

    /// Lets it end without closing its file, and waits until it has.
    pub fn end(&mut self) {
        drop(self.orders.take());
        self.child.wait().expect("our child");
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// In a child it is a publisher, and doesn't return.
pub fn publish_if_child() {
    let Some(role) = child::role() else { return };
    match role.as_str() {
        "1" => publish_v1(),
        "2" => publish_v2(),
        "2 without first thread" => {
            end_first_thread();
            publish_v2()
        }
        _ => unreachable!("no role of a publisher: {role}"),
    }
}

/// Ends the first thread of this process, which is that of the test runner, by a signal to it.
fn end_first_thread() {
    extern "C" fn end_thread(_: libc::c_int) {
        // SAFETY: ends this thread alone, whose stack nobody uses any more.
        unsafe { libc::syscall(libc::SYS_exit, 0) };
    }
    let end_thread: extern "C" fn(libc::c_int) = end_thread;
    // SAFETY: a handler that makes one system call, and the first thread of this process.
    unsafe {
        libc::signal(libc::SIGUSR1, end_thread as libc::sighandler_t);
        libc::syscall(libc::SYS_tgkill, libc::getpid(), libc::getpid(), libc::SIGUSR1);
    }
}

fn publish_v1() -> ! {
    let options = v1::Writer::options("test").path(folder()).filename("a.mmstats");
    let mut writer = options.build().expect("a writer");
    writer.create_file().expect("its file");
    let mut writer = Some(writer);
    carry_out_orders(|| drop(writer.take()))
}

fn publish_v2() -> ! {
    let options = Writer::options("test").path(folder()).filename("a.mmstats");
    let mut writer = Some(options.build().expect("a writer and its file"));
    carry_out_orders(|| drop(writer.take()))
}

fn folder() -> PathBuf {
    env::var_os(FOLDER).expect("the parent says").into()
}

fn carry_out_orders(mut close: impl FnMut()) -> ! {
    answer("created");
    for order in std::io::stdin().lines() {
        match order.expect("text").as_str() {
            "close" => close(),
            "leave an orphan" => {
                answer(clone_past_handlers());
                continue;
            }
            "execute" => {
                answer("executing");
                panic!("cat: {}", Command::new("cat").exec());
            }
            // The very question of a reader in this process, of any file.
            path => {
                let reader = open(path).expect("a stats file");
                answer(reader.writer().name());
                continue;
            }
        }
        answer("done");
    }
    // SAFETY: ends the process without closing anything in an orderly way.
    unsafe { libc::_exit(0) }
}

fn answer(answer: impl std::fmt::Display) {
    writeln!(std::io::stdout(), "{ANSWER}{answer}").expect("the parent reads");
}

/// A child by the system call itself, past the fork handlers of the C library, that waits to be
/// killed. Returns its process id.
fn clone_past_handlers() -> libc::c_long {
    // SAFETY: no stack, no flags: a copy of the process, with the only thread of this one. It makes
    // a system call, and nothing else.
    let pid = unsafe { libc::syscall(libc::SYS_clone, libc::SIGCHLD, 0, 0, 0, 0) };
    if pid == 0 {
        loop {
            // SAFETY: waits for a signal.
            unsafe { libc::pause() };
        }
    }
    assert!(pid > 0, "a child: {}", std::io::Error::last_os_error());
    pid
}
