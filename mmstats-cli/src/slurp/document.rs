//! Files for programs: one JSON document, with a line for each file.

use std::io::{self, Write};

use mmstats::AnyReader;
use mmstats_cli::{Decoded, DecodedPath};
use serde::Serialize;

use super::View;
use crate::complaint::Complaint;
use crate::error_entry::ErrorEntry;

/// Written file by file: it keeps nothing but what went wrong.
pub(super) struct Document<W> {
    out: W,
    /// What stands before the next file.
    separator: &'static [u8],
    complaints: Vec<Complaint>,
}

impl<W: Write> Document<W> {
    pub(super) fn begin(mut out: W) -> io::Result<Document<W>> {
        out.write_all(b"{\"files\":[")?;
        Ok(Document { out, separator: b"\n", complaints: Vec::new() })
    }
}

impl<W: Write> View for Document<W> {
    fn file(&mut self, reader: &AnyReader) -> io::Result<()> {
        self.out.write_all(self.separator)?;
        self.separator = b",\n";
        serde_json::to_writer(&mut self.out, &FileEntry::new(reader))?;
        Ok(())
    }

    fn complaint(&mut self, complaint: Complaint) {
        self.complaints.push(complaint);
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n],\"errors\":")?;
        let errors: Vec<_> = self.complaints.iter().map(ErrorEntry::new).collect();
        serde_json::to_writer(&mut self.out, &errors)?;
        self.out.write_all(b"}\n")
    }
}

#[derive(Serialize)]
struct FileEntry<'a> {
    #[serde(flatten)]
    path: DecodedPath<'a>,
    writer: &'static str,
    pid: Option<i128>,
    #[serde(flatten)]
    decoded: Decoded<'a>,
}

impl<'a> FileEntry<'a> {
    fn new(reader: &'a AnyReader) -> FileEntry<'a> {
        FileEntry {
            path: DecodedPath::new(reader.path()),
            writer: reader.writer().name(),
            pid: reader.writer_pid(),
            decoded: Decoded::new(reader),
        }
    }
}
