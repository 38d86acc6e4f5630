//! What programs were compiled against stays: `../abi.txt` is the list.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use crate::declarations::types;
use crate::measured;

/// The committed lines, but for comments.
fn committed() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/abi.txt");
    let text = fs::read_to_string(path).expect("tests/abi.txt");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("    {line}\n")).collect()
}

#[test]
fn the_abi_is_the_committed_one() {
    let (committed, measured) = (committed(), measured::lines().iter().cloned().collect());
    let broken = joined(committed.difference(&measured).cloned());
    assert!(
        broken.is_empty(),
        "these lines of mmstats-capi/tests/abi.txt don't hold any more:\n{broken}\
         Programs that exist count on them. Bring them back: give a changed function a new name, a \
         new constant a new number, and let what begins with its size grow at its end only (that \
         size then changes: correct that line). Where that is no way, CONTRIBUTING.md says how to change the \
         SONAME; then these lines may go."
    );
    let new = joined(measured.difference(&committed).cloned());
    assert!(
        new.is_empty(),
        "the ABI has grown. Add these lines to mmstats-capi/tests/abi.txt, for good:\n{new}"
    );
}

/// Numbers are how a program tells the constants of an enum apart.
#[test]
fn no_number_is_used_twice_in_an_enum() {
    let lines = measured::lines().iter();
    let numbers = lines.filter_map(|line| line.strip_prefix("number ")?.split_once(" is "));
    let numbers: HashMap<_, _> = numbers.collect();
    for declared in types().iter().filter(|declared| declared.is_enum) {
        let mut names = HashMap::new();
        for member in &declared.members {
            if let Some(other) = names.insert(numbers[member.as_str()], member) {
                panic!("{}: {other} and {member} are the same number", declared.name);
            }
        }
    }
}
