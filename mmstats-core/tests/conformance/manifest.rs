//! conformance/manifest.json and the files it names.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// A file of the suite, and what is to be found in it.
pub struct Case {
    entry: Value,
}

impl Case {
    pub fn id(&self) -> &str {
        text(&self.entry, "id")
    }

    pub fn bytes(&self) -> Vec<u8> {
        read(text(&self.entry, "file"))
    }

    /// The decoded form, of a file that a reader takes.
    pub fn decoded(&self) -> Option<Value> {
        let decoded = self.entry.get("decoded")?.as_str().expect("a path");
        Some(serde_json::from_slice(&read(decoded)).expect("decoded forms are JSON"))
    }

    pub fn format(&self) -> u64 {
        self.entry["format"].as_u64().expect("a number")
    }

    /// Offset and clause of the error, of a file that a reader refuses.
    pub fn error(&self) -> Option<(u64, &str)> {
        let error = self.entry.get("error")?;
        let offset = text(error, "offset").parse().expect("offsets are decimal");
        Some((offset, text(error, "clause")))
    }

    /// The digests of the mutations, of a file that is small enough to have some.
    pub fn mutations(&self) -> Option<[&str; 2]> {
        let digests = self.entry.get("mutations")?;
        Some([text(digests, "truncated"), text(digests, "flipped")])
    }
}

/// All cases of both formats.
pub fn cases() -> Vec<Case> {
    let manifest: Value =
        serde_json::from_slice(&read("manifest.json")).expect("the manifest is JSON");
    let entries = manifest["cases"].as_array().expect("the manifest lists cases");
    let cases: Vec<_> = entries.iter().map(|entry| Case { entry: entry.clone() }).collect();
    for format in [1, 2] {
        let some = cases.iter().any(|case| case.format() == format);
        assert!(some, "the manifest has cases of format {format}");
    }
    cases
}

fn read(path: &str) -> Vec<u8> {
    let path = [env!("CARGO_MANIFEST_DIR"), "../conformance", path].iter().collect::<PathBuf>();
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry[key].as_str().unwrap_or_else(|| panic!("a manifest entry has no {key}: {entry}"))
}
