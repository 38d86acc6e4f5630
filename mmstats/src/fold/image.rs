//! The bytes of an accumulator (SPEC.md 2.21): a header, one block of entries, one of cells.

use mmstats_core::v2::encode::{
    FamilyEntry, SeriesEntry, encode_header, folded_length, label_values_length, put_folded,
    put_label_values,
};
use mmstats_core::v2::layout::{PAGE, WORD, block, header, histogram, series};
use mmstats_core::v2::{Folded, Header, Parameters};

use crate::Error;
use crate::application::{Foldable, FoldableFamily, FoldableSeries, Histogram, Value};
use crate::reader::Number;

/// Entries, and the words of the cells that they name.
#[derive(Debug, Default)]
struct Content {
    entries: Vec<u8>,
    number: u64,
    cells: Vec<u64>,
    /// Where in the entries offsets of cells stand, counted from the first cell so far.
    places: Vec<usize>,
}

/// Encodes an accumulator that has these values and lists these files.
pub(super) fn encode(
    header: &Header,
    values: &Foldable,
    files: &[Folded],
) -> Result<Vec<u8>, Error> {
    let mut content = Content::default();
    for (id, family) in (1..).zip(values.families()) {
        content.family(id, &family)?;
    }
    let place = content.entry(folded_length(files.len()));
    put_folded(files, place);
    content.into_file(header)
}

impl Content {
    /// The place of the next entry.
    fn entry(&mut self, length: usize) -> &mut [u8] {
        let at = self.entries.len();
        self.entries.resize(at + length, 0);
        self.number += 1;
        &mut self.entries[at..]
    }

    fn family(&mut self, id: u32, family: &FoldableFamily<'_>) -> Result<(), Error> {
        let entry = FamilyEntry {
            id,
            kind: family.kind,
            value_type: family.value_type,
            aggregate: family.aggregate,
            alive_only: false,
            name: family.name,
            unit: family.unit,
            help: family.help,
            label_keys: &family.keys,
            parameters: family.buckets.map_or(Parameters::Scalar, Parameters::Buckets),
            components: &[],
        };
        let refused = |source| Error::Metric { name: family.name.to_owned(), source };
        let length = entry.length().map_err(refused)?;
        entry.encode(self.entry(length));
        for series in &family.series {
            self.series(id, family, series).map_err(refused)?;
        }
        Ok(())
    }

    fn series(
        &mut self,
        family: u32,
        of: &FoldableFamily<'_>,
        series: &FoldableSeries<'_>,
    ) -> Result<(), mmstats_core::v2::encode::EncodeError> {
        let value = |key: &str| {
            let found = series.labels.iter().find(|(own, _)| **own == *key);
            found.map_or("", |(_, value)| &**value)
        };
        let values: Vec<&str> = match series.overflow {
            true => Vec::new(),
            false => of.keys.iter().map(|key| value(key)).collect(),
        };
        let mut label_values = vec![0; label_values_length(&values)?];
        put_label_values(&values, &mut label_values);
        let entry = SeriesEntry {
            family,
            overflow: series.overflow,
            state: 1 << series::INCARNATION_SHIFT | series::LIVE,
            cell: (self.cells.len() * WORD) as u64,
            created: series.created,
            label_values: &label_values,
        };
        self.places.push(self.entries.len() + series::CELL);
        entry.encode(self.entry(entry.length()));
        match (series.value, of.buckets) {
            (Value::Histogram(one), Some(buckets)) => {
                self.histogram(one, buckets.first, buckets.number as usize);
            }
            (_, Some(buckets)) => {
                let words = histogram::BUCKETS + buckets.number as usize;
                self.cells.resize(self.cells.len() + words, 0);
            }
            (Value::F64(value), None) => self.cells.push(value.to_bits()),
            (value, None) => self.cells.push(value.as_u64().unwrap_or(0)),
        }
        Ok(())
    }

    fn histogram(&mut self, one: &Histogram, first: i32, buckets: usize) {
        let at = self.cells.len();
        self.cells.resize(at + histogram::BUCKETS + buckets, 0);
        let cell = &mut self.cells[at..];
        cell[histogram::ZERO] = one.zero();
        cell[histogram::SUM] = word(one.sum());
        cell[histogram::MAX] = one.max().map_or(0, word);
        cell[histogram::MIN_INVERTED] = one.min().map_or(0, |min| !word(min));
        cell[histogram::ABOVE] = one.above();
        cell[histogram::NEGATIVE] = one.negative();
        cell[histogram::NAN] = one.nan();
        for (index, count) in one.non_empty() {
            cell[histogram::BUCKETS + (index - first) as usize] = count;
        }
    }

    fn into_file(mut self, fields: &Header) -> Result<Vec<u8>, Error> {
        let directory = (block::HEADER + self.entries.len()).next_multiple_of(PAGE);
        let cells_at = PAGE + directory;
        let cells = match self.cells.len() {
            0 => 0,
            words => (block::HEADER + words * WORD).next_multiple_of(PAGE),
        };
        for at in self.places {
            let place = &mut self.entries[at..][..WORD];
            let within = u64::from_le_bytes(place.try_into().unwrap_or_default());
            let cell = (cells_at + block::HEADER) as u64 + within;
            place.copy_from_slice(&cell.to_le_bytes());
        }
        let published = (cells_at + cells) as u64;
        let state = header::CLOSED;
        let fields = Header { published, state, append: self.number, reuse: 0, ..*fields };
        let encoded = encode_header(&fields)
            .map_err(|source| Error::Metric { name: fields.application().to_string(), source })?;
        let mut file = vec![0; cells_at + cells];
        file[..encoded.len()].copy_from_slice(&encoded);
        put_block(&mut file[PAGE..cells_at], block::DIRECTORY, &self.entries);
        if cells != 0 {
            let bytes: Vec<u8> = self.cells.iter().flat_map(|word| word.to_le_bytes()).collect();
            put_block(&mut file[cells_at..], block::CELLS, &bytes);
        }
        Ok(file)
    }
}

fn put_block(place: &mut [u8], kind: u32, content: &[u8]) {
    let (length, head) = (place.len() as u64, (block::HEADER + content.len()) as u64);
    place[block::KIND..][..4].copy_from_slice(&kind.to_le_bytes());
    place[block::HEADER_LENGTH..][..4].copy_from_slice(&(block::HEADER as u32).to_le_bytes());
    place[block::LENGTH..][..8].copy_from_slice(&length.to_le_bytes());
    place[block::HEAD..][..8].copy_from_slice(&head.to_le_bytes());
    place[block::HEADER..][..content.len()].copy_from_slice(content);
}

fn word(number: Number) -> u64 {
    match number {
        Number::U64(value) => value,
        Number::I64(value) => value.cast_unsigned(),
        Number::F64(value) => value.to_bits(),
    }
}
