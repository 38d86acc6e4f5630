//! Models of the protocols of SPEC.md 2.10 to 2.12, in which loom tries every order of the threads' steps
//! and every value that each load may see. Each model has to hold, and has to fail as soon as
//! any one of its points is switched off: then it would notice if the code had left that one out.
//!
//! `make model` runs them: `RUSTFLAGS="--cfg loom" cargo test -p mmstats-core --test models`.
#![cfg(loom)]

mod append;
mod grow;
mod protocol;
mod reuse;
mod sequenced;
mod shared;
mod window;

use mmstats_core::model::Point;
use protocol::Protocol;

/// All models, by the module that has it.
const PROTOCOLS: &[Protocol] = &[
    append::ENTRY,
    grow::BLOCK,
    reuse::MAPPING,
    reuse::COPYING,
    sequenced::TWO,
    sequenced::FOUR,
    shared::HISTOGRAM,
    window::RESET,
];

#[test]
fn every_point_is_switched_off_somewhere() {
    for point in Point::ALL {
        let found = PROTOCOLS.iter().any(|protocol| protocol.points.contains(point));
        assert!(found, "expected a model with a mutant without {point:?}, found none");
    }
}

macro_rules! models {
    ($($name:ident: $protocol:expr;)+) => {
        $(
            mod $name {
                #[test]
                fn holds() {
                    $protocol.holds();
                }

                #[test]
                fn fails_without_any_of_its_points() {
                    $protocol.fails_without_any_of_its_points();
                }
            }
        )+

        #[test]
        fn every_protocol_is_run() {
            let run = [$(stringify!($name)),+];
            assert_eq!(run.len(), PROTOCOLS.len());
        }
    };
}

models! {
    entry: crate::append::ENTRY;
    block: crate::grow::BLOCK;
    reuse_mapping: crate::reuse::MAPPING;
    reuse_copying: crate::reuse::COPYING;
    two_slots: crate::sequenced::TWO;
    four_slots: crate::sequenced::FOUR;
    shared_histogram: crate::shared::HISTOGRAM;
    window_reset: crate::window::RESET;
}
