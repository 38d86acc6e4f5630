//! A file or none: failure to publish is not the application's problem.

use mmstats::{Cause, Warning};

use crate::child;
use crate::environment::child;
use crate::place::{Place, set_mode};
use crate::user::unprivileged;

/// A detached writer that works, and says why it is one.
fn assert_detached(options: mmstats::Options, cause: Cause) {
    let refused = options.clone().build().expect_err("there is no file to be had");
    assert_eq!(refused.cause(), cause, "{refused}");
    let writer = options.or_detached(true).build().expect("a writer without a file");
    let Some(Warning::Detached { error }) = writer.warning() else {
        panic!("{:?}", writer.warning());
    };
    assert_eq!((error.cause(), error.to_string()), (cause, refused.to_string()));
    assert_eq!(writer.path(), None);
    let counter = writer.counter("hits").register().expect("a counter");
    counter.add(3);
    writer.close().expect("nothing to close");
    assert_eq!(counter.get(), 3);
}

#[test]
fn no_folder() {
    let place = Place::new();
    assert_detached(place.options().path(place.join("missing")), Cause::NotFound);
}

#[test]
fn no_permission() {
    let place = Place::new();
    set_mode(place.path(), 0o555);
    unprivileged(|| assert_detached(place.options(), Cause::Permission));
    set_mode(place.path(), 0o700);
}

#[test]
fn a_name_that_is_in_use() {
    let place = Place::new();
    let _first = place.writer();
    assert_detached(place.options(), Cause::Busy);
}

#[test]
fn no_name() {
    let place = Place::new();
    assert_detached(place.options().filename("{NOTHING}"), Cause::Invalid);
}

#[test]
fn no_permissions() {
    if child::role().is_some() {
        return assert_detached(Place::new().options(), Cause::Invalid);
    }
    child::run(child("detached::no_permissions", &[("MMSTATS_MODE", "open")]));
}

/// Who gets a file has one.
#[test]
fn a_file() {
    let place = Place::new();
    let writer = place.options().or_detached(true).build().expect("a writer");
    assert_eq!(writer.path(), Some(place.file()));
    assert!(!matches!(writer.warning(), Some(Warning::Detached { .. })));
}

/// What no writer can have is an error still.
#[test]
fn no_application() {
    let options = mmstats::Writer::options("").or_detached(true);
    assert_eq!(options.build().expect_err("no name").cause(), Cause::Invalid);
}
