//! mmstats slurp --app: the files of an application as one.

use std::process;

use mmstats::{Aggregate, Writer};
use serde_json::{Value, json};

use crate::harness::{Folder, mmstats, run, run_with};
use crate::service::killed;

fn writer(folder: &Folder, file: &str) -> Writer {
    let options = Writer::options("web").path(folder.path()).filename(file).fold(false);
    options.build().expect("a writer")
}

/// One file whose writer lives, with all kinds of values.
fn publish(folder: &Folder, file: &str, queue: i64) -> Writer {
    let writer = writer(folder, file);
    let requests = writer.counter("requests").labels(["code"]).register().expect("a family");
    requests.with(["200"]).expect("a series").add(12);
    let latency = writer.histogram("latency").unit("ms").register().expect("a histogram");
    (1..=10).for_each(|n| latency.observe(n));
    let gauge = writer.gauge("queue").unit("1").aggregate(Aggregate::Each).register();
    gauge.expect("a gauge").set(queue);
    writer
        .gauge("largest")
        .unit("By")
        .aggregate(Aggregate::Max)
        .register()
        .expect("a gauge")
        .set(queue);
    writer
}

#[test]
fn values_are_added_up_and_the_rest_stands_for_each_process() {
    let folder = Folder::new();
    let writers = [publish(&folder, "a.mmstats", 2), publish(&folder, "b.mmstats", 5)];
    killed(folder.path(), "web", "c.mmstats");
    killed(folder.path(), "other", "d.mmstats");
    let arguments = ["slurp".as_ref(), "--app".as_ref(), "web".as_ref(), folder.path().as_os_str()];
    let pid = process::id();
    let expected = format!(
        "==> web (3 files: 2 alive, 1 dead)
  requests{{code=\"200\"}} 24
  latency              count=20 mean=5.5 p50=5 p90=9 p99=10 max=10 ms
  queue (pid {pid})    2
  queue (pid {pid})    5
  largest              5 By
  hits                 7

"
    );
    let aligned = |text: &str| {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        text.lines().map(words).collect::<Vec<_>>()
    };
    assert_eq!(aligned(&run_with(arguments).printed()), aligned(&expected));
    drop(writers);
}

#[test]
fn what_was_folded_is_no_file_of_a_process() {
    let folder = Folder::new();
    killed(folder.path(), "web", "a.mmstats");
    run_with(["clean".as_ref(), folder.path().as_os_str()]).printed();
    killed(folder.path(), "web", "b.mmstats");
    let arguments = ["slurp".as_ref(), "--app=web".as_ref(), folder.path().as_os_str()];
    let expected = "==> web (1 file: 1 dead; and what dead ones counted)\n  hits 14\n\n";
    assert_eq!(run_with(arguments).printed(), expected);
}

#[test]
fn problems_stand_beside_the_values() {
    let folder = Folder::new();
    let _writer = publish(&folder, "a.mmstats", 2);
    let bad = folder.write("web-1-1.mmstats", b"\x01\x05\0ab");
    for options in [&["slurp", "--app=web"][..], &["slurp", "--app=web", "--json"]] {
        let run = run(mmstats(options).arg(folder.path()));
        assert_eq!(run.status, Some(1));
        assert!(run.stdout.contains("requests"), "{run:?}");
        assert!(run.stderr.starts_with(&format!("{}: offset 3: ", bad.display())), "{run:?}");
        assert_eq!(run.stderr.lines().count(), 1);
    }
}

#[test]
fn json_has_totals_and_what_each_file_has() {
    let folder = Folder::new();
    let _writers = [publish(&folder, "a.mmstats", 2), publish(&folder, "b.mmstats", 5)];
    let arguments =
        ["slurp".as_ref(), "--app=web".as_ref(), "--json".as_ref(), folder.path().as_os_str()];
    let document: Value = serde_json::from_str(&run_with(arguments).printed()).expect("JSON");
    assert_eq!(document["application"], "web");
    assert_eq!(document["problems"], json!([]));
    let file = &document["files"][0];
    let path = folder.join("a.mmstats");
    assert_eq!(
        *file,
        json!({
            "path": path.to_str(),
            "writer": "alive",
            "pid": process::id(),
            "format": 2,
            "accumulator": false,
        })
    );
    let families = document["families"].as_array().expect("families");
    let family = |name: &str| families.iter().find(|family| family["name"] == name).expect(name);
    assert_eq!(
        family("requests")["series"],
        json!([{"labels": {"code": "200"}, "files": 2, "value": "24"}])
    );
    assert_eq!(family("largest")["series"][0]["value"], "5");
    let each = &family("queue")["series"][0]["each"];
    assert_eq!((&each[0]["value"], &each[1]["value"]), (&json!("2"), &json!("5")));
    assert_eq!(each[1]["pid"], json!(process::id()));
    let latency = &family("latency")["series"][0]["value"];
    assert_eq!((&latency["count"], &latency["sum"]), (&json!("20"), &json!("110")));
}

#[test]
fn no_file_of_that_name_is_said_and_no_failure() {
    let folder = Folder::new();
    killed(folder.path(), "other", "a.mmstats");
    let run = run_with(["slurp".as_ref(), "--app=web".as_ref(), folder.path().as_os_str()]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
    assert!(run.stderr.contains("mmstats doctor web"), "{}", run.stderr);
}
