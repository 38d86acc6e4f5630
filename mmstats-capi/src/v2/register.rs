//! Getting and creating series: what all kinds have in common.

use mmstats_rs::format::layout::sequenced::TEXT;
use mmstats_rs::format::{Kind, Parameters, ValueType};
use mmstats_rs::raw;

use crate::handle::{Out, mmstats_str, shared, texts};
use crate::status::{Failure, guard, mmstats_status};
use crate::v2::desc::mmstats_desc;
use crate::v2::family::mmstats_family;
use crate::v2::given::Owner;
use crate::v2::handles::*;
use crate::v2::spec::Described;
use crate::v2::writer::mmstats_writer;

/// A handle of C.
pub(super) trait Handle: Sized {
    const KIND: Kind;
    const TYPE: ValueType;
    /// The handle of a cell.
    fn new(cell: *mut u64, parameters: Parameters, mode: u32) -> Self;
}

/// Gets or creates the family and the series that a description says.
///
/// # Safety
/// The pointers are those that C's caller gave.
pub(super) unsafe fn register<H: Handle>(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    unit: &'static str,
    out: *mut H,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, writer, described) =
            unsafe { (Out::new(out)?, shared(writer)?, Described::read(desc)?) };
        let family = writer.writer.raw_family(&described.spec(H::KIND, H::TYPE, unit)?)?;
        // SAFETY: the caller's pointers.
        let series = family.series(&unsafe { described.label_values() }?)?;
        out.put(handle(writer.given, series));
        Ok(())
    })
}

/// Gets or creates the series of a family that has these label values.
///
/// # Safety
/// The pointers are those that C's caller gave.
pub(super) unsafe fn register_in<H: Handle>(
    family: *const mmstats_family,
    values: *const mmstats_str,
    count: usize,
    out: *mut H,
) -> mmstats_status {
    guard(|| {
        // SAFETY: the caller's pointers.
        let (out, family, values) =
            unsafe { (Out::new(out)?, shared(family)?, texts(values, count)?) };
        family.expect(H::KIND, H::TYPE)?;
        out.put(handle(family.given, family.family.series(&values)?));
        Ok(())
    })
}

fn handle<H: Handle>(given: Owner, series: raw::Series) -> H {
    let (cell, parameters) = (series.address().as_ptr(), series.parameters());
    given.with(|given| given.series.insert(cell.addr(), series));
    H::new(cell, parameters, MMSTATS_SHARED)
}

/// Registers a family.
///
/// # Safety
/// The pointers are those that C's caller gave.
pub(super) unsafe fn register_family(
    writer: *mut mmstats_writer,
    desc: *const mmstats_desc,
    kind: Kind,
    value_type: ValueType,
    out: *mut *const mmstats_family,
) -> Result<(), Failure> {
    // SAFETY: the caller's pointers.
    let (out, writer, described) =
        unsafe { (Out::new(out)?, shared(writer)?, Described::read(desc)?) };
    let family = writer.writer.raw_family(&described.spec(kind, value_type, "")?)?;
    let new = || Box::new(mmstats_family::new(family, kind, value_type, writer.given));
    let kept = writer.given.with(|given| {
        let kept = given.families.entry(described.name().into()).or_insert_with(new);
        &raw const **kept
    });
    out.put(kept.ok_or_else(|| Failure::invalid("a writer that was freed"))?);
    Ok(())
}

impl Handle for mmstats_counter {
    const KIND: Kind = Kind::Counter;
    const TYPE: ValueType = ValueType::U64;
    fn new(cell: *mut u64, _: Parameters, mode: u32) -> mmstats_counter {
        mmstats_counter { cell, mode }
    }
}

impl Handle for mmstats_counter_f64 {
    const KIND: Kind = Kind::Counter;
    const TYPE: ValueType = ValueType::F64;
    fn new(cell: *mut u64, _: Parameters, mode: u32) -> mmstats_counter_f64 {
        mmstats_counter_f64 { cell, mode }
    }
}

impl Handle for mmstats_gauge_u64 {
    const KIND: Kind = Kind::Gauge;
    const TYPE: ValueType = ValueType::U64;
    fn new(cell: *mut u64, _: Parameters, _: u32) -> mmstats_gauge_u64 {
        mmstats_gauge_u64 { cell }
    }
}

impl Handle for mmstats_gauge_i64 {
    const KIND: Kind = Kind::Gauge;
    const TYPE: ValueType = ValueType::I64;
    fn new(cell: *mut u64, _: Parameters, _: u32) -> mmstats_gauge_i64 {
        mmstats_gauge_i64 { cell }
    }
}

impl Handle for mmstats_gauge_f64 {
    const KIND: Kind = Kind::Gauge;
    const TYPE: ValueType = ValueType::F64;
    fn new(cell: *mut u64, _: Parameters, _: u32) -> mmstats_gauge_f64 {
        mmstats_gauge_f64 { cell }
    }
}

impl Handle for mmstats_gauge_bool {
    const KIND: Kind = Kind::Gauge;
    const TYPE: ValueType = ValueType::Bool;
    fn new(cell: *mut u64, _: Parameters, _: u32) -> mmstats_gauge_bool {
        mmstats_gauge_bool { cell }
    }
}

impl Handle for mmstats_text {
    const KIND: Kind = Kind::Text;
    const TYPE: ValueType = ValueType::Bytes;
    fn new(cell: *mut u64, parameters: Parameters, _: u32) -> mmstats_text {
        match parameters {
            Parameters::Sequence(of) => {
                let capacity = of.width.saturating_sub(TEXT as u32);
                mmstats_text { cell, slots: of.slots, capacity }
            }
            _ => mmstats_text { cell: std::ptr::null_mut(), slots: 0, capacity: 0 },
        }
    }
}

impl Handle for mmstats_struct {
    const KIND: Kind = Kind::Struct;
    const TYPE: ValueType = ValueType::Bytes;
    fn new(cell: *mut u64, parameters: Parameters, _: u32) -> mmstats_struct {
        match parameters {
            Parameters::Sequence(of) => mmstats_struct { cell, slots: of.slots, width: of.width },
            _ => mmstats_struct { cell: std::ptr::null_mut(), slots: 0, width: 0 },
        }
    }
}

impl Handle for mmstats_histogram {
    const KIND: Kind = Kind::Histogram;
    const TYPE: ValueType = ValueType::U64;
    fn new(cell: *mut u64, parameters: Parameters, mode: u32) -> mmstats_histogram {
        match parameters {
            Parameters::Buckets(of) => {
                let (scale, first, buckets) = (of.scale, of.first, of.number);
                mmstats_histogram { cell, scale, first, buckets, mode }
            }
            _ => mmstats_histogram {
                cell: std::ptr::null_mut(),
                scale: 0,
                first: 0,
                buckets: 0,
                mode,
            },
        }
    }
}

impl Handle for mmstats_histogram_f64 {
    const KIND: Kind = Kind::Histogram;
    const TYPE: ValueType = ValueType::F64;
    fn new(cell: *mut u64, parameters: Parameters, mode: u32) -> mmstats_histogram_f64 {
        let mmstats_histogram { cell, scale, first, buckets, mode } =
            mmstats_histogram::new(cell, parameters, mode);
        mmstats_histogram_f64 { cell, scale, first, buckets, mode }
    }
}

impl Handle for mmstats_window {
    const KIND: Kind = Kind::Window;
    const TYPE: ValueType = ValueType::U64;
    fn new(cell: *mut u64, parameters: Parameters, _: u32) -> mmstats_window {
        match parameters {
            Parameters::Ring(of) => mmstats_window { cell, duration: of.duration, slots: of.slots },
            _ => mmstats_window { cell: std::ptr::null_mut(), duration: 0, slots: 0 },
        }
    }
}

impl Handle for mmstats_window_f64 {
    const KIND: Kind = Kind::Window;
    const TYPE: ValueType = ValueType::F64;
    fn new(cell: *mut u64, parameters: Parameters, mode: u32) -> mmstats_window_f64 {
        let mmstats_window { cell, duration, slots } = mmstats_window::new(cell, parameters, mode);
        mmstats_window_f64 { cell, duration, slots }
    }
}
