//! Texts: what a writer cuts off, and what a reader drops.

use mmstats_core::v1::{Text, trim_utf8};
use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn a_character_that_does_not_fit_is_cut_off_whole() {
    for (text, kept) in [("é", ["", "", "é", "é", "é"]), ("€", ["", "", "", "€", "€"])] {
        for (width, kept) in kept.iter().enumerate() {
            assert_eq!(trim_utf8(text.as_bytes(), width), kept.as_bytes());
        }
    }
    assert_eq!(trim_utf8("a𝄞b".as_bytes(), 4), b"a");
    assert_eq!(trim_utf8("a𝄞b".as_bytes(), 5), "a𝄞".as_bytes());
}

/// The replacement character stands for each maximal ill-formed sequence: without it (the
/// strategies below make none) the text is what is to be kept.
fn dropped(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\u{fffd}', "")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn as_many_characters_as_fit(text in "[a-zéß€𝄞]{0,16}", width in 0..40_usize) {
        let kept = trim_utf8(text.as_bytes(), width);
        let kept = std::str::from_utf8(kept).expect("well-formed text stays so");
        prop_assert!(text.starts_with(kept) && kept.len() <= width);
        if let Some(next) = text[kept.len()..].chars().next() {
            prop_assert!(kept.len() + next.len_utf8() > width, "{:?} fits too", next);
        }
    }

    #[test]
    fn ill_formed_text_is_cut_near_the_width(bytes in vec(any::<u8>(), 0..32), width in 0..40_usize) {
        let kept = trim_utf8(&bytes, width);
        prop_assert!(bytes.starts_with(kept) && kept.len() <= width);
        prop_assert!(kept.len() + 4 >= width.min(bytes.len()));
    }

    #[test]
    fn a_text_ends_at_its_first_nul(bytes in vec(0..4_u8, 0..12)) {
        let before = bytes.split(|byte| *byte == 0).next().expect("at least one piece");
        prop_assert_eq!(Text::new(&bytes).as_bytes(), before);
    }

    #[test]
    fn ill_formed_bytes_are_dropped(bytes in vec(1..=255_u8, 0..24)) {
        prop_assume!(!bytes.windows(3).any(|window| window == "\u{fffd}".as_bytes()));
        let text = Text::new(&bytes);
        prop_assert_eq!(text.to_string(), dropped(&bytes));
        prop_assert_eq!(text.runs().collect::<String>(), dropped(&bytes));
        prop_assert!(text.runs().all(|run| !run.is_empty()));
        prop_assert_eq!(text.to_str().is_ok(), std::str::from_utf8(&bytes).is_ok());
    }
}
