//! The decoded form of a format 1 file.

use mmstats::v1::{ReadField, Reader, Tuple, Value};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::Spelled;

/// The decoded form of a file that a reader has read, field by field.
#[derive(serde::Serialize)]
pub struct DecodedFields<'a> {
    format: u8,
    layout: &'static str,
    byte_order: &'static str,
    fields: Fields<'a>,
}

impl<'a> DecodedFields<'a> {
    pub(super) fn new(reader: &'a Reader) -> DecodedFields<'a> {
        let dialect = reader.dialect();
        DecodedFields {
            format: 1,
            layout: dialect.layout.name(),
            byte_order: dialect.byte_order.name(),
            fields: Fields(reader),
        }
    }
}

struct Fields<'a>(&'a Reader);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.fields().map(Field::new))
    }
}

#[derive(serde::Serialize)]
struct Field<'a> {
    name: &'a str,
    #[serde(flatten)]
    typed: Typed<'a>,
}

impl<'a> Field<'a> {
    fn new(field: ReadField<'a>) -> Field<'a> {
        Field { name: field.label(), typed: Typed(field.value()) }
    }
}

/// A value with the name of its type.
struct Typed<'a>(Value<'a>);

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut typed = serializer.serialize_struct("Typed", 2)?;
        typed.serialize_field("type", self.0.type_name())?;
        match self.0 {
            Value::Tuple(tuple) => typed.serialize_field("parts", &Parts(tuple))?,
            part => typed.serialize_field("value", &Part(part))?,
        }
        typed.end()
    }
}

struct Parts<'a>(Tuple<'a>);

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.parts().map(Typed))
    }
}

struct Part<'a>(Value<'a>);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Bool(value) => serializer.serialize_bool(value),
            Value::Text(text) => serializer.collect_str(&text),
            number => serializer.collect_str(&Spelled(number)),
        }
    }
}
