//! Format 2.

mod any;
mod cells;
mod clock;
mod derived;
mod desc;
mod distribution;
mod family;
mod found;
mod given;
mod handles;
mod layout;
mod leaving;
mod local;
mod options;
mod pool;
mod reader;
mod register;
mod scalar;
mod sequenced;
mod spec;
mod table;
mod view;
mod warning;
mod writer;
mod writer_series;
