//! The program against a plain evaluator, on random expressions over random rows.

pub(crate) mod make;
pub(crate) mod plain;

use tenure_columns::{Cell, Column, Frame, Kernels, Value};

use super::{Bound, CHUNK, Chunk, Output, Program, Scratch, SettledRow};
use crate::dictionary::SignalId;
use crate::expr::{ArithOp, CompareOp, Const, Expr, ExprKind};
use crate::rulebook::{Bin, BinTest, Number};
use make::{Maker, SIGNALS, expr, int, signal};

/// Rounds of random expressions; each has many rows.
const ROUNDS: u64 = 150;

/// A value as the language sees it: stale reads as unknown.
fn plain_state(cell: Cell<Value>) -> Cell<Value> {
    match cell {
        Cell::Stale => Cell::Unknown,
        cell => cell,
    }
}

fn same(left: &Cell<Value>, right: &Cell<Value>) -> bool {
    match (left, right) {
        (Cell::Known(Value::Float(x)), Cell::Known(Value::Float(y))) => x == y,
        (left, right) => left == right,
    }
}

/// Calls a function for every row of a frame, with the chunk and the row's number in it and in the frame.
fn each_row(bound: &Bound<'_>, size: usize, mut look: impl FnMut(Chunk<'_>, usize, usize)) {
    let mut scratch = Scratch::new();
    let mut start = 0;
    while start < bound.rows() {
        let chunk = bound.run(start..start + size, &mut scratch);
        for row in 0..chunk.rows() {
            look(chunk, row, start + row);
        }
        start += chunk.rows();
    }
}

fn check(program: &Program, exprs: &[Expr], frame: &Frame, size: usize) {
    each_row(&program.bind(frame), size, |chunk, row, at| {
        for (output, expr) in exprs.iter().enumerate() {
            let wanted = plain::eval(expr, frame, at);
            let got = plain_state(chunk.cell(output, row));
            assert!(
                same(&got, &wanted.cell),
                "row {at} of {size}: {got:?}, not {:?}: {expr:?}",
                wanted.cell
            );
            let gaps = chunk.gaps(output, row);
            assert_eq!(gaps.missing, wanted.missing, "row {at}: {expr:?}");
            assert_eq!(gaps.error.is_some(), wanted.error, "row {at}: {expr:?}");
        }
    });
}

#[test]
fn random_expressions_mean_what_the_plain_evaluator_says() {
    for round in 0..ROUNDS {
        let mut maker = Maker::new(round);
        let exprs: Vec<Expr> = (0..12).map(|_| maker.any_expr(4)).collect();
        let outputs: Vec<Output<'_>> = exprs.iter().map(Output::Expr).collect();
        let program = Program::compile(&outputs);
        let rows = [1, 7, 63, 64, 65, 130][(round % 6) as usize];
        let frame = maker.frame(rows);
        for kernels in Kernels::all() {
            let program = program.clone().with_kernels(kernels);
            check(&program, &exprs, &frame, CHUNK);
            check(&program, &exprs, &frame.clone().widened(), CHUNK);
        }
        check(&program, &exprs, &frame, 1);
        check(&program, &exprs, &frame, 33);
    }
}

#[test]
fn chunks_of_every_size_agree() {
    for (round, rows) in [1, 63, 64, 65, 511, 512, 513, 1100].into_iter().enumerate() {
        let mut maker = Maker::new(9_000 + round as u64);
        let exprs: Vec<Expr> = (0..6).map(|_| maker.any_expr(3)).collect();
        let outputs: Vec<Output<'_>> = exprs.iter().map(Output::Expr).collect();
        let program = Program::compile(&outputs);
        let frame = maker.frame(rows);
        for size in [1, 63, 64, 65, 512, 513] {
            check(&program, &exprs, &frame, size);
        }
    }
}

#[test]
fn the_plain_evaluator_tells_a_planted_fault() {
    let mut caught = 0;
    for round in 0..20 {
        let mut maker = Maker::new(round);
        let frame = maker.frame(64);
        let right = maker.comparison();
        let ExprKind::Compare(op, left, bound) = right.kind.clone() else {
            unreachable!("the maker makes a comparison");
        };
        let wrong = if op == CompareOp::Lt {
            CompareOp::Le
        } else {
            CompareOp::Lt
        };
        let fault = Expr {
            kind: ExprKind::Compare(wrong, left, bound),
            ..right.clone()
        };
        let program = Program::compile(&[Output::Expr(&fault)]);
        each_row(&program.bind(&frame), CHUNK, |chunk, row, at| {
            let wanted = plain::eval(&right, &frame, at).cell;
            caught += u32::from(!same(&plain_state(chunk.cell(0, row)), &wanted));
        });
    }
    assert!(caught > 0, "a wrong operator was never noticed");
}

#[test]
fn equal_parts_are_computed_once() {
    let (a, b) = (signal(0), signal(1));
    let sum = |x: &Expr, y: &Expr| {
        expr(
            ExprKind::Arith(ArithOp::Add, Box::new(x.clone()), Box::new(y.clone())),
            a.ty,
        )
    };
    let above = |x: Expr, bound: i64| {
        let bound = Box::new(int(bound));
        expr(
            ExprKind::Compare(CompareOp::Gt, Box::new(x), bound),
            signal(5).ty,
        )
    };
    let once = Program::compile(&[Output::Expr(&above(sum(&a, &b), 3))]);
    let (x, y) = (above(sum(&a, &b), 3), above(sum(&a, &b), 4));
    let twice = Program::compile(&[Output::Expr(&x), Output::Expr(&y)]);
    assert_eq!(twice.live.len(), once.live.len() + 1);
    assert_eq!(twice.inputs(), [SignalId(0), SignalId(1)]);
}

/// What the bins of a signal say of a cell: the bin, or whether it is judged or not applicable without one.
pub(crate) fn plain_bin(bins: &[Bin], cell: &Cell<Value>) -> (Option<usize>, bool, bool) {
    let at = |wanted: &BinTest| bins.iter().position(|bin| bin.test == *wanted);
    match cell {
        Cell::Known(value) => {
            let bin = bins.iter().position(|bin| match (&bin.test, value) {
                (BinTest::Below(Number::Int(bound)), Value::Int(x)) => x < bound,
                (BinTest::Below(Number::Int(bound)), Value::Float(x)) => {
                    plain::float_less(*x, *bound as f64)
                }
                (BinTest::Below(Number::Float(bound)), Value::Int(x)) => {
                    plain::float_less(*x as f64, *bound)
                }
                (BinTest::Below(Number::Float(bound)), Value::Float(x)) => {
                    plain::float_less(*x, *bound)
                }
                (BinTest::Is(words), Value::Text(text)) => words.contains(text),
                (BinTest::IsBool(wanted), Value::Bool(x)) => wanted == x,
                (BinTest::Otherwise, _) => true,
                _ => false,
            });
            (bin, true, false)
        }
        Cell::Stale => {
            let bin = at(&BinTest::Stale).or_else(|| at(&BinTest::Unknown));
            (bin, bin.is_some(), false)
        }
        Cell::Unknown => (
            at(&BinTest::Unknown),
            at(&BinTest::Unknown).is_some(),
            false,
        ),
        Cell::NotApplicable => {
            let bin = at(&BinTest::NotApplicable);
            (bin, bin.is_some(), bin.is_none())
        }
    }
}

#[test]
fn bins_take_the_first_that_fits() {
    for round in 0..60 {
        let mut maker = Maker::new(50_000 + round);
        let frame = maker.frame(200);
        for (index, ty) in SIGNALS.iter().enumerate() {
            let bins = maker.bins(*ty);
            let id = SignalId(index as u32);
            let program = Program::compile(&[Output::Bins {
                signal: id,
                ty: *ty,
                bins: &bins,
            }]);
            each_row(&program.bind(&frame), CHUNK, |chunk, row, at| {
                let cell = frame.column(index).map_or(Cell::Unknown, |c| c.cell(at));
                let (bin, judged, not_applicable) = plain_bin(&bins, &cell);
                assert_eq!(chunk.bin(0, row), bin, "{cell:?} in {bins:?}");
                let bit = |mask: tenure_columns::kernels::Mask| super::scratch::bit(&mask, row);
                assert_eq!(bit(chunk.judged(0)), judged, "{cell:?} in {bins:?}");
                assert_eq!(bit(chunk.not_applicable(0)), not_applicable, "{cell:?}");
                assert_eq!(bit(chunk.unjudged(0)), !judged && !not_applicable);
                let settled = match (bin, judged, not_applicable) {
                    (Some(bin), ..) => SettledRow::Bin(bin),
                    (None, true, _) if cell == Cell::Known(Value::Bool(false)) => SettledRow::False,
                    (None, true, _) => SettledRow::True,
                    (None, false, true) => SettledRow::NotApplicable,
                    (None, false, false) => SettledRow::Unjudged,
                };
                assert_eq!(chunk.settled_row(0, row), settled, "{cell:?} in {bins:?}");
            });
        }
    }
}

#[test]
fn a_clause_that_fails_is_found_in_the_text() {
    let clause = |start: u32, kind: ExprKind| Expr {
        span: crate::expr::Span {
            start,
            end: start + 5,
        },
        ..expr(kind, signal(5).ty)
    };
    let above = |start, bound| {
        let (x, bound) = (Box::new(signal(0)), Box::new(int(bound)));
        clause(start, ExprKind::Compare(CompareOp::Gt, x, bound))
    };
    let inner = clause(0, ExprKind::And(vec![above(9, 2), above(18, 100)]));
    let whole = clause(0, ExprKind::And(vec![above(0, 1), inner]));
    let program = Program::compile(&[Output::Expr(&whole)]);
    let mut frame = Frame::new(1);
    frame.set(0, column(&[Cell::Known(Value::Int(50))]));
    let bound = program.bind(&frame);
    let mut scratch = Scratch::new();
    let chunk = bound.run(0..1, &mut scratch);
    let failed: Vec<u32> = program
        .clauses(0)
        .iter()
        .filter(|clause| chunk.clause_cell(clause, 0) == Cell::Known(Value::Bool(false)))
        .map(|clause| clause.span.start)
        .collect();
    assert_eq!(failed, [18]);
    let seen = [(SignalId(0), Cell::Known(Value::Int(50)))];
    assert_eq!(chunk.seen(0, 0), seen);
}

#[test]
fn a_scratch_serves_any_program() {
    let mut scratch = Scratch::new();
    for round in 0..40 {
        let mut maker = Maker::new(70_000 + round);
        let exprs: Vec<Expr> = (0..3).map(|_| maker.any_expr(3)).collect();
        let outputs: Vec<Output<'_>> = exprs.iter().map(Output::Expr).collect();
        let program = Program::compile(&outputs);
        let frame = maker.frame(70);
        let bound = program.bind(&frame);
        let chunk = bound.run(0..70, &mut scratch);
        for (output, expr) in exprs.iter().enumerate() {
            for row in 0..70 {
                let wanted = plain::eval(expr, &frame, row).cell;
                let got = plain_state(chunk.cell(output, row));
                assert!(same(&got, &wanted), "{got:?}, not {wanted:?}: {expr:?}");
            }
        }
    }
}

fn column(cells: &[Cell<Value>]) -> Column {
    let mut builder = tenure_columns::ColumnBuilder::new(tenure_columns::DataType::Int);
    for cell in cells {
        builder.push(cell.clone());
    }
    builder.finish()
}

#[test]
fn an_error_has_its_cause() {
    let (a, b) = (signal(0), signal(2));
    let op =
        |op, x: &Expr, y: Expr| expr(ExprKind::Arith(op, Box::new(x.clone()), Box::new(y)), a.ty);
    let constant = |value| expr(ExprKind::Const(Const::Int(value)), a.ty);
    let cases = [
        (
            op(ArithOp::Div, &a, constant(0)),
            super::Cause::DivisionByZero,
        ),
        (
            op(ArithOp::Rem, &a, constant(0)),
            super::Cause::DivisionByZero,
        ),
        (op(ArithOp::Add, &b, constant(1)), super::Cause::Overflow),
        (op(ArithOp::Mul, &b, constant(2)), super::Cause::Overflow),
        (
            op(ArithOp::Pow, &a, constant(-1)),
            super::Cause::NegativePower,
        ),
        (op(ArithOp::Pow, &a, constant(99)), super::Cause::Overflow),
    ];
    let mut frame = Frame::new(1);
    frame.set(0, column(&[Cell::Known(Value::Int(3))]));
    frame.set(2, column(&[Cell::Known(Value::Int(i64::MAX))]));
    for (case, cause) in cases {
        let program = Program::compile(&[Output::Expr(&case)]);
        let bound = program.bind(&frame);
        let mut scratch = Scratch::new();
        let gaps = bound.run(0..1, &mut scratch).gaps(0, 0);
        assert_eq!(gaps.error, Some(cause), "{case:?}");
        assert_eq!(gaps.missing, []);
    }
}
