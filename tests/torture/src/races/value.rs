//! The values of the races: every word says which write it is of, so that one that is torn shows it.

use mmstats_core::v2::layout::WORD;

/// The most words that a value has.
pub const MOST: usize = 64;

/// What is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number of 8 bytes, at a multiple of 8.
    Aligned,
    /// A number of 8 bytes, half of it in one cache line and half in the next: in format 1 numbers
    /// stand anywhere.
    Straddling,
    /// So many numbers that belong together: a signature of several parts, or a struct.
    Parts(usize),
    /// A text of so many words.
    Text(usize),
}

impl Value {
    /// All of them.
    pub const ALL: [Value; 7] = [
        Value::Aligned,
        Value::Straddling,
        Value::Parts(2),
        Value::Parts(8),
        Value::Parts(64),
        Value::Text(8),
        Value::Text(64),
    ];

    /// Its name.
    pub fn name(self) -> String {
        let bytes = self.words() * WORD;
        match self {
            Value::Aligned => format!("number of {bytes}, aligned"),
            Value::Straddling => format!("number of {bytes}, straddling"),
            Value::Parts(parts) => format!("{parts} parts of 8, {bytes}"),
            Value::Text(_) => format!("text of {bytes}"),
        }
    }

    /// How many words it has.
    pub const fn words(self) -> usize {
        match self {
            Value::Aligned | Value::Straddling => 1,
            Value::Parts(words) | Value::Text(words) => words,
        }
    }

    /// Each word of the value that is written as the `number`th.
    #[inline(always)]
    pub fn word(self, number: u32) -> u64 {
        match self {
            Value::Text(_) => digits(number),
            _ => u64::from(number) << 32 | u64::from(number),
        }
    }

    /// As which it was written; `None` where its words are not of one write.
    pub fn number(self, words: &[u64]) -> Option<u32> {
        let first = *words.first()?;
        let number = match self {
            Value::Text(_) => number_of(first)?,
            _ => first as u32,
        };
        let whole = self.word(number) == first && words.iter().all(|word| *word == first);
        whole.then_some(number)
    }
}

/// Eight hexadecimal digits, as the bytes of a word.
#[inline(always)]
fn digits(number: u32) -> u64 {
    let mut digits = [0; WORD];
    for (i, digit) in digits.iter_mut().enumerate() {
        *digit = b"0123456789abcdef"[(number >> (28 - 4 * i)) as usize & 15];
    }
    u64::from_le_bytes(digits)
}

fn number_of(digits: u64) -> Option<u32> {
    let digits = digits.to_le_bytes();
    u32::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()
}
