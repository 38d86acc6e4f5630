//! Stripes: which are out, and whose they are (SPEC.md 2.10).

use std::collections::{BTreeSet, HashMap};

use crate::fork::this_thread;

/// How many are given out.
const STRIPES: u32 = 64;

/// The right to write a stripe, until it is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ticket {
    pub(super) stripe: u32,
    /// Tells it from those who had the stripe before.
    number: u64,
}

#[derive(Debug)]
pub(super) struct Stripes {
    free: BTreeSet<u32>,
    /// With the threads that have them.
    out: HashMap<Ticket, libc::pthread_t>,
    tickets: u64,
}

impl Stripes {
    pub(super) fn new() -> Stripes {
        Stripes { free: (1..=STRIPES).collect(), out: HashMap::new(), tickets: 0 }
    }

    /// A stripe that nobody has, for this thread; `None` where all are out.
    pub(super) fn take(&mut self) -> Option<Ticket> {
        let stripe = self.free.pop_first()?;
        self.tickets += 1;
        let ticket = Ticket { stripe, number: self.tickets };
        self.out.insert(ticket, this_thread());
        Some(ticket)
    }

    /// Does nothing where it isn't out: in a forked child, which doesn't have its thread.
    pub(super) fn give_back(&mut self, ticket: Ticket) {
        if self.out.remove(&ticket).is_some() {
            self.free.insert(ticket.stripe);
        }
    }

    /// In a forked child: takes back those of threads that are not here.
    pub(super) fn keep_own(&mut self) {
        let own = this_thread();
        for (ticket, _) in self.out.extract_if(|_, thread| *thread != own) {
            self.free.insert(ticket.stripe);
        }
    }
}
