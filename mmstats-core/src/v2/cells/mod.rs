//! What changes in a file, word by word: the protocols of SPEC.md 2.7 to 2.12.
//!
//! All of it works on slices of [`Word`]s, be they in a mapped file ([`words`]) or in memory of
//! this process. Nothing here allocates, waits or calls the system.

mod bounds;
mod index;
mod slots;

#[cfg(target_has_atomic = "64")]
mod append;
#[cfg(target_has_atomic = "64")]
mod histogram;
#[cfg(all(target_has_atomic = "64", not(loom)))]
mod region;
#[cfg(target_has_atomic = "64")]
mod reuse;
#[cfg(target_has_atomic = "64")]
mod scalar;
#[cfg(target_has_atomic = "64")]
mod sequenced;
#[cfg(target_has_atomic = "64")]
mod window;

pub use bounds::BOUNDS;
pub use index::{Place, downscale, index_f64, index_u64, lower_bound, upper_bound};
pub use slots::{Busy, accepts, epoch_at, slot_of};

#[cfg(target_has_atomic = "64")]
pub use crate::atomic::Word;
#[cfg(target_has_atomic = "64")]
pub use append::{BlockHeader, append_block, append_entry, generation, read_heads};
#[cfg(target_has_atomic = "64")]
pub use histogram::{HistogramCell, Observed};
#[cfg(all(target_has_atomic = "64", not(loom)))]
pub use region::words;
#[cfg(target_has_atomic = "64")]
pub use reuse::{clear, read_series, retire, reuse};
#[cfg(target_has_atomic = "64")]
pub use scalar::{Number, Scalar, ScalarCell};
#[cfg(target_has_atomic = "64")]
pub use sequenced::SequencedCell;
#[cfg(target_has_atomic = "64")]
pub use window::{TimeSlot, WindowCell};
