//! Sinks take the fields while they are found: the same as those that are there afterwards.

use std::fs;

use mmstats::v1::{ReadField, Reader, Sink, Value, read_file};
use mmstats::{Cause, v1};

use crate::sample::{Sample, hits};

/// Labels and values, as text.
#[derive(Debug, Default, PartialEq)]
struct Seen(Vec<(String, String)>);

impl Seen {
    fn of(reader: &Reader) -> Seen {
        let mut seen = Seen::default();
        reader.fields().for_each(|field| seen.push(field));
        seen
    }
}

impl Sink for Seen {
    fn restart(&mut self) {
        self.0.clear();
    }
    fn push(&mut self, field: ReadField<'_>) {
        self.0.push((field.label().to_owned(), format!("{:?}", field.value())));
    }
}

#[test]
fn a_sink_gets_the_fields_of_each_look() {
    let sample = Sample::new();
    let mut seen = Seen::default();
    let mut reader = Reader::open_with(&sample.path, &mut seen).expect("a stats file");
    assert_eq!(seen, Seen::of(&reader));
    for n in 1..4 {
        sample.hits.inc();
        reader.refresh_with(&mut seen).expect("the file is there");
        assert_eq!((hits(&reader), &seen), (n, &Seen::of(&reader)));
        assert_eq!(seen.0.len(), 1, "what was found before doesn't count");
    }
    let bytes = fs::read(&sample.path).expect("the file");
    Reader::decode_with(&bytes, &mut seen).expect("a stats file");
    assert_eq!(seen, Seen(vec![("hits".to_owned(), format!("{:?}", Value::U64(3)))]));
}

#[test]
fn what_was_pushed_is_void_where_the_file_is_none() {
    let sample = Sample::new();
    let mut seen = Seen::default();
    let mut reader = Reader::open_with(&sample.path, &mut seen).expect("a stats file");
    let mut bytes = fs::read(&sample.path).expect("the file");
    bytes[4000] = 1;
    let error = Reader::decode_with(&bytes, &mut seen).expect_err("a tail that isn't zero");
    assert_eq!((error.cause(), &seen), (Cause::Corrupt, &Seen::default()));
    fs::write(&sample.path, &bytes).expect("ours");
    reader.refresh_with(&mut seen).expect_err("a tail that isn't zero");
    assert_eq!(seen, Seen::default());
    assert_eq!(
        Reader::open_with(&sample.path, &mut seen).err().map(|e| e.offset()),
        Some(Some(4000))
    );
}

#[test]
fn bytes_of_any_file_with_the_reader_s_care() {
    let sample = Sample::new();
    let path = sample.join("any");
    for content in [&b""[..], b"anything", &[7; 10_000]] {
        fs::write(&path, content).expect("ours");
        assert_eq!(read_file(&path).expect("a regular file"), content);
    }
    let folder = sample.path.parent().expect("a folder");
    assert_eq!(read_file(folder).expect_err("a folder").cause(), Cause::NotAStatsFile);
    fs::File::create(&path).and_then(|file| file.set_len(v1::MAX_FILE + 1)).expect("a hole");
    assert_eq!(read_file(&path).expect_err("too large").cause(), Cause::Limit);
}
