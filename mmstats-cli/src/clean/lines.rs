//! A line for each file, and one for all.

use std::io::{self, Write};

use mmstats_cli::{Escaped, EscapedPath};

use super::{Action, Verdict, View};
use crate::complaint::Complaint;

pub(super) struct Lines<W> {
    out: W,
    dry_run: bool,
    folded: usize,
    removed: usize,
    kept: usize,
}

impl<W: Write> Lines<W> {
    pub(super) fn new(out: W, dry_run: bool) -> Lines<W> {
        Lines { out, dry_run, folded: 0, removed: 0, kept: 0 }
    }
}

impl<W: Write> View for Lines<W> {
    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        let (count, done, to_be) = match verdict.action {
            Action::Folded => (&mut self.folded, "folded", "would be folded"),
            Action::Removed => (&mut self.removed, "removed", "would be removed"),
            Action::Kept => (&mut self.kept, "kept", "would be kept"),
        };
        *count += 1;
        let word = if self.dry_run { to_be } else { done };
        let reason = Escaped(&verdict.reason);
        writeln!(self.out, "{}: {word}: {reason}", EscapedPath(&verdict.path))
    }

    /// Complaints were said on standard error.
    fn end(&mut self, _: &[Complaint]) -> io::Result<()> {
        let Lines { folded, removed, kept, .. } = self;
        let (fold, remove, keep) = if self.dry_run {
            ("would fold", "remove", "keep")
        } else {
            ("folded", "removed", "kept")
        };
        writeln!(self.out, "{fold} {folded}, {remove} {removed}, {keep} {kept}")
    }
}
