//! include/mmstats.h is what the sources say. `make header` writes it anew.

use std::fs;
use std::path::Path;

#[test]
fn header_is_generated_from_the_sources() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = here.join("../include/mmstats.h");
    let config = cbindgen::Config::from_file(here.join("cbindgen.toml")).expect("cbindgen.toml");
    let bindings = cbindgen::Builder::new()
        .with_crate(here)
        .with_config(config)
        .generate()
        .expect("cbindgen understands the sources");
    let mut written = Vec::new();
    bindings.write(&mut written);
    let generated = without_safety(&String::from_utf8(written).expect("the header is UTF-8"));
    if std::env::var_os("MMSTATS_WRITE_HEADER").is_some() {
        fs::write(&path, &generated).expect("write the header");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "include/mmstats.h differs from what mmstats-capi's sources say: run `make header` and \
         commit the result"
    );
}

/// Leaves out the "# Safety" sections: they speak to Rust. What they ask of C, the header's first
/// comment says once.
fn without_safety(header: &str) -> String {
    let mut kept = Vec::new();
    let mut in_safety = false;
    for line in header.lines() {
        in_safety = match line.trim() {
            "* # Safety" => true,
            "*/" => false,
            _ => in_safety,
        };
        if line.trim() == "*/" {
            while kept.last() == Some(&" *") {
                kept.pop();
            }
        }
        if !in_safety {
            kept.push(line);
        }
    }
    kept.join("\n") + "\n"
}
