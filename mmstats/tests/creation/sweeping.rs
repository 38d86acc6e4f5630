//! Drafts of writers that were killed: gone as soon as a draft needs a name of that kind.

use std::fs::{self, File};

use crate::lock::Held;
use crate::place::{Place, set_mode};
use crate::user::unprivileged;

#[test]
fn what_nobody_makes_any_more() {
    let place = Place::new();
    let files = [
        ".mmstats-0123456789abcdef.new",
        ".mmstats-.new",
        ".mmstats-locked.new",
        // These are something else.
        ".mmstats-0123456789abcdef",
        ".other.new",
        "mmstats-0.new",
    ];
    files.iter().for_each(|name| fs::write(place.join(name), "draft").expect("a file"));
    fs::create_dir(place.join(".mmstats-folder.new")).expect("a folder");
    let locked = File::options().write(true).open(place.join(files[2])).expect("a file");
    let locked = Held::write(locked);
    // Most files need no draft with a name, and to list a folder takes its time.
    place.writer();
    assert_eq!(place.names().len(), files.len() + 2);
    // A file that replaces another does.
    place.writer();
    let mut kept = vec![".mmstats-folder.new", "test.mmstats"];
    kept.extend(&files[2..]);
    kept.sort_unstable();
    assert_eq!(place.names(), kept);
    drop(locked);
    place.writer();
    kept.retain(|name| *name != files[2]);
    assert_eq!(place.names(), kept);
}

/// Also where the folder lets everybody remove everything.
#[test]
fn what_another_user_left() {
    let place = Place::new();
    set_mode(place.path(), 0o777);
    let name = ".mmstats-0123456789abcdef.new";
    fs::write(place.join(name), "draft").expect("a file");
    set_mode(&place.join(name), 0o666);
    // SAFETY: takes nothing and can't fail.
    if unsafe { libc::geteuid() } != 0 {
        return eprintln!("not tested, for it takes two users");
    }
    unprivileged(|| {
        place.writer();
        place.writer();
    });
    assert_eq!(place.names(), [name, "test.mmstats"]);
}
