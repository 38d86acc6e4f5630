//! One JSON document, with a line for each file.

use std::io::{self, Write};

use mmstats_cli::DecodedPath;
use serde::Serialize;

use super::{Action, Verdict, View};
use crate::complaint::Complaint;
use crate::error_entry::ErrorEntry;

pub(super) struct Document<W> {
    out: W,
    /// What stands before the next file.
    separator: &'static [u8],
}

impl<W: Write> Document<W> {
    pub(super) fn begin(mut out: W, dry_run: bool) -> io::Result<Document<W>> {
        write!(out, "{{\"dry_run\":{dry_run},\"files\":[")?;
        Ok(Document { out, separator: b"\n" })
    }
}

impl<W: Write> View for Document<W> {
    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.out.write_all(self.separator)?;
        self.separator = b",\n";
        let action = match verdict.action {
            Action::Folded => "folded",
            Action::Removed => "removed",
            Action::Kept => "kept",
        };
        let Verdict { path, reason, failed, .. } = verdict;
        let path = DecodedPath::new(path);
        serde_json::to_writer(&mut self.out, &FileEntry { path, action, failed: *failed, reason })?;
        Ok(())
    }

    fn end(&mut self, complaints: &[Complaint]) -> io::Result<()> {
        self.out.write_all(b"\n],\"errors\":")?;
        let errors: Vec<_> = complaints.iter().map(ErrorEntry::new).collect();
        serde_json::to_writer(&mut self.out, &errors)?;
        self.out.write_all(b"}\n")
    }
}

#[derive(Serialize)]
struct FileEntry<'a> {
    #[serde(flatten)]
    path: DecodedPath<'a>,
    action: &'static str,
    failed: bool,
    reason: &'a str,
}
