//! What happened between two looks.

use std::fs;
use std::time::Duration;

use mmstats::Writer;
use mmstats::application::{Application, Totals};
use mmstats::reader::Number;

use crate::folder::Folder;

/// Two files that count, with and without what each of them has.
struct Sample {
    folder: Folder,
    writers: Vec<Writer>,
    totals: Application,
    each: Application,
}

/// What both say, which have to agree where that can be.
struct Growth {
    total: Option<Number>,
    each: Option<Number>,
}

impl Sample {
    fn new() -> Sample {
        let folder = Folder::new();
        let (totals, each) = (folder.application(), folder.application().keep_each(true));
        let writers = ["a", "b"].map(|name| folder.writer(&format!("{name}.mmstats"))).into();
        Sample { folder, writers, totals, each }
    }

    fn count(&self, writer: usize, n: u64) {
        let stats = &self.writers[writer];
        stats.counter("requests").register().expect("a counter").add(n);
        let latency = stats.histogram("latency").register().expect("a histogram");
        (0..n).for_each(|_| latency.observe(10 * n));
    }

    fn look(&mut self) -> [Totals; 2] {
        [&mut self.totals, &mut self.each].map(|web| web.look().expect("a look").clone())
    }

    fn remove(&mut self, writer: usize) {
        let path = self.writers.remove(writer).path().expect("a file");
        fs::remove_file(path).expect("ours");
    }
}

fn growth(now: &[Totals; 2], before: &[Totals; 2]) -> Growth {
    let [total, each] = [0, 1].map(|i| {
        let since = now[i].since(&before[i]);
        let requests = since.get("requests").expect("a series");
        let latency = since.get("latency").expect("a series").histogram();
        let count = latency.map(|latency| Number::U64(latency.count()));
        assert_eq!(count, requests.delta(), "both count the same");
        requests.delta()
    });
    Growth { total, each }
}

fn assert_grown(now: &[Totals; 2], before: &[Totals; 2], total: u64, each: u64) {
    let growth = growth(now, before);
    assert_eq!((growth.total, growth.each), (Some(Number::U64(total)), Some(Number::U64(each))));
}

#[test]
fn files_that_stay_and_files_that_come() {
    let mut sample = Sample::new();
    sample.count(0, 5);
    sample.count(1, 7);
    let first = sample.look();
    sample.count(0, 3);
    let second = sample.look();
    assert_grown(&second, &first, 3, 3);
    sample.writers.push(sample.folder.writer("c.mmstats"));
    sample.count(1, 1);
    sample.count(2, 10);
    let third = sample.look();
    assert_grown(&third, &second, 11, 11);
    assert_grown(&third, &first, 14, 14);
    let since = third[0].since(&second[0]);
    assert_eq!((since.gone(), since.returned()), (0, 0));
    let requests = since.over(Duration::from_secs(2)).get("requests").expect("a series");
    assert_eq!((requests.rate(), requests.is_new()), (Some(5.5), false));
    // 1 of 10 and 10 of 100, though 5 of 50 and more were there before.
    let latency = since.get("latency").expect("a series").histogram().expect("a histogram");
    assert_eq!((latency.count(), latency.sum()), (11, Number::U64(1010)));
    assert_eq!((latency.min(), latency.max()), (None, None));
    let median = latency.percentile(50.0).expect("values");
    assert!((96.0..=100.0).contains(&median), "{median}");
}

/// Of a total nobody knows what the other file did meanwhile; of each file one does.
#[test]
fn a_file_that_goes() {
    let mut sample = Sample::new();
    sample.count(0, 100);
    sample.count(1, 7);
    let first = sample.look();
    sample.count(1, 4);
    sample.remove(0);
    let second = sample.look();
    assert_grown(&second, &first, 0, 4);
    assert_eq!(second[0].since(&first[0]).gone(), 1);
    sample.count(0, 2);
    let third = sample.look();
    assert_grown(&third, &second, 2, 2);
}

#[test]
fn all_begins_anew() {
    let mut sample = Sample::new();
    sample.count(0, 100);
    sample.count(1, 7);
    let first = sample.look();
    sample.remove(0);
    sample.remove(0);
    sample.writers.push(sample.folder.writer("a.mmstats"));
    sample.count(0, 9);
    let second = sample.look();
    assert_grown(&second, &first, 9, 9);
    assert_eq!((second[0].since(&first[0]).gone(), second[0].since(&first[0]).returned()), (2, 0));
}

/// All that a file counted before it was seen is in what grew: that is said.
#[test]
fn a_file_that_comes_back() {
    let mut sample = Sample::new();
    sample.count(0, 100);
    sample.count(1, 7);
    let (here, aside) = (sample.folder.join("b.mmstats"), sample.folder.join("aside"));
    fs::rename(&here, &aside).expect("ours");
    let first = sample.look();
    fs::rename(&aside, &here).expect("ours");
    let second = sample.look();
    assert_grown(&second, &first, 7, 7);
    assert_eq!(second[0].since(&first[0]).returned(), 1);
    assert_grown(&second, &second, 0, 0);
}

#[test]
fn what_has_no_growth() {
    let sample = Sample::new();
    sample.writers[0].gauge("load").register().expect("a gauge").set(5);
    let mut web = sample.folder.application();
    let before = web.look().expect("a look").clone();
    let now = web.look().expect("a look");
    let load = now.since(&before).get("load").expect("a series");
    assert_eq!((load.delta(), load.rate()), (None, None));
    assert!(load.histogram().is_none());
    assert!(now.since(&before).get("none").is_none());
}
