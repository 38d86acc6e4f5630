//! Files of format 1 beside those of format 2.

use mmstats::Liveness;
use mmstats::application::Value;
use mmstats::reader::{Kind, ValueType};
use mmstats::v1;

use crate::folder::{Folder, assert_fine, each, value};

#[test]
fn counters_add_up_and_all_else_is_told_for_each() {
    let folder = Folder::new();
    for (i, pid) in [(1_u64, 11_u32), (2, 12)] {
        let options = v1::Writer::options("web").path(folder.path());
        let name = format!("web-{i}-{i}.mmstats");
        let mut writer = options.filename(name).system_fields(false).build().expect("a writer");
        let requests = writer.counter("requests").expect("a counter");
        writer.constant("sys.pid", pid).expect("a field");
        writer.constant("started", 5 * i).expect("a field");
        writer.text("status", 8).expect("a field").set("fine");
        writer.tuple("pair", &[v1::Value::U64(i), v1::Value::Bool(true)]).expect("a field");
        writer.create_file().expect("a file");
        requests.add(10 * i);
        writer.leave_behind();
    }
    let mut web = folder.application();
    for _ in 0..2 {
        let totals = web.look().expect("a look");
        assert_fine(totals);
        assert_eq!(value(totals, "requests"), Value::U64(30));
        let family = totals.family("requests").expect("a family");
        assert_eq!((family.kind(), family.value_type()), (Kind::Counter, ValueType::U64));
        assert_eq!(value(totals, "started"), Value::Each);
        assert_eq!(each(totals, "started"), [5, 10].map(Value::U64));
        assert_eq!(each(totals, "sys.pid"), [11, 12].map(Value::U64));
        assert_eq!(each(totals, "status")[1].as_text(), Some("fine"));
        assert_eq!(each(totals, "pair")[1].component("0"), Some(&Value::U64(2)));
        assert_eq!(each(totals, "pair")[0].component("1"), Some(&Value::Bool(true)));
        let file = &totals.files()[0];
        assert_eq!((file.format(), file.pid(), file.id()), (1, Some(11), None));
    }
}

/// The name is all that says whose such a file is.
#[test]
fn whose_a_file_is_its_name_says() {
    let folder = Folder::new();
    let names =
        ["web-1-1", "web-2-2~0123abcd", "web", "web-", "web-api-3-3", "webs-4-4", "x-web-5-5"];
    for name in names {
        let (writer, counter) = folder.writer_v1(&format!("{name}.mmstats"), "requests");
        counter.inc();
        writer.leave_behind();
    }
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    assert_eq!(totals.files().len(), 2);
    assert_eq!(value(totals, "requests"), Value::U64(2));
}

/// A counter of format 1 is one of format 2 without unit and labels, of which the latter says what it
/// is for.
#[test]
fn both_formats_together() {
    let folder = Folder::new();
    let (writer, old) = folder.writer_v1("web-1-1.mmstats", "requests");
    let stats = folder.writer("a.mmstats");
    let new = stats.counter("requests").help("new").register().expect("a counter");
    old.add(3);
    new.add(4);
    let mut web = folder.application();
    let totals = web.look().expect("a look");
    assert_fine(totals);
    assert_eq!(value(totals, "requests"), Value::U64(7));
    assert_eq!(totals.family("requests").expect("a family").help(), "new");
    let writers: Vec<_> = totals.files().iter().map(|file| file.writer()).collect();
    assert_eq!(writers, [Liveness::Alive; 2]);
    old.add(10);
    assert_eq!(value(web.look().expect("a look"), "requests"), Value::U64(17));
    drop(writer);
    let one = web.look().expect("a look").files()[0].open().expect("a file");
    assert_eq!(one.path(), folder.join("a.mmstats"));
}
