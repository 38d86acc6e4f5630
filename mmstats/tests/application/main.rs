//! Applications: many files seen as one.

#[path = "../support/child.rs"]
mod child;
mod differing;
mod files;
mod folder;
mod format_one;
mod histograms;
#[path = "../support/image.rs"]
#[expect(dead_code, reason = "other tests build more")]
mod image;
mod kept_open;
#[path = "../snapshot/mapped.rs"]
#[expect(dead_code, reason = "other tests store single words")]
mod mapped;
mod merging;
mod processes;
mod scale;
mod shape;
mod since;
mod turnover;
#[path = "../support/user.rs"]
mod user;
mod windows;
