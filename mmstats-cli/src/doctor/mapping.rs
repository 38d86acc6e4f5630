//! A line of /proc/PID/maps.

use std::ops::Range;

/// What is mapped where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mapping {
    pub(super) range: Range<u64>,
    /// Stores reach the file.
    pub(super) shared: bool,
    pub(super) writable: bool,
    /// 0 for memory without a file.
    pub(super) inode: u64,
    pub(super) path: String,
}

impl Mapping {
    /// `7f5c0000-7f5d0000 rw-s 00000000 00:1a 4711   /dev/shm/#4711 (deleted)`
    pub(super) fn parse(line: &str) -> Option<Mapping> {
        let mut fields = line.splitn(6, ' ');
        let (start, end) = fields.next()?.split_once('-')?;
        let permissions = fields.next()?.as_bytes();
        let inode = fields.nth(2)?.parse().ok()?;
        Some(Mapping {
            range: u64::from_str_radix(start, 16).ok()?..u64::from_str_radix(end, 16).ok()?,
            shared: permissions.get(3) == Some(&b's'),
            writable: permissions.get(1) == Some(&b'w'),
            inode,
            path: fields.next().unwrap_or_default().trim_start().to_owned(),
        })
    }

    /// Whether it could be a stats file that this process writes to. One that was made without a name
    /// keeps the name `#INODE (deleted)` here, whatever name it got.
    pub(super) fn could_publish(&self) -> bool {
        let name = self.path.strip_suffix(" (deleted)").unwrap_or(&self.path);
        let name = name.rsplit('/').next().unwrap_or_default();
        self.shared
            && self.writable
            && self.inode != 0
            && (name.starts_with('#') || name.contains(".mmstats"))
    }

    /// Whether it is memory of this process alone.
    fn is_private_memory(&self) -> bool {
        !self.shared && self.writable && self.inode == 0
    }
}

/// Whether private memory stands in all of a range.
pub(super) fn is_blank(mappings: &[Mapping], range: &Range<u64>) -> bool {
    let mut at = range.start;
    for mapping in mappings.iter().filter(|mapping| mapping.is_private_memory()) {
        if mapping.range.contains(&at) {
            at = mapping.range.end;
        }
    }
    at >= range.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_maps() {
        let line =
            "7f5c00000000-7f5c00004000 rw-s 00000000 00:1a 4711    /dev/shm/a b/#4711 (deleted)";
        let mapping = Mapping::parse(line).expect("a mapping");
        assert_eq!(mapping.range, 0x7f5c_0000_0000..0x7f5c_0000_4000);
        assert_eq!((mapping.shared, mapping.writable, mapping.inode), (true, true, 4711));
        assert_eq!(mapping.path, "/dev/shm/a b/#4711 (deleted)");
        assert!(mapping.could_publish());
        let memory = Mapping::parse("1000-2000 rw-p 00000000 00:00 0 ").expect("a mapping");
        assert_eq!((memory.inode, memory.path.as_str()), (0, ""));
        assert!(!memory.could_publish());
        assert_eq!(Mapping::parse("no mapping"), None);
    }

    #[test]
    fn a_range_is_blank_where_private_memory_covers_it() {
        let lines =
            ["1000-2000 rw-p 0 00:00 0", "2000-3000 rw-p 0 00:00 0", "4000-5000 rw-s 0 00:1a 7 /a"];
        let mappings: Vec<_> = lines.iter().filter_map(|line| Mapping::parse(line)).collect();
        assert!(is_blank(&mappings, &(0x1000..0x3000)));
        assert!(!is_blank(&mappings, &(0x1000..0x3001)));
        assert!(!is_blank(&mappings, &(0x4000..0x5000)));
    }
}
