//! Two ways to do the same, timed in turn.

use std::arch::asm;
use std::env;
use std::time::Duration;

/// Times both and prints a line for each round: id, goal, against, nanoseconds an operation of
/// ours, and of theirs. `goal` is what the ratio of the two is to be at most; "" where the line
/// informs only. `against` names the other side. Nothing happens where BENCH_ONLY leaves the
/// id out.
pub fn bench(
    id: &str,
    goal: &str,
    mut ours: impl FnMut(u64),
    against: &str,
    mut theirs: impl FnMut(u64),
) {
    if env::var("BENCH_ONLY").is_ok_and(|only| !id.starts_with(&only)) {
        return;
    }
    let batch = Duration::from_nanos(setting("BENCH_BATCH_NS"));
    let our_times = calibrate(&mut ours, batch);
    let their_times = calibrate(&mut theirs, batch);
    for _ in 0..setting("BENCH_ROUNDS") {
        let our_ns = nanoseconds(&mut ours, our_times);
        let their_ns = nanoseconds(&mut theirs, their_times);
        println!("{id}\t{goal}\t{against}\t{our_ns}\t{their_ns}");
    }
}

/// What benches/run sets for the programs of every language.
fn setting(name: &str) -> u64 {
    let value = env::var(name).ok().and_then(|text| text.parse().ok());
    value.unwrap_or_else(|| panic!("{name} is not set: start the benchmarks with benches/run"))
}

/// Processor time of this thread: what other programs take meanwhile doesn't count.
fn now() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the result.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    assert_eq!(status, 0, "a thread has a clock");
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn time(side: &mut impl FnMut(u64), times: u64) -> Duration {
    let start = now();
    side(times);
    now() - start
}

/// Nanoseconds an operation.
fn nanoseconds(side: &mut impl FnMut(u64), times: u64) -> f64 {
    time(side, times).as_nanos() as f64 / times as f64
}

/// How many operations fill a batch.
fn calibrate(side: &mut impl FnMut(u64), batch: Duration) -> u64 {
    let mut times = 1;
    loop {
        let taken = time(side, times);
        if taken >= batch / 2 {
            let wanted = times as f64 * batch.as_secs_f64() / taken.as_secs_f64();
            return (wanted as u64).max(1);
        }
        times *= 2;
    }
}

/// The same address, of which the optimizer knows nothing any more, nor of any memory: each turn
/// of a loop is an operation of its own. Unlike `black_box` it adds no instruction.
#[inline(always)]
pub fn opaque<T>(address: *const T) -> *const T {
    let mut address = address;
    // SAFETY: no instruction.
    unsafe { asm!("/* {0} */", inout(reg) address, options(nostack, preserves_flags)) };
    address
}
