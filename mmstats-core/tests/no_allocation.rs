//! Decoding, encoding and writing allocate nothing: this crate runs where there is no allocator.

#[path = "support/counting.rs"]
mod counting;

use std::fmt::{self, Write};
use std::hint::black_box;

use mmstats_core::v1::{Dialect, FieldSpec, File, Text, Value, encode_field, layout::VERSION};

use counting::{Counting, count};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Takes what is printed, and keeps none of it.
struct Nowhere;

impl Write for Nowhere {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        black_box(text);
        Ok(())
    }
}

fn encode(out: &mut [u8], dialect: Dialect) -> usize {
    out[0] = VERSION;
    let scalar = FieldSpec { label: "hits", signature: b"Q", buffered: true };
    let at = 1;
    let at = at + encode_field(&mut out[at..], dialect, &scalar, &[Value::U64(7)]).unwrap().end;
    if dialect.layout == mmstats_core::v1::Layout::Char {
        return at;
    }
    let parts = [Value::I8(-1), Value::Text(Text::new("aé\u{fffd}".as_bytes())), Value::F64(0.5)];
    let tuple = FieldSpec { label: "größe", signature: b"b7sd", buffered: true };
    at + encode_field(&mut out[at..], dialect, &tuple, &parts).unwrap().end
}

fn look(bytes: &[u8]) {
    match File::parse(bytes) {
        Err(error) => write!(Nowhere, "{error} {error:?}").unwrap(),
        Ok(file) => {
            for field in file.fields() {
                write!(Nowhere, "{} {:?}", field.label(), field.value()).unwrap();
                if let Value::Tuple(tuple) = field.value() {
                    tuple.parts().for_each(|part| write!(Nowhere, "{part:?}").unwrap());
                }
            }
            assert!(file.find("no such label").is_none());
        }
    }
}

#[test]
fn the_counter_counts() {
    let (counted, memory) = count(|| black_box(vec![0_u8; 100]));
    assert_eq!((counted.calls, counted.bytes, counted.peak), (1, 100, 100));
    let (counted, ()) = count(|| drop(memory));
    assert_eq!((counted.calls, counted.bytes, counted.peak), (0, -100, 0));
}

#[test]
fn encoding_and_decoding_allocate_nothing() {
    for dialect in Dialect::ALL {
        let mut bytes = [0; 200];
        let (counted, end) = count(|| encode(&mut bytes, dialect));
        assert_eq!(counted.calls, 0, "encoding allocates");
        let (counted, ()) = count(|| {
            look(&bytes);
            // And all the errors that a file that is cut off has.
            (0..end).for_each(|size| look(&bytes[..size]));
        });
        assert_eq!(counted.calls, 0, "decoding allocates");
    }
}
