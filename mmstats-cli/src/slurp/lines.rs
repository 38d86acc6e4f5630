//! Files for people: those of format 1 as mmstats 0.8.0's slurpstats prints them, a line for each
//! field, and those of format 2 alike, a line for each series.

use std::fmt::{self, Display};
use std::io::{self, Read, Write};

use mmstats::{AnyReader, Liveness, v1};
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
        writeln!(out, "==> {}{}", EscapedPath(reader.path()), Publisher(reader))?;
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

/// Whose file it is: ` (web, pid 4711, alive)`. Nothing where nothing is known, as in format 1 files
/// without system fields.
struct Publisher<'a>(&'a AnyReader);

impl Display for Publisher<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pid, liveness) = (self.0.writer_pid(), self.0.writer());
        let mut closed = "";
        if let (AnyReader::V1(_), None, Liveness::Unknown) = (self.0, pid, liveness) {
            return Ok(());
        }
        f.write_str(" (")?;
        if let AnyReader::V2(reader) = self.0 {
            let application = reader.snapshot().application();
            application.runs().try_for_each(|run| Escaped(run).fmt(f))?;
            f.write_str(", ")?;
            closed = if reader.snapshot().is_closed() { ", closed" } else { "" };
        }
        if let Some(pid) = pid {
            write!(f, "pid {pid}, ")?;
        }
        write!(f, "{}{closed})", liveness.name())
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
