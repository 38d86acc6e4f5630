//! Process ids that come again: the writer of a file was killed, and another process has its id
//! (F2-LIVENESS, F2-TAKEN).
//!
//! All of it is in a pid namespace of its own, where the next id can be chosen and nobody else
//! takes it.

use std::fs;
use std::mem::MaybeUninit;
use std::path::Path;
use std::thread;

use mmstats::{Liveness, Writer, v1};

use crate::container::Container;
use crate::process::{Child, End};
use crate::resident::{BY_PID, is_busy, look, start_child};
use crate::run::{Outcome, Run};

/// The id that is given out again and again.
const PID: i32 = 300;
const LAST_PID: &str = "/proc/sys/kernel/ns_last_pid";

/// What was counted.
#[derive(Debug, Default)]
struct Counted {
    reused: u64,
    /// What was said of format 1's file while another process had the id.
    one: [u64; 4],
    /// How often the name of format 1's file could be had by a third process.
    one_replaced: u64,
}

pub fn run(run: &mut Run) -> Outcome {
    if let Some(why) = Container::refused() {
        run.not_tried("process ids that come again", why);
        return Ok(());
    }
    let rounds = run.pick(10, 1_000);
    let folder = run.any_folder()?;
    let container = Container::start(|| {
        let mut counted = Counted::default();
        for hits in 1..=rounds {
            if let Err(error) = fs::write(LAST_PID, (PID - 1).to_string()) {
                run.not_tried("process ids that come again", error);
                return Ok(());
            }
            round(&folder, hits, &mut counted)?;
        }
        counted.report(run);
        Ok(())
    })?;
    container.wait()
}

/// A writer, its death, another process of its id, and the names taken again.
fn round(folder: &Path, hits: u64, counted: &mut Counted) -> Outcome {
    let (one, two) =
        (folder.join(format!("one-{PID}.mmstats")), folder.join(format!("two-{PID}.mmstats")));
    let writer = start_child(folder, BY_PID, hits)?;
    if writer.pid() != PID {
        return Err(format!("expected the id {PID}, found {}", writer.pid()).into());
    }
    expect("it runs", &two, Liveness::Alive, hits)?;
    expect("it runs", &one, Liveness::Alive, hits)?;
    let started = start_time(PID)?;
    writer.kill()?;
    expect("it was killed", &two, Liveness::Dead, hits)?;
    expect("it was killed", &one, Liveness::Dead, hits)?;
    // Two processes of one id that start within the same hundredth of a second look alike; no
    // system gives an id out again that soon.
    while ticks_now() <= started {
        thread::yield_now();
    }
    fs::write(LAST_PID, (PID - 1).to_string())?;
    let other = Child::fork(|| {
        loop {
            // SAFETY: waits for a signal.
            unsafe { libc::pause() };
        }
    })?;
    if other.pid() != PID {
        return Err(format!("expected the id {PID} again, found {}", other.pid()).into());
    }
    expect("another process has its id", &two, Liveness::Dead, hits)?;
    counted.reused += 1;
    counted.one[look(&one)?.0 as usize] += 1;
    taken_by_a_third(folder, counted)?;
    other.kill()?;
    taken_by_its_own(folder, hits)
}

fn expect(when: &str, path: &Path, expected: Liveness, hits: u64) -> Outcome {
    let found = look(path)?;
    match found == (expected, hits) {
        true => Ok(()),
        false => {
            let path = path.display();
            Err(format!("{path}: {when}: expected {expected:?} and {hits}, found {found:?}").into())
        }
    }
}

/// A process takes the names while the other one lives that has the id.
fn taken_by_a_third(folder: &Path, counted: &mut Counted) -> Outcome {
    let two = Writer::options("torture").path(folder).filename(format!("two-{PID}.mmstats"));
    two.build()?;
    let one = v1::Writer::options("torture").path(folder).filename(format!("one-{PID}.mmstats"));
    match one.build()?.create_file() {
        Ok(_) => counted.one_replaced += 1,
        // By format 1 that process may be the writer.
        Err(error) if is_busy(&error) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// A process of that very id takes the names that have it.
fn taken_by_its_own(folder: &Path, hits: u64) -> Outcome {
    fs::write(LAST_PID, (PID - 1).to_string())?;
    let again = start_child(folder, BY_PID, hits)?;
    expect(
        "its own id is in the name",
        &folder.join(format!("two-{PID}.mmstats")),
        Liveness::Alive,
        hits,
    )?;
    expect(
        "its own id is in the name",
        &folder.join(format!("one-{PID}.mmstats")),
        Liveness::Alive,
        hits,
    )?;
    match again.kill()? {
        End::KILLED => Ok(()),
        end => Err(format!("the writer ended before it was killed: {end:?}").into()),
    }
}

/// When a process started, in clock ticks since the boot (field 22 of its stat).
fn start_time(pid: i32) -> Outcome<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, behind_name) = stat.rsplit_once(')').ok_or("a stat without a name")?;
    Ok(behind_name.split_ascii_whitespace().nth(19).ok_or("a short stat")?.parse()?)
}

/// The time since the boot in clock ticks.
fn ticks_now() -> u64 {
    let mut now = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: a place for the result, for which zeros are a value; and a number.
    let (now, per_second) = unsafe {
        libc::clock_gettime(libc::CLOCK_BOOTTIME, now.as_mut_ptr());
        (now.assume_init(), libc::sysconf(libc::_SC_CLK_TCK) as u64)
    };
    now.tv_sec as u64 * per_second + now.tv_nsec as u64 * per_second / 1_000_000_000
}

impl Counted {
    fn report(&self, run: &Run) {
        let Counted { reused, one, one_replaced } = self;
        run.figure("ids that came again, format 2 dead each time", reused);
        for liveness in [Liveness::Alive, Liveness::Dead, Liveness::Orphaned, Liveness::Unknown] {
            let times = one[liveness as usize];
            run.figure(&format!("format 1 then {}", liveness.name()), times);
        }
        run.figure("format 1's name taken while another process has the id", one_replaced);
    }
}
