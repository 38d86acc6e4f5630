//! Whole files: which layout one has (SPEC.md 1.7), and its fields.

use super::error::{Error, ErrorKind};
use super::field::{Field, Scanner, next_field};
use super::layout::{ByteOrder, Dialect, FIRST_FIELD, Layout, MAGIC_2, VERSION, VERSION_2};

/// Takes the fields of a parse. A parse as one dialect that turns out not to fit is followed by
/// one as the next, after a `restart`.
pub trait Sink {
    /// What was pushed is void: the file is something else.
    fn restart(&mut self);
    /// About so many fields will come; said once, before the first.
    fn reserve(&mut self, _fields: usize) {}
    /// The next field.
    fn push(&mut self, field: Field<'_>);
}

/// Takes fields nowhere: for who only wants to know whether there is a fit.
impl Sink for () {
    fn restart(&mut self) {}
    fn push(&mut self, _: Field<'_>) {}
}

/// Takes fields to two sinks.
impl<A: Sink, B: Sink> Sink for (&mut A, &mut B) {
    fn restart(&mut self) {
        self.0.restart();
        self.1.restart();
    }
    fn reserve(&mut self, fields: usize) {
        self.0.reserve(fields);
        self.1.reserve(fields);
    }
    #[inline(always)]
    fn push(&mut self, field: Field<'_>) {
        self.0.push(field);
        self.1.push(field);
    }
}

/// What a field takes in a file, about: a counter with a label of ten bytes.
const USUAL_FIELD: usize = 32;

/// Parses a file whole as each dialect in turn, and takes the first that fits (F1-FIT). The
/// one in `first`, if any, is tried before: for a file whose dialect is known.
///
/// Values are taken from `values`: the same bytes, or for a file that changes a copy that was made
/// after them (F1-COPY-ORDER) and is as long; one that isn't is not used.
///
/// The error, where none fits, is that of the parse that got furthest (F1-FURTHEST).
pub fn fit(
    bytes: &[u8],
    values: &[u8],
    first: Option<Dialect>,
    sink: &mut impl Sink,
) -> Result<Dialect, Error> {
    check_version(bytes)?;
    let values = if values.len() == bytes.len() { values } else { bytes };
    sink.reserve(bytes.len() / USUAL_FIELD);
    if let Some(dialect) = first {
        sink.restart();
        if scan(bytes, values, dialect, sink).is_ok() {
            return Ok(dialect);
        }
    }
    let mut furthest: Option<Error> = None;
    for dialect in Dialect::ALL {
        sink.restart();
        let error = match scan(bytes, values, dialect, sink) {
            Ok(()) => return Ok(dialect),
            Err(error) => error,
        };
        if furthest.is_none_or(|known| error.offset > known.offset) {
            furthest = Some(error);
        }
    }
    sink.restart();
    Err(furthest.unwrap_or(Error::new(0, ErrorKind::Empty)))
}

/// F1-NOT-EMPTY, F1-VERSION, and the size that offsets of 32 bits can speak of.
fn check_version(bytes: &[u8]) -> Result<(), Error> {
    let limit = u64::from(u32::MAX);
    if bytes.len() as u64 > limit {
        let kind = ErrorKind::TooLarge { size: bytes.len() as u64, limit };
        return Err(Error::new(0, kind));
    }
    match *bytes {
        [] => Err(Error::new(0, ErrorKind::Empty)),
        [VERSION, ..] => Ok(()),
        [found, ref rest @ ..] => {
            let magic_2 = found == VERSION_2 && rest.starts_with(MAGIC_2);
            Err(Error::new(0, ErrorKind::Version { found, magic_2 }))
        }
    }
}

fn scan(bytes: &[u8], values: &[u8], dialect: Dialect, sink: &mut impl Sink) -> Result<(), Error> {
    match (dialect.layout, dialect.byte_order) {
        (Layout::Typed, ByteOrder::Little) => scan_as::<true, false>(bytes, values, sink),
        (Layout::Typed, ByteOrder::Big) => scan_as::<true, true>(bytes, values, sink),
        (Layout::Char, ByteOrder::Little) => scan_as::<false, false>(bytes, values, sink),
        (Layout::Char, ByteOrder::Big) => scan_as::<false, true>(bytes, values, sink),
    }
}

fn scan_as<const TYPED: bool, const BIG: bool>(
    bytes: &[u8],
    values: &[u8],
    sink: &mut impl Sink,
) -> Result<(), Error> {
    let mut scanner = Scanner::<TYPED, BIG>::new(bytes, values, FIRST_FIELD);
    loop {
        while let Some(field) = scanner.next_counter() {
            sink.push(field);
        }
        match scanner.next()? {
            Some(field) => sink.push(field),
            None => break,
        }
    }
    check_tail(bytes, scanner.at())
}

/// F1-ZERO-TAIL, 64 bytes at a time: a file of one field has a tail of nearly a page.
fn check_tail(bytes: &[u8], end: usize) -> Result<(), Error> {
    let tail = &bytes[end..];
    let (chunks, rest) = tail.as_chunks::<64>();
    let zero = |bytes: &[u8]| bytes.iter().fold(0, |all, byte| all | byte) == 0;
    if chunks.iter().all(|chunk| zero(chunk)) && zero(rest) {
        return Ok(());
    }
    match tail.iter().enumerate().find(|(_, byte)| **byte != 0) {
        Some((i, &found)) => Err(Error::new(end + i, ErrorKind::ZeroTail { found })),
        None => Ok(()),
    }
}

/// A format 1 file that was parsed whole.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    bytes: &'a [u8],
    dialect: Dialect,
    fields: usize,
}

impl<'a> File<'a> {
    /// Parses a file whole. Takes no memory beyond what it returns.
    pub fn parse(bytes: &'a [u8]) -> Result<File<'a>, Error> {
        struct Count(usize);
        impl Sink for Count {
            fn restart(&mut self) {
                self.0 = 0;
            }
            fn push(&mut self, _: Field<'_>) {
                self.0 += 1;
            }
        }
        let mut count = Count(0);
        let dialect = fit(bytes, bytes, None, &mut count)?;
        Ok(File { bytes, dialect, fields: count.0 })
    }

    /// Its layout and byte order.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// How many fields it has.
    pub const fn len(&self) -> usize {
        self.fields
    }

    /// Whether it has none.
    pub const fn is_empty(&self) -> bool {
        self.fields == 0
    }

    /// Where the fields end.
    pub fn end(&self) -> usize {
        let mut fields = self.fields();
        while fields.next().is_some() {}
        fields.at
    }

    /// The fields, in file order.
    pub const fn fields(&self) -> Fields<'a> {
        Fields { bytes: self.bytes, at: FIRST_FIELD, dialect: self.dialect }
    }

    /// The first field of that label.
    pub fn find(&self, label: &str) -> Option<Field<'a>> {
        self.fields().find(|field| field.label() == label)
    }
}

/// The fields of a file, in file order.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    dialect: Dialect,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        // The file was parsed before, so that an error can't come up; it would end the fields.
        let (entry, next) = next_field(self.bytes, self.at, self.dialect).ok()??;
        self.at = next;
        entry.field(self.bytes, self.bytes, self.dialect.byte_order)
    }
}
