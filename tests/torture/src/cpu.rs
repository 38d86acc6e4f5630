//! Which processor a thread runs on: what races has to run on two.

use std::io;

/// Keeps this thread on one processor: on the `number`th of those that it may use, from 0, or on the
/// last where there are fewer.
pub fn keep_on(number: usize) -> io::Result<()> {
    let size = size_of::<libc::cpu_set_t>();
    // SAFETY: all zeros is the empty set.
    let mut allowed: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    // SAFETY: a place for the result.
    if unsafe { libc::sched_getaffinity(0, size, &raw mut allowed) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the number is within the set's size.
    let is_allowed = |cpu: &usize| unsafe { libc::CPU_ISSET(*cpu, &allowed) };
    let cpus: Vec<usize> = (0..8 * size).filter(is_allowed).collect();
    let cpu = cpus.get(number).or(cpus.last()).copied().unwrap_or(0);
    // SAFETY: as above.
    let mut only: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    // SAFETY: the number is within the set's size.
    unsafe { libc::CPU_SET(cpu, &mut only) };
    // SAFETY: a set that outlives the call.
    match unsafe { libc::sched_setaffinity(0, size, &raw const only) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
