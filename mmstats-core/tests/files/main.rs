//! Files that are made up: they come back as they were encoded, and no bytes are too odd to decode.

mod hostile;
mod model;
mod round_trip;
mod seen;
mod walk;
