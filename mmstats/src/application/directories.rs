//! Directories that are kept from look to look: files of one program mostly have the same.

use std::collections::HashMap;

use super::plan::Plan;
use super::totals::Totals;
use super::words::Sums;
use crate::reader::{Alike, Places, Snapshot};

/// How much memory is kept for directories, in bytes. Files with others are read whole each time.
const KEPT: usize = 32 << 20;

/// What a series takes beside its entry.
const SERIES: usize = 64;

/// A directory, where its values are, and where they go.
#[derive(Debug)]
pub(super) struct Directory {
    /// With the directory of the first file that had it, and the values of the last.
    pub(super) snapshot: Snapshot,
    pub(super) places: Places,
    pub(super) plan: Plan,
    pub(super) sums: Sums,
    hash: u64,
    used: bool,
}

/// All that are kept.
#[derive(Debug, Default)]
pub(super) struct Directories {
    kept: Vec<Option<Directory>>,
    by_hash: HashMap<u64, u32>,
    /// How many bytes they take.
    size: usize,
}

impl Directory {
    pub(super) fn new(snapshot: Snapshot, places: Places, plan: Plan) -> Directory {
        let hash = Alike::of(&snapshot).hash();
        Directory { snapshot, places, plan, sums: Sums::default(), hash, used: true }
    }
}

impl Directories {
    /// The one of that number, which is being used.
    pub(super) fn get(&mut self, number: u32) -> Option<&mut Directory> {
        let directory = self.kept.get_mut(number as usize)?.as_mut()?;
        directory.used = true;
        Some(directory)
    }

    /// The number of the one that a snapshot has.
    pub(super) fn find(&self, snapshot: &Snapshot) -> Option<u32> {
        let wanted = Alike::of(snapshot);
        let number = *self.by_hash.get(&wanted.hash())?;
        let kept = self.kept[number as usize].as_ref()?;
        Alike::of(&kept.snapshot).is(wanted).then_some(number)
    }

    /// Whether there is room for that of a snapshot.
    pub(super) fn has_room(&self, snapshot: &Snapshot, plan: &Plan) -> bool {
        self.size + size_of(snapshot, plan) <= KEPT
    }

    /// Keeps one, and returns its number.
    pub(super) fn keep(&mut self, directory: Directory) -> u32 {
        self.size += size_of(&directory.snapshot, &directory.plan);
        let free = self.kept.iter().position(Option::is_none);
        let number = free.unwrap_or(self.kept.len());
        self.by_hash.insert(directory.hash, number as u32);
        if number == self.kept.len() {
            self.kept.push(None);
        }
        self.kept[number] = Some(directory);
        number as u32
    }

    /// Adds the sums of all to totals.
    pub(super) fn add_to(&mut self, totals: &mut Totals) {
        let mut summed: Vec<_> =
            self.kept.iter_mut().flatten().filter(|directory| directory.sums.files != 0).collect();
        // The file created last decides, and of two the one that was read last.
        summed.sort_unstable_by_key(|directory| directory.sums.newest.1);
        for directory in summed {
            totals.add_sums(&directory.plan, &directory.sums);
            directory.sums.clear();
        }
    }

    /// Begins sums anew.
    pub(super) fn clear_sums(&mut self) {
        let directories = self.kept.iter_mut().flatten();
        let summed = directories.filter(|directory| directory.sums.files != 0);
        summed.for_each(|directory| directory.sums.clear());
    }

    /// Gives up those that no file had since the last time.
    pub(super) fn sweep(&mut self) {
        for (number, place) in self.kept.iter_mut().enumerate() {
            if let Some(gone) = place.take_if(|directory| !directory.used) {
                self.size -= size_of(&gone.snapshot, &gone.plan);
                // Another of the same hash may have come since.
                if self.by_hash.get(&gone.hash) == Some(&(number as u32)) {
                    self.by_hash.remove(&gone.hash);
                }
            }
        }
        self.kept.iter_mut().flatten().for_each(|directory| directory.used = false);
    }
}

fn size_of(snapshot: &Snapshot, plan: &Plan) -> usize {
    Alike::of(snapshot).size() + SERIES * snapshot.len() + plan.layout.size()
}
