//! Texts.

use mmstats_core::v2::cells::SequencedCell;
use mmstats_core::v2::{Kind, Parameters, Sequence, ValueType};

use super::declaration::TEXT;
use super::exclusive::Exclusive;
use super::metric::handle;
use super::{Metric, raw};

/// A text that changes. Readers see one that was set, whole.
#[derive(Clone, Debug)]
pub struct Text {
    cell: SequencedCell<'static>,
    series: raw::Series,
}

handle!([] Text, |series| {
    SequencedCell::new(series.words(), series.slots()).expect("words as its slots need")
});

impl Metric for Text {
    type Shape = Sequence;
    const KIND: Kind = Kind::Text;
    const VALUE_TYPE: ValueType = ValueType::Bytes;
    const SHAPE: Sequence = TEXT;

    fn parameters(shape: Sequence) -> Parameters {
        Parameters::Sequence(shape)
    }
}

impl Text {
    /// Publishes a text; one that is too long is cut, between two characters. Waits where another
    /// thread is just doing the same.
    pub fn set(&self, text: &str) {
        let _one_at_a_time = self.series.hold.lock();
        self.cell.publish_text(text);
    }

    /// The right to set it, until this is dropped: others wait meanwhile. For one thread that sets
    /// it often.
    pub fn exclusive(&self) -> Exclusive<'_, Text> {
        Exclusive::new(self)
    }
}

impl Exclusive<'_, Text> {
    /// Publishes a text; one that is too long is cut, between two characters.
    pub fn set(&mut self, text: &str) {
        self.of().cell.publish_text(text);
    }
}
