//! Files of format 2: what slurp prints of them, beside those of format 1.

use std::path::Path;
use std::process;

use mmstats::{FixedText, Struct, Writer};
use serde_json::Value;

use crate::harness::{Folder, run_with, shown};

#[derive(Struct)]
struct Pair {
    #[mmstats(counter, unit = "By")]
    sent: u64,
    word: FixedText<16>,
}

fn writer(folder: &Folder) -> Writer {
    let options = Writer::options("web").path(folder.path()).filename("b.mmstats");
    options.build().expect("a writer")
}

fn slurp(path: &Path) -> String {
    run_with(["slurp".as_ref(), path.as_os_str()]).printed()
}

#[test]
fn series_are_printed_with_labels_and_units() {
    let folder = Folder::new();
    let writer = writer(&folder);
    let requests = writer.counter("requests").unit("1").labels(["code", "path"]).register();
    let requests = requests.expect("a family");
    requests.with(["200", "/a\"b\\c\n"]).expect("a series").add(12);
    requests.with(["404", ""]).expect("a series").inc();
    writer.gauge_f64("load").register().expect("a gauge").set(1e16);
    writer.gauge_bool("up").register().expect("a gauge").set(true);
    writer.gauge("free").unit("By").register().expect("a gauge").set(-3);
    writer.text("status").capacity(24).register().expect("a text").set("all\tfine");
    writer.text("nothing").capacity(24).register().expect("a text");
    let pair = writer.structure::<Pair>("pair").register().expect("a struct");
    pair.publish(&Pair { sent: 7, word: FixedText::new("seven") });
    let latency = writer.histogram("latency").unit("ms").register().expect("a histogram");
    (1..=10).for_each(|n| latency.observe(n));
    writer.histogram("unused").unit("ms").register().expect("a histogram");
    let path = writer.path().expect("a file");
    let expected = format!(
        "==> {} (web, pid {}, alive)
  requests{{code=\"200\",path=\"/a\\\"b\\\\c\\n\"}} 12
  requests{{code=\"404\"}}                   1
  load                                   1e+16
  up                                     True
  free                                   -3 By
  status                                 all\\tfine
  nothing                                (none)
  pair.sent                              7 By
  pair.word                              seven
  latency                                count=10 mean=5.5 p50=5 p90=9 p99=10 max=10 ms
  unused                                 count=0 ms

",
        path.display(),
        process::id()
    );
    assert_eq!(slurp(&path), expected);
}

#[test]
fn look_ups_beyond_a_limit_are_shown_once_there_are_any() {
    let folder = Folder::new();
    let writer = writer(&folder);
    let hits = writer.counter("hits").labels(["page"]).limit(1).register().expect("a family");
    for page in ["/", "/news"] {
        hits.with([page]).expect("a series").inc();
    }
    let printed = slurp(&writer.path().expect("a file"));
    assert_eq!(
        printed.lines().skip(1).collect::<Vec<_>>(),
        [
            "  mmstats.overflow                  1",
            "  hits{otel.metric.overflow=\"true\"} 1",
            "  hits{page=\"/\"}                    1",
            "",
        ]
    );
}

#[test]
fn a_window_is_about_the_last_time() {
    let folder = Folder::new();
    let writer = writer(&folder);
    let recent = writer.window("recent").unit("ms").register().expect("a window");
    [2, 4, 6].into_iter().for_each(|value| recent.observe(value));
    let printed = slurp(&writer.path().expect("a file"));
    let line = printed.lines().nth(1).expect("a line for it");
    assert!(line.starts_with("  recent last="), "{line}");
    assert!(line.contains("s count=3 rate="), "{line}");
    assert!(line.ends_with("/s mean=4 max=6 ms"), "{line}");
}

#[test]
fn files_of_both_formats_at_once() {
    let folder = Folder::new();
    let first = folder.write_hits("a.mmstats", 7);
    let writer = writer(&folder);
    writer.counter("hits").register().expect("a counter").add(8);
    let second = writer.path().expect("a file");
    let glob = folder.join("*.mmstats");
    let printed = run_with(["slurp".as_ref(), glob.as_os_str()]).printed();
    let publisher = format!(" (web, pid {}, alive)\n", process::id());
    let expected = shown(&first, 7) + &shown(&second, 8).replacen('\n', &publisher, 1);
    assert_eq!(printed, expected);
    let document = run_with(["slurp".as_ref(), "--json".as_ref(), glob.as_os_str()]).printed();
    let document: Value = serde_json::from_str(&document).expect("JSON");
    let formats: Vec<_> = (0..2).map(|i| document["files"][i]["format"].as_u64()).collect();
    assert_eq!(formats, [Some(1), Some(2)]);
    let series = &document["files"][1]["families"][0]["series"][0];
    assert_eq!(series["value"], "8");
}
