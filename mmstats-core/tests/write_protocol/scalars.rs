//! Cells of one scalar: every type, every state of the write buffer, at odd addresses too.

use std::fmt::Debug;

use mmstats_core::v1::{BufferedCell, ByteOrder, PlainCell, Scalar};

use crate::memory::Memory;

const SKEWS: [usize; 4] = [0, 1, 31, 61];

/// A value as the bytes of a file that writers write.
fn little_endian<T: Scalar>(value: T) -> Vec<u8> {
    let bits = value.value().as_integer().map_or_else(|| float_or_bool_bits(value), |v| v as u64);
    bits.to_le_bytes()[..T::WIDTH].to_vec()
}

fn float_or_bool_bits<T: Scalar>(value: T) -> u64 {
    use mmstats_core::v1::Value;
    match value.value() {
        Value::F32(v) => v.to_bits().into(),
        Value::F64(v) => v.to_bits(),
        Value::Bool(v) => v.into(),
        other => panic!("{other:?} is an integer or no scalar"),
    }
}

/// F1-FLIP: the write buffer says which buffer a write goes to, and is flipped by it; the other
/// buffer, which readers read meanwhile, is not touched.
fn flips<T: Scalar + Debug>(values: [T; 3]) {
    for skew in SKEWS {
        let memory = Memory::new(2 * T::WIDTH, skew);
        // SAFETY: room for a write buffer byte and two buffers, used by this thread only.
        let cell = unsafe { BufferedCell::<T>::new(memory.cell()) };
        let mut buffers = [vec![0; T::WIDTH], vec![0; T::WIDTH]];
        for (n, value) in values.iter().cycle().take(7).enumerate() {
            let written = n % 2;
            assert_eq!(usize::from(memory.bytes()[0]), written);
            cell.set(*value);
            buffers[written] = little_endian(*value);
            let expected = [vec![1 - written as u8], buffers.concat()].concat();
            assert_eq!(memory.bytes(), expected, "write {n} at skew {skew}");
            assert_eq!(cell.get(), *value);
        }
    }
}

/// Whatever stands in the write buffer byte, reads and writes stay in the cell, and after a
/// write the byte is 00 or 01 again.
fn survives_garbage<T: Scalar + Debug>(values: [T; 3]) {
    let memory = Memory::new(2 * T::WIDTH, 3);
    // SAFETY: as in `flips`.
    let cell = unsafe { BufferedCell::<T>::new(memory.cell()) };
    for garbage in 0..=255 {
        memory.fill(0, &[garbage]);
        let _ = cell.get();
        cell.set(values[0]);
        assert!(memory.bytes()[0] <= 1, "after {garbage:02x}");
        assert_eq!(cell.get(), values[0]);
        memory.fill(0, &[garbage]);
        cell.update(|_| values[1]);
        assert!(memory.bytes()[0] <= 1, "after {garbage:02x}");
        assert_eq!(cell.get(), values[1]);
    }
}

/// An update makes the next value of the published one.
fn updates<T: Scalar + Debug>(values: [T; 3]) {
    let memory = Memory::new(2 * T::WIDTH, 0);
    // SAFETY: as in `flips`.
    let cell = unsafe { BufferedCell::<T>::new(memory.cell()) };
    cell.set(values[0]);
    for pair in values.windows(2) {
        cell.update(|published| {
            assert_eq!(published, pair[0]);
            pair[1]
        });
        assert_eq!(cell.get(), pair[1]);
    }
}

/// An unbuffered field keeps its ff.
fn stores<T: Scalar + Debug>(values: [T; 3]) {
    for skew in SKEWS {
        let memory = Memory::new(T::WIDTH, skew);
        memory.fill(0, &[0xff]);
        // SAFETY: room for a write buffer byte and a value, used by this thread only.
        let cell = unsafe { PlainCell::<T>::new(memory.cell()) };
        for value in values {
            cell.set(value);
            assert_eq!(memory.bytes(), [vec![0xff], little_endian(value)].concat());
            assert_eq!(cell.get(), value);
        }
    }
}

/// Bytes of a file in either order, and none too few.
fn decodes<T: Scalar + Debug>(values: [T; 3]) {
    for value in values {
        let mut bytes = little_endian(value);
        assert_eq!(T::decode(&bytes, ByteOrder::Little), Some(value));
        assert_eq!(T::decode(&bytes[1..], ByteOrder::Little), None);
        bytes.reverse();
        assert_eq!(T::decode(&bytes, ByteOrder::Big), Some(value));
        assert_eq!(T::from_value(&value.value()), Some(value));
        assert_eq!(T::from_file(value.to_file()), value);
    }
}

fn all<T: Scalar + Debug>(values: [T; 3]) {
    flips(values);
    survives_garbage(values);
    updates(values);
    stores(values);
    decodes(values);
}

macro_rules! scalars {
    ($($name:ident: $values:expr;)*) => {
        $(#[test] fn $name() { all($values); })*
    };
}

scalars! {
    a_u64: [1, u64::MAX, 0x0102_0304_0506_0708];
    an_i64: [-1, i64::MIN, 0x0102_0304_0506_0708];
    a_u32: [1, u32::MAX, 0x0102_0304];
    an_i32: [-1, i32::MIN, 0x0102_0304];
    a_u16: [1, u16::MAX, 0x0102];
    an_i16: [-1, i16::MIN, 0x0102];
    a_u8: [1, u8::MAX, 2];
    an_i8: [-1, i8::MIN, 2];
    an_f32: [-0.5, f32::INFINITY, f32::MIN_POSITIVE];
    an_f64: [-0.5, f64::NEG_INFINITY, f64::MIN_POSITIVE];
    a_bool: [true, false, true];
}

/// Any other byte than 00 is true (F1-BOOL), in a cell as in a file.
#[test]
fn a_bool_that_somebody_else_wrote() {
    let memory = Memory::new(1, 0);
    // SAFETY: as in `stores`.
    let cell = unsafe { PlainCell::<bool>::new(memory.cell()) };
    for byte in 0..=255 {
        memory.fill(1, &[byte]);
        assert_eq!(cell.get(), byte != 0);
    }
}
