//! Families and series (SPEC.md 2.5 and 2.6), as readers see them.

use super::component::Component;
use super::series::{Fields, LabelValues};
use super::{Directory, FamilyRow, SeriesRow};
use crate::v2::bytes::{slice_at, u32_at, word_at};
use crate::v2::kind::{Aggregate, Kind, ValueType};
use crate::v2::layout::{attribute, entry, family, series};
use crate::v2::parameters::Parameters;
use crate::v2::value::Histogram;
use crate::v2::value::Window;
use crate::v2::value::{Cell, Copies, Unread};
use crate::v2::value::{Scalar, Struct, Value, published, text};

/// A directory with the bytes that it speaks of.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    directory: &'a Directory,
    bytes: &'a [u8],
    copies: Copies<'a>,
}

impl<'a> View<'a> {
    pub(super) const fn new(
        directory: &'a Directory,
        bytes: &'a [u8],
        copies: Copies<'a>,
    ) -> View<'a> {
        View { directory, bytes, copies }
    }

    /// The families, in the order of their ids, without those that are skipped.
    pub fn families(self) -> impl Iterator<Item = Family<'a>> {
        (0..self.directory.families.len()).filter_map(move |index| self.family(index))
    }

    /// The family with the id `index + 1`; `None` for one that is skipped or isn't there.
    pub fn family(self, index: usize) -> Option<Family<'a>> {
        let row = self.directory.families.get(index)?.as_ref()?;
        Some(Family { view: self, row, index })
    }

    /// All live series, in the order of the file.
    pub fn series(self) -> impl Iterator<Item = Series<'a>> {
        (0..self.directory.len()).filter_map(move |index| self.get(index))
    }

    /// The live series with that index, below [`Directory::len`].
    #[inline(always)]
    pub fn get(self, index: usize) -> Option<Series<'a>> {
        let row = self.directory.series.get(index)?;
        let family = self.family(row.family as usize)?;
        Some(Series { family, row, index })
    }

    /// F2-TEXT-LENGTH, of all texts.
    pub(super) fn check_texts(self) -> Result<(), Unread> {
        let texts = self.directory.families.iter().flatten();
        if !texts.into_iter().any(|family| family.record.kind == Kind::Text) {
            return Ok(());
        }
        let mut texts = self.series().filter(|series| series.family.kind() == Kind::Text);
        texts.try_for_each(|series| series.value().map(drop))
    }
}

/// A family.
#[derive(Clone, Copy, Debug)]
pub struct Family<'a> {
    view: View<'a>,
    row: &'a FamilyRow,
    index: usize,
}

impl<'a> Family<'a> {
    /// Its id less 1.
    pub const fn index(&self) -> usize {
        self.index
    }

    /// The offset of its entry.
    pub const fn offset(&self) -> u64 {
        self.row.entry
    }

    fn entry(&self) -> &'a [u8] {
        let entry = slice_at(self.view.bytes, self.row.entry);
        entry.and_then(|rest| rest.get(..self.row.record.length as usize)).unwrap_or_default()
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        self.row.record.name.text(self.entry())
    }

    /// Its unit; empty where there is none.
    pub fn unit(&self) -> &'a str {
        self.row.record.unit.text(self.entry())
    }

    /// Its help; empty where there is none.
    pub fn help(&self) -> &'a str {
        self.row.record.help.text(self.entry())
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.row.record.kind
    }

    /// Its value type.
    pub const fn value_type(&self) -> ValueType {
        self.row.record.value_type
    }

    /// What a sum over files is.
    pub const fn aggregate(&self) -> Aggregate {
        match Aggregate::of(self.row.record.aggregate & !family::ALIVE_ONLY) {
            Some(aggregate) => aggregate,
            None => Aggregate::Each,
        }
    }

    /// Whether files of dead writers don't count in it.
    pub const fn alive_only(&self) -> bool {
        let code = self.row.record.aggregate;
        code & family::ALIVE_ONLY != 0 && Aggregate::of(code & !family::ALIVE_ONLY).is_some()
    }

    /// The shape of its cells.
    pub const fn parameters(&self) -> Parameters {
        self.row.record.parameters
    }

    /// How many label keys it has.
    pub const fn keys(&self) -> usize {
        self.row.record.keys as usize
    }

    /// Its label keys, in their order.
    pub fn label_keys(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.values(attribute::LABEL_KEY).map(as_str)
    }

    /// The components of a struct, in their order.
    pub fn components(&self) -> impl Iterator<Item = Component<'a>> + use<'a> {
        self.values(attribute::COMPONENT).map_while(|value| Component::parse(value).ok())
    }

    /// The values of its attributes with that tag, which is that of label keys or components.
    fn values(&self, tag: u16) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let entry = self.entry();
        let spans = self.row.record.spans(&self.view.directory.spans).iter();
        spans.filter(move |span| span.tag == tag).map(move |span| span.bytes(entry))
    }

    /// Its live series, in the order of the file.
    pub fn series(&self) -> impl Iterator<Item = Series<'a>> + use<'a> {
        let view = self.view;
        let mut next = self.row.series.map(|(first, _)| first);
        core::iter::from_fn(move || {
            let series = view.get(next?)?;
            next = (series.row.next != series.index).then_some(series.row.next);
            Some(series)
        })
    }
}

/// A live series.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    family: Family<'a>,
    row: &'a SeriesRow,
    index: usize,
}

impl<'a> Series<'a> {
    /// Its index among all live series of the file.
    pub const fn index(&self) -> usize {
        self.index
    }

    /// Its family.
    pub const fn family(&self) -> Family<'a> {
        self.family
    }

    /// The offset of its entry.
    pub const fn offset(&self) -> u64 {
        self.row.entry
    }

    /// The offset of its state: `layout::series::STATE` of its entry.
    pub const fn state_offset(&self) -> u64 {
        self.row.entry + series::STATE as u64
    }

    /// The offset of its cell, in stripe 0.
    pub const fn cell_offset(&self) -> u64 {
        self.row.cell
    }

    /// The offsets of its cells in all stripes, stripe 0 first.
    pub fn cell_offsets(&self) -> impl Iterator<Item = u64> + Clone + use<'a> {
        self.cell().places()
    }

    fn entry(&self) -> &'a [u8] {
        let Some(rest) = slice_at(self.family.view.bytes, self.row.entry) else { return &[] };
        let length = u32_at(rest, entry::LENGTH);
        rest.get(..length as usize).unwrap_or_default()
    }

    fn fields(&self) -> Option<Fields> {
        Fields::parse(self.entry(), self.row.entry).ok()
    }

    /// Its state, in any copy of the file: a directory that was copied twice yields the series whose states
    /// are live and the same in both (F2-COPY).
    pub fn state_in(&self, bytes: &[u8]) -> u64 {
        word_at(bytes, self.state_offset())
    }

    /// When it was made, nanoseconds since 1970.
    pub fn created(&self) -> u64 {
        self.fields().map_or(0, |fields| fields.created)
    }

    /// Whether it holds what would have gone to series beyond the family's limit.
    pub fn is_overflow(&self) -> bool {
        self.fields().is_some_and(|fields| fields.is_overflow())
    }

    /// The label values, one for each key of the family; none of an overflow series. An empty one says that
    /// the label is not there.
    pub fn label_values(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let keys = if self.is_overflow() { 0 } else { self.family.keys() };
        LabelValues::of(self.entry()).take(keys).map(as_str)
    }

    /// Keys and values of its labels; the one that says so of an overflow series (F2-OVERFLOW).
    pub fn labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone + use<'a> {
        let overflow = self.is_overflow().then_some(series::OVERFLOW_LABEL);
        overflow.into_iter().chain(self.family.label_keys().zip(self.label_values()))
    }

    #[inline(always)]
    fn cell(&self) -> Cell<'a> {
        let View { directory, copies, .. } = self.family.view;
        let block = self.row.block as usize;
        let others = directory.stripes.others(block);
        let block_at = directory.look.blocks().get(block).map_or(0, |block| block.offset);
        Cell { copies, at: self.row.cell, within: self.row.cell.wrapping_sub(block_at), others }
    }

    /// Its value. A word is what it is; texts, structs and windows may be busy.
    #[inline(always)]
    pub fn value(&self) -> Result<Value<'a>, Unread> {
        let (cell, value_type) = (self.cell(), self.family.value_type());
        match self.family.parameters() {
            Parameters::Scalar => Ok(Value::Scalar(cell.sum(0, value_type))),
            Parameters::Sequence(sequence) if self.family.kind() == Kind::Text => {
                let text = text(cell, sequence)?;
                Ok(text.map_or(Value::Unpublished, |text| Value::Scalar(Scalar::Text(text))))
            }
            Parameters::Sequence(sequence) => {
                let slot = published(cell, sequence)?;
                let value = |(_, slot)| Value::Struct(Struct::new(slot, self.family));
                Ok(slot.map_or(Value::Unpublished, value))
            }
            Parameters::Buckets(buckets) => {
                Ok(Value::Histogram(Histogram::new(cell, value_type, buckets)))
            }
            Parameters::Ring(ring) => Window::read(cell, value_type, ring).map(Value::Window),
        }
    }
}

/// Checked when the directory was parsed; empty where these are the bytes of another file.
fn as_str(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}
