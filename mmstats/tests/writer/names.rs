//! Name templates (SPEC.md 1.13).

use std::env;
use std::path::{Path, PathBuf};

use mmstats::{Cause, DEFAULT_FILENAME, expand};

use crate::folder::Folder;

fn expanded(template: &str) -> PathBuf {
    expand(template, "Web").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn what_stands_in_braces() {
    let called = env::args_os().next().expect("this program has a name");
    let command = Path::new(&called).file_name().expect("which is a file's").to_string_lossy();
    let process = std::process::id();
    // SAFETY: takes nothing and can't fail.
    let thread = unsafe { libc::gettid() };
    for (template, name) in [
        ("plain.mmstats", "plain.mmstats".to_owned()),
        ("{CMD}", command.clone().into_owned()),
        ("{PID}", process.to_string()),
        ("{TID}", thread.to_string()),
        ("{CLASS}.{CLASS}", "Web.Web".to_owned()),
        ("{{PID}}", "{PID}".to_owned()),
        ("{{{PID}}}", format!("{{{process}}}")),
        ("größe}}{{", "größe}{".to_owned()),
        ("a/{CLASS}", "a/Web".to_owned()),
        (DEFAULT_FILENAME, format!("{command}-{process}-{thread}.mmstats")),
    ] {
        assert_eq!(expanded(template), PathBuf::from(name), "{template}");
    }
}

#[test]
fn templates_that_make_no_sense() {
    for template in [
        "", "{", "}", "{PID", "PID}", "{}", "{pid}", "{PID }", "{X}", "a{b", "{{}", "{PID}}",
        "a\0b", "/", "..", ".", "a/..",
    ] {
        let error = expand(template, "Web").expect_err(template);
        assert_eq!(error.cause(), Cause::Invalid, "{template}");
        assert!(error.to_string().contains("{CLASS}"), "it says what to do: {error}");
    }
    assert_eq!(expand("{CLASS}", "").expect_err("an empty name").cause(), Cause::Invalid);
}

#[test]
fn a_writer_names_its_file_by_them() {
    let folder = Folder::new();
    let mut writer = folder.options().filename("{CLASS}-{PID}.mmstats").build().expect("a writer");
    let path = writer.create_file().expect("a file");
    assert_eq!(path, folder.join(&format!("test-{}.mmstats", std::process::id())));
    assert_eq!(writer.path(), Some(path.as_path()));
}

#[test]
fn an_absolute_name_replaces_the_folder() {
    let (folder, other) = (Folder::new(), Folder::new());
    let absolute = other.join("stats.mmstats").to_string_lossy().into_owned();
    let mut writer = folder.options().filename(absolute).build().expect("a writer");
    assert_eq!(writer.create_file().expect("a file"), other.join("stats.mmstats"));
    assert!(folder.names().is_empty());
}

#[test]
fn a_bad_template_is_an_error_of_creation_and_can_not_be_mended_by_trying_again() {
    let folder = Folder::new();
    let mut writer = folder.options().filename("{NAME}").build().expect("a writer");
    let counter = writer.counter("hits").expect("a field");
    for _ in 0..2 {
        assert_eq!(writer.create_file().expect_err("no such word").cause(), Cause::Invalid);
    }
    counter.inc();
    assert_eq!((counter.get(), writer.path(), folder.names().len()), (1, None, 0));
}
