//! Values that are added once it is known whether their file counts.

use mmstats_core::v2::Header;

use super::directories::{Directories, Directory};
use super::file::File;
use super::plan::Plan;
use super::sums::{From, Pass};
use super::totals::Totals;
use crate::reader::{Kept, Snapshot};

/// The values of a file, as they were read.
#[derive(Debug)]
pub(super) struct Deferred {
    pub(super) file: File,
    pub(super) values: Values,
}

#[derive(Debug)]
pub(super) enum Values {
    /// Those of a file with a directory that is kept.
    Cells { directory: u32, kept: Box<Kept> },
    /// All of a file.
    Whole(Box<(Snapshot, Plan)>),
}

impl Deferred {
    /// Adds them.
    pub(super) fn add_to(
        self,
        totals: &mut Totals,
        directories: &mut Directories,
        from: impl FnOnce(&File, &Header, &Totals) -> From,
    ) {
        match self.values {
            Values::Whole(whole) => {
                let (snapshot, plan) = &*whole;
                let from = from(&self.file, snapshot.header(), totals);
                totals.add_snapshot(snapshot, plan, self.file, &from);
            }
            Values::Cells { directory, kept } => {
                if let Some(directory) = directories.get(directory) {
                    directory.snapshot.restore(&directory.places, &kept);
                    let from = from(&self.file, directory.snapshot.header(), totals);
                    directory.add_to(totals, self.file, &from);
                }
            }
        }
    }
}

impl Directory {
    /// Adds the values of the file that was looked at last.
    pub(super) fn add_to(&mut self, totals: &mut Totals, file: File, from: &From) {
        let Directory { snapshot, plan, sums, .. } = self;
        let Pass { keep_each, takes_sums, .. } = from.pass;
        if takes_sums && !keep_each && snapshot.busy() == 0 && totals.takes_sums(plan) {
            totals.add_to_sums(snapshot, plan, sums, file, from);
        } else {
            totals.add_snapshot(snapshot, plan, file, from);
        }
    }
}
