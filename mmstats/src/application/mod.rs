//! Applications: the files of many processes, seen as one.
//!
//! A service is many processes that come and go, each with a file of its own. An [`Application`]
//! finds all files with its name, of both formats, whether their writers live or not, and adds them
//! up by families and labels: [`Totals`].
//!
//! ```
//! # fn main() -> Result<(), mmstats::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! # for name in ["web-1.mmstats", "web-2.mmstats"] {
//! #     let stats = mmstats::Writer::options("web").path(folder.path()).filename(name).build()?;
//! #     stats.counter("http.requests").register()?.add(7);
//! # }
//! # let glob = folder.path().join("*.mmstats");
//! use mmstats::application::{Application, Value};
//!
//! let mut web = Application::new("web");
//! # web = web.globs([glob]);
//! let before = web.look()?.clone();
//! let now = web.look()?;
//! for series in now.series() {
//!     println!("{} {:?}", series.name(), series.value());
//! }
//! # assert_eq!(now.get("http.requests").unwrap().value(), &Value::U64(14));
//! for problem in now.problems() {
//!     eprintln!("{problem}");
//! }
//! if let Some(requests) = now.since(&before).get("http.requests") {
//!     println!("{:?} a second", requests.rate());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A family is one where name, kind, value type, unit, label keys, in any order, and components
//! agree; histograms may differ in buckets, and windows in slots. Other families of the same name
//! stand beside it. Help and aggregate are those of the file that was created last. What adds up
//! otherwise than its aggregate says:
//!
//! - Texts, and parts of structs that are no numbers, are those of the file created last, whatever
//!   the aggregate but "each". Structs add up part by part.
//! - Bools that are summed up tell how many are true.
//! - Histograms and windows are merged by any aggregate but "last" and "each".
//! - Windows of files from before the system was started, or that don't say when they were created
//!   by that clock, are left out.
//! - Where files of dead writers don't count, those of which nobody knows count.

mod app;
mod catalog;
mod deferred;
mod directories;
mod ending;
mod file;
mod foldable;
mod held;
mod histogram;
mod index;
mod listing;
mod one_file;
mod opened;
mod plan;
mod problem;
mod reading;
mod shape;
mod since;
mod sums;
mod totals;
mod v1;
mod value;
mod window;
mod words;

pub use app::Application;
pub use file::File;
pub(crate) use foldable::{Foldable, FoldableFamily, FoldableSeries, Refusal, folds};
pub use histogram::Histogram;
pub use problem::Problem;
pub use since::{SeriesSince, Since};
pub use totals::{Family, Series, Totals};
pub use value::Value;
pub use window::Window;
