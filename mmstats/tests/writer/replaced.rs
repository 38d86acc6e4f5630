//! A stale file is replaced by a rename (F1-NO-SHRINK): who has the old one goes on reading it.

use std::fs::{self, File};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, MetadataExt};

use mmstats::v1::Value;

use crate::folder::{Folder, assert_value, open};

/// A file's first page, mapped as a reader may map it.
struct Mapped(*const u8);

impl Mapped {
    const SIZE: usize = 4096;

    fn new(file: &File) -> Mapped {
        let (protection, flags) = (libc::PROT_READ, libc::MAP_SHARED);
        // SAFETY: a new mapping at an address of the system's choice.
        let at = unsafe {
            libc::mmap(std::ptr::null_mut(), Mapped::SIZE, protection, flags, file.as_raw_fd(), 0)
        };
        assert_ne!(at, libc::MAP_FAILED);
        Mapped(at.cast())
    }

    fn bytes(&self) -> Vec<u8> {
        // SAFETY: mapped, and volatile since others may write.
        (0..Mapped::SIZE).map(|i| unsafe { self.0.add(i).read_volatile() }).collect()
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // SAFETY: mapped by `new`.
        unsafe { libc::munmap(self.0.cast_mut().cast(), Mapped::SIZE) };
    }
}

#[test]
fn readers_of_a_stale_file_keep_it() {
    let folder = Folder::new();
    let mut old = folder.options().system_fields(true).build().expect("a writer");
    old.counter("old").expect("a field").set(1);
    let path = old.create_file().expect("a file");
    drop(old);

    let bytes = fs::read(&path).expect("the file");
    let file = File::open(&path).expect("the file");
    let (mapped, mut reader) = (Mapped::new(&file), open(&path));

    let mut new = folder.writer();
    new.counter("new").expect("a field").set(2);
    assert_eq!(new.create_file().expect("it replaces the stale one"), path);

    assert_ne!(file.metadata().unwrap().ino(), fs::metadata(&path).unwrap().ino());
    let mut read = vec![0; bytes.len() + 1];
    assert_eq!(file.read_at(&mut read, 0).expect("the old file"), bytes.len());
    assert_eq!(read[..bytes.len()], bytes);
    assert_eq!(mapped.bytes(), bytes);
    reader.refresh().expect("a reader stays with the file it opened");
    assert_value(&reader, "old", Value::U64(1));
    assert_value(&open(&path), "new", Value::U64(2));
    assert_eq!(folder.names(), ["test.mmstats"]);
}
