//! Values that are added once it is known whether their file counts.

use mmstats_core::v2::Header;

use super::directories::Directories;
use super::file::File;
use super::plan::Plan;
use super::sums::From;
use super::totals::Totals;
use crate::reader::{Kept, Snapshot};

/// The values of a file, as they were read.
#[derive(Debug)]
pub(super) struct Deferred {
    pub(super) file: File,
    pub(super) header: Header,
    pub(super) values: Values,
}

#[derive(Debug)]
pub(super) enum Values {
    /// Those of a file with a directory that is kept.
    Cells { directory: u32, kept: Kept },
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
        let Deferred { file, header, values } = self;
        let from = from(&file, &header, totals);
        match values {
            Values::Whole(whole) => totals.add_snapshot(&whole.0, &whole.1, file, &from),
            Values::Cells { directory, kept } => {
                if let Some(directory) = directories.get(directory) {
                    directory.snapshot.restore(&directory.places, &header, kept);
                    totals.add_snapshot(&directory.snapshot, &directory.plan, file, &from);
                }
            }
        }
    }
}
