//! Fields as tests think of them, strategies that make them, and files made of them.

use mmstats_core::v1::layout::{BUFFERS, VALUE_OFFSET, VERSION};
use mmstats_core::v1::{
    Dialect, FieldSpec, Layout, Signature, Text, Value, encode_field, encode_value,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::seen::Seen;

const CODES: &[u8] = b"QqLlIiHhBb?fd";

/// One part of a value.
#[derive(Clone, Debug)]
pub enum Part {
    Scalar { code: u8, bits: u64 },
    Text { width: usize, text: String },
}

impl Part {
    fn signature(&self) -> String {
        match self {
            Part::Scalar { code, .. } => char::from(*code).to_string(),
            Part::Text { width, .. } => format!("{width}s"),
        }
    }

    fn value(&self) -> Value<'_> {
        let (code, bits) = match self {
            Part::Text { text, .. } => return Value::Text(Text::new(text.as_bytes())),
            Part::Scalar { code, bits } => (*code, *bits),
        };
        match code {
            b'Q' | b'L' => Value::U64(bits),
            b'q' | b'l' => Value::I64(bits as i64),
            b'I' => Value::U32(bits as u32),
            b'i' => Value::I32(bits as i32),
            b'H' => Value::U16(bits as u16),
            b'h' => Value::I16(bits as i16),
            b'B' => Value::U8(bits as u8),
            b'b' => Value::I8(bits as i8),
            b'f' => Value::F32(f32::from_bits(bits as u32)),
            b'd' => Value::F64(f64::from_bits(bits)),
            _ => Value::Bool(bits & 1 == 1),
        }
    }

    /// What a reader sees: of a text what stands before a NUL, in whole characters that fit.
    fn seen(&self) -> Seen {
        let Part::Text { width, text } = self else { return Seen::of(&self.value()) };
        let mut kept = String::new();
        for c in text.chars().take_while(|c| *c != '\0') {
            if kept.len() + c.len_utf8() > *width {
                break;
            }
            kept.push(c);
        }
        Seen::Text(kept)
    }
}

/// What a writer has done to a field since it declared it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    /// Nothing: one value, or two equal buffers and write buffer 00.
    Fresh,
    /// It wrote the first buffer, and died before it flipped.
    HalfWritten,
    /// It wrote once: write buffer 01.
    Flipped,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    pub label: String,
    pub buffered: bool,
    pub state: State,
    /// Each part when it was declared, and as it was written later.
    parts: Vec<(Part, Part)>,
}

impl Field {
    pub fn signature(&self) -> String {
        self.parts.iter().map(|(part, _)| part.signature()).collect()
    }

    /// What a reader sees of the value.
    pub fn seen(&self) -> Seen {
        let flipped = self.buffered && self.state == State::Flipped;
        let published =
            |(first, later): &(Part, Part)| (if flipped { later } else { first }).seen();
        match self.parts.as_slice() {
            [only] => published(only),
            parts => Seen::Tuple(parts.iter().map(published).collect()),
        }
    }

    fn encode(&self, out: &mut Vec<u8>, dialect: Dialect) {
        let signature = self.signature();
        let parsed = Signature::parse(signature.as_bytes()).expect("the model's signatures parse");
        let start = out.len();
        let room = 8 + self.label.len() + signature.len() + BUFFERS * parsed.width() as usize;
        out.resize(start + room, 0xaa);
        let spec = FieldSpec {
            label: &self.label,
            signature: signature.as_bytes(),
            buffered: self.buffered,
        };
        let first: Vec<_> = self.parts.iter().map(|(first, _)| first.value()).collect();
        let placed = encode_field(&mut out[start..], dialect, &spec, &first).expect("it has room");
        out.truncate(start + placed.end);
        if self.buffered && self.state != State::Fresh {
            let cell = &mut out[start + placed.write_buffer_at..];
            let later: Vec<_> = self.parts.iter().map(|(_, later)| later.value()).collect();
            encode_value(
                &mut cell[VALUE_OFFSET..][..placed.width],
                &parsed,
                &later,
                dialect.byte_order,
            )
            .expect("of the same types");
            cell[0] = u8::from(self.state == State::Flipped);
        }
    }
}

/// A file of these fields, with that many zeros behind them.
pub fn file(dialect: Dialect, fields: &[Field], zeros: usize) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    for field in fields {
        field.encode(&mut bytes, dialect);
    }
    bytes.resize(bytes.len() + zeros, 0);
    bytes
}

pub fn dialect() -> impl Strategy<Value = Dialect> {
    proptest::sample::select(&Dialect::ALL[..])
}

/// A dialect, and fields that it can hold.
pub fn dialect_and_fields() -> impl Strategy<Value = (Dialect, Vec<Field>)> {
    dialect().prop_flat_map(|dialect| (Just(dialect), vec(field(dialect), 0..12)))
}

fn field(dialect: Dialect) -> impl Strategy<Value = Field> {
    let parts = match dialect.layout {
        Layout::Char => vec(scalar(), 1..2).boxed(),
        Layout::Typed => vec(prop_oneof![3 => scalar(), 1 => text()], 1..6).boxed(),
    };
    let state = prop_oneof![Just(State::Fresh), Just(State::HalfWritten), Just(State::Flipped)];
    (label(), any::<bool>(), state, parts).prop_map(|(label, buffered, state, parts)| Field {
        label,
        buffered,
        state,
        parts,
    })
}

fn scalar() -> BoxedStrategy<(Part, Part)> {
    let code = proptest::sample::select(CODES);
    (code, any::<u64>(), any::<u64>())
        .prop_map(|(code, first, later)| {
            (Part::Scalar { code, bits: first }, Part::Scalar { code, bits: later })
        })
        .boxed()
}

fn text() -> BoxedStrategy<(Part, Part)> {
    (0..24_usize, vec(any::<char>(), 0..12), "[a-z\\x00é€𝄞]{0,20}")
        .prop_map(|(width, first, later)| {
            let first = first.into_iter().collect();
            (Part::Text { width, text: first }, Part::Text { width, text: later })
        })
        .boxed()
}

/// Labels of all lengths that are worth it: about a word of 8 bytes, about 256 bytes.
fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z.]{1,40}",
        2 => "[^\\x00]{1,12}",
        1 => "[a-zé]{250,260}",
    ]
}
