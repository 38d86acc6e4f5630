//! What a reader saw at one moment.

use std::time::Duration;

use mmstats_core::v2::layout::{PAGE, WORD, header};
use mmstats_core::v2::{Directory, Folded, Header, View};

use super::clock::since_boot;
use super::diff::Diff;
use super::series::{Family, Series};
use crate::v1::Text;

/// What a reader saw at one moment: families, series and their values, decoded when they are asked
/// for. A clone is independent of the reader and keeps what it holds: two of them tell rates.
///
/// It takes memory for a copy of the file and about 40 bytes a series.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) directory: Directory,
    /// The header as it was before the values were read.
    pub(super) header: Header,
    /// The file's bytes, by its offsets: those that were looked at. Its sequences and epochs are those
    /// that its values belong to.
    pub(super) image: Vec<u8>,
    /// The series whose values changed each time that they were read, by their indices,
    /// in order.
    pub(super) busy: Vec<u32>,
    /// How many series were being rewritten and are left out.
    pub(super) rewritten: usize,
    pub(super) taken: Duration,
}

impl Snapshot {
    /// Of a file that has nothing.
    pub(crate) fn empty() -> Snapshot {
        let mut image = vec![0; PAGE];
        image[..header::MAGIC.len()].copy_from_slice(&header::MAGIC);
        image[header::LENGTH..][..2].copy_from_slice(&header::LENGTH_WRITTEN.to_le_bytes());
        image[header::PUBLISHED..][..8].copy_from_slice(&(PAGE as u64).to_le_bytes());
        let directory = Directory::parse(&image).expect("a header alone is a file");
        Snapshot::new(directory, image, Duration::ZERO)
    }

    /// Of a file that nobody writes.
    pub(super) fn at_rest(bytes: &[u8]) -> Result<Snapshot, mmstats_core::v2::Error> {
        let directory = Directory::parse(bytes)?;
        // Up to the published length: what stands behind it isn't the file's.
        let image = bytes[..directory.header().published as usize].to_owned();
        Ok(Snapshot::new(directory, image, since_boot()))
    }

    fn new(directory: Directory, image: Vec<u8>, taken: Duration) -> Snapshot {
        let header = *directory.header();
        Snapshot { directory, header, image, busy: Vec::new(), rewritten: 0, taken }
    }

    pub(super) fn view(&self) -> View<'_> {
        self.directory.at_rest(&self.image)
    }

    #[inline(always)]
    pub(super) fn is_busy(&self, index: usize) -> bool {
        !self.busy.is_empty() && self.busy.binary_search(&(index as u32)).is_ok()
    }

    /// The index of the live series with its entry at that offset: they are in the order of these.
    pub(super) fn index_of(&self, entry: u64) -> Option<usize> {
        let offset = |index| self.view().get(index).map_or(u64::MAX, |series| series.offset());
        let (mut first, mut end) = (0, self.len());
        while first < end {
            let middle = first.midpoint(end);
            if offset(middle) < entry { first = middle + 1 } else { end = middle }
        }
        (first < self.len() && offset(first) == entry).then_some(first)
    }

    /// When it was taken, by CLOCK_BOOTTIME.
    pub fn taken(&self) -> Duration {
        self.taken
    }

    /// What the file says of itself and its writer: process, times, file id.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The application's name.
    pub fn application(&self) -> Text<'_> {
        self.header().application()
    }

    /// Whether the writer closed the file in an orderly way.
    pub fn is_closed(&self) -> bool {
        self.header().is_closed()
    }

    /// How many families have a kind or value type that this reader doesn't know, and are left out.
    pub fn skipped(&self) -> usize {
        self.directory.skipped()
    }

    /// How many series were being rewritten the whole time, and are left out: the next look may
    /// find them (F2-COPY).
    pub fn rewritten(&self) -> usize {
        self.rewritten
    }

    /// How many series have a value that changed each time that it was read.
    pub fn busy(&self) -> usize {
        self.busy.len()
    }

    /// Whether it is the accumulator of files that were folded (SPEC.md 2.21).
    pub fn is_accumulator(&self) -> bool {
        self.directory.is_accumulator()
    }

    /// The files that an accumulator holds.
    pub(crate) fn folded(&self) -> impl Iterator<Item = Folded> + Clone + use<'_> {
        self.directory.folded(&self.image)
    }

    /// The families, in the order of their ids.
    pub fn families(&self) -> impl Iterator<Item = Family<'_>> {
        self.view().families().map(|inner| Family::new(self, inner))
    }

    /// The family of that name.
    pub fn family(&self, name: &str) -> Option<Family<'_>> {
        self.families().find(|family| family.name() == name)
    }

    /// All live series, in the order of the file.
    pub fn series(&self) -> impl Iterator<Item = Series<'_>> {
        self.view().series().map(|inner| Series::new(self, inner))
    }

    /// The live series of that index.
    #[inline(always)]
    pub(crate) fn at(&self, index: usize) -> Option<Series<'_>> {
        self.view().get(index).map(|inner| Series::new(self, inner))
    }

    /// The bytes of so many words of live series, or what there is of them.
    pub(crate) fn words(&self, at: usize, number: usize) -> &[u8] {
        let words = self.image.get(at..).unwrap_or_default();
        words.get(..WORD * number).unwrap_or(words)
    }

    /// How many live series there are.
    pub fn len(&self) -> usize {
        self.directory.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.directory.is_empty()
    }

    /// The series of that family that has no labels.
    pub fn get(&self, name: &str) -> Option<Series<'_>> {
        self.get_with(name, &[])
    }

    /// The series of that family that has these labels and no others, in any order.
    pub fn get_with(&self, name: &str, labels: &[(&str, &str)]) -> Option<Series<'_>> {
        self.family(name)?.with(labels)
    }

    /// What happened since an earlier snapshot.
    pub fn diff<'a>(&'a self, earlier: &'a Snapshot) -> Diff<'a> {
        Diff::new(self, earlier)
    }
}
