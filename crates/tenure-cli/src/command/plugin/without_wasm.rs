//! What is said of WASM plugins where the command was built without them.

use std::path::Path;

use crate::failure::Failure;
use crate::plugins::without_wasm;

pub(super) fn new(_: &str, _: &Path) -> Result<String, Failure> {
    Err(without_wasm(""))
}

pub(super) fn build(_: &Path, _: Option<&Path>) -> Result<String, Failure> {
    Err(without_wasm(""))
}
