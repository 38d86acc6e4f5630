//! Permissions of a file (F2-MODE).

use mmstats::Cause;

use crate::child;
use crate::environment::child;
use crate::place::{Place, mode_of};

fn umask(umask: libc::mode_t) {
    // SAFETY: takes a number and can't fail.
    unsafe { libc::umask(umask) };
}

/// In a child, since the umask is that of a process.
#[test]
fn whatever_the_umask_is() {
    if child::role().is_none() {
        return child::run(child::<&str>("modes::whatever_the_umask_is", &[]));
    }
    let place = Place::new();
    for mask in [0o000, 0o022, 0o077, 0o177, 0o777] {
        umask(mask);
        place.writer();
        assert_eq!(mode_of(&place.file()), 0o600, "umask {mask:o}");
        for mode in [0o600, 0o640, 0o644, 0o666, 0o620] {
            place.options().mode(mode).build().expect("a writer");
            assert_eq!(mode_of(&place.file()), mode, "umask {mask:o}");
        }
    }
}

#[test]
fn by_the_environment() {
    if let Some(role) = child::role() {
        umask(0o077);
        let place = Place::new();
        let made = place.options().build();
        if role != "look" {
            let error = made.expect_err("no permissions");
            assert_eq!(error.cause(), Cause::Invalid, "{error}");
            assert!(error.to_string().contains("MMSTATS_MODE"), "{error}");
            place.options().mode(0o640).build().expect("who says it doesn't look");
            assert_eq!(mode_of(&place.file()), 0o640);
            return;
        }
        drop(made.expect("a writer"));
        let expected = std::env::var("MMSTATS_TEST_EXPECTED").expect("the parent says");
        return assert_eq!(format!("{:o}", mode_of(&place.file())), expected);
    }
    for (variable, mode) in [("0644", "644"), ("640", "640"), ("", "600"), ("00604", "604")] {
        let mut child = child("modes::by_the_environment", &[("MMSTATS_MODE", variable)]);
        child.env("MMSTATS_TEST_EXPECTED", mode);
        child::run(child);
    }
    for variable in ["rw-r--r--", "0648", "-1", "+644", " 644", "1000", "4644", "77777777777777"] {
        let mut child = child("modes::by_the_environment", &[("MMSTATS_MODE", variable)]);
        child.env("MMSTATS_TEST_ROLE", "refused");
        child::run(child);
    }
}

/// Nobody executes statistics.
#[test]
fn more_than_permissions() {
    let place = Place::new();
    for mode in [0o1000, 0o4755, 0o100_644] {
        let error = place.options().mode(mode).build().expect_err("no permissions");
        assert_eq!(error.cause(), Cause::Invalid, "{error}");
    }
    assert_eq!(place.names(), [""; 0]);
}
