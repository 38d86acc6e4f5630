//! What each file decodes to, or why it doesn't.

use std::fmt::Display;

use mmstats_core::{v1, v2};
use serde_json::Value;

use crate::manifest::{Case, cases};
use crate::{decoded, families};

fn check(case: &Case) -> Result<(), String> {
    let bytes = case.bytes();
    if case.format() == 1 {
        let found = v1::File::parse(&bytes).map_err(|error| (error.offset, error.clause(), error));
        return judge(case, found, decoded::compare);
    }
    let found = v2::Directory::parse(&bytes).map_err(|error| (error.offset, error.clause(), error));
    judge(case, found, |directory, form| families::compare(directory, &bytes, form))
}

/// Compares what was found with what the manifest says: an error is offset, clause and the whole.
fn judge<T, E: Display>(
    case: &Case,
    found: Result<T, (u64, &str, E)>,
    compare: impl Fn(&T, &Value) -> Result<(), String>,
) -> Result<(), String> {
    match (found, case.decoded(), case.error()) {
        (Ok(found), Some(form), None) => compare(&found, &form),
        (Err(found), None, Some((offset, clause))) if (found.0, found.1) == (offset, clause) => {
            Ok(())
        }
        (Err((.., error)), None, Some((offset, clause))) => {
            Err(format!("expected an error at offset {offset} by {clause}, found {error}"))
        }
        (Ok(_), ..) => Err("expected an error, found a file that is read".to_owned()),
        (Err((.., error)), ..) => Err(format!("expected a file that is read, found {error}")),
    }
}

#[test]
fn every_file_decodes_or_is_refused_as_the_manifest_says() {
    let wrong: Vec<_> = cases()
        .iter()
        .filter_map(|case| Some(format!("{}: {}", case.id(), check(case).err()?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
