//! Any bytes as an account.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tenure_testkit::fuzz::AccountJson;

static TARGET: LazyLock<AccountJson> = LazyLock::new(|| AccountJson::new().unwrap());

fuzz_target!(|bytes: &[u8]| TARGET.run(bytes).unwrap_or_else(|found| panic!("{found}")));
