//! Choices, as conditions over known values, beside stock rhai.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tenure_testkit::fuzz::Expressions;

static TARGET: LazyLock<Expressions> = LazyLock::new(Expressions::new);

fuzz_target!(|bytes: &[u8]| TARGET.run(bytes).unwrap_or_else(|found| panic!("{found}")));
