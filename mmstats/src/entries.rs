//! What a folder holds, as the system lists it: names and inode numbers.

use std::ffi::CStr;
use std::fs::File;
use std::io;
use std::mem::offset_of;
use std::os::fd::AsRawFd;

/// How much is asked for in one call: some 800 names.
const CALL: usize = 32 << 10;

/// Room for one of them at least, with the longest name.
const ENTRY: usize = size_of::<libc::dirent64>();

/// What a folder holds, in the bytes that the system gave: the same where nothing came or went.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Entries(Vec<u8>);

impl Entries {
    /// Lists a folder that is open and was not listed yet: all of it, or an error. A folder that was
    /// removed has nothing.
    pub(crate) fn of(folder: &File) -> io::Result<Entries> {
        let (mut bytes, mut end) = (Vec::new(), 0);
        loop {
            if bytes.len() - end < ENTRY {
                // Zeros: the system leaves what is behind names as it is.
                bytes.resize(end + CALL, 0);
            }
            let free = &mut bytes[end..];
            // SAFETY: a descriptor of ours, and that much memory for the result.
            let more = unsafe {
                let (place, length) = (free.as_mut_ptr(), free.len());
                libc::syscall(libc::SYS_getdents64, folder.as_raw_fd(), place, length)
            };
            match usize::try_from(more) {
                Ok(0) => break,
                Ok(more) => end += more,
                Err(_) => match io::Error::last_os_error() {
                    error if error.kind() == io::ErrorKind::Interrupted => {}
                    error if error.kind() == io::ErrorKind::NotFound => break,
                    error => return Err(error),
                },
            }
        }
        bytes.truncate(end);
        Ok(Entries(bytes))
    }

    /// How many bytes they are.
    pub(crate) fn size(&self) -> usize {
        self.0.len()
    }

    /// Inode number and name of each, in the system's order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, &CStr)> {
        const LENGTH: usize = offset_of!(libc::dirent64, d_reclen);
        const NAME: usize = offset_of!(libc::dirent64, d_name);
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let inode = u64::from_ne_bytes(*rest.first_chunk()?);
            let length = u16::from_ne_bytes(*rest.get(LENGTH..)?.first_chunk()?);
            let (entry, behind) = rest.split_at_checked(length.into())?;
            rest = behind;
            Some((inode, CStr::from_bytes_until_nul(entry.get(NAME..)?).ok()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_listed_is_no_empty_folder() {
        let file = File::open("/proc/self/stat").expect("a file");
        assert!(Entries::of(&file).is_err());
    }

    #[test]
    fn a_folder_that_was_removed_has_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let open = File::open(folder.path()).expect("a folder");
        folder.close().expect("ours");
        let entries = Entries::of(&open).expect("what it has");
        assert_eq!(
            entries.iter().filter(|(_, name)| !name.to_bytes().starts_with(b".")).count(),
            0
        );
    }
}
