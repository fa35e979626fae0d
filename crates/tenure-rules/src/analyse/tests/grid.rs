//! Regions beside plain evaluation.

use std::sync::Arc;

use tenure_columns::{Cell, ColumnBuilder, DataType, Frame, Value};

use crate::analyse::region::{MISSING, NOT_APPLICABLE, Region, STALE, UNKNOWN};
use crate::analyse::truth::{Reasoner, Truth};
use crate::dictionary::{Control, Dictionary, Scope, SignalDef, SignalId, SignalType};
use crate::expr::{CompareOp, Const, Expr, ExprKind, StateTest};
use crate::program::tests::make::{Maker, SIGNALS, expr, signal};
use crate::program::tests::plain;
use crate::program::threshold;

/// Signals of these types, none of which says anything about its values.
fn dictionary(types: &[SignalType]) -> Dictionary {
    let mut dictionary = Dictionary::new();
    for (number, ty) in types.iter().enumerate() {
        let signal = SignalDef {
            name: format!("grid.s{number}"),
            scope: Scope::Account,
            per_contract: false,
            ty: *ty,
            money: false,
            unit: None,
            valid_for_days: None,
            words: None,
            range: None,
            control: Control::None,
            kinds: vec!["contracts".to_owned()],
            doc: String::new(),
            derivation: String::new(),
            actions_only: false,
        };
        dictionary.add(signal).unwrap();
    }
    dictionary
}

/// Whether a row may lie in a region: what is said of signals fits, and of other terms nothing is asked.
fn may_lie(reasoner: &mut Reasoner<'_>, region: &Region, frame: &Frame, row: usize) -> bool {
    let cells = region.cells().to_vec();
    cells.iter().any(|cell| {
        cell.iter().all(|(term, states)| {
            let Some(signal) = reasoner.terms.get(*term).and_then(|info| info.signal) else {
                return true;
            };
            let column = frame.column(signal.index());
            match column.map_or(Cell::Unknown, |column| column.cell(row)) {
                Cell::Unknown => states.missing & UNKNOWN != 0,
                Cell::Stale => states.missing & STALE != 0,
                Cell::NotApplicable => states.missing & NOT_APPLICABLE != 0,
                Cell::Known(Value::Int(int)) => states.known.contains(int),
                Cell::Known(Value::Float(float)) => {
                    states.known.contains(threshold::number(float + 0.0))
                }
                Cell::Known(Value::Bool(truth)) => states.known.contains(i64::from(truth)),
                Cell::Known(Value::Text(text)) => {
                    let word = reasoner.terms.word(&text);
                    states.known.contains(word)
                }
            }
        })
    })
}

/// The region that an evaluation must lie in.
fn region_of<'t>(truth: &'t Truth, outcome: &Cell<Value>) -> &'t Region {
    match outcome {
        Cell::Known(Value::Bool(true)) => &truth.yes,
        Cell::Known(_) => &truth.no,
        Cell::Unknown | Cell::Stale | Cell::NotApplicable => &truth.lost,
    }
}

/// Rows that lie outside of the region of what they come to, of random conditions with everything that the language has.
fn outside(rounds: u64, spoil: impl Fn(&mut Truth)) -> (usize, usize) {
    let dictionary = dictionary(&SIGNALS);
    let (mut looked, mut wrong) = (0, 0);
    for round in 0..rounds {
        let mut maker = Maker::new(round + 900);
        let frame = maker.frame(60);
        for number in 0..16 {
            // Small ones, too: in a large one a mistake at a border is seldom what decides.
            let condition = maker.expr(SignalType::Bool, 1 + number % 4);
            let mut reasoner = Reasoner::new(&dictionary);
            let mut truth = reasoner.truth(&condition);
            spoil(&mut truth);
            for row in 0..frame.rows() {
                let outcome = plain::eval(&condition, &frame, row);
                let region = region_of(&truth, &outcome.cell);
                looked += 1;
                wrong += usize::from(!may_lie(&mut reasoner, region, &frame, row));
            }
        }
    }
    (looked, wrong)
}

#[test]
fn every_row_lies_in_the_region_of_what_it_comes_to() {
    let (looked, wrong) = outside(100, |_| ());
    assert!(looked > 70_000);
    assert_eq!(wrong, 0, "of {looked}");
}

#[test]
fn a_region_that_lacks_a_box_is_seen() {
    let (_, wrong) = outside(10, |truth| {
        truth.yes = truth.yes.and(&truth.no.clone());
    });
    assert!(wrong > 0);
}

/// Ints, bools and words around which small conditions ask.
const SMALL: [SignalType; 4] = [
    SignalType::Int,
    SignalType::Int,
    SignalType::Bool,
    SignalType::Text,
];

/// Every state of four small signals.
fn small_grid() -> Frame {
    let ints = || {
        let known = (-1..8).map(|int| Cell::Known(Value::Int(int)));
        known.chain([Cell::Unknown, Cell::Stale, Cell::NotApplicable])
    };
    let bools = [
        Cell::Known(Value::Bool(true)),
        Cell::Known(Value::Bool(false)),
        Cell::Unknown,
    ];
    let words = ["a", "b", "c", "else"].map(|word| Cell::Known(Value::Text(Arc::from(word))));
    let mut rows: Vec<[Cell<Value>; 4]> = Vec::new();
    for one in ints() {
        for other in ints() {
            for truth in &bools {
                for word in words.iter().chain([&Cell::NotApplicable]) {
                    rows.push([one.clone(), other.clone(), truth.clone(), word.clone()]);
                }
            }
        }
    }
    let mut frame = Frame::new(rows.len());
    let types = [DataType::Int, DataType::Int, DataType::Bool, DataType::Text];
    for (column, ty) in types.into_iter().enumerate() {
        let mut builder = ColumnBuilder::new(ty);
        rows.iter()
            .for_each(|row| builder.push(row[column].clone()));
        frame.set(column, builder.finish());
    }
    frame
}

pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn of(number: u32) -> Expr {
    expr(ExprKind::Signal(SignalId(number)), SMALL[number as usize])
}

fn constant(constant: Const, ty: SignalType) -> Box<Expr> {
    Box::new(expr(ExprKind::Const(constant), ty))
}

/// A comparison of one signal with constants.
fn leaf(dice: &mut Dice) -> Expr {
    use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
    let number = dice.below(2) as u32;
    let int = dice.below(6) as i64 - 1;
    let kind = match dice.below(8) {
        0..=3 => {
            let op = [Eq, Ne, Lt, Le, Gt, Ge][dice.below(6) as usize];
            let constant = constant(Const::Int(int.clamp(0, 4)), SignalType::Int);
            if dice.below(4) == 0 {
                ExprKind::Compare(op, constant, Box::new(of(number)))
            } else {
                ExprKind::Compare(op, Box::new(of(number)), constant)
            }
        }
        4 => ExprKind::InRange {
            needle: Box::new(of(number)),
            start: int.max(0),
            end: int.max(0) + 1 + dice.below(2) as i64,
            inclusive: false,
            negated: dice.below(2) == 0,
        },
        5 => return of(2),
        6 => {
            let word = ["a", "b", "c"][dice.below(3) as usize];
            let op = [Eq, Ne][dice.below(2) as usize];
            let word = constant(Const::Text(Arc::from(word)), SignalType::Text);
            ExprKind::Compare(op, Box::new(of(3)), word)
        }
        _ => {
            let tests = [
                StateTest::IsKnown,
                StateTest::IsStale,
                StateTest::IsApplicable,
            ];
            ExprKind::Test(tests[dice.below(3) as usize], Box::new(of(number)))
        }
    };
    expr(kind, SignalType::Bool)
}

fn small(dice: &mut Dice, depth: u32) -> Expr {
    if depth == 0 {
        return leaf(dice);
    }
    let mut parts = || (0..2).map(|_| small(dice, depth - 1)).collect::<Vec<_>>();
    let kind = match parts() {
        parts if depth.is_multiple_of(2) => ExprKind::And(parts),
        parts => ExprKind::Or(parts),
    };
    let kind = match dice.below(4) {
        0 => ExprKind::Not(Box::new(expr(kind, SignalType::Bool))),
        _ => kind,
    };
    expr(kind, SignalType::Bool)
}

#[test]
fn what_is_never_true_and_never_false_is_what_no_row_comes_to() {
    let (dictionary, frame) = (dictionary(&SMALL), small_grid());
    let mut dice = Dice(7);
    let mut never = [0_usize; 2];
    for round in 0..400 {
        let condition = small(&mut dice, 1 + round % 3);
        let mut reasoner = Reasoner::new(&dictionary);
        let truth = reasoner.truth(&condition);
        let mut seen = [false; 2];
        for row in 0..frame.rows() {
            let outcome = plain::eval(&condition, &frame, row).cell;
            if row % 7 == 0 {
                let region = region_of(&truth, &outcome);
                assert!(may_lie(&mut reasoner, region, &frame, row), "{condition:?}");
            }
            match outcome {
                Cell::Known(Value::Bool(true)) => seen[0] = true,
                Cell::Known(_) => seen[1] = true,
                Cell::Unknown | Cell::Stale | Cell::NotApplicable => (),
            }
        }
        let claims = [truth.yes.is_empty(), truth.no.is_empty()];
        assert_eq!(claims, seen.map(|seen| !seen), "{condition:?}");
        never[0] += usize::from(claims[0]);
        never[1] += usize::from(claims[1]);
    }
    // A test that never met a condition that never holds would have shown nothing.
    assert!(never[0] > 10 && never[1] > 5, "{never:?}");
}

#[test]
fn two_signals_beside_each_other_are_one_order() {
    let dictionary = dictionary(&SIGNALS);
    let compare = |op, a: u32, b: u32| {
        let kind = ExprKind::Compare(op, Box::new(signal(a)), Box::new(signal(b)));
        expr(kind, SignalType::Bool)
    };
    let both = |parts| expr(ExprKind::And(parts), SignalType::Bool);
    for (condition, never) in [
        (
            both(vec![
                compare(CompareOp::Lt, 0, 1),
                compare(CompareOp::Lt, 1, 0),
            ]),
            true,
        ),
        (
            both(vec![
                compare(CompareOp::Le, 0, 1),
                compare(CompareOp::Le, 1, 0),
            ]),
            false,
        ),
        // Equal by tolerance alone is neither less nor more, nor always "at most".
        (
            both(vec![
                compare(CompareOp::Eq, 3, 4),
                compare(CompareOp::Lt, 3, 4),
            ]),
            true,
        ),
    ] {
        let truth = Reasoner::new(&dictionary).truth(&condition);
        assert_eq!(truth.yes.is_empty(), never, "{condition:?}");
    }
    assert_eq!(MISSING, STALE | UNKNOWN | NOT_APPLICABLE);
}
