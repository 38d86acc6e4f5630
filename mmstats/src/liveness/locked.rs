//! The question of who wants a file's name: its lock is in the hand, so nobody else holds it here.

use std::fs::File;
use std::os::unix::fs::FileExt;

use mmstats_core::v2::Header;
use mmstats_core::v2::layout::header;

use super::{Liveness, of_process, v2};
use crate::v1::Reader;

/// Whether the writer of a file lives whose lock the caller has just taken. Never `Orphaned`.
///
/// This process knows which locks it holds, so that its own process id is one that came again:
/// dead. What is no stats file, or not a whole one: unknown.
pub(crate) fn of_locked(file: &File) -> Liveness {
    let mut bytes = [0; header::USED];
    let (Ok(copied), Ok(about)) = (file.read_at(&mut bytes, 0), file.metadata()) else {
        return Liveness::Unknown;
    };
    if bytes.starts_with(&header::MAGIC) {
        let header = Header::parse(&bytes[..copied], about.len());
        return header.map_or(Liveness::Unknown, |header| of_locked_v2(file, &header));
    }
    of_locked_v1(file)
}

fn of_locked_v2(file: &File, header: &Header) -> Liveness {
    let is_own = header.pid == u64::from(std::process::id());
    if header.is_closed() || (is_own && v2::is_from_here(header)) {
        return Liveness::Dead;
    }
    v2::of_unlocked(file, header)
}

fn of_locked_v1(file: &File) -> Liveness {
    let Some(reader) = file.try_clone().ok().and_then(|file| Reader::of(file).ok()) else {
        return Liveness::Unknown;
    };
    match reader.writer_pid() {
        Some(pid) if pid == i128::from(std::process::id()) => Liveness::Dead,
        pid => of_process(pid, reader.created()),
    }
}
