//! The memory that a reader takes is bounded by the file's size, whatever is in the file
//! (F1-LIMIT-READ).

#[path = "../../mmstats-core/tests/support/counting.rs"]
mod counting;

use std::fs;

use mmstats::v1::{Reader, Value};

use counting::{Counting, count};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const FACTOR: usize = 8;
const CONSTANT: usize = 64 << 10;

/// What reading, looking at every value and refreshing takes at most, and how many fields there
/// are.
fn assert_bounded(what: &str, bytes: &[u8]) -> usize {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("hostile.mmstats");
    fs::write(&path, bytes).expect("ours");
    let (counted, fields) = count(|| {
        let Ok(mut reader) = Reader::open(&path) else { return 0 };
        reader.refresh().expect("it didn't change");
        for field in reader.fields() {
            if let Value::Tuple(tuple) = field.value() {
                assert!(tuple.parts().count() > 1);
            }
        }
        assert_eq!(reader.get("no such label").is_none(), reader.writer_pid().is_none());
        reader.len()
    });
    let (peak, bound) = (counted.peak as usize, FACTOR * bytes.len() + CONSTANT);
    assert!(peak <= bound, "{what}: {peak} bytes for a file of {}, more than {bound}", bytes.len());
    fields
}

fn repeated(field: &[u8], times: usize) -> Vec<u8> {
    [&[1][..], &field.repeat(times)].concat()
}

/// What is kept of each field grows by doubling: one field more than fits is the worst case.
#[test]
fn as_many_fields_as_fit() {
    const FITS: usize = 4 << 14;
    for (what, field) in [
        ("char layout, fields of 6 bytes", &b"\x01\0aB\xff\x07"[..]),
        ("char layout, two buffers", b"\x01\0aB\x01\x07\x08"),
        ("typed layout, fields of 8 bytes", b"\x01\0a\x01\0B\xff\x07"),
        ("typed layout, texts without room", b"\x01\0a\x02\x000s\xff"),
    ] {
        for times in [FITS, FITS + 1] {
            assert_eq!(assert_bounded(what, &repeated(field, times)), times, "{what}");
        }
    }
}

#[test]
fn sizes_that_lie() {
    let claims: [&[u8]; 5] = [
        b"\x01\xff\xff",
        b"\x01\x01\0a\xff\xff",
        b"\x01\x01\0a\x0a\0999999999s\xff",
        b"\x01\x01\0a\x0a\0999999999s\0",
        b"\x01\x01\0a\x14\0999999999s999999999s\0",
    ];
    for claim in claims {
        assert_eq!(assert_bounded("a size that lies", claim), 0, "{claim:x?}");
        let mut page = claim.to_vec();
        page.resize(4096, 0);
        assert_bounded("a size that lies, in a page", &page);
    }
}

#[test]
fn parts_without_end() {
    let signature = b"0s".repeat(32_767);
    let field = [b"\x01\0a\xfe\xff", &signature[..], b"\xff"].concat();
    assert_eq!(assert_bounded("parts of no bytes", &repeated(&field, 4)), 4);
}

/// A file that fits no layout is parsed as each of them, and none leaves anything behind.
#[test]
fn fields_that_turn_out_to_be_none() {
    let mut bytes = repeated(b"\x01\0aB\xff\x07", 50_000);
    bytes.push(0xff);
    assert_eq!(assert_bounded("a bad end", &bytes), 0);
    assert_bounded("nothing but zeros", &repeated(&[0], 1 << 20));
}
