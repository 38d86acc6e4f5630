//! F2-BUCKET: which bucket a value is in, against exact arithmetic. The index at scale s is the greatest i
//! with 2^i < v^(2^s), which big integers tell without any table.

use mmstats_core::v2::Buckets;
use mmstats_core::v2::cells::{
    BOUNDS, Place, downscale, index_f64, index_u64, lower_bound, upper_bound,
};
use num_bigint::BigUint;
use proptest::prelude::*;

const SCALES: std::ops::RangeInclusive<u32> = 0..=8;

/// The indices of 2^exponent * mantissa at the scales 0, 1, 2... 8.
fn exact(mantissa: u64, exponent: i64) -> [i64; 9] {
    let mut power = BigUint::from(mantissa);
    let mut exponent = exponent;
    std::array::from_fn(|scale| {
        if scale > 0 {
            power = &power * &power;
            exponent *= 2;
        }
        // 2^(bits - 1) <= power, and equal only where there is a single bit.
        let bits = power.bits() as i64;
        let single = power.trailing_zeros() == Some(bits as u64 - 1);
        exponent + bits - 1 - i64::from(single)
    })
}

fn exact_f64(value: f64) -> [i64; 9] {
    let bits = value.to_bits();
    let (exponent, fraction) = ((bits >> 52) as i64, bits & ((1 << 52) - 1));
    match exponent {
        0 => exact(fraction, -1074),
        _ => exact(1 << 52 | fraction, exponent - 1075),
    }
}

fn check_u64(value: u64) {
    let exact = exact(value, 0);
    for scale in SCALES {
        let index = downscale(index_u64(value), 8 - scale);
        assert_eq!(i64::from(index), exact[scale as usize], "{value} at scale {scale}");
    }
}

fn check_f64(value: f64) {
    let exact = exact_f64(value);
    for scale in SCALES {
        let index = i64::from(downscale(index_f64(value), 8 - scale));
        if value < f64::MIN_POSITIVE {
            // Which one it is doesn't count: none of these has a bucket.
            assert!(index < -1022 << scale, "{value:e} at scale {scale}: {index}");
            assert!(exact[scale as usize] < -1022 << scale);
        } else {
            assert_eq!(index, exact[scale as usize], "{value:e} at scale {scale}");
        }
    }
}

#[test]
fn integers_beside_each_bound() {
    for bound in BOUNDS {
        // The bound itself, and cut to fewer bits.
        for shift in [0, 1, 2, 7, 10, 11, 12, 31, 32, 47, 55, 60, 63] {
            let value = bound >> shift;
            for value in [value - 1, value, value.saturating_add(1)] {
                if value > 0 {
                    check_u64(value);
                }
            }
        }
    }
}

#[test]
fn floats_beside_each_bound() {
    for bound in BOUNDS {
        let mantissa = bound >> 11 & ((1 << 52) - 1);
        for exponent in [1u64, 2, 1022, 1023, 1024, 1074, 1086, 2045, 2046] {
            let bits = exponent << 52 | mantissa;
            for bits in [bits - 1, bits, bits + 1] {
                let value = f64::from_bits(bits);
                if value.is_finite() {
                    check_f64(value);
                }
            }
        }
    }
}

#[test]
fn all_small_integers_and_powers_of_two() {
    (1..=4096).for_each(check_u64);
    for exponent in 0..64 {
        let power = 1u64 << exponent;
        for value in [power, power + 1, (power - 1).max(1), u64::MAX >> exponent] {
            check_u64(value);
        }
    }
    for bit in 0..52 {
        check_f64(f64::from_bits(1 << bit));
    }
    for exponent in 1..2047 {
        check_f64(f64::from_bits(exponent << 52));
    }
}

#[test]
fn the_ends_of_all_floats() {
    let subnormal = f64::MIN_POSITIVE.next_down();
    let least = f64::from_bits(1);
    for value in [least, subnormal, f64::MIN_POSITIVE, f64::MAX, f64::EPSILON, 1.0] {
        check_f64(value);
    }

    let all = Buckets { scale: 0, first: -1022, number: 2046 };
    assert!(all.is_valid());
    for value in [0.0, -0.0, least, subnormal, f64::MIN_POSITIVE] {
        assert_eq!(all.place(index_f64(value)), Place::Zero, "{value:e}");
    }
    assert_eq!(all.place(index_f64(f64::MIN_POSITIVE.next_up())), Place::Bucket(0));
    assert_eq!(all.place(index_f64(f64::MAX)), Place::Bucket(2045));
    assert_eq!(all.place(index_f64(f64::INFINITY)), Place::Above);
    assert_eq!(all.place(index_u64(0)), Place::Zero);
}

#[test]
fn the_place_beside_the_first_and_last_bucket() {
    for scale in SCALES {
        for (first, number) in [(-3, 7), (0, 1), (5, 1), (-1022 << scale, 9)] {
            let buckets = Buckets { scale, first, number };
            assert!(buckets.is_valid());
            // The least and the greatest index at scale 8 of an index at this one.
            let from = |index: i32| index << (8 - scale);
            let to = |index: i32| (index << (8 - scale)) + (1 << (8 - scale)) - 1;
            let last = first + number as i32 - 1;
            assert_eq!(buckets.place(to(first - 1)), Place::Zero);
            assert_eq!(buckets.place(from(first)), Place::Bucket(0));
            assert_eq!(buckets.place(to(last)), Place::Bucket(number as usize - 1));
            assert_eq!(buckets.place(from(last + 1)), Place::Above);
        }
    }
}

#[test]
fn a_bound_is_the_greatest_float_of_its_bucket() {
    for scale in SCALES {
        let (least, most) = (-1022 << scale, (1024 << scale) - 1);
        for index in (least..most).step_by(1 + scale as usize * 37).chain([most - 1]) {
            let bound = upper_bound(index, scale);
            let by = 8 - scale;
            assert_eq!(downscale(index_f64(bound), by), index, "{bound:e} at scale {scale}");
            assert_eq!(downscale(index_f64(bound.next_up()), by), index + 1, "above {bound:e}");
            assert_eq!(lower_bound(index + 1, scale), bound);
        }
        assert_eq!(upper_bound(most, scale), f64::INFINITY);
        assert_eq!(lower_bound(least, scale), f64::MIN_POSITIVE);
        assert_eq!(upper_bound(-1, scale), 1.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_integer(value in 1u64.., shift in 0u32..64) {
        check_u64((value >> shift).max(1));
    }

    #[test]
    fn any_float(bits in 1u64..0x7ff0_0000_0000_0000) {
        check_f64(f64::from_bits(bits));
    }

    /// Every scale halves the one above it.
    #[test]
    fn downscaling_goes_by_steps(index in -261_632i32..262_144, one in 0u32..4, two in 0u32..5) {
        prop_assert_eq!(downscale(downscale(index, one), two), downscale(index, one + two));
    }

    /// A u64 that a float can hold is in the same bucket as the float.
    #[test]
    fn integers_and_floats_agree(value in 1u64..1 << 53, shift in 0u32..11) {
        let value = value << shift;
        prop_assert_eq!(index_u64(value), index_f64(value as f64));
    }
}
