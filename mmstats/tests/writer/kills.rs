//! A writer that is killed while it creates a file leaves no part of one under its name.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use mmstats::v1::Writer;

use crate::child;
use crate::folder::Folder;
use crate::visibility::assert_all_conform;

const KILLS: usize = 60;
const TEST: &str = "kills::no_part_of_a_file_is_left";

/// Creates files for ever, two names by turns, so that files are replaced too.
fn create_files() -> ! {
    let folder = env::var("MMSTATS_TEST_FOLDER").expect("the parent says");
    for n in 0_u64.. {
        let name = format!("{{PID}}-{}.mmstats", n % 2);
        let options = Writer::options("child").path(&folder).filename(name);
        let mut writer = options.build().expect("a writer");
        for field in 0..4 {
            writer.text(&format!("field.{field}"), 16_000).expect("a field").set("something");
        }
        writer.create_file().expect("a file");
        writeln!(std::io::stdout(), "created").expect("the parent reads");
    }
    unreachable!("it counts for ever")
}

#[test]
fn no_part_of_a_file_is_left() {
    if child::role().is_some() {
        create_files();
    }
    let folder = Folder::new();
    for kill in 1..=KILLS {
        let mut child = child::command(TEST, "create files")
            .env("MMSTATS_TEST_FOLDER", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the child starts");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let lines = out.lines().map(|line| line.expect("text"));
        let created = lines.filter(|line| line.contains("created")).take(1 + kill % 5).count();
        assert_eq!(created, 1 + kill % 5, "the child ended by itself");
        child.kill().expect("our child");
        child.wait().expect("our child");
        assert!(assert_all_conform(folder.path()) >= kill);
    }
}
