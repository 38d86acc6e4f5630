//! Accumulators that list what a test wants.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use mmstats::format::encode::{encode_header, folded_length, put_folded};
use mmstats::format::layout::{PAGE, block, header};
use mmstats::format::{Folded, Header};

/// Nanoseconds since 1970, so long ago.
pub fn ago(time: Duration) -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("later");
    (now - time).as_nanos() as u64
}

/// So many items of files that nobody has.
pub fn of_files_gone(number: u64, time: u64) -> Vec<Folded> {
    let id = |n: u64| std::array::from_fn(|at| if at < 8 { n.to_le_bytes()[at] } else { 0xa5 });
    (0..number).map(|n| Folded { id: id(n), time }).collect()
}

/// Has an accumulator list these, too.
pub fn list(accumulator: &Path, items: &[Folded]) {
    let old = fs::read(accumulator).expect("ours");
    let fields = Header::parse(&old, old.len() as u64).expect("a header");
    let entry = folded_length(items.len());
    let length = (block::HEADER + entry).next_multiple_of(PAGE);
    let published = (old.len() + length) as u64;
    let fields = Header { published, append: fields.append + 1, ..fields };
    let encoded = encode_header(&fields).expect("a header");
    let mut bytes = old;
    bytes[..header::USED].copy_from_slice(&encoded[..header::USED]);
    let mut added = vec![0; length];
    let head = (block::HEADER + entry) as u64;
    added[block::KIND..][..4].copy_from_slice(&block::DIRECTORY.to_le_bytes());
    added[block::HEADER_LENGTH..][..4].copy_from_slice(&(block::HEADER as u32).to_le_bytes());
    added[block::LENGTH..][..8].copy_from_slice(&(length as u64).to_le_bytes());
    added[block::HEAD..][..8].copy_from_slice(&head.to_le_bytes());
    added[block::ORDINAL..][..4].copy_from_slice(&1_u32.to_le_bytes());
    put_folded(items, &mut added[block::HEADER..][..entry]);
    bytes.extend(added);
    fs::write(accumulator, bytes).expect("ours");
}

/// How many items there are, in all entries of all blocks.
pub fn listed(accumulator: &Path) -> u64 {
    let bytes = fs::read(accumulator).expect("ours");
    let number = |at: usize| u64::from_le_bytes(bytes[at..][..8].try_into().expect("8 bytes"));
    let short = |at: usize| u32::from_le_bytes(bytes[at..][..4].try_into().expect("4 bytes"));
    let (mut listed, mut start) = (0, PAGE);
    while start < bytes.len() {
        let mut at = start + block::HEADER;
        let end = start + number(start + block::HEAD) as usize;
        while short(start) == block::DIRECTORY && at < end {
            listed += if bytes[at + 4] == 3 { number(at + 8) } else { 0 };
            at += short(at) as usize;
        }
        start += number(start + block::LENGTH) as usize;
    }
    listed
}
