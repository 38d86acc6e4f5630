//! How the `mmstats` command writes what it reads: the decoded form of a file, which the test
//! programs of all languages print too, and values and paths for a person at a terminal.

mod decoded;
mod escaped;
mod spelled;

pub use decoded::{Decoded, DecodedPath, DecodedTotals};
pub use escaped::{Escaped, EscapedPath};
pub use spelled::Spelled;
