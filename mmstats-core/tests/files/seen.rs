//! Values as tests compare them: owned, and floats by their bits, so that NaN equals itself.

use mmstats_core::v1::Value;

/// What somebody who reads a value sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// The name of the type, and the bits, zero-extended.
    Scalar(&'static str, u64),
    Text(String),
    Tuple(Vec<Seen>),
}

impl Seen {
    pub fn of(value: &Value<'_>) -> Seen {
        let bits = match *value {
            Value::U64(v) => v,
            Value::I64(v) => v as u64,
            Value::U32(v) => v.into(),
            Value::I32(v) => u64::from(v as u32),
            Value::U16(v) => v.into(),
            Value::I16(v) => u64::from(v as u16),
            Value::U8(v) => v.into(),
            Value::I8(v) => u64::from(v as u8),
            Value::F32(v) => v.to_bits().into(),
            Value::F64(v) => v.to_bits(),
            Value::Bool(v) => v.into(),
            Value::Text(text) => return Seen::Text(text.to_string()),
            Value::Tuple(tuple) => {
                return Seen::Tuple(tuple.parts().map(|part| Seen::of(&part)).collect());
            }
        };
        Seen::Scalar(value.type_name(), bits)
    }
}
