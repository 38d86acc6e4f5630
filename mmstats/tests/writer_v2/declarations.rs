//! Declarations that aren't registered leave nothing.

use mmstats::{Buckets, Cause};

use crate::folder::Folder;

#[test]
fn nothing_happens_before_it_is_registered() {
    let folder = Folder::new();
    let stats = folder.writer();
    let declaration = stats.counter("hits").unit("1");
    assert_eq!(folder.decoded().families.len(), 0);
    declaration.clone().register().expect("a counter");
    declaration.help("Later.").register().expect("the same counter");
    assert_eq!(folder.decoded().families, ["hits counter u64 unit=1 help= sum all []"]);
}

/// F2-BUCKETS: a scale that leads beyond all buckets, and one that comes from nowhere.
#[test]
fn buckets_that_can_not_be_scaled() {
    let folder = Folder::new();
    let stats = folder.writer();
    let many = Buckets { scale: 0, first: 0, number: (1 << 24) + 10 };
    let far = Buckets { scale: 0, first: 1 << 24, number: 1 };
    let unscaled = Buckets { scale: 100, first: 0, number: 0 };
    for (buckets, scale) in [(many, 8), (far, 8), (unscaled, 3), (many, u32::MAX)] {
        let refused = stats.histogram("sizes").buckets(buckets).scale(scale).register();
        let error = refused.expect_err("there are no such buckets");
        assert_eq!(error.cause(), Cause::Invalid, "{error}");
    }
}

#[test]
fn more_addresses_than_there_are() {
    let error = Folder::new().options().reserve(usize::MAX).build().expect_err("too many");
    assert!(error.to_string().contains("reserve"), "{error}");
}
