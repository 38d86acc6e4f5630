//! Format 2.

mod any;
mod cells;
mod clock;
mod derived;
mod desc;
mod distribution;
mod family;
mod found;
mod handles;
mod layout;
mod local;
mod pool;
mod reader;
mod register;
mod scalar;
mod sequenced;
mod spec;
mod table;
mod view;
mod writer;
mod writer_series;
