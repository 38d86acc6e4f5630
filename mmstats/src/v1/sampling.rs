//! A counter and its rate, published together: a field of two parts.

use std::time::Instant;

use super::TupleField;

/// Counts, and samples the rate every so many increments. The field's parts are the count and
/// the increments in a millisecond at the last sample, both u64.
#[derive(Debug)]
pub struct SamplingCounter {
    field: TupleField,
    every: u64,
    count: u64,
    per_ms: u64,
    sampled_count: u64,
    sampled_at: Instant,
}

impl SamplingCounter {
    pub(super) const SIGNATURE: &'static [u8] = b"QQ";

    pub(super) fn new(field: TupleField, every: u64) -> SamplingCounter {
        let sampled_at = Instant::now();
        SamplingCounter { field, every, count: 0, per_ms: 0, sampled_count: 0, sampled_at }
    }

    /// One more.
    pub fn inc(&mut self) {
        self.add(1);
    }

    /// `n` more, modulo 2^64; samples the rate if it is time.
    pub fn add(&mut self, n: u64) {
        self.count = self.count.wrapping_add(n);
        let since = self.count.wrapping_sub(self.sampled_count);
        if since >= self.every {
            let elapsed = self.sampled_at.elapsed().as_secs_f64() * 1e3;
            // A float to integer conversion saturates: no time at all gives the largest rate.
            self.per_ms = (since as f64 / elapsed).round() as u64;
            self.sampled_count = self.count;
            self.sampled_at = Instant::now();
        }
        let mut value = [0; 16];
        value[..8].copy_from_slice(&self.count.to_le_bytes());
        value[8..].copy_from_slice(&self.per_ms.to_le_bytes());
        self.field.set_bytes(&value);
    }

    /// The count.
    pub fn get(&self) -> u64 {
        self.count
    }

    /// Increments in a millisecond, at the last sample.
    pub fn per_ms(&self) -> u64 {
        self.per_ms
    }
}
