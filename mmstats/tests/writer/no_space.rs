//! No space: an error of creation, never a signal later (F1-ALLOCATE).

use std::ffi::CString;
use std::fs;
use std::io;
use std::path::Path;
use std::thread;

use mmstats::Cause;
use mmstats::v1::{Value, Writer};

use crate::child;
use crate::folder::{Folder, assert_value, open};

/// A file of 16 pages.
fn wide(folder: &Folder) -> Writer {
    let mut writer = folder.writer();
    writer.text("wide", 15 * 4096).expect("a field");
    writer
}

fn assert_full(writer: &mut Writer) {
    let error = writer.create_file().expect_err("there is no space for it");
    assert_eq!(error.cause(), Cause::Full, "{error}");
    assert!(error.to_string().contains("65536 bytes"), "it says how much: {error}");
    assert_eq!(writer.path(), None);
}

/// Mounts a tmpfs over a folder, for this thread alone: it goes with the thread.
fn mount(folder: &Path, options: &str) -> io::Result<()> {
    let text = |text: &str| CString::new(text).expect("no NUL");
    let (folder, kind) = (text(folder.to_str().expect("UTF-8")), text("tmpfs"));
    let (root, options) = (text("/"), text(options));
    let private = libc::MS_REC | libc::MS_PRIVATE;
    let check = |done| if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) };
    // SAFETY: this thread gets mounts of its own; no memory is touched.
    check(unsafe { libc::unshare(libc::CLONE_NEWNS) })?;
    // SAFETY: strings that outlive the call, or NULL where none is needed.
    check(unsafe {
        libc::mount(kind.as_ptr(), root.as_ptr(), std::ptr::null(), private, std::ptr::null())
    })?;
    // SAFETY: as above.
    check(unsafe {
        libc::mount(kind.as_ptr(), folder.as_ptr(), kind.as_ptr(), 0, options.as_ptr().cast())
    })
}

/// Runs a test on a file system of its own. Where none can be mounted (that takes root, and a
/// container that allows it), says so: `a_limit_on_the_size_of_files`, which needs neither, stands
/// for it there.
fn on_tmpfs(options: &str, test: impl FnOnce(&Folder) + Send) {
    let folder = Folder::new();
    let mounted = || match mount(folder.path(), options) {
        Ok(()) => test(&folder),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            eprintln!("not tested on a tmpfs, for mounting one needs CAP_SYS_ADMIN: {error}");
        }
        Err(error) => panic!("can't mount a tmpfs: {error}"),
    };
    thread::scope(|scope| scope.spawn(mounted).join().expect("the test on a tmpfs"));
}

#[test]
fn a_full_file_system() {
    on_tmpfs("size=128k", |folder| {
        let filler = folder.join("filler");
        fs::write(&filler, [1; 80 * 1024]).expect("as much fits");
        let mut writer = wide(folder);
        let counter = writer.counter("hits").expect("a field");
        for _ in 0..3 {
            assert_full(&mut writer);
            counter.inc();
        }
        assert_eq!(folder.names(), ["filler"], "nothing is left of the attempts");
        fs::remove_file(&filler).expect("ours");
        let path = writer.create_file().expect("now there is space");
        counter.inc();
        assert_value(&open(&path), "hits", Value::U64(4));
    });
}

#[test]
fn a_file_system_without_room_for_another_name() {
    // The root folder takes one, the files the rest.
    on_tmpfs("nr_inodes=3", |folder| {
        let fillers = ["a", "b"].map(|name| folder.join(name));
        fillers.iter().for_each(|filler| fs::write(filler, "").expect("as many fit"));
        let mut writer = wide(folder);
        assert_full(&mut writer);
        fs::remove_file(&fillers[0]).expect("ours");
        writer.create_file().expect("now there is room");
    });
}

#[test]
fn a_read_only_file_system() {
    on_tmpfs("ro", |folder| {
        let error = wide(folder).create_file().expect_err("it can't be written to");
        assert_eq!(error.cause(), Cause::Permission, "{error}");
    });
}

/// In a child, since the limit is that of a process.
#[test]
fn a_limit_on_the_size_of_files() {
    if child::role().is_none() {
        let test = "no_space::a_limit_on_the_size_of_files";
        return child::run(child::command(test, "limited"));
    }
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: plain numbers, and a limit that outlives the calls. The signal that comes with the
    // limit would end the process.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        assert_eq!(libc::getrlimit(libc::RLIMIT_FSIZE, &mut limit), 0);
        limit.rlim_cur = 8 * 4096;
        assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &limit), 0);
    }
    let folder = Folder::new();
    let mut writer = wide(&folder);
    let counter = writer.counter("hits").expect("a field");
    assert_full(&mut writer);
    counter.inc();
    assert_eq!((counter.get(), folder.names().len()), (1, 0));
    folder.writer().create_file().expect("a small file is within the limit");
}
