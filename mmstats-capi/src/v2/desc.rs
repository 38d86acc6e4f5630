//! Descriptions of families.

use mmstats_rs::format::{Aggregate, ComponentKind, Kind};

use crate::handle::mmstats_str;

/// What the series of a family are. Numbers are never reused.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum mmstats_kind {
    /// Only grows.
    MMSTATS_KIND_COUNTER = 1,
    /// Goes up and down.
    MMSTATS_KIND_GAUGE = 2,
    /// UTF-8.
    MMSTATS_KIND_TEXT = 3,
    /// A distribution.
    MMSTATS_KIND_HISTOGRAM = 4,
    /// Several values that change together.
    MMSTATS_KIND_STRUCT = 5,
    /// What happened lately.
    MMSTATS_KIND_WINDOW = 6,
}

/// What a sum over the files of one application is. Numbers are never reused.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum mmstats_aggregate {
    /// That of the kind: the sum of counters, histograms and windows; else each.
    MMSTATS_AGGREGATE_DEFAULT = 0,
    /// All together.
    MMSTATS_AGGREGATE_SUM = 1,
    /// The smallest.
    MMSTATS_AGGREGATE_MIN = 2,
    /// The greatest.
    MMSTATS_AGGREGATE_MAX = 3,
    /// That of the file created last.
    MMSTATS_AGGREGATE_LAST = 4,
    /// None: one for each file.
    MMSTATS_AGGREGATE_EACH = 5,
}

// The numbers are those of the core, which files have.
const _: () = {
    use mmstats_aggregate::*;
    use mmstats_kind::*;
    assert!(MMSTATS_KIND_COUNTER as u8 == Kind::Counter.code());
    assert!(MMSTATS_KIND_GAUGE as u8 == Kind::Gauge.code());
    assert!(MMSTATS_KIND_TEXT as u8 == Kind::Text.code());
    assert!(MMSTATS_KIND_HISTOGRAM as u8 == Kind::Histogram.code());
    assert!(MMSTATS_KIND_STRUCT as u8 == Kind::Struct.code());
    assert!(MMSTATS_KIND_WINDOW as u8 == Kind::Window.code());
    assert!(MMSTATS_KIND_COUNTER as u8 == ComponentKind::Counter.code());
    assert!(MMSTATS_KIND_GAUGE as u8 == ComponentKind::Gauge.code());
    assert!(MMSTATS_KIND_TEXT as u8 == ComponentKind::Text.code());
    assert!(MMSTATS_AGGREGATE_DEFAULT as u8 == 0);
    assert!(MMSTATS_AGGREGATE_SUM as u8 == Aggregate::Sum.code());
    assert!(MMSTATS_AGGREGATE_MIN as u8 == Aggregate::Min.code());
    assert!(MMSTATS_AGGREGATE_MAX as u8 == Aggregate::Max.code());
    assert!(MMSTATS_AGGREGATE_LAST as u8 == Aggregate::Last.code());
    assert!(MMSTATS_AGGREGATE_EACH as u8 == Aggregate::Each.code());
};

/// The `capacity` of a text that is always empty, since 0 is the default.
pub const MMSTATS_NO_CAPACITY: u32 = 0xffff_ffff;

/// A component of a struct: `MMSTATS_COMPONENT` makes one of a member of a struct of C.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_component {
    /// Its name.
    pub name: mmstats_str,
    /// Its unit; empty where there is none.
    pub unit: mmstats_str,
    /// Its type, a `mmstats_type` but MMSTATS_TUPLE and those behind it.
    pub r#type: i32,
    /// What it is: MMSTATS_KIND_COUNTER, MMSTATS_KIND_GAUGE or MMSTATS_KIND_TEXT.
    pub kind: i32,
    /// Its offset in the struct: a multiple of its type's width.
    pub offset: u32,
    /// Its width in bytes: that of its type, or of the text, which ends at its first NUL.
    pub width: u32,
}

/// The description of a family. Set all to zero, then `size` to `sizeof(mmstats_desc)`, then what
/// there is to say: `mmstats_desc_of` makes one of a name. What is of no use to a kind is not looked
/// at. It can grow at its end in later versions, which take the sizes of earlier ones.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_desc {
    /// `sizeof(mmstats_desc)`.
    pub size: usize,
    /// The name, 1 to 255 bytes: "http.requests".
    pub name: mmstats_str,
    /// The unit, UCUM where there is one: "ns", "By", "1"; or empty.
    pub unit: mmstats_str,
    /// What it tells, for people; or empty.
    pub help: mmstats_str,
    /// The keys of the labels that tell the family's series apart; an array of `labels`.
    pub label_keys: *const mmstats_str,
    /// The values of the one series that is asked for; an array of `labels`. Not looked at where a
    /// family is asked for.
    pub label_values: *const mmstats_str,
    /// How many labels there are.
    pub labels: usize,
    /// What a sum over files is, a `mmstats_aggregate`.
    pub aggregate: i32,
    /// Whether files of dead writers don't count in it.
    pub alive_only: bool,
    /// How many series may be there before further ones share one that says so; 0: 2000.
    pub limit: u32,
    /// A text's greatest length in bytes, rounded up to whole words of 8. 0: 120. None at all:
    /// MMSTATS_NO_CAPACITY.
    pub capacity: u32,
    /// How many buckets a histogram has; 0: the default ones, whatever `scale` and `first` are.
    pub buckets: u32,
    /// A histogram's scale, 0 to 8.
    pub scale: u32,
    /// A histogram's first index.
    pub first: i32,
    /// How many slots a window's ring has, the one that is being filled included: 2 to 4096; 0: 7.
    pub slots: u32,
    /// The duration of a window's slot in nanoseconds; 0: 10 s.
    pub duration: u64,
    /// The components of a struct, in the order of their offsets; an array of `component_count`.
    pub components: *const mmstats_component,
    /// How many components there are.
    pub component_count: usize,
    /// The `sizeof` the struct.
    pub struct_size: usize,
}
