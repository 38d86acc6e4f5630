//! Writers without a file in a forked child: copies.

use mmstats::{Metric, Warning};

use crate::case::{alone, in_child};
use crate::folder::Folder;

#[test]
fn a_copy_goes_on() {
    alone("detached::a_copy_goes_on", || {
        let folder = Folder::new();
        let nowhere = folder.path().join("nowhere");
        let options = folder.options().path(nowhere).or_detached(true).follow(true);
        let or_detached = options.build().expect("a writer");
        let warned = || matches!(or_detached.warning(), Some(Warning::Detached { .. }));
        assert!(warned());
        let detached = folder.options().detached().build().expect("a writer");
        for stats in [&or_detached, &detached] {
            let hits = stats.counter("hits").register().expect("a counter");
            let family = stats.counter("family").labels(["a"]).register().expect("a family");
            family.with(["old"]).expect("a series").retire().expect("no file");
            let local = stats.local().expect("a stripe");
            let mine = local.counter(&hits);
            hits.add(2);
            mine.inc();
            let size = stats.size();
            in_child("it registers", || {
                hits.inc();
                mine.inc();
                assert_eq!(hits.get(), 3);
                family.with(["new"]).expect("a series").inc();
                for n in 0..100 {
                    stats.histogram(&format!("h{n}")).register().expect("a histogram").observe(1);
                }
                assert!(stats.size() > size);
                stats.follow().expect("it has none to follow to");
                assert_eq!(stats.path(), None);
                stats.close().expect("nothing");
            });
            assert_eq!((hits.get(), stats.size()), (2, size), "the child's is a copy");
        }
        assert!(warned());
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    });
}
