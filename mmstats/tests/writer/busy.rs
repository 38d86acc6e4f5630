//! One name, two writers: the second has to choose another.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use mmstats::Cause;
use mmstats::v1::{Value, Writer};

use crate::child;
use crate::folder::{Folder, assert_value, open};

fn assert_busy(writer: &mut Writer) {
    let error = writer.create_file().expect_err("another writer has it");
    assert_eq!(error.cause(), Cause::Busy, "{error}");
    assert!(error.to_string().contains("test.mmstats"), "{error}");
}

#[test]
fn a_writer_of_this_process() {
    let folder = Folder::new();
    let (mut first, mut second) = (folder.writer(), folder.writer());
    let (hits, misses) =
        (first.counter("hits").expect("a field"), second.counter("misses").expect("a field"));
    let path = first.create_file().expect("a file");
    assert_busy(&mut second);
    assert_eq!(folder.names(), ["test.mmstats"]);

    hits.inc();
    misses.add(5);
    assert_value(&open(&path), "hits", Value::U64(1));
    // More than the draft that it had has room for.
    let late: Vec<_> =
        (0..500).map(|n| second.counter(&format!("late.{n}")).expect("fields go on")).collect();
    late[499].inc();
    assert_busy(&mut second);

    first.remove().expect("removed");
    assert_eq!(second.create_file().expect("the name is free"), path);
    misses.inc();
    late[499].inc();
    let reader = open(&path);
    assert_value(&reader, "misses", Value::U64(6));
    assert_value(&reader, "late.499", Value::U64(2));
}

/// The child has the file until its standard input ends, or it is killed.
fn hold_the_file() {
    let folder = std::env::var("MMSTATS_TEST_FOLDER").expect("the parent says");
    let options = Writer::options("child").path(folder).filename("test.mmstats");
    let mut writer = options.build().expect("a writer");
    writer.create_file().expect("a file");
    writeln!(std::io::stdout(), "ready").expect("the parent reads");
    std::io::stdin().read_to_end(&mut Vec::new()).expect("the parent writes nothing");
}

#[test]
fn a_writer_of_another_process_as_long_as_it_lives() {
    if child::role().is_some() {
        return hold_the_file();
    }
    let folder = Folder::new();
    let mut child =
        child::command("busy::a_writer_of_another_process_as_long_as_it_lives", "hold the file")
            .env("MMSTATS_TEST_FOLDER", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the child starts");
    let out = BufReader::new(child.stdout.take().expect("a pipe"));
    let ready = out.lines().any(|line| line.expect("text").contains("ready"));
    assert!(ready, "the child ended before it had a file");

    let mut writer = folder.writer();
    assert_busy(&mut writer);
    let theirs = open(&folder.join("test.mmstats"));
    assert_eq!(theirs.writer_pid(), Some(child.id().into()));

    child.kill().expect("our child");
    child.wait().expect("our child");
    writer.constant("mine", true).expect("a field");
    let path = writer.create_file().expect("a dead writer has no file");
    assert_value(&open(&path), "mine", Value::Bool(true));
    assert_eq!(folder.names(), ["test.mmstats"]);
}
