//! No file: the same handles.

use crate::folder::Folder;

#[test]
fn everything_goes_on_in_private_memory() {
    let folder = Folder::new();
    let stats = folder.options().detached().build().expect("a writer");
    let hits = stats.counter("hits").register().expect("a counter");
    let mine = stats.local().expect("a stripe").counter(&hits);
    hits.inc();
    mine.inc();
    assert_eq!(hits.get(), 1);
    let family = stats.histogram("sizes").labels(["n"]).register().expect("a family");
    for n in 0..100 {
        family.with([n.to_string()]).expect("a series").observe(n);
    }
    stats.flush(true).expect("nothing to do");
    assert_eq!(stats.path(), None);
    assert!(stats.size() > 100 * 5_000);
    stats.close().expect("nothing to do");
    hits.inc();
    assert_eq!(hits.get(), 2);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
