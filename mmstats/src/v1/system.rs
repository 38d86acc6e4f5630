//! The system fields (SPEC.md 1.12): who created a file, and when.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Value;
use crate::naming;

/// Labels and types, in file order.
pub(super) const FIELDS: [(&str, Value<'static>); 5] = [
    ("sys.pid", Value::U32(0)),
    ("sys.tid", Value::I64(0)),
    ("sys.uid", Value::U64(0)),
    ("sys.gid", Value::U64(0)),
    ("sys.created", Value::F64(0.0)),
];

/// Their values as bytes of a file: those of this process and thread, now.
pub(super) fn values() -> [Vec<u8>; FIELDS.len()] {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // SAFETY: both take nothing and can't fail.
    let (uid, gid) = unsafe { (libc::getuid(), libc::getgid()) };
    [
        std::process::id().to_le_bytes().to_vec(),
        naming::thread_id().to_le_bytes().to_vec(),
        u64::from(uid).to_le_bytes().to_vec(),
        u64::from(gid).to_le_bytes().to_vec(),
        now.as_secs_f64().to_le_bytes().to_vec(),
    ]
}
