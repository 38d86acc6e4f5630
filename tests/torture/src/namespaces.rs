//! Writers in pid namespaces of their own, as containers have them, and readers outside, inside and in
//! other ones; containers that start again on a folder that is kept, always with the process id 1
//! (F2-LIVENESS, F2-TAKEN).

use std::fs;
use std::path::Path;

use mmstats::{Liveness, Warning, Writer};

use crate::container::Container;
use crate::resident::{BY_PID, Names, is_busy, look, start};
use crate::run::{Outcome, Run};

/// Names of files that two containers don't share.
const ALONE: Names = Names { one: "one.mmstats", two: "two.mmstats" };

pub fn run(run: &mut Run) -> Outcome {
    if let Some(why) = Container::refused() {
        run.not_tried("pid namespaces", why);
        return Ok(());
    }
    let rounds = run.pick(3, 100);
    let mut said = Said::default();
    for hits in 1..=rounds {
        seen_from_outside(&run.any_folder()?, hits, &mut said)?;
        side_by_side(&run.any_folder()?, hits)?;
    }
    run.figure("writers seen from outside and from other containers", rounds);
    run.figure("of format 2", "alive while they ran, dead after they were killed");
    run.figure("of format 1 while they ran", said.alive.join(", "));
    run.figure("of format 1 after they were killed", said.killed.join(", "));
    run.figure("second containers that found the name in use", rounds);
    start_again(run)
}

/// What was said of format 1's files, which don't name the namespace of their process.
#[derive(Debug, Default)]
struct Said {
    alive: Vec<&'static str>,
    killed: Vec<&'static str>,
}

fn add(said: &mut Vec<&'static str>, liveness: Liveness) {
    if !said.contains(&liveness.name()) {
        said.push(liveness.name());
    }
}

/// A reader outside, and one in another container, look at a writer before and after its death.
fn seen_from_outside(folder: &Path, hits: u64, said: &mut Said) -> Outcome {
    let container = start(|body| Container::start(body), folder, ALONE, hits)?;
    expect_everywhere("it runs", &folder.join(ALONE.two), Liveness::Alive, hits)?;
    add(&mut said.alive, look(&folder.join(ALONE.one))?.0);
    container.kill()?;
    // The process id is one of a namespace that nobody can look into, but the lock is free.
    expect_everywhere("it was killed", &folder.join(ALONE.two), Liveness::Dead, hits)?;
    add(&mut said.killed, look(&folder.join(ALONE.one))?.0);
    Ok(())
}

fn expect_everywhere(when: &str, path: &Path, expected: Liveness, hits: u64) -> Outcome {
    expect(when, path, expected, hits)?;
    Container::start(|| expect(when, path, expected, hits))?.wait()
}

fn expect(when: &str, path: &Path, expected: Liveness, hits: u64) -> Outcome {
    let found = look(path)?;
    match found == (expected, hits) {
        true => Ok(()),
        false => Err(format!("{when}: expected {expected:?} and {hits}, found {found:?}").into()),
    }
}

/// A second container wants the name while the first one runs: it gets an error, or a detached writer,
/// and the file stays the first one's.
fn side_by_side(folder: &Path, hits: u64) -> Outcome {
    let first = start(|body| Container::start(body), folder, BY_PID, hits)?;
    let second = Container::start(|| {
        let options = || Writer::options("torture").path(folder).filename(BY_PID.two);
        match options().build() {
            Err(error) if is_busy(&error) => {}
            other => return Err(format!("a name in use: found {other:?}").into()),
        }
        let detached = options().or_detached(true).build()?;
        match (detached.path(), detached.warning()) {
            (None, Some(Warning::Detached { error })) if is_busy(&error) => Ok(()),
            other => Err(format!("expected a detached writer, found {other:?}").into()),
        }
    })?;
    second.wait()?;
    expect("another one wanted its name", &folder.join("two-1.mmstats"), Liveness::Alive, hits)?;
    first.kill()
}

/// A container starts again and again, and its folder is kept: each writer is process 1 and gets its
/// name, and no file of one that may live is lost.
fn start_again(run: &mut Run) -> Outcome {
    let starts = run.pick(5, 500);
    let folder = run.any_folder()?;
    for hits in 1..=starts {
        let container = start(|body| Container::start(body), &folder, BY_PID, hits)?;
        for name in ["one-1.mmstats", "two-1.mmstats"] {
            let (_, found) = look(&folder.join(name))?;
            if found != hits {
                return Err(format!("{name}: expected {hits}, found {found}").into());
            }
        }
        container.kill()?;
    }
    let mut kept = 0;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            return Err(format!("{} was left", name.display()).into());
        }
        look(&entry.path())?;
        let name = name.to_string_lossy();
        kept += u64::from(name.contains('~') && !name.contains("~total-"));
    }
    run.figure("starts of a container on a kept folder, each as process 1", starts);
    run.figure("files of earlier starts kept under other names", kept);
    Ok(())
}
