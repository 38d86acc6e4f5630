//! The header (SPEC.md 2.2).

use mmstats_core::v2::layout::{PAGE, header};
use mmstats_core::v2::{Directory, Error, Header};

use crate::image::Image;
use crate::{fault, read};

fn error(bytes: &[u8]) -> Error {
    Directory::parse(bytes).expect_err("no file")
}

/// F2-HEADER, F2-MAGIC
#[test]
fn a_file_that_is_too_short_is_refused_where_it_ends() {
    let image = Image::new();
    for size in [8, 9, header::USED - 1, header::USED, PAGE - 1] {
        let error = error(&image.bytes[..size]);
        assert_eq!((error.offset, error.clause()), (size as u64, "F2-HEADER"));
    }
    for size in 0..8 {
        let error = error(&image.bytes[..size]);
        assert_eq!((error.offset, error.clause()), (0, "F2-MAGIC"));
    }
}

/// F2-MAGIC
#[test]
fn another_magic_is_refused_and_a_draft_and_format_1_by_name() {
    let mut image = Image::new();
    image.bytes[7] ^= 1;
    assert_eq!(fault(&image), (0, "F2-MAGIC"));
    assert!(error(&image.bytes).to_string().contains("an unreleased draft of mmstats"));
    image.bytes[0] = 3;
    assert_eq!(fault(&image), (0, "F2-MAGIC"));
    assert!(error(&image.bytes).to_string().contains("no stats file of format 2"));
    image.bytes[0] = 1;
    assert_eq!(fault(&image), (0, "F2-MAGIC"));
    assert!(error(&image.bytes).to_string().contains("maybe a file of format 1"));
}

/// F2-HEADER-LENGTH
#[test]
fn a_header_has_whole_pages_within_the_published_length() {
    for length in [0, 8, 4095, 4097, 4096 * 15, 4096 * 4_u16] {
        let mut image = Image::new();
        image.put(header::LENGTH, &length.to_le_bytes());
        assert_eq!(fault(&image), (header::LENGTH as u64, "F2-HEADER-LENGTH"), "{length}");
    }
    let mut image = Image::new();
    image.put(header::LENGTH, &(3 * PAGE as u16).to_le_bytes());
    assert_eq!(read(&image).look().blocks().len(), 0, "all of the file is header");
}

/// F2-FEATURES
#[test]
fn required_features_are_refused_by_name() {
    let mut image = Image::new();
    image.put_u32(header::FEATURES, 0x8000_0001);
    assert_eq!(fault(&image), (header::FEATURES as u64, "F2-FEATURES"));
    assert!(error(&image.bytes).to_string().contains("bits 0, 31"), "{}", error(&image.bytes));
}

/// F2-PUBLISHED
#[test]
fn the_published_length_is_one_of_blocks_that_are_there() {
    for published in [1, 4097, 3 * PAGE as u64 + 1, 4 * PAGE as u64, u64::MAX, 1 << 63] {
        let mut image = Image::new();
        image.put_word(header::PUBLISHED as u64, published);
        assert_eq!(fault(&image), (header::PUBLISHED as u64, "F2-PUBLISHED"), "{published}");
    }
    let mut image = Image::new();
    image.bytes.extend([0xff; 5000]);
    assert_eq!(read(&image).look().blocks().len(), 2, "behind it anything may stand");
    image.put_word(header::PUBLISHED as u64, 0);
    let what = "a length of 0 is a multiple, and the header goes beyond it";
    assert_eq!(fault(&image), (header::LENGTH as u64, "F2-HEADER-LENGTH"), "{what}");
}

#[test]
fn what_it_says_is_read() {
    let mut image = Image::new();
    for (at, value) in [
        (header::CREATED, 1),
        (header::CREATED_BOOT, 2),
        (header::PID, 3),
        (header::START, 4),
        (header::PID_NAMESPACE, 5),
        (header::UID, 6),
        (header::HEARTBEAT, 7),
        (header::APPEND, 8),
        (header::REUSE, 9),
        (header::DEVICE, 10),
        (header::INODE, 11),
    ] {
        image.put_word(at as u64, value);
    }
    image.put(header::MINOR, &7_u16.to_le_bytes());
    image.put(header::BOOT_ID, b"0123456789abcdef");
    image.put(header::FILE_ID, b"fedcba9876543210");
    let directory = read(&image);
    let found = *directory.header();
    let mut application = [0; header::APPLICATION_WIDTH];
    application[..5].copy_from_slice(b"tests");
    let expected = Header {
        minor: 7,
        length: 4096,
        published: 3 * PAGE as u64,
        state: header::OPEN,
        created: 1,
        created_boot: 2,
        pid: 3,
        start: 4,
        boot_id: *b"0123456789abcdef",
        pid_namespace: 5,
        uid: 6,
        heartbeat: 7,
        append: 8,
        reuse: 9,
        file_id: *b"fedcba9876543210",
        application,
        device: 10,
        inode: 11,
    };
    assert_eq!(found, expected);
}

/// F2-STATE, F2-APPLICATION
#[test]
fn state_and_application_name_are_read_liberally() {
    let mut image = Image::new();
    for (state, closed) in [(0, false), (1, false), (2, true), (3, false), (u64::MAX, false)] {
        image.put_word(header::STATE as u64, state);
        assert_eq!(read(&image).header().is_closed(), closed);
    }
    image.put(header::APPLICATION, b"a\xffb\0c");
    assert_eq!(read(&image).header().application().to_string(), "ab");
    image.put(header::APPLICATION, &[b'x'; header::APPLICATION_WIDTH]);
    assert_eq!(read(&image).header().application().to_string(), "x".repeat(64));
}
