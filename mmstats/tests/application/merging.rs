//! Values of several files as one, by each aggregate (F2-MERGE).

use mmstats::application::Value;
use mmstats::{Aggregate, FixedText, Liveness, Struct, Writer};

use crate::folder::{Folder, assert_fine, each, value};

#[derive(Struct)]
struct Request {
    #[mmstats(counter)]
    count: u64,
    longest: f64,
    path: FixedText<8>,
}

/// All that a file can have, three times; the last created has the greatest `n` but the smallest
/// path.
fn three(folder: &Folder, fill: impl Fn(&Writer, u64)) {
    for (name, n) in [("c.mmstats", 5), ("b.mmstats", 7), ("a.mmstats", 6)] {
        fill(&folder.writer(name), n);
    }
}

#[test]
fn counters_add_up() {
    let folder = Folder::new();
    three(&folder, |stats, n| {
        stats.counter("requests").register().expect("a counter").add(n);
        stats.counter_f64("seconds").register().expect("a counter").add(n as f64 / 2.0);
    });
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    assert_eq!(value(totals, "requests"), Value::U64(18));
    assert_eq!(value(totals, "seconds"), Value::F64(9.0));
    let series = totals.get("requests").expect("a series");
    assert_eq!((series.files(), series.each().count()), (3, 0), "files' values weren't asked for");
    assert_eq!(totals.files().len(), 3);
}

#[test]
fn by_every_aggregate() {
    let expected = [
        (Aggregate::Sum, Value::I64(18), Value::F64(18.0)),
        (Aggregate::Min, Value::I64(5), Value::F64(5.0)),
        (Aggregate::Max, Value::I64(7), Value::F64(7.0)),
        // That of a.mmstats.
        (Aggregate::Last, Value::I64(6), Value::F64(6.0)),
        (Aggregate::Each, Value::Each, Value::Each),
    ];
    for (aggregate, integer, float) in expected {
        let folder = Folder::new();
        three(&folder, |stats, n| {
            let gauge = stats.gauge("i").aggregate(aggregate).register().expect("a gauge");
            gauge.set(n as i64);
            let gauge = stats.gauge_f64("f").aggregate(aggregate).register().expect("a gauge");
            gauge.set(n as f64);
        });
        let mut web = folder.application();
        let totals = web.look().expect("a look");
        assert_fine(totals);
        assert_eq!((value(totals, "i"), value(totals, "f")), (integer, float), "{aggregate:?}");
        let family = totals.family("i").expect("a family");
        assert_eq!((family.aggregate(), family.files()), (aggregate, 3));
    }
}

#[test]
fn bools_texts_and_structs() {
    let folder = Folder::new();
    let all = [Aggregate::Sum, Aggregate::Min, Aggregate::Max, Aggregate::Last];
    three(&folder, |stats, n| {
        for aggregate in all {
            let name = |what: &str| format!("{what}.{}", aggregate.name());
            let ready = stats.gauge_bool(&name("ready")).aggregate(aggregate);
            ready.register().expect("a gauge").set(n != 6);
            let text = stats.text(&name("text")).aggregate(aggregate);
            text.register().expect("a text").set(&format!("n={n}"));
            let request = stats.structure::<Request>(&name("request")).aggregate(aggregate);
            let path = FixedText::new(&format!("/{n}"));
            let value = Request { count: n, longest: n as f64, path };
            request.register().expect("a struct").publish(&value);
        }
    });
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    let ready = [Value::U64(2), Value::Bool(false), Value::Bool(true), Value::Bool(false)];
    let counts = [18, 5, 7, 6];
    for ((aggregate, ready), count) in all.into_iter().zip(ready).zip(counts) {
        let name = |what: &str| format!("{what}.{}", aggregate.name());
        assert_eq!(value(totals, &name("ready")), ready, "{aggregate:?}");
        assert_eq!(value(totals, &name("text")).as_text(), Some("n=6"));
        let request = value(totals, &name("request"));
        assert_eq!(request.component("count"), Some(&Value::U64(count)), "{aggregate:?}");
        assert_eq!(request.component("longest"), Some(&Value::F64(count as f64)));
        assert_eq!(request.component("path"), Some(&Value::Text("/6".into())));
    }
}

/// What was never published has no value, and is no newer than what was.
#[test]
fn nothing_is_published() {
    let folder = Folder::new();
    for (name, text) in [("a", Some("first")), ("c", None), ("b", Some("second"))] {
        let stats = folder.writer(&format!("{name}.mmstats"));
        let status = stats.text("status").aggregate(Aggregate::Last).register().expect("a text");
        stats.text("never").aggregate(Aggregate::Last).register().expect("a text");
        text.inspect(|text| status.set(text));
    }
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_eq!(value(totals, "status").as_text(), Some("second"));
    assert_eq!(value(totals, "never"), Value::None);
}

#[test]
fn each_file_has_its_own_value_where_that_is_asked_for() {
    let folder = Folder::new();
    three(&folder, |stats, n| {
        stats.counter("requests").register().expect("a counter").add(n);
        stats.gauge("workers").register().expect("a gauge").set(n as i64);
    });
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_eq!(each(totals, "workers"), [6, 7, 5].map(Value::I64), "by their paths");
    let mut web = folder.application().keep_each(true);
    let totals = web.look().expect("a look");
    assert_eq!(each(totals, "requests"), [6, 7, 5].map(Value::U64));
    assert_eq!(value(totals, "requests"), Value::U64(18));
    let series = totals.get("requests").expect("a series");
    let files: Vec<_> = series.each().map(|(file, _)| file.path().to_owned()).collect();
    assert_eq!(files, ["a", "b", "c"].map(|name| folder.join(&format!("{name}.mmstats"))));
}

/// The order of keys and of series differs from file to file, and an empty label is none.
#[test]
fn labels_in_any_order() {
    let folder = Folder::new();
    let first = folder.writer("a.mmstats");
    let hits = first.counter("hits").labels(["code", "path"]).register().expect("a family");
    hits.with(["200", "/"]).expect("a series").add(1);
    hits.with(["", "/"]).expect("a series").add(2);
    let second = folder.writer("b.mmstats");
    let hits = second.counter("hits").labels(["path", "code"]).register().expect("a family");
    hits.with(["/", ""]).expect("a series").add(10);
    hits.with(["/", "200"]).expect("a series").add(20);
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    let of = |labels: &[(&str, &str)]| {
        totals.get_with("hits", labels).map(|series| series.value().clone())
    };
    assert_eq!(of(&[("path", "/"), ("code", "200")]), Some(Value::U64(21)));
    assert_eq!(of(&[("code", ""), ("path", "/")]), Some(Value::U64(12)));
    assert_eq!(of(&[]), None);
    let hits = totals.family("hits").expect("a family");
    assert_eq!(hits.series().count(), 2);
    assert_eq!(hits.label_keys().collect::<Vec<_>>(), ["code", "path"]);
}

/// F2-OVERFLOW.
#[test]
fn what_is_beyond_limits_is_one_series() {
    let folder = Folder::new();
    for (name, limit) in [("a.mmstats", 1), ("b.mmstats", 2)] {
        let stats = folder.writer(name);
        let hits = stats.counter("hits").labels(["path"]).limit(limit).register();
        let hits = hits.expect("a family");
        for path in ["/a", "/b", "/c"] {
            hits.with([path]).expect("a series").inc();
        }
    }
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    let hits = totals.family("hits").expect("a family");
    let overflow = hits.series().find(|series| series.is_overflow()).expect("a series");
    assert_eq!(overflow.value(), &Value::U64(3), "two of the first and one of the second");
    assert_eq!(overflow.labels().collect::<Vec<_>>(), [("otel.metric.overflow", "true")]);
    let all: u64 = hits.series().filter_map(|series| series.value().as_u64()).sum();
    assert_eq!((hits.series().count(), all), (3, 6));
}

#[test]
fn files_of_dead_writers_count_unless_they_should_not() {
    let folder = Folder::new();
    let fill = |stats: &Writer, n| {
        stats.counter("requests").register().expect("a counter").add(n);
        let open = stats.gauge("open").aggregate(Aggregate::Sum).alive_only();
        open.register().expect("a gauge").set(n as i64);
    };
    let living = folder.writer("a.mmstats");
    fill(&living, 1);
    fill(&folder.writer("b.mmstats"), 10);
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_eq!(value(totals, "requests"), Value::U64(11));
    assert_eq!(value(totals, "open"), Value::I64(1));
    assert!(totals.family("open").expect("a family").alive_only());
    let writers: Vec<_> = totals.files().iter().map(|file| file.writer()).collect();
    assert_eq!(writers, [Liveness::Alive, Liveness::Dead]);
    assert_eq!(totals.files()[0].pid(), Some(std::process::id().into()));
    drop(living);
    let totals = web.look().expect("a look");
    assert_eq!(value(totals, "requests"), Value::U64(11));
    assert!(totals.get("open").is_none(), "no file counts");
}

/// The file created last says what help and aggregate are, whatever was added up by then.
#[test]
fn the_newest_file_says_what_a_total_is() {
    let folder = Folder::new();
    let fill = |name: &str, aggregate, help| {
        let stats = folder.writer(name);
        let gauge = stats.gauge("load").aggregate(aggregate).help(help);
        gauge.register().expect("a gauge").set(3);
        stats
    };
    let _newest =
        (fill("a.mmstats", Aggregate::Max, "old"), fill("b.mmstats", Aggregate::Sum, "new"));
    let mut web = folder.application();
    for _ in 0..2 {
        let totals = web.look().expect("a look");
        assert_fine(totals);
        assert_eq!(value(totals, "load"), Value::I64(6));
        assert_eq!(totals.family("load").expect("a family").help(), "new");
    }
    fill("0.mmstats", Aggregate::Each, "newer");
    let totals = web.look().expect("a look");
    assert_eq!((value(totals, "load"), each(totals, "load").len()), (Value::Each, 3));
    assert_eq!(totals.family("load").expect("a family").help(), "newer");
    std::fs::remove_file(folder.join("0.mmstats")).expect("ours");
    let totals = web.look().expect("a look");
    assert_eq!(value(totals, "load"), Value::I64(6));
    assert_eq!(totals.family("load").expect("a family").help(), "new");
}
