//! The files of one application, looked at again and again.

use std::collections::HashSet;
use std::ffi::OsString;
use std::mem;
use std::sync::Arc;
use std::time::SystemTime;

use super::listing::Listing;
use super::problem::Problem;
use super::reading::Reading;
use super::shape::Shape;
use super::totals::Totals;
use crate::Error;
use crate::reader::since_boot;

/// How often a look begins again because a file that was created later says something else of what a total
/// is. The next look goes on with what is known then.
const PASSES: usize = 3;

/// Series that no file has any more are forgotten once they are more than those that are there, and
/// more than this.
const GONE: usize = 4096;

/// All files of one application, of both formats, whether their writers live or not.
///
/// A file of format 2 says in its header whose it is. One of format 1 doesn't: it is that of the
/// application that its name begins with, `NAME-` and a digit, as the default template writes it. A
/// field that is one buffered `Q` is a counter there, and adds up; all else each file has for
/// itself.
///
/// What is known of a file is kept from look to look, and only its values are read again: some 300
/// bytes a file, and each different directory once. Where there are no more than some hundred files
/// they stay open, too, and what dead writers left of values is kept, 4 MiB in all at most:
/// [`keep_open`](Application::keep_open).
///
/// Threads: it can move to any thread; one look at a time.
#[derive(Debug)]
pub struct Application {
    listing: Listing,
    totals: Totals,
    shape: Shape,
    reading: Reading,
}

impl Application {
    /// The application of that name, with its files where readers look by default.
    pub fn new(name: impl Into<String>) -> Application {
        let (totals, reading) = (Totals::default(), Reading::new(name.into()));
        Application { listing: Listing::default(), totals, shape: Shape::default(), reading }
    }

    /// Looks at what these find, and nowhere else.
    pub fn globs(mut self, globs: impl IntoIterator<Item = impl Into<OsString>>) -> Application {
        self.listing.globs = Some(globs.into_iter().map(Into::into).collect());
        self
    }

    /// Keeps the value of each file beside totals, too: some 40 bytes a value, and a histogram more.
    /// Without it a look has the values of single files only where there is no total.
    pub fn keep_each(mut self, keep: bool) -> Application {
        self.reading.pass.keep_each = keep;
        self
    }

    /// Keeps files open from one look to the next, or doesn't. They are, where nothing else is said:
    /// looks take a third to a tenth of the time then.
    ///
    /// A file takes a descriptor, and one more where its writer lives; 512 in all at most, and no more
    /// than a quarter of what this process may have. Files beyond that are opened each time, and so
    /// are those of networks and overlays. A file that was removed keeps its space until the next look,
    /// and a file system can't be unmounted while files of it are open. A forked child has the
    /// descriptors, too; another program has not.
    pub fn keep_open(mut self, keep: bool) -> Application {
        self.reading.keep_open = keep;
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.reading.name
    }

    /// What the last look found.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Looks at all files. Each of them is read as [`Reader`](crate::Reader) reads it, one behind the
    /// other: every value was published, and the total of a counter falls only where a file has
    /// gone, or can't be read this time. [`Totals::problems`] says which can't.
    ///
    /// Errors: a glob that is none. Then the totals stay as they are.
    pub fn look(&mut self) -> Result<&Totals, Error> {
        self.reading.start();
        let (listed, mut errors) = self.listing.list()?;
        self.forget_gone();
        let previous = mem::take(&mut self.totals.files);
        for pass in 1..=PASSES {
            self.totals.clear();
            self.reading.pass.takes_sums = pass < PASSES;
            self.reading.read_all(&listed, &mut self.listing, &previous, &mut self.totals);
            if self.totals.is_settled() {
                break;
            }
        }
        self.reading.finish(&mut self.totals);
        self.listing.finish();
        errors.append(&mut self.reading.unlisted);
        let mut told = HashSet::new();
        errors.retain(|error| told.insert(error.to_string()));
        let unread = |error| {
            // A folder, with all that it holds.
            let counted = match &error {
                Error::Permission { path, .. } | Error::Io { path, .. } => {
                    previous.iter().any(|file| file.path.starts_with(path))
                }
                _ => false,
            };
            Problem::Unread { error: Arc::new(error), counted }
        };
        self.totals.problems.extend(errors.into_iter().map(unread));
        self.totals.finish(since_boot(), since_epoch());
        self.totals.shape = self.shape.of(&self.totals);
        Ok(&self.totals)
    }

    /// Begins anew where most of what is known isn't there any more.
    fn forget_gone(&mut self) {
        let there = self.totals.series.iter().filter(|series| series.files != 0).count();
        if self.totals.series.len() > 2 * there + GONE {
            let mut files = mem::take(&mut self.totals.files);
            files.iter_mut().for_each(|file| file.known = None);
            self.totals = Totals { files, ..Totals::default() };
            self.reading.forget();
            self.shape.forget();
        }
    }
}

/// Nanoseconds since 1970.
fn since_epoch() -> u64 {
    let passed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    passed.map_or(0, crate::reader::nanoseconds)
}
