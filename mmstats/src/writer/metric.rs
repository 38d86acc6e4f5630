//! What all handles have in common.

use mmstats_core::v2::{Component, Kind, Parameters, ValueType};

use super::{Declaration, Writer, raw};
use crate::Error;

/// A handle to one series, whose type says what it is: [`Counter`](super::Counter),
/// [`Gauge`](super::Gauge), [`Text`](super::Text), [`Histogram`](super::Histogram),
/// [`Timer`](super::Timer), [`Structure`](super::Structure), [`Window`](super::Window).
///
/// Handles are counted. They may be cloned and sent to other threads; all of them write the same
/// cell.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no metric",
    label = "expected a handle such as `mmstats::Counter`",
    note = "in `#[derive(Metrics)]` an `mmstats::Family` needs `#[mmstats(labels(\"...\"))]`"
)]
pub trait Metric: Sized + From<raw::Series> + AsRef<raw::Series> {
    /// What of its cell can be chosen.
    type Shape: Copy;
    /// Its kind.
    const KIND: Kind;
    /// Its value type.
    const VALUE_TYPE: ValueType;
    /// Its cell where nothing is chosen.
    const SHAPE: Self::Shape;
    /// Its unit where none is given.
    const UNIT: &'static str = "";
    /// The components of a struct.
    const COMPONENTS: &'static [Component<'static>] = &[];

    /// The cell as a file says it.
    fn parameters(shape: Self::Shape) -> Parameters;

    /// A declaration of such a family.
    fn declare<'a>(writer: &'a Writer, name: &str) -> Declaration<'a, Self> {
        Declaration::new(writer, name)
    }

    /// Retires the series: readers don't see it any more. Other handles of it go on unseen, and when the
    /// last is gone its place is used again. Says whether it was still there.
    fn retire(self) -> Result<bool, Error> {
        self.as_ref().retire()
    }
}

/// The conversions of a handle that is a cell and its series. `$cell` makes the cell.
macro_rules! handle {
    ([$($type:ident: $bound:ident)?] $handle:ty, |$series:ident| $cell:expr) => {
        impl $(<$type: $bound>)? From<raw::Series> for $handle {
            fn from($series: raw::Series) -> Self {
                Self { cell: $cell, series: $series }
            }
        }

        impl $(<$type: $bound>)? AsRef<raw::Series> for $handle {
            fn as_ref(&self) -> &raw::Series {
                &self.series
            }
        }
    };
}
pub(super) use handle;
