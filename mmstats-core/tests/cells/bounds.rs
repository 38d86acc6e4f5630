//! The table T (SPEC.md 2.8): the integer part of 2^(63 + k/256), in exact arithmetic.

use mmstats_core::v2::cells::BOUNDS;
use num_bigint::BigUint;

#[test]
fn each_bound_is_the_root_rounded_down() {
    for (k, bound) in BOUNDS.iter().enumerate() {
        // T <= 2^(63 + k/256) < T + 1, to the power of 256.
        let power = BigUint::from(1u8) << (63 * 256 + k);
        assert!(BigUint::from(*bound).pow(256) <= power, "T({k}) is too great");
        assert!((BigUint::from(*bound) + 1u8).pow(256) > power, "T({k}) is too small");
    }
}

/// Implementations in other languages are checked against the same list.
#[test]
fn the_list_for_other_languages_is_the_same() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../conformance/v2/bounds.json");
    let text = std::fs::read_to_string(path).expect("the list is there");
    let list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let list = list["bounds"].as_array().expect("a list").iter();
    let list: Vec<u64> = list.map(|bound| bound.as_str().unwrap().parse().unwrap()).collect();
    assert_eq!(list, BOUNDS);
}

#[test]
fn bounds_that_spec_names() {
    assert_eq!(BOUNDS[0], 1 << 63);
    assert_eq!(BOUNDS[1], 9248379135337035440);
    assert_eq!(BOUNDS[255], 18396865112328554661);
}
