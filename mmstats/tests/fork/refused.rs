//! A child that would follow and can't have a file.

use std::fs;

use mmstats::{Cause, Warning};

use crate::case::{alone, in_child};
use crate::folder::Folder;

/// It stays as it was, nothing is lost, and it can be tried again.
#[test]
fn it_can_be_tried_again() {
    alone("refused::it_can_be_tried_again", || {
        let folder = Folder::new();
        let (inner, away) = (folder.path().join("inner"), folder.path().join("away"));
        fs::create_dir(&inner).expect("ours");
        let options = folder.options().path(&inner);
        let stats = options.clone().build().expect("a writer");
        let follows = options.filename("other.mmstats").follow(true).build().expect("a writer");
        let hits = stats.counter("hits").register().expect("a counter");
        let others = follows.counter("hits").register().expect("a counter");
        fs::rename(&inner, &away).expect("ours");
        in_child("without a folder", || {
            hits.inc();
            others.inc();
            let error = stats.follow().expect_err("there is no folder");
            assert_eq!(error.cause(), Cause::NotFound, "{error}");
            match follows.warning() {
                Some(Warning::Detached { error }) => assert_eq!(error.cause(), Cause::NotFound),
                other => panic!("expected to hear why, found {other:?}"),
            }
            assert_eq!((stats.path(), follows.path()), (None, None));
            hits.inc();
            others.inc();
            fs::create_dir(&inner).expect("ours");
            for (stats, counter) in [(&stats, &hits), (&follows, &others)] {
                stats.follow().expect("now there is a folder");
                assert!(!matches!(stats.warning(), Some(Warning::Detached { .. })));
                counter.inc();
                let path = stats.path().expect("a file");
                let its = crate::folder::Decoded::of(&fs::read(path).expect("a file"));
                assert_eq!(its.value("hits{}"), "3");
            }
        });
        let left = fs::read(away.join("test.mmstats")).expect("a file");
        assert_eq!(crate::folder::Decoded::of(&left).value("hits{}"), "0");
    });
}
