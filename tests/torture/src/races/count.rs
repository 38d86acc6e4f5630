//! What a reader counts.

use super::read::Seen;

/// Counts of one reader.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// Looks at the value.
    pub reads: u64,
    /// Words of several writes: a value that nobody wrote.
    pub torn: u64,
    /// A write before the one of the read before: that one was seen before it was published.
    pub backward: u64,
    /// No value, and the reader said so.
    pub busy: u64,
    /// Another write than the read before saw.
    pub distinct: u64,
    /// Reads that the writer was watched at.
    pub watched: u64,
    /// Those of them during which two writes or more began.
    pub overtaken: u64,
    /// The write that was seen last.
    last: Option<u32>,
    /// The latest one that was seen.
    newest: Option<u32>,
}

impl Count {
    /// Counts what a read saw.
    #[inline(always)]
    pub fn add(&mut self, seen: Seen) {
        self.reads += 1;
        let number = match seen {
            Seen::Whole(number) => number,
            Seen::Torn => {
                self.torn += 1;
                return;
            }
            Seen::Busy => {
                self.busy += 1;
                return;
            }
        };
        self.backward += u64::from(self.last.is_some_and(|last| is_before(number, last)));
        self.distinct += u64::from(self.last != Some(number));
        self.last = Some(number);
        if self.newest.is_none_or(|newest| is_before(newest, number)) {
            self.newest = Some(number);
        }
    }

    /// Whether a write was seen that isn't published now, after its writer was killed, and so
    /// never will be.
    pub fn saw_later_than(&self, published: u32) -> bool {
        self.newest.is_some_and(|newest| is_before(published, newest))
    }
}

/// Whether one write was before another: numbers wrap, and the two are not 2^31 apart.
fn is_before(number: u32, other: u32) -> bool {
    (number.wrapping_sub(other) as i32) < 0
}
