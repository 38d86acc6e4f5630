//! Sequenced cells: values of several words that change together (SPEC.md 2.7 and 2.10).

use core::hint::spin_loop;

use super::{Busy, Word, accepts};
use crate::atomic::{self, Ordering, Point};
use crate::v1::trim_utf8;
use crate::v2::layout::WORD;
use crate::v2::layout::sequenced::{SLOTS, TEXT};
use crate::v2::parameters::Sequence;

/// The cell of a text or struct.
#[derive(Clone, Copy, Debug)]
pub struct SequencedCell<'a> {
    sequence: &'a Word,
    slots: &'a [Word],
    number: u32,
    /// Words of a slot.
    width: usize,
}

impl<'a> SequencedCell<'a> {
    /// The cell that is these words; `None` where there are no such slots, or not as many words as
    /// they need.
    pub fn new(cell: &'a [Word], slots: Sequence) -> Option<SequencedCell<'a>> {
        let (number, width) = (slots.slots, slots.width as usize / WORD);
        let (sequence, slots_words) = cell.split_at_checked(SLOTS / WORD)?;
        let whole = slots.is_valid() && slots_words.len() == number as usize * width;
        let sequence = sequence.first()?;
        whole.then_some(SequencedCell { sequence, slots: slots_words, number, width })
    }

    /// Words of a slot.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// How many values were published, modulo 2^64.
    #[inline(always)]
    pub fn sequence(&self) -> u64 {
        self.sequence.load(Ordering::Relaxed)
    }

    #[inline(always)]
    fn slot(&self, sequence: u64) -> &'a [Word] {
        // The number of slots is a power of two.
        let slot = sequence as usize & (self.number as usize - 1);
        &self.slots[slot * self.width..][..self.width]
    }

    /// F2-PUBLISH, with `fill` to store the slot's words. One publisher at a time.
    #[inline(always)]
    fn publish_slot(&self, fill: impl FnOnce(u64)) {
        let next = self.sequence.own().wrapping_add(1);
        // Pairs with the second fence of `read`: who saw one of the words below sees the sequence
        // that was loaded above, or a later one, and refuses what it copied of the slot.
        atomic::fence(Point::PublishFence, Ordering::Release);
        fill(next);
        // Pairs with the first fence of `read`: who saw this sequence sees the slot.
        let release = atomic::ordering(Point::PublishSequence, Ordering::Release);
        self.sequence.store(next, release);
    }

    /// Publishes a value. What is beyond the slot is left out, and what is missing is 0. One
    /// publisher at a time.
    #[inline]
    pub fn publish(&self, value: &[u64]) {
        self.publish_slot(|next| {
            for (i, word) in self.slot(next).iter().enumerate() {
                word.store(value.get(i).copied().unwrap_or(0), Ordering::Relaxed);
            }
        });
    }

    /// Publishes a value of a width that is known to the compiler: a store for each word, and nothing else.
    /// One publisher at a time.
    ///
    /// # Panics
    ///
    /// If the slot has another width.
    #[inline(always)]
    pub fn publish_array<const N: usize>(&self, value: &[u64; N]) {
        // Whatever else were done here needed the value in memory, and not only in registers.
        assert!(self.width == N, "the value has the width of the slot");
        let slots = self.slots.as_chunks::<N>().0;
        self.publish_slot(|next| {
            // The number of slots is a power of two.
            let slot = &slots[next as usize & slots.len().wrapping_sub(1)];
            for (word, value) in slot.iter().zip(value) {
                word.store(*value, Ordering::Relaxed);
            }
        });
    }

    /// Publishes a text: its length, its bytes, and zeros in the rest of the last word. What is
    /// beyond the slot is left out, between two characters. One publisher at a time.
    pub fn publish_text(&self, text: &str) {
        let text = trim_utf8(text.as_bytes(), (self.width - TEXT / WORD) * WORD);
        self.publish_slot(|next| {
            let (length, words) = self.slot(next).split_at(TEXT / WORD);
            length[0].store(text.len() as u64, Ordering::Relaxed);
            let (whole, rest) = text.as_chunks::<WORD>();
            for (word, bytes) in words.iter().zip(whole) {
                word.store(u64::from_le_bytes(*bytes), Ordering::Relaxed);
            }
            if !rest.is_empty() {
                let mut bytes = [0; WORD];
                bytes[..rest.len()].copy_from_slice(rest);
                words[whole.len()].store(u64::from_le_bytes(bytes), Ordering::Relaxed);
            }
        });
    }

    /// Copies the value that was published last, or its first words, and returns its sequence;
    /// `None` where none was (F2-SEQUENCED-READ). Busy after so many tries (F2-BUSY).
    pub fn read(&self, value: &mut [u64], tries: u32) -> Result<Option<u64>, Busy> {
        for _ in 0..tries {
            let first = self.sequence.load(Ordering::Relaxed);
            // Pairs with the release store of the sequence: the slot has what was published.
            atomic::fence(Point::ReadSequence, Ordering::Acquire);
            if first == 0 {
                return Ok(None);
            }
            for (value, word) in value.iter_mut().zip(self.slot(first)) {
                *value = word.load(Ordering::Relaxed);
            }
            // Pairs with the fence of `publish_slot`: if a word above was a later one, so is this.
            atomic::fence(Point::ReadSlot, Ordering::Acquire);
            let second = self.sequence.load(Ordering::Relaxed);
            if accepts(first, second, self.number) {
                return Ok(Some(first));
            }
            spin_loop();
        }
        Err(Busy)
    }
}
