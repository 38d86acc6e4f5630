//! What each file decodes to, or why it doesn't.

use mmstats_core::v1::File;

use crate::decoded::compare;
use crate::manifest::{Case, cases};

fn check(case: &Case) -> Result<(), String> {
    let bytes = case.bytes();
    match (File::parse(&bytes), case.decoded(), case.error()) {
        (Ok(file), Some(decoded), None) => compare(&file, &decoded),
        (Err(error), None, Some((offset, clause))) => {
            if (error.offset, error.clause()) == (offset, clause) {
                return Ok(());
            }
            Err(format!("expected an error at offset {offset} by {clause}, found {error}"))
        }
        (Ok(file), ..) => Err(format!("expected an error, found {} fields", file.len())),
        (Err(error), ..) => Err(format!("expected fields, found {error}")),
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
