//! Averages: published means of what was added.

use super::Field;

/// The mean of all values since the start.
#[derive(Debug)]
pub struct Average {
    mean: Field<f64>,
    count: u64,
    total: f64,
}

impl Average {
    pub(super) fn new(mean: Field<f64>) -> Average {
        Average { mean, count: 0, total: 0.0 }
    }

    /// Adds a value and publishes the mean.
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        self.total += value;
        self.mean.set(self.total / self.count as f64);
    }

    /// The published mean; 0 before the first value.
    pub fn get(&self) -> f64 {
        self.mean.get()
    }
}

/// The mean of the last values.
#[derive(Debug)]
pub struct MovingAverage {
    mean: Field<f64>,
    window: Box<[f64]>,
    /// How many values were added, which says what of the window is filled.
    added: u64,
    last: f64,
}

impl MovingAverage {
    /// How many values the mean is of, where nothing is said.
    pub const DEFAULT_SIZE: usize = 100;

    /// The window isn't empty.
    pub(super) fn new(mean: Field<f64>, window: Box<[f64]>) -> MovingAverage {
        MovingAverage { mean, window, added: 0, last: 0.0 }
    }

    /// Adds a value and publishes the mean of the last ones. The sum is taken anew each time, so
    /// that no error builds up.
    pub fn add(&mut self, value: f64) {
        let size = self.window.len() as u64;
        self.window[(self.added % size) as usize] = value;
        self.added += 1;
        self.last = value;
        let filled = self.added.min(size) as usize;
        self.mean.set(self.window[..filled].iter().sum::<f64>() / filled as f64);
    }

    /// The value that was added last; 0 before the first.
    pub fn last(&self) -> f64 {
        self.last
    }

    /// The published mean; 0 before the first value.
    pub fn get(&self) -> f64 {
        self.mean.get()
    }
}
