//! Values as Python spells them, since mmstats 0.8.0's tools did.

use std::fmt::{self, Display};

use mmstats::v1::Value;

use crate::Escaped;
use crate::escaped::Quoted;

/// A value in one line: `7`, `30.0`, `True`, `some text`, `(1, 'some text')`.
#[derive(Clone, Copy, Debug)]
pub struct Spelled<'a>(pub Value<'a>);

impl Display for Spelled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::U64(value) => value.fmt(f),
            Value::I64(value) => value.fmt(f),
            Value::U32(value) => value.fmt(f),
            Value::I32(value) => value.fmt(f),
            Value::U16(value) => value.fmt(f),
            Value::I16(value) => value.fmt(f),
            Value::U8(value) => value.fmt(f),
            Value::I8(value) => value.fmt(f),
            Value::F32(value) => spell_float(value.into(), f),
            Value::F64(value) => spell_float(value, f),
            Value::Bool(value) => f.write_str(if value { "True" } else { "False" }),
            Value::Text(text) => text.runs().try_for_each(|run| Escaped(run).fmt(f)),
            Value::Tuple(tuple) => spell_tuple(tuple.parts(), f),
        }
    }
}

fn spell_tuple<'a>(
    parts: impl Iterator<Item = Value<'a>>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    f.write_str("(")?;
    for (i, part) in parts.enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        match part {
            Value::Text(text) => Quoted(text).fmt(f)?,
            part => Spelled(part).fmt(f)?,
        }
    }
    f.write_str(")")
}

/// Python's `repr`: the fewest digits that give the same f64, with an exponent where it is less
/// than -4 or at least 16. Of two numbers of that many digits that are equally near it takes the
/// even one, as rounding to a given number of digits does; `{:e}` takes the upper one.
fn spell_float(value: f64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if value.is_nan() {
        return f.write_str("nan");
    }
    let shortest = format!("{value:e}");
    let Some((digits, exponent)) = split_exponent(&shortest) else {
        return f.write_str(&shortest); // inf, -inf
    };
    let precision = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if let -4..16 = exponent {
        let decimals = (precision as i32 - exponent).max(1) as usize;
        return write!(f, "{value:.decimals$}");
    }
    // Below a power of two f64 stand closer together, so that what is nearest can be another one.
    let rounded = format!("{value:.precision$e}");
    let rounded = split_exponent(&rounded).filter(|_| rounded.parse() == Ok(value));
    let (digits, exponent) = rounded.unwrap_or((digits, exponent));
    write!(f, "{digits}e{exponent:+03}")
}

fn split_exponent(scientific: &str) -> Option<(&str, i32)> {
    let (digits, exponent) = scientific.split_once('e')?;
    Some((digits, exponent.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_what_python_prints() {
        let cases = [
            (30.0, "30.0"),
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (-2.5, "-2.5"),
            (0.0001, "0.0001"),
            (0.00012345, "0.00012345"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (129.0 / (1_u64 << 21) as f64, "6.151199340820312e-05"), // as near to its upper neighbour
            (7.120236347223045e-307, "7.120236347223045e-307"),      // 2^-1017, nearer to ...044
            (5e-324, "5e-324"),
            (2.2250738585072014e-308, "2.2250738585072014e-308"),
            (123456789012345.6, "123456789012345.6"),
            (999999999999999.9, "999999999999999.9"),
            (9999999999999998.0, "9999999999999998.0"),
            (4_817_970_804_363_249.0 / 4.0, "1204492701090812.2"),
            (4_817_970_804_363_251.0 / -4.0, "-1204492701090812.8"),
            (1e16, "1e+16"),
            (-1.5e16, "-1.5e+16"),
            (1e22, "1e+22"),
            (1e23, "1e+23"),
            (1e100, "1e+100"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
            (-f64::NAN, "nan"),
        ];
        for (value, expected) in cases {
            assert_eq!(Spelled(Value::F64(value)).to_string(), expected);
        }
    }

    #[test]
    fn a_float_of_32_bits_is_widened_first() {
        assert_eq!(Spelled(Value::F32(0.1)).to_string(), "0.10000000149011612");
        assert_eq!(Spelled(Value::F32(f32::MAX)).to_string(), "3.4028234663852886e+38");
    }
}
