//! Any bytes as a day, and as choices of days, months and amounts.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tenure_testkit::fuzz::DaysAndMoney;

static TARGET: LazyLock<DaysAndMoney> = LazyLock::new(DaysAndMoney::new);

fuzz_target!(|bytes: &[u8]| TARGET.run(bytes).unwrap_or_else(|found| panic!("{found}")));
