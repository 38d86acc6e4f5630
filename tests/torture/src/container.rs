//! A process in namespaces of its own, as the first of a container: its pid is 1, and its /proc says so.

use std::io::{self, Read, Write};
use std::path::Path;

use crate::mounts::{mount, own_mounts};
use crate::process::{Child, End};
use crate::run::Outcome;

/// A container with one process, and those that it starts.
#[derive(Debug)]
pub struct Container {
    /// Who made the namespaces, and waits for the first process in them.
    outside: Child,
    /// The first process, as it is called outside.
    first: i32,
}

impl Container {
    /// Starts it. Its mounts are its own; files are everybody's.
    pub fn start(body: impl FnOnce() -> Outcome) -> Outcome<Container> {
        let (mut tells, says) = io::pipe()?;
        let outside = Child::fork(|| {
            let mut says = says;
            own_mounts()?;
            // SAFETY: concerns this process's children alone; no memory is touched.
            if unsafe { libc::unshare(libc::CLONE_NEWPID) } != 0 {
                return Err(io::Error::last_os_error().into());
            }
            let first = Child::fork(|| {
                mount("proc", Path::new("/proc"), "")?;
                body()
            })?;
            says.write_all(&first.pid().to_ne_bytes())?;
            drop(says);
            match first.wait()? {
                End::FINE | End::KILLED => Ok(()),
                end => Err(format!("the first process of a container ended: {end:?}").into()),
            }
        })?;
        let mut first = [0; 4];
        match tells.read_exact(&mut first) {
            Ok(()) => Ok(Container { outside, first: i32::from_ne_bytes(first) }),
            Err(error) => Err(format!("no container: {error}, {:?}", outside.wait()?).into()),
        }
    }

    /// Why there can't be one here, if so.
    pub fn refused() -> Option<String> {
        let tried = Container::start(|| Ok(())).and_then(Container::wait);
        tried.err().map(|error| error.to_string())
    }

    /// Waits for its end.
    pub fn wait(self) -> Outcome {
        match self.outside.wait()? {
            End::FINE => Ok(()),
            end => Err(format!("a container ended: {end:?}").into()),
        }
    }

    /// Kills all that is in it.
    pub fn kill(self) -> Outcome {
        // SAFETY: it is waited for by a process that this one waits for below, so that nobody else
        // has its id.
        if unsafe { libc::kill(self.first, libc::SIGKILL) } != 0 {
            return Err(io::Error::last_os_error().into());
        }
        self.wait()
    }
}
