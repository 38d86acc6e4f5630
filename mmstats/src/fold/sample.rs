//! Which files a writer that begins looks at, and which of them it folds: few of those there are.

use std::ffi::{CStr, CString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::KEEP_NEWEST;
use super::accumulator::Accumulator;
use super::scan::{Asked, Candidate, Scan, is_stats_file};
use crate::create::{Folder, calls, sweep};
use crate::naming::accumulator_user;
use crate::writer::real_time;

/// How much a writer does for those before it, at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    /// Entries of the folder that are listed.
    pub(super) listed: usize,
    /// Files that are looked at.
    pub(super) looked_at: usize,
    /// Files that are folded, and the bytes that they have together where they are more than two.
    pub(super) folded: usize,
    pub(super) bytes: u64,
}

/// Files of a folder, of which some were looked at.
#[derive(Debug)]
pub(super) struct Sample {
    /// Those that were listed, but for the writer's own.
    names: Vec<CString>,
    /// Whether there are no others.
    pub(super) is_whole: bool,
    share: Share,
    scan: Scan,
}

impl Sample {
    /// Files in the folder of a writer's file. Those that are looked at begin at a random one.
    pub(super) fn of(
        folder: &Folder,
        own: &Path,
        application: &str,
        share: Share,
        random: u64,
    ) -> io::Result<Sample> {
        let own = own.file_name().unwrap_or_default().as_bytes();
        let is_others = |name: &CStr| {
            let bytes = name.to_bytes();
            is_stats_file(name) && accumulator_user(bytes).is_none() && bytes != own
        };
        let (mut names, is_whole) = calls::first_names(&folder.file, share.listed, is_others)?;
        let at = random.checked_rem(names.len() as u64).unwrap_or(0);
        names.rotate_left(at as usize);
        let looked_at = &names[..names.len().min(share.looked_at)];
        let mut scan = Scan::default();
        scan.look_at(folder, looked_at, Some(application), Asked::Nothing);
        Ok(Sample { names, is_whole, share, scan })
    }

    /// The files to be folded, the oldest first: those of dead writers, once there are as many of
    /// them again as stay. Of those that weren't looked at as many are dead and stay in proportion.
    pub(super) fn chosen(&self) -> Vec<Candidate> {
        let looked_at = self.names.len().min(self.share.looked_at);
        let stay = (KEEP_NEWEST * looked_at).div_ceil(self.names.len().max(1));
        let mut dead: Vec<&Candidate> = self.scan.candidates.iter().collect();
        if dead.len() < 2 * stay {
            return Vec::new();
        }
        dead.sort_by_key(|candidate| candidate.created);
        let mut bytes = 0;
        let fits = |(at, candidate): &(usize, &Candidate)| {
            bytes += candidate.size;
            *at < 2 || bytes <= self.share.bytes
        };
        let at_most = self.share.folded.min(dead.len() - stay);
        let oldest = dead.into_iter().take(at_most).enumerate().take_while(fits);
        oldest.map(|(_, candidate)| candidate.clone()).collect()
    }

    /// Lets an accumulator forget items, which takes a look at all files: where these are few, or
    /// as many items would go.
    pub(super) fn forget(&self, folder: &Folder, accumulator: &mut Accumulator) {
        let (files, now) = (self.names.len(), real_time());
        let is_small = self.is_whole && files <= self.share.looked_at;
        if is_small {
            sweep(folder);
        }
        let old = accumulator.old(now);
        if old > 0
            && (is_small || self.is_whole && old >= files)
            && let Ok(all) = Scan::all(folder, None, Asked::Nothing)
        {
            all.forget(accumulator, now);
        }
    }
}
