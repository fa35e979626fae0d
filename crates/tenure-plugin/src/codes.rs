//! Reasons and actions: enums whose variants are codes.

/// A code with its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeText {
    /// The code, in kebab-case.
    pub code: &'static str,
    /// Language and text, by language.
    pub texts: &'static [(&'static str, &'static str)],
}

/// Why points are given. Derive it with `#[derive(Reasons)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of reasons",
    note = "put `#[derive(Reasons)]` over it, and `#[text(en = \"...\")]` over each variant"
)]
pub trait Reasons: Copy {
    /// Every reason, in the order of the variants.
    const REASONS: &'static [CodeText];

    /// The place of this one.
    fn index(self) -> u16;
}

/// What may be proposed. Derive it with `#[derive(Actions)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of actions",
    note = "put `#[derive(Actions)]` over it, and `#[text(en = \"...\")]` over each variant"
)]
pub trait Actions: Copy {
    /// Every action, in the order of the variants.
    const ACTIONS: &'static [CodeText];

    /// The place of this one.
    fn index(self) -> u16;
}

/// Of a plugin that proposes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoActions {}

impl Actions for NoActions {
    const ACTIONS: &'static [CodeText] = &[];

    fn index(self) -> u16 {
        match self {}
    }
}
