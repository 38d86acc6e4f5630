//! Declaring the fields of a scenario, and writing to them.

use std::error::Error;
use std::str::FromStr;

use mmstats::v1::{PartKind, Scalar, Signature, Text, TupleField, Value, Writer};

use crate::scenario;

/// A declared field: writes the values of a step.
pub type Write = Box<dyn FnMut(&str, &[String]) -> Result<(), Box<dyn Error>>>;

/// Declares a field of any kind.
pub fn declare(writer: &mut Writer, field: &scenario::Field) -> Result<Write, Box<dyn Error>> {
    let label = field.label.as_str();
    let arguments: Vec<&str> = field.arguments.iter().map(String::as_str).collect();
    match (field.kind.as_str(), &arguments[..]) {
        ("counter", []) => counter(writer, label),
        ("average", []) => {
            let mut average = writer.average(label)?;
            Ok(adding("add", move |value| average.add(value)))
        }
        ("moving_average", [size]) => {
            let mut average = writer.moving_average(label, size.parse()?)?;
            Ok(adding("add", move |value| average.add(value)))
        }
        ("timer", [size]) => {
            let mut timer = writer.timer(label, size.parse()?)?;
            Ok(adding("observe", move |value| timer.observe_seconds(value)))
        }
        ("text", [width]) => text(writer, label, width.parse()?),
        ("tuple", [signature]) => tuple(writer.tuple_of(label, signature)?),
        ("static", ["text", width, text]) => {
            writer.constant_text_of(label, text, width.parse()?)?;
            Ok(fixed())
        }
        ("static", [kind, value]) => scalar_of(kind, Constant { writer, label, value }),
        (kind, []) => scalar_of(kind, Variable { writer, label, initial: None }),
        (kind, [initial]) => scalar_of(kind, Variable { writer, label, initial: Some(initial) }),
        (kind, _) => Err(format!("no kind of field: {kind} {arguments:?}").into()),
    }
}

fn counter(writer: &mut Writer, label: &str) -> Result<Write, Box<dyn Error>> {
    let counter = writer.counter(label)?;
    Ok(Box::new(move |operation, values| {
        match (operation, values) {
            ("add", [n]) => counter.add(n.parse()?),
            ("set", [value]) => counter.set(value.parse()?),
            _ => return unknown(operation),
        }
        Ok(())
    }))
}

fn adding(name: &'static str, mut add: impl FnMut(f64) + 'static) -> Write {
    Box::new(move |operation, values| {
        match values {
            [value] if operation == name => add(value.parse()?),
            _ => return unknown(operation),
        }
        Ok(())
    })
}

fn text(writer: &mut Writer, label: &str, width: usize) -> Result<Write, Box<dyn Error>> {
    let field = writer.text(label, width)?;
    Ok(Box::new(move |operation, values| {
        match (operation, values) {
            ("set", [text]) => field.set(text),
            _ => return unknown(operation),
        }
        Ok(())
    }))
}

fn tuple(field: TupleField) -> Result<Write, Box<dyn Error>> {
    let signature = field.signature().to_owned();
    let signature = Signature::parse(&signature).map_err(|error| error.to_string())?;
    let kinds: Vec<_> = signature.parts().map(|part| part.kind).collect();
    Ok(Box::new(move |operation, values| {
        if operation != "set" {
            return unknown(operation);
        }
        let parts = kinds.iter().zip(values).map(|(kind, word)| part(*kind, word));
        Ok(field.set(&parts.collect::<Result<Vec<_>, _>>()?)?)
    }))
}

fn part(kind: PartKind, word: &str) -> Result<Value<'_>, Box<dyn Error>> {
    Ok(match kind {
        PartKind::U64 => Value::U64(word.parse()?),
        PartKind::I64 => Value::I64(word.parse()?),
        PartKind::U32 => Value::U32(word.parse()?),
        PartKind::I32 => Value::I32(word.parse()?),
        PartKind::U16 => Value::U16(word.parse()?),
        PartKind::I16 => Value::I16(word.parse()?),
        PartKind::U8 => Value::U8(word.parse()?),
        PartKind::I8 => Value::I8(word.parse()?),
        PartKind::F32 => Value::F32(word.parse()?),
        PartKind::F64 => Value::F64(word.parse()?),
        PartKind::Bool => Value::Bool(word.parse()?),
        PartKind::Text => Value::Text(Text::new(word.as_bytes())),
    })
}

/// What can be declared of each scalar type.
trait Declare {
    fn of<T>(self) -> Result<Write, Box<dyn Error>>
    where
        T: Scalar + Default + FromStr<Err: Error + 'static>;
}

fn scalar_of(kind: &str, declare: impl Declare) -> Result<Write, Box<dyn Error>> {
    match kind {
        "u64" => declare.of::<u64>(),
        "i64" => declare.of::<i64>(),
        "u32" => declare.of::<u32>(),
        "i32" => declare.of::<i32>(),
        "u16" => declare.of::<u16>(),
        "i16" => declare.of::<i16>(),
        "u8" => declare.of::<u8>(),
        "i8" => declare.of::<i8>(),
        "f32" => declare.of::<f32>(),
        "f64" => declare.of::<f64>(),
        "bool" => declare.of::<bool>(),
        _ => Err(format!("no kind of field: {kind}").into()),
    }
}

struct Variable<'a> {
    writer: &'a mut Writer,
    label: &'a str,
    initial: Option<&'a str>,
}

impl Declare for Variable<'_> {
    fn of<T>(self) -> Result<Write, Box<dyn Error>>
    where
        T: Scalar + Default + FromStr<Err: Error + 'static>,
    {
        let initial = self.initial.map(str::parse).transpose()?.unwrap_or_default();
        let field = self.writer.field::<T>(self.label, initial)?;
        Ok(Box::new(move |operation, values| {
            match (operation, values) {
                ("set", [value]) => field.set(value.parse()?),
                _ => return unknown(operation),
            }
            Ok(())
        }))
    }
}

struct Constant<'a> {
    writer: &'a mut Writer,
    label: &'a str,
    value: &'a str,
}

impl Declare for Constant<'_> {
    fn of<T>(self) -> Result<Write, Box<dyn Error>>
    where
        T: Scalar + Default + FromStr<Err: Error + 'static>,
    {
        self.writer.constant::<T>(self.label, self.value.parse()?)?;
        Ok(fixed())
    }
}

fn fixed() -> Write {
    Box::new(|operation, _| unknown(operation))
}

fn unknown(operation: &str) -> Result<(), Box<dyn Error>> {
    Err(format!("this field has no operation of these values: {operation}").into())
}
