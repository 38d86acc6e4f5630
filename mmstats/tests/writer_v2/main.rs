//! Format 2's writer: what it leaves is decoded by the core, which shares no code with it but the
//! layout.

#[path = "../support/child.rs"]
mod child;
mod closing;
mod created_file;
mod declarations;
mod derives;
mod detached;
mod folder;
mod full_rate;
mod growth;
mod local;
mod no_space;
mod overflow;
mod registering;
mod retiring;
mod threads;
mod tmpfs;
mod values;
