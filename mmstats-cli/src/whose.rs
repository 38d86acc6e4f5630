//! Whose a file is, by the name of its application.

use std::path::Path;

use mmstats::AnyReader;

/// Whether a file is one of that application. One of format 1 doesn't say it: it is that of the
/// application that its name begins with, `NAME-` and a digit, as the default template writes it.
pub(crate) fn is_of(application: &str, path: &Path, reader: &AnyReader) -> bool {
    match application_of(reader) {
        Some(own) => own == application,
        None => {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let behind = name.strip_prefix(application).and_then(|rest| rest.strip_prefix('-'));
            behind.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        }
    }
}

/// What a file of format 2 says.
pub(crate) fn application_of(reader: &AnyReader) -> Option<String> {
    let AnyReader::V2(reader) = reader else { return None };
    Some(reader.snapshot().application().runs().collect())
}
