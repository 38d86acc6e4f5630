//! Values that readers find.

use mmstats_rs::v1::Value;

use crate::handle::mmstats_str;

/// The type of a value. Numbers are never reused.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum mmstats_type {
    /// u64.
    MMSTATS_U64 = 1,
    /// i64.
    MMSTATS_I64 = 2,
    /// u32, in `u64`.
    MMSTATS_U32 = 3,
    /// i32, in `i64`.
    MMSTATS_I32 = 4,
    /// u16, in `u64`.
    MMSTATS_U16 = 5,
    /// i16, in `i64`.
    MMSTATS_I16 = 6,
    /// u8, in `u64`.
    MMSTATS_U8 = 7,
    /// i8, in `i64`.
    MMSTATS_I8 = 8,
    /// f32, in `f64`.
    MMSTATS_F32 = 9,
    /// f64.
    MMSTATS_F64 = 10,
    /// bool, in `u64` as 0 or 1.
    MMSTATS_BOOL = 11,
    /// Text, in `text`.
    MMSTATS_TEXT = 12,
    /// Several parts of format 1, their number in `u64`; `mmstats_v1_reader_part` gives each.
    MMSTATS_TUPLE = 13,
    /// The type of a family of texts or structs of format 2, and of no value.
    MMSTATS_BYTES = 14,
    /// A struct of format 2, in `parts`.
    MMSTATS_STRUCT = 15,
    /// A histogram of format 2, in `histogram`.
    MMSTATS_HISTOGRAM = 16,
    /// A window of format 2, in `window`.
    MMSTATS_WINDOW = 17,
    /// A text or a struct of format 2 that was never published: there is no value.
    MMSTATS_UNPUBLISHED = 18,
    /// A value of format 2 that changed each time that it was looked at. The next look may find it.
    MMSTATS_BUSY = 19,
    /// There is no value of all files of an application: each has its own.
    MMSTATS_EACH = 20,
    /// Windows of an application whose slots differ in duration, in `parts`: a MMSTATS_WINDOW of each.
    MMSTATS_WINDOWS = 21,
}

/// A value as its widest type; the `kind` of `mmstats_v1_value` says which.
#[repr(C)]
#[derive(Clone, Copy)]
pub union mmstats_v1_payload {
    /// Unsigned integers, bool, the number of parts of a tuple.
    pub u64: u64,
    /// Signed integers.
    pub i64: i64,
    /// Floats.
    pub f64: f64,
    /// Text: UTF-8, no NUL at its end.
    pub text: mmstats_str,
}

/// A value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_value {
    /// Its type, a `mmstats_type`, which says what of `as` is valid.
    pub kind: i32,
    /// The value.
    pub r#as: mmstats_v1_payload,
}

/// A field of a file.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_v1_field {
    /// Its label; borrowed from the reader.
    pub label: mmstats_str,
    /// Its value; texts are borrowed from the reader.
    pub value: mmstats_v1_value,
}

impl mmstats_v1_value {
    /// The value as C sees it. A text whose bytes aren't all UTF-8 is kept in `cleaned`, without
    /// those that aren't.
    #[inline(always)]
    pub(crate) fn of(value: Value<'_>, cleaned: &mut Vec<Box<str>>) -> mmstats_v1_value {
        use mmstats_type::*;
        let unsigned = |kind, v| (kind, mmstats_v1_payload { u64: v });
        let signed = |kind, v| (kind, mmstats_v1_payload { i64: v });
        let float = |kind, v| (kind, mmstats_v1_payload { f64: v });
        let (kind, r#as) = match value {
            Value::U64(v) => unsigned(MMSTATS_U64, v),
            Value::I64(v) => signed(MMSTATS_I64, v),
            Value::U32(v) => unsigned(MMSTATS_U32, v.into()),
            Value::I32(v) => signed(MMSTATS_I32, v.into()),
            Value::U16(v) => unsigned(MMSTATS_U16, v.into()),
            Value::I16(v) => signed(MMSTATS_I16, v.into()),
            Value::U8(v) => unsigned(MMSTATS_U8, v.into()),
            Value::I8(v) => signed(MMSTATS_I8, v.into()),
            Value::F32(v) => float(MMSTATS_F32, v.into()),
            Value::F64(v) => float(MMSTATS_F64, v),
            Value::Bool(v) => unsigned(MMSTATS_BOOL, v.into()),
            Value::Tuple(tuple) => unsigned(MMSTATS_TUPLE, tuple.parts().count() as u64),
            Value::Text(text) => {
                let text = match text.to_str() {
                    Ok(text) => mmstats_str::of(text),
                    Err(_) => {
                        let text = text.to_string().into_boxed_str();
                        let borrowed = mmstats_str::of(&text);
                        cleaned.push(text);
                        borrowed
                    }
                };
                (MMSTATS_TEXT, mmstats_v1_payload { text })
            }
        };
        mmstats_v1_value { kind: kind as i32, r#as }
    }
}
