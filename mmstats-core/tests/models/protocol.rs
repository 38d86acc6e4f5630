//! Runs a model as it is, and without each of its points.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use loom::model::Builder;
use mmstats_core::model::{Point, without};

/// A protocol's model: threads that use it, and claims about what they see.
pub struct Protocol {
    pub model: fn(),
    /// What it can't do without.
    pub points: &'static [Point],
}

/// With this the message of a claim begins that a model found to be wrong.
const VIOLATED: &str = "violated: ";

/// A claim of a model.
#[track_caller]
pub fn claim(holds: bool, what: impl std::fmt::Debug) {
    assert!(holds, "{VIOLATED}{what:?}");
}

impl Protocol {
    /// Returns how many executions there are.
    fn check(&self, off: Option<Point>) -> usize {
        let (model, executions) = (self.model, Arc::new(AtomicUsize::new(0)));
        let counted = executions.clone();
        // No bound on preemptions: all orders there are.
        without(off, || {
            Builder::new().check(move || {
                counted.fetch_add(1, Relaxed);
                model();
            });
        });
        executions.load(Relaxed)
    }

    pub fn holds(&self) {
        println!("it holds in {} executions", self.check(None));
    }

    pub fn fails_without_any_of_its_points(&self) {
        for point in self.points {
            let result = catch_unwind(AssertUnwindSafe(|| self.check(Some(*point))));
            let Err(panic) = result else {
                panic!("expected the model to fail without {point:?}, but it holds");
            };
            // A model that fails for another reason shows nothing.
            let message = panic.downcast_ref::<String>().map_or("", String::as_str);
            assert!(message.starts_with(VIOLATED), "without {point:?}: {message}");
        }
    }
}
