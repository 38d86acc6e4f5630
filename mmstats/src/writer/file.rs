//! The writer of one format 2 file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use mmstats_core::v2::encode::encode_header;
use mmstats_core::v2::layout::{PAGE, header};

use super::blocks::Blocks;
use super::raw;
use super::registry::Registry;
use super::settings::Settings;
use super::{
    Counter, Declaration, Gauge, Histogram, Identity, Local, Metric, Options, Struct, Structure,
    Text, Timer, Window,
};
use crate::fold;
use crate::fork::{self, Forks};
use crate::map::Region;
use crate::{Error, Warning};

/// Owns one stats file: registers what is in it, flushes it, closes it.
///
/// All of it may be done by any thread at any time, through `&self`. Handles are what is written
/// through; they can be cloned and sent, and outlive the writer. A writer that is dropped closes its
/// file: handles that are left write into private memory.
///
/// After a fork the file stays the parent's. What the child writes through handles is seen by nobody,
/// and nothing is registered there, until it follows: by [`follow`](Writer::follow), or at once
/// where [`Options::follow`] said so.
#[derive(Debug)]
pub struct Writer {
    registry: Arc<Registry>,
}

impl Writer {
    /// A writer with default options, and its file. `application` is whose statistics these are.
    ///
    /// Errors: as [`Options::build`].
    pub fn new(application: &str) -> Result<Writer, Error> {
        Writer::options(application).build()
    }

    /// Options of a writer.
    pub fn options(application: &str) -> Options {
        Options::new(application)
    }

    pub(super) fn from_options(options: Options) -> Result<Writer, Error> {
        let writer = Writer::without_file(&options)?;
        if options.detached {
            return Ok(writer);
        }
        let settings = &writer.registry.settings;
        match settings.wanted().and_then(|wanted| writer.registry.create(&wanted)) {
            Err(error) if options.or_detached => {
                let error = Arc::new(error);
                writer.registry.lock().warning = Some(Warning::Detached { error });
            }
            created => created?,
        }
        if settings.folds() {
            writer.registry.path(|path| fold::at_creation(path, &options.application));
        }
        Ok(writer)
    }

    /// A writer with all that a new file has, in private memory.
    fn without_file(options: &Options) -> Result<Writer, Error> {
        let no_memory = |source| Error::io(Path::new("(memory)"), "reserve it", source);
        let identity = options.identity.map_or_else(Identity::now, Ok).map_err(no_memory)?;
        let header = encoded_header(&options.application, &identity)?;
        let size = options.reserve.max(PAGE);
        let region = Region::reserve(size).map_err(|source| Error::Addresses { size, source })?;
        let region = Arc::new(region);
        region.grow(PAGE).map_err(no_memory)?;
        region.copy_in(0, &header);
        let mut blocks = Blocks::new(&region);
        blocks.begin()?;
        let registry = Arc::new(Registry::new(region, blocks, Settings::new(options)));
        let forks: Arc<dyn Forks> = registry.clone();
        fork::tell(Arc::downgrade(&forks)).map_err(no_memory)?;
        Ok(Writer { registry })
    }

    /// A counter.
    pub fn counter(&self, name: &str) -> Declaration<'_, Counter> {
        Counter::declare(self, name)
    }

    /// A counter of floats.
    pub fn counter_f64(&self, name: &str) -> Declaration<'_, Counter<f64>> {
        Counter::declare(self, name)
    }

    /// A gauge.
    pub fn gauge(&self, name: &str) -> Declaration<'_, Gauge> {
        Gauge::declare(self, name)
    }

    /// A gauge that is never negative.
    pub fn gauge_u64(&self, name: &str) -> Declaration<'_, Gauge<u64>> {
        Gauge::declare(self, name)
    }

    /// A gauge of floats.
    pub fn gauge_f64(&self, name: &str) -> Declaration<'_, Gauge<f64>> {
        Gauge::declare(self, name)
    }

    /// A gauge that is true or false.
    pub fn gauge_bool(&self, name: &str) -> Declaration<'_, Gauge<bool>> {
        Gauge::declare(self, name)
    }

    /// A text.
    pub fn text(&self, name: &str) -> Declaration<'_, Text> {
        Text::declare(self, name)
    }

    /// A histogram of integers.
    pub fn histogram(&self, name: &str) -> Declaration<'_, Histogram> {
        Histogram::declare(self, name)
    }

    /// A histogram of floats.
    pub fn histogram_f64(&self, name: &str) -> Declaration<'_, Histogram<f64>> {
        Histogram::declare(self, name)
    }

    /// A histogram of durations.
    pub fn timer(&self, name: &str) -> Declaration<'_, Timer> {
        Timer::declare(self, name)
    }

    /// A struct, whose values are published together.
    pub fn structure<T: Struct>(&self, name: &str) -> Declaration<'_, Structure<T>> {
        Structure::declare(self, name)
    }

    /// A window of integers.
    pub fn window(&self, name: &str) -> Declaration<'_, Window> {
        Window::declare(self, name)
    }

    /// A window of floats.
    pub fn window_f64(&self, name: &str) -> Declaration<'_, Window<f64>> {
        Window::declare(self, name)
    }

    /// This thread's own stripe.
    ///
    /// Errors: the file is closed.
    pub fn local(&self) -> Result<Local, Error> {
        self.raw_local().map(Local)
    }

    /// Registers a family, or gets the one that is there.
    ///
    /// Errors: one of that name that is of another type, no space, what a file can't say.
    #[doc(hidden)]
    pub fn raw_family(&self, spec: &raw::Spec<'_>) -> Result<raw::Family, Error> {
        let state = self.registry.family(spec)?;
        Ok(raw::Family { registry: Arc::clone(&self.registry), state })
    }

    /// A local object without types.
    #[doc(hidden)]
    pub fn raw_local(&self) -> Result<raw::Local, Error> {
        raw::Local::new(&self.registry)
    }

    /// In a forked child: a file of its own, in which its counters begin at what the child counted
    /// since the fork. Handles go on, and their values are seen again. In the process whose file it
    /// is: nothing.
    ///
    /// No other thread of the child writes through a handle meanwhile: such a write may be lost, or leave
    /// a mixture of two values.
    ///
    /// Errors: as [`Options::build`]; then nothing was created, and it can be tried again. Closed: the
    /// writer was closed.
    pub fn follow(&self) -> Result<(), Error> {
        self.registry.follow()
    }

    /// The path of the file, as long as it is open.
    pub fn path(&self) -> Option<PathBuf> {
        self.registry.path(Path::to_owned)
    }

    /// What its owner should know: that there is no file (as in a forked child that doesn't follow), or
    /// that its folder is on a file system which is not made for this.
    pub fn warning(&self) -> Option<Warning> {
        self.registry.warning()
    }

    /// The size of the file in bytes; 0 in a forked child that has none.
    pub fn size(&self) -> usize {
        self.registry.size()
    }

    /// Makes what was written so far survive a crash of the system: waits until it is on the
    /// device, or only starts that. (A crash of the process it survives anyway.)
    pub fn flush(&self, wait: bool) -> Result<(), Error> {
        self.registry.flush(wait)
    }

    /// Closes the file in an orderly way: its last values stay, and readers see that nobody writes
    /// it any more. Handles go on, in private memory. A second call does nothing.
    pub fn close(&self) -> Result<(), Error> {
        self.registry.close()
    }

    /// Closes the file and keeps the memory of its handles mapped for the life of the process,
    /// unseen: for callers whose handles are plain addresses.
    #[doc(hidden)]
    pub fn leave_behind(self) -> Result<(), Error> {
        let closed = self.close();
        self.registry.region.leave_behind();
        closed
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Where it fails the file stays open, as that of a writer that was killed.
        let _ = self.close();
    }
}

/// The header of a file that is just being made, as far as it is used.
pub(super) fn encoded_header(
    application: &str,
    identity: &Identity,
) -> Result<[u8; header::USED], Error> {
    let encoded = encode_header(&identity.header(padded(application)?));
    encoded.map_err(|source| Error::Metric { name: application.to_owned(), source })
}

/// An application name as a header has it.
fn padded(application: &str) -> Result<[u8; header::APPLICATION_WIDTH], Error> {
    let mut name = [0; header::APPLICATION_WIDTH];
    let Some(place) = name.get_mut(..application.len()) else {
        let what = format!(
            "application name {application:?}: expected at most {} bytes, found {}",
            header::APPLICATION_WIDTH,
            application.len()
        );
        return Err(Error::Invalid { what });
    };
    place.copy_from_slice(application.as_bytes());
    Ok(name)
}
