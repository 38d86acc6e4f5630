//! Every atomic of this crate comes through here, so that a model checker can stand in for
//! the processor's.

pub(crate) use core::sync::atomic::{AtomicU8, Ordering};
