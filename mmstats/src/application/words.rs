//! Values that add up word by word, whatever their order is: counters of integers, and the buckets of
//! histograms. Files with one directory have them at the same places, so they are added up there,
//! and go to totals once all files were read.

use mmstats_core::v2::layout::WORD;
use mmstats_core::v2::layout::histogram::BUCKETS;
use mmstats_core::v2::{Aggregate, Buckets, Kind, Parameters, ValueType};

use super::histogram::{Histogram, Tally};
use crate::reader::{Series, Snapshot, Value};

/// Words that are looked at together: where all are zero there is nothing to add.
const TOGETHER: usize = 8;

/// Where such words are in a file, and what they are.
#[derive(Debug, Default)]
pub(super) struct Layout {
    counters: Vec<Counter>,
    histograms: Vec<Bucketed>,
    runs: Vec<Run>,
    /// How many sums there are.
    sums: usize,
}

/// A counter.
#[derive(Clone, Copy, Debug)]
struct Counter {
    /// In the catalog.
    series: u32,
    sum: u32,
}

/// A histogram.
#[derive(Clone, Copy, Debug)]
struct Bucketed {
    /// In the catalog.
    series: u32,
    /// In the directory.
    index: u32,
    value_type: ValueType,
    buckets: Buckets,
    /// The sum of its first bucket.
    sum: u32,
}

/// Words of a file that go to as many sums.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The first one's offset in the file.
    at: usize,
    sum: u32,
    length: u32,
}

/// What files with one directory have, in one look.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// How many they are.
    pub(super) files: u32,
    /// When the one created last was created, and which one it is in the look.
    pub(super) newest: (u64, u32),
    words: Vec<u64>,
    /// What histograms have beside their buckets.
    tallies: Vec<Option<Tally>>,
}

impl Layout {
    /// Adds a series, if it is one that adds up so.
    pub(super) fn add(&mut self, series: &Series<'_>, of_catalog: u32) -> bool {
        let family = series.family();
        let (value_type, sum) = (family.value_type(), self.sums as u32);
        match (family.kind(), family.aggregate(), family.parameters()) {
            _ if family.alive_only() => return false,
            (Kind::Counter, Aggregate::Sum, _) if value_type == ValueType::U64 => {
                self.counters.push(Counter { series: of_catalog, sum });
                self.add_runs(series, 0, 1);
            }
            (_, Aggregate::Last | Aggregate::Each, _) => return false,
            (Kind::Histogram, _, Parameters::Buckets(buckets)) => {
                let index = series.index() as u32;
                self.histograms.push(Bucketed {
                    series: of_catalog,
                    index,
                    value_type,
                    buckets,
                    sum,
                });
                self.add_runs(series, BUCKETS, buckets.number);
            }
            _ => return false,
        }
        true
    }

    /// So many words of each of its cells, behind the first ones.
    fn add_runs(&mut self, series: &Series<'_>, skipped: usize, length: u32) {
        let sum = self.sums as u32;
        self.sums += length as usize;
        let runs = series.cells().map(|at| Run { at: at + WORD * skipped, sum, length });
        self.runs.extend(runs);
    }

    /// Once all series were added.
    pub(super) fn finish(&mut self) {
        self.runs.sort_unstable_by_key(|run| run.at);
        self.runs.dedup_by(|run, last| {
            let joins = run.at == last.at + WORD * last.length as usize
                && run.sum == last.sum + last.length;
            last.length += if joins { run.length } else { 0 };
            joins
        });
        self.runs.shrink_to_fit();
    }

    /// How much memory it and its sums take, in bytes.
    pub(super) fn size(&self) -> usize {
        size_of::<u64>() * self.sums
            + size_of_val(&self.runs[..])
            + size_of_val(&self.counters[..])
            + size_of_val(&self.histograms[..])
    }
}

impl Sums {
    /// Begins anew.
    pub(super) fn clear(&mut self) {
        (self.files, self.newest) = (0, (0, 0));
        self.words.fill(0);
        self.tallies.fill(None);
    }

    /// Adds what a file has, which was created then and has that place in the look. Returns whether
    /// it counted anything.
    pub(super) fn add(
        &mut self,
        layout: &Layout,
        snapshot: &Snapshot,
        created: u64,
        place: u32,
    ) -> bool {
        let mut has_counts = false;
        self.files += 1;
        self.newest = self.newest.max((created, place));
        self.words.resize(layout.sums, 0);
        self.tallies.resize(layout.histograms.len(), None);
        for run in &layout.runs {
            let (sum, length) = (run.sum as usize, run.length as usize);
            has_counts |=
                add_words(&mut self.words[sum..sum + length], snapshot.words(run.at, length));
        }
        for (histogram, tally) in layout.histograms.iter().zip(&mut self.tallies) {
            let series = snapshot.at(histogram.index as usize);
            if let Some(Value::Histogram(one)) = series.map(|series| series.value()) {
                let own = Tally::of(&one);
                has_counts |= own.has_counts();
                *tally = Some(tally.map_or(own, |tally| tally.plus(&own)));
            }
        }
        has_counts
    }

    /// The sum of each counter, by its series in the catalog.
    pub(super) fn counters(&self, layout: &Layout) -> impl Iterator<Item = (u32, u64)> {
        layout.counters.iter().map(|counter| (counter.series, self.words[counter.sum as usize]))
    }

    /// Each histogram, likewise.
    pub(super) fn histograms(&self, layout: &Layout) -> impl Iterator<Item = (u32, Histogram)> {
        let tallied = layout.histograms.iter().zip(&self.tallies);
        tallied.filter_map(|(histogram, tally)| {
            let Bucketed { series, value_type, buckets, sum, .. } = *histogram;
            let counts = &self.words[sum as usize..][..buckets.number as usize];
            Some((series, Histogram::of_counts(buckets, value_type, (*tally)?, counts)))
        })
    }
}

/// Adds words to as many sums. Returns whether any was not zero.
fn add_words(sums: &mut [u64], bytes: &[u8]) -> bool {
    let (words, _) = bytes.as_chunks::<WORD>();
    let (blocks, last) = words.as_chunks::<TOGETHER>();
    let (block_sums, last_sums) = sums.as_chunks_mut::<TOGETHER>();
    let mut any = 0;
    for (sums, block) in block_sums.iter_mut().zip(blocks) {
        let all = block.iter().fold(0, |all, word| all | u64::from_ne_bytes(*word));
        any |= all;
        if all != 0 {
            add(sums, block);
        }
    }
    add(last_sums, last);
    any != 0 || last.iter().any(|word| *word != [0; WORD])
}

fn add(sums: &mut [u64], words: &[[u8; WORD]]) {
    for (sum, word) in sums.iter_mut().zip(words) {
        *sum = sum.wrapping_add(u64::from_le_bytes(*word));
    }
}
