//! The memory and the file of a format 1 writer, and what a forked child has of them (SPEC.md 2.18,
//! F2-FORK, which is for format 1, too).

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::create::Created;
use crate::fork::{self, Forks, Held, Kept};
use crate::map::Region;

/// Memory, and the file that is mapped there. Handles keep the memory, and only that.
#[derive(Debug)]
pub(super) struct Backing {
    pub(super) region: Arc<Region>,
    /// It holds the lock that tells other writers to keep off. None before it is created, once it
    /// is removed, and in a forked child.
    created: Mutex<Option<Created>>,
}

impl Backing {
    pub(super) fn new(region: Region) -> io::Result<Arc<Backing>> {
        let region = Arc::new(region);
        let backing = Arc::new(Backing { region: Arc::clone(&region), created: Mutex::default() });
        // Of the region too, which may be there for longer.
        let both: [Arc<dyn Forks>; 2] = [backing.clone(), region];
        for one in &both {
            fork::tell(Arc::downgrade(one))?;
        }
        Ok(backing)
    }

    /// Who creates the file has this lock meanwhile, so that no fork comes between.
    pub(super) fn created(&self) -> MutexGuard<'_, Option<Created>> {
        self.created.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Forks for Backing {
    fn hold(self: Arc<Self>) -> Box<dyn Held> {
        Box::new(Kept::mutex(&self, Backing::created))
    }
}

impl Held for Kept<MutexGuard<'static, Option<Created>>, Backing> {
    fn in_child(&mut self) {
        if let Some(created) = self.guard.take() {
            fork::leave(created);
        }
    }
}

impl Forks for Region {
    fn hold(self: Arc<Self>) -> Box<dyn Held> {
        Box::new(self)
    }
}

impl Held for Arc<Region> {
    fn in_child(&mut self) {
        // With the values that it has, of which averages and the like are made. Where there is no memory
        // for them, without; where even that fails, the parent's file stays mapped.
        if self.has_file() && self.detach().is_err() {
            let _ = self.blank();
        }
    }
}
