//! One look at a file that somebody may write, in the order of SPEC.md 2.13.

use mmstats_core::v2::layout::{entry, header, series};
use mmstats_core::v2::{Directory, Header, Look, is_live};

use super::clock::since_boot;
use super::plan::Plan;
use super::settle::{Guards, settle};
use super::snapshot::Snapshot;
use super::source::Source;
use crate::Error;

/// How often a look begins again because series were reused meanwhile, before it is content with
/// those that weren't.
const TRIES: usize = 8;

/// Looks at a file, and knows from one look to the next where its values are.
#[derive(Debug)]
pub(crate) struct Looker {
    source: Source,
    plan: Plan,
    guards: Guards,
    /// The header from before the directory was read, if that can be relied on.
    known: Option<Header>,
}

/// Where the values of files with one directory are, and memory for looking at them.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(super) plan: Plan,
    guards: Guards,
}

impl Looker {
    pub(super) fn new(source: Source) -> Looker {
        Looker::resume(source, Places::default(), None)
    }

    /// Goes on with a file whose values are at these places, as of a look that had this header before
    /// it read the directory.
    pub(crate) fn resume(source: Source, places: Places, known: Option<Header>) -> Looker {
        let Places { plan, guards } = places;
        Looker { source, plan, guards, known }
    }

    /// The file, and what another one with the same directory can be looked at with.
    pub(crate) fn into_parts(self) -> (Source, Places) {
        (self.source, Places { plan: self.plan, guards: self.guards })
    }

    /// The header from before the directory was read, where the next look can rely on that.
    pub(crate) fn known(&self) -> Option<&Header> {
        self.known.as_ref()
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Looks at the file. After an error the snapshot is that of a file that has nothing.
    pub(crate) fn look(&mut self, snapshot: &mut Snapshot) -> Result<(), Error> {
        let looked = self.try_look(snapshot);
        if looked.is_err() {
            self.known = None;
            *snapshot = Snapshot::empty();
        }
        looked
    }

    fn try_look(&mut self, snapshot: &mut Snapshot) -> Result<(), Error> {
        // Keeps this look's copies behind those of the look before.
        self.source.fence();
        let done = self.values_alone(snapshot)? || self.all(snapshot)?;
        if !done {
            let look = self.blocks(snapshot)?;
            self.all_between_copies(look, snapshot)?;
        }
        snapshot.taken = since_boot();
        Ok(())
    }

    /// Steps 4 to 7, where the directory is known. Returns whether it is still the same.
    pub(crate) fn values_alone(&mut self, snapshot: &mut Snapshot) -> Result<bool, Error> {
        let Some(known) = self.known.take() else { return Ok(false) };
        if !self.copy_values(snapshot)? {
            return Ok(false);
        }
        self.source.fence();
        // What is wrong with a header, the steps from the first on say.
        let Ok(header) = self.header() else { return Ok(false) };
        let kept = |header: &Header| (header.published, header.append, header.reuse, header.state);
        // A state that has changed is no change of the directory; but values that were copied before
        // it may not be the last ones.
        if kept(&header) != kept(&known) {
            return Ok(false);
        }
        snapshot.header = header;
        self.known = Some(known);
        Ok(true)
    }

    /// All steps, a bounded number of times. Returns whether there was a try that no reuse of
    /// series came between.
    fn all(&mut self, snapshot: &mut Snapshot) -> Result<bool, Error> {
        for _ in 0..TRIES {
            if self.all_once(snapshot)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn all_once(&mut self, snapshot: &mut Snapshot) -> Result<bool, Error> {
        let look = self.blocks(snapshot)?;
        let before = *look.header();
        if !before.reuse.is_multiple_of(2) {
            return Ok(false);
        }
        self.source.fence();
        self.copy_directory(&look, &mut snapshot.image)?;
        let parsed = self.parse(snapshot, look);
        if parsed.is_ok() && !self.copy_values(snapshot)? {
            return Ok(false);
        }
        self.source.fence();
        if self.header()?.reuse != before.reuse {
            // An error may be one of labels that were being rewritten.
            return Ok(false);
        }
        parsed?;
        self.known = Some(before);
        Ok(true)
    }

    /// Steps 3 to 7, the directory copied before and after (F2-COPY): series that are live and the same
    /// in all copies were not touched between.
    fn all_between_copies(&mut self, look: Look, snapshot: &mut Snapshot) -> Result<(), Error> {
        let mut before = vec![0; snapshot.image.len()];
        let mut after = vec![0; snapshot.image.len()];
        self.source.fence();
        self.copy_directory(&look, &mut before)?;
        self.source.fence();
        self.copy_directory(&look, &mut snapshot.image)?;
        self.source.fence();
        self.copy_directory(&look, &mut after)?;
        // Labels that are parsed have to be whole by now.
        let rewritten = hide_rewritten(&look, &mut snapshot.image, &before, &after);
        self.parse(snapshot, look)?;
        snapshot.rewritten = rewritten;
        if !self.copy_values(snapshot)? {
            // The file has become shorter: the next look says so, and of this one no value is certain.
            snapshot.busy.extend(0..snapshot.len() as u32);
        }
        self.source.fence();
        self.copy_directory(snapshot.directory.look(), &mut after)?;
        let view = snapshot.view();
        let touched = view
            .series()
            .filter(|series| series.state_in(&after) != series.state_in(&snapshot.image));
        let touched: Vec<u32> = touched.map(|series| series.index() as u32).collect();
        snapshot.busy.extend(touched);
        snapshot.busy.sort_unstable();
        snapshot.busy.dedup();
        Ok(())
    }

    /// Steps 1 and 2: the header, the heads, and the published length again (F2-LENGTH-AGAIN).
    /// Makes room for the file.
    fn blocks(&self, snapshot: &mut Snapshot) -> Result<Look, Error> {
        let (bytes, size) = self.header_bytes()?;
        let mut look = Look::new(&bytes, size).map_err(|error| self.format(error))?;
        self.source.fence();
        self.push_blocks(&mut look)?;
        self.source.fence();
        if self.source.word(header::PUBLISHED)? != Some(look.header().published) {
            let (bytes, size) = self.header_bytes()?;
            look.again(&bytes, size).map_err(|error| self.format(error))?;
            self.push_blocks(&mut look)?;
        }
        // Not beyond the limit, which is that of memory.
        make_room(&mut snapshot.image, look.header().published as usize);
        Ok(look)
    }

    fn push_blocks(&self, look: &mut Look) -> Result<(), Error> {
        self.source.check_limit(look.header().published)?;
        let mut bytes = [0; mmstats_core::v2::layout::block::HEADER];
        while let Some(at) = look.next() {
            let copied = self.source.copy_at(at as usize, &mut bytes)?;
            look.push(&bytes[..copied]).map_err(|error| self.format(error))?;
        }
        Ok(())
    }

    /// A copy of the header, or what there is of it, and the file's size, which is asked for after:
    /// a file is never shorter than its published length.
    fn header_bytes(&self) -> Result<(Vec<u8>, u64), Error> {
        let mut bytes = vec![0; header::USED];
        let copied = self.source.copy_at(0, &mut bytes)?;
        bytes.truncate(copied);
        Ok((bytes, self.source.size()?))
    }

    /// The header now. It takes no memory.
    fn header(&self) -> Result<Header, Error> {
        let mut bytes = [0; header::USED];
        let copied = self.source.copy_at(0, &mut bytes)?;
        Header::parse(&bytes[..copied], u64::MAX).map_err(|error| self.format(error))
    }

    /// Step 3.
    fn copy_directory(&self, look: &Look, image: &mut [u8]) -> Result<(), Error> {
        for block in look.entries() {
            let used = block.used();
            // Of a file that has become shorter the rest is what it was: the header says so later.
            self.source.copy(used.start as usize..used.end as usize, image)?;
        }
        Ok(())
    }

    fn parse(&mut self, snapshot: &mut Snapshot, look: Look) -> Result<(), Error> {
        let parsed = Directory::parse_looked(&snapshot.image, look);
        snapshot.directory = parsed.map_err(|error| self.format(error))?;
        snapshot.header = *snapshot.directory.header();
        snapshot.rewritten = 0;
        self.plan.make(&snapshot.directory, snapshot.view());
        self.guards.make_room(&self.plan);
        Ok(())
    }

    /// Steps 4 to 6. Returns whether the file is still as long as it was.
    fn copy_values(&mut self, snapshot: &mut Snapshot) -> Result<bool, Error> {
        let Looker { source, plan, guards, .. } = self;
        snapshot.busy.clear();
        let mut whole = true;
        for part in plan.guards.iter() {
            whole &= source.copy(part, &mut guards.before)?;
        }
        if !plan.guards.is_empty() {
            source.fence();
        }
        for part in plan.cells.iter() {
            whole &= source.copy(part, &mut snapshot.image)?;
        }
        source.fence();
        for part in plan.guards.iter() {
            whole &= source.copy(part, &mut guards.after)?;
        }
        if whole {
            settle(source, plan, guards, snapshot)?;
        }
        Ok(whole)
    }

    fn format(&self, source: mmstats_core::v2::Error) -> Error {
        Error::Format2 { path: self.source.path().to_path_buf(), source }
    }
}

/// Makes a copy of a file as long as the file.
fn make_room(image: &mut Vec<u8>, length: usize) {
    if image.len() < length && image.capacity() < length {
        // Zeros that the system has: what is not copied to takes no memory.
        *image = vec![0; length];
    } else {
        image.resize(length, 0);
    }
}

/// Makes series that were not live and the same in both copies seem retired in the one between.
/// Returns how many were being rewritten.
fn hide_rewritten(look: &Look, image: &mut [u8], before: &[u8], after: &[u8]) -> usize {
    let mut rewritten = 0;
    for block in look.entries() {
        let (mut at, end) = (block.used().start as usize, block.used().end as usize);
        // A length that is none, the parse will say.
        while at + series::MIN <= end {
            let length = u32::from_le_bytes(array(image, at + entry::LENGTH)) as usize;
            let entry_type = u16::from_le_bytes(array(image, at + entry::TYPE));
            let state = |copy: &[u8]| u64::from_le_bytes(array(copy, at + series::STATE));
            let same = state(before) == state(after);
            if entry_type == entry::SERIES && !(same && is_live(state(after))) {
                image[at + series::STATE..][..8].copy_from_slice(&series::RETIRED.to_le_bytes());
                rewritten += usize::from(!same);
            }
            at += length.max(entry::MIN);
        }
    }
    rewritten
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}

#[cfg(test)]
mod tests;
