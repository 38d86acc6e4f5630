//! Writes allocate nothing.

use crate::counting::count;
use crate::handles::Handles;

#[test]
fn writes_allocate_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut handles = Handles::new(folder.path());
    let (counted, all) = count(|| (1..=1_000).all(|n| handles.write(n)));
    assert!(all, "a write was refused");
    assert_eq!((counted.calls, counted.bytes), (0, 0));
}
