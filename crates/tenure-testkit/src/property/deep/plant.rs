//! Clean rulebooks, and the same with one mistake in them: what the analyser must find, and where it must be silent.

mod clean;
mod mistakes;

use crate::source::Source;

use clean::Draft;

/// A rulebook's text with one mistake in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// The text, TOML.
    pub text: String,
    /// The code under which the mistake is to be found.
    pub code: &'static str,
    /// The entry that it stands in.
    pub entry: String,
}

/// A rulebook's text without a mistake; equal seeds give equal texts.
pub fn clean(seed: u64) -> String {
    Draft::new(&mut Source::seeded(seed)).to_string()
}

/// How many kinds of mistakes there are.
pub const KINDS: u64 = mistakes::KINDS.len() as u64;

/// A rulebook with one mistake: each of the [`KINDS`] in turn.
pub fn planted(seed: u64) -> Planted {
    let mut source = Source::seeded(seed);
    let mut draft = Draft::new(&mut source);
    let kinds = &mistakes::KINDS;
    let (code, plant) = kinds[(seed % KINDS) as usize];
    let entry = plant(&mut draft, &mut source);
    Planted {
        text: draft.to_string(),
        code,
        entry,
    }
}
