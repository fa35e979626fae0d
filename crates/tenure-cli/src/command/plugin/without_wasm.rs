//! What is said of WASM plugins where the command was built without them.

use std::path::Path;

use crate::failure::Failure;

fn missing<T>() -> Result<T, Failure> {
    let text = "this `tenure` was built without WASM plugins; build it again with them: \
                `cargo install --path crates/tenure-cli --features wasm`";
    Err(Failure::Refused(text.to_owned()))
}

pub(super) fn new(_: &str, _: &Path) -> Result<String, Failure> {
    missing()
}

pub(super) fn build(_: &Path, _: Option<&Path>) -> Result<String, Failure> {
    missing()
}

pub(super) fn check(_: &Path) -> Result<String, Failure> {
    missing()
}

pub(super) fn inspect(_: &Path) -> Result<String, Failure> {
    missing()
}
