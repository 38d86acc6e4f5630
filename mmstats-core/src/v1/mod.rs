//! Format 1: the format of mmstats 0.8.0 (SPEC.md, part 1).

mod encode;
mod error;
mod field;
mod file;
pub mod layout;
mod region;
mod scalar;
mod signature;
mod value;

pub use encode::{EncodeError, FieldSpec, Placed, encode_field, encode_value, trim_utf8};
pub use error::{Error, ErrorKind, Item};
pub use field::{Entry, Field};
pub use file::{Fields, File, Sink, fit};
pub use layout::{ByteOrder, Dialect, Layout};
pub use region::{BufferedBytes, BufferedCell, PlainBytes, PlainCell};
pub use scalar::Scalar;
pub use signature::{Part, PartKind, Parts, Signature};
pub use value::{Text, Tuple, Value};
