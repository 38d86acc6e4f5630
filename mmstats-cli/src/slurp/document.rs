//! Files for programs: one JSON document, with a line for each file.

use std::borrow::Cow;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use mmstats::AnyReader;
use mmstats_cli::Decoded;
use serde::Serialize;

use super::View;
use crate::complaint::Complaint;

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
    path: PathEntry<'a>,
    writer: &'static str,
    pid: Option<i128>,
    #[serde(flatten)]
    decoded: Decoded<'a>,
}

impl<'a> FileEntry<'a> {
    fn new(reader: &'a AnyReader) -> FileEntry<'a> {
        FileEntry {
            path: PathEntry::new(reader.path()),
            writer: reader.writer().name(),
            pid: reader.writer_pid(),
            decoded: Decoded::new(reader),
        }
    }
}

#[derive(Serialize)]
struct ErrorEntry<'a> {
    #[serde(flatten)]
    path: PathEntry<'a>,
    cause: &'static str,
    offset: Option<u64>,
    message: &'a str,
}

impl<'a> ErrorEntry<'a> {
    fn new(complaint: &'a Complaint) -> ErrorEntry<'a> {
        let Complaint { path, cause, offset, message } = complaint;
        ErrorEntry { path: PathEntry::new(path), cause, offset: *offset, message }
    }
}

/// A path, whose bytes JSON can't always hold.
#[derive(Serialize)]
struct PathEntry<'a> {
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
}

impl<'a> PathEntry<'a> {
    fn new(path: &'a Path) -> PathEntry<'a> {
        let hex = || path.as_os_str().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let path_hex = if path.to_str().is_none() { Some(hex()) } else { None };
        PathEntry { path: path.to_string_lossy(), path_hex }
    }
}
