//! Gives the shared library its name for the loader, and tells the library for what it was built.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Set by whoever watches the threads of the tests with a sanitizer.
    println!("cargo:rustc-check-cfg=cfg(thread_sanitizer)");
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    println!("cargo:rustc-env=TENURE_TARGET={}", of("TARGET"));
    // The major number of the interface: libraries of one name can replace each other.
    if of("CARGO_CFG_TARGET_OS") == "linux" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libtenure.so.1");
    }
}
