//! Which files accumulators hold (SPEC.md 2.21, F2-FOLD-READ).

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::file::{File, Identity};
use crate::reader::Snapshot;

/// What the accumulators of a look list.
#[derive(Clone, Debug, Default)]
pub(super) struct Held(Vec<Listed>);

/// What one lists.
#[derive(Clone, Debug)]
struct Listed {
    path: Arc<Path>,
    owner: u32,
    ids: HashSet<[u8; 16]>,
}

impl Held {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes what an accumulator lists. Returns the path of one that lists some of that already:
    /// then the new one is a copy, and nothing is taken.
    pub(super) fn add(&mut self, file: &File, snapshot: &Snapshot) -> Option<Arc<Path>> {
        let ids: HashSet<_> = snapshot.folded().map(|item| item.id).collect();
        let copied = |listed: &&Listed| ids.iter().any(|id| listed.ids.contains(id));
        if let Some(original) = self.0.iter().find(copied) {
            return Some(original.path.clone());
        }
        self.0.push(Listed { path: file.path.clone(), owner: file.owner, ids });
        None
    }

    /// Whether an accumulator holds a file: one of the same folder and user, for nobody else's says
    /// anything about it.
    pub(super) fn has(&self, file: &File) -> bool {
        let Identity::Id(id) = file.identity else { return false };
        !file.is_accumulator
            && self.0.iter().any(|listed| {
                listed.owner == file.owner
                    && listed.path.parent() == file.path.parent()
                    && listed.ids.contains(&id)
            })
    }
}
