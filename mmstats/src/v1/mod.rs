//! Format 1: what mmstats 0.8.0 wrote and its tools read (SPEC.md, part 1).

mod average;
mod backing;
mod copy;
mod field;
mod options;
mod read_all;
mod reader;
mod sampling;
mod system;
mod timer;
mod validate;
mod writer;

pub use average::{Average, MovingAverage};
pub use copy::{MAX_FILE, read_file};
pub use field::{Counter, Field, TextField, TupleField};
pub use mmstats_core::v1::{
    BufferedBytes, BufferedCell, ByteOrder, Dialect, EncodeError, Error, ErrorKind,
    Field as ReadField, Item, Layout, Part, PartKind, PlainBytes, PlainCell, Scalar, Signature,
    Sink, Text, Tuple, Value, layout, trim_utf8,
};
pub use options::{Options, default_folder};
pub use read_all::read_all;
pub use reader::Reader;
pub use sampling::SamplingCounter;
pub use timer::{Timer, TimerGuard};
pub use validate::{Departure, validate, validate_each};
pub use writer::{MAX_WRITTEN, Writer};
