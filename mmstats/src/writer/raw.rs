//! Families, series and local objects without types: what the handles of Rust, and those of the C
//! API, are made of. Not for programs.

use std::cell::Cell;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;

use mmstats_core::v2::cells::{SequencedCell, Word};
use mmstats_core::v2::encode::FamilyEntry;
use mmstats_core::v2::{Aggregate, Buckets, Kind, Parameters, Ring, Sequence};

use super::family::FamilyState;
use super::hold::Hold;
use super::registry::Registry;
use super::stripes::Ticket;
use crate::Error;

/// What to register. The id of the entry is the writer's choice.
#[derive(Clone, Copy, Debug)]
pub struct Spec<'a> {
    /// The family, as its entry will say.
    pub entry: FamilyEntry<'a>,
    /// How many series may be live; `None`: the writer's default.
    pub limit: Option<usize>,
}

/// What a sum over files is where nobody says: numbers that only grow add up, and of all else each file
/// has its own.
pub const fn default_aggregate(kind: Kind) -> Aggregate {
    match kind {
        Kind::Counter | Kind::Histogram | Kind::Window => Aggregate::Sum,
        _ => Aggregate::Each,
    }
}

/// A family that is registered.
#[derive(Clone, Debug)]
pub struct Family {
    pub(super) registry: Arc<Registry>,
    pub(super) state: Arc<FamilyState>,
}

impl Family {
    /// The series with these label values, one for each key: the one that is there, a new one, or the one
    /// beyond the limit. Of a family without labels its only one, which is made anew where it was
    /// retired.
    pub fn series(&self, label_values: &[&str]) -> Result<Series, Error> {
        let hold = self.registry.series(&self.state, label_values)?;
        Ok(Series { registry: Arc::clone(&self.registry), hold })
    }

    /// How many label keys it has.
    pub fn keys(&self) -> usize {
        self.state.keys
    }
}

/// A series. Its cell is nobody else's as long as there is one of this series, or a copy.
#[derive(Clone, Debug)]
pub struct Series {
    pub(super) registry: Arc<Registry>,
    pub(super) hold: Arc<Hold>,
}

impl Series {
    /// Where its cell is.
    pub fn address(&self) -> NonNull<u64> {
        self.hold.address_of(self.hold.place.cell)
    }

    /// Its cell. Whoever has it keeps this series, or a copy.
    pub(super) fn words(&self) -> &'static [Word] {
        self.hold.words_at(self.hold.place.cell)
    }

    /// The shape of its cell.
    pub fn parameters(&self) -> Parameters {
        self.hold.parameters
    }

    pub(super) fn buckets(&self) -> Buckets {
        match self.hold.parameters {
            Parameters::Buckets(buckets) => buckets,
            _ => unreachable!("a family has the parameters of its kind"),
        }
    }

    pub(super) fn ring(&self) -> Ring {
        match self.hold.parameters {
            Parameters::Ring(ring) => ring,
            _ => unreachable!("a family has the parameters of its kind"),
        }
    }

    pub(super) fn slots(&self) -> Sequence {
        match self.hold.parameters {
            Parameters::Sequence(sequence) => sequence,
            _ => unreachable!("a family has the parameters of its kind"),
        }
    }

    /// Whether it is the one beyond the limit.
    pub fn is_overflow(&self) -> bool {
        self.hold.overflow
    }

    /// Publishes the words of a slot, of a struct. Waits where another thread is just doing the same.
    pub fn publish(&self, value: &[u64]) {
        let _one_at_a_time = self.hold.lock();
        if let Some(cell) = SequencedCell::new(self.words(), self.slots()) {
            cell.publish(value);
        }
    }

    /// Retires it: readers don't see it any more. Says whether it was live.
    pub fn retire(&self) -> Result<bool, Error> {
        self.registry.retire(&self.hold)
    }
}

/// A local object: one thread's stripe.
#[derive(Clone, Debug)]
pub struct Local(pub(super) Rc<Stripe>);

#[derive(Debug)]
pub(super) struct Stripe {
    registry: Arc<Registry>,
    /// `None` where all were out, and once it was given back.
    ticket: Cell<Option<Ticket>>,
}

impl Stripe {
    fn give_back(&self) {
        if let Some(ticket) = self.ticket.take() {
            self.registry.give_back(ticket);
        }
    }
}

impl Drop for Stripe {
    fn drop(&mut self) {
        self.give_back();
    }
}

impl Local {
    pub(super) fn new(registry: &Arc<Registry>) -> Result<Local, Error> {
        let ticket = Cell::new(registry.take_stripe()?);
        Ok(Local(Rc::new(Stripe { registry: Arc::clone(registry), ticket })))
    }

    /// The stripe; `None` where all were out, and once it was given back.
    pub fn stripe(&self) -> Option<u32> {
        self.0.ticket.get().map(|ticket| ticket.stripe)
    }

    /// Gives the stripe back, as the end of the last copy does: for a thread that ends while others
    /// have addresses of this. From here on all is written in the shared cells; a second call does
    /// nothing.
    pub fn give_back(&self) {
        self.0.give_back();
    }

    /// Where the series' cell is for this thread alone; `None` where it has to write the shared one, as
    /// any other thread does. The series is one of a counter, histogram or window of the same writer.
    pub fn address(&self, of: &Series) -> Option<NonNull<u64>> {
        self.cell(of).map(|cell| of.hold.address_of(cell))
    }

    pub(super) fn words(&self, of: &Series) -> Option<&'static [Word]> {
        self.cell(of).map(|cell| of.hold.words_at(cell))
    }

    fn cell(&self, of: &Series) -> Option<usize> {
        let same = Arc::ptr_eq(&self.0.registry, &of.registry);
        let number = self.stripe().filter(|_| same && !of.is_overflow())?;
        self.0.registry.cell_in_stripe(&of.hold, number)
    }
}
