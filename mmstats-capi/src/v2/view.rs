//! What a reader found, as C sees it.

use crate::handle::mmstats_str;
use crate::v2::desc::mmstats_component;

/// A key and a value that tell a series apart from others of its family.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_label {
    /// The key.
    pub key: mmstats_str,
    /// The value.
    pub value: mmstats_str,
}

/// A number of a distribution or a window: its family's type says which.
#[repr(C)]
#[derive(Clone, Copy)]
pub union mmstats_number {
    /// Of MMSTATS_U64.
    pub u64: u64,
    /// Of MMSTATS_F64.
    pub f64: f64,
}

/// A bucket of a histogram that isn't empty.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_bucket {
    /// How many values.
    pub count: u64,
    /// They are above 2^(index / 2^scale), and at most 2^((index + 1) / 2^scale): see
    /// `mmstats_bucket_lower_bound` and `mmstats_bucket_upper_bound`.
    pub index: i32,
}

/// The values of a histogram.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_distribution {
    /// How many values there are: `zero`, `above` and all buckets.
    pub count: u64,
    /// Their sum.
    pub sum: mmstats_number,
    /// The smallest, where `has_extremes`.
    pub min: mmstats_number,
    /// The greatest, where `has_extremes`.
    pub max: mmstats_number,
    /// Whether there is a smallest and a greatest value: whether there are values.
    pub has_extremes: bool,
    /// How many were at most the first bucket's lower bound.
    pub zero: u64,
    /// How many were above the last bucket's upper bound.
    pub above: u64,
    /// How many were negative: refused, and in nothing else.
    pub negative: u64,
    /// How many were NaN: refused, and in nothing else.
    pub nan: u64,
    /// The buckets that aren't empty, in the order of their indices; an array of `bucket_count`.
    pub buckets: *const mmstats_bucket,
    /// How many there are.
    pub bucket_count: usize,
    /// The scale of its buckets. Of several files they may be others than each file's.
    pub scale: u32,
    /// The index of the first of all buckets, empty or not.
    pub first: i32,
    /// How many buckets there are, empty or not.
    pub number: u32,
}

/// A slot of a window: what happened in one span of time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_window_slot {
    /// Which span it is: nanoseconds of CLOCK_BOOTTIME, divided by the duration, plus 1.
    pub epoch: u64,
    /// How many values.
    pub count: u64,
    /// Their sum.
    pub sum: mmstats_number,
    /// The greatest.
    pub max: mmstats_number,
}

/// What happened in the last slots of a window, and in the one that isn't over, when it was read.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_lately {
    /// How many values.
    pub count: u64,
    /// Their sum; 0 where there were none.
    pub sum: mmstats_number,
    /// The greatest; 0 where there were none.
    pub max: mmstats_number,
    /// The time that this is about, in nanoseconds: less than all slots last where who counted is
    /// younger.
    pub covered: u64,
}

/// The values of a window.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_recent {
    /// How many values were negative or NaN: refused, and in nothing else.
    pub refused: u64,
    /// The slots that have something, in the order of their epochs; an array of `count`.
    pub slots: *const mmstats_window_slot,
    /// How many there are.
    pub count: usize,
    /// What happened lately.
    pub last: mmstats_lately,
    /// The duration of a slot in nanoseconds.
    pub duration: u64,
    /// How many slots there are, with something or not: one more than "the last" are.
    pub number: u32,
}

/// The values of a struct, or windows of several durations.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_parts {
    /// One for each component, in their order; or one for each duration, the shortest first. An
    /// array of `count`.
    pub values: *const mmstats_value,
    /// How many there are.
    pub count: usize,
}

/// A value as its widest type; the `kind` of `mmstats_value` says which.
#[repr(C)]
#[derive(Clone, Copy)]
pub union mmstats_payload {
    /// Unsigned integers, bool.
    pub u64: u64,
    /// Signed integers.
    pub i64: i64,
    /// Floats.
    pub f64: f64,
    /// Text: UTF-8, no NUL at its end.
    pub text: mmstats_str,
    /// MMSTATS_STRUCT, MMSTATS_WINDOWS.
    pub parts: mmstats_parts,
    /// MMSTATS_HISTOGRAM.
    pub histogram: *const mmstats_distribution,
    /// MMSTATS_WINDOW.
    pub window: *const mmstats_recent,
}

/// A value of a series, or of a component of a struct.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_value {
    /// Its type, a `mmstats_type`, which says what of `as` is valid. MMSTATS_UNPUBLISHED: there is
    /// none yet. MMSTATS_BUSY: it changed whenever it was looked at; it may be there next time.
    pub kind: i32,
    /// The value.
    pub r#as: mmstats_payload,
}

/// A series of a file, or of an application.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_series {
    /// Its value.
    pub value: mmstats_value,
    /// What tells it apart; an array of `label_count`. Of the series that stands for those beyond
    /// the family's limit it is "otel.metric.overflow" = "true".
    pub labels: *const mmstats_label,
    /// How many labels there are.
    pub label_count: usize,
    /// When it was created, nanoseconds since 1970; 0 in an application.
    pub created: u64,
    /// The index of its family.
    pub family: usize,
    /// Whether it stands for those beyond the family's limit.
    pub overflow: bool,
}

/// A family of a file, or of an application. What only a file can say of it is 0 in an application:
/// `slots`, `width`, `duration`, `scale`, `first`, `buckets`, and where a component is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_family_info {
    /// Its name.
    pub name: mmstats_str,
    /// Its unit; empty where there is none.
    pub unit: mmstats_str,
    /// What it tells; empty where it doesn't say.
    pub help: mmstats_str,
    /// What its series are, a `mmstats_kind`.
    pub kind: i32,
    /// The type of their values, a `mmstats_type`: MMSTATS_BYTES of texts and structs.
    pub r#type: i32,
    /// What a sum over files is, a `mmstats_aggregate`.
    pub aggregate: i32,
    /// Whether files of dead writers don't count in it.
    pub alive_only: bool,
    /// The keys of its labels; an array of `label_count`.
    pub label_keys: *const mmstats_str,
    /// How many labels there are.
    pub label_count: usize,
    /// Its series are these of the array of all series: the index of the first...
    pub first_series: usize,
    /// ...and how many there are.
    pub series_count: usize,
    /// How many slots a text, a struct or a window has.
    pub slots: u32,
    /// Bytes of a slot of a text or struct.
    pub width: u32,
    /// A struct's components; an array of `component_count`.
    pub components: *const mmstats_component,
    /// How many components there are.
    pub component_count: usize,
    /// The duration of a window's slot in nanoseconds.
    pub duration: u64,
    /// A histogram's scale.
    pub scale: u32,
    /// A histogram's first index.
    pub first: i32,
    /// How many buckets a histogram has.
    pub buckets: u32,
}

/// What a file says of itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_file_info {
    /// The application's name.
    pub application: mmstats_str,
    /// Whether its writer closed it.
    pub closed: bool,
    /// How many families were left out, since this library doesn't know their kind or type.
    pub skipped: usize,
    /// How many series were left out since they were being rewritten whenever they were looked at.
    pub rewritten: usize,
    /// When it was read, nanoseconds of CLOCK_BOOTTIME.
    pub taken: u64,
    /// When it was created, nanoseconds since 1970.
    pub created: u64,
    /// The same in nanoseconds of CLOCK_BOOTTIME.
    pub created_boot: u64,
    /// The process id of its writer.
    pub pid: u64,
    /// The start time of that process in clock ticks; 0 unknown.
    pub start: u64,
    /// The user id of its writer.
    pub uid: u64,
    /// The pid namespace; 0 unknown.
    pub pid_namespace: u64,
    /// The last heartbeat, nanoseconds since 1970; 0 not kept.
    pub heartbeat: u64,
    /// The boot id; all 0 unknown.
    pub boot_id: [u8; 16],
    /// The file's id.
    pub file_id: [u8; 16],
}
