//! mmstats doctor: names cause and remedy.

use std::fs::{self, Permissions};
use std::os::unix::fs::{FileExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::id;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::format::layout::header;
use mmstats::{Warning, Writer};

use crate::harness::{Folder, Run, mmstats, run, run_with, unprivileged};
use crate::mounts::with_tmpfs;
use crate::service::{Service, killed};

fn doctor(subject: &Path) -> Run {
    run_with(["doctor".as_ref(), subject.as_os_str()])
}

/// Checks that there is a line that says how bad it is, of what, and why, with a remedy below it.
#[track_caller]
fn assert_found(run: &Run, level: &str, subject: &str, words: &str) {
    assert_eq!(run.stderr, "");
    let begin = format!("{level} {subject}: ");
    let mut lines = run.stdout.lines();
    let found = lines.find(|line| line.starts_with(&begin) && line.contains(words));
    assert!(found.is_some(), "expected {begin:?} with {words:?} in:\n{}", run.stdout);
    if level != "ok   " {
        let below = lines.next().unwrap_or_default();
        assert!(below.starts_with("      -> "), "a remedy below {found:?}, found {below:?}");
    }
    if level == "WRONG" {
        assert_eq!(run.status, Some(1), "{}", run.stdout);
    }
}

#[track_caller]
fn assert_nothing_wrong(run: &Run) {
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    assert!(run.stdout.lines().last().expect("a summary").starts_with("0 wrong, "));
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn process(pid: u32) -> String {
    format!("process {pid}")
}

#[test]
fn a_living_writer_is_ok() {
    let folder = Folder::new();
    let service = Service::start(folder.path(), "web", "a.mmstats");
    for subject in [folder.path(), &service.path] {
        let run = doctor(subject);
        assert_found(
            &run,
            "ok   ",
            &shown(&service.path),
            &format!("web, pid {}, alive", service.pid()),
        );
        assert_nothing_wrong(&run);
    }
}

#[test]
fn an_application_by_its_name() {
    let folder = Folder::new();
    // Other programs may publish as well: nobody else has this name.
    let (name, other) = (format!("web{}", id()), format!("wep{}", id()));
    let mut service = Service::start(folder.path(), &name, "a.mmstats");
    let ask = |name: &str| run(mmstats(["doctor", name]).env("MMSTATS_PATH", folder.path()));
    assert_nothing_wrong(&ask(&name));
    let words = format!("those that can be read have: {name:?}");
    assert_found(&ask(&other), "WRONG", &format!("application {other}"), &words);
    service.kill();
    let found = ask(&name);
    assert_found(&found, "note ", &shown(&service.path), &format!("stale ({name}, pid "));
    let words = "none of its files has a writer that lives (1 in all)";
    assert_found(&found, "WRONG", &format!("application {name}"), words);
}

#[test]
fn stale_and_closed() {
    let folder = Folder::new();
    let path = killed(folder.path(), "web", "a.mmstats");
    assert_found(&doctor(&path), "note ", &shown(&path), "its writer has ended");
    let writer = Writer::options("web").path(folder.path()).filename("b.mmstats").build();
    let path = writer.expect("a writer").path().expect("a file");
    assert_found(&doctor(&path), "note ", &shown(&path), "its writer has closed it");
    assert_nothing_wrong(&doctor(&path));
}

#[test]
fn children_that_do_not_follow() {
    let folder = Folder::new();
    let mut service = Service::start(folder.path(), "web", "a.mmstats");
    let child = service.child("fork");
    let words = format!("was forked from process {}, which publishes web", service.pid());
    for subject in [folder.path(), &service.path] {
        assert_found(&doctor(subject), "WRONG", &process(child), &words);
    }
}

#[test]
fn two_writers_and_an_orphan() {
    let folder = Folder::new();
    let mut service = Service::start(folder.path(), "web", "a.mmstats");
    let child = service.child("clone");
    let found = doctor(folder.path());
    assert_found(&found, "WRONG", &process(child), "two writers: web ");
    assert_found(&found, "ok   ", &shown(&service.path), "alive");
    service.kill();
    let found = doctor(folder.path());
    assert_found(&found, "WRONG", &shown(&service.path), "orphaned (web, pid ");
    assert_found(&found, "WRONG", &process(child), "two writers");
}

#[test]
fn a_file_that_was_deleted_while_its_writer_lives() {
    let folder = Folder::new();
    let service = Service::start(folder.path(), "web", "a.mmstats");
    fs::remove_file(&service.path).expect("it can be removed");
    assert_found(&doctor(folder.path()), "WRONG", &process(service.pid()), "deleted: web ");
}

#[test]
fn a_writer_elsewhere() {
    let (folder, empty) = (Folder::new(), Folder::new());
    let name = format!("elsewhere{}", id());
    let service = Service::start(folder.path(), &name, "a.mmstats");
    let found = run(mmstats(["doctor", &name]).env("MMSTATS_PATH", empty.path()));
    assert_found(&found, "note ", &process(service.pid()), "where readers don't look by default");
    assert_found(&found, "WRONG", &format!("application {name}"), "no file has this name");
}

#[test]
fn files_that_can_not_be_read() {
    let folder = Folder::new();
    for (content, words) in [
        (&b"\x01\x05\0ab"[..], "corrupt: offset 3: "),
        (b"\x01\x05\0ab", "F1-FIELD-WHOLE"),
        (b"\x09", "unknown version: offset 0: "),
        (b"", "not a stats file: "),
    ] {
        let path = folder.write("a.mmstats", content);
        assert_found(&doctor(&path), "WRONG", &shown(&path), words);
    }
    let missing = folder.join("missing.mmstats");
    assert_found(&doctor(&missing), "WRONG", &shown(&missing), "not found: ");
}

#[test]
fn permissions_of_files_and_folders() {
    let folder = Folder::new();
    let path = folder.write_hits("a.mmstats", 1);
    fs::set_permissions(&path, Permissions::from_mode(0o000)).expect("a closed file");
    let ask =
        |subject: &Path| run(&mut unprivileged(&folder, ["doctor".as_ref(), subject.as_os_str()]));
    assert_found(&ask(&path), "WRONG", &shown(&path), "permission: ");
    let closed = folder.join("closed");
    fs::create_dir(&closed).expect("a folder");
    fs::set_permissions(&closed, Permissions::from_mode(0o000)).expect("a closed folder");
    let found = ask(&closed);
    fs::set_permissions(&closed, Permissions::from_mode(0o755)).expect("a folder that can go");
    assert_found(&found, "WRONG", &shown(&closed), "permission: ");
}

/// F2-FOLDER: what writers refuse is named.
#[test]
fn folders_that_writers_refuse() {
    let folder = Folder::new();
    // SAFETY: takes nothing and can't fail.
    let user = unsafe { libc::geteuid() };
    let open = folder.join(format!("mmstats-{user}"));
    fs::create_dir(&open).expect("a folder");
    fs::set_permissions(&open, Permissions::from_mode(0o777)).expect("an open folder");
    assert_found(&doctor(&open), "WRONG", &shown(&open), "others can write to it");
    let other = folder.join(format!("mmstats-{}", user + 1));
    fs::create_dir(&other).expect("a folder");
    assert_found(&doctor(&other), "WRONG", &shown(&other), "writers refuse it");
    let link = folder.join("link");
    symlink(&other, &link).expect("a link");
    assert_found(&doctor(&link), "WRONG", &shown(&link), "a symbolic link");
    let missing = folder.join("missing");
    let run = run(mmstats(["doctor", "web"]).env("MMSTATS_PATH", &missing));
    assert_found(&run, "WRONG", &shown(&missing), "no such folder");
    assert_found(&run, "ok   ", "environment", "MMSTATS_PATH=");
}

#[test]
fn a_full_file_system() {
    let folder = Folder::new();
    with_tmpfs(&[folder.path()], "size=64k", || {
        folder.write_hits("a.mmstats", 1);
        assert_found(&doctor(folder.path()), "WRONG", &shown(folder.path()), "full: ");
    });
    with_tmpfs(&[folder.path()], "nr_inodes=2", || {
        folder.write_hits("a.mmstats", 1);
        assert_found(&doctor(folder.path()), "WRONG", &shown(folder.path()), "no more files");
    });
    with_tmpfs(&[folder.path()], "size=4m", || {
        folder.write_hits("a.mmstats", 1);
        assert_nothing_wrong(&doctor(folder.path()));
    });
}

/// What a writer warns of is said of its folder.
#[test]
fn a_file_system_that_stalls() {
    let folder = Folder::new();
    let service = Service::start(folder.path(), "web", "a.mmstats");
    let found = doctor(&service.path);
    match Warning::of_folder(folder.path()).expect("the folder") {
        Some(_) => assert_found(&found, "note ", &shown(folder.path()), "this folder is on "),
        None => assert!(!found.stdout.contains("this folder is on "), "{}", found.stdout),
    }
    assert_nothing_wrong(&found);
}

#[test]
fn other_namespaces_and_other_machines() {
    let folder = Folder::new();
    let service = Service::start(folder.path(), "web", "a.mmstats");
    // In a copy no lock is seen.
    let bytes = fs::read(&service.path).expect("the file");
    for (at, words) in [
        (header::PID_NAMESPACE, "another pid namespace"),
        (header::PID, "the file doesn't say which process it is"),
    ] {
        let mut bytes = bytes.clone();
        let value = if at == header::PID { 0 } else { 1_u64 };
        bytes[at..][..8].copy_from_slice(&value.to_le_bytes());
        let path = folder.write("copy.mmstats", &bytes);
        let found = doctor(&path);
        assert_found(&found, "note ", &shown(&path), words);
        assert_nothing_wrong(&found);
    }
}

#[test]
fn limits_and_nothing_at_all() {
    let folder = Folder::new();
    let writer = Writer::options("web").path(folder.path()).filename("a.mmstats").build();
    let writer = writer.expect("a writer");
    let path = writer.path().expect("a file");
    assert_found(&doctor(&path), "note ", &shown(&path), "nothing is in it");
    let pages = writer.counter("pages").labels(["page"]).limit(1).register().expect("a family");
    pages.with(["/"]).expect("a series").inc();
    assert_nothing_wrong(&doctor(&path));
    pages.with(["/news"]).expect("the one beyond the limit").inc();
    assert_found(&doctor(&path), "note ", &shown(&path), "limit: pages ");
}

/// F2-BUSY: a text that is published more often than it can be read.
#[test]
fn values_that_change_all_the_time() {
    let folder = Folder::new();
    let writer = Writer::options("web").path(folder.path()).filename("a.mmstats").build();
    let writer = writer.expect("a writer");
    let text = writer.text("status").register().expect("a text");
    let path = writer.path().expect("a file");
    let before = fs::read(&path).expect("the file");
    text.set("serving");
    let after = fs::read(&path).expect("the file");
    let mut words = (4096..after.len()).step_by(8);
    // A cell begins with its sequence.
    let sequence = words.find(|&at| before[at..][..8] != after[at..][..8]).expect("a change");
    let file = fs::File::options().write(true).open(&path).expect("the file");
    let ended = AtomicBool::new(false);
    let found = thread::scope(|scope| {
        scope.spawn(|| {
            let published = (1_u64..).map(|n| (n << 20).to_le_bytes());
            for n in published.take_while(|_| !ended.load(Ordering::Relaxed)) {
                file.write_all_at(&n, sequence as u64).expect("a sequence");
            }
        });
        // The other thread has to end, whatever is found here.
        let mut looks = (0..1000).map(|_| doctor(&path));
        let found = looks.find(|found| found.stdout.contains("busy: "));
        ended.store(true, Ordering::Relaxed);
        found
    });
    let found = found.expect("one of a thousand looks");
    assert_found(&found, "note ", &shown(&path), "busy: 1 value");
    assert_nothing_wrong(&found);
}

#[test]
fn drafts_and_totals() {
    let folder = Folder::new();
    killed(folder.path(), "web", "a.mmstats");
    run_with(["clean".as_ref(), folder.path().as_os_str()]).printed();
    folder.write(".mmstats-0123456789abcdef.new", b"");
    let found = doctor(folder.path());
    assert_found(&found, "note ", &shown(folder.path()), "drafts of writers that were killed: 1");
    assert!(found.stdout.contains("what dead writers of web counted"), "{}", found.stdout);
    assert_nothing_wrong(&found);
}
