//! Families, whose series are told apart by their labels.
//!
//! One function each and no macro, because the header's generator reads the source as it stands.

use mmstats_rs::format::{Kind, ValueType};
use mmstats_rs::raw;

use crate::handle::mmstats_str;
use crate::status::{Failure, guard, mmstats_status};
use crate::v2::desc::mmstats_desc;
use crate::v2::given::Owner;
use crate::v2::handles::*;
use crate::v2::register::{register_family, register_in};
use crate::v2::writer::mmstats_writer;
use crate::value::mmstats_type;

/// A family: what shares a name, a kind, a type, label keys, a unit and help. Belongs to its writer,
/// and is freed with it. Threads: any number use it.
pub struct mmstats_family {
    pub(super) family: raw::Family,
    kind: Kind,
    value_type: ValueType,
    pub(super) given: Owner,
}

impl mmstats_family {
    pub(super) fn new(
        family: raw::Family,
        kind: Kind,
        value_type: ValueType,
        given: Owner,
    ) -> mmstats_family {
        mmstats_family { family, kind, value_type, given }
    }

    /// That its series are of this kind and type.
    pub(super) fn expect(&self, kind: Kind, value_type: ValueType) -> Result<(), Failure> {
        if (self.kind, self.value_type) == (kind, value_type) {
            return Ok(());
        }
        Err(Failure::wrong_type(format!(
            "expected a family of kind {} and type {}, found one of kind {} and type {}",
            kind.name(),
            value_type.name(),
            self.kind.name(),
            self.value_type.name()
        )))
    }
}

/// Gets or creates a family. `kind` is a `mmstats_kind`; `type` one of its types: MMSTATS_U64,
/// MMSTATS_I64, MMSTATS_F64, MMSTATS_BOOL, or MMSTATS_BYTES of texts and structs. Label values
/// of `desc` are not looked at. Errors: as `mmstats_writer_counter`.
///
/// # Safety
/// C's caller gives valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_writer_family(
    writer: *mut mmstats_writer,
    kind: i32,
    r#type: i32,
    desc: *const mmstats_desc,
    family: *mut *const mmstats_family,
) -> mmstats_status {
    guard(|| {
        let kind = u8::try_from(kind).ok().and_then(Kind::of);
        let kind = kind.ok_or_else(|| Failure::invalid("no such kind of a family"))?;
        let value_type =
            value_type(r#type).ok_or_else(|| Failure::invalid("no such type of a family"))?;
        // SAFETY: the caller's pointers.
        unsafe { register_family(writer, desc, kind, value_type, family) }
    })
}

/// Not matched as an enum: C may have put any number there.
fn value_type(number: i32) -> Option<ValueType> {
    use mmstats_type::*;
    const TYPES: [(mmstats_type, ValueType); 5] = [
        (MMSTATS_U64, ValueType::U64),
        (MMSTATS_I64, ValueType::I64),
        (MMSTATS_F64, ValueType::F64),
        (MMSTATS_BOOL, ValueType::Bool),
        (MMSTATS_BYTES, ValueType::Bytes),
    ];
    let found = TYPES.iter().find(|(known, _)| *known as i32 == number);
    found.map(|(_, value_type)| *value_type)
}

/// The counter of u64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// Errors of this and all that ask a family for a series: wrong type (the family is of another kind or
/// type), invalid (another number of values than the family has keys, one that isn't UTF-8 or has
/// NUL), limit (the file would be larger than it can become), full, closed, io.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_counter(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    counter: *mut mmstats_counter,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, counter) }
}

/// The counter of f64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_counter_f64(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    counter: *mut mmstats_counter_f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, counter) }
}

/// The gauge of u64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_gauge_u64(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    gauge: *mut mmstats_gauge_u64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, gauge) }
}

/// The gauge of i64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_gauge_i64(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    gauge: *mut mmstats_gauge_i64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, gauge) }
}

/// The gauge of f64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_gauge_f64(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    gauge: *mut mmstats_gauge_f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, gauge) }
}

/// The gauge that is true or false of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_gauge_bool(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    gauge: *mut mmstats_gauge_bool,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, gauge) }
}

/// The text of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_text(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    text: *mut mmstats_text,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, text) }
}

/// The struct of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_struct(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    handle: *mut mmstats_struct,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, handle) }
}

/// The histogram of u64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_histogram(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    histogram: *mut mmstats_histogram,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, histogram) }
}

/// The histogram of f64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_histogram_f64(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    histogram: *mut mmstats_histogram_f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, histogram) }
}

/// The window of u64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_window(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    window: *mut mmstats_window,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, window) }
}

/// The window of f64 of a family that has these label values, one for each of its keys, in their
/// order; it is created where it isn't there.
///
/// # Safety
/// C's caller gives valid pointers; `values` is valid for reads of `count` strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mmstats_family_window_f64(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    window: *mut mmstats_window_f64,
) -> mmstats_status {
    // SAFETY: the caller's pointers.
    unsafe { register_in(family, values, count, window) }
}
