//! The points at which the protocols of SPEC.md 2.10 to 2.12 can be broken: each fence, each
//! release, each look again, each bound. A model has to fail without any one of them.

macro_rules! points {
    ($($(#[$doc:meta])* $point:ident,)+) => {
        /// A point of a protocol that a model can switch off.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Point {
            $($(#[$doc])* $point,)+
        }

        #[cfg(loom)]
        impl Point {
            /// All of them.
            pub const ALL: &'static [Point] = &[$(Point::$point,)+];
        }
    };
}

points! {
    /// F2-PUBLISH: the fence before a slot is written.
    PublishFence,
    /// F2-PUBLISH: the release of the sequence.
    PublishSequence,
    /// F2-SEQUENCED-READ: the fence behind the first load of the sequence.
    ReadSequence,
    /// F2-SEQUENCED-READ: the fence behind the slot.
    ReadSlot,
    /// F2-SEQUENCED-READ: that the sequence is looked at again.
    ReadAgain,
    /// F2-SEQUENCED-READ: K - 2, and not more.
    ReadBound,
    /// F2-WINDOW-RESET: that the epoch is 0 meanwhile.
    ResetEmpty,
    /// F2-WINDOW-RESET: the fence before the slot is made 0.
    ResetFence,
    /// F2-WINDOW-RESET: the release of the epoch.
    ResetEpoch,
    /// F2-WINDOW-READ: the fence behind the first load of the epoch.
    WindowEpoch,
    /// F2-WINDOW-READ: the fence behind the three words.
    WindowWords,
    /// F2-WINDOW-READ: that the epoch is looked at again.
    WindowAgain,
    /// F2-GROW: the release of the published length.
    GrowPublished,
    /// F2-APPEND: the release of the head.
    AppendHead,
    /// F2-APPEND: the release of the append generation.
    AppendGeneration,
    /// F2-LENGTH-AGAIN: the fence behind the first load of the published length.
    LengthFirst,
    /// F2-LENGTH-AGAIN: the fence behind the heads.
    LengthHeads,
    /// F2-LENGTH-AGAIN: that the published length is looked at again.
    LengthAgain,
    /// F2-LENGTH-AGAIN: the fence behind the second load of the published length.
    LengthSecond,
    /// 2.11: the fence behind the load of a generation.
    Generation,
    /// F2-RETIRE: the release of the reuse generation.
    RetireGeneration,
    /// F2-REUSE: that the reuse generation is odd meanwhile.
    ReuseOdd,
    /// F2-REUSE: the fence before the entry is rewritten.
    ReuseFence,
    /// F2-REUSE: the release of the state.
    ReuseLive,
    /// F2-REUSE: the release of the reuse generation.
    ReuseEven,
    /// F2-STATE-READ: the fence behind the first load of the state.
    StateFirst,
    /// F2-STATE-READ: the fence behind the copy.
    StateCopied,
    /// F2-STATE-READ: that the state is looked at again.
    StateAgain,
    /// F2-SHARED: that a sum of floats is tried again.
    AddAgain,
    /// F2-SHARED: that a maximum is tried again.
    RaiseAgain,
}

/// Whether a point is in force: always, but in models.
#[cfg(not(loom))]
#[inline(always)]
pub(crate) const fn enabled(_: Point) -> bool {
    true
}

#[cfg(loom)]
mod switch {
    extern crate std;

    use super::Point;
    use core::cell::Cell;

    std::thread_local! {
        // A model runs all of its threads on the thread that called it.
        static OFF: Cell<Option<Point>> = const { Cell::new(None) };
    }

    /// Runs a model with a point switched off, or with none.
    pub fn without<R>(point: Option<Point>, model: impl FnOnce() -> R) -> R {
        struct On;
        impl Drop for On {
            fn drop(&mut self) {
                OFF.set(None);
            }
        }
        OFF.set(point);
        let _on = On;
        model()
    }

    /// Whether a point is in force.
    pub(crate) fn enabled(point: Point) -> bool {
        OFF.get() != Some(point)
    }
}

#[cfg(loom)]
pub(crate) use switch::enabled;
#[cfg(loom)]
pub use switch::without;
