//! Any bytes as an Arrow batch, well laid out or spoiled.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tenure_ffi::arrow::made_up::Target;

static TARGET: LazyLock<Target> =
    LazyLock::new(|| Target::new().unwrap_or_else(|error| panic!("{error}")));

fuzz_target!(|bytes: &[u8]| TARGET.run(bytes).unwrap_or_else(|found| panic!("{found}")));
