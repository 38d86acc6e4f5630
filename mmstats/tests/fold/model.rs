//! The protocol of SPEC.md 2.21 as a machine, in every order of the steps of two who fold, either
//! of whom may be killed at each of them, and of one who looks. What a file counted is a bit, so a
//! total says which files are in it, and a file that is in it twice shows.

use std::collections::HashSet;

/// How many files there are.
const FILES: usize = 2;
/// What every look has to find.
const ALL: u32 = (1 << FILES) - 1;

/// An accumulator: its sum, and the files that it lists.
type Accumulator = Option<(u32, u8)>;

/// Someone who folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Folder {
    Begins,
    /// With the lock of the accumulator that is there, or none; the next file to be read, those
    /// that are to be added, and those that are to be removed.
    Reads {
        there: Accumulator,
        next: usize,
        adds: u8,
        removes: u8,
    },
    /// The new one is whole; the next file to be locked.
    Drafted {
        there: Accumulator,
        new: (u32, u8),
        removes: u8,
        next: usize,
    },
    Removes {
        removes: u8,
    },
    Done,
}

/// Someone who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reader {
    Reads { next: usize, found: u8 },
    Accumulator { found: u8 },
    Done { total: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct World {
    /// The files that have a name, and whose locks somebody has.
    names: u8,
    locks: [Option<usize>; FILES],
    accumulator: Accumulator,
    /// Who has the lock of the accumulator that has the name.
    locked: Option<usize>,
    folders: [Folder; 2],
    reader: Reader,
}

/// What an implementation could do otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// Who folds adds what is listed.
    AddsAgain,
    /// Who folds removes files before the new accumulator has its name.
    RemovesFirst,
    /// Who folds puts the accumulator where another was put meanwhile.
    Overwrites,
    /// Who looks counts files that are listed.
    CountsListed,
    /// Who looks reads the accumulator first.
    AccumulatorFirst,
}

impl World {
    fn new(fault: Fault) -> World {
        World {
            names: ALL as u8,
            locks: [None; FILES],
            accumulator: None,
            locked: None,
            folders: [Folder::Begins; 2],
            reader: match fault {
                Fault::AccumulatorFirst => Reader::Accumulator { found: 0 },
                _ => Reader::Reads { next: 0, found: 0 },
            },
        }
    }

    /// Its locks are given back, as the system does for who is killed.
    fn ends(mut self, who: usize) -> World {
        self.folders[who] = Folder::Done;
        self.locked = self.locked.filter(|by| *by != who);
        self.locks = self.locks.map(|lock| lock.filter(|by| *by != who));
        self
    }

    /// One step of who folds.
    fn folds(mut self, who: usize, fault: Fault) -> World {
        let step = match self.folders[who] {
            Folder::Begins if self.locked.is_some() => return self.ends(who),
            Folder::Begins => {
                // There is nothing to lock where there is no accumulator.
                self.locked = self.accumulator.map(|_| who);
                Folder::Reads { there: self.accumulator, next: 0, adds: 0, removes: 0 }
            }
            Folder::Reads { next: FILES, removes: 0, .. } => return self.ends(who),
            Folder::Reads { there, next: FILES, adds, removes } => {
                let (sum, listed) = there.unwrap_or((0, 0));
                let new = (sum + u32::from(adds), listed | adds);
                if fault == Fault::RemovesFirst {
                    self.names &= !removes;
                }
                Folder::Drafted { there, new, removes, next: 0 }
            }
            Folder::Reads { there, next, mut adds, mut removes } => {
                let file = 1 << next;
                if self.names & file != 0 {
                    let listed = there.is_some_and(|(_, listed)| listed & file != 0);
                    adds |= if listed && fault != Fault::AddsAgain { 0 } else { file };
                    removes |= file;
                }
                Folder::Reads { there, next: next + 1, adds, removes }
            }
            Folder::Drafted { there, new, removes, next: FILES } => {
                if there.is_none() && self.accumulator.is_some() && fault != Fault::Overwrites {
                    return self.ends(who);
                }
                (self.accumulator, self.locked) = (Some(new), Some(who));
                Folder::Removes { removes }
            }
            Folder::Drafted { there, new, removes, next } => {
                let file = 1 << next;
                if removes & file != 0 && fault != Fault::RemovesFirst {
                    if self.names & file == 0 || self.locks[next].is_some() {
                        // Another has it, or had it: from the beginning.
                        self = self.ends(who);
                        self.folders[who] = Folder::Begins;
                        return self;
                    }
                    self.locks[next] = Some(who);
                }
                Folder::Drafted { there, new, removes, next: next + 1 }
            }
            Folder::Removes { removes: 0 } | Folder::Done => return self.ends(who),
            Folder::Removes { removes } => {
                let file = removes & removes.wrapping_neg();
                self.names &= !file;
                Folder::Removes { removes: removes & !file }
            }
        };
        self.folders[who] = step;
        self
    }

    /// One step of who looks.
    fn looks(mut self, fault: Fault) -> World {
        let total = |found: u8, accumulator: Accumulator| {
            let (sum, listed) = accumulator.unwrap_or((0, 0));
            let counted = if fault == Fault::CountsListed { found } else { found & !listed };
            sum + u32::from(counted)
        };
        self.reader = match self.reader {
            Reader::Reads { next: FILES, found } => match fault {
                // What was read first is in the upper bits.
                Fault::AccumulatorFirst => Reader::Done { total: u32::from(found) },
                _ => Reader::Accumulator { found },
            },
            Reader::Reads { next, found } => {
                Reader::Reads { next: next + 1, found: found | (self.names & (1 << next)) }
            }
            Reader::Accumulator { .. } if fault == Fault::AccumulatorFirst => {
                let (sum, _) = self.accumulator.unwrap_or((0, 0));
                Reader::Reads { next: 0, found: sum as u8 }
            }
            Reader::Accumulator { found } => Reader::Done { total: total(found, self.accumulator) },
            done => done,
        };
        self
    }

    fn is_wrong(&self) -> bool {
        let listed = self.accumulator.map_or((0, 0), |(sum, listed)| (sum, u32::from(listed)));
        matches!(self.reader, Reader::Done { total } if total != ALL) || listed.0 != listed.1
    }
}

/// Tries every order. Returns how many states there are, or the first that is wrong.
fn explore(fault: Fault) -> Result<usize, Box<World>> {
    let mut known = HashSet::new();
    let mut open = vec![World::new(fault)];
    while let Some(world) = open.pop() {
        if !known.insert(world) {
            continue;
        }
        if world.is_wrong() {
            return Err(Box::new(world));
        }
        for who in 0..2 {
            if world.folders[who] != Folder::Done {
                open.push(world.folds(who, fault));
                open.push(world.ends(who));
            } else {
                // Another begins.
                let mut world = world;
                world.folders[who] = Folder::Begins;
                open.push(world);
            }
        }
        open.push(world.looks(fault));
    }
    Ok(known.len())
}

/// F2-FOLD, F2-FOLD-AGAIN, F2-FOLD-READ: every look finds what all files counted, once.
#[test]
fn every_order() {
    let states = explore(Fault::None).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    println!("{states} states");
    assert!(states > 1000);
}

/// The model notices each step that is left out.
#[test]
fn faults() {
    for fault in [
        Fault::AddsAgain,
        Fault::RemovesFirst,
        Fault::Overwrites,
        Fault::CountsListed,
        Fault::AccumulatorFirst,
    ] {
        assert!(explore(fault).is_err(), "{fault:?}");
    }
}
