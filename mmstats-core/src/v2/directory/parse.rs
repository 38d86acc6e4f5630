//! The parse of the entries of a file (SPEC.md 2.4 to 2.6), in the order of F2-FIRST-FAULT.

use alloc::vec::Vec;
use core::ops::Range;

use super::family::{Record, Span};
use super::look::Look;
use super::series::{Fields, check_labels};
use super::stripes::Stripes;
use super::{Directory, Extents, FamilyRow, SeriesRow};
use crate::v2::block::Block;
use crate::v2::bytes::{u16_at, u32_at};
use crate::v2::error::{Error, ErrorKind};
use crate::v2::layout::{WORD, block, entry, header, series};

/// Parses the entries of all blocks that the look names.
pub(super) fn parse(bytes: &[u8], look: Look) -> Result<Directory, Error> {
    let published = look.header().published;
    // What was copied has to be what was looked at.
    if published > bytes.len() as u64 {
        let kind = ErrorKind::Published { found: published, size: bytes.len() as u64 };
        return Err(Error::new(header::PUBLISHED as u64, kind));
    }
    let stripes = Stripes::of(look.blocks())?;
    let extents = look.blocks().iter().map(Extents::none).collect();
    let mut parser = Parser {
        bytes,
        blocks: look.blocks(),
        stripes: &stripes,
        extents,
        families: Vec::new(),
        spans: Vec::new(),
        series: Vec::new(),
        folded: Vec::new(),
        skipped: 0,
        home: 0,
        sum: 0,
        published,
        unread: look.entries().map(|block| block.head).sum(),
    };
    for block in look.entries() {
        parser.unread -= block.head;
        parser.block(block)?;
    }
    let Parser { extents, families, spans, series, folded, skipped, .. } = parser;
    Ok(Directory { extents, families, spans, series, folded, skipped, stripes, look })
}

impl Extents {
    /// Of a block without cells.
    fn none(block: &Block) -> Extents {
        let nothing = block.end()..block.offset;
        Extents { cells: nothing.clone(), watched: nothing }
    }
}

struct Parser<'a> {
    bytes: &'a [u8],
    blocks: &'a [Block],
    stripes: &'a Stripes,
    extents: Vec<Extents>,
    families: Vec<Option<FamilyRow>>,
    spans: Vec<Span>,
    series: Vec<SeriesRow>,
    folded: Vec<u64>,
    skipped: usize,
    /// The index of the block that the last cell was in.
    home: usize,
    /// The lengths of all cells so far.
    sum: u64,
    published: u64,
    /// The lengths of the blocks of entries after this one.
    unread: u64,
}

impl Parser<'_> {
    /// The entries of one block. Its offsets were checked against the published length, and that against
    /// the number of bytes.
    fn block(&mut self, block: &Block) -> Result<(), Error> {
        let Range { start, end } = block.used();
        let mut rest = self.bytes.get(start as usize..end as usize).unwrap_or_default();
        while !rest.is_empty() {
            let at = end - rest.len() as u64;
            let found = u32_at(rest, entry::LENGTH);
            let length = found as usize;
            if !length.is_multiple_of(WORD) || length < entry::MIN || length > rest.len() {
                let kind = ErrorKind::EntryLength { found, room: rest.len() as u64 };
                return Err(Error::new(at, kind));
            }
            let (entry, behind) = rest.split_at(length);
            match u16_at(entry, entry::TYPE) {
                entry::SERIES => {
                    if self.series.is_empty() {
                        self.reserve(rest.len() as u64, length as u64);
                    }
                    self.series(entry, at)?;
                }
                entry::FAMILY => self.family(entry, at)?,
                entry::FOLDED => self.folded.push(at),
                _ => {}
            }
            rest = behind;
        }
        Ok(())
    }

    /// Makes room for as many series as there are if all entries that follow are series and as long as the
    /// first one: less memory than the entries take.
    #[cold]
    fn reserve(&mut self, rest: u64, length: u64) {
        let expected = (rest + self.unread) / length.max(series::MIN as u64);
        self.series.reserve_exact(usize::try_from(expected).unwrap_or_default());
    }

    fn family(&mut self, entry: &[u8], at: u64) -> Result<(), Error> {
        // An id has 32 bits; with more families the next id can't be right.
        let id = self.families.len() as u64 + 1;
        let id = u32::try_from(id).unwrap_or_default();
        let record = Record::parse(entry, at, id, &mut self.spans)?;
        self.skipped += usize::from(record.is_none());
        self.families.push(record.map(|record| FamilyRow { entry: at, record, series: None }));
        Ok(())
    }

    #[inline(always)]
    fn series(&mut self, entry: &[u8], at: u64) -> Result<(), Error> {
        let fields = Fields::parse(entry, at)?;
        let index = (fields.family as usize).wrapping_sub(1);
        let Some(family) = self.families.get(index) else {
            let known = self.families.len() as u32;
            let kind = ErrorKind::SeriesFamily { found: fields.family, known };
            return Err(Error::new(at + series::FAMILY as u64, kind));
        };
        // F2-KIND-SKIP: nothing else of it is looked at.
        let Some(FamilyRow { record, .. }) = *family else { return Ok(()) };
        self.cell(fields.cell, &record)
            .map_err(|kind| Error::new(at + series::CELL as u64, kind))?;
        if !fields.is_live() {
            return Ok(());
        }
        if !fields.is_overflow() {
            check_labels(entry, at, record.keys)?;
        }
        self.push(at, &fields, index, &record);
        Ok(())
    }

    /// Checks a cell and leaves its block in `home`.
    #[inline(always)]
    fn cell(&mut self, cell: u64, family: &Record) -> Result<(), ErrorKind> {
        let length = family.parameters.cell_length();
        let is_home = |block: &Block| block.offset <= cell && cell < block.end();
        if !self.blocks.get(self.home).is_some_and(is_home) {
            self.home = self.blocks.partition_point(|block| block.end() <= cell);
        }
        let Some(block) = self.blocks.get(self.home).filter(|block| {
            let Range { start, end } = block.content();
            let inside = start <= cell && cell < end && length <= end - cell;
            inside && block.holds_cells() && cell.is_multiple_of(WORD as u64)
        }) else {
            return Err(ErrorKind::Cell { found: cell, length });
        };
        let mut stripes = 1;
        if block.kind == block::STRIPED {
            if !family.kind.striped() {
                return Err(ErrorKind::CellBlock { kind: family.kind });
            }
            stripes += self.stripes.others(self.home).len() as u64;
        }
        // Of each stripe: what a reader has to add up is bounded by the file.
        self.sum = self.sum.saturating_add(length.saturating_mul(stripes));
        if self.sum > self.published {
            return Err(ErrorKind::CellSum { found: self.sum, published: self.published });
        }
        Ok(())
    }

    #[inline(always)]
    fn push(&mut self, entry: u64, fields: &Fields, family: usize, record: &Record) {
        let index = self.series.len();
        if let Some(Some(row)) = self.families.get_mut(family) {
            let first = match row.series {
                Some((first, last)) => {
                    self.series[last].next = index;
                    first
                }
                None => index,
            };
            row.series = Some((first, index));
        }
        self.series.push(SeriesRow {
            entry,
            cell: fields.cell,
            next: index,
            family: family as u32,
            block: self.home as u32,
        });
        let end = fields.cell + record.parameters.cell_length();
        let extents = &mut self.extents[self.home];
        include(&mut extents.cells, fields.cell, end);
        if record.parameters.is_watched() {
            include(&mut extents.watched, fields.cell, end);
        }
    }
}

fn include(range: &mut Range<u64>, start: u64, end: u64) {
    range.start = range.start.min(start);
    range.end = range.end.max(end);
}
