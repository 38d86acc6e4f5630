//! The name of a child's file (SPEC.md 2.20).

use crate::case::{alone, in_child};
use crate::folder::Folder;

#[test]
fn a_child_has_another_name() {
    alone("names::a_child_has_another_name", || {
        for (template, expected) in [
            ("web.mmstats", "web-PID.mmstats"),
            ("web.2.mmstats", "web.2-PID.mmstats"),
            ("web", "web-PID"),
            ("web-{PID}.mmstats", "web-PID.mmstats"),
            ("{TID}-web.mmstats", "PID-web.mmstats"),
            ("{{PID}}.mmstats", "{PID}-PID.mmstats"),
            ("{CLASS}.mmstats", "test-PID.mmstats"),
        ] {
            let folder = Folder::new();
            let options = folder.options().filename(template);
            let follows = options.clone().filename(format!("f{template}")).follow(true);
            let (stats, follows) = (options.build(), follows.build());
            let (stats, follows) = (stats.expect("a writer"), follows.expect("a writer"));
            in_child(template, || {
                // The one thread of a child has the id of its process.
                let pid = std::process::id().to_string();
                let expected = match template.contains("{{PID}}") {
                    true => format!("{{PID}}-{pid}.mmstats"),
                    false => expected.replace("PID", &pid),
                };
                stats.follow().expect("a file");
                assert_eq!(stats.path(), Some(folder.path().join(&expected)));
                assert_eq!(follows.path(), Some(folder.path().join(format!("f{expected}"))));
            });
        }
    });
}

/// A folder that was given relative to the one that the process was in then.
#[test]
fn the_folder_stays_where_it_was() {
    alone("names::the_folder_stays_where_it_was", || {
        let folder = Folder::new();
        std::env::set_current_dir(folder.path()).expect("a folder");
        let stats = folder.options().path(".").follow(true).build().expect("a writer");
        std::env::set_current_dir("/").expect("a folder");
        in_child("in another folder", || {
            let name = format!("test-{}.mmstats", std::process::id());
            assert!(folder.path().join(name).exists(), "{:?}", stats.warning());
        });
    });
}
