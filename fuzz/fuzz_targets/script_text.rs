//! Any bytes as a script plugin.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tenure_testkit::fuzz::ScriptText;

static TARGET: LazyLock<ScriptText> = LazyLock::new(ScriptText::new);

fuzz_target!(|bytes: &[u8]| TARGET.run(bytes).unwrap_or_else(|found| panic!("{found}")));
