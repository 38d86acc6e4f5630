//! What fuzzing found to be worth keeping: fuzz/corpus, as `fuzz/run` runs it, without any tool.

#[path = "../directory/image.rs"]
#[allow(dead_code, reason = "a program makes less than tests do")]
mod image;
#[path = "../../../fuzz/program.rs"]
mod program;
#[path = "../files/seen.rs"]
mod seen;
#[path = "../directory/walk.rs"]
mod walk;
#[path = "../files/walk.rs"]
mod walk1;

use std::fs;
use std::path::Path;

/// Gives all files of a target's corpus to it.
fn replay(target: &str, run: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut number = 0;
    for file in files {
        let path = file.expect("a file of the corpus").path();
        // A panic that follows is of this file.
        println!("{}", path.display());
        run(&fs::read(&path).expect("a file of the corpus"));
        number += 1;
    }
    assert!(number > 0, "{}: no files", folder.display());
}

#[test]
fn format1() {
    replay("format1", |bytes| drop(walk1::walk(bytes)));
}

#[test]
fn format2() {
    replay("format2", |bytes| drop(walk::walk(bytes)));
}

#[test]
fn program2() {
    replay("program2", program::run);
}
