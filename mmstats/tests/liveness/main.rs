//! Whether the writer of a file lives (SPEC.md 2.19): each answer with real processes.

#[allow(dead_code, reason = "these children don't end by themselves")]
#[path = "../support/child.rs"]
mod child;
mod copies;
mod format1;
mod locks;
mod mounts;
mod namespaces;
mod orphans;
mod pidfd;
mod processes;
mod publisher;
#[path = "../support/user.rs"]
mod user;
