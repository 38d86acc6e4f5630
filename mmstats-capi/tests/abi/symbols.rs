//! The library exports what the header declares, and nothing else.

use std::collections::BTreeSet;
use std::process::Command;

use crate::declarations::{data, functions};
use crate::library::{output, path, symbols};

#[test]
fn exported_symbols_are_those_of_the_header() {
    let exported: BTreeSet<_> = symbols().into_iter().collect();
    let functions = functions().into_iter().map(|function| function.name);
    let declared: BTreeSet<_> = functions.chain(data()).collect();
    let missing: Vec<_> = declared.difference(&exported).collect();
    assert!(
        missing.is_empty(),
        "mmstats.h declares what libmmstats.so doesn't export: {missing:?}"
    );
    let more: Vec<_> = exported.difference(&declared).collect();
    assert!(more.is_empty(), "libmmstats.so exports what mmstats.h doesn't declare: {more:?}");
}

#[test]
fn the_soname_is_that_of_the_abi() {
    let dynamic = output(Command::new("readelf").arg("-d").arg(path()));
    let soname = dynamic.lines().find(|line| line.contains("(SONAME)")).expect("a SONAME");
    assert!(soname.ends_with("[libmmstats.so.0]"), "{soname}");
}

/// Ends of threads and forks call into it: it must not be unloaded.
#[test]
fn the_library_stays_loaded() {
    let dynamic = output(Command::new("readelf").arg("-d").arg(path()));
    let flags = dynamic.lines().find(|line| line.contains("(FLAGS_1)")).expect("flags");
    assert!(flags.contains("NODELETE"), "{flags}");
}
