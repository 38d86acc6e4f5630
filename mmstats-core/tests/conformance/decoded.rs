//! The decoded form of format 1 of conformance/README.md, compared with what the decoder yields.

use mmstats_core::v1::{Field, File, Value};
use serde_json::Value as Json;

/// Says where a file differs from its decoded form.
pub fn compare(file: &File<'_>, decoded: &Json) -> Result<(), String> {
    same("format", &Json::from(1), &decoded["format"])?;
    same("layout", &Json::from(file.dialect().layout.name()), &decoded["layout"])?;
    same("byte_order", &Json::from(file.dialect().byte_order.name()), &decoded["byte_order"])?;
    let fields = decoded["fields"].as_array().ok_or("no fields")?;
    same("fields", &Json::from(file.len()), &Json::from(fields.len()))?;
    file.fields().zip(fields).try_for_each(|(field, decoded)| {
        compare_field(&field, decoded).map_err(|why| format!("{:?}: {why}", field.label()))
    })
}

fn compare_field(field: &Field<'_>, decoded: &Json) -> Result<(), String> {
    same("name", &Json::from(field.label()), &decoded["name"])?;
    let Value::Tuple(tuple) = field.value() else {
        return compare_value(&field.value(), decoded);
    };
    same("type", &Json::from("tuple"), &decoded["type"])?;
    let parts = decoded["parts"].as_array().ok_or("no parts")?;
    same("parts", &Json::from(tuple.parts().count()), &Json::from(parts.len()))?;
    tuple.parts().zip(parts).try_for_each(|(part, decoded)| compare_value(&part, decoded))
}

fn compare_value(value: &Value<'_>, decoded: &Json) -> Result<(), String> {
    same("type", &Json::from(value.type_name()), &decoded["type"])?;
    let expected = &decoded["value"];
    match value {
        Value::F32(v) => same_float(f64::from(*v), expected),
        Value::F64(v) => same_float(*v, expected),
        Value::Bool(v) => same("value", &Json::from(*v), expected),
        Value::Text(text) => same("value", &Json::from(text.to_string()), expected),
        _ => {
            let integer = value.as_integer().ok_or("neither float, bool, text nor integer")?;
            same("value", &Json::from(integer.to_string()), expected)
        }
    }
}

/// Bits are compared, so that the sign of zero counts; NaN is NaN whatever its bits.
pub fn same_float(found: f64, expected: &Json) -> Result<(), String> {
    let value: f64 = expected.as_str().and_then(|text| text.parse().ok()).ok_or("no float")?;
    if value.to_bits() == found.to_bits() || value.is_nan() && found.is_nan() {
        return Ok(());
    }
    Err(format!("value: expected {expected}, found {found:?}"))
}

pub fn same(what: &str, found: &Json, expected: &Json) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected}, found {found}"))
}
