//! What went wrong, in JSON documents.

use mmstats_cli::DecodedPath;
use serde::Serialize;

use crate::complaint::Complaint;

#[derive(Serialize)]
pub(crate) struct ErrorEntry<'a> {
    #[serde(flatten)]
    path: DecodedPath<'a>,
    cause: &'static str,
    offset: Option<u64>,
    message: &'a str,
}

impl<'a> ErrorEntry<'a> {
    pub(crate) fn new(complaint: &'a Complaint) -> ErrorEntry<'a> {
        let Complaint { path, cause, offset, message } = complaint;
        ErrorEntry { path: DecodedPath::new(path), cause, offset: *offset, message }
    }
}
