//! mmstats clean: what goes, what stays, and why (SPEC.md 2.19 and 2.21).

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use serde_json::{Value, json};

use crate::harness::{Folder, NOBODY, Run, field, run, run_with, stats_file, unprivileged};
use crate::service::{Service, killed};

fn clean<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    let arguments = arguments.into_iter().map(|argument| argument.as_ref().to_owned());
    run_with([OsStr::new("clean").to_owned()].into_iter().chain(arguments))
}

/// What the application `web` comes to.
fn total(folder: &Folder) -> String {
    let arguments = ["slurp".as_ref(), "--app".as_ref(), "web".as_ref(), folder.path().as_os_str()];
    let printed = run_with(arguments).printed();
    printed.lines().nth(1).expect("a line for the series").to_owned()
}

/// What is said of a file.
#[track_caller]
fn said<'a>(run: &'a Run, path: &Path) -> &'a str {
    let mut lines = run.stdout.lines();
    let said = lines.find_map(|line| line.strip_prefix(&format!("{}: ", path.display())));
    said.unwrap_or_else(|| panic!("nothing of {}: {run:?}", path.display()))
}

/// The id of a process that has ended.
fn ended() -> u32 {
    let mut child = Command::new("true").spawn().expect("a process that ends");
    child.wait().expect("its end");
    child.id()
}

fn v1(folder: &Folder, name: &str, pid: u32) -> PathBuf {
    folder.write(name, &stats_file(&[field("web.sys.pid", "I", &pid.to_le_bytes())]))
}

/// F2-FOLD: the files go, and what they counted stays.
#[test]
fn killed_writers_are_folded_and_living_ones_kept() {
    let folder = Folder::new();
    let dead = ["a.mmstats", "b.mmstats"].map(|name| killed(folder.path(), "web", name));
    let alive = Service::start(folder.path(), "web", "c.mmstats");
    assert_eq!(total(&folder), "  hits 21");
    let run = clean([folder.path()]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
    for path in &dead {
        assert!(said(&run, path).starts_with("folded: its writer is dead"), "{run:?}");
        assert!(!path.exists());
    }
    assert!(said(&run, &alive.path).starts_with("kept: "), "{run:?}");
    assert!(said(&run, &alive.path).contains(&format!("process {}, is alive", alive.pid())));
    assert!(run.stdout.ends_with("folded 2, removed 0, kept 1\n"), "{run:?}");
    assert!(alive.path.exists());
    assert_eq!(total(&folder), "  hits 21");
    // Again: there is nothing to do, and the totals are no leftover.
    assert!(clean([folder.path()]).printed().ends_with("folded 0, removed 0, kept 1\n"));
    assert_eq!(total(&folder), "  hits 21");
}

#[test]
fn a_dry_run_changes_nothing() {
    let folder = Folder::new();
    let dead = killed(folder.path(), "web", "a.mmstats");
    let old = v1(&folder, "old.mmstats", ended());
    let draft = folder.write(".mmstats-0123456789abcdef.new", b"");
    let run = clean(["--dry-run".as_ref(), folder.path().as_os_str()]);
    assert!(said(&run, &dead).starts_with("would be folded: "), "{run:?}");
    assert!(said(&run, &old).starts_with("would be removed: "), "{run:?}");
    assert!(said(&run, &draft).starts_with("would be removed: "), "{run:?}");
    assert!(run.printed().ends_with("would fold 1, remove 2, keep 0\n"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3);
}

#[test]
fn without_folding_the_counts_go_too_but_for_totals() {
    let folder = Folder::new();
    killed(folder.path(), "web", "a.mmstats");
    clean([folder.path()]).printed();
    let dead = killed(folder.path(), "web", "b.mmstats");
    assert_eq!(total(&folder), "  hits 14");
    let run = clean(["--no-fold".as_ref(), folder.path().as_os_str()]);
    assert!(said(&run, &dead).starts_with("removed: its writer, process "), "{run:?}");
    assert!(run.printed().ends_with("folded 0, removed 1, kept 1\n"));
    assert_eq!(total(&folder), "  hits 7");
}

#[test]
fn the_newest_can_be_kept() {
    for (option, done) in [("--fold", "folded"), ("--no-fold", "removed")] {
        let folder = Folder::new();
        let [old, new] = ["b.mmstats", "a.mmstats"].map(|name| killed(folder.path(), "web", name));
        let other = killed(folder.path(), "other", "c.mmstats");
        let run = clean([option.as_ref(), "--keep=1".as_ref(), folder.path().as_os_str()]);
        assert!(said(&run, &old).starts_with(done), "{run:?}");
        for kept in [&new, &other] {
            assert!(said(&run, kept).starts_with("kept: it is one of the newest"), "{run:?}");
        }
        run.printed();
    }
}

#[test]
fn one_application_can_be_named() {
    let folder = Folder::new();
    let web = killed(folder.path(), "web", "a.mmstats");
    let other = killed(folder.path(), "other", "b.mmstats");
    let named = v1(&folder, "web-1-1.mmstats", ended());
    let not_named = v1(&folder, "webs-1-1.mmstats", ended());
    for option in ["--fold", "--no-fold"] {
        clean([option.as_ref(), "--app=web".as_ref(), folder.path().as_os_str()]).printed();
        assert_eq!([&web, &named].map(|path| path.exists()), [false; 2]);
        assert_eq!([&other, &not_named].map(|path| path.exists()), [true; 2]);
    }
}

/// Only what was named goes.
#[test]
fn a_file_a_folder_and_a_glob() {
    let folder = Folder::new();
    let files = ["a.mmstats", "b.mmstats", "[c].mmstats", "d.mmstats"];
    let files = files.map(|name| killed(folder.path(), "web", name));
    let left = || files.iter().filter(|path| path.exists()).count();
    assert!(clean([&files[2]]).printed().ends_with("folded 1, removed 0, kept 0\n"));
    assert_eq!((files[2].exists(), left()), (false, 3));
    assert!(clean([folder.join("[ab].*")]).printed().ends_with("folded 2, removed 0, kept 0\n"));
    assert_eq!((files[3].exists(), left()), (true, 1));
    assert_eq!(total(&folder), "  hits 28");
    assert!(clean([folder.path()]).printed().contains("folded 1,"));
    let run = clean([&files[3]]);
    assert_eq!(run.status, Some(1));
    assert!(run.stderr.contains("no such file"), "{run:?}");
}

/// SPEC.md 1.12: removed where the process is gone, kept where it lives or isn't known.
#[test]
fn format_1_goes_with_its_process() {
    let folder = Folder::new();
    let dead = v1(&folder, "dead.mmstats", ended());
    let alive = v1(&folder, "alive.mmstats", process::id());
    let unknown = folder.write_hits("unknown.mmstats", 1);
    let run = clean([folder.path()]);
    assert!(said(&run, &dead).starts_with("removed: its writer, process "), "{run:?}");
    assert!(said(&run, &alive).starts_with("kept: its writer is alive"), "{run:?}");
    assert!(said(&run, &unknown).starts_with("kept: whether its writer lives"), "{run:?}");
    assert!(run.printed().ends_with("folded 0, removed 1, kept 2\n"));
    assert_eq!([dead, alive, unknown].map(|path| path.exists()), [false, true, true]);
}

/// What mmstats 0.8.0 wrote, with the process id of a process that has ended.
#[test]
fn files_of_mmstats_0_8_0_go() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../conformance/v1/foreign/mmstats-0.8.0/web-two-incr.mmstats");
    let mut bytes = fs::read(fixtures).expect("the fixture");
    let label = bytes.windows(7).rposition(|bytes| bytes == b"sys.pid").expect("its process id");
    // Behind the label: type size, `I`, write buffer.
    bytes[label + 7 + 4..][..4].copy_from_slice(&ended().to_le_bytes());
    let folder = Folder::new();
    let path = folder.write("web-1-1.mmstats", &bytes);
    assert!(clean([folder.path()]).printed().ends_with("folded 0, removed 1, kept 0\n"));
    assert!(!path.exists());
}

#[test]
fn another_users_files_are_for_that_user() {
    let folder = Folder::new();
    if fs::metadata(folder.path()).expect("the folder").uid() != 0 {
        eprintln!("not tested, for giving files away takes root");
        return;
    }
    let files = [killed(folder.path(), "web", "a.mmstats"), v1(&folder, "b.mmstats", ended())];
    for path in &files {
        chown(path, Some(NOBODY), Some(NOBODY)).expect("root gives files away");
    }
    for option in ["--fold", "--no-fold"] {
        let run = clean([option.as_ref(), folder.path().as_os_str()]);
        for path in &files {
            assert!(said(&run, path).contains(&format!("belongs to user {NOBODY}")), "{run:?}");
            assert!(path.exists());
        }
        run.printed();
    }
}

/// Nothing went wrong: it isn't ours.
#[test]
fn another_users_files_that_can_not_be_read_are_no_failure() {
    let folder = Folder::new();
    let mut command = unprivileged(&folder, ["clean".as_ref(), folder.path().as_os_str()]);
    if fs::metadata(folder.path()).expect("the folder").uid() != 0 {
        eprintln!("not tested, for files of two users take root");
        return;
    }
    let files = [killed(folder.path(), "web", "a.mmstats"), v1(&folder, "b.mmstats", ended())];
    fs::set_permissions(&files[1], Permissions::from_mode(0o600)).expect("a closed file");
    let cleaned = run(&mut command);
    for path in &files {
        assert!(said(&cleaned, path).contains("belongs to user 0"), "{cleaned:?}");
    }
    cleaned.printed();
}

/// EPERM means alive: the first process is root's, and nobody else may signal it.
#[test]
fn a_process_that_may_not_be_signalled_is_alive() {
    let folder = Folder::new();
    let path = v1(&folder, "a.mmstats", 1);
    let mut command = unprivileged(&folder, ["clean".as_ref(), path.as_os_str()]);
    if fs::metadata(folder.path()).expect("the folder").uid() == 0 {
        for path in [folder.path(), &path] {
            chown(path, Some(NOBODY), Some(NOBODY)).expect("root gives files away");
        }
    }
    let cleaned = run(&mut command);
    assert_eq!(
        said(&cleaned, &path),
        "kept: its writer is alive (pid 1), and user 0's, who decides"
    );
    assert!(path.exists());
}

/// Also by `--no-fold`: whoever has the lock may write.
#[test]
fn an_orphaned_file_is_kept_until_the_child_ends() {
    let folder = Folder::new();
    let mut service = Service::start(folder.path(), "web", "a.mmstats");
    service.child("clone");
    service.kill();
    for option in ["--fold", "--no-fold"] {
        let run = clean([option.as_ref(), folder.path().as_os_str()]);
        assert!(said(&run, &service.path).starts_with("kept: its writer"), "{run:?}");
        assert!(said(&run, &service.path).contains("has ended, but"), "{run:?}");
        assert!(service.path.exists());
    }
}

/// A draft goes if nobody has its lock.
#[test]
fn drafts_that_nobody_makes_are_swept() {
    let folder = Folder::new();
    let left = folder.write(".mmstats-0123456789abcdef.new", b"");
    let made = folder.write(".mmstats-fedcba9876543210.new", b"");
    let other = folder.write(".mmstats-0.other", b"");
    let locked = fs::File::options().write(true).open(&made).expect("the draft");
    lock(&locked);
    let run = clean([folder.path()]);
    assert!(said(&run, &left).starts_with("removed: a draft"), "{run:?}");
    assert!(said(&run, &made).starts_with("kept: "), "{run:?}");
    assert!(run.printed().ends_with("folded 0, removed 1, kept 1\n"));
    assert_eq!([&left, &made, &other].map(|path| path.exists()), [false, true, true]);
}

/// Takes the lock that a writer has.
fn lock(file: &fs::File) {
    let mut lock = libc::flock {
        l_type: libc::F_WRLCK as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    // SAFETY: a descriptor of ours and a lock that outlives the call.
    let taken = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_SETLK, &raw mut lock) };
    assert_eq!(taken, 0);
}

#[test]
fn json_has_a_reason_for_each_file() {
    let folder = Folder::new();
    let dead = killed(folder.path(), "web", "a.mmstats");
    let bad = folder.write("b.mmstats", b"\x01\x05\0ab");
    let missing = folder.join("c.mmstats");
    let arguments = ["--json".as_ref(), folder.path().as_os_str(), missing.as_os_str()];
    let run = clean(arguments);
    assert_eq!(run.status, Some(1));
    let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(document["dry_run"], json!(false));
    let of = |index: usize| {
        ["path", "action", "failed"].map(|name| document["files"][index][name].clone())
    };
    assert_eq!(of(0), [json!(dead.to_str()), json!("folded"), json!(false)]);
    assert_eq!(of(1), [json!(bad.to_str()), json!("kept"), json!(true)]);
    let reason = document["files"][1]["reason"].as_str().expect("a reason");
    assert!(reason.contains("offset 3"), "{reason}");
    assert_eq!(document["errors"][0]["path"], json!(missing.to_str()));
}
