//! Gives the shared library its SONAME, the ABI's major version, which CONTRIBUTING.md says when to
//! change; and keeps it from being unloaded.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libmmstats.so.0");
        // Threads that end, and processes that fork, call into it: `dlclose` leaves it where it is.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
