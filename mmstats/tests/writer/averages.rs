//! Averages, moving averages, timers and sampling counters.

use std::time::Duration;

use mmstats::Cause;
use mmstats::v1::Value;

use crate::folder::{Folder, assert_value, open};

#[test]
fn an_average_is_that_of_all_values() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let mut average = writer.average("mean").expect("a field");
    let mut reader = open(&writer.create_file().expect("a file"));
    assert_value(&reader, "mean", Value::F64(0.0));
    for (value, mean) in [(1.0, 1.0), (2.0, 1.5), (6.0, 3.0)] {
        average.add(value);
        reader.refresh().expect("the file is there");
        assert_value(&reader, "mean", Value::F64(mean));
        assert_eq!(average.get(), mean);
    }
}

#[test]
fn a_moving_average_is_that_of_the_last_values() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let mut average = writer.moving_average("mean", 2).expect("a field");
    let mut reader = open(&writer.create_file().expect("a file"));
    for (value, mean) in [(1.0, 1.0), (3.0, 2.0), (5.0, 4.0), (-5.0, 0.0)] {
        average.add(value);
        reader.refresh().expect("the file is there");
        assert_value(&reader, "mean", Value::F64(mean));
        assert_eq!((average.get(), average.last()), (mean, value));
    }
}

#[test]
fn a_window_of_no_values_or_of_too_many_is_refused() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    for size in [0, usize::MAX, 1 << 59] {
        let error = writer.moving_average("mean", size).expect_err("no such window");
        assert_eq!(error.cause(), Cause::Invalid, "{error}");
        let error = writer.timer("mean", size).expect_err("no such window");
        assert!(error.to_string().contains(r#"field "mean""#), "{error}");
    }
    writer.timer("mean", 1).expect("nothing was declared before");
}

#[test]
fn a_timer_is_a_moving_average_of_seconds() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let mut timer = writer.timer("seconds", 2).expect("a field");
    let mut reader = open(&writer.create_file().expect("a file"));
    timer.observe(Duration::from_millis(500));
    timer.observe_seconds(1.5);
    reader.refresh().expect("the file is there");
    assert_value(&reader, "seconds", Value::F64(1.0));
    assert_eq!((timer.get(), timer.last()), (1.0, 1.5));
}

#[test]
fn a_measurement_is_added_when_its_guard_ends_unless_it_was_given_up() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let mut timer = writer.timer("seconds", 1).expect("a field");
    timer.observe_seconds(-1.0);
    timer.start().cancel();
    assert_eq!(timer.last(), -1.0);
    let guard = timer.start();
    let elapsed = guard.elapsed().as_secs_f64();
    drop(guard);
    assert!(timer.last() >= elapsed, "{} and {elapsed}", timer.last());
}

#[test]
fn a_sampling_counter_publishes_count_and_rate_together() {
    let folder = Folder::new();
    let mut writer = folder.writer();
    let mut counter = writer.sampling_counter("hits", 10).expect("a field");
    let mut reader = open(&writer.create_file().expect("a file"));
    let mut published = || {
        reader.refresh().expect("the file is there");
        let Some(Value::Tuple(tuple)) = reader.get("hits").map(|field| field.value()) else {
            panic!("a sampling counter is a field of two parts");
        };
        let parts = tuple.parts().map(|part| part.as_integer().expect("an integer"));
        parts.collect::<Vec<_>>()
    };
    for n in 1..10 {
        counter.inc();
        assert_eq!(published(), [n, 0], "not sampled yet");
    }
    counter.inc();
    assert!(counter.per_ms() > 0, "ten increments take no millisecond each");
    assert_eq!(published(), [10, i128::from(counter.per_ms())]);
    counter.add(u64::MAX);
    assert_eq!(counter.get(), 9, "it wraps");
}
