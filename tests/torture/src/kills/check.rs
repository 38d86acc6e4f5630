//! What a killed writer left.

use std::fs;
use std::io;
use std::path::Path;

use mmstats::{Liveness, Reader, validate};

use super::progress::{Phase, Progress};
use super::victims::{APPLICATION, Kind};
use crate::run::Outcome;

/// What there is under the file's name.
pub enum Left {
    Nothing,
    /// The file of the writer before.
    Before,
    /// The killed writer's own. An entry may have been in the middle of being rewritten.
    Whole {
        rewriting: bool,
    },
}

/// Looks at it as readers do, and as a validator does. What is wrong with it is an error.
pub fn look(kind: &Kind, path: &Path, pid: i32, progress: &Progress) -> Outcome<Left> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound && kind.creates => {
            return match progress.phase() {
                Phase::Done => Err("the file was created, and isn't there".into()),
                _ => Ok(Left::Nothing),
            };
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(departure) = validate(&bytes).iter().find(|departure| departure.must) {
        return Err(departure.to_string().into());
    }
    let reader = Reader::open(path)?;
    let snapshot = reader.snapshot();
    if snapshot.application().to_string() != APPLICATION {
        return Err(format!("found the application {}", snapshot.application()).into());
    }
    // With the lock held it would be alive or orphaned.
    match reader.writer() {
        Liveness::Dead => {}
        other => return Err(format!("its writer was killed, and is {}", other.name()).into()),
    }
    if snapshot.busy() > 0 {
        return Err("values that nobody writes, and that can't be read".into());
    }
    if snapshot.header().pid != pid as u64 {
        return match (kind.creates, progress.phase()) {
            (true, Phase::In) => Ok(Left::Before),
            _ => Err("the file of another process".into()),
        };
    }
    (kind.check)(snapshot, progress)?;
    // F2-REUSE: the generation is odd meanwhile.
    Ok(Left::Whole { rewriting: !snapshot.header().reuse.is_multiple_of(2) })
}
