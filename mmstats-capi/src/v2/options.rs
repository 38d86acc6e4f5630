//! Options of a writer.

use std::mem::{MaybeUninit, offset_of};

use mmstats_rs::{Identity, Options};

use crate::handle::mmstats_str;
use crate::status::Failure;

/// Options of a writer. Set all to zero, then `size` to `sizeof(mmstats_options)`, then what
/// differs from the default: `MMSTATS_OPTIONS_INIT` does the first two. It can grow at its end
/// in later versions, which take the sizes of earlier ones.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_options {
    /// `sizeof(mmstats_options)`.
    pub size: usize,
    /// The folder of the file, bytes as the system has them, and no symbolic link. Empty:
    /// MMSTATS_PATH, else the first of RUNTIME_DIRECTORY, else /dev/shm/mmstats-UID, which is made
    /// (SPEC.md 2.20). Where systemd-logind has RemoveIPC=yes, files of a user who isn't a system user
    /// go from there when their last session ends: let the user linger (loginctl enable-linger), have
    /// the service manager give a RUNTIME_DIRECTORY, or set MMSTATS_PATH.
    pub path: mmstats_str,
    /// The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}, which is the
    /// application. Empty: MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats".
    pub filename: mmstats_str,
    /// The permissions of the file, just these, whatever the umask is. 0: MMSTATS_MODE, which is
    /// octal, else 0600.
    pub mode: u32,
    /// How many series a family with labels may have that says nothing else. 0: 2000.
    pub series_limit: u32,
    /// How large the file can become, in bytes: so many addresses are set apart for it, and no
    /// memory. 0: 256 MiB.
    pub reserve: usize,
    /// No file: the same handles, in private memory. For programs that go on where a file can't
    /// be had.
    pub detached: bool,
    /// Fixes what differs from run to run, for tests of conformance. NULL: nothing does.
    pub identity: *const mmstats_identity,
    /// A child that `fork` makes goes on with a file of its own, as if it had called
    /// `mmstats_writer_follow` at once. That is so of each such child, also of one that only
    /// executes another program: its file stays then. What `posix_spawn` makes has none.
    pub follow: bool,
    /// Where a file can't be had, for whatever reason, the writer is detached, and
    /// `mmstats_writer_warning` says why. What is no application's name is an error all the same.
    pub or_detached: bool,
    /// What dead writers of this application and user left in the folder stays as it is. By default, and
    /// unless MMSTATS_FOLD is 0, some of it is folded once the file is there: see `mmstats_fold`.
    pub no_fold: bool,
}

/// What differs from run to run in a file (SPEC.md 2.2).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct mmstats_identity {
    /// When the file and all series were created, nanoseconds since 1970.
    pub created: u64,
    /// The same of the file, nanoseconds of CLOCK_BOOTTIME.
    pub created_boot: u64,
    /// The process id.
    pub pid: u64,
    /// The start time of the process.
    pub start: u64,
    /// The pid namespace.
    pub pid_namespace: u64,
    /// The user id.
    pub uid: u64,
    /// The boot id.
    pub boot_id: [u8; 16],
    /// The file's id; not all 0.
    pub file_id: [u8; 16],
}

/// What the sizes of earlier versions were.
const EARLIER: [usize; 1] = [offset_of!(mmstats_options, follow)];

impl mmstats_options {
    /// What C gives, of this version or another.
    ///
    /// # Safety
    /// `given` is valid for reads of as many bytes as its size says.
    unsafe fn read(given: *const mmstats_options) -> Result<mmstats_options, Failure> {
        const OWN: usize = size_of::<mmstats_options>();
        // SAFETY: the caller's pointer; the size comes first in every version.
        let size = unsafe { (&raw const (*given).size).read() };
        if size < OWN && !EARLIER.contains(&size) {
            return Err(Failure::invalid("mmstats_options: size isn't set to its sizeof"));
        }
        let mut options = MaybeUninit::<mmstats_options>::zeroed();
        // SAFETY: `size` bytes can be read, and the place has room for its own size. Of zeros all
        // members are values, so what an earlier version has not is as by default.
        unsafe {
            let place = options.as_mut_ptr().cast::<u8>();
            place.copy_from_nonoverlapping(given.cast(), size.min(OWN));
            Ok(options.assume_init())
        }
    }
}

/// The options that C chose.
///
/// # Safety
/// `given` is valid for reads of as many bytes as its size says, as are its strings.
pub(super) unsafe fn choose(
    mut chosen: Options,
    given: *const mmstats_options,
) -> Result<Options, Failure> {
    // SAFETY: the caller's pointer, and its strings.
    let (options, filename, identity) = unsafe {
        let options = mmstats_options::read(given)?;
        (options, options.filename.optional()?, options.identity.as_ref())
    };
    if options.path.len > 0 {
        // SAFETY: the caller's string.
        chosen = chosen.path(unsafe { options.path.path() }?);
    }
    if let Some(filename) = filename {
        chosen = chosen.filename(filename);
    }
    if options.mode != 0 {
        chosen = chosen.mode(options.mode);
    }
    if options.series_limit != 0 {
        chosen = chosen.series_limit(options.series_limit as usize);
    }
    if options.reserve != 0 {
        chosen = chosen.reserve(options.reserve);
    }
    if options.detached {
        chosen = chosen.detached();
    }
    if let Some(identity) = identity {
        chosen = chosen.identity(identity.into());
    }
    if options.no_fold {
        chosen = chosen.fold(false);
    }
    Ok(chosen.follow(options.follow).or_detached(options.or_detached))
}

impl From<&mmstats_identity> for Identity {
    fn from(identity: &mmstats_identity) -> Identity {
        Identity {
            created: identity.created,
            created_boot: identity.created_boot,
            pid: identity.pid,
            start: identity.start,
            boot_id: identity.boot_id,
            pid_namespace: identity.pid_namespace,
            uid: identity.uid,
            file_id: identity.file_id,
        }
    }
}
