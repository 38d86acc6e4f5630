//! The bounds of buckets, for the inline functions.

#![allow(non_upper_case_globals)]

use mmstats_rs::format::cells::BOUNDS;

/// The normative bounds of SPEC.md 2.8, T(0) to T(255), and one that no value exceeds. For
/// `mmstats_inline.h`.
#[unsafe(no_mangle)]
pub static mmstats_bucket_bounds: [u64; 257] = bounds();

/// How many of the bounds are less than the least mantissa whose nine bits behind the highest are
/// the index. For `mmstats_inline.h`.
#[unsafe(no_mangle)]
pub static mmstats_bucket_below: [u16; 512] = below();

const fn bounds() -> [u64; 257] {
    let mut bounds = [u64::MAX; 257];
    let mut k = 0;
    while k < BOUNDS.len() {
        bounds[k] = BOUNDS[k];
        k += 1;
    }
    bounds
}

const fn below() -> [u16; 512] {
    let mut below = [0; 512];
    let mut count = 0;
    let mut leading = 0;
    while leading < below.len() {
        let least = (1 << 63) | ((leading as u64) << 54);
        while count < BOUNDS.len() && BOUNDS[count] < least {
            count += 1;
        }
        below[leading] = count as u16;
        // The inline functions look at one bound more: there are no two among those that begin
        // with these bits.
        let greatest = least | ((1 << 54) - 1);
        assert!(count + 1 >= BOUNDS.len() || BOUNDS[count + 1] >= greatest);
        leading += 1;
    }
    below
}
