//! What slurp prints for people, and which files it finds.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::harness::{Folder, field, finish, mmstats, run_with, shown, stats_file};

#[test]
fn files_are_printed_as_mmstats_0_8_0_printed_them() {
    let folder = Folder::new();
    let first = folder.write_hits("a.mmstats", 7);
    let second = folder.write(
        "b.mmstats",
        &stats_file(&[
            field("web.requests", "Q", &42u64.to_le_bytes()),
            field("web.on", "?", &[1]),
            field("web.off", "?", &[0]),
            field("mean", "d", &30.0f64.to_le_bytes()),
            field("small", "d", &5e-324f64.to_le_bytes()),
            field("large", "d", &1e16f64.to_le_bytes()),
            field("single", "f", &0.1f32.to_le_bytes()),
            field("none", "d", &f64::NAN.to_le_bytes()),
            field("negative", "i", &(-5i32).to_le_bytes()),
            field("text", "8s", b"h\xc3\xa9\0\0\0\0\0"),
            field("empty", "2s", b"\0\0"),
            field("pair", "HH", &[1, 0, 2, 0]),
            field("mixed", "B4s?B6s", b"\x07it's\x01\x08a\\b\"\n\0"),
        ]),
    );
    let expected = format!(
        "==> {}
  hits 7

==> {}
  web.requests 42
  web.on       True
  web.off      False
  mean         30.0
  small        5e-324
  large        1e+16
  single       0.10000000149011612
  none         nan
  negative     -5
  text         hé
  empty        \n  pair         (1, 2)
  mixed        (7, \"it's\", True, 8, 'a\\\\b\"\\n')

",
        first.display(),
        second.display()
    );
    assert_eq!(
        run_with(["slurp".as_ref(), first.as_os_str(), second.as_os_str()]).printed(),
        expected
    );
}

#[test]
fn labels_are_padded_by_characters_not_bytes() {
    let folder = Folder::new();
    let fields = [field("é❤𝄞", "B", &[1]), field("four", "B", &[2])];
    let path = folder.write("a.mmstats", &stats_file(&fields));
    let expected = format!("==> {}\n  é❤𝄞  1\n  four 2\n\n", path.display());
    assert_eq!(run_with(["slurp".as_ref(), path.as_os_str()]).printed(), expected);
}

#[test]
fn a_file_without_fields_is_a_name_and_an_empty_line() {
    let folder = Folder::new();
    let path = folder.write("a.mmstats", &stats_file(&[]));
    let expected = format!("==> {}\n\n", path.display());
    assert_eq!(run_with(["slurp".as_ref(), path.as_os_str()]).printed(), expected);
}

#[test]
fn a_glob_finds_files_in_order_and_none_that_is_being_created() {
    let folder = Folder::new();
    let second = folder.write_hits("b.mmstats", 2);
    let first = folder.write_hits("a.mmstats", 1);
    folder.write_hits(".mmstats-x.mmstats", 3);
    folder.write("a.txt", b"no stats");
    let glob = folder.join("*.mmstats");
    let expected = shown(&first, 1) + &shown(&second, 2);
    assert_eq!(run_with(["slurp".as_ref(), glob.as_os_str()]).printed(), expected);
}

#[test]
fn a_name_that_looks_like_a_glob_is_a_file_where_there_is_one() {
    let folder = Folder::new();
    let file = folder.write_hits("[a]*.mmstats", 1);
    folder.write_hits("a.mmstats", 2);
    assert_eq!(run_with(["slurp".as_ref(), file.as_os_str()]).printed(), shown(&file, 1));
}

#[test]
fn a_file_that_goes_after_it_was_found_is_no_error() {
    let folder = Folder::new();
    // More than a pipe takes, so that the command can't go on to the second file before it is read.
    let wide = field("wide", "4000000s", &[b'x'; 4_000_000]);
    folder.write("a.mmstats", &stats_file(&[wide]));
    let gone = folder.write_hits("b.mmstats", 2);
    let last = folder.write_hits("c.mmstats", 3);
    let glob = folder.join("*.mmstats");
    let mut command = mmstats(["slurp".as_ref(), glob.as_os_str()]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut printed = BufReader::new(child.stdout.take().expect("its output"));
    let mut line = String::new();
    printed.read_line(&mut line).expect("the first line");
    fs::remove_file(gone).expect("the second file can be removed");
    let mut rest = String::new();
    printed.read_to_string(&mut rest).expect("the other lines");
    assert!(rest.ends_with(&format!("x\n\n{}", shown(&last, 3))));
    assert_eq!(finish(child).printed(), "");
}
