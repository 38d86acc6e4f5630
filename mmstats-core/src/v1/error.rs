//! Why bytes are no format 1 file: where, what was expected, what was found.

use core::fmt;

/// An item of a field, in the order of SPEC.md 1.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// The u16 before a label.
    LabelSize,
    /// The label.
    Label,
    /// The u16 before a signature (typed layout).
    TypeSize,
    /// The signature.
    Signature,
    /// The write buffer byte.
    WriteBuffer,
    /// The value, or both buffers.
    Value,
}

impl Item {
    const fn name(self) -> &'static str {
        match self {
            Item::LabelSize => "label size",
            Item::Label => "label",
            Item::TypeSize => "type size",
            Item::Signature => "signature",
            Item::WriteBuffer => "write buffer",
            Item::Value => "value",
        }
    }
}

/// What is wrong with the bytes. Each kind is one clause of SPEC.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file of no bytes.
    Empty,
    /// Byte 0 is another version.
    Version {
        /// Byte 0.
        found: u8,
        /// It is followed by format 2's magic.
        magic_2: bool,
    },
    /// Larger than this reader takes.
    TooLarge {
        /// The file's size.
        size: u64,
        /// The largest that is read.
        limit: u64,
    },
    /// The file ends inside of an item.
    Truncated {
        /// Which.
        item: Item,
        /// Its width in bytes.
        need: u64,
        /// What is left of the file.
        have: u64,
    },
    /// The label isn't well-formed UTF-8.
    LabelUtf8,
    /// The label contains NUL.
    LabelNul,
    /// A type size of 0.
    TypeSizeZero,
    /// A signature that SPEC.md 1.4 doesn't know.
    Signature {
        /// Its first byte that has no meaning there.
        found: u8,
    },
    /// A byte that is no signature of the char layout (SPEC.md 1.4).
    CharSignature {
        /// The byte.
        found: u8,
    },
    /// A write buffer that isn't 0, 1 or ff.
    WriteBuffer {
        /// The byte.
        found: u8,
    },
    /// A byte after the end of the fields that isn't 0.
    ZeroTail {
        /// The byte.
        found: u8,
    },
}

/// The error of a parse: the offset is that of the first byte of the item at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where, in bytes from the start of the file.
    pub offset: u64,
    /// What.
    pub kind: ErrorKind,
}

impl Error {
    pub(crate) const fn new(offset: usize, kind: ErrorKind) -> Error {
        Error { offset: offset as u64, kind }
    }

    /// The id of the clause of SPEC.md that the bytes break.
    pub const fn clause(&self) -> &'static str {
        match self.kind {
            ErrorKind::Empty => "F1-NOT-EMPTY",
            ErrorKind::Version { .. } => "F1-VERSION",
            ErrorKind::TooLarge { .. } => "F1-LIMIT-READ",
            ErrorKind::Truncated { .. } => "F1-FIELD-WHOLE",
            ErrorKind::LabelUtf8 => "F1-LABEL-UTF8",
            ErrorKind::LabelNul => "F1-LABEL-NUL",
            ErrorKind::TypeSizeZero => "F1-TYPE-SIZE",
            ErrorKind::Signature { .. } => "F1-SIGNATURE",
            ErrorKind::CharSignature { .. } => "F1-CHAR-SIGNATURE",
            ErrorKind::WriteBuffer { .. } => "F1-WRITE-BUFFER",
            ErrorKind::ZeroTail { .. } => "F1-ZERO-TAIL",
        }
    }

    /// The section of SPEC.md where that clause stands.
    pub const fn section(&self) -> &'static str {
        match self.kind {
            ErrorKind::Empty | ErrorKind::Version { .. } => "1.2",
            ErrorKind::CharSignature { .. } => "1.4",
            ErrorKind::TooLarge { .. } => "1.8",
            ErrorKind::ZeroTail { .. } => "1.6",
            _ => "1.3",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ErrorKind::Empty => f.write_str(
                "expected a version byte, found an empty file: its writer has not finished \
                 creating it, or was killed while it did",
            ),
            ErrorKind::Version { found: 0, .. } => f.write_str(
                "expected version 01, found 00: no stats file, or one whose writer has not \
                 finished creating it",
            ),
            ErrorKind::Version { found, magic_2: true } => write!(
                f,
                "expected version 01, found {found:02x} MMSTATS: a file of format 2: \
                 use the reader of that format"
            ),
            ErrorKind::Version { found: 2, .. } => f.write_str(
                "expected version 01, found 02: an unreleased draft of mmstats, which nothing reads",
            ),
            ErrorKind::Version { found, .. } => {
                write!(f, "expected version 01, found {found:02x}: no stats file")
            }
            ErrorKind::TooLarge { size, limit } => {
                write!(f, "expected at most {limit} bytes, found a file of {size}")
            }
            ErrorKind::Truncated { item, need, have } => {
                write!(f, "expected {need} bytes of {}, found the end of the file after {have}", item.name())
            }
            ErrorKind::LabelUtf8 => f.write_str("expected a label in UTF-8, found ill-formed bytes"),
            ErrorKind::LabelNul => f.write_str("expected a label without NUL, found one with NUL"),
            ErrorKind::TypeSizeZero => f.write_str("expected a type size of at least 1, found 0"),
            ErrorKind::Signature { found } => write!(
                f,
                "expected a signature of QqLlIiHhBb?fd and <count>s, found one with byte {found:02x}"
            ),
            ErrorKind::CharSignature { found } => {
                write!(f, "expected a signature, one of QqLlIiHhBb?fd, found byte {found:02x}")
            }
            ErrorKind::WriteBuffer { found } => {
                write!(f, "expected write buffer 00, 01 or ff, found {found:02x}")
            }
            ErrorKind::ZeroTail { found } => {
                write!(f, "expected zeros from the end of the fields on, found {found:02x}")
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "offset {}: {} (SPEC.md {}, {})",
            self.offset,
            self.kind,
            self.section(),
            self.clause()
        )
    }
}

impl core::error::Error for Error {}
