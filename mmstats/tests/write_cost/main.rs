//! What a write costs: no system call, no lock, no allocation.

mod allocation;
#[path = "../../../mmstats-core/tests/support/counting.rs"]
mod counting;
mod format2;
mod handles;
mod system_calls;

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;
