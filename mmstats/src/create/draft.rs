//! A file to be: whole, and locked by us, but without a name, or with one that nobody looks for.

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use mmstats_core::v2::layout::header;

use super::folder::Folder;
use super::space::{allocate, full_or_io, is_not_supported};
use super::{Format, Wanted, calls, sweep};
use crate::file_system::whereabouts;
use crate::{Error, lock, random};

/// What names of drafts begin and end with. The dot hides them from readers' globs.
pub(super) const PREFIX: &str = ".mmstats-";
pub(super) const SUFFIX: &str = ".new";

/// How often something is tried that fails only where somebody else did something at that moment.
pub(crate) const TRIES: usize = 16;

/// The file. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    folder: &'a Folder,
    /// Goes before the file: nobody else takes the lock of a file that has it.
    dot_name: Option<DotName<'a>>,
    pub(super) file: File,
}

/// A name of a draft. Dropped, it is gone.
#[derive(Debug)]
struct DotName<'a> {
    folder: &'a Folder,
    name: CString,
}

impl DotName<'_> {
    /// The file has no longer this name.
    fn forget(mut self) {
        self.name = CString::default();
    }
}

impl Drop for DotName<'_> {
    fn drop(&mut self) {
        if !self.name.is_empty() {
            // Where that fails the name stays, as that of a writer that was killed.
            let _ = calls::unlink(&self.folder.file, &self.name);
        }
    }
}

impl<'a> Draft<'a> {
    /// One without a name: nothing of it is ever left. `None` where the file system or the kernel has
    /// no such thing.
    pub(super) fn unnamed(
        folder: &'a Folder,
        wanted: &Wanted,
        content: &[u8],
    ) -> Result<Option<Draft<'a>>, Error> {
        let flags = libc::O_TMPFILE | libc::O_RDWR;
        let file = match calls::open(&folder.file, calls::SELF, flags, wanted.mode) {
            Ok(file) => file,
            Err(error) if is_no_unnamed_file(&error) => return Ok(None),
            Err(error) => {
                return Err(full_or_io(folder.path(), "create a file in it", content.len(), error));
            }
        };
        let draft = Draft { folder, dot_name: None, file };
        lock::take(&draft.file).map_err(|error| no_lock(wanted, error))?;
        draft.fill(wanted, content)?;
        Ok(Some(draft))
    }

    /// One with a name that begins with a dot. Those of writers that were killed are swept away.
    pub(super) fn dot_named(
        folder: &'a Folder,
        wanted: &Wanted,
        content: &[u8],
    ) -> Result<Draft<'a>, Error> {
        sweep::sweep(folder);
        let refused =
            |error| full_or_io(folder.path(), "create a file in it", content.len(), error);
        for _ in 0..TRIES {
            let name = new_name().map_err(refused)?;
            let flags = libc::O_CREAT | libc::O_EXCL | libc::O_RDWR;
            let file = match calls::open(&folder.file, &name, flags, wanted.mode) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(refused(error)),
            };
            let dot_name = DotName { folder, name };
            match lock::take(&file) {
                // Who sweeps may have found it before it was locked.
                Ok(()) if !is_at(&file, folder, &dot_name.name) => continue,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                locked => locked.map_err(|error| no_lock(wanted, error))?,
            }
            let draft = Draft { folder, dot_name: Some(dot_name), file };
            draft.fill(wanted, content)?;
            return Ok(draft);
        }
        Err(refused(io::ErrorKind::ResourceBusy.into()))
    }

    /// Permissions, space, content.
    fn fill(&self, wanted: &Wanted, content: &[u8]) -> Result<(), Error> {
        let path = &wanted.place.path;
        if wanted.format == Format::V2 {
            match calls::set_mode(&self.file, wanted.mode) {
                // A file system that keeps none: who may do what is said where it is mounted.
                Err(error)
                    if is_not_supported(&error) || error.raw_os_error() == Some(libc::EPERM) => {}
                set => set.map_err(|error| Error::io(path, "set its permissions", error))?,
            }
        }
        allocate(&self.file, path, 0, content.len())?;
        let written = self.file.write_all_at(content, 0).and_then(|()| match wanted.names_itself {
            true => self.name_itself(),
            false => Ok(()),
        });
        written.map_err(|error| full_or_io(path, "write it", content.len(), error))
    }

    /// Says in the header which file it is, where nobody can see its lock otherwise than we do: who
    /// finds that very file and its lock free knows that its writer has gone (F2-INODE).
    fn name_itself(&self) -> io::Result<()> {
        let Some([device, inode]) = whereabouts(&self.file) else { return Ok(()) };
        self.file.write_all_at(&device.to_le_bytes(), header::DEVICE as u64)?;
        self.file.write_all_at(&inode.to_le_bytes(), header::INODE as u64)
    }

    /// Gives it a name that is free. Errors: `AlreadyExists` where it isn't.
    pub(super) fn name(&mut self, name: &CStr) -> io::Result<()> {
        let Some(dot_name) = &self.dot_name else {
            return self.link(name);
        };
        match calls::link(&self.folder.file, &dot_name.name, name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            // A file system without links.
            Err(_) => {
                calls::rename_to_free(&self.folder.file, &dot_name.name, name)?;
                if let Some(dot_name) = self.dot_name.take() {
                    dot_name.forget();
                }
            }
            Ok(()) => drop(self.dot_name.take()),
        }
        Ok(())
    }

    /// Gives it its first name.
    fn link(&self, name: &CStr) -> io::Result<()> {
        match calls::link_file(&self.file, &self.folder.file, name) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                calls::link_file_by_proc(&self.file, &self.folder.file, name)
            }
            done => done,
        }
    }

    /// Puts it in the place of what has that name. Names that others left on the way there are swept
    /// away.
    pub(super) fn replace(&mut self, name: &CStr) -> io::Result<()> {
        if self.dot_name.is_none() {
            sweep::sweep(self.folder);
        }
        self.rename_to(name)
    }

    /// Puts it in the place of what has that name.
    pub(super) fn rename_to(&mut self, name: &CStr) -> io::Result<()> {
        let dot_name = match self.dot_name.take() {
            Some(dot_name) => dot_name,
            None => {
                let dot_name = new_name()?;
                self.link(&dot_name)?;
                DotName { folder: self.folder, name: dot_name }
            }
        };
        calls::rename(&self.folder.file, &dot_name.name, name)?;
        dot_name.forget();
        Ok(())
    }
}

fn no_lock(wanted: &Wanted, error: io::Error) -> Error {
    Error::io(&wanted.place.path, "lock it", error)
}

/// What says that a kernel or a file system has no files without a name. Kernels before 3.11 take
/// the flag for one that opens the folder itself.
fn is_no_unnamed_file(error: &io::Error) -> bool {
    is_not_supported(error)
        || matches!(error.raw_os_error(), Some(libc::EISDIR | libc::EINVAL | libc::ENOENT))
}

/// A name that no other draft has.
fn new_name() -> io::Result<CString> {
    let random = u64::from_ne_bytes(random::bytes()?);
    Ok(CString::new(format!("{PREFIX}{random:016x}{SUFFIX}"))?)
}

/// Whether a file is the one of that name in the folder.
pub(crate) fn is_at(file: &File, folder: &Folder, name: &CStr) -> bool {
    match (calls::about_file(file), calls::about(&folder.file, name)) {
        (Ok(ours), Ok(theirs)) => calls::is_same(&ours, &theirs),
        _ => false,
    }
}
