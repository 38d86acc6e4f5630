//! What a writer says of the file system of its folder.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use mmstats::{Error, Warning};

use crate::mounts::with_tmpfs;
use crate::place::Place;

/// Its name, as the system's own tool has it.
fn file_system(path: &Path) -> String {
    let output = Command::new("stat").args(["-f", "-c", "%T"]).arg(path).output();
    let output = output.expect("coreutils").stdout;
    String::from_utf8(output).expect("a name").trim().to_owned()
}

#[test]
fn of_where_this_runs() {
    let place = Place::new();
    let warning = place.writer().warning();
    let name = file_system(place.path());
    if ["tmpfs", "ramfs"].contains(&name.as_str()) {
        return assert!(warning.is_none(), "{warning:?}");
    }
    let said = warning.expect("it isn't in memory").to_string();
    assert!(said.contains(&name) && said.contains("MMSTATS_PATH"), "{said}");
}

#[test]
fn of_memory_there_is_none() {
    let place = Place::new();
    with_tmpfs(&[place.path()], "", || {
        assert!(place.writer().warning().is_none());
    });
}

#[test]
fn of_a_writer_without_a_file_by_choice_there_is_none() {
    let place = Place::new();
    let writer = place.options().detached().or_detached(true).build().expect("a writer");
    assert!(writer.warning().is_none());
}

/// Where it is, what may happen, what to do.
#[test]
fn each_says_what_to_do() {
    let (path, file_system) = (Path::new("/srv/stats").to_owned(), "somefs".to_owned());
    let error = Arc::new(Error::Busy { path: path.clone() });
    for (warning, happens) in [
        (Warning::Stalls { path: path.clone(), file_system: file_system.clone() }, "wait"),
        (Warning::Signals { path: path.clone(), file_system: file_system.clone() }, "SIGBUS"),
        (Warning::Remote { path: path.clone(), file_system }, "lock"),
    ] {
        let said = warning.to_string();
        for part in ["/srv/stats: ", "somefs", happens, "MMSTATS_PATH"] {
            assert!(said.contains(part), "{said}");
        }
    }
    // What helps one of them helps no other.
    let of = |name: &str| Warning::Signals { path: path.clone(), file_system: name.into() };
    assert!(of("btrfs").to_string().contains("chattr +C"));
    assert!(!of("zfs").to_string().contains("chattr"));
    let said = Warning::Detached { error }.to_string();
    assert!(said.contains("/srv/stats: ") && said.contains("not published"), "{said}");
}
