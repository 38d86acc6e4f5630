//! Format 2 (SPEC.md part 2).

mod block;
mod bytes;
pub mod cells;
#[cfg(feature = "alloc")]
mod directory;
#[cfg(feature = "alloc")]
pub mod encode;
mod error;
mod fault;
mod folded;
mod header;
mod kind;
pub mod layout;
mod parameters;
#[cfg(feature = "alloc")]
mod value;

pub use block::Block;
#[cfg(feature = "alloc")]
pub use directory::{Component, Directory, Family, Look, Series, View, is_live};
pub use error::{Error, ErrorKind};
pub use fault::{ComponentFault, ParameterFault, TextFault};
pub use folded::Folded;
pub use header::Header;
pub use kind::{Aggregate, ComponentKind, ComponentType, Kind, ValueType};
pub use parameters::{Buckets, Parameters, Ring, Sequence};
#[cfg(feature = "alloc")]
pub use value::{Copies, Histogram, Scalar, Struct, Unread, Value, Window, WindowSlot};
