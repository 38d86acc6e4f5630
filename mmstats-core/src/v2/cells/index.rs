//! Which bucket a value is in (SPEC.md 2.8), by comparing integers: the same in every language.

use super::bounds::{BOUNDS, greatest_below};
use crate::v2::layout::histogram::MAX_SCALE;
use crate::v2::parameters::Buckets;

/// Bits of an f64's mantissa, without the leading 1.
const MANTISSA_BITS: u32 = f64::MANTISSA_DIGITS - 1;
/// What an f64's exponent is stored with.
const BIAS: i32 = f64::MAX_EXP - 1;
/// Buckets of an octave at scale 8.
const OCTAVE: i32 = 1 << MAX_SCALE;

/// Below all indices that a bucket can have: that of 0.
const LEAST: i32 = i32::MIN / 2;
/// Above all indices that a bucket can have: that of infinity.
const GREATEST: i32 = i32::MAX / 2;

/// The index at scale 8 of a u64.
#[inline(always)]
pub fn index_u64(value: u64) -> i32 {
    if value == 0 {
        return LEAST;
    }
    let exponent = value.ilog2();
    // The highest bit goes to the lowest place, and what is behind it to the highest.
    exponent as i32 * OCTAVE + greatest_below(value.rotate_right(exponent))
}

/// The index at scale 8 of a positive f64 or of 0. That of a subnormal is just some one that is
/// below all buckets, and so is that of 0; that of infinity is above them. Of a negative value or NaN
/// it means nothing.
#[inline(always)]
pub fn index_f64(value: f64) -> i32 {
    let bits = value.to_bits();
    if bits >= f64::INFINITY.to_bits() {
        return index_of_special(value);
    }
    // Of a subnormal this is one less than its exponent, and so less than the least of a bucket.
    let exponent = (bits >> MANTISSA_BITS) as i32 - BIAS;
    exponent * OCTAVE + greatest_below(bits << (u64::BITS - MANTISSA_BITS))
}

/// The index of infinity and -0.0. Apart, so that the branch is out of the way of others.
#[cold]
fn index_of_special(value: f64) -> i32 {
    if value == 0.0 { LEAST } else { GREATEST }
}

/// An index at a scale that is `by` less, and at most 8 in all.
#[inline(always)]
pub const fn downscale(index: i32, by: u32) -> i32 {
    index >> by
}

/// The greatest f64 in the bucket with this index at this scale, which is at most 8: 2^((index + 1) / 2^scale),
/// rounded down. That of the last bucket of all is infinity, though infinity itself is
/// in none. `index + 1` is from -1022 * 2^scale to 1024 * 2^scale.
pub const fn upper_bound(index: i32, scale: u32) -> f64 {
    let bound = (index + 1) << (MAX_SCALE - scale);
    let exponent = (bound.div_euclid(OCTAVE) + BIAS) as u64;
    let mantissa = BOUNDS[bound.rem_euclid(OCTAVE) as usize];
    let fraction = (mantissa << 1) >> (u64::BITS - MANTISSA_BITS);
    f64::from_bits((exponent << MANTISSA_BITS) | fraction)
}

/// The upper bound of the bucket before this one.
pub const fn lower_bound(index: i32, scale: u32) -> f64 {
    upper_bound(index - 1, scale)
}

/// Where a histogram counts a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// At most the lower bound of the first bucket.
    Zero,
    /// In the bucket of this number, from 0.
    Bucket(usize),
    /// Greater than the upper bound of the last bucket.
    Above,
}

impl Buckets {
    /// The place of a value with this index at scale 8.
    pub const fn place(&self, index: i32) -> Place {
        match downscale(index, MAX_SCALE - self.scale) - self.first {
            ..0 => Place::Zero,
            bucket if bucket < self.number as i32 => Place::Bucket(bucket as usize),
            _ => Place::Above,
        }
    }
}
