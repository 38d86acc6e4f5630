//! An emulation of how mmstats 0.8.0 creates and writes a file: the steps that it takes, in their
//! order, without the time that its language takes between them.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::ptr::{self, NonNull};

use mmstats_core::v1::layout::{PAGE, VALUE_OFFSET, VERSION};

/// Bytes of a number.
const WIDTH: usize = 8;

/// A file with numbers.
#[derive(Debug)]
pub struct Writer {
    at: NonNull<u8>,
    size: usize,
    /// Offsets of the write buffers.
    fields: Vec<usize>,
}

impl Writer {
    /// Creates the file under its name, and then fills it in: empty, long enough, mapped, the version,
    /// and field after field.
    pub fn create(path: &Path, labels: &[String]) -> io::Result<Writer> {
        let size = labels.iter().map(|label| label.len() + 6 + 2 * WIDTH).sum::<usize>() + 1;
        let size = size.next_multiple_of(PAGE);
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
        file.set_len(size as u64)?;
        let (protection, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED);
        // SAFETY: a new mapping at an address of the system's choice.
        let at =
            unsafe { libc::mmap(ptr::null_mut(), size, protection, flags, file.as_raw_fd(), 0) };
        if at == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let at = NonNull::new(at.cast()).ok_or(io::ErrorKind::Other)?;
        let mut writer = Writer { at, size, fields: Vec::new() };
        writer.store(0, &[VERSION]);
        let mut end = 1;
        for label in labels {
            end = writer.add(end, label);
        }
        Ok(writer)
    }

    /// A field, item by item. Returns where it ends.
    fn add(&mut self, mut at: usize, label: &str) -> usize {
        let label_size = (label.len() as u16).to_le_bytes();
        let items: [&[u8]; 6] =
            [&label_size, label.as_bytes(), &[1, 0], b"Q", &[0], &[0; 2 * WIDTH]];
        for item in items {
            self.store(at, item);
            at += item.len();
        }
        self.fields.push(at - 2 * WIDTH - VALUE_OFFSET);
        at
    }

    fn store(&self, at: usize, bytes: &[u8]) {
        assert!(at + bytes.len() <= self.size);
        for (i, byte) in bytes.iter().enumerate() {
            // SAFETY: in the mapping; volatile, since others see it.
            unsafe { self.at.add(at + i).write_volatile(*byte) };
        }
    }

    /// The address of a field's write buffer.
    pub fn write_buffer(&self, field: usize) -> NonNull<u8> {
        // SAFETY: in the mapping.
        unsafe { self.at.add(self.fields[field]) }
    }

    /// Writes a number: into the buffer that isn't read, and then its place into the write buffer.
    /// Nothing keeps the two in order but the processor.
    #[inline(always)]
    pub fn set(&self, field: usize, value: u64) {
        let at = self.write_buffer(field);
        // SAFETY: the byte and two buffers behind it are in the mapping, which nobody else in this
        // process uses; volatile, since others see it.
        unsafe {
            let written = at.read_volatile() & 1;
            let buffer = at.add(VALUE_OFFSET + usize::from(written) * WIDTH);
            buffer.cast::<Number>().write_volatile(Number(value));
            at.write_volatile(written ^ 1);
        }
    }
}

/// A number at any address.
#[repr(C, packed)]
struct Number(u64);

impl Drop for Writer {
    fn drop(&mut self) {
        // SAFETY: our own mapping.
        unsafe { libc::munmap(self.at.as_ptr().cast(), self.size) };
    }
}
