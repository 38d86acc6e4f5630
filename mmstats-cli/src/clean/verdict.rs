//! What becomes of a file, and why.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use mmstats::fold::{Outcome, Why};
use mmstats::{Error, Kept};

use crate::system::{other_user_of, user};

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// It goes, and its counts stay.
    Folded,
    /// It goes.
    Removed,
    /// It stays.
    Kept,
}

/// What becomes of a file, and why.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) path: PathBuf,
    pub(crate) action: Action,
    pub(crate) reason: String,
    /// It stays because something went wrong.
    pub(crate) failed: bool,
}

impl Verdict {
    pub(super) fn new(path: PathBuf, action: Action, reason: impl Into<String>) -> Verdict {
        Verdict { path, action, reason: reason.into(), failed: false }
    }

    pub(super) fn failed(path: PathBuf, error: &Error) -> Verdict {
        // What another user keeps to himself is nothing that went wrong.
        let owner = fs::symlink_metadata(&path).map(|about| about.uid());
        if let (Error::Permission { .. }, Ok(uid)) = (error, owner)
            && uid != user()
        {
            return Verdict::kept(path, &Kept::OtherUser { uid });
        }
        let message = error.to_string();
        // The path stands before the reason.
        let before = format!("{}: ", path.display());
        let reason = message.strip_prefix(&before).unwrap_or(&message).to_owned();
        Verdict { path, action: Action::Kept, reason, failed: true }
    }

    pub(super) fn kept(path: PathBuf, why: &Kept) -> Verdict {
        match why {
            Kept::Unreadable(error) => Verdict::failed(path, error),
            Kept::Alive { pid: Some(pid) } => {
                // EPERM: there is such a process.
                let user = other_user_of(*pid);
                let user = user.map(|user| format!(", and user {user}'s, who decides"));
                Verdict::new(path, Action::Kept, format!("{why}{}", user.unwrap_or_default()))
            }
            why => Verdict::new(path, Action::Kept, why.to_string()),
        }
    }

    /// What folding says of a file; nothing of those that don't fold.
    pub(super) fn of_fold(path: PathBuf, outcome: &Outcome) -> Option<Verdict> {
        Some(match outcome {
            Outcome::Folded => {
                let reason = "its writer is dead; what it counted stays in the totals";
                Verdict::new(path, Action::Folded, reason)
            }
            Outcome::Removed => {
                let reason = "its writer is dead; what it counted is in the totals already";
                Verdict::new(path, Action::Removed, reason)
            }
            Outcome::Kept(Why::FormatOne) => return None,
            Outcome::Kept(Why::Unread(error)) => Verdict::failed(path, error),
            Outcome::Kept(why) => {
                let failed = matches!(why, Why::Accumulator(_));
                Verdict { failed, ..Verdict::new(path, Action::Kept, why.to_string()) }
            }
            _ => return None,
        })
    }
}
