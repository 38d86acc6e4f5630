//! A struct of so many words, all of which are the same number: one that is torn shows it.

use mmstats::Struct;
use mmstats_core::v2::cells::SequencedCell;
use mmstats_core::v2::{Component, ComponentKind, ComponentType};

/// A number in each of its words.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<const WORDS: usize>(pub u64);

/// The most words that there are names for.
const MOST: usize = 64;

/// `w00`, `w01` and so on.
const NAMES: [[u8; 3]; MOST] = {
    let mut names = [*b"w00"; MOST];
    let mut i = 0;
    while i < MOST {
        names[i][1] += (i / 10) as u8;
        names[i][2] += (i % 10) as u8;
        i += 1;
    }
    names
};

const COMPONENTS: [Component<'static>; MOST] = {
    let first = Component {
        name: "",
        unit: "",
        component_type: ComponentType::U64,
        kind: ComponentKind::Gauge,
        offset: 0,
        width: 8,
    };
    let mut components = [first; MOST];
    let mut i = 0;
    while i < MOST {
        components[i].name = match str::from_utf8(&NAMES[i]) {
            Ok(name) => name,
            Err(_) => unreachable!(),
        };
        components[i].offset = 8 * i as u32;
        i += 1;
    }
    components
};

impl<const WORDS: usize> Struct for Numbers<WORDS> {
    const COMPONENTS: &'static [Component<'static>] = COMPONENTS.split_at(WORDS).0;
    const WIDTH: u32 = 8 * WORDS as u32;

    #[inline(always)]
    fn publish_to(&self, cell: &SequencedCell<'_>) {
        cell.publish_array(&[self.0; WORDS]);
    }
}

/// The number in all words of a slot; `None` where it is torn.
pub fn number_in(slot: &[u8]) -> Option<u64> {
    let (words, rest) = slot.as_chunks();
    let first = *words.first()?;
    let whole = rest.is_empty() && words.iter().all(|word| *word == first);
    whole.then_some(u64::from_le_bytes(first))
}

#[cfg(test)]
mod tests {
    use super::number_in;

    #[test]
    fn a_slot_whose_words_differ_has_no_number() {
        let mut slot = [[7, 1, 0, 0, 0, 0, 0, 0]; 64];
        assert_eq!(number_in(slot.as_flattened()), Some(263));
        slot[63][7] = 1;
        assert_eq!(number_in(slot.as_flattened()), None);
        assert_eq!(number_in(&[]), None);
    }
}
