//! Format 2 (SPEC.md part 2).

mod kind;
pub mod layout;

pub use kind::{Aggregate, ComponentKind, ComponentType, Kind, ValueType};
