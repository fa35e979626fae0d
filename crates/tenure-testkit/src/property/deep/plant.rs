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

/// A rulebook of many rules over twelve signals, for measuring.
pub fn large(rules: usize) -> String {
    use std::fmt::Write as _;
    let mut source = Source::seeded(12);
    let mut text = String::from(
        "[rulebook]\nid = \"large\"\nversion = \"1.0.0\"\nlanguage = 1\n\n\
         [risk]\nprior = 2500\nhorizon_months = 12\npdo = 20\n\
         bands = [{ name = \"low\", below = 2000 }, { name = \"high\" }]\n",
    );
    // Writing to a text does not fail.
    for number in 0..12 {
        let ty = match number {
            0..8 => "int\"",
            8..10 => "float\"",
            10 => "bool\"",
            _ => "text\"\nwords = [\"a\", \"b\", \"c\", \"d\"]",
        };
        let _ = write!(
            text,
            "\n[[signal]]\nname = \"custom.s{number}\"\ntype = \"{ty}\n"
        );
    }
    for number in 0..rules {
        let parts: Vec<String> = (0..2 + source.below(3))
            .map(|_| part(&mut source))
            .collect();
        let when = parts.join([" && ", " || "][source.below(2)]);
        let _ = write!(
            text,
            "\n[[rule]]\nid = \"r{number}\"\nwhen = '{when}'\npoints = {}\n",
            1 + number % 20
        );
    }
    text
}

fn part(source: &mut Source<'_>) -> String {
    let (low, int) = (source.between(0, 50), source.below(8));
    let op = source.word(&["<", "<=", ">", ">=", "==", "!="]).to_owned();
    match source.below(7) {
        0 => "custom.s10".to_owned(),
        1 => format!("custom.s11 in [\"a\", \"{}\"]", source.word(&["b", "c"])),
        2 => format!(
            "custom.s{} {} {low}.5",
            8 + source.below(2),
            source.word(&["<", ">"])
        ),
        3 => format!("custom.s{int} in {low}..{}", low + 9),
        4 => format!("(custom.s{int} > {low} || !custom.s10)"),
        5 => format!("(custom.s{int} ?? {low}) {op} 25"),
        _ => format!("custom.s{int} {op} {low}"),
    }
}
