//! A file of format 2 made by a program of a few bytes. Most bytes of such a file are zeros, and lengths
//! and offsets hang together: what is changed at random in a program still is a file, more often than not.

use mmstats_core::v2::layout::{PAGE, attribute, entry};
use mmstats_core::v2::{ComponentType, Copies, Directory, Kind, Look, ValueType};

use crate::image::{Image, buckets, component, ring, sequence};
use crate::walk::{show, walk};

/// No file has more bytes.
const MOST: usize = 16 * PAGE;

/// The bytes of a program; 0 behind its end.
struct Program<'a>(&'a [u8]);

impl<'a> Program<'a> {
    fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *byte
    }

    /// Small numbers, and those at which arithmetic ends.
    fn number(&mut self) -> u64 {
        match self.byte() {
            byte @ 0..0xf0 => byte.into(),
            byte @ 0xf0..0xf8 => u64::MAX >> (8 * (byte - 0xf0)),
            byte => (1 << (8 * (byte - 0xf8))) - 1 + u64::from(self.byte()),
        }
    }

    fn offset(&mut self) -> u64 {
        match self.byte() {
            0xff => self.number(),
            page => u64::from(page % 16) * PAGE as u64 + u64::from(self.byte()) * 8,
        }
    }

    fn bytes(&mut self) -> &'a [u8] {
        let length = usize::from(self.byte()).min(self.0.len());
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        bytes
    }
}

/// Makes a file, reads it, and reads it while it changes.
pub fn run(bytes: &[u8]) {
    let mut program = Program(bytes);
    let image = make(&mut program);
    let directory = walk(&image.bytes);
    let mut later = image.bytes.clone();
    while !program.0.is_empty() {
        change(&mut program, &mut later);
        if let Ok(directory) = &directory {
            look_later(directory, &image.bytes, &later);
        }
        look_meanwhile(&image.bytes, &later);
    }
}

/// Runs a program until it ends, or says that the file is to change under its reader.
fn make(program: &mut Program<'_>) -> Image {
    let mut image = Image::new();
    while !program.0.is_empty() && image.bytes.len() < MOST {
        match program.byte() % 8 {
            0 => {
                let kind = program.byte() % 4;
                let [stripe, ordinal] = [program.byte() % 4, program.byte() % 3];
                let length = PAGE * usize::from(1 + program.byte() % 2);
                image.block(kind.into(), stripe.into(), ordinal.into(), length);
            }
            1 => usual_family(program, &mut image),
            2 => {
                let (kind, value_type) = (program.byte(), program.byte());
                let number = program.byte() % 8;
                let attributes: Vec<_> =
                    (0..number).map(|_| (program.byte().into(), program.bytes())).collect();
                if image.room() >= 2048 {
                    image.family_of(kind, value_type, &attributes);
                }
            }
            3 => series(program, &mut image),
            4 => add_entry(&mut image, program.byte().into(), program.bytes()),
            5 => return image,
            _ => change(program, &mut image.bytes),
        }
    }
    image
}

/// A family that has what its kind needs, if the numbers are right.
fn usual_family(program: &mut Program<'_>, image: &mut Image) {
    let kinds =
        [Kind::Counter, Kind::Gauge, Kind::Text, Kind::Histogram, Kind::Struct, Kind::Window];
    let kind = kinds[usize::from(program.byte()) % kinds.len()];
    let types = [ValueType::U64, ValueType::F64, ValueType::Bool, ValueType::I64];
    let value_type = match kind {
        Kind::Text | Kind::Struct => ValueType::Bytes,
        _ => types[usize::from(program.byte()) % types.len()],
    };
    let [first, second, third] = [0; 3].map(|_| program.number());
    let component = component("c", ComponentType::Text, first as u32 % 8, third as u32);
    let value = match kind {
        Kind::Text | Kind::Struct => sequence(1 << (first % 8), second as u32),
        Kind::Histogram => buckets(first as u32, second as i32, third as u32),
        _ => ring(first, second as u32),
    };
    let attributes: &[(u16, &[u8])] = match kind {
        Kind::Counter | Kind::Gauge => &[(attribute::LABEL_KEY, b"key")],
        Kind::Text => &[(attribute::SEQUENCE, &value)],
        Kind::Histogram => &[(attribute::BUCKETS, &value)],
        Kind::Window => &[(attribute::RING, &value)],
        _ => &[(attribute::COMPONENT, &component), (attribute::SEQUENCE, &value)],
    };
    if image.room() >= 2048 {
        image.family(kind, value_type, attributes);
    }
}

fn series(program: &mut Program<'_>, image: &mut Image) {
    let family = u32::from(program.byte());
    let (flags, state, cell) = (program.byte() % 4, program.number(), program.offset());
    let mut content = u16::from(flags).to_le_bytes().to_vec();
    content.extend(state.to_le_bytes());
    content.extend(cell.to_le_bytes());
    content.extend(0_u64.to_le_bytes());
    content.extend(family.to_le_bytes());
    for _ in 0..program.byte() % 3 {
        let label = program.bytes();
        content.extend((label.len() as u16).to_le_bytes());
        content.extend(label);
    }
    add_entry(image, entry::SERIES, &content);
}

fn add_entry(image: &mut Image, entry_type: u16, content: &[u8]) {
    if image.room() >= content.len() + 16 {
        image.entry(entry_type, content);
    }
}

/// Puts a word, or a byte of one, anywhere.
fn change(program: &mut Program<'_>, bytes: &mut [u8]) {
    let (at, number) = (program.offset() as usize, program.number());
    let part = program.byte();
    let Some(word) = bytes.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<8>()) else {
        return;
    };
    match part {
        0 => *word = number.to_le_bytes(),
        part => word[usize::from(part % 8)] = number as u8,
    }
}

/// A reader that knows the directory, and copies cells before and after a change.
fn look_later(directory: &Directory, before: &[u8], after: &[u8]) {
    for (cells, bytes) in [(before, before), (after, before), (after, after)] {
        let copies = Copies { before, cells, after };
        let view = directory.view(bytes, copies);
        assert_eq!(view.series().count(), directory.len());
        show(view);
    }
}

/// A reader that copies heads and directory while the file changes.
fn look_meanwhile(before: &[u8], after: &[u8]) {
    let size = before.len() as u64;
    let Ok(mut look) = Look::new(before, size) else { return };
    while let Some(at) = look.next() {
        if look.push(&after[at as usize..]).is_err() {
            return;
        }
    }
    if look.again(after, size).is_err() {
        return;
    }
    while let Some(at) = look.next() {
        if look.push(&after[at as usize..]).is_err() {
            return;
        }
    }
    if let Ok(directory) = Directory::parse_looked(after, look) {
        show(directory.at_rest(after));
    }
}
