//! What is listed here is what the system's glob finds.

use std::fs;
use std::os::unix::ffi::OsStringExt;

use super::*;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for inner in ["one", "two", "one*", ".hidden", "no [match"] {
        let inner = folder.path().join(inner);
        fs::create_dir(&inner).expect("ours");
        let other = OsString::from_vec(b"not utf-8 \xff.mmstats".to_vec());
        for name in ["a.mmstats", "b.mmstats", ".c.mmstats", "d", "[e].mmstats", "f\\.mmstats"] {
            fs::write(inner.join(name), "").expect("ours");
        }
        fs::write(inner.join(other), "").expect("ours");
        fs::create_dir(inner.join("g.mmstats")).expect("ours");
    }
    fs::write(folder.path().join("three"), "").expect("ours");
    folder
}

fn listing(glob: &OsStr) -> Listing {
    Listing { globs: Some(vec![glob.to_owned()]), ..Listing::default() }
}

fn paths(listed: &[Listed]) -> Vec<&OsStr> {
    listed.iter().map(|one| one.path.as_os_str()).collect()
}

#[test]
fn the_same_as_the_systems_glob() {
    let folder = folder();
    let mut found = 0;
    for pattern in [
        "one/*.mmstats",
        "one//*.mmstats",
        "./one/*.mmstats",
        "one/.*",
        "one/*",
        "one/?.mmstats",
        "one/[ab].mmstats",
        "one/[!a]*",
        "one/a.mmstats",
        "one/\\[e\\].mmstats",
        "one/\\[*",
        "one/f\\\\*",
        "one/[",
        "one/[x",
        "one/a.mm[",
        "one\\*/*.mmstats",
        "one*/*.mmstats",
        "*/*.mmstats",
        "*/a*",
        "?*/../one/*.mmstats",
        ".*/*.mmstats",
        "t?o/*",
        "three/*",
        "four/*",
        "no [match/*.mmstats",
        "no \\[match/*",
        "[ot]*/[ab].*",
        "one/*/",
        "one/*/*",
        "one\\/*.mmstats",
        "one/**",
        "one/*\\",
        "/*",
        "*",
    ] {
        let root = crate::escape_glob(folder.path());
        // As it is, for what begins at the root.
        let glob = if pattern == "/*" { "/*".into() } else { root.join(pattern).into_os_string() };
        let found_by_system = crate::glob(&glob).expect("a glob").into_iter().flatten();
        let mut wanted: Vec<_> = found_by_system.map(OsString::from).collect();
        wanted.sort_unstable();
        let (listed, errors) = listing(&glob).list().expect("a glob");
        assert_eq!(paths(&listed), wanted, "{pattern}");
        assert!(errors.is_empty(), "{errors:?}");
        found += listed.len();
    }
    assert!(found > 100, "{found}");
}

#[test]
fn a_list_without_changes_is_the_one_of_before() {
    let folder = folder();
    let glob = folder.path().join("one/*.mmstats");
    let mut listing = listing(glob.as_os_str());
    let (first, _) = listing.list().expect("a glob");
    let (again, _) = listing.list().expect("a glob");
    assert!(Arc::ptr_eq(&first, &again));
    fs::rename(folder.path().join("one/a.mmstats"), folder.path().join("one/z.mmstats"))
        .expect("ours");
    let (later, _) = listing.list().expect("a glob");
    assert!(!Arc::ptr_eq(&first, &later));
    assert_eq!(later.len(), first.len());
    // The same names, of other files.
    fs::rename(folder.path().join("one"), folder.path().join("other")).expect("ours");
    fs::rename(folder.path().join("two"), folder.path().join("one")).expect("ours");
    let (other, _) = listing.list().expect("a glob");
    assert!(paths(&other) == paths(&first) && other[0].place != first[0].place);
}

/// More than is kept of a list, and more than one call gives.
#[test]
fn many_names() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names: Vec<_> = (0..2500).map(|n| format!("{n:04}.mmstats")).collect();
    for name in &names {
        fs::write(folder.path().join(name), "").expect("ours");
    }
    let glob = folder.path().join("*.mmstats");
    let mut listing = listing(glob.as_os_str());
    for _ in 0..2 {
        let (listed, _) = listing.list().expect("a glob");
        let expected: Vec<_> = names.iter().map(|name| folder.path().join(name)).collect();
        assert!(listed.iter().map(|one| &*one.path).eq(expected.iter().map(|path| &**path)));
        listing.finish();
        assert!(listing.files.is_empty() && listing.folders.is_empty());
    }
}
