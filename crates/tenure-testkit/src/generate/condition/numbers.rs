//! Ints and floats.

use tenure_rules::SignalType;

use super::{Piece, Writer, atom, binds, float_text};
use crate::generate::account;

impl Writer<'_, '_, '_> {
    pub(super) fn int_literal(&mut self) -> Piece {
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

    pub(super) fn int(&mut self, depth: usize) -> Piece {
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

    pub(super) fn int_arith(&mut self, depth: usize) -> Piece {
        let (op, level) = self.arith_op();
        let a = self.int(depth);
        if self.source.chance(15) {
            return self.power(a);
        }
        let b = self.int(depth);
        self.binary(a, op, b, level)
    }

    pub(super) fn arith_op(&mut self) -> (&'static str, u8) {
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
    pub(super) fn power(&mut self, base: Piece) -> Piece {
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

    pub(super) fn negated(&mut self, ty: SignalType, depth: usize) -> Piece {
        let operand = self.of(ty, depth);
        let operand = self.inside(operand, binds::ATOM);
        Piece {
            text: format!("-{operand}"),
            binds: binds::UNARY,
        }
    }

    pub(super) fn float_literal(&mut self) -> Piece {
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

    pub(super) fn float(&mut self, depth: usize) -> Piece {
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

    pub(super) fn float_arith(&mut self, depth: usize) -> Piece {
        let (op, level) = self.arith_op();
        let (a, b) = if self.source.chance(8) {
            self.beyond(op)
        } else {
            self.mixed(depth)
        };
        self.binary(a, op, b, level)
    }

    /// A float at the edge of what floats hold, and what takes it over the edge.
    pub(super) fn beyond(&mut self, op: &str) -> (Piece, Piece) {
        let other = match op {
            "-" => "-1.7e308",
            "+" => "1.7e308",
            "*" => "10.0",
            _ => "0.0",
        };
        let other = match self.named(SignalType::Float) {
            Some(named) if self.source.chance(50) => named,
            _ => Piece {
                text: other.to_owned(),
                binds: binds::UNARY,
            },
        };
        (atom("1.7e308"), other)
    }

    /// Two numbers of which at least one is a float.
    pub(super) fn mixed(&mut self, depth: usize) -> (Piece, Piece) {
        match self.source.below(4) {
            0 => (self.int(depth), self.float(depth)),
            1 => (self.float(depth), self.int(depth)),
            _ => (self.float(depth), self.float(depth)),
        }
    }

    /// Two numbers of any types.
    pub(super) fn numbers(&mut self, depth: usize) -> (Piece, Piece) {
        if self.source.chance(50) {
            self.mixed(depth)
        } else {
            (self.int(depth), self.int(depth))
        }
    }

    pub(super) fn number_call(&mut self, ty: SignalType, depth: usize) -> Piece {
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
}
