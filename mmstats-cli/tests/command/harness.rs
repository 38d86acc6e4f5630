//! Running the command, and making files for it to look at.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// Far more than anything here takes: whoever needs longer waits for what doesn't come.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An id that owns nothing.
pub const NOBODY: u32 = 65_534;

/// The command, which is told nothing by the environment of the tests.
pub fn mmstats<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    told(env!("CARGO_BIN_EXE_mmstats").as_ref(), arguments)
}

fn told<A: AsRef<OsStr>>(program: &Path, arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    for variable in ["MMSTATS_PATH", "MMSTATS_GLOB", "MMSTATS_FILES", "RUNTIME_DIRECTORY"] {
        command.env_remove(variable);
    }
    command
}

/// The command as a user who may not read everything: ourselves, but for root, who may.
pub fn unprivileged<A: AsRef<OsStr>>(
    folder: &Folder,
    arguments: impl IntoIterator<Item = A>,
) -> Command {
    let owner = fs::metadata(folder.path()).expect("the folder").uid();
    if owner != 0 {
        return mmstats(arguments);
    }
    // Root's build may be where nobody else gets to. Another process copies it: a child that
    // another test starts meanwhile can't have the copy open for writing, which forbids to run it.
    let copy = folder.join("mmstats");
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_mmstats")).arg(&copy).status();
    assert!(copied.is_ok_and(|status| status.success()), "a copy of the command");
    for open in [folder.path(), &copy] {
        fs::set_permissions(open, Permissions::from_mode(0o755)).expect("open to all");
    }
    let mut command = told(&copy, arguments);
    command.uid(NOBODY).gid(NOBODY);
    command
}

/// What a run printed, and how it ended.
#[derive(Debug, PartialEq)]
pub struct Run {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    fn of(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("the command prints UTF-8");
        let Output { status, stdout, stderr } = output;
        Run { status: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// Checks a run that has nothing to complain about, and returns what it printed.
    #[track_caller]
    pub fn printed(self) -> String {
        assert_eq!(self.stderr, "");
        assert_eq!(self.status, Some(0), "{}", self.stdout);
        self.stdout
    }
}

/// Runs the command to its end.
#[track_caller]
pub fn run(command: &mut Command) -> Run {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    finish(child.expect("the command starts"))
}

/// The same with those arguments and nothing else.
#[track_caller]
pub fn run_with<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    run(&mut mmstats(arguments))
}

/// Waits for the end of a child, and kills one that doesn't come to it.
#[track_caller]
pub fn finish(child: Child) -> Run {
    let id = child.id().to_string();
    let (ended, end) = mpsc::channel();
    thread::spawn(move || ended.send(child.wait_with_output()));
    match end.recv_timeout(TIMEOUT) {
        Ok(output) => Run::of(output.expect("the command ends")),
        Err(_) => {
            let killed = Command::new("kill").args(["-9", &id]).status();
            panic!("the command did not end within {TIMEOUT:?} ({killed:?})");
        }
    }
}

/// A folder of stats files, which goes when it is dropped.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path().join(name)
    }

    /// Puts a file there.
    pub fn write(&self, name: impl AsRef<Path>, content: &[u8]) -> PathBuf {
        let path = self.join(name);
        fs::write(&path, content).expect("a file in a temporary folder");
        path
    }

    /// Puts a stats file there that has one field, `hits`.
    pub fn write_hits(&self, name: impl AsRef<Path>, hits: u64) -> PathBuf {
        self.write(name, &stats_file(&[field("hits", "Q", &hits.to_le_bytes())]))
    }
}

/// What is printed of a file of `Folder::write_hits`.
pub fn shown(path: &Path, hits: u64) -> String {
    format!("==> {}\n  hits {hits}\n\n", path.display())
}

/// A format 1 file of these fields.
pub fn stats_file(fields: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![1];
    bytes.extend(fields.concat());
    bytes.resize(bytes.len().next_multiple_of(4096), 0);
    bytes
}

/// An unbuffered field.
pub fn field(label: impl AsRef<[u8]>, signature: &str, value: &[u8]) -> Vec<u8> {
    let (label, mut bytes) = (label.as_ref(), Vec::new());
    bytes.extend((label.len() as u16).to_le_bytes());
    bytes.extend(label);
    bytes.extend((signature.len() as u16).to_le_bytes());
    bytes.extend(signature.as_bytes());
    bytes.push(0xff);
    bytes.extend(value);
    bytes
}
