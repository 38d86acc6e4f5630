//! Kernels and file systems that lack something: creation, growth and closing work without.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::thread;

use mmstats::{Cause, Error, Reader, Writer};

use crate::every::ALONE;
use crate::place::Place;
use crate::trap::{self, Failure, Lack, name_of, with_traps};

const fn lack(call: i64, when: fn(&[usize; 6]) -> bool, error: i32) -> Lack {
    Lack { call, when, error }
}

fn always(_: &[usize; 6]) -> bool {
    true
}

fn makes_unnamed(&[_, _, flags, ..]: &[usize; 6]) -> bool {
    flags as i32 & libc::O_TMPFILE == libc::O_TMPFILE
}

fn is_by_descriptor(&[.., flags, _]: &[usize; 6]) -> bool {
    flags as i32 == libc::AT_EMPTY_PATH
}

fn is_by_proc(&[.., flags, _]: &[usize; 6]) -> bool {
    flags as i32 == libc::AT_SYMLINK_FOLLOW
}

const UNNAMED: Lack = lack(libc::SYS_openat, makes_unnamed, libc::EOPNOTSUPP);
const LINK: Lack = lack(libc::SYS_linkat, always, libc::EPERM);
const LINK_BY_DESCRIPTOR: Lack = lack(libc::SYS_linkat, is_by_descriptor, libc::ENOENT);
const LINK_BY_PROC: Lack = lack(libc::SYS_linkat, is_by_proc, libc::ENOENT);

/// Old kernels, and NFS.
pub static NO_UNNAMED_FILE: [Lack; 1] = [UNNAMED];
/// The same, and vfat.
pub static NO_UNNAMED_FILE_NO_LINK: [Lack; 2] = [UNNAMED, LINK];
/// Who isn't privileged on an older kernel, and has no /proc.
pub static NO_LINK_OF_A_FILE: [Lack; 2] = [LINK_BY_DESCRIPTOR, LINK_BY_PROC];

/// A writer is made, grows and closes on such a system; then a second one replaces its file.
fn works_without(lacks: &'static [Lack]) {
    works_without_by(lacks, &[]);
}

/// The same; the first one makes none of these calls.
fn works_without_by(lacks: &'static [Lack], unneeded: &[i64]) {
    let _alone = ALONE.lock();
    with_traps(|| {
        let place = Place::new();
        for round in 0..2 {
            let ((), made) = trap::run(lacks, None, || {
                let writer = place.writer();
                let counter = writer.counter("hits").register().expect("a counter");
                counter.add(3);
                let histogram = writer.histogram("sizes").register().expect("a histogram");
                histogram.observe(round);
                writer.close().expect("a file");
            });
            let needed = made.iter().find(|call| round == 0 && unneeded.contains(call));
            assert_eq!(needed.map(|call| name_of(*call)), None);
            assert_eq!((place.count("hits"), place.count("sizes")), (3, 1));
            assert_eq!(place.names(), ["test.mmstats"]);
            let about = fs::metadata(place.file()).expect("a file");
            assert_eq!(about.permissions().mode() & 0o7777, 0o600);
            assert_eq!(about.nlink(), 1);
        }
        place.assert_nothing_is_left("no call");
    });
}

#[test]
fn files_without_a_name() {
    works_without(&NO_UNNAMED_FILE);
}

/// As kernels before 3.11 say it, and others.
#[test]
fn files_without_a_name_in_other_words() {
    static SAID: [[Lack; 1]; 4] = [
        [lack(libc::SYS_openat, makes_unnamed, libc::EISDIR)],
        [lack(libc::SYS_openat, makes_unnamed, libc::EINVAL)],
        [lack(libc::SYS_openat, makes_unnamed, libc::ENOENT)],
        [lack(libc::SYS_openat, makes_unnamed, libc::ENOSYS)],
    ];
    SAID.iter().for_each(|lacks| works_without(lacks));
}

#[test]
fn links_by_descriptor() {
    static LACKS: [Lack; 1] = [LINK_BY_DESCRIPTOR];
    // By /proc, and not by another name.
    works_without_by(&LACKS, &[libc::SYS_unlinkat, libc::SYS_renameat2]);
}

#[test]
fn links_of_files_without_a_name() {
    works_without(&NO_LINK_OF_A_FILE);
}

#[test]
fn links() {
    static LACKS: [Lack; 1] = [LINK];
    works_without(&LACKS);
    works_without(&NO_UNNAMED_FILE_NO_LINK);
}

#[test]
fn renaming_without_replacing() {
    static LACKS: [Lack; 1] = [lack(libc::SYS_renameat2, always, libc::EINVAL)];
    works_without(&LACKS);
}

/// Who makes a draft and who sweeps meet all the time: no file is lost, and nothing is left.
#[test]
fn many_writers_at_once() {
    const ROUNDS: usize = 200;
    let _alone = ALONE.lock();
    let place = Place::new();
    let create = |thread: u64| {
        let mut made = 0;
        for round in 0..ROUNDS {
            // Names that the others want, too, and that were used before.
            let name = format!("{}.mmstats", round % 3);
            let (writer, _) =
                trap::run(&NO_UNNAMED_FILE, None, || place.options().filename(name).build());
            match writer {
                Ok(writer) => {
                    made += 1;
                    let counter = writer.counter("mine").register().expect("a counter");
                    counter.add(thread);
                    let path = writer.path().expect("a file");
                    let reader = Reader::open(path).expect("a stats file");
                    let seen = reader.snapshot().get("mine").expect("a series");
                    let seen = seen.value().as_u64();
                    assert_eq!(seen, Some(thread), "another has taken its name");
                }
                Err(error) => assert_eq!(error.cause(), Cause::Busy, "{error}"),
            }
        }
        assert!(made > 0, "all {ROUNDS} names were busy");
    };
    thread::scope(|scope| {
        for thread in 0..4 {
            let create = &create;
            scope.spawn(move || with_traps(|| create(thread)));
        }
    });
    place.assert_nothing_is_left("no call");
    assert_eq!(place.names(), ["0.mmstats", "1.mmstats", "2.mmstats"]);
}

/// Where neither links nor that are there, a file can't get its name without the risk that another's
/// is replaced.
#[test]
fn no_safe_way_to_a_name_is_an_error() {
    static LACKS: [Lack; 3] = [UNNAMED, LINK, lack(libc::SYS_renameat2, always, libc::EINVAL)];
    let _alone = ALONE.lock();
    with_traps(|| {
        let place = Place::new();
        let (refused, _) = trap::run(&LACKS, None, || place.options().build());
        let error: Error = refused.expect_err("it can't be named");
        assert!(error.to_string().contains("risk to replace another file"), "{error}");
        assert_eq!(place.names(), [""; 0]);
        place.assert_nothing_is_left("no call");
    });
}

#[test]
fn allocating() {
    static LACKS: [Lack; 1] = [lack(libc::SYS_fallocate, always, libc::EOPNOTSUPP)];
    works_without(&LACKS);
}

#[test]
fn populating() {
    static LACKS: [Lack; 1] = [lack(libc::SYS_madvise, always, libc::EINVAL)];
    works_without(&LACKS);
}

#[test]
fn random_numbers() {
    static LACKS: [Lack; 1] = [lack(libc::SYS_getrandom, always, libc::ENOSYS)];
    works_without(&LACKS);
}

/// A signal comes while a lock is asked for, as over a network.
#[test]
fn locks_at_once() {
    let _alone = ALONE.lock();
    with_traps(|| {
        let made = |failure| {
            let place = Place::new();
            let (made, calls) = trap::run(&[], failure, || place.options().build());
            made.expect("a writer");
            calls
        };
        let is_lock = |call: &i64| name_of(*call) == "fcntl";
        let at = made(None).iter().position(is_lock).expect("it locks its file");
        made(Some(Failure { at, error: libc::EINTR, for_good: false }));
    });
}

/// A file that is there only as its mount says.
#[test]
fn permissions() {
    static LACKS: [Lack; 1] = [lack(libc::SYS_fchmod, always, libc::EPERM)];
    works_without(&LACKS);
}

/// A failure of any kind, and the program goes on without a file.
#[test]
fn a_file_or_none() {
    static LACKS: [Lack; 1] = [lack(libc::SYS_openat, always, libc::EMFILE)];
    let _alone = ALONE.lock();
    with_traps(|| {
        let place = Place::new();
        let options = place.options().or_detached(true);
        let (made, _) = trap::run(&LACKS, None, || options.build());
        let writer: Writer = made.expect("one without a file");
        let warning = writer.warning().expect("it says why").to_string();
        assert!(warning.contains(&place.path().display().to_string()), "{warning}");
        assert_eq!(writer.path(), None);
        writer.counter("hits").register().expect("a counter").inc();
        drop(writer);
        place.assert_nothing_is_left("no call");
    });
}
