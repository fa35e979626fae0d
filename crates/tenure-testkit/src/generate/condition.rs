//! Condition texts of every operator and function, correct in their types.

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

    // Ints.

    fn int_literal(&mut self) -> Piece {
        let value = match self.source.below(10) {
            0..6 => self.source.between(0, 12),
            6..8 => self
                .source
                .pick(&[30, 60, 90, 91, 180, 365, 5_000, -1, -7])
                .copied()
                .unwrap_or(0),
            8 => i64::MAX,
            _ => account::int(self.source).max(-i64::MAX),
        };
        Piece {
            text: value.to_string(),
            binds: if value < 0 { binds::UNARY } else { binds::ATOM },
        }
    }

    fn int(&mut self, depth: usize) -> Piece {
        if depth == 0 || self.source.below(4) == 0 {
            let named = if self.source.chance(70) {
                self.named(SignalType::Int)
            } else {
                None
            };
            return named.unwrap_or_else(|| self.int_literal());
        }
        let depth = depth - 1;
        match self.source.below(11) {
            0..5 => self.int_arith(depth),
            5 => self.negated(SignalType::Int, depth),
            6 => {
                let text = self.text(depth).text;
                atom(format!("len({text})"))
            }
            7..9 => self.number_call(SignalType::Int, depth),
            _ => self.chosen(SignalType::Int, depth),
        }
    }

    fn int_arith(&mut self, depth: usize) -> Piece {
        let (op, level) = self.arith_op();
        let a = self.int(depth);
        if self.source.chance(15) {
            return self.power(a);
        }
        let b = self.int(depth);
        self.binary(a, op, b, level)
    }

    fn arith_op(&mut self) -> (&'static str, u8) {
        self.source
            .pick(&[
                ("+", binds::PLUS),
                ("-", binds::PLUS),
                ("*", binds::TIMES),
                ("/", binds::TIMES),
                ("%", binds::TIMES),
            ])
            .copied()
            .unwrap_or(("+", binds::PLUS))
    }

    /// `**` binds to the right; both sides stand alone.
    fn power(&mut self, base: Piece) -> Piece {
        let base = self.inside(base, binds::ATOM);
        let exponent = if self.source.chance(30) {
            self.int(0)
        } else {
            atom(self.source.between(0, 70).to_string())
        };
        let exponent = self.inside(exponent, binds::ATOM);
        Piece {
            text: format!("{base} ** {exponent}"),
            binds: binds::POWER,
        }
    }

    fn negated(&mut self, ty: SignalType, depth: usize) -> Piece {
        let operand = self.of(ty, depth);
        let operand = self.inside(operand, binds::ATOM);
        Piece {
            text: format!("-{operand}"),
            binds: binds::UNARY,
        }
    }

    // Floats.

    fn float_literal(&mut self) -> Piece {
        let value = match self.source.below(10) {
            0..7 => self
                .source
                .pick(&[0.0, 0.5, 1.0, 40.0, 70.0, 0.1, 0.3, 2.0, -0.3, 100.0, 1.5])
                .copied()
                .unwrap_or(0.0),
            7 => 1e308,
            _ => account::float(self.source),
        };
        let text = float_text(value);
        Piece {
            binds: if text.starts_with('-') {
                binds::UNARY
            } else {
                binds::ATOM
            },
            text,
        }
    }

    fn float(&mut self, depth: usize) -> Piece {
        if depth == 0 || self.source.below(4) == 0 {
            let named = if self.source.chance(70) {
                self.named(SignalType::Float)
            } else {
                None
            };
            return named.unwrap_or_else(|| self.float_literal());
        }
        let depth = depth - 1;
        match self.source.below(10) {
            0..5 => self.float_arith(depth),
            5 => self.negated(SignalType::Float, depth),
            6..8 => self.number_call(SignalType::Float, depth),
            _ => self.chosen(SignalType::Float, depth),
        }
    }

    fn float_arith(&mut self, depth: usize) -> Piece {
        let (op, level) = self.arith_op();
        let (a, b) = self.mixed(depth);
        self.binary(a, op, b, level)
    }

    /// Two numbers of which at least one is a float.
    fn mixed(&mut self, depth: usize) -> (Piece, Piece) {
        match self.source.below(4) {
            0 => (self.int(depth), self.float(depth)),
            1 => (self.float(depth), self.int(depth)),
            _ => (self.float(depth), self.float(depth)),
        }
    }

    /// Two numbers of any types.
    fn numbers(&mut self, depth: usize) -> (Piece, Piece) {
        if self.source.chance(50) {
            self.mixed(depth)
        } else {
            (self.int(depth), self.int(depth))
        }
    }

    fn number_call(&mut self, ty: SignalType, depth: usize) -> Piece {
        let function = self
            .source
            .word(&["abs", "round", "floor", "ceil", "min", "max", "clamp"]);
        let count = match function {
            "min" | "max" => 2,
            "clamp" => 3,
            _ => 1,
        };
        let mut args: Vec<String> = (0..count)
            .map(|_| {
                let ty = if ty == SignalType::Float && self.source.chance(25) {
                    SignalType::Int
                } else {
                    ty
                };
                self.of(ty, depth).text
            })
            .collect();
        if ty == SignalType::Float {
            // At least one float makes it one.
            args.pop();
            args.push(self.float(depth).text);
        }
        atom(format!("{function}({})", args.join(", ")))
    }

    // Bools.

    fn bool(&mut self, depth: usize) -> Piece {
        if depth == 0 {
            return match self.source.below(4) {
                0 => self.named(SignalType::Bool).unwrap_or_else(|| atom("true")),
                1 => self.state_test(0),
                _ => self.comparison(0),
            };
        }
        let depth = depth - 1;
        match self.source.below(16) {
            0..3 => self.comparison(depth),
            3..6 => self.connected(depth, "&&", binds::AND),
            6..8 => self.connected(depth, "||", binds::OR),
            8 => self.not(depth),
            9 => self.listed(depth),
            10 => self.ranged(depth),
            11 => self.text_test(depth),
            12 => self.state_test(depth),
            13 => self.chosen(SignalType::Bool, depth),
            14 => self.bool_equality(depth),
            _ => self.word_test(),
        }
    }

    fn connected(&mut self, depth: usize, op: &str, level: u8) -> Piece {
        let mut whole = self.bool(depth);
        for _ in 0..=self.source.below(2) {
            let next = self.bool(depth);
            whole = self.binary(whole, op, next, level);
        }
        whole
    }

    fn not(&mut self, depth: usize) -> Piece {
        let operand = self.bool(depth);
        let operand = self.inside(operand, binds::ATOM);
        Piece {
            text: format!("!{operand}"),
            binds: binds::UNARY,
        }
    }

    fn comparison(&mut self, depth: usize) -> Piece {
        let (a, b) = if self.source.chance(20) {
            (self.open_text(depth), self.text(depth))
        } else {
            self.numbers(depth)
        };
        let op = self.source.word(&["<", ">", "<=", ">=", "==", "!="]);
        let level = if matches!(op, "==" | "!=") {
            binds::EQUAL
        } else {
            binds::LESS
        };
        self.binary(a, op, b, level)
    }

    fn bool_equality(&mut self, depth: usize) -> Piece {
        let (a, b) = (self.bool(depth), self.bool(depth));
        let op = self.source.word(&["==", "!="]);
        self.binary(a, op, b, binds::EQUAL)
    }

    fn in_word(&mut self) -> &'static str {
        self.source.word(&["in", "!in"])
    }

    fn listed(&mut self, depth: usize) -> Piece {
        let op = self.in_word();
        let (needle, items): (Piece, Vec<String>) = match self.source.below(3) {
            0 => {
                let needle = self.int(depth);
                let items = self.items(|writer| {
                    if writer.source.chance(15) {
                        writer.float_literal()
                    } else {
                        writer.int_literal()
                    }
                });
                (needle, items)
            }
            1 => (self.float(depth), self.items(Self::float_literal)),
            _ => (self.open_text(depth), self.items(Self::text_literal)),
        };
        let needle = self.inside(needle, binds::IN + 1);
        Piece {
            text: format!("{needle} {op} [{}]", items.join(", ")),
            binds: binds::IN,
        }
    }

    fn items(&mut self, item: impl Fn(&mut Self) -> Piece) -> Vec<String> {
        let count = 1 + self.source.below(4);
        (0..count).map(|_| item(self).text).collect()
    }

    fn ranged(&mut self, depth: usize) -> Piece {
        let needle = self.int(depth);
        let needle = self.inside(needle, binds::IN + 1);
        let op = self.in_word();
        let range = self.range();
        Piece {
            text: format!("{needle} {op} {range}"),
            binds: binds::IN,
        }
    }

    fn range(&mut self) -> String {
        let start = self.source.between(0, 20);
        let end = start + self.source.between(1, 60);
        let dots = self.source.word(&["..", "..="]);
        format!("{start}{dots}{end}")
    }

    fn text_test(&mut self, depth: usize) -> Piece {
        let function = self.source.word(&["contains", "starts_with", "ends_with"]);
        let (text, part) = (self.text(depth).text, self.text(depth).text);
        atom(format!("{function}({text}, {part})"))
    }

    fn state_test(&mut self, depth: usize) -> Piece {
        let function = self.source.word(&["is_known", "is_stale", "is_applicable"]);
        let operand = if function == "is_stale" || self.source.chance(50) {
            self.signal(|word| word.is_signal)
        } else {
            None
        };
        let operand = match operand {
            Some(operand) => operand,
            None if function == "is_stale" => return atom("false"),
            None => {
                let ty = self.any_type();
                self.of(ty, depth).text
            }
        };
        atom(format!("{function}({operand})"))
    }

    fn any_type(&mut self) -> SignalType {
        self.source
            .pick(&[
                SignalType::Int,
                SignalType::Float,
                SignalType::Bool,
                SignalType::Text,
            ])
            .copied()
            .unwrap_or(SignalType::Int)
    }

    /// A signal with a closed list of words, tested for some of them.
    fn word_test(&mut self) -> Piece {
        let closed: Vec<&Word> = self
            .words
            .iter()
            .copied()
            .filter(|word| word.words.is_some())
            .collect();
        let Some(signal) = self.source.pick(&closed).copied() else {
            return self.comparison(0);
        };
        let words: Vec<&str> = signal.words.iter().flatten().map(String::as_str).collect();
        let (name, one) = (&signal.name, self.source.word(&words));
        let other = self.source.word(&words);
        match self.source.below(4) {
            0 => Piece {
                text: format!("{name} == \"{one}\""),
                binds: binds::EQUAL,
            },
            1 => Piece {
                text: format!("{name} in [\"{one}\", \"{other}\"]"),
                binds: binds::IN,
            },
            2 => Piece {
                text: format!("({name} ?? \"{one}\") != \"{other}\""),
                binds: binds::EQUAL,
            },
            _ => Piece {
                text: format!("switch {name} {{ \"{one}\" => true, _ => false }}"),
                binds: binds::OPEN,
            },
        }
    }

    // Texts.

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

    // Choices.

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
