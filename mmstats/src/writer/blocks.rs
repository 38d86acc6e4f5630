//! The blocks of a file that is being written: where there is room, and growing (SPEC.md 2.3
//! and 2.11). One thread at a time is in here.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use mmstats_core::v2::Parameters;
use mmstats_core::v2::cells::{BlockHeader, Word, append_block, append_entry};
use mmstats_core::v2::layout::{PAGE, WORD, block, header};

use crate::Error;
use crate::create::{Created, allocate};
use crate::map::Region;

/// The longest block, but for what needs a longer one.
const MAX_BLOCK: usize = 1 << 20;
/// A block is this part of what its chain has.
const GROWTH: usize = 8;
/// Where cells of more than a word begin: at cache lines, counted from the block's start.
const CACHE_LINE: usize = 64;

/// A file, and where it is; a detached writer has none.
#[derive(Debug)]
pub(super) struct Backing {
    pub(super) created: Created,
    pub(super) path: PathBuf,
}

#[derive(Clone, Copy, Debug)]
struct Block {
    offset: usize,
    length: usize,
}

/// Room for something, in the last block of a chain. It is taken by what comes next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Where the block begins.
    block: Block,
    /// Offset in the block.
    at: usize,
    length: usize,
}

impl Room {
    /// Offset in the file.
    pub(super) fn offset(&self) -> usize {
        self.block.offset + self.at
    }
}

#[derive(Debug)]
pub(super) struct Blocks {
    region: Arc<Region>,
    /// None of a detached writer, and once the file is closed.
    pub(super) backing: Option<Backing>,
    /// Those of stripe 0, by kind and ordinal.
    chains: [Vec<Block>; 3],
    /// Offsets of the blocks of stripe 1, 2..., by their ordinals.
    stripes: Vec<Vec<Option<usize>>>,
}

impl Blocks {
    /// Those of a file whose header is in the region already.
    pub(super) fn new(region: &Arc<Region>) -> Blocks {
        Blocks {
            region: Arc::clone(region),
            backing: None,
            chains: Default::default(),
            stripes: Vec::new(),
        }
    }

    /// Adds the blocks that every file has.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        self.entry_room(0)?;
        self.cell_room(false, Parameters::Scalar).map(drop)
    }

    /// The published length.
    pub(super) fn length(&self) -> usize {
        self.word(header::PUBLISHED).load(Ordering::Relaxed) as usize
    }

    /// A word of the header.
    pub(super) fn word(&self, offset: usize) -> &Word {
        &self.region.words(offset, 1)[0]
    }

    /// Room for an entry.
    pub(super) fn entry_room(&mut self, length: usize) -> Result<Room, Error> {
        self.room(block::DIRECTORY, length, WORD)
    }

    /// Room for a cell.
    pub(super) fn cell_room(
        &mut self,
        striped: bool,
        parameters: Parameters,
    ) -> Result<Room, Error> {
        let length = usize::try_from(parameters.cell_length()).unwrap_or(usize::MAX / 2);
        let alignment = if parameters == Parameters::Scalar { WORD } else { CACHE_LINE };
        self.room(if striped { block::STRIPED } else { block::CELLS }, length, alignment)
    }

    fn room(&mut self, kind: u32, length: usize, alignment: usize) -> Result<Room, Error> {
        let chain = &self.chains[kind as usize - 1];
        let ordinal = chain.len() as u32;
        if let Some(block) = chain.last().copied() {
            let at = self.head(block).next_multiple_of(alignment);
            if at + length <= block.length {
                return Ok(Room { block, at, length });
            }
        }
        let total: usize = chain.iter().map(|block| block.length).sum();
        let grown = (total / GROWTH).next_multiple_of(PAGE).clamp(PAGE, MAX_BLOCK);
        let needed = (block::HEADER + length).next_multiple_of(PAGE);
        let (length_of_new, head) = (grown.max(needed) as u64, block::HEADER as u64);
        let new = BlockHeader { kind, length: length_of_new, head, stripe: 0, ordinal };
        let new = self.append(new)?;
        self.chains[kind as usize - 1].push(new);
        Ok(Room { block: new, at: block::HEADER, length })
    }

    fn head_word(&self, of: Block) -> &Word {
        self.word(of.offset + block::HEAD)
    }

    fn head(&self, of: Block) -> usize {
        self.head_word(of).load(Ordering::Relaxed) as usize
    }

    /// Takes the room of a cell (F2-CELL-HEAD). The entry's release store comes behind it.
    pub(super) fn take_cell(&self, room: Room) {
        self.head_word(room.block).store((room.at + room.length) as u64, Ordering::Relaxed);
    }

    /// Publishes an entry in its room (F2-APPEND).
    pub(super) fn append_entry(&self, room: Room, entry: &[u64]) {
        let words = self.region.words(room.block.offset, room.block.length / WORD);
        let placed = append_entry(words, entry, self.word(header::APPEND));
        debug_assert_eq!(placed, Some(room.at as u64), "the room was made for it");
    }

    /// Where a cell stands in another stripe, whose block is made if it isn't there.
    pub(super) fn cell_in_stripe(&mut self, cell: usize, stripe: u32) -> Result<usize, Error> {
        let (ordinal, zero) = self.striped(cell);
        let index = stripe as usize - 1;
        if self.stripes.len() <= index {
            self.stripes.resize(index + 1, Vec::new());
        }
        if self.stripes[index].len() <= ordinal {
            self.stripes[index].resize(ordinal + 1, None);
        }
        let offset = match self.stripes[index][ordinal] {
            Some(offset) => offset,
            None => {
                let new = self.append(BlockHeader {
                    kind: block::STRIPED,
                    length: zero.length as u64,
                    head: zero.length as u64,
                    stripe,
                    ordinal: ordinal as u32,
                })?;
                *self.stripes[index][ordinal].insert(new.offset)
            }
        };
        Ok(offset + (cell - zero.offset))
    }

    /// The striped block that a cell is in, and its ordinal.
    fn striped(&self, cell: usize) -> (usize, Block) {
        let blocks = &self.chains[block::STRIPED as usize - 1];
        let ordinal = blocks.partition_point(|block| block.offset <= cell) - 1;
        (ordinal, blocks[ordinal])
    }

    /// Where a cell of a striped block stands in all stripes, stripe 0 first.
    pub(super) fn stripes_of(&self, cell: usize) -> impl Iterator<Item = usize> {
        let (ordinal, zero) = self.striped(cell);
        let others = self.stripes.iter().filter_map(move |blocks| *blocks.get(ordinal)?);
        [zero.offset].into_iter().chain(others).map(move |block| block + (cell - zero.offset))
    }

    /// Adds a block behind the published length (F2-GROW).
    fn append(&mut self, new: BlockHeader) -> Result<Block, Error> {
        let offset = self.length();
        let length = new.length as usize;
        let end = offset + length;
        if end > self.region.reserved() {
            return Err(Error::Reserve { size: end, reserved: self.region.reserved() });
        }
        match &self.backing {
            Some(Backing { created, path }) => {
                let file = &created.file;
                allocate(file, path, offset, end)?;
                let mapped = self.region.extend(file, end);
                mapped.map_err(|error| crate::create::full_or_io(path, "map it", end, error))?;
            }
            None => {
                let grown = self.region.grow(end);
                grown.map_err(|error| Error::io(Path::new("(memory)"), "map it", error))?;
            }
        }
        append_block(self.word(header::PUBLISHED), self.region.words(offset, length / WORD), new);
        Ok(Block { offset, length })
    }
}
