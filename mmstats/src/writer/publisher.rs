//! One publisher at a time (F2-PUBLISH): a lock of this process. No lock is ever in the file.
//!
//! It has one thing that others lack: where a process is forked while a thread publishes, the
//! child, which doesn't have that thread, finds it free. Nobody waits before a fork until others
//! have published: the thread that forks may be the one that has the lock.

use std::hint::spin_loop;
use std::marker::PhantomData;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::fork::{STAMP_STEP, stamp};

/// Nobody has it.
const FREE: u32 = 0;
/// With the stamp of its process: somebody has it.
const TAKEN: u32 = 1;
/// The same, and others sleep until it is given back.
const AWAITED: u32 = 2;

/// A publish takes some ten nanoseconds: it pays to look again before going to sleep.
const SPINS: u32 = 100;

/// The lock.
#[derive(Debug, Default)]
pub(super) struct Publisher(AtomicU32);

/// The right to publish. It stays with its thread.
#[derive(Debug)]
pub(super) struct Publishing<'a> {
    publisher: &'a Publisher,
    /// How the lock looks if nobody sleeps.
    taken: u32,
    thread: PhantomData<*const ()>,
}

impl Publisher {
    /// Waits for it.
    #[inline(always)]
    pub(super) fn lock(&self) -> Publishing<'_> {
        Publishing { publisher: self, taken: self.take(), thread: PhantomData }
    }

    #[inline(always)]
    fn take(&self) -> u32 {
        let taken = stamp() | TAKEN;
        if !self.replace(FREE, taken) {
            self.wait(stamp());
        }
        taken
    }

    #[inline(always)]
    fn replace(&self, old: u32, new: u32) -> bool {
        // Acquire pairs with the release of the one who gave it back: what was published before is
        // there. (That of a parent's thread was never given back, and is not in the child's memory.)
        self.0.compare_exchange(old, new, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    #[cold]
    fn wait(&self, stamp: u32) {
        let mut spins = SPINS;
        let mut take = TAKEN;
        loop {
            // Relaxed: whatever it is, `replace` looks again.
            let now = self.0.load(Ordering::Relaxed);
            if now == FREE || now / STAMP_STEP != stamp / STAMP_STEP {
                // Free, or taken in a process that this one was forked from.
                if self.replace(now, stamp | take) {
                    return;
                }
            } else if now == stamp | TAKEN && spins > 0 {
                spins -= 1;
                spin_loop();
            } else if now == stamp | AWAITED || self.replace(now, stamp | AWAITED) {
                self.sleep_while(stamp | AWAITED);
                // Who slept doesn't know whether others still do.
                take = AWAITED;
            }
        }
    }

    /// Sleeps while the lock looks like this; may wake up any time.
    fn sleep_while(&self, looks: u32) {
        let call = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
        let forever = ptr::null::<libc::timespec>();
        // SAFETY: a word of ours. The system reads it and nothing else.
        unsafe { libc::syscall(libc::SYS_futex, self.0.as_ptr(), call, looks, forever) };
    }

    fn wake_one(&self) {
        let call = libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG;
        // SAFETY: takes the address of the word as a name, and follows no pointer.
        unsafe { libc::syscall(libc::SYS_futex, self.0.as_ptr(), call, 1) };
    }

    #[cold]
    fn give_back_awaited(&self, taken: u32) {
        let awaited = taken - TAKEN + AWAITED;
        // Release pairs with the acquire of the next. Else it is another one's by now: the right was
        // one of the process that this was forked from.
        let awaited = self.0.compare_exchange(awaited, FREE, Ordering::Release, Ordering::Relaxed);
        if awaited.is_ok() {
            self.wake_one();
        }
    }
}

impl Publishing<'_> {
    /// Makes the right one of this process, where it was taken before a fork: others who are
    /// here may have it by now.
    #[inline(always)]
    pub(super) fn renew(&mut self) {
        if self.taken != stamp() | TAKEN {
            self.take_again();
        }
    }

    #[cold]
    fn take_again(&mut self) {
        self.taken = self.publisher.take();
    }
}

impl Drop for Publishing<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // Release pairs with the acquire of the next: it sees what was published.
        let (free, relaxed) = (Ordering::Release, Ordering::Relaxed);
        if self.publisher.0.compare_exchange(self.taken, FREE, free, relaxed).is_err() {
            self.publisher.give_back_awaited(self.taken);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::Publisher;

    /// F2-PUBLISH: one at a time, and each sees what the one before did; also where many sleep.
    #[test]
    fn one_at_a_time() {
        const THREADS: u64 = 8;
        const TIMES: u64 = 2_000;
        let (publisher, count) = (Publisher::default(), AtomicU64::new(0));
        let body = || {
            for n in 0..TIMES {
                let _right = publisher.lock();
                let seen = count.load(Ordering::Relaxed);
                if n % 64 == 0 {
                    thread::yield_now();
                }
                count.store(seen + 1, Ordering::Relaxed);
            }
        };
        thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(body))));
        assert_eq!(count.load(Ordering::Relaxed), THREADS * TIMES);
        assert_eq!(publisher.0.load(Ordering::Relaxed), super::FREE);
    }
}
