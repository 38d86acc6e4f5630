//! One file of an application, as a look found it.

use std::path::Path;
use std::sync::Arc;

use mmstats_core::v2::Header;

use super::opened::About;
use crate::{AnyReader, Error, Liveness};

/// One file of an application, as a look found it: who wrote it, and whether that process lives.
///
/// It holds no values and no descriptor: [`open`](File::open) reads those of this file alone, and
/// [`Series::each`](super::Series::each) has those that were kept.
#[derive(Clone, Debug)]
pub struct File {
    pub(super) path: Arc<Path>,
    pub(super) identity: Identity,
    pub(super) format: u8,
    pub(super) pid: Option<u64>,
    pub(super) created: u64,
    pub(super) writer: Liveness,
    /// The user that it belongs to.
    pub(super) owner: u32,
    pub(super) is_accumulator: bool,
    /// Whether a counter or a histogram of it counted anything.
    pub(super) has_counts: bool,
    /// Of format 2.
    pub(super) known: Option<Known>,
}

/// Which file it is: the id that a file of format 2 has, else device and inode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    Id([u8; 16]),
    Inode { device: u64, inode: u64 },
}

/// What the header of a file of format 2 said before its directory was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) published: u64,
    pub(super) state: u64,
    pub(super) append: u64,
    pub(super) reuse: u64,
    /// Which of the kept directories it has.
    pub(super) directory: u32,
    /// Which of the open files it is.
    pub(super) open: Option<u32>,
}

impl Identity {
    pub(super) fn of(header: &Header, about: &About) -> Identity {
        // F2-FILE-ID: no file has this one.
        if header.file_id == [0; 16] {
            Identity::inode(about)
        } else {
            Identity::Id(header.file_id)
        }
    }

    pub(super) fn inode(about: &About) -> Identity {
        Identity::Inode { device: about.device, inode: about.inode }
    }
}

/// Takes the files up to a path from those that are left, in the order of their paths: those before
/// it, and the one that has it.
pub(super) fn take_up_to<'a>(
    rest: &mut &'a [File],
    path: &Arc<Path>,
) -> (&'a [File], Option<&'a File>) {
    // Mostly it is the very path of the look before.
    let is_before =
        |file: &&File| !Arc::ptr_eq(&file.path, path) && file.path.as_os_str() < path.as_os_str();
    let (before, behind) = rest.split_at(rest.iter().take_while(is_before).count());
    *rest = behind;
    let Some((first, behind)) = behind.split_first() else { return (before, None) };
    if !Arc::ptr_eq(&first.path, path) && first.path.as_os_str() != path.as_os_str() {
        return (before, None);
    }
    *rest = behind;
    (before, Some(first))
}

impl Known {
    pub(super) fn of(header: &Header, directory: u32, open: Option<u32>) -> Known {
        let Header { published, state, append, reuse, .. } = *header;
        Known { published, state, append, reuse, directory, open }
    }

    /// A header that says just this.
    pub(super) fn header(&self, any: &Header) -> Header {
        let Known { published, state, append, reuse, .. } = *self;
        Header { published, state, append, reuse, ..*any }
    }
}

impl File {
    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its format: 1 or 2.
    pub fn format(&self) -> u8 {
        self.format
    }

    /// Its id, which no other file has; nothing in format 1.
    pub fn id(&self) -> Option<[u8; 16]> {
        match self.identity {
            Identity::Id(id) => Some(id),
            Identity::Inode { .. } => None,
        }
    }

    /// The writer's process id, where the file has it. It means something in the writer's pid
    /// namespace.
    pub fn pid(&self) -> Option<u64> {
        self.pid
    }

    /// When it was created, nanoseconds since 1970; 0 where the file doesn't say it.
    pub fn created(&self) -> u64 {
        self.created
    }

    /// Whether its writer lived when the file was read.
    pub fn writer(&self) -> Liveness {
        self.writer
    }

    /// Whether it is an accumulator: it has what writers counted that have ended, and whose files
    /// were folded. Then its time of creation is that of the one created last.
    pub fn is_accumulator(&self) -> bool {
        self.is_accumulator
    }

    /// Reads the values of this file alone, now.
    pub fn open(&self) -> Result<AnyReader, Error> {
        crate::open(&*self.path)
    }
}
