//! Files for people: those of format 1 as mmstats 0.8.0's slurpstats prints them, a line for each
//! field, and those of format 2 alike, a line for each series.

use std::io::{self, Read, Write};

use mmstats::{AnyReader, v1};
use mmstats_cli::{Escaped, EscapedPath, Spelled};

use super::{View, series};
use crate::complaint::Complaint;

pub(super) struct Lines<W>(W);

impl<W: Write> Lines<W> {
    pub(super) fn new(out: W) -> Lines<W> {
        Lines(out)
    }
}

impl<W: Write> View for Lines<W> {
    fn file(&mut self, reader: &AnyReader) -> io::Result<()> {
        let out = &mut self.0;
        writeln!(out, "==> {}", EscapedPath(reader.path()))?;
        match reader {
            AnyReader::V2(reader) => series::print(reader.snapshot(), out)?,
            AnyReader::V1(reader) => print_fields(reader, out)?,
        }
        writeln!(out)
    }

    /// Was said on standard error.
    fn complaint(&mut self, _: Complaint) {}

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn print_fields(reader: &v1::Reader, out: &mut impl Write) -> io::Result<()> {
    let widths = reader.fields().map(|field| Escaped(field.label()).width());
    let longest = widths.max().unwrap_or(0);
    for field in reader.fields() {
        let label = Escaped(field.label());
        write!(out, "  {label}")?;
        // An escaped label can be wider than what a format's width can say.
        io::copy(&mut io::repeat(b' ').take((longest - label.width()) as u64), out)?;
        writeln!(out, " {}", Spelled(field.value()))?;
    }
    Ok(())
}
