//! The header (SPEC.md 2.2).

use super::bytes::{bytes_at, u16_at, u32_at, u64_at};
use super::error::{Error, ErrorKind};
use super::layout::{PAGE, header};
use crate::text::Text;

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The minor version of the format.
    pub minor: u16,
    /// The header length: where the blocks begin.
    pub length: u16,
    /// Where the last published block ends.
    pub published: u64,
    /// Open or closed; see [`Header::is_closed`].
    pub state: u64,
    /// When the file was created, nanoseconds since 1970.
    pub created: u64,
    /// The same moment, nanoseconds of CLOCK_BOOTTIME.
    pub created_boot: u64,
    /// The writer's process id.
    pub pid: u64,
    /// The start time of that process, 0 unknown.
    pub start: u64,
    /// The boot id, all 0 unknown.
    pub boot_id: [u8; 16],
    /// The pid namespace, 0 unknown.
    pub pid_namespace: u64,
    /// The writer's user id.
    pub uid: u64,
    /// The heartbeat, nanoseconds since 1970, 0 not kept.
    pub heartbeat: u64,
    /// The append generation: one up for each entry.
    pub append: u64,
    /// The reuse generation: odd while entries are being rewritten.
    pub reuse: u64,
    /// The file id.
    pub file_id: [u8; 16],
    /// The application name, padded with NUL.
    pub application: [u8; header::APPLICATION_WIDTH],
    /// The device that the file is on, as its writer sees it; 0 unknown.
    pub device: u64,
    /// Its inode number there; 0 unknown.
    pub inode: u64,
}

impl Header {
    /// Parses and checks the header of a file of `size` bytes; `bytes` are its first ones, at least
    /// `header::USED` of them if it has so many.
    pub fn parse(bytes: &[u8], size: u64) -> Result<Header, Error> {
        if !bytes.starts_with(&header::MAGIC) {
            let mut found = [0; 8];
            found.iter_mut().zip(bytes).for_each(|(found, byte)| *found = *byte);
            return Err(Error::new(0, ErrorKind::Magic { found }));
        }
        let size = if bytes.len() < header::USED { size.min(bytes.len() as u64) } else { size };
        if size < u64::from(header::LENGTH_WRITTEN) {
            return Err(Error::new(size, ErrorKind::Header { size }));
        }
        let found = Header::read(bytes);
        found.check(u32_at(bytes, header::FEATURES), size)?;
        Ok(found)
    }

    fn read(bytes: &[u8]) -> Header {
        Header {
            minor: u16_at(bytes, header::MINOR),
            length: u16_at(bytes, header::LENGTH),
            published: u64_at(bytes, header::PUBLISHED),
            state: u64_at(bytes, header::STATE),
            created: u64_at(bytes, header::CREATED),
            created_boot: u64_at(bytes, header::CREATED_BOOT),
            pid: u64_at(bytes, header::PID),
            start: u64_at(bytes, header::START),
            boot_id: bytes_at(bytes, header::BOOT_ID),
            pid_namespace: u64_at(bytes, header::PID_NAMESPACE),
            uid: u64_at(bytes, header::UID),
            heartbeat: u64_at(bytes, header::HEARTBEAT),
            append: u64_at(bytes, header::APPEND),
            reuse: u64_at(bytes, header::REUSE),
            file_id: bytes_at(bytes, header::FILE_ID),
            application: bytes_at(bytes, header::APPLICATION),
            device: u64_at(bytes, header::DEVICE),
            inode: u64_at(bytes, header::INODE),
        }
    }

    /// By offset; the header length against the published length when that is known to be one.
    fn check(&self, features: u32, size: u64) -> Result<(), Error> {
        let Header { length, published, .. } = *self;
        let length_error =
            |found| Error::new(header::LENGTH as u64, ErrorKind::HeaderLength { found, published });
        if length == 0 || !usize::from(length).is_multiple_of(PAGE) {
            return Err(length_error(length));
        }
        if features != 0 {
            let kind = ErrorKind::Features { found: features };
            return Err(Error::new(header::FEATURES as u64, kind));
        }
        if !published.is_multiple_of(PAGE as u64) || published > size {
            let kind = ErrorKind::Published { found: published, size };
            return Err(Error::new(header::PUBLISHED as u64, kind));
        }
        if u64::from(length) > published { Err(length_error(length)) } else { Ok(()) }
    }

    /// Whether its writer closed the file (F2-STATE): anything else is open.
    pub const fn is_closed(&self) -> bool {
        self.state == header::CLOSED
    }

    /// The application name (F2-APPLICATION).
    pub fn application(&self) -> Text<'_> {
        Text::new(&self.application)
    }
}
