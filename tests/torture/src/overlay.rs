//! A folder on an overlay file system, as a container without a volume has it: what is created there, and
//! what is said of its writer through another mount of the same bytes (F2-LIVENESS, F2-TAKEN).

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use mmstats::{Liveness, Reader, Writer};

use crate::mounts::{mount, own_mounts};
use crate::process::{Child, End};
use crate::resident::{Names, look, start_child};
use crate::run::{Outcome, Run};

const NAMES: Names = Names { one: "one.mmstats", two: "two.mmstats" };
const BOTH: [&str; 2] = [NAMES.one, NAMES.two];

/// What the dead writer counted whose files are in the lower folder.
const IN_LOWER: u64 = 1_000_000;

/// The folders of an overlay.
struct Overlay {
    lower: PathBuf,
    upper: PathBuf,
    work: PathBuf,
    merged: PathBuf,
}

pub fn run(run: &mut Run) -> Outcome {
    let folder = run.any_folder()?;
    // Its mounts go with it.
    let child = Child::fork(|| {
        let made = own_mounts().and_then(|()| {
            mount("tmpfs", &folder, "")?;
            Overlay::make(&folder)
        });
        let overlay = match made {
            Ok(overlay) => overlay,
            Err(error) => return not_tried(run, error),
        };
        start_child(&overlay.lower, NAMES, IN_LOWER)?.kill()?;
        match overlay.mount() {
            Ok(()) => overlay.torture(run),
            Err(error) => not_tried(run, error),
        }
    })?;
    match child.wait()? {
        End::FINE => Ok(()),
        end => Err(format!("ended: {end:?}").into()),
    }
}

fn not_tried(run: &Run, why: io::Error) -> Outcome {
    run.not_tried("an overlay file system", why);
    Ok(())
}

impl Overlay {
    fn make(folder: &Path) -> io::Result<Overlay> {
        let [lower, upper, work, merged] =
            ["lower", "upper", "work", "merged"].map(|name| folder.join(name));
        for folder in [&lower, &upper, &work, &merged] {
            fs::create_dir(folder)?;
        }
        Ok(Overlay { lower, upper, work, merged })
    }

    fn mount(&self) -> io::Result<()> {
        let Overlay { lower, upper, work, merged } = self;
        let [lower, upper, work] = [lower, upper, work].map(|folder| folder.display());
        mount("overlay", merged, &format!("lowerdir={lower},upperdir={upper},workdir={work}"))
    }

    fn torture(&self, run: &Run) -> Outcome {
        let without_name =
            File::options().write(true).custom_flags(libc::O_TMPFILE).open(&self.merged);
        run.figure("files without a name", if without_name.is_ok() { "yes" } else { "no" });
        let rounds = run.pick(5, 200);
        for hits in 1..=rounds {
            self.live_and_die(hits)?;
        }
        run.figure("writers created, seen through both mounts, killed, and replaced", rounds);
        self.check_lower()?;
        run.figure("files of the lower folder replaced, and still below", BOTH.len());
        run.figure("series added to a file that grows", self.grow()?);
        Ok(())
    }

    /// A writer lives, by its lock, and through the upper folder, where the lock is out of sight, by its
    /// process. The one before is dead, and its names can be had.
    fn live_and_die(&self, hits: u64) -> Outcome {
        let writer = start_child(&self.merged, NAMES, hits)?;
        self.expect("it runs", (Liveness::Alive, hits))?;
        writer.kill()?;
        self.expect("it was killed", (Liveness::Dead, hits))
    }

    fn expect(&self, when: &str, expected: (Liveness, u64)) -> Outcome {
        for name in BOTH {
            for folder in [&self.merged, &self.upper] {
                let path = folder.join(name);
                let found = look(&path)?;
                if found != expected {
                    let path = path.display();
                    return Err(
                        format!("{path}: {when}: expected {expected:?}, found {found:?}").into()
                    );
                }
            }
        }
        Ok(())
    }

    /// The lower folder's files are what they were.
    fn check_lower(&self) -> Outcome {
        for name in BOTH {
            let found = look(&self.lower.join(name))?;
            if found != (Liveness::Dead, IN_LOWER) {
                return Err(format!("{name} of the lower folder: found {found:?}").into());
            }
        }
        Ok(())
    }

    /// A file that grows and is read through both mounts at once.
    fn grow(&self) -> Outcome<usize> {
        const SERIES: usize = 1_000;
        let stats =
            Writer::options("torture").path(&self.merged).filename("grow.mmstats").build()?;
        let family = stats.counter("hits").labels(["n"]).register()?;
        for n in 0..SERIES {
            family.with([n.to_string()])?.add(n as u64);
        }
        for folder in [&self.merged, &self.upper] {
            let reader = Reader::open(folder.join("grow.mmstats"))?;
            let family = reader.snapshot().family("hits").ok_or("the family has gone")?;
            let series = family.series().filter(|series| !series.is_overflow());
            let values: Vec<_> = series.filter_map(|series| series.value().as_u64()).collect();
            let total: u64 = values.iter().sum();
            if (values.len(), total) != (SERIES, (SERIES * (SERIES - 1) / 2) as u64) {
                return Err(format!("found {} series, {total}", values.len()).into());
            }
        }
        Ok(SERIES)
    }
}
