//! Random numbers, good enough to choose a moment.

use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

/// A generator (xorshift64*).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// One that differs from run to run.
    pub fn new() -> Random {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Random((since.as_nanos() as u64 ^ u64::from(process::id()).rotate_left(32)) | 1)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below a limit, which is not 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }
}
