//! Values (SPEC.md 2.7 to 2.9), borrowed from copies of a file.

mod cell;
mod histogram;
mod window;

use crate::text::Text;
use crate::v2::bytes::{u8_at, u16_at, u32_at, u64_at, word_at};
use crate::v2::cells::{accepts, slot_of};
use crate::v2::directory::Component;
use crate::v2::directory::Family;
use crate::v2::error::{Error, ErrorKind};
use crate::v2::kind::{ComponentType, ValueType};
use crate::v2::layout::{WORD, sequenced};
use crate::v2::parameters::Sequence;

pub(crate) use cell::Cell;
pub use cell::{Copies, Unread};
pub use histogram::Histogram;
pub use window::{Window, WindowSlot};

/// The value of a counter or gauge, of a text, or of a component of a struct: integers and floats
/// of less than 64 bits are widened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// An unsigned integer.
    U64(u64),
    /// A signed integer.
    I64(i64),
    /// A float.
    F64(f64),
    /// True or false.
    Bool(bool),
    /// A text.
    Text(Text<'a>),
}

impl Scalar<'_> {
    /// A word as a value of that type. (Bytes are no word: they are taken for u64.)
    #[inline(always)]
    pub(crate) const fn of_word(word: u64, value_type: ValueType) -> Scalar<'static> {
        match value_type {
            ValueType::U64 | ValueType::Bytes => Scalar::U64(word),
            ValueType::I64 => Scalar::I64(word as i64),
            ValueType::F64 => Scalar::F64(f64::from_bits(word)),
            ValueType::Bool => Scalar::Bool(word != 0),
        }
    }

    /// The words of all stripes added up: u64 modulo 2^64, f64 in their order. Others have one.
    #[inline(always)]
    pub(crate) fn sum(
        mut words: impl Iterator<Item = u64>,
        value_type: ValueType,
    ) -> Scalar<'static> {
        let first = words.next().unwrap_or_default();
        match value_type {
            ValueType::U64 => Scalar::U64(words.fold(first, u64::wrapping_add)),
            ValueType::F64 => {
                let add = |sum, word| sum + f64::from_bits(word);
                Scalar::F64(words.fold(f64::from_bits(first), add))
            }
            _ => Scalar::of_word(first, value_type),
        }
    }
}

/// The value of a series.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Of a counter or gauge, or the text that was published last.
    Scalar(Scalar<'a>),
    /// The struct that was published last.
    Struct(Struct<'a>),
    /// Of a text or struct that was never published: there is none.
    Unpublished,
    /// A histogram.
    Histogram(Histogram<'a>),
    /// A window.
    Window(Window),
}

/// A struct: values that were published together.
#[derive(Clone, Copy, Debug)]
pub struct Struct<'a> {
    slot: &'a [u8],
    family: Family<'a>,
}

impl<'a> Struct<'a> {
    pub(crate) const fn new(slot: &'a [u8], family: Family<'a>) -> Struct<'a> {
        Struct { slot, family }
    }

    /// The components with their values, in their order.
    pub fn values(&self) -> impl Iterator<Item = (Component<'a>, Scalar<'a>)> + use<'a> {
        let slot = self.slot;
        self.family
            .components()
            .map(move |component| (component, component_value(slot, &component)))
    }

    /// The bytes of the slot.
    pub const fn slot(&self) -> &'a [u8] {
        self.slot
    }
}

fn component_value<'a>(slot: &'a [u8], component: &Component<'_>) -> Scalar<'a> {
    let at = component.offset as usize;
    match component.component_type {
        ComponentType::U64 => Scalar::U64(u64_at(slot, at)),
        ComponentType::I64 => Scalar::I64(u64_at(slot, at) as i64),
        ComponentType::F64 => Scalar::F64(f64::from_bits(u64_at(slot, at))),
        ComponentType::Bool => Scalar::Bool(u8_at(slot, at) != 0),
        ComponentType::U32 => Scalar::U64(u32_at(slot, at).into()),
        ComponentType::I32 => Scalar::I64((u32_at(slot, at) as i32).into()),
        ComponentType::U16 => Scalar::U64(u16_at(slot, at).into()),
        ComponentType::I16 => Scalar::I64((u16_at(slot, at) as i16).into()),
        ComponentType::U8 => Scalar::U64(u8_at(slot, at).into()),
        ComponentType::I8 => Scalar::I64((u8_at(slot, at) as i8).into()),
        ComponentType::F32 => Scalar::F64(f32::from_bits(u32_at(slot, at)).into()),
        ComponentType::Text => {
            let bytes = slot.get(at..).and_then(|rest| rest.get(..component.width as usize));
            Scalar::Text(Text::new(bytes.unwrap_or_default()))
        }
    }
}

/// The slot that was published last and its offset in the cell (F2-SEQUENCED-READ); `None` where nothing was.
pub(crate) fn published<'a>(
    cell: Cell<'a>,
    Sequence { slots, width }: Sequence,
) -> Result<Option<(u64, &'a [u8])>, Unread> {
    let sequence = word_at(cell.copies.before, cell.at);
    if sequence == 0 {
        return Ok(None);
    }
    if !accepts(sequence, word_at(cell.copies.after, cell.at), slots) {
        return Err(Unread::Busy);
    }
    let width = width as usize;
    let offset = (sequenced::SLOTS + slot_of(sequence, slots) * width) as u64;
    Ok(Some((offset, cell.bytes(offset, width))))
}

/// The text that was published last (F2-TEXT-LENGTH).
pub(crate) fn text<'a>(cell: Cell<'a>, sequence: Sequence) -> Result<Option<Text<'a>>, Unread> {
    let Some((offset, slot)) = published(cell, sequence)? else { return Ok(None) };
    let (found, most) = (u64_at(slot, 0), u64::from(sequence.width) - WORD as u64);
    if found > most {
        let kind = ErrorKind::TextLength { found, most };
        return Err(Unread::Corrupt(Error::new(cell.at + offset, kind)));
    }
    let text = slot.get(sequenced::TEXT..).and_then(|rest| rest.get(..found as usize));
    Ok(Some(Text::whole(text.unwrap_or_default())))
}
