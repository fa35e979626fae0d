//! Condition texts of every operator and function, correct in their types.

mod numbers;
mod truths;

use tenure_rules::{Scope, SignalType};

use super::account;
use super::vocabulary::{Vocabulary, Word};
use crate::source::Source;

/// A condition of a scope.
pub fn condition(source: &mut Source<'_>, vocabulary: &Vocabulary, scope: Scope) -> String {
    expression(source, vocabulary, scope, SignalType::Bool)
}

/// An expression of a type.
pub fn expression(
    source: &mut Source<'_>,
    vocabulary: &Vocabulary,
    scope: Scope,
    ty: SignalType,
) -> String {
    let words = vocabulary.seen_from(scope);
    let depth = 1 + source.below(4);
    Writer { source, words }.of(ty, depth).text
}

/// A float as a text of the language: rhai reads no exponent without a fraction.
pub fn float_text(value: f64) -> String {
    let text = format!("{value:?}");
    match text.split_once('e') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0e{exponent}"),
        _ => text,
    }
}

/// A part of a text with how tightly its outermost operator binds.
struct Piece {
    text: String,
    binds: u8,
}

/// How tightly rhai's operators bind.
mod binds {
    pub(super) const OPEN: u8 = 0;
    pub(super) const OR: u8 = 30;
    pub(super) const AND: u8 = 60;
    pub(super) const EQUAL: u8 = 90;
    pub(super) const IN: u8 = 110;
    pub(super) const LESS: u8 = 130;
    pub(super) const COALESCE: u8 = 135;
    pub(super) const PLUS: u8 = 150;
    pub(super) const TIMES: u8 = 180;
    pub(super) const POWER: u8 = 190;
    pub(super) const UNARY: u8 = 200;
    pub(super) const ATOM: u8 = 250;
}

fn atom(text: impl Into<String>) -> Piece {
    Piece {
        text: text.into(),
        binds: binds::ATOM,
    }
}

struct Writer<'w, 's, 'b> {
    source: &'s mut Source<'b>,
    words: Vec<&'w Word>,
}

impl Writer<'_, '_, '_> {
    fn of(&mut self, ty: SignalType, depth: usize) -> Piece {
        match ty {
            SignalType::Int => self.int(depth),
            SignalType::Float => self.float(depth),
            SignalType::Bool => self.bool(depth),
            SignalType::Text => self.text(depth),
        }
    }

    /// A piece that stands where what binds less tightly needs parentheses; now and then they are not needed.
    fn inside(&mut self, piece: Piece, least: u8) -> String {
        if piece.binds < least || self.source.chance(15) {
            format!("({})", piece.text)
        } else {
            piece.text
        }
    }

    /// `a op b`, read from the left.
    fn binary(&mut self, a: Piece, op: &str, b: Piece, level: u8) -> Piece {
        let a = self.inside(a, level);
        let b = self.inside(b, level + 1);
        Piece {
            text: format!("{a} {op} {b}"),
            binds: level,
        }
    }

    fn signal(&mut self, wanted: impl Fn(&Word) -> bool) -> Option<String> {
        let fitting: Vec<&Word> = self
            .words
            .iter()
            .copied()
            .filter(|word| wanted(word))
            .collect();
        // Custom signals first: they take every value.
        let custom: Vec<&Word> = fitting
            .iter()
            .copied()
            .filter(|word| !word.is_signal || word.name.starts_with("custom."))
            .collect();
        let from = if custom.is_empty() || self.source.chance(50) {
            &fitting
        } else {
            &custom
        };
        self.source.pick(from).map(|word| word.name.clone())
    }

    fn named(&mut self, ty: SignalType) -> Option<Piece> {
        self.signal(|word| word.ty == ty).map(atom)
    }

    fn text_literal(&mut self) -> Piece {
        atom(format!("\"{}\"", account::text(self.source)))
    }

    fn text(&mut self, depth: usize) -> Piece {
        if self.source.chance(30) {
            self.text_literal()
        } else {
            self.open_text(depth)
        }
    }

    /// A text that can be any: no constant, and no signal with a closed list.
    fn open_text(&mut self, depth: usize) -> Piece {
        let named = self.signal(|word| word.ty == SignalType::Text && word.words.is_none());
        if depth == 0 || self.source.below(3) == 0 {
            return match named {
                Some(name) => atom(name),
                None => atom("to_lower(\"aB\")"),
            };
        }
        let depth = depth - 1;
        match self.source.below(4) {
            0 | 1 => {
                let (a, b) = (self.text(depth), self.text(depth));
                self.binary(a, "+", b, binds::PLUS)
            }
            2 => {
                let text = self.text(depth).text;
                atom(format!("to_lower({text})"))
            }
            _ => {
                let (test, a, b) = (
                    self.bool(depth).text,
                    self.open_text(depth).text,
                    self.text(depth).text,
                );
                Piece {
                    text: format!("if {test} {{ {a} }} else {{ {b} }}"),
                    binds: binds::OPEN,
                }
            }
        }
    }

    /// `??`, `if` or `switch` of a type.
    fn chosen(&mut self, ty: SignalType, depth: usize) -> Piece {
        match self.source.below(3) {
            0 => {
                let (a, b) = (self.of(ty, depth), self.of(ty, depth));
                self.binary(a, "??", b, binds::COALESCE)
            }
            1 => {
                let (test, a, b) = (
                    self.bool(depth).text,
                    self.of(ty, depth).text,
                    self.of(ty, depth).text,
                );
                Piece {
                    text: format!("if {test} {{ {a} }} else {{ {b} }}"),
                    binds: binds::OPEN,
                }
            }
            _ => self.switch(ty, depth),
        }
    }

    /// Ints stand before ranges, as rhai wants it.
    fn switch(&mut self, ty: SignalType, depth: usize) -> Piece {
        let on_text = self.source.chance(25);
        let scrutinee = if on_text {
            self.open_text(depth)
        } else {
            self.int(depth)
        };
        let scrutinee = self.inside(scrutinee, binds::OR);
        let mut arms = Vec::new();
        for _ in 0..=self.source.below(2) {
            let patterns = if on_text {
                self.items(Self::text_literal)
            } else {
                self.items(|writer| atom(writer.source.between(0, 8).to_string()))
            };
            arms.push(self.arm(&patterns.join(" | "), ty, depth));
        }
        if !on_text && self.source.chance(50) {
            let range = self.range();
            arms.push(self.arm(&range, ty, depth));
        }
        let default = self.of(ty, depth).text;
        Piece {
            text: format!(
                "switch {scrutinee} {{ {}, _ => {default} }}",
                arms.join(", ")
            ),
            binds: binds::OPEN,
        }
    }

    fn arm(&mut self, patterns: &str, ty: SignalType, depth: usize) -> String {
        let guard = if self.source.chance(30) {
            format!(" if {}", self.bool(depth.min(1)).text)
        } else {
            String::new()
        };
        let value = self.of(ty, depth).text;
        format!("{patterns}{guard} => {value}")
    }
}
