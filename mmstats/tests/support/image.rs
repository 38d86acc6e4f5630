//! Files of format 2 built by hand, byte by byte as SPEC.md says.

use mmstats_core::v2::layout::{PAGE, attribute, block, entry, family, header, series};

/// A file to be: one directory block, one cells block, and a striped block for each stripe.
pub struct Image {
    pub created: u64,
    pub created_boot: u64,
    pub file_id: u8,
    pub application: Vec<u8>,
    directory: Vec<u8>,
    cells: Vec<u8>,
    stripes: Vec<Vec<u8>>,
    /// Where the offsets of cells stand in the directory, and of which block they are.
    relocations: Vec<(usize, bool)>,
    families: u32,
}

/// What the directory says of a family.
pub struct Family<'a> {
    pub name: &'a str,
    pub kind: u8,
    pub value_type: u8,
    pub unit: &'a str,
    pub help: &'a str,
    pub labels: &'a [&'a str],
    pub attributes: Vec<(u16, Vec<u8>)>,
}

impl<'a> Family<'a> {
    pub fn new(name: &'a str, kind: u8, value_type: u8) -> Family<'a> {
        let (unit, help, labels, attributes) = ("", "", &[][..], Vec::new());
        Family { name, kind, value_type, unit, help, labels, attributes }
    }

    pub fn counter(name: &'a str) -> Family<'a> {
        Family::new(name, 1, 1)
    }

    pub fn text(name: &'a str, slots: u32, width: u32) -> Family<'a> {
        Family::new(name, 3, 5).attribute(attribute::SEQUENCE, &words32([slots, width]))
    }

    /// A struct of these components: offset, width, type, kind, name.
    pub fn structure(
        name: &'a str,
        slots: u32,
        width: u32,
        components: &[(u32, u32, u8, u8, &str)],
    ) -> Family<'a> {
        let mut family =
            Family::new(name, 5, 5).attribute(attribute::SEQUENCE, &words32([slots, width]));
        for &(offset, width, kind_type, kind, name) in components {
            let mut bytes = words32([offset, width]);
            bytes.extend([kind_type, kind]);
            bytes.extend((name.len() as u16).to_le_bytes());
            bytes.extend(name.as_bytes());
            family = family.attribute(attribute::COMPONENT, &bytes);
        }
        family
    }

    pub fn histogram(name: &'a str, value_type: u8, scale: u32, first: i32, n: u32) -> Family<'a> {
        let buckets = words32([scale, first.cast_unsigned(), n]);
        Family::new(name, 4, value_type).attribute(attribute::BUCKETS, &buckets)
    }

    pub fn window(name: &'a str, value_type: u8, duration: u64, slots: u32) -> Family<'a> {
        let ring = [&duration.to_le_bytes()[..], &slots.to_le_bytes()].concat();
        Family::new(name, 6, value_type).attribute(attribute::RING, &ring)
    }

    pub fn unit(self, unit: &'a str) -> Family<'a> {
        Family { unit, ..self }
    }

    pub fn help(self, help: &'a str) -> Family<'a> {
        Family { help, ..self }
    }

    pub fn labels(self, labels: &'a [&'a str]) -> Family<'a> {
        Family { labels, ..self }
    }

    pub fn attribute(mut self, tag: u16, value: &[u8]) -> Family<'a> {
        self.attributes.push((tag, value.to_owned()));
        self
    }
}

/// Integers of 32 bits, as they stand in attributes.
pub fn words32(words: impl IntoIterator<Item = u32>) -> Vec<u8> {
    words.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// A cell of these words.
pub fn words(words: impl IntoIterator<Item = u64>) -> Vec<u8> {
    words.into_iter().flat_map(u64::to_le_bytes).collect()
}

/// A sequenced cell: its slots are as wide as the widest.
pub fn sequenced(sequence: u64, slots: &[&[u8]], width: usize) -> Vec<u8> {
    let mut cell = words([sequence]);
    for slot in slots {
        let end = cell.len() + width;
        cell.extend(*slot);
        cell.resize(end, 0);
    }
    cell
}

/// A text's slot.
pub fn text_slot(text: &[u8]) -> Vec<u8> {
    [&(text.len() as u64).to_le_bytes()[..], text].concat()
}

impl Image {
    pub fn new() -> Image {
        Image {
            created: 1_700_000_000_000_000_000,
            created_boot: 1_000_000_000,
            file_id: 7,
            application: b"web".to_vec(),
            directory: vec![0; block::HEADER],
            cells: vec![0; block::HEADER],
            stripes: vec![vec![0; block::HEADER]],
            relocations: Vec::new(),
            families: 0,
        }
    }

    /// Adds a family, and returns its id.
    pub fn family(&mut self, family: &Family<'_>) -> u32 {
        self.families += 1;
        let mut bytes = vec![0; 8];
        bytes.extend(self.families.to_le_bytes());
        bytes.extend([family.kind, family.value_type, 1, 0]);
        let mut attribute = |tag: u16, value: &[u8]| {
            bytes.extend(tag.to_le_bytes());
            bytes.extend((value.len() as u16).to_le_bytes());
            bytes.extend(value);
        };
        attribute(attribute::NAME, family.name.as_bytes());
        if !family.unit.is_empty() {
            attribute(attribute::UNIT, family.unit.as_bytes());
        }
        if !family.help.is_empty() {
            attribute(attribute::HELP, family.help.as_bytes());
        }
        for key in family.labels {
            attribute(attribute::LABEL_KEY, key.as_bytes());
        }
        for (tag, value) in &family.attributes {
            attribute(*tag, value);
        }
        self.entry(bytes, entry::FAMILY, family::MIN);
        self.families
    }

    /// Adds a series whose cell is in the cells block. Returns its index among all.
    pub fn series(&mut self, family: u32, labels: &[&str], cell: &[u8]) -> usize {
        let at = self.cells.len();
        self.cells.extend(cell);
        self.series_entry(family, labels, at, false)
    }

    /// Adds a series whose cell is in the striped blocks, with its words in each stripe.
    pub fn striped(&mut self, family: u32, labels: &[&str], cells: &[&[u8]]) -> usize {
        let at = self.stripes[0].len();
        self.stripes.resize(self.stripes.len().max(cells.len()), vec![0; at]);
        for (stripe, cell) in self.stripes.iter_mut().zip(cells) {
            stripe.extend(*cell);
        }
        for stripe in &mut self.stripes {
            stripe.resize(at + cells[0].len(), 0);
        }
        self.series_entry(family, labels, at, true)
    }

    fn series_entry(&mut self, family: u32, labels: &[&str], at: usize, striped: bool) -> usize {
        let mut bytes = vec![0; 8];
        bytes.extend(((1 << series::INCARNATION_SHIFT) + series::LIVE).to_le_bytes());
        bytes.extend((at as u64).to_le_bytes());
        bytes.extend((self.created + self.relocations.len() as u64).to_le_bytes());
        bytes.extend(family.to_le_bytes());
        for value in labels {
            bytes.extend((value.len() as u16).to_le_bytes());
            bytes.extend(value.as_bytes());
        }
        self.relocations.push((self.directory.len(), striped));
        self.entry(bytes, entry::SERIES, series::MIN);
        self.relocations.len() - 1
    }

    fn entry(&mut self, mut bytes: Vec<u8>, entry_type: u16, min: usize) {
        bytes.resize(bytes.len().next_multiple_of(8).max(min), 0);
        let length = u32::try_from(bytes.len()).expect("short");
        put(&mut bytes, entry::LENGTH, &length.to_le_bytes());
        put(&mut bytes, entry::TYPE, &entry_type.to_le_bytes());
        self.directory.extend(bytes);
    }

    /// Where the entry of a series is in the finished file.
    pub fn entry_at(&self, index: usize) -> usize {
        PAGE + self.relocations[index].0
    }

    /// Where the cell of a series is in the finished file.
    pub fn cell_at(&self, index: usize) -> usize {
        let (entry, _) = self.relocations[index];
        let bytes = self.bytes();
        let at = PAGE + entry + series::CELL;
        u64::from_le_bytes(bytes[at..at + 8].try_into().expect("a word")) as usize
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let cells_at = PAGE + self.directory.len().next_multiple_of(PAGE);
        let stripes_at = cells_at + self.cells.len().next_multiple_of(PAGE);
        let mut directory = self.directory.clone();
        for &(entry, striped) in &self.relocations {
            let cell = &mut directory[entry + series::CELL..][..8];
            let at = u64::from_le_bytes(cell.try_into().expect("a word"));
            let base = if striped { stripes_at } else { cells_at };
            cell.copy_from_slice(&(at + base as u64).to_le_bytes());
        }
        let mut bytes = self.header();
        append_block(&mut bytes, block::DIRECTORY, 0, directory);
        append_block(&mut bytes, block::CELLS, 0, self.cells.clone());
        if self.stripes[0].len() > block::HEADER {
            for (number, stripe) in (0..).zip(&self.stripes) {
                append_block(&mut bytes, block::STRIPED, number, stripe.clone());
            }
        }
        let published = (bytes.len() as u64).to_le_bytes();
        put(&mut bytes, header::PUBLISHED, &published);
        bytes
    }

    fn header(&self) -> Vec<u8> {
        let mut bytes = vec![0; PAGE];
        put(&mut bytes, 0, &header::MAGIC);
        put(&mut bytes, header::LENGTH, &header::LENGTH_WRITTEN.to_le_bytes());
        put(&mut bytes, header::STATE, &header::OPEN.to_le_bytes());
        put(&mut bytes, header::CREATED, &self.created.to_le_bytes());
        put(&mut bytes, header::CREATED_BOOT, &self.created_boot.to_le_bytes());
        put(&mut bytes, header::PID, &71_u64.to_le_bytes());
        put(&mut bytes, header::FILE_ID, &[self.file_id; 16]);
        put(&mut bytes, header::APPLICATION, &self.application);
        bytes
    }
}

fn append_block(bytes: &mut Vec<u8>, kind: u32, stripe: u32, mut content: Vec<u8>) {
    let head = content.len() as u64;
    content.resize(content.len().next_multiple_of(PAGE), 0);
    let length = content.len() as u64;
    put(&mut content, block::KIND, &kind.to_le_bytes());
    put(&mut content, block::HEADER_LENGTH, &(block::HEADER as u32).to_le_bytes());
    put(&mut content, block::LENGTH, &length.to_le_bytes());
    put(&mut content, block::HEAD, &head.to_le_bytes());
    put(&mut content, block::STRIPE, &stripe.to_le_bytes());
    bytes.extend(content);
}

/// Puts bytes into others.
pub fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}
