//! Scalar cells: one word (SPEC.md 2.7).

use core::marker::PhantomData;

use super::Word;
use crate::atomic::{self, Ordering, Point};
use crate::v2::ValueType;

mod sealed {
    pub trait Sealed {}
    impl Sealed for u64 {}
    impl Sealed for i64 {}
    impl Sealed for f64 {}
    impl Sealed for bool {}
}

/// A value that is one word: `u64`, `i64`, `f64` or `bool`; sealed.
pub trait Scalar: Copy + PartialEq + core::fmt::Debug + Send + sealed::Sealed + 'static {
    /// Its type in a file.
    const TYPE: ValueType;
    /// As a word.
    fn to_word(self) -> u64;
    /// From a word, whatever that is.
    fn from_word(word: u64) -> Self;
}

/// A scalar that can be added to; sealed.
pub trait Number: Scalar {
    /// The sum; of integers, modulo 2^64.
    fn plus(self, n: Self) -> Self;
    /// Adds atomically (F2-SHARED).
    fn add_shared(word: &Word, n: Self);
}

macro_rules! scalar {
    ($type:ty, $variant:ident, $to:expr, $from:expr) => {
        impl Scalar for $type {
            const TYPE: ValueType = ValueType::$variant;
            #[inline(always)]
            fn to_word(self) -> u64 {
                $to(self)
            }
            #[inline(always)]
            fn from_word(word: u64) -> $type {
                $from(word)
            }
        }
    };
}

scalar!(u64, U64, |v| v, |w| w);
scalar!(i64, I64, |v: i64| v as u64, |w: u64| w as i64);
scalar!(f64, F64, f64::to_bits, f64::from_bits);
scalar!(bool, Bool, u64::from, |w| w != 0);

macro_rules! integer {
    ($type:ty) => {
        impl Number for $type {
            #[inline(always)]
            fn plus(self, n: $type) -> $type {
                self.wrapping_add(n)
            }
            #[inline(always)]
            fn add_shared(word: &Word, n: $type) {
                word.add(n.to_word());
            }
        }
    };
}

integer!(u64);
integer!(i64);

impl Number for f64 {
    #[inline(always)]
    fn plus(self, n: f64) -> f64 {
        self + n
    }
    #[inline(always)]
    fn add_shared(word: &Word, n: f64) {
        let mut old = word.load(Ordering::Relaxed);
        while let Err(now) = word.replace(old, f64::from_word(old).plus(n).to_word()) {
            if !atomic::enabled(Point::AddAgain) {
                break;
            }
            old = now;
        }
    }
}

/// A counter's or gauge's cell. Nothing else hangs on it, so that all is relaxed (SPEC.md 2.10).
#[derive(Debug)]
pub struct ScalarCell<'a, T> {
    word: &'a Word,
    value: PhantomData<T>,
}

impl<T> Clone for ScalarCell<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ScalarCell<'_, T> {}

impl<'a, T: Scalar> ScalarCell<'a, T> {
    /// The cell that is this word.
    #[inline(always)]
    pub const fn new(word: &'a Word) -> ScalarCell<'a, T> {
        ScalarCell { word, value: PhantomData }
    }

    /// The word.
    pub const fn word(&self) -> &'a Word {
        self.word
    }

    /// The value.
    #[inline(always)]
    pub fn get(&self) -> T {
        T::from_word(self.word.load(Ordering::Relaxed))
    }

    /// Stores a value.
    #[inline(always)]
    pub fn set(&self, value: T) {
        self.word.store(value.to_word(), Ordering::Relaxed);
    }
}

impl<T: Number> ScalarCell<'_, T> {
    /// Adds; any thread may, at any time (F2-SHARED).
    #[inline(always)]
    pub fn add_shared(&self, n: T) {
        T::add_shared(self.word, n);
    }

    /// Adds; nobody else writes the cell meanwhile (F2-STRIPE).
    #[inline(always)]
    pub fn add_local(&self, n: T) {
        self.set(T::from_word(self.word.own()).plus(n));
    }
}
