//! Threads that do one job after another.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use mmstats::{Counter, Writer};

use crate::folder::Folder;

const WORKERS: usize = 6;
const JOBS: u64 = 3_000;

/// A job for a worker that has its local object, or one that makes its own for the job.
#[derive(Clone, Copy)]
enum Job {
    Kept(u64),
    Own(u64),
    /// The worker starts anew with another stripe.
    Renew,
}

fn work(stats: &Writer, hits: &Counter, jobs: &Mutex<Receiver<Job>>) {
    let next = || jobs.lock().expect("no worker panics").recv();
    let mut mine = stats.local().expect("a stripe").counter(hits);
    while let Ok(job) = next() {
        match job {
            Job::Kept(n) => mine.add(n),
            Job::Own(n) => stats.local().expect("a stripe").counter(hits).add(n),
            Job::Renew => mine = stats.local().expect("a stripe").counter(hits),
        }
    }
}

/// F2-STRIPE: pools come and go; a stripe has one worker at a time.
#[test]
fn a_pool_counts_each_job_once() {
    let folder = Folder::new();
    let stats = folder.writer();
    let hits = stats.counter("hits").register().expect("a counter");
    for _ in 0..5 {
        let (send, jobs) = channel();
        let jobs = Mutex::new(jobs);
        thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| work(&stats, &hits, &jobs));
            }
            for n in 1..=JOBS {
                let job = match n % 3 {
                    0 => Job::Own(n),
                    _ => Job::Kept(n),
                };
                send.send(job).expect("workers");
                if n % 50 == 0 {
                    send.send(Job::Renew).expect("workers");
                }
            }
            drop(send);
        });
    }
    let all = 5 * JOBS * (JOBS + 1) / 2;
    assert_eq!(folder.decoded().value("hits{}"), all.to_string());
    assert_eq!(hits.get(), 0, "none of them had to share");
}
