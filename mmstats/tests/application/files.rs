//! What a folder holds beside good files: said, and spoiling nothing.

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use mmstats::application::{Application, Problem, Totals, Value};
use mmstats::{Cause, Error, Writer};
use mmstats_core::v2::Sequence;
use mmstats_core::v2::cells::SequencedCell;
use mmstats_core::v2::layout::{PAGE, entry, header};

use crate::folder::{Folder, assert_fine, said, value};
use crate::image::{Family, Image, put, sequenced, text_slot, words};
use crate::mapped::Mapped;
use crate::user::unprivileged;

fn good(folder: &Folder, name: &str, n: u64) -> Writer {
    let stats = folder.writer(name);
    stats.counter("requests").register().expect("a counter").add(n);
    stats
}

fn image(n: u64) -> Vec<u8> {
    let mut image = Image::new();
    let requests = image.family(&Family::counter("requests"));
    image.series(requests, &[], &words([n]));
    image.bytes()
}

/// The only problem is one file that can't be read, for that cause.
fn assert_unread(totals: &Totals, name: &str, cause: Cause, was_counted: bool) {
    let [problem @ Problem::Unread { counted, .. }] = totals.problems() else {
        panic!("{:?}", said(totals))
    };
    assert_eq!((problem.cause(), *counted), (Some(cause), was_counted), "{problem}");
    assert!(problem.to_string().contains(name), "{problem}");
    assert_eq!(problem.to_string().contains("missing from the totals"), was_counted);
}

#[test]
fn damaged_files() {
    let folder = Folder::new();
    let _good = (good(&folder, "a.mmstats", 1), good(&folder, "z.mmstats", 2));
    let whole = image(100);
    let mut web = folder.application();
    let mut assert_said = |name: &str, bytes: &[u8], cause| {
        let path = folder.put(name, bytes);
        let totals = web.look().expect("a look");
        assert_eq!((value(totals, "requests"), totals.files().len()), (Value::U64(3), 2));
        match cause {
            Some(cause) => assert_unread(totals, name, cause, false),
            None => assert_fine(totals),
        }
        fs::remove_file(path).expect("ours");
    };
    let mut bytes = whole.clone();
    put(&mut bytes, PAGE + 64 + entry::LENGTH, &[7]);
    assert_said("m.mmstats", &bytes, Some(Cause::Corrupt));
    assert_said("m.mmstats", &whole[..PAGE], Some(Cause::Corrupt));
    let mut bytes = whole.clone();
    put(&mut bytes, header::FEATURES, &[1]);
    assert_said("m.mmstats", &bytes, Some(Cause::UnknownVersion));
    // Of these the name is all that says whose they are.
    for (bytes, cause) in [
        (&whole[..header::APPLICATION], Cause::Corrupt),
        (&[][..], Cause::NotAStatsFile),
        (b"\x02draft", Cause::UnknownVersion),
        (b"\x07", Cause::UnknownVersion),
        (b"\x01\x05\x00x", Cause::Corrupt),
    ] {
        assert_said("web-1-1.mmstats", bytes, Some(cause));
        assert_said("other-1-1.mmstats", bytes, None);
    }
}

/// A file that was counted and then is damaged is missing, and said to be.
#[test]
fn a_file_that_breaks() {
    let folder = Folder::new();
    let _good = good(&folder, "a.mmstats", 1);
    let path = folder.put("b.mmstats", &image(100));
    let mut web = folder.application();
    for _ in 0..2 {
        assert_eq!(value(web.look().expect("a look"), "requests"), Value::U64(101));
    }
    fs::OpenOptions::new().write(true).open(&path).expect("ours").set_len(100).expect("shorter");
    let totals = web.look().expect("a look");
    assert_unread(totals, "b.mmstats", Cause::Corrupt, true);
    assert_eq!(value(totals, "requests"), Value::U64(1));
    fs::write(&path, image(100)).expect("ours");
    let totals = web.look().expect("a look");
    assert_fine(totals);
    assert_eq!(value(totals, "requests"), Value::U64(101));
}

#[test]
fn files_of_other_applications_and_no_files() {
    let folder = Folder::new();
    let _good = good(&folder, "a.mmstats", 1);
    let options = Writer::options("web2").path(folder.path()).filename("b.mmstats");
    let other = options.build().expect("a writer");
    other.counter("requests").register().expect("a counter").add(50);
    fs::create_dir(folder.join("c.mmstats")).expect("ours");
    symlink(folder.join("a.mmstats"), folder.join("d.mmstats")).expect("ours");
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    assert_eq!(value(totals, "requests"), Value::U64(1));
    symlink(folder.join("a.mmstats"), folder.join("web-9.mmstats")).expect("ours");
    assert_unread(web.look().expect("a look"), "web-9.mmstats", Cause::NotAStatsFile, false);
}

#[test]
fn files_that_may_not_be_read() {
    let folder = Folder::new();
    let _good = good(&folder, "a.mmstats", 1);
    drop(good(&folder, "b.mmstats", 10));
    let path = folder.join("b.mmstats");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("ours");
    let open = |name: &str, mode| {
        fs::set_permissions(folder.join(name), Permissions::from_mode(mode)).expect("ours");
    };
    open("a.mmstats", 0o644);
    open("b.mmstats", 0o644);
    let mut web = folder.application();
    let mut look = || {
        unprivileged(|| {
            let totals = web.look().expect("a look");
            (value(totals, "requests"), totals.clone())
        })
    };
    assert_eq!(look().0, Value::U64(11));
    open("b.mmstats", 0);
    let (requests, totals) = look();
    assert_eq!(requests, Value::U64(1));
    assert_unread(&totals, "b.mmstats", Cause::Permission, true);
    assert_unread(&look().1, "b.mmstats", Cause::Permission, false);
    fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("ours");
    assert_eq!(look().0, Value::U64(11));
}

#[test]
fn folders_that_may_not_be_listed() {
    let folder = Folder::new();
    let inner = folder.join("inner");
    fs::create_dir(&inner).expect("ours");
    let allow = |path: &Path, mode| {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("ours");
    };
    allow(folder.path(), 0o755);
    let files = [folder.join("a.mmstats"), inner.join("b.mmstats")];
    for path in &files {
        fs::write(path, image(1)).expect("ours");
        allow(path, 0o644);
    }
    let globs = [folder.join("*.mmstats"), inner.join("*.mmstats")];
    // Two files, and not one of them twice.
    let mut bytes = image(10);
    put(&mut bytes, header::FILE_ID, &[1]);
    fs::write(&files[1], bytes).expect("ours");
    let mut web = Application::new("web").globs(globs);
    let mut look = |mode| {
        allow(&inner, mode);
        unprivileged(|| web.look().expect("a look").clone())
    };
    assert_eq!(value(&look(0o755), "requests"), Value::U64(11));
    let totals = look(0o000);
    assert_unread(&totals, "inner", Cause::Permission, true);
    assert_eq!(value(&totals, "requests"), Value::U64(1));
    assert_unread(&look(0o000), "inner", Cause::Permission, false);
    assert_eq!(value(&look(0o755), "requests"), Value::U64(11));
}

/// By another name, as a copy, by two globs.
#[test]
fn a_file_counts_once() {
    let folder = Folder::new();
    drop(good(&folder, "a.mmstats", 1));
    let (v1, counter) = folder.writer_v1("web-1-1.mmstats", "requests");
    counter.add(10);
    v1.leave_behind();
    let mut web =
        Application::new("web").globs(["*.mmstats", "*.mm*"].map(|name| folder.join(name)));
    assert_fine(web.look().expect("a look"));
    fs::hard_link(folder.join("a.mmstats"), folder.join("b.mmstats")).expect("ours");
    fs::copy(folder.join("a.mmstats"), folder.join("c.mmstats")).expect("ours");
    fs::hard_link(folder.join("web-1-1.mmstats"), folder.join("web-2-2.mmstats")).expect("ours");
    for _ in 0..2 {
        let totals = web.look().expect("a look");
        assert_eq!((value(totals, "requests"), totals.files().len()), (Value::U64(11), 2));
        let twice: Vec<_> = totals
            .problems()
            .iter()
            .map(|problem| match problem {
                Problem::Twice { path, counted } => (&**path, &**counted),
                other => panic!("{other}"),
            })
            .collect();
        let (a, v1) = (folder.join("a.mmstats"), folder.join("web-1-1.mmstats"));
        let others = ["b.mmstats", "c.mmstats", "web-2-2.mmstats"].map(|name| folder.join(name));
        assert_eq!(twice, [(&*others[0], &*a), (&others[1], &a), (&others[2], &v1)]);
    }
}

/// F2-KIND-SKIP: said, for something is missing.
#[test]
fn families_of_an_unknown_kind() {
    let folder = Folder::new();
    let mut image = Image::new();
    let requests = image.family(&Family::counter("requests"));
    image.family(&Family::new("later", 99, 1));
    let more = image.family(&Family::counter("more"));
    image.series(requests, &[], &words([5]));
    image.series(more, &[], &words([6]));
    folder.put("a.mmstats", &image.bytes());
    let mut web = folder.application();
    for _ in 0..2 {
        let totals = web.look().expect("a look");
        assert_eq!(
            (value(totals, "requests"), value(totals, "more")),
            (Value::U64(5), Value::U64(6))
        );
        let [Problem::Skipped { families: 1, .. }] = totals.problems() else {
            panic!("{:?}", said(totals))
        };
    }
}

/// A glob that is none is an error, and what was found before stays.
#[test]
fn an_error_leaves_the_totals() {
    let folder = Folder::new();
    let _good = good(&folder, "a.mmstats", 1);
    let mut web = folder.application();
    web.look().expect("a look");
    let mut web = web.globs([OsString::from("\0")]);
    assert!(matches!(web.look(), Err(Error::Invalid { .. })));
    assert_eq!(value(web.totals(), "requests"), Value::U64(1));
}

/// One thread looks, another one shows what was found.
#[test]
fn looks_move_from_thread_to_thread() {
    let folder = Folder::new();
    let _good = good(&folder, "a.mmstats", 1);
    let mut web = folder.application();
    let looked = thread::spawn(move || web.look().cloned()).join();
    let totals = looked.expect("no panic").expect("a look");
    assert_eq!(value(&totals, "requests"), Value::U64(1));
}

/// F2-BUSY: a text that is published all the time, with too few slots, is left out of looks that don't
/// get hold of it, which say so; and of no others.
#[test]
fn what_changes_all_the_time() {
    const WIDTH: u32 = 512;
    let mut image = Image::new();
    let requests = image.family(&Family::counter("requests"));
    let status = image.family(&Family::text("status", 2, WIDTH));
    image.series(requests, &[], &words([1]));
    let slot = text_slot(b"0");
    let status = image.series(status, &[], &sequenced(1, &[&slot[..]; 2], WIDTH as usize));
    let mapped = &Mapped::new(&image.bytes());
    let shape = Sequence { slots: 2, width: WIDTH };
    let cell_words = mapped.words(image.cell_at(status), shape.cell_length() as usize);
    let cell = &SequencedCell::new(cell_words, shape).expect("its words");
    let ended = &AtomicBool::new(false);
    let mut web = Application::new("web").globs([&mapped.path]);
    let seen = thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                cell.publish(&[1; WIDTH as usize / 8]);
            }
        });
        // The other thread has to end, whatever is found here.
        let mut looks = (0..).map(|_| web.look().cloned());
        let seen = looks.find(|look| look.as_ref().is_ok_and(|totals| !is_fine(totals)));
        ended.store(true, Ordering::Relaxed);
        seen
    });
    let busy = seen.expect("it goes on for ever").expect("a look");
    let [problem @ Problem::Busy { series: 1, .. }] = busy.problems() else {
        panic!("{:?}", said(&busy))
    };
    assert_eq!(problem.cause(), Some(Cause::Busy));
    assert_eq!(value(&busy, "requests"), Value::U64(1));
    assert!(busy.get("status").is_none(), "nobody's value is known");
    let totals = web.look().expect("a look");
    assert_fine(totals);
    assert_eq!(value(totals, "status").as_text(), Some("\x01"));
}

fn is_fine(totals: &Totals) -> bool {
    totals.problems().is_empty()
}

/// F2-COPY: a writer that was killed while it used an entry again leaves a reuse generation that is odd
/// for ever.
#[test]
fn a_reuse_that_never_ended() {
    let folder = Folder::new();
    let mut bytes = image(5);
    put(&mut bytes, header::REUSE, &[3]);
    let path = folder.put("a.mmstats", &bytes);
    let mut web = folder.application();
    for n in [5, 6, 7] {
        let totals = web.look().expect("a look");
        assert_fine(totals);
        assert_eq!(value(totals, "requests"), Value::U64(n));
        let cell = bytes.len() - PAGE + 64;
        put(&mut bytes, cell, &[n as u8 + 1]);
        fs::write(&path, &bytes).expect("ours");
    }
}
