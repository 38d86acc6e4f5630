//! Files for people, as mmstats 0.8.0's slurpstats prints them: a line for each field.

use std::io::{self, Read, Write};

use mmstats::v1::Reader;
use mmstats_cli::{Escaped, EscapedPath, Spelled};

use super::View;
use crate::complaint::Complaint;

pub(super) struct Lines<W>(W);

impl<W: Write> Lines<W> {
    pub(super) fn new(out: W) -> Lines<W> {
        Lines(out)
    }
}

impl<W: Write> View for Lines<W> {
    fn file(&mut self, reader: &Reader) -> io::Result<()> {
        let out = &mut self.0;
        writeln!(out, "==> {}", EscapedPath(reader.path()))?;
        let widths = reader.fields().map(|field| Escaped(field.label()).width());
        let longest = widths.max().unwrap_or(0);
        for field in reader.fields() {
            let label = Escaped(field.label());
            write!(out, "  {label}")?;
            // An escaped label can be wider than what a format's width can say.
            io::copy(&mut io::repeat(b' ').take((longest - label.width()) as u64), out)?;
            writeln!(out, " {}", Spelled(field.value()))?;
        }
        writeln!(out)
    }

    /// Was said on standard error.
    fn complaint(&mut self, _: Complaint) {}

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
