//! Whether two looks found the same series.

use std::fs;

use mmstats::application::Application;
use mmstats::{Family, Metric, Writer};

use crate::folder::Folder;

fn shape(web: &mut Application) -> u64 {
    web.look().expect("a look").shape()
}

fn hits(stats: &Writer, help: &str) -> Family<mmstats::Counter, 1> {
    stats.counter("hits").help(help).labels(["path"]).register().expect("a family")
}

#[test]
fn what_changes_values_alone_is_no_other_shape() {
    let folder = Folder::new();
    let one = folder.writer("1.mmstats");
    let path = hits(&one, "Help").with(["/a"]).expect("a series");
    let mut web = folder.application();
    let first = shape(&mut web);
    assert_ne!(first, 0);
    path.inc();
    assert_eq!(shape(&mut web), first);
    // Another file with the same.
    let two = folder.writer("2.mmstats");
    hits(&two, "Help").with(["/a"]).expect("a series").inc();
    assert_eq!(shape(&mut web), first);
    assert_eq!(web.totals().clone().shape(), first);
    // Another application has its own numbers.
    assert_ne!(shape(&mut folder.application()), first);
}

#[test]
fn series_that_come_and_go_and_what_is_said_of_them() {
    let folder = Folder::new();
    let one = folder.writer("1.mmstats");
    let a = hits(&one, "Help").with(["/a"]).expect("a series");
    let mut web = folder.application();
    let mut shapes = vec![shape(&mut web)];
    let b = hits(&one, "Help").with(["/b"]).expect("a series");
    shapes.push(shape(&mut web));
    assert!(a.retire().expect("a file"));
    shapes.push(shape(&mut web));
    // The file created last tells the help.
    let two = folder.writer("2.mmstats");
    hits(&two, "Better help").with(["/b"]).expect("a series").inc();
    shapes.push(shape(&mut web));
    assert!(b.retire().expect("a file"));
    assert_eq!(shape(&mut web), shapes[3], "the other file has it still");
    fs::remove_file(folder.join("2.mmstats")).expect("a file");
    shapes.push(shape(&mut web));
    let mut different = shapes.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), shapes.len(), "{shapes:?}");
    assert_eq!(shape(&mut web), shapes[4]);
}
