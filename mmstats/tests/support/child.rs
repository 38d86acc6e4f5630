//! Children: this test binary again, running one of its tests in another role. For what changes a
//! whole process, such as its environment, or ends it.

use std::env;
use std::process::Command;

const ROLE: &str = "MMSTATS_TEST_ROLE";

/// The role of this process; `None` where it is no child.
pub fn role() -> Option<String> {
    env::var(ROLE).ok()
}

/// A child that runs that test of this binary, in that role.
pub fn command(test: &str, role: &str) -> Command {
    let mut child = Command::new(env::current_exe().expect("this program has a path"));
    child.args([test, "--exact", "--nocapture"]).env(ROLE, role);
    child
}

/// Runs a child to its end: the test has to exist, and to pass.
pub fn run(mut child: Command) {
    let output = child.output().expect("the child starts");
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{child:?}:\n{out}\n{err}");
}
