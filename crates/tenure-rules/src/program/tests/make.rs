//! Random expressions, rows and bins.

use std::sync::Arc;

use tenure_columns::{Cell, ColumnBuilder, DataType, Frame, Value};

use crate::dictionary::{SignalId, SignalType};
use crate::expr::{ArithOp, Arm, CompareOp, Const, Expr, ExprKind, Func, Pattern, Span, StateTest};
use crate::rulebook::{Bin, BinTest, Number};

use SignalType::{Bool, Float, Int, Text};

/// The types of the signals, by number: ints that fit 16, 32 and 64 bits, floats, bools, texts.
pub(crate) const SIGNALS: [SignalType; 9] = [Int, Int, Int, Float, Float, Bool, Bool, Text, Text];

/// The last signal has no column.
const WITHOUT_COLUMN: u32 = 6;

const WORDS: [&str; 8] = ["", "a", "B", "b", "Abc", "abc", "churn", "größe"];
const INTS: [i64; 12] = [
    0,
    1,
    -1,
    2,
    3,
    -7,
    127,
    128,
    40_000,
    -3_000_000_000,
    i64::MAX,
    i64::MIN,
];
const FLOATS: [f64; 12] = [
    0.0,
    1.0,
    -1.0,
    0.5,
    3.0,
    -2.5,
    1e-17,
    f64::MAX,
    1.000_000_000_000_000_2,
    40_000.0,
    1e-300,
    9.007_199_254_740_993e15,
];

pub(crate) fn expr(kind: ExprKind, ty: SignalType) -> Expr {
    Expr {
        kind,
        ty,
        span: Span::default(),
    }
}

pub(crate) fn signal(number: u32) -> Expr {
    expr(ExprKind::Signal(SignalId(number)), SIGNALS[number as usize])
}

pub(crate) fn int(value: i64) -> Expr {
    expr(ExprKind::Const(Const::Int(value)), Int)
}

/// A source of random things (splitmix64).
pub(crate) struct Maker(u64);

impl Maker {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    // ---- rows

    fn value(&mut self, signal: usize) -> Value {
        match SIGNALS[signal] {
            Int => Value::Int(match signal {
                0 => self.below(7) as i64 - 3,
                1 => self.below(200_000) as i64 - 100_000,
                _ => self.int(),
            }),
            Float if self.chance(50) => Value::Float(self.below(9) as f64 - 4.0),
            Float => Value::Float(self.pick(&FLOATS)),
            Bool => Value::Bool(self.chance(50)),
            Text => Value::Text(Arc::from(self.pick(&WORDS))),
        }
    }

    fn cell(&mut self, signal: usize, gaps: bool) -> Cell<Value> {
        if !gaps || self.chance(80) {
            return Cell::Known(self.value(signal));
        }
        self.pick(&[Cell::Unknown, Cell::Stale, Cell::NotApplicable])
    }

    pub(crate) fn frame(&mut self, rows: usize) -> Frame {
        let mut frame = Frame::new(rows);
        for (index, ty) in SIGNALS.iter().enumerate() {
            if index as u32 == WITHOUT_COLUMN {
                continue;
            }
            let mut builder = ColumnBuilder::new(match ty {
                Int => DataType::Int,
                Float => DataType::Float,
                Bool => DataType::Bool,
                Text => DataType::Text,
            });
            let gaps = self.chance(80);
            for _ in 0..rows {
                builder.push(self.cell(index, gaps));
            }
            frame.set(index, builder.finish());
        }
        frame
    }

    // ---- expressions

    fn int(&mut self) -> i64 {
        if self.chance(60) {
            self.below(9) as i64 - 4
        } else {
            self.pick(&INTS)
        }
    }

    fn constant(&mut self, ty: SignalType) -> Const {
        match ty {
            Int => Const::Int(self.int()),
            Float if self.chance(50) => Const::Float(self.below(9) as f64 - 4.0),
            Float => Const::Float(self.pick(&FLOATS)),
            Bool => Const::Bool(self.chance(50)),
            Text => Const::Text(Arc::from(self.pick(&WORDS))),
        }
    }

    fn leaf(&mut self, ty: SignalType) -> Expr {
        if self.chance(25) {
            return expr(ExprKind::Const(self.constant(ty)), ty);
        }
        let all: Vec<u32> = (0..SIGNALS.len() as u32)
            .filter(|number| SIGNALS[*number as usize] == ty)
            .collect();
        signal(self.pick(&all))
    }

    pub(crate) fn any_expr(&mut self, depth: usize) -> Expr {
        let ty = self.pick(&[Bool, Bool, Bool, Int, Float, Text]);
        self.expr(ty, depth)
    }

    fn boxed(&mut self, ty: SignalType, depth: usize) -> Box<Expr> {
        Box::new(self.expr(ty, depth))
    }

    fn number(&mut self, depth: usize) -> Expr {
        let ty = self.pick(&[Int, Float]);
        self.expr(ty, depth)
    }

    pub(crate) fn expr(&mut self, ty: SignalType, depth: usize) -> Expr {
        if depth == 0 {
            return self.leaf(ty);
        }
        let depth = depth - 1;
        if self.chance(25) {
            return self.choice(ty, depth);
        }
        let kind = match ty {
            Bool => self.bool(depth),
            Int => self.int_kind(depth),
            Float => self.float_kind(depth),
            Text => self.text_kind(depth),
        };
        expr(kind, ty)
    }

    fn choice(&mut self, ty: SignalType, depth: usize) -> Expr {
        let branch = |maker: &mut Self| {
            let int = ty == Float && maker.chance(30);
            maker.boxed(if int { Int } else { ty }, depth)
        };
        let kind = match self.below(5) {
            0 => return self.leaf(ty),
            1 => {
                let test = self.boxed(Bool, depth);
                ExprKind::If(test, branch(self), branch(self))
            }
            2 => ExprKind::Coalesce(branch(self), branch(self)),
            3 => {
                let inner = self.expr(ty, depth);
                ExprKind::Derived(self.below(3) as u32, Arc::new(inner))
            }
            _ => {
                let scrutinee = self.pick(&[Int, Text]);
                let arms = (0..self.below(3))
                    .map(|_| self.arm(scrutinee, ty, depth))
                    .collect();
                ExprKind::Switch {
                    scrutinee: self.boxed(scrutinee, depth),
                    arms,
                    default: branch(self),
                }
            }
        };
        expr(kind, ty)
    }

    fn arm(&mut self, scrutinee: SignalType, ty: SignalType, depth: usize) -> Arm {
        let patterns = (0..1 + self.below(2))
            .map(|_| {
                if scrutinee == Int && self.chance(30) {
                    Pattern::Range {
                        start: self.int(),
                        end: self.int(),
                        inclusive: self.chance(50),
                    }
                } else {
                    Pattern::Is(self.constant(scrutinee))
                }
            })
            .collect();
        Arm {
            patterns,
            guard: self.chance(30).then(|| self.expr(Bool, depth)),
            value: self.expr(ty, depth),
        }
    }

    pub(crate) fn comparison(&mut self) -> Expr {
        let op = self.pick(&[CompareOp::Lt, CompareOp::Gt, CompareOp::Eq]);
        let (left, right) = (Box::new(signal(0)), Box::new(int(0)));
        expr(ExprKind::Compare(op, left, right), Bool)
    }

    fn compare(&mut self, depth: usize) -> ExprKind {
        let op = self.pick(&[
            CompareOp::Eq,
            CompareOp::Ne,
            CompareOp::Lt,
            CompareOp::Le,
            CompareOp::Gt,
            CompareOp::Ge,
        ]);
        let (left, right) = match self.below(6) {
            0 => (self.expr(Text, depth), self.expr(Text, depth)),
            1 => (self.expr(Bool, depth), self.expr(Bool, depth)),
            2 => {
                let ty = self.pick(&[Int, Float]);
                let constant = expr(ExprKind::Const(self.constant(ty)), ty);
                (self.number(depth), constant)
            }
            3 => {
                let ty = self.pick(&[Int, Float]);
                let constant = expr(ExprKind::Const(self.constant(ty)), ty);
                (constant, self.number(depth))
            }
            _ => (self.number(depth), self.number(depth)),
        };
        ExprKind::Compare(op, Box::new(left), Box::new(right))
    }

    fn bool(&mut self, depth: usize) -> ExprKind {
        match self.below(9) {
            0 => ExprKind::Not(self.boxed(Bool, depth)),
            1 => ExprKind::And(
                (0..2 + self.below(2))
                    .map(|_| self.expr(Bool, depth))
                    .collect(),
            ),
            2 => ExprKind::Or(
                (0..2 + self.below(2))
                    .map(|_| self.expr(Bool, depth))
                    .collect(),
            ),
            3 => {
                let ty = self.pick(&[Int, Float, Text, Bool]);
                ExprKind::InList {
                    needle: self.boxed(ty, depth),
                    list: (0..self.below(4)).map(|_| self.constant(ty)).collect(),
                    negated: self.chance(40),
                }
            }
            4 => ExprKind::InRange {
                needle: self.boxed(Int, depth),
                start: self.int(),
                end: self.int(),
                inclusive: self.chance(50),
                negated: self.chance(40),
            },
            5 => {
                let func = self.pick(&[Func::Contains, Func::StartsWith, Func::EndsWith]);
                ExprKind::Call(func, vec![self.expr(Text, depth), self.expr(Text, depth)])
            }
            6 => match self.below(3) {
                0 => {
                    let all: Vec<u32> = (0..SIGNALS.len() as u32).collect();
                    ExprKind::Test(StateTest::IsStale, Box::new(signal(self.pick(&all))))
                }
                1 => ExprKind::Test(StateTest::IsKnown, Box::new(self.any_expr(depth))),
                _ => ExprKind::Test(StateTest::IsApplicable, Box::new(self.any_expr(depth))),
            },
            _ => self.compare(depth),
        }
    }

    fn int_kind(&mut self, depth: usize) -> ExprKind {
        match self.below(7) {
            0 => ExprKind::Negate(self.boxed(Int, depth)),
            1 => {
                let func = self.pick(&[Func::Abs, Func::Round, Func::Floor, Func::Ceil]);
                ExprKind::Call(func, vec![self.expr(Int, depth)])
            }
            2 => {
                let func = self.pick(&[Func::Min, Func::Max]);
                ExprKind::Call(func, vec![self.expr(Int, depth), self.expr(Int, depth)])
            }
            3 => ExprKind::Call(Func::Len, vec![self.expr(Text, depth)]),
            _ => {
                let op = self.pick(&[
                    ArithOp::Add,
                    ArithOp::Sub,
                    ArithOp::Mul,
                    ArithOp::Div,
                    ArithOp::Rem,
                    ArithOp::Pow,
                ]);
                ExprKind::Arith(op, self.boxed(Int, depth), self.boxed(Int, depth))
            }
        }
    }

    fn float_kind(&mut self, depth: usize) -> ExprKind {
        match self.below(6) {
            0 => ExprKind::Negate(self.boxed(Float, depth)),
            1 => {
                let func = self.pick(&[Func::Abs, Func::Round, Func::Floor, Func::Ceil]);
                ExprKind::Call(func, vec![self.expr(Float, depth)])
            }
            2 => {
                let func = self.pick(&[Func::Min, Func::Max]);
                ExprKind::Call(func, vec![self.expr(Float, depth), self.number(depth)])
            }
            3 => {
                let args = vec![
                    self.expr(Float, depth),
                    self.number(depth),
                    self.number(depth),
                ];
                ExprKind::Call(Func::Clamp, args)
            }
            _ => {
                let op = self.pick(&[
                    ArithOp::Add,
                    ArithOp::Sub,
                    ArithOp::Mul,
                    ArithOp::Div,
                    ArithOp::Rem,
                ]);
                let (float, number) = (self.expr(Float, depth), self.number(depth));
                if self.chance(50) {
                    ExprKind::Arith(op, Box::new(float), Box::new(number))
                } else {
                    ExprKind::Arith(op, Box::new(number), Box::new(float))
                }
            }
        }
    }

    fn text_kind(&mut self, depth: usize) -> ExprKind {
        if self.chance(50) {
            return ExprKind::Call(Func::ToLower, vec![self.expr(Text, depth)]);
        }
        ExprKind::Arith(
            ArithOp::Add,
            self.boxed(Text, depth),
            self.boxed(Text, depth),
        )
    }

    pub(crate) fn bins(&mut self, ty: SignalType) -> Vec<Bin> {
        let mut tests = Vec::new();
        for _ in 0..self.below(4) {
            tests.push(match ty {
                Int | Float if self.chance(50) => BinTest::Below(Number::Int(self.int())),
                Int | Float => BinTest::Below(Number::Float(self.pick(&FLOATS))),
                Bool => BinTest::IsBool(self.chance(50)),
                Text => BinTest::Is(vec![
                    Arc::from(self.pick(&WORDS)),
                    Arc::from(self.pick(&WORDS)),
                ]),
            });
        }
        for other in [
            BinTest::Otherwise,
            BinTest::Stale,
            BinTest::Unknown,
            BinTest::NotApplicable,
        ] {
            if self.chance(40) {
                let place = self.below(tests.len() + 1);
                tests.insert(place, other);
            }
        }
        tests
            .into_iter()
            .map(|test| Bin {
                test,
                points: 1,
                reason: None,
            })
            .collect()
    }
}
