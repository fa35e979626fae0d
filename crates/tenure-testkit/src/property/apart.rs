//! Two rulebooks held beside each other.

use tenure::Rulebook;
use tenure_core::decision::Decision;
use tenure_core::engine::Plugins;

use super::KitError;
use super::bench::Bench;
use super::example::Example;
use super::slip::Slip;

/// An account that two rulebooks without plugins decide differently, among so many that are made for the borders of each;
/// `None` where there is none.
///
/// # Errors
/// One of them binds a plugin.
pub fn told_apart(
    one: &Rulebook,
    other: &Rulebook,
    cases: u64,
    seed: u64,
) -> Result<Option<Example>, KitError> {
    let plugins = Plugins::new();
    let mut one = Bench::new(one.checked(), &plugins, Slip::None)?;
    let mut other = Bench::new(other.checked(), &plugins, Slip::None)?;
    for number in 0..cases {
        let examples = [&one, &other].map(|bench| bench.draw.example(number, seed));
        for example in examples {
            let decided = one.decide(&example).map(answer);
            if decided != other.decide(&example).map(answer) {
                return Ok(Some(example));
            }
        }
    }
    Ok(None)
}

/// What is decided, without what it was made from and what was seen on the way.
fn answer(mut decision: Decision) -> Decision {
    decision.digest.clear();
    decision.provenance.rulebook.clear();
    decision.unknown.clear();
    decision.most_informative = None;
    for one in &mut decision.contributions {
        one.evidence.clear();
    }
    decision
}
