//! Files of format 2 that tests make byte by byte, with whatever fault they like.

use mmstats_core::v2::layout::{
    PAGE, attribute, block, component, entry, family, header, sequenced, series,
};
use mmstats_core::v2::{ComponentKind, ComponentType, Kind, ValueType};

/// An attribute: tag and value.
pub type Attribute<'a> = (u16, &'a [u8]);

/// A file as it is being made: a header, and blocks that are added at the end.
pub struct Image {
    pub bytes: Vec<u8>,
    /// The offset of the block that entries are added to.
    directory: usize,
    families: u32,
}

/// Where the first block of [`Image::new`] is: one of entries.
pub const DIRECTORY: usize = PAGE;
/// Where the second one is: one of cells.
pub const CELLS: usize = 2 * PAGE;
/// Where its first cell may be.
pub const FIRST_CELL: u64 = (CELLS + block::HEADER) as u64;

/// What is to be in a series' entry.
#[derive(Clone, Copy)]
pub struct Series<'a> {
    pub family: u32,
    pub cell: u64,
    pub labels: &'a [&'a str],
    pub state: u64,
    pub flags: u16,
}

impl Series<'_> {
    pub const fn new(family: u32, cell: u64) -> Series<'static> {
        Series { family, cell, labels: &[], state: series::LIVE, flags: 0 }
    }
}

impl Image {
    /// A directory block and a cells block, of a page each.
    pub fn new() -> Image {
        let mut image = Image { bytes: vec![0; PAGE], directory: DIRECTORY, families: 0 };
        image.put(0, &header::MAGIC);
        image.put(header::LENGTH, &header::LENGTH_WRITTEN.to_le_bytes());
        image.put(header::STATE, &header::OPEN.to_le_bytes());
        image.put(header::APPLICATION, b"tests");
        assert_eq!(image.block(block::DIRECTORY, 0, 0, PAGE), DIRECTORY);
        assert_eq!(image.block(block::CELLS, 0, 0, PAGE), CELLS);
        image
    }

    pub fn put(&mut self, at: usize, bytes: &[u8]) {
        self.bytes[at..at + bytes.len()].copy_from_slice(bytes);
    }

    pub fn put_u32(&mut self, at: usize, value: u32) {
        self.put(at, &value.to_le_bytes());
    }

    pub fn put_word(&mut self, at: u64, value: u64) {
        self.put(at as usize, &value.to_le_bytes());
    }

    pub fn word(&self, at: usize) -> u64 {
        u64::from_le_bytes(*self.bytes[at..].first_chunk().expect("a word of the image"))
    }

    /// Adds a block and publishes it. Entries that follow go into it if it is one of entries.
    pub fn block(&mut self, kind: u32, stripe: u32, ordinal: u32, length: usize) -> usize {
        let at = self.bytes.len();
        self.bytes.resize(at + length, 0);
        self.put_u32(at + block::KIND, kind);
        self.put_u32(at + block::HEADER_LENGTH, block::HEADER as u32);
        self.put_word((at + block::LENGTH) as u64, length as u64);
        let head = if kind == block::DIRECTORY { block::HEADER } else { length };
        self.put_word((at + block::HEAD) as u64, head as u64);
        self.put_u32(at + block::STRIPE, stripe);
        self.put_u32(at + block::ORDINAL, ordinal);
        self.put_word(header::PUBLISHED as u64, self.bytes.len() as u64);
        if kind == block::DIRECTORY {
            self.directory = at;
        }
        at
    }

    /// How many bytes of entries the block has room for.
    pub fn room(&self) -> usize {
        let at = self.directory;
        (self.word(at + block::LENGTH)).saturating_sub(self.word(at + block::HEAD)) as usize
    }

    /// Adds an entry of that type; `content` stands behind length and type. Returns its offset.
    pub fn entry(&mut self, entry_type: u16, content: &[u8]) -> usize {
        let head_at = self.directory + block::HEAD;
        let head = self.word(head_at);
        let at = self.directory + head as usize;
        let length = (6 + content.len()).next_multiple_of(8).max(entry::MIN);
        assert!(length <= self.room(), "the block has no room for {length} bytes");
        self.put_u32(at, length as u32);
        self.put(at + entry::TYPE, &entry_type.to_le_bytes());
        self.put(at + 6, content);
        self.put_word(head_at as u64, head + length as u64);
        at
    }

    /// Adds a family of any kind and value type with these attributes. Returns its offset.
    pub fn family_of(&mut self, kind: u8, value_type: u8, attributes: &[Attribute<'_>]) -> usize {
        self.families += 1;
        let mut content = vec![0; 2];
        content.extend(self.families.to_le_bytes());
        content.extend([kind, value_type, 1, 0]);
        for (tag, value) in attributes {
            content.extend(tag.to_le_bytes());
            content.extend((value.len() as u16).to_le_bytes());
            content.extend(*value);
        }
        content.resize(content.len().max(family::MIN - 6), 0);
        self.entry(entry::FAMILY, &content)
    }

    /// Adds a family with a name, and these attributes behind it. Returns its id.
    pub fn family(&mut self, kind: Kind, value_type: ValueType, more: &[Attribute<'_>]) -> u32 {
        let name = format!("family {}", self.families + 1);
        let attributes = [&[(attribute::NAME, name.as_bytes())], more].concat();
        self.family_of(kind.code(), value_type.code(), &attributes);
        self.families
    }

    /// Adds a series. Returns its offset.
    pub fn series(&mut self, new: Series<'_>) -> usize {
        let mut content = new.flags.to_le_bytes().to_vec();
        content.extend(new.state.to_le_bytes());
        content.extend(new.cell.to_le_bytes());
        content.extend(1_700_000_000_000_000_000_u64.to_le_bytes());
        content.extend(new.family.to_le_bytes());
        for value in new.labels {
            content.extend((value.len() as u16).to_le_bytes());
            content.extend(value.as_bytes());
        }
        self.entry(entry::SERIES, &content)
    }

    /// A family of counters with a live series. Returns the series' offset.
    pub fn counter(&mut self, cell: u64) -> usize {
        let family = self.family(Kind::Counter, ValueType::U64, &[]);
        self.series(Series::new(family, cell))
    }

    /// A family of texts with a live series.
    pub fn text(&mut self, slots: u32, width: u32, cell: u64) -> usize {
        let sequence = sequence(slots, width);
        let family = self.family(Kind::Text, ValueType::Bytes, &[(attribute::SEQUENCE, &sequence)]);
        self.series(Series::new(family, cell))
    }

    /// Publishes a text in a slot, as the text of that sequence.
    pub fn put_text(&mut self, cell: u64, sequence: u64, slot: u64, text: &[u8]) {
        self.put_word(cell, sequence);
        let slot = cell as usize + sequenced::SLOTS + slot as usize;
        self.put_word(slot as u64, text.len() as u64);
        self.put(slot + sequenced::TEXT, text);
    }
}

/// The attribute "sequence".
pub fn sequence(slots: u32, width: u32) -> Vec<u8> {
    [slots.to_le_bytes(), width.to_le_bytes()].concat()
}

/// The attribute "buckets".
pub fn buckets(scale: u32, first: i32, number: u32) -> Vec<u8> {
    [scale.to_le_bytes(), first.to_le_bytes(), number.to_le_bytes()].concat()
}

/// The attribute "ring".
pub fn ring(duration: u64, slots: u32) -> Vec<u8> {
    [&duration.to_le_bytes()[..], &slots.to_le_bytes()].concat()
}

/// The attribute "component".
pub fn component(name: &str, component_type: ComponentType, offset: u32, width: u32) -> Vec<u8> {
    let mut value = [offset.to_le_bytes(), width.to_le_bytes()].concat();
    value.extend([component_type.code(), ComponentKind::Gauge.code()]);
    value.extend((name.len() as u16).to_le_bytes());
    assert_eq!(value.len(), component::NAME);
    value.extend(name.as_bytes());
    value
}
