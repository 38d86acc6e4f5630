//! Files that stay open from one look to the next are those that their names are of, now.

use std::fs::{self, OpenOptions, Permissions};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::Path;
use std::ptr;
use std::time::{Duration, Instant};

use mmstats::application::{Application, Value};
use mmstats::{Cause, Options, Writer};
use mmstats_core::v2::layout::header;

use crate::child;
use crate::folder::{Folder, assert_fine, value};
use crate::image::{Family, Image, put, words};

const WRITTEN: u64 = 1000;

fn options(folder: &Path, name: &str) -> Options {
    Writer::options("web").path(folder).filename(name).fold(false)
}

/// A writer that has counted so much.
fn counted(folder: &Path, name: &str, n: u64) -> Writer {
    let stats = options(folder, name).build().expect("a writer");
    stats.counter("requests").register().expect("a counter").add(n);
    stats
}

/// The same of one that has ended.
fn left(folder: &Path, name: &str, n: u64) {
    drop(counted(folder, name, n));
}

fn requests(web: &mut Application) -> Value {
    let totals = web.look().expect("a look");
    assert_fine(totals);
    value(totals, "requests")
}

/// How many descriptors of this process are of files in that folder, whether these have names or not.
fn open_in(folder: &Path) -> usize {
    let all = fs::read_dir("/proc/self/fd").expect("proc");
    let files = all.filter_map(|one| fs::read_link(one.expect("an entry").path()).ok());
    files.filter(|file| file.starts_with(folder)).count()
}

/// Looks for longer than times of files stand still: what nobody writes any more is known then.
fn look_for_long(web: &mut Application, expected: u64) {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_millis(300) {
        assert_eq!(requests(web), Value::U64(expected));
    }
}

#[test]
fn a_name_that_another_file_gets() {
    let folder = Folder::new();
    let path = folder.join("a.mmstats");
    left(folder.path(), "b.mmstats", WRITTEN);
    for keep in [true, false] {
        let mut web = folder.application().keep_open(keep);
        for n in 1..20 {
            // In turn by a file that may get the inode number of the one before, and by a rename.
            if n % 2 == 0 {
                fs::remove_file(&path).expect("ours");
                left(folder.path(), "a.mmstats", n);
            } else {
                left(folder.path(), "new", n);
                fs::rename(folder.join("new"), &path).expect("ours");
            }
            assert_eq!(requests(&mut web), Value::U64(WRITTEN + n));
            assert_eq!(requests(&mut web), Value::U64(WRITTEN + n));
        }
    }
}

#[test]
fn names_that_are_exchanged() {
    let folder = Folder::new();
    let (a, b) = (folder.join("a.mmstats"), folder.join("b.mmstats"));
    left(folder.path(), "a.mmstats", 1);
    left(folder.path(), "b.mmstats", 2);
    let mut web = folder.application().keep_each(true);
    for n in 0..4 {
        let totals = web.look().expect("a look");
        assert_fine(totals);
        let each = totals.get("requests").expect("a series").each();
        let each: Vec<_> = each.map(|(file, value)| (file.path().to_owned(), value)).collect();
        let (in_a, in_b) = (&Value::U64(1 + n % 2), &Value::U64(2 - n % 2));
        assert_eq!(each, [(a.clone(), in_a), (b.clone(), in_b)]);
        fs::rename(&a, folder.join("c")).expect("ours");
        fs::rename(&b, &a).expect("ours");
        fs::rename(folder.join("c"), &b).expect("ours");
    }
}

/// A file of a dead writer is read again once somebody wrote to it all the same.
#[test]
fn files_of_the_dead_that_change() {
    let folder = Folder::new();
    let mut image = Image::new();
    let family = image.family(&Family::counter("requests"));
    image.series(family, &[], &words([10]));
    let mut bytes = image.bytes();
    // Closed.
    put(&mut bytes, header::STATE, &header::CLOSED.to_le_bytes());
    let path = folder.put("a.mmstats", &bytes);
    let mut web = folder.application();
    look_for_long(&mut web, 10);
    let length = bytes.len();
    let at = bytes.windows(8).rposition(|word| word == 10_u64.to_le_bytes()).expect("the cell");
    let file = OpenOptions::new().write(true).open(&path).expect("ours");
    file.write_all_at(&11_u64.to_le_bytes(), at as u64).expect("ours");
    look_for_long(&mut web, 11);
    file.set_len(100).expect("ours");
    let totals = web.look().expect("a look");
    assert_eq!(totals.problems().len(), 1);
    assert_eq!(totals.problems()[0].cause(), Some(Cause::Corrupt));
    assert_eq!(value(totals, "requests"), Value::None);
    file.set_len(length as u64).expect("ours");
    file.write_all_at(&bytes, 0).expect("ours");
    look_for_long(&mut web, 10);
    fs::set_permissions(&path, Permissions::from_mode(0o400)).expect("ours");
    look_for_long(&mut web, 10);
}

/// A boot that is another one, long ago: so says a clock that may have been set, and that writer may
/// go on. What it stores by a mapping changes no time of a file in memory, but the first time perhaps.
#[test]
fn a_file_of_the_dead_of_another_boot_that_changes() {
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else {
        return eprintln!("not tested: no /dev/shm to write to");
    };
    let mut image = Image::new();
    image.created = 1;
    let family = image.family(&Family::counter("requests"));
    image.series(family, &[], &words([10]));
    let mut bytes = image.bytes();
    bytes[header::BOOT_ID..][..16].fill(1);
    let path = folder.path().join("a.mmstats");
    fs::write(&path, &bytes).expect("ours");
    let mut web = Application::new("web").globs([folder.path().join("*.mmstats")]);
    let at = bytes.windows(8).rposition(|word| word == 10_u64.to_le_bytes()).expect("the cell");
    let file = OpenOptions::new().read(true).write(true).open(&path).expect("ours");
    let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED);
    // SAFETY: a new mapping of a file that is that long, and stays so.
    let place =
        unsafe { libc::mmap(ptr::null_mut(), bytes.len(), access, kind, file.as_raw_fd(), 0) };
    assert_ne!(place, libc::MAP_FAILED);
    for n in 10_u64..12 {
        // SAFETY: within the mapping, which nothing else here uses.
        unsafe { place.cast::<u8>().add(at).cast::<[u8; 8]>().write_volatile(n.to_le_bytes()) };
        look_for_long(&mut web, n);
    }
    // SAFETY: the mapping, which nobody uses any more.
    unsafe { libc::munmap(place, bytes.len()) };
}

/// Where there is no descriptor for a folder that nobody asked for by name, that is said.
#[test]
fn no_descriptor_for_any_folder() {
    const TEST: &str = "kept_open::no_descriptor_for_any_folder";
    let Some(_) = child::role() else {
        let mut command = child::command(TEST, "child");
        command.env_remove("MMSTATS_PATH").env_remove("MMSTATS_GLOB");
        return child::run(command);
    };
    let mut web = Application::new("web");
    let limit = libc::rlimit { rlim_cur: 0, rlim_max: 400 };
    // SAFETY: a limit that outlives the call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
    let problems = web.look().expect("a look").problems().len();
    let limit = libc::rlimit { rlim_cur: 400, rlim_max: 400 };
    // SAFETY: the same.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
    assert_ne!(problems, 0);
}

/// A file that stays open is none that is there, and is closed by the look that doesn't find it.
#[test]
fn files_and_folders_that_go() {
    let folder = Folder::new();
    let inner = folder.join("inner");
    fs::create_dir(&inner).expect("ours");
    let mut web = Application::new("web").globs([inner.join("*.mmstats")]);
    left(&inner, "a.mmstats", 1);
    left(&inner, "b.mmstats", 2);
    assert_eq!(requests(&mut web), Value::U64(3));
    fs::remove_file(inner.join("a.mmstats")).expect("ours");
    assert_eq!(requests(&mut web), Value::U64(2));
    assert!(open_in(&inner) <= 1, "{}", open_in(&inner));
    // The folder has another name, and one with the same names has its.
    fs::rename(&inner, folder.join("outer")).expect("ours");
    assert_eq!(requests(&mut web), Value::None);
    assert_eq!(open_in(folder.path()), 0);
    fs::create_dir(&inner).expect("ours");
    left(&inner, "b.mmstats", 10);
    assert_eq!(requests(&mut web), Value::U64(10));
    fs::remove_dir_all(&inner).expect("ours");
    fs::create_dir(&inner).expect("ours");
    left(&inner, "b.mmstats", 20);
    assert_eq!(requests(&mut web), Value::U64(20));
    fs::remove_dir_all(&inner).expect("ours");
    fs::rename(folder.join("outer"), &inner).expect("ours");
    assert_eq!(requests(&mut web), Value::U64(2));
}

#[test]
fn none_where_that_is_asked_for() {
    let folder = Folder::new();
    let _lives = counted(folder.path(), "a.mmstats", 1);
    left(folder.path(), "b.mmstats", 2);
    let own = open_in(folder.path());
    let mut web = folder.application();
    for keep in [true, false, true] {
        web = web.keep_open(keep);
        assert_eq!(requests(&mut web), Value::U64(3));
        match (open_in(folder.path()) - own, keep) {
            (2, true) | (0, false) => {}
            (0, true) => eprintln!("not tested: files here have no numbers that tell them apart"),
            other => panic!("{other:?}"),
        }
    }
    drop(web);
    assert_eq!(open_in(folder.path()), own);
}

/// More files than descriptors: a quarter of these is kept, and all are read.
#[test]
fn more_files_than_descriptors() {
    const TEST: &str = "kept_open::more_files_than_descriptors";
    const FILES: u64 = 60;
    let Some(_) = child::role() else {
        return child::run(child::command(TEST, "child"));
    };
    let folder = Folder::new();
    (0..FILES).for_each(|n| left(folder.path(), &format!("{n}.mmstats"), n));
    let (mut web, expected) = (folder.application(), Value::U64(FILES * (FILES - 1) / 2));
    // Enough for all, then for few, for hardly any, and for all again.
    for (limit, most) in [(400, 60), (40, 10), (12, 3), (400, 60)] {
        let limit = libc::rlimit { rlim_cur: limit, rlim_max: 400 };
        // SAFETY: a limit that outlives the call.
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
        assert_eq!(requests(&mut web), expected);
        assert_eq!(requests(&mut web), expected);
        // To count takes a descriptor, too.
        let limit = libc::rlimit { rlim_cur: 400, rlim_max: 400 };
        // SAFETY: the same.
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
        let kept = open_in(folder.path());
        assert!(kept <= most, "{kept} of {most}");
    }
}

/// A child has the same open files: each reads for itself.
#[test]
fn a_forked_child_looks_too() {
    const TEST: &str = "kept_open::a_forked_child_looks_too";
    let Some(_) = child::role() else {
        return child::run(child::command(TEST, "child"));
    };
    let folder = Folder::new();
    let lives = counted(folder.path(), "a.mmstats", 1);
    left(folder.path(), "b.mmstats", 2);
    let mut web = folder.application();
    assert_eq!(requests(&mut web), Value::U64(3));
    // SAFETY: the child looks, and ends without anything else.
    let pid = unsafe { libc::fork() };
    if pid == 0 {
        fs::remove_file(folder.join("b.mmstats")).expect("ours");
        left(folder.path(), "c.mmstats", 30);
        let right = (0..3).all(|_| requests(&mut web) == Value::U64(31));
        // SAFETY: ends this process alone.
        unsafe { libc::_exit(i32::from(!right)) };
    }
    let mut status = 0;
    // SAFETY: a place for the result.
    assert_eq!(unsafe { libc::waitpid(pid, &raw mut status, 0) }, pid);
    assert_eq!(status, 0);
    lives.counter("requests").register().expect("the same").add(100);
    assert_eq!(requests(&mut web), Value::U64(131));
}

/// Files of format 1 are opened each time, beside files that aren't.
#[test]
fn format_one_beside() {
    let folder = Folder::new();
    let (_writer, counter) = folder.writer_v1("web-1-1.mmstats", "requests");
    let stats = counted(folder.path(), "web-2-2.mmstats", 5);
    let mut web = folder.application();
    for n in 1..5 {
        counter.add(10);
        assert_eq!(requests(&mut web), Value::U64(10 * n + 5));
    }
    drop(stats);
    // Format 1 under a name of format 2, and the other way round.
    let (one, two) = (folder.join("web-1-1.mmstats"), folder.join("web-2-2.mmstats"));
    fs::rename(&one, folder.join("new")).expect("ours");
    fs::rename(&two, &one).expect("ours");
    fs::rename(folder.join("new"), &two).expect("ours");
    assert_eq!(requests(&mut web), Value::U64(45));
    assert_eq!(requests(&mut web), Value::U64(45));
}
