//! A process with these variables and no other that counts.

use std::ffi::OsStr;
use std::process::Command;

use crate::child;

const VARIABLES: [&str; 8] = [
    "MMSTATS_PATH",
    "MMSTATS_FILES",
    "MMSTATS_GLOB",
    "MMSTATS_MODE",
    "RUNTIME_DIRECTORY",
    "TMPDIR",
    "TEMP",
    "TMP",
];

/// A child that runs that test in the role of who looks.
pub fn child<V: AsRef<OsStr>>(test: &str, variables: &[(&str, V)]) -> Command {
    let mut child = child::command(test, "look");
    VARIABLES.iter().for_each(|variable| {
        child.env_remove(variable);
    });
    child.envs(variables.iter().map(|(name, value)| (name, value)));
    child
}
