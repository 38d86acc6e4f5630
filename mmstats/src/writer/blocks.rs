//! The blocks of a file that is being written: where there is room, and growing (SPEC.md 2.3
//! and 2.11). One thread at a time is in here.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use mmstats_core::v2::Parameters;
use mmstats_core::v2::cells::{BlockHeader, Word, append_block, append_entry};
use mmstats_core::v2::layout::{PAGE, WORD, block, header};

use super::entry::Entry;
use crate::create::{Created, Wanted, allocate, create};
use crate::map::Region;
use crate::{Error, Warning};

/// The longest block, but for what needs a longer one.
const MAX_BLOCK: usize = 1 << 20;
/// A block is this part of what its chain has.
const GROWTH: usize = 8;
/// Where cells of more than a word begin: at cache lines, counted from the block's start.
const CACHE_LINE: usize = 64;
/// So many bytes at a time are compared with what a file has.
const COMPARED: usize = 64 << 10;

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
    /// Bytes in use. The file has it too, but a forked child's memory doesn't.
    head: usize,
}

/// Room for something, in the last block of a chain. It is taken by what comes next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    kind: u32,
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
    /// None of a detached writer, once the file is closed, and in a forked child.
    pub(super) backing: Option<Backing>,
    /// The published length.
    length: usize,
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
            length: PAGE,
            chains: Default::default(),
            stripes: Vec::new(),
        }
    }

    /// Adds the blocks that every file has.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        self.entry_room(0)?;
        self.cell_room(false, Parameters::Scalar).map(drop)
    }

    /// Creates the file, with the content that is in memory, and maps it there. Where that fails
    /// the memory stays private.
    pub(super) fn create(&mut self, wanted: &Wanted) -> Result<Option<Warning>, Error> {
        let content = self.region.copy_out(0..self.length);
        let map = |file: &File| {
            self.write_changes(file, &content)?;
            self.region.map_file(file, self.length)
        };
        let created = create(wanted, &content, map);
        let mut created = created.inspect_err(|_| {
            if self.region.has_file() {
                // Where even that fails a file without a name stays mapped, which nobody sees either.
                let _ = self.region.detach();
            }
        })?;
        let warning = created.warning.take();
        self.backing = Some(Backing { created, path: wanted.place.path.clone() });
        Ok(warning)
    }

    /// Writes what handles changed since the content of a file was taken, which they should not (see
    /// `Writer`). The header is nobody's, and says more there.
    fn write_changes(&self, file: &File, content: &[u8]) -> io::Result<()> {
        for at in (PAGE..content.len()).step_by(COMPARED) {
            let end = content.len().min(at + COMPARED);
            let now = self.region.copy_out(at..end);
            if now != content[at..end] {
                file.write_all_at(&now, at as u64)?;
            }
        }
        Ok(())
    }

    /// Writes blocks and entries into private memory, where they were in the file of the parent
    /// process: for a file with the same places. Heads of cells and all cells stay.
    pub(super) fn restore(&self, header: &[u8], mut entries: Vec<Entry>) {
        self.region.copy_in(0, header);
        for (offset, new) in self.headers() {
            let words = self.region.words(offset, new.length as usize / WORD);
            append_block(self.word(header::PUBLISHED), words, new);
        }
        entries.sort_unstable_by_key(|entry| entry.at);
        let directory = &self.chains[block::DIRECTORY as usize - 1];
        for Entry { at, words } in &entries {
            let last = directory.partition_point(|block| block.offset <= *at) - 1;
            let Block { offset, length, .. } = directory[last];
            let block = self.region.words(offset, length / WORD);
            let placed = append_entry(block, words, self.word(header::APPEND));
            debug_assert_eq!(placed, Some((at - offset) as u64), "entries leave no gap");
        }
    }

    /// The headers of all blocks in the order of the file, with no entries yet.
    fn headers(&self) -> Vec<(usize, BlockHeader)> {
        let mut headers = Vec::new();
        for (kind, chain) in (1..).zip(&self.chains) {
            for (ordinal, of) in (0..).zip(chain) {
                let head = if kind == block::DIRECTORY { block::HEADER } else { of.head } as u64;
                let length = of.length as u64;
                headers.push((of.offset, BlockHeader { kind, length, head, stripe: 0, ordinal }));
            }
        }
        let zero = &self.chains[block::STRIPED as usize - 1];
        for (stripe, blocks) in (1..).zip(&self.stripes) {
            for (ordinal, (offset, of)) in (0..).zip(blocks.iter().zip(zero)) {
                let new = of_stripe(of.length, stripe, ordinal);
                headers.extend(offset.map(|offset| (offset, new)));
            }
        }
        headers.sort_unstable_by_key(|(offset, _)| *offset);
        headers
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
            let at = block.head.next_multiple_of(alignment);
            if at + length <= block.length {
                return Ok(Room { kind, block, at, length });
            }
        }
        let total: usize = chain.iter().map(|block| block.length).sum();
        let grown = (total / GROWTH).next_multiple_of(PAGE).clamp(PAGE, MAX_BLOCK);
        let needed = (block::HEADER + length).next_multiple_of(PAGE);
        let (length_of_new, head) = (grown.max(needed) as u64, block::HEADER as u64);
        let new = BlockHeader { kind, length: length_of_new, head, stripe: 0, ordinal };
        let new = self.append(new)?;
        self.chains[kind as usize - 1].push(new);
        Ok(Room { kind, block: new, at: block::HEADER, length })
    }

    /// Takes the room of a cell (F2-CELL-HEAD). The entry's release store comes behind it.
    pub(super) fn take_cell(&mut self, room: Room) {
        let head = self.take(room);
        self.word(room.block.offset + block::HEAD).store(head as u64, Ordering::Relaxed);
    }

    /// Publishes an entry in its room (F2-APPEND).
    pub(super) fn append_entry(&mut self, room: Room, entry: &[u64]) {
        self.take(room);
        let words = self.region.words(room.block.offset, room.block.length / WORD);
        let placed = append_entry(words, entry, self.word(header::APPEND));
        debug_assert_eq!(placed, Some(room.at as u64), "the room was made for it");
    }

    /// Takes a room, and returns the head behind it.
    fn take(&mut self, room: Room) -> usize {
        let last = self.chains[room.kind as usize - 1].last_mut();
        let block = last.expect("a room is in the last block");
        block.head = room.at + room.length;
        block.head
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
                let new = self.append(of_stripe(zero.length, stripe, ordinal as u32))?;
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
        let offset = self.length;
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
        self.length = end;
        Ok(Block { offset, length, head: new.head as usize })
    }
}

/// The header of a block of another stripe than 0: all of it is cells.
fn of_stripe(length: usize, stripe: u32, ordinal: u32) -> BlockHeader {
    let length = length as u64;
    BlockHeader { kind: block::STRIPED, length, head: length, stripe, ordinal }
}
