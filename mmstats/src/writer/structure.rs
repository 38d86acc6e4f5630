//! Structs: several values that change together.

use std::fmt;
use std::marker::PhantomData;

use mmstats_core::v1::trim_utf8;
use mmstats_core::v2::cells::SequencedCell;
use mmstats_core::v2::encode::slots_for;
use mmstats_core::v2::{Component, ComponentKind, ComponentType, Kind, Parameters, ValueType};

use super::exclusive::Exclusive;
use super::{Metric, raw};

/// A Rust struct whose fields can be published together. Implemented by `#[derive(mmstats::Struct)]`.
pub trait Struct {
    /// Its fields, and where they stand.
    const COMPONENTS: &'static [Component<'static>];
    /// How many bytes they take.
    const WIDTH: u32;

    #[doc(hidden)]
    fn publish_to(&self, cell: &SequencedCell<'_>);
}

/// A type that a field of a [`Struct`] can have.
#[diagnostic::on_unimplemented(
    message = "a field of a published struct can't be `{Self}`",
    label = "expected a number of fixed width, `bool`, or `mmstats::FixedText<N>`"
)]
pub trait StructField {
    /// As a file says it.
    const TYPE: ComponentType;
    /// Its width in bytes.
    const WIDTH: u32;
    /// Its kind where nothing is said.
    const KIND: ComponentKind = ComponentKind::Gauge;

    #[doc(hidden)]
    fn put(&self, bytes: &mut [u8]);
}

macro_rules! struct_field {
    ($($type:ty, $variant:ident;)+) => {
        $(impl StructField for $type {
            const TYPE: ComponentType = ComponentType::$variant;
            const WIDTH: u32 = size_of::<$type>() as u32;

            #[inline(always)]
            fn put(&self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.to_le_bytes());
            }
        })+
    };
}

struct_field! {
    u64, U64; i64, I64; f64, F64; u32, U32; i32, I32; f32, F32; u16, U16; i16, I16; u8, U8; i8, I8;
}

impl StructField for bool {
    const TYPE: ComponentType = ComponentType::Bool;
    const WIDTH: u32 = 1;

    #[inline(always)]
    fn put(&self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&[u8::from(*self)]);
    }
}

impl<const N: usize> StructField for FixedText<N> {
    const TYPE: ComponentType = ComponentType::Text;
    const WIDTH: u32 = N as u32;
    const KIND: ComponentKind = ComponentKind::Text;

    #[inline(always)]
    fn put(&self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0);
    }
}

/// A text of at most `N` bytes, in a [`Struct`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FixedText<const N: usize>([u8; N]);

impl<const N: usize> FixedText<N> {
    /// No text.
    pub const fn empty() -> FixedText<N> {
        FixedText([0; N])
    }

    /// As much of a text as fits, cut between two characters.
    pub fn new(text: &str) -> FixedText<N> {
        let kept = trim_utf8(text.as_bytes(), N);
        let mut bytes = [0; N];
        bytes[..kept.len()].copy_from_slice(kept);
        FixedText(bytes)
    }
}

impl<const N: usize> From<&str> for FixedText<N> {
    fn from(text: &str) -> FixedText<N> {
        FixedText::new(text)
    }
}

impl<const N: usize> Default for FixedText<N> {
    fn default() -> FixedText<N> {
        FixedText::empty()
    }
}

/// Several values, published together: readers see them as they were at one moment.
pub struct Structure<T: Struct> {
    cell: SequencedCell<'static>,
    series: raw::Series,
    value: PhantomData<fn(&T)>,
}

impl<T: Struct> fmt::Debug for Structure<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Structure").field("series", &self.series).finish_non_exhaustive()
    }
}

impl<T: Struct> Clone for Structure<T> {
    fn clone(&self) -> Self {
        Structure { cell: self.cell, series: self.series.clone(), value: PhantomData }
    }
}

impl<T: Struct> From<raw::Series> for Structure<T> {
    fn from(series: raw::Series) -> Structure<T> {
        let cell = SequencedCell::new(series.words(), series.slots());
        Structure { cell: cell.expect("words as its slots need"), series, value: PhantomData }
    }
}

impl<T: Struct> AsRef<raw::Series> for Structure<T> {
    fn as_ref(&self) -> &raw::Series {
        &self.series
    }
}

impl<T: Struct> Metric for Structure<T> {
    type Shape = ();
    const KIND: Kind = Kind::Struct;
    const VALUE_TYPE: ValueType = ValueType::Bytes;
    const SHAPE: () = ();
    const COMPONENTS: &'static [Component<'static>] = T::COMPONENTS;

    fn parameters((): ()) -> Parameters {
        const { assert!(T::WIDTH > 0, "a struct has at least one field") };
        Parameters::Sequence(slots_for(T::WIDTH))
    }
}

impl<T: Struct> Structure<T> {
    /// Publishes a value. Waits where another thread is just doing the same.
    #[inline]
    pub fn publish(&self, value: &T) {
        let _one_at_a_time = self.series.hold.lock();
        value.publish_to(&self.cell);
    }

    /// The right to publish, until this is dropped: others wait meanwhile. For one thread that
    /// publishes often.
    #[inline]
    pub fn exclusive(&self) -> Exclusive<'_, Structure<T>> {
        Exclusive::new(self)
    }
}

impl<T: Struct> Exclusive<'_, Structure<T>> {
    /// Publishes a value.
    #[inline(always)]
    pub fn publish(&mut self, value: &T) {
        value.publish_to(&self.of().cell);
    }
}
