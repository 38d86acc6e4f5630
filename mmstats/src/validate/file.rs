//! Departures of a format 2 file: its header and blocks (SPEC.md 2.2 and 2.3), then the rest.

use std::collections::{HashMap, HashSet};

use mmstats_core::v2::layout::{block, entry, header};
use mmstats_core::v2::{Block, Directory, Header};

use super::entries::entries;
use super::families::Families;
use super::series::AllSeries;
use super::{Departure, Findings};

pub(super) fn validate(bytes: &[u8], found: &mut Findings<'_>) {
    match Directory::parse(bytes) {
        Ok(directory) => validate_parsed(bytes, &directory, found),
        Err(error) => found.0(Departure {
            offset: error.offset,
            clause: error.clause(),
            section: error.section(),
            what: error.kind.to_string(),
            must: true,
        }),
    }
}

fn validate_parsed(bytes: &[u8], directory: &Directory, found: &mut Findings<'_>) {
    validate_header(directory.header(), found);
    validate_blocks(directory.look().blocks(), found);
    let view = directory.at_rest(bytes);
    let mut families = Families::new(view);
    let mut series = AllSeries::new(view, directory.look().blocks());
    for block in directory.look().entries() {
        for item in entries(bytes, block) {
            match item.code {
                entry::FAMILY => families.validate(item, found),
                entry::SERIES => series.validate(item, found),
                _ => {}
            }
        }
    }
    view.series().for_each(|series| super::cells::validate(series, bytes, found));
}

fn validate_header(header: &Header, found: &mut Findings<'_>) {
    if !matches!(header.state, header::OPEN | header::CLOSED) {
        let what = format!("expected state 1 or 2, found {}", header.state);
        found.must(header::STATE as u64, "F2-STATE", "2.2", what);
    }
    let name = header.application;
    let used = name.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let name = &name[..used];
    if name.is_empty() || name.contains(&0) || str::from_utf8(name).is_err() {
        let what = format!(
            "expected an application name of 1 to {} bytes of UTF-8 without NUL, then NUL, found \
             \"{}\"",
            header::APPLICATION_WIDTH,
            name.escape_ascii()
        );
        found.must(header::APPLICATION as u64, "F2-APPLICATION", "2.2", what);
    }
}

/// F2-STRIPE-ZERO, F2-ORDINAL.
fn validate_blocks(blocks: &[Block], found: &mut Findings<'_>) {
    let of_stripe_0 = |block: &&Block| block.kind == block::STRIPED && block.stripe == 0;
    let homes: HashSet<u32> =
        blocks.iter().filter(of_stripe_0).map(|block| block.ordinal).collect();
    let mut next: HashMap<u32, u32> = HashMap::new();
    let mut others: HashSet<(u32, u32)> = HashSet::new();
    for block in blocks {
        let known = matches!(block.kind, block::DIRECTORY | block::CELLS | block::STRIPED);
        if !known {
            continue;
        }
        let Block { offset, kind, stripe, ordinal, .. } = *block;
        if kind == block::STRIPED && stripe != 0 {
            if !homes.contains(&ordinal) {
                let what = format!("expected a block {ordinal} of stripe 0, found none");
                found.must(offset, "F2-STRIPE-ZERO", "2.3", what);
            }
            if !others.insert((stripe, ordinal)) {
                let what = format!("expected ordinals once in a stripe, found {ordinal} again");
                found.must(offset + block::ORDINAL as u64, "F2-ORDINAL", "2.3", what);
            }
            continue;
        }
        let expected = next.entry(kind).or_default();
        if ordinal != *expected {
            let what = format!("expected ordinal {expected}, found {ordinal}");
            found.must(offset + block::ORDINAL as u64, "F2-ORDINAL", "2.3", what);
        }
        *expected += 1;
    }
}
