//! Reading format 2 (SPEC.md part 2): a [`Reader`] looks at a file, a [`Snapshot`] is what it saw,
//! a [`Diff`] of two of them tells rates.

mod alike;
mod any;
mod clock;
mod diff;
mod distribution;
mod file;
mod growth;
mod histogram;
mod kept;
mod look;
mod number;
mod percentile;
mod plan;
mod ranges;
mod series;
mod settle;
mod snapshot;
mod source;
mod value;
mod window;

pub(crate) use alike::Alike;
pub use any::{AnyReader, open};
pub(crate) use clock::{nanoseconds, since_boot};
pub use diff::{ComponentDiff, Diff, SeriesDiff};
pub use distribution::Distribution;
pub use file::{MAX_FILE, Reader};
pub(crate) use growth::{grown, rate};
pub use histogram::Histogram;
pub(crate) use histogram::mean;
pub(crate) use kept::Kept;
pub(crate) use look::{Looker, Places};
pub use mmstats_core::v2::{
    Aggregate, Buckets, Component, ComponentKind, ComponentType, Header, Kind, Parameters, Ring,
    Scalar, Sequence, Struct, ValueType, WindowSlot,
};
pub use number::Number;
pub(crate) use percentile::Counts;
pub use series::{Family, Series};
pub use snapshot::Snapshot;
pub(crate) use source::Source;
pub use value::Value;
pub use window::{Recent, Window};

pub use crate::v1::Text;
