//! The header (SPEC.md 2.2).

use super::EncodeError;
use super::put::Put;
use crate::v2::Header;
use crate::v2::layout::header;

/// Encodes the first `header::USED` bytes of a file: what `fields` says, and that nothing is
/// required of readers.
///
/// Errors: an application name that isn't 1 to 64 bytes, or has NUL before its padding
/// (F2-APPLICATION).
pub fn encode_header(fields: &Header) -> Result<[u8; header::USED], EncodeError> {
    let what = "application name";
    let length = fields.application.iter().position(|byte| *byte == 0);
    let (name, padding) = fields.application.split_at(length.unwrap_or(fields.application.len()));
    if name.is_empty() {
        return Err(EncodeError::Empty { what });
    }
    if padding.iter().any(|byte| *byte != 0) {
        return Err(EncodeError::Nul { what });
    }
    let mut out = [0; header::USED];
    Put::new(&mut out)
        .bytes(&header::MAGIC)
        .u16(fields.minor)
        .u16(fields.length)
        .u32(0)
        .u64(fields.published)
        .u64(fields.state)
        .u64(fields.created)
        .u64(fields.created_boot)
        .u64(fields.pid)
        .u64(fields.start)
        .bytes(&fields.boot_id)
        .u64(fields.pid_namespace)
        .u64(fields.uid)
        .u64(fields.heartbeat)
        .u64(fields.append)
        .u64(fields.reuse)
        .bytes(&fields.file_id)
        .bytes(&fields.application)
        .u64(fields.device)
        .u64(fields.inode);
    Ok(out)
}
