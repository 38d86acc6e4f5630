//! Whether a look found the same families and series as the one before, whatever their values are.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::sums::{FamilySum, Rule, SeriesSum};
use super::totals::Totals;

/// What all numbers are taken from, so that those of two applications differ.
static LAST: AtomicU64 = AtomicU64::new(0);

/// What the last look found, but for values.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// By the indices of the catalog; nothing for one that no file has.
    families: Vec<Option<(Rule, Arc<str>)>>,
    /// By the indices of the catalog: whether some file has it.
    series: Vec<bool>,
    number: u64,
}

impl Shape {
    /// Indices mean others from now on.
    pub(super) fn forget(&mut self) {
        *self = Shape::default();
    }

    /// The number of a look whose files were all added: a new one where it differs from the last.
    pub(super) fn of(&mut self, totals: &Totals) -> u64 {
        if self.number == 0 || !self.is_of(totals) {
            let families = totals.families.iter().map(said);
            let own = families.map(|said| said.map(|(rule, help)| (rule, help.clone())));
            self.families = own.collect();
            self.series = totals.series.iter().map(is_there).collect();
            // Only that they differ matters: nothing is ordered by them.
            self.number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
        }
        self.number
    }

    fn is_of(&self, totals: &Totals) -> bool {
        let known = self.families.iter().map(|said| said.as_ref().map(|said| (said.0, &said.1)));
        totals.families.iter().map(said).eq(known)
            && totals.series.iter().map(is_there).eq(self.series.iter().copied())
    }
}

/// What files say of a family.
fn said(sum: &FamilySum) -> Option<(Rule, &Arc<str>)> {
    (sum.files != 0).then_some((sum.rule, &sum.help))
}

fn is_there(sum: &SeriesSum) -> bool {
    sum.files != 0
}
