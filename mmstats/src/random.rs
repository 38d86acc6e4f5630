//! Random bytes of the system.

use std::fs::File;
use std::io::{self, Read};

/// That many, none of which anybody can foretell.
pub(crate) fn bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    // SAFETY: a place for as many bytes. So few come at once.
    let got = unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), N, 0) };
    if usize::try_from(got) == Ok(N) {
        return Ok(bytes);
    }
    // A kernel before 3.17, or a sandbox that knows no newer one.
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}
