//! Gives the shared library its SONAME: the ABI's major version, which CONTRIBUTING.md says
//! when to change.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libmmstats.so.0");
    }
}
