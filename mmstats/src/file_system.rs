//! Kinds of file systems, and what a mapped stats file has to expect of them.

use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;

/// A kind of file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileSystem {
    /// In memory: nothing waits.
    Memory(&'static str),
    /// On a device of this machine: who writes to a page waits while that is written back.
    Disk(&'static str),
    /// The same, where allocated space is not enough for a write, which goes to another place.
    Signals(&'static str),
    /// Made of other file systems, by which its files can be had too, with other locks.
    Layers(&'static str),
    /// Others may write to it, who see other locks, other pages.
    Remote(&'static str),
    /// Of none of these types.
    Other(u32),
}

use FileSystem::{Disk, Layers, Memory, Remote, Signals};

/// By the type that statfs gives, with the names of `stat -f`.
const TYPES: [(u32, FileSystem); 32] = [
    (0x0102_1994, Memory("tmpfs")),
    (0x8584_58f6, Memory("ramfs")),
    (0x9123_683e, Signals("btrfs")),
    (0x0000_ef53, Disk("ext2/ext3")),
    (0x5846_5342, Disk("xfs")),
    (0xf2f5_2010, Disk("f2fs")),
    (0x794c_7630, Layers("overlayfs")),
    (0x2fc1_2fc1, Signals("zfs")),
    (0xca45_1a4e, Signals("bcachefs")),
    (0x0000_3434, Signals("nilfs2")),
    (0x3153_464a, Disk("jfs")),
    (0x5265_4973, Disk("reiserfs")),
    (0x0000_4d44, Disk("msdos")),
    (0x2011_bab0, Disk("exfat")),
    (0x7366_746e, Disk("ntfs")),
    (0x0000_6969, Remote("nfs")),
    (0xff53_4d42, Remote("cifs")),
    (0xfe53_4d42, Remote("smb2")),
    (0x0000_517b, Remote("smb")),
    (0x0102_1997, Remote("v9fs")),
    (0x6573_5546, Remote("fuseblk")),
    (0x00c3_6400, Remote("ceph")),
    (0x5346_414f, Remote("afs")),
    (0x6b41_4653, Remote("k-afs")),
    (0x7375_7245, Remote("coda")),
    (0x0bd0_0bd0, Remote("lustre")),
    (0x0116_1970, Remote("gfs/gfs2")),
    (0x7461_636f, Remote("ocfs2")),
    (0x4750_4653, Remote("gpfs")),
    (0x786f_4256, Remote("vboxsf")),
    (0xbacb_acbc, Remote("vmhgfs")),
    (0x1980_3015, Remote("fhgfs")),
];

/// Device and inode of a file, where all who can have the file have it by these, and see its locks.
pub(crate) fn whereabouts(file: &File) -> Option<[u64; 2]> {
    match FileSystem::of(file).ok()? {
        Memory(_) | Disk(_) | Signals(_) => {}
        Layers(_) | Remote(_) | FileSystem::Other(_) => return None,
    }
    let about = file.metadata().ok()?;
    Some([about.dev(), about.ino()])
}

impl FileSystem {
    /// That of an open file or folder.
    pub(crate) fn of(file: &File) -> io::Result<FileSystem> {
        let mut about = MaybeUninit::<libc::statfs>::zeroed();
        // SAFETY: a descriptor of ours and a place for the result, for which all zeros is a value.
        let found = unsafe {
            match libc::fstatfs(file.as_raw_fd(), about.as_mut_ptr()) {
                0 => about.assume_init().f_type,
                _ => return Err(io::Error::last_os_error()),
            }
        };
        // Of whichever width and sign it is here, the types have 32 bits.
        let found = found as u32;
        let known = TYPES.iter().find(|(number, _)| *number == found);
        Ok(known.map_or(FileSystem::Other(found), |(_, file_system)| *file_system))
    }
}
