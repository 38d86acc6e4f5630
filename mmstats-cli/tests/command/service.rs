//! Programs that publish: this test binary again, told by its standard input what to do.

use std::env;
use std::io::{BufRead, BufReader, Lines, Write, stdin};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::ptr;

use mmstats::Writer;

use crate::harness::{Folder, run_with};

/// The test that is such a program where it runs with these variables.
const TEST: &str = "service::a_program_that_publishes_is_alive";
const PATH: &str = "MMSTATS_TEST_SERVICE";
const NAME: &str = "MMSTATS_TEST_APPLICATION";

/// What an answer begins with: the test runner prints, too.
const ANSWER: &str = "answer: ";

/// Seconds after which children end that nobody ended.
const LIMIT: u32 = 120;

/// A program with one file, whose counter `hits` is 7. It ends with this, and its children, too.
pub struct Service {
    child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    children: Vec<libc::pid_t>,
    pub path: PathBuf,
}

impl Service {
    pub fn start(folder: &Path, application: &str, file: &str) -> Service {
        let path = folder.join(file);
        let mut command = Command::new(env::current_exe().expect("this program has a path"));
        command.args([TEST, "--exact", "--nocapture"]).env(PATH, &path).env(NAME, application);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a program that publishes");
        let orders = child.stdin.take().expect("a pipe");
        let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut service = Service { child, orders, answers, children: Vec::new(), path };
        service.answer();
        service
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Makes a child: `fork`, or `clone` for one past the fork handlers. It does nothing.
    pub fn child(&mut self, how: &str) -> u32 {
        writeln!(self.orders, "{how}").expect("the program reads");
        let pid = self.answer().parse().expect("a process id");
        self.children.push(pid);
        pid.unsigned_abs()
    }

    fn answer(&mut self) -> String {
        let lines = self.answers.by_ref().map(|line| line.expect("text"));
        let mut answers = lines.filter_map(|line| Some(line.split_once(ANSWER)?.1.to_owned()));
        answers.next().expect("an answer")
    }

    /// Kills it (-9), and waits for its end. Its children go on.
    pub fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("its end");
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
        for child in &self.children {
            // SAFETY: takes numbers. Children live longer than tests, so that their ids are theirs.
            unsafe { libc::kill(*child, libc::SIGKILL) };
        }
    }
}

/// A file whose writer was killed.
pub fn killed(folder: &Path, application: &str, file: &str) -> PathBuf {
    let mut service = Service::start(folder, application, file);
    service.kill();
    service.path.clone()
}

/// The program.
fn publish(path: &Path) {
    let application = env::var(NAME).expect("a name");
    let (folder, file) = (path.parent().expect("a folder"), path.file_name().expect("a name"));
    let options = Writer::options(&application).path(folder).filename(file.to_str().expect("text"));
    let writer = options.fold(false).build().expect("a writer");
    writer.counter("hits").register().expect("a counter").add(7);
    answer("ready");
    for order in stdin().lines() {
        match order.expect("text").as_str() {
            // SAFETY: the child does nothing but wait for its end.
            "fork" => child(unsafe { libc::fork() }),
            "clone" => {
                let (flags, none) = (libc::c_long::from(libc::SIGCHLD), ptr::null::<u8>());
                // SAFETY: without flags that share anything it is a fork, and as above.
                let pid = unsafe { libc::syscall(libc::SYS_clone, flags, none, none, none, none) };
                child(pid as libc::pid_t);
            }
            order => panic!("no such order: {order}"),
        }
    }
}

fn child(pid: libc::pid_t) {
    assert_ne!(pid, -1, "no process to test in");
    if pid != 0 {
        return answer(&pid.to_string());
    }
    // SAFETY: these take a number or nothing; a signal ends this process.
    unsafe {
        libc::alarm(LIMIT);
        loop {
            libc::pause();
        }
    }
}

fn answer(what: &str) {
    println!("{ANSWER}{what}");
}

#[test]
fn a_program_that_publishes_is_alive() {
    if let Some(path) = env::var_os(PATH) {
        return publish(Path::new(&path));
    }
    let folder = Folder::new();
    let service = Service::start(folder.path(), "web", "a.mmstats");
    let printed = run_with(["slurp".as_ref(), service.path.as_os_str()]).printed();
    assert!(printed.contains(&format!("(web, pid {}, alive)\n  hits 7\n", service.pid())));
}
