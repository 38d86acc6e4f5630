//! The values of a file, apart from its directory.

use std::ops::Range;

use mmstats_core::v2::Header;

use super::look::Places;
use super::snapshot::Snapshot;

/// What is left out together where all of it is zero, in bytes.
const BLOCK: usize = 64;

/// What a look found of a file whose directory is known, without that.
#[derive(Debug)]
pub(crate) struct Kept {
    header: Header,
    /// Where in the file the bytes were, one behind the other. All others are zero.
    places: Vec<Range<u32>>,
    bytes: Vec<u8>,
    busy: Vec<u32>,
    rewritten: usize,
}

impl Kept {
    /// How many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        size_of::<Kept>()
            + size_of_val(&self.places[..])
            + self.bytes.len()
            + size_of_val(&self.busy[..])
    }

    fn add(&mut self, at: usize, bytes: &[u8]) {
        // No file that is read is as long as 4 GiB.
        let place = at as u32..(at + bytes.len()) as u32;
        match self.places.last_mut() {
            Some(last) if last.end == place.start => last.end = place.end,
            _ => self.places.push(place),
        }
        self.bytes.extend_from_slice(bytes);
    }
}

impl Snapshot {
    /// What it has that another file with the same directory has not.
    pub(crate) fn keep(&self, places: &Places) -> Box<Kept> {
        let (header, busy, rewritten) = (self.header, self.busy.clone(), self.rewritten);
        let none = Kept { header, places: Vec::new(), bytes: Vec::new(), busy, rewritten };
        let mut kept = Box::new(none);
        for part in places.plan.cells.iter() {
            let blocks = self.image.get(part.clone()).unwrap_or_default().chunks(BLOCK);
            for (at, block) in (part.start..).step_by(BLOCK).zip(blocks) {
                if block.iter().any(|byte| *byte != 0) {
                    kept.add(at, block);
                }
            }
        }
        kept
    }

    /// Makes it what it was when that was kept.
    pub(crate) fn restore(&mut self, places: &Places, kept: &Kept) {
        for part in places.plan.cells.iter() {
            self.image.get_mut(part).unwrap_or_default().fill(0);
        }
        let mut bytes = &kept.bytes[..];
        for place in &kept.places {
            let place = self.image.get_mut(place.start as usize..place.end as usize);
            let Some(place) = place else { return };
            let Some((own, rest)) = bytes.split_at_checked(place.len()) else { return };
            place.copy_from_slice(own);
            bytes = rest;
        }
        self.header = kept.header;
        self.busy.clone_from(&kept.busy);
        self.rewritten = kept.rewritten;
    }
}
