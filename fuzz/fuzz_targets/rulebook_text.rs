//! Any bytes as a rulebook's text.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tenure_testkit::fuzz::RulebookText;

static TARGET: LazyLock<RulebookText> = LazyLock::new(|| RulebookText::new().unwrap());

fuzz_target!(|bytes: &[u8]| TARGET.run(bytes).unwrap_or_else(|found| panic!("{found}")));
