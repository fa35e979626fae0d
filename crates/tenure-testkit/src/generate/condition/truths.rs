//! What is true or false.

use tenure_rules::SignalType;

use super::{Piece, Writer, atom, binds};
use crate::generate::vocabulary::Word;

impl Writer<'_, '_, '_> {
    pub(super) fn bool(&mut self, depth: usize) -> Piece {
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

    pub(super) fn connected(&mut self, depth: usize, op: &str, level: u8) -> Piece {
        let mut whole = self.bool(depth);
        for _ in 0..=self.source.below(2) {
            let next = self.bool(depth);
            whole = self.binary(whole, op, next, level);
        }
        whole
    }

    pub(super) fn not(&mut self, depth: usize) -> Piece {
        let operand = self.bool(depth);
        let operand = self.inside(operand, binds::ATOM);
        Piece {
            text: format!("!{operand}"),
            binds: binds::UNARY,
        }
    }

    pub(super) fn comparison(&mut self, depth: usize) -> Piece {
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

    pub(super) fn bool_equality(&mut self, depth: usize) -> Piece {
        let (a, b) = (self.bool(depth), self.bool(depth));
        let op = self.source.word(&["==", "!="]);
        self.binary(a, op, b, binds::EQUAL)
    }

    pub(super) fn in_word(&mut self) -> &'static str {
        self.source.word(&["in", "!in"])
    }

    pub(super) fn listed(&mut self, depth: usize) -> Piece {
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

    pub(super) fn items(&mut self, item: impl Fn(&mut Self) -> Piece) -> Vec<String> {
        let count = 1 + self.source.below(4);
        (0..count).map(|_| item(self).text).collect()
    }

    pub(super) fn ranged(&mut self, depth: usize) -> Piece {
        let needle = self.int(depth);
        let needle = self.inside(needle, binds::IN + 1);
        let op = self.in_word();
        let range = self.range();
        Piece {
            text: format!("{needle} {op} {range}"),
            binds: binds::IN,
        }
    }

    pub(super) fn range(&mut self) -> String {
        let start = self.source.between(0, 20);
        let end = start + self.source.between(1, 60);
        let dots = self.source.word(&["..", "..="]);
        format!("{start}{dots}{end}")
    }

    pub(super) fn text_test(&mut self, depth: usize) -> Piece {
        let function = self.source.word(&["contains", "starts_with", "ends_with"]);
        let (text, part) = (self.text(depth).text, self.text(depth).text);
        atom(format!("{function}({text}, {part})"))
    }

    pub(super) fn state_test(&mut self, depth: usize) -> Piece {
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

    pub(super) fn any_type(&mut self) -> SignalType {
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
    pub(super) fn word_test(&mut self) -> Piece {
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
}
