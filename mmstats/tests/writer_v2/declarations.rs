//! Declarations that aren't registered leave nothing.

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
