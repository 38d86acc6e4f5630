//! Help, version and wrong arguments.

use crate::harness::run_with;

#[test]
fn help_has_examples_and_every_command() {
    let help = run_with(["--help"]).printed();
    for word in ["Examples:", "slurp", "clean", "doctor", "decode", "validate"] {
        assert!(help.contains(word), "expected {word} in:\n{help}");
    }
}

#[test]
fn help_of_slurp_says_where_it_looks_and_what_it_prints() {
    let help = run_with(["slurp", "--help"]).printed();
    let words =
        ["Examples:", "MMSTATS_GLOB", "MMSTATS_PATH", "--json", "--app", "\\x1b", "Exit status"];
    let answers = ["alive", "dead", "closed", "orphaned", "unknown"];
    for word in words.into_iter().chain(answers) {
        assert!(help.contains(word), "expected {word} in:\n{help}");
    }
}

#[test]
fn help_of_clean_and_doctor_says_what_they_do() {
    let cases: [(&str, &[&str]); 2] = [
        ("clean", &["--fold", "--no-fold", "--dry-run", "--app", "--keep", "--json", "EPERM"]),
        ("doctor", &["permission", "stale", "orphaned", "unfollowed fork", "namespace", "stalls"]),
    ];
    for (command, words) in cases {
        let help = run_with([command, "--help"]).printed();
        for word in words.iter().chain(&["Examples:", "Exit status"]) {
            assert!(help.contains(word), "expected {word} in:\n{help}");
        }
    }
}

#[test]
fn version_is_that_of_the_package() {
    let version = format!("mmstats {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(run_with(["--version"]).printed(), version);
}

#[test]
fn wrong_arguments_end_with_2() {
    let wrong: [&[&str]; 8] = [
        &[],
        &["guess"],
        &["slurp", "--yaml"],
        &["clean", "--yaml"],
        &["decode"],
        &["decode", "one", "two"],
        &["validate"],
        &["--json"],
    ];
    for arguments in wrong {
        let run = run_with(arguments);
        assert_eq!(run.status, Some(2), "{arguments:?}");
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(run.stderr.contains("Usage: mmstats"), "{arguments:?}: {}", run.stderr);
    }
}
