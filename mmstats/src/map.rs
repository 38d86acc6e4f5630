//! The memory of a writer: one address range from the first handle to the last write.
//!
//! Handles point into it, so the range never moves: a file is mapped over its start, over private
//! memory in which fields were declared (format 1) or piece by piece as it grows (format 2); at the
//! end, and in a forked child, it is private memory again, so that a write that comes late is
//! harmless. All unsafe code about mappings is here.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::fd::AsRawFd;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use mmstats_core::v2::cells::{Word, words};
use mmstats_core::v2::layout::{PAGE, WORD};

/// An address range. It stays mapped, readable and writable up to its usable size, until it is
/// dropped; whoever points into it keeps it alive.
#[derive(Debug)]
pub(crate) struct Region {
    base: NonNull<u8>,
    /// What is reserved: changes once, when the range is cut to the size of its file.
    reserved: AtomicUsize,
    /// What of it can be read and written.
    usable: AtomicUsize,
    /// Whether a file is under it.
    has_file: AtomicBool,
}

// SAFETY: a region is an address range. What is in it is accessed through cells, whose contract
// says who may, and by the methods below, which say so themselves.
unsafe impl Send for Region {}
// SAFETY: as above.
unsafe impl Sync for Region {}

impl Region {
    /// Reserves a range of addresses: no memory yet.
    pub(crate) fn reserve(size: usize) -> io::Result<Region> {
        let size = size.checked_next_multiple_of(page_size());
        let size = size.ok_or_else(|| io::Error::from_raw_os_error(libc::ENOMEM))?;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let base = anonymous(size, libc::PROT_NONE, flags)?;
        let (reserved, usable) = (AtomicUsize::new(size), AtomicUsize::new(0));
        Ok(Region { base, reserved, usable, has_file: AtomicBool::new(false) })
    }

    /// Makes the first `size` bytes readable and writable. Returns what is usable now.
    pub(crate) fn grow(&self, size: usize) -> io::Result<usize> {
        let usable = self.usable();
        if size <= usable {
            return Ok(usable);
        }
        if size > self.reserved() {
            return Err(io::Error::from_raw_os_error(libc::ENOMEM));
        }
        // Doubling, so that many fields take few calls.
        let wanted = size.max(usable * 2).next_multiple_of(page_size()).min(self.reserved());
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: within the reserved range, which is ours.
        if unsafe { libc::mprotect(self.base.as_ptr().cast(), wanted, protection) } != 0 {
            return Err(io::Error::last_os_error());
        }
        self.usable.store(wanted, Ordering::Relaxed);
        Ok(wanted)
    }

    /// The address of an offset that is usable.
    pub(crate) fn at(&self, offset: usize) -> NonNull<u8> {
        assert!(offset < self.usable(), "an offset beyond the usable range");
        // SAFETY: in the range.
        unsafe { self.base.add(offset) }
    }

    /// The words of a usable part of the range, which starts at a word.
    pub(crate) fn words(&self, offset: usize, len: usize) -> &[Word] {
        assert!(offset.is_multiple_of(WORD), "words start at words");
        let end = len.checked_mul(WORD).and_then(|size| size.checked_add(offset));
        assert!(end.is_some_and(|end| end <= self.usable()), "words beyond the usable range");
        // SAFETY: in the range, which stays mapped as long as this region, and is aligned. What
        // has words is never accessed otherwise.
        unsafe { words(self.base.add(offset).cast(), len) }
    }

    /// The same words, for a handle.
    ///
    /// # Safety
    /// Whoever has them keeps this region alive.
    pub(crate) unsafe fn words_of_handle(&self, offset: usize, len: usize) -> &'static [Word] {
        let words: *const [Word] = self.words(offset, len);
        // SAFETY: the words stay as long as the region, and that is the caller's.
        unsafe { &*words }
    }

    /// Whether what is written there is in a file.
    pub(crate) fn has_file(&self) -> bool {
        self.has_file.load(Ordering::Relaxed)
    }

    pub(crate) fn usable(&self) -> usize {
        self.usable.load(Ordering::Relaxed)
    }

    pub(crate) fn reserved(&self) -> usize {
        self.reserved.load(Ordering::Relaxed)
    }

    /// A copy of some bytes, from a word on. Handles should not write meanwhile (see `Writer`); what
    /// one that does writes is in it, or not, or half.
    pub(crate) fn copy_out(&self, range: Range<usize>) -> Vec<u8> {
        assert!(range.start.is_multiple_of(WORD) && range.end <= self.usable());
        let words = self.base.cast::<u64>();
        let size = range.len();
        let mut bytes = Vec::with_capacity(size.next_multiple_of(WORD));
        for i in range.start / WORD..range.end.div_ceil(WORD) {
            // SAFETY: in the usable range, which is of whole pages, and aligned; volatile, as for
            // memory that others see.
            let word = unsafe { words.add(i).as_ptr().read_volatile() };
            bytes.extend(word.to_ne_bytes());
        }
        bytes.truncate(size);
        bytes
    }

    /// Copies bytes into the range. Handles should not write there meanwhile (see `Writer`); what
    /// one that does writes may be lost.
    pub(crate) fn copy_in(&self, at: usize, bytes: &[u8]) {
        assert!(at.checked_add(bytes.len()).is_some_and(|end| end <= self.usable()));
        for (i, byte) in bytes.iter().enumerate() {
            // SAFETY: in the usable range; volatile, as for memory that others see.
            unsafe { self.base.as_ptr().add(at + i).write_volatile(*byte) };
        }
    }

    /// Maps a file of `size` bytes, whole pages, over the start of the range, and makes sure that no
    /// page of it is missing when it is written. The file's space is allocated, and it never shrinks.
    pub(crate) fn map_file(&self, file: &File, size: usize) -> io::Result<()> {
        debug_assert_eq!(size % PAGE, 0);
        assert!(size <= self.reserved());
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_SHARED | libc::MAP_FIXED;
        let base = self.base.as_ptr().cast();
        // SAFETY: replaces pages of our own range, in one step for whoever writes meanwhile.
        checked(unsafe { libc::mmap(base, size, protection, flags, file.as_raw_fd(), 0) })?;
        self.usable.store(size, Ordering::Relaxed);
        self.has_file.store(true, Ordering::Relaxed);
        populate(base, size)
    }

    /// Maps what a file has behind that which is usable, up to `size`, and makes sure that no
    /// page of it is missing when it is written. The file's space is allocated, and it never
    /// shrinks.
    pub(crate) fn extend(&self, file: &File, size: usize) -> io::Result<()> {
        let usable = self.usable();
        assert!(usable <= size && size <= self.reserved());
        // Where the system's pages are larger than a block, the last one is mapped again.
        let from = usable - usable % page_size();
        let offset =
            libc::off_t::try_from(from).map_err(|_| io::Error::from_raw_os_error(libc::EFBIG))?;
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_SHARED | libc::MAP_FIXED;
        // SAFETY: in our own range.
        let at = unsafe { self.base.add(from) }.as_ptr().cast();
        // SAFETY: replaces pages of our own range that nobody uses, or by the same ones.
        checked(unsafe {
            libc::mmap(at, size - from, protection, flags, file.as_raw_fd(), offset)
        })?;
        populate(at, size - from).inspect_err(|_| self.cover(usable, size))?;
        self.usable.store(size, Ordering::Relaxed);
        Ok(())
    }

    /// Has nothing under the addresses from one offset to another, behind what is usable.
    fn cover(&self, from: usize, to: usize) {
        let from = from.next_multiple_of(page_size());
        if from < to {
            let flags =
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_FIXED;
            // SAFETY: replaces pages of our own range that nobody uses. Where that fails the file's stay,
            // and nobody uses them either.
            unsafe {
                let at = self.base.add(from).as_ptr().cast();
                libc::mmap(at, to - from, libc::PROT_NONE, flags, -1, 0);
            }
        }
    }

    /// Gives back the addresses behind what is usable: it won't grow any more.
    pub(crate) fn settle(&self) {
        self.cut(self.usable().next_multiple_of(page_size()));
    }

    /// Puts private memory under the range, with what it held: writes reach no file any more. What
    /// a handle writes meanwhile is in the file, or in the memory, or in both.
    pub(crate) fn detach(&self) -> io::Result<()> {
        let size = self.usable().next_multiple_of(page_size());
        if size == 0 {
            return Ok(());
        }
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        let copy = anonymous(size, protection, flags)?.cast::<u64>();
        for i in 0..self.usable() / size_of::<u64>() {
            // SAFETY: in the usable range, and aligned; volatile, as for memory that others see.
            let word = unsafe { self.base.cast::<u64>().add(i).as_ptr().read_volatile() };
            // A page that nobody wrote to takes no memory.
            if word != 0 {
                // SAFETY: the copy is as large, and nobody else knows it.
                unsafe { copy.add(i).write(word) };
            }
        }
        let (flags, base) = (libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED, self.base.as_ptr());
        // SAFETY: replaces pages of our own range, in one step for whoever writes meanwhile; the
        // copy's addresses are nobody's any more.
        let moved = unsafe {
            libc::mremap(copy.as_ptr().cast(), size, size, flags, base.cast::<libc::c_void>())
        };
        if moved != libc::MAP_FAILED {
            self.has_file.store(false, Ordering::Relaxed);
            return Ok(());
        }
        let blank = self.blank().map(|()| self.put_back(copy));
        // SAFETY: the copy, which nobody else knows.
        unsafe { libc::munmap(copy.as_ptr().cast(), size) };
        blank
    }

    /// Stores the words of a copy where the range has none: what handles wrote meanwhile stays.
    fn put_back(&self, copy: NonNull<u64>) {
        for (i, word) in self.words(0, self.usable() / WORD).iter().enumerate() {
            // SAFETY: the copy is as large, and nobody else knows it.
            let old = u64::from_le(unsafe { copy.add(i).read() });
            // A failure for no reason leaves a 0, and is tried again.
            while old != 0 && word.replace(0, old) == Err(0) {}
        }
    }

    /// Puts empty private memory under the range, which costs none until somebody writes.
    pub(crate) fn blank(&self) -> io::Result<()> {
        let size = self.usable().next_multiple_of(page_size());
        if size == 0 {
            return Ok(());
        }
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED;
        let base = self.base.as_ptr().cast();
        // SAFETY: replaces pages of our own range, in one step for whoever writes meanwhile.
        checked(unsafe { libc::mmap(base, size, protection, flags, -1, 0) })?;
        self.has_file.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Writes changed pages to the file's device; waits for it or only starts it.
    pub(crate) fn flush(&self, wait: bool) -> io::Result<()> {
        let flag = if wait { libc::MS_SYNC } else { libc::MS_ASYNC };
        // SAFETY: our own range.
        match unsafe { libc::msync(self.base.as_ptr().cast(), self.usable(), flag) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// Keeps the range mapped for the life of the process, empty and private: for handles that
    /// no owner keeps alive, such as C's.
    pub(crate) fn leave_behind(&self) {
        // Where even that fails the file stays mapped, which is as harmless.
        let _ = self.blank();
        self.settle();
        // With nothing reserved, the end of the last owner unmaps nothing.
        self.reserved.store(0, Ordering::Relaxed);
    }

    /// Gives back the addresses from `size` on: nothing was ever handed out there.
    fn cut(&self, size: usize) {
        let reserved = self.reserved();
        if size < reserved {
            // SAFETY: our own range, behind all that is usable.
            let done =
                unsafe { libc::munmap(self.base.as_ptr().add(size).cast(), reserved - size) };
            if done == 0 {
                self.reserved.store(size, Ordering::Relaxed);
            }
        }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let reserved = self.reserved();
        if reserved > 0 {
            // SAFETY: our own range, and nobody is left who points into it.
            unsafe { libc::munmap(self.base.as_ptr().cast(), reserved) };
        }
    }
}

fn checked(address: *mut libc::c_void) -> io::Result<NonNull<u8>> {
    if address == libc::MAP_FAILED {
        return Err(io::Error::last_os_error());
    }
    NonNull::new(address.cast()).ok_or_else(|| io::Error::from_raw_os_error(libc::EINVAL))
}

/// Private memory at an address of the system's choice.
fn anonymous(size: usize, protection: i32, flags: i32) -> io::Result<NonNull<u8>> {
    // SAFETY: a new mapping, which replaces none.
    checked(unsafe { libc::mmap(ptr::null_mut(), size, protection, flags, -1, 0) })
}

/// Makes every page of a mapping of ours present, so that no write has to wait for one, or fail.
fn populate(at: *mut libc::c_void, size: usize) -> io::Result<()> {
    loop {
        // SAFETY: a mapping of ours, which can be written; its content stays.
        if unsafe { libc::madvise(at, size, libc::MADV_POPULATE_WRITE) } == 0 {
            return Ok(());
        }
        let error = io::Error::last_os_error();
        match error.raw_os_error() {
            Some(libc::EINTR) => {}
            // Kernels before 5.14 don't know it. The space is allocated: a write finds it.
            Some(libc::EINVAL) => break,
            // It would have been a SIGBUS.
            Some(libc::EFAULT) => return Err(io::Error::from_raw_os_error(libc::ENOSPC)),
            _ => return Err(error),
        }
    }
    for page in (0..size).step_by(PAGE) {
        // SAFETY: a word of the mapping, aligned. Adding nothing is a write that changes nothing.
        let word = unsafe { AtomicU64::from_ptr(at.byte_add(page).cast()) };
        word.fetch_add(0, Ordering::Relaxed);
    }
    Ok(())
}

/// The system's page size, or a file's if that is larger.
fn page_size() -> usize {
    // SAFETY: takes a number and can't fail in a way that matters below.
    let system = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    usize::try_from(system).unwrap_or(PAGE).max(PAGE)
}
