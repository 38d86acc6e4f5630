//! The shared library, built as everybody builds it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Runs a program to its end and returns what it prints.
pub fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Builds the library and returns its path. Cargo doesn't build one of this kind for its tests.
pub fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "mmstats-capi", "--target-dir"]).arg(target);
        output(build.current_dir(env!("CARGO_MANIFEST_DIR")));
        target.join("debug/libmmstats.so")
    })
}

/// The names that programs can link to.
pub fn symbols() -> Vec<String> {
    let listed = output(Command::new("nm").args(["-D", "--defined-only"]).arg(path()));
    let names = listed.lines().map(|line| line.rsplit(' ').next().expect("a name").to_owned());
    names.collect()
}
