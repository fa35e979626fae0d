//! What no account can show.
//!
//! Where signals are compared with constants only, each side of each constant is tried for each signal, and every state
//! that a signal can be in: all of them together, by the engine's own program. What comes about in none of these rows
//! comes about in no account. Signals are taken for independent and for able to be stale, which can only add rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use tenure_columns::{Cell, ColumnBuilder, DataType, Frame, Value};
use tenure_core::coverage::{Part, Seen};
use tenure_rules::expr::{CompareOp, Const, Expr, ExprKind};
use tenure_rules::program::{Chunk, Output, Program, Scratch};
use tenure_rules::{BinTest, Dictionary, Judge, Number, Rulebook, SignalDef, SignalId, SignalType};

use super::goal::{Goal, Sight};

/// So many rows at most are tried.
const MOST_ROWS: usize = 60_000;
/// Floats that are nearer to each other than this are one for the comparisons of rhai.
const NEAR: f64 = 1e-6;

/// How a goal is known to be met by no account; `None` where that cannot be told.
pub(super) fn unreachable(rulebook: &Rulebook, seen: &Seen, goal: &Goal) -> Option<String> {
    match goal.sight {
        Sight::BinMet(bin) => bin_is_dead(rulebook, seen, bin),
        Sight::Holds | Sight::Fails => {
            let condition = condition(rulebook, seen)?;
            never(rulebook, condition, goal.sight == Sight::Holds)
        }
        Sight::ClauseTrue(number) | Sight::ClauseFalse(number) => {
            let condition = condition(rulebook, seen)?;
            let clause = parts(condition).into_iter().nth(number)?;
            never(rulebook, clause, goal.sight == Sight::ClauseTrue(number))
        }
    }
}

/// The condition that something was seen of.
fn condition<'r>(rulebook: &'r Rulebook, seen: &Seen) -> Option<&'r Expr> {
    let action = || rulebook.action(&seen.id);
    match seen.part {
        Part::Rule => match &rulebook.rule(&seen.id)?.judge {
            Judge::When { condition, .. } => Some(condition),
            Judge::Bins { .. } => None,
        },
        Part::Overlay => {
            let number: usize = seen.id.parse().ok()?;
            Some(&rulebook.overlays.get(number.checked_sub(1)?)?.condition)
        }
        Part::Action => Some(&action()?.condition),
        Part::Step(number) => action()?.steps.get(number - 1)?.when.as_ref(),
        Part::Propensity(number) => action()?.propensity.get(number - 1)?.condition.as_ref(),
        Part::Context(number) => action()?.context.get(number - 1)?.condition.as_ref(),
    }
}

/// The smallest parts of a condition that are true or false by themselves, in the order of the text.
pub(crate) fn parts(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::And(all) | ExprKind::Or(all) => all.iter().flat_map(parts).collect(),
        ExprKind::Not(inner) => parts(inner),
        _ => vec![condition],
    }
}

/// The constants that each signal is compared with.
type Constants = BTreeMap<SignalId, Vec<Const>>;

fn never(rulebook: &Rulebook, condition: &Expr, truth: bool) -> Option<String> {
    let mut constants = Constants::new();
    gather(condition, &mut constants)?;
    let frame = grid(&rulebook.dictionary, &constants)?;
    let program = Program::compile(&[Output::Expr(condition)]);
    let wanted = Cell::Known(Value::Bool(truth));
    if any_row(&program, &frame, |chunk, row| chunk.cell(0, row) == wanted) {
        return None;
    }
    let names = names(&rulebook.dictionary, constants.keys().copied());
    let way = if truth { "true" } else { "false" };
    Some(match names.as_str() {
        "" => format!("it is a constant, and never {way}"),
        names => format!("no value of {names} makes it {way}"),
    })
}

fn bin_is_dead(rulebook: &Rulebook, seen: &Seen, bin: usize) -> Option<String> {
    let Judge::Bins { signal, bins } = &rulebook.rule(&seen.id)?.judge else {
        return None;
    };
    let mut list = Vec::new();
    for one in bins {
        match &one.test {
            BinTest::Below(Number::Int(int)) => list.push(Const::Int(*int)),
            BinTest::Below(Number::Float(float)) => list.push(Const::Float(*float)),
            BinTest::Is(words) => list.extend(words.iter().cloned().map(Const::Text)),
            BinTest::IsBool(_)
            | BinTest::Otherwise
            | BinTest::Stale
            | BinTest::Unknown
            | BinTest::NotApplicable => (),
        }
    }
    let constants = Constants::from([(*signal, list)]);
    let frame = grid(&rulebook.dictionary, &constants)?;
    let ty = rulebook.dictionary.get(*signal)?.ty;
    let program = Program::compile(&[Output::Bins {
        signal: *signal,
        ty,
        bins,
    }]);
    if any_row(&program, &frame, |chunk, row| {
        chunk.bin(0, row) == Some(bin)
    }) {
        return None;
    }
    let before = if bin > 0 {
        " that the bins before it leave"
    } else {
        ""
    };
    Some(format!(
        "no value of {}{before} falls into it",
        names(&rulebook.dictionary, [*signal])
    ))
}

fn names(dictionary: &Dictionary, signals: impl IntoIterator<Item = SignalId>) -> String {
    let signals = signals.into_iter().filter_map(|id| dictionary.get(id));
    let names: Vec<String> = signals.map(|signal| format!("`{}`", signal.name)).collect();
    names.join(" and ")
}

fn any_row(program: &Program, frame: &Frame, is_it: impl Fn(&Chunk<'_>, usize) -> bool) -> bool {
    let bound = program.bind(frame);
    let mut scratch = Scratch::default();
    bound.chunks().any(|range| {
        let rows = range.len();
        let chunk = bound.run(range, &mut scratch);
        (0..rows).any(|row| is_it(&chunk, row))
    })
}

/// Gathers what signals are compared with; `None` where there is more to a condition than that.
fn gather(expr: &Expr, found: &mut Constants) -> Option<()> {
    match &expr.kind {
        ExprKind::Const(Const::Bool(_)) => Some(()),
        ExprKind::And(parts) | ExprKind::Or(parts) => {
            parts.iter().try_for_each(|part| gather(part, found))
        }
        ExprKind::Not(inner) => gather(inner, found),
        ExprKind::Derived(_, inner) if is_bool(inner) => gather(inner, found),
        ExprKind::Compare(op, a, b) => match (constant(a), constant(b)) {
            (None, Some(constant)) => operand(a, *op, constant, found),
            (Some(constant), None) => operand(b, *op, constant, found),
            _ => None,
        },
        ExprKind::InList { needle, list, .. } => list
            .iter()
            .try_for_each(|constant| operand(needle, CompareOp::Eq, constant, found)),
        ExprKind::InRange {
            needle, start, end, ..
        } => [start, end]
            .into_iter()
            .try_for_each(|border| operand(needle, CompareOp::Lt, &Const::Int(*border), found)),
        ExprKind::Test(_, inner) => value(inner, None, found),
        _ if is_bool(expr) => value(expr, None, found),
        _ => None,
    }
}

fn is_bool(expr: &Expr) -> bool {
    expr.ty == SignalType::Bool
}

fn constant(expr: &Expr) -> Option<&Const> {
    match &expr.kind {
        ExprKind::Const(constant) => Some(constant),
        _ => None,
    }
}

/// A signal that is compared with a constant; texts only for equality.
fn operand(expr: &Expr, op: CompareOp, with: &Const, found: &mut Constants) -> Option<()> {
    let in_order = !matches!(op, CompareOp::Eq | CompareOp::Ne);
    if in_order && matches!(with, Const::Text(_)) {
        return None;
    }
    value(expr, Some(with), found)
}

/// A signal, under a derived name or with a constant in place of what is not known.
fn value(expr: &Expr, with: Option<&Const>, found: &mut Constants) -> Option<()> {
    match &expr.kind {
        ExprKind::Signal(id) => {
            found.entry(*id).or_default().extend(with.cloned());
            Some(())
        }
        ExprKind::Derived(_, inner) => value(inner, with, found),
        ExprKind::Coalesce(first, second) if constant(second).is_some() => {
            value(first, with, found)
        }
        _ => None,
    }
}

/// Every combination of the states of signals, and of their values on each side of their constants.
fn grid(dictionary: &Dictionary, constants: &Constants) -> Option<Frame> {
    let mut axes: Vec<(&SignalDef, SignalId, Vec<Cell<Value>>)> = Vec::new();
    for (id, list) in constants {
        let signal = dictionary.get(*id)?;
        let mut cells: Vec<Cell<Value>> =
            sides(signal, list)?.into_iter().map(Cell::Known).collect();
        cells.extend([Cell::Unknown, Cell::Stale, Cell::NotApplicable]);
        axes.push((signal, *id, cells));
    }
    let rows = axes
        .iter()
        .try_fold(1_usize, |rows, (_, _, cells)| rows.checked_mul(cells.len()))
        .filter(|rows| *rows <= MOST_ROWS)?;
    let mut frame = Frame::new(rows);
    let mut turns = 1;
    for (signal, id, cells) in axes {
        let mut column = ColumnBuilder::new(match signal.ty {
            SignalType::Int => DataType::Int,
            SignalType::Float => DataType::Float,
            SignalType::Bool => DataType::Bool,
            SignalType::Text => DataType::Text,
        });
        for row in 0..rows {
            let cell = cells.get(row / turns % cells.len());
            column.push(cell.cloned().unwrap_or(Cell::Unknown));
        }
        turns *= cells.len();
        frame.set(id.index(), column.finish());
    }
    Some(frame)
}

/// A value on each side of each constant, and at it.
fn sides(signal: &SignalDef, list: &[Const]) -> Option<Vec<Value>> {
    match signal.ty {
        SignalType::Bool => Some(vec![Value::Bool(true), Value::Bool(false)]),
        SignalType::Text => words(signal, list),
        SignalType::Int => ints(signal, list),
        SignalType::Float => floats(list),
    }
}

fn words(signal: &SignalDef, list: &[Const]) -> Option<Vec<Value>> {
    if let Some(words) = signal.closed_words() {
        let words = words
            .iter()
            .map(|word| Value::Text(Arc::from(word.as_str())));
        return Some(words.collect());
    }
    let mut other = "other".to_owned();
    let mut values = Vec::new();
    for one in list {
        let Const::Text(word) = one else {
            return None;
        };
        // Longer than each of them, so none of them.
        other.push_str(word);
        values.push(Value::Text(Arc::clone(word)));
    }
    values.push(Value::Text(Arc::from(other)));
    Some(values)
}

fn ints(signal: &SignalDef, list: &[Const]) -> Option<Vec<Value>> {
    let mut values = vec![0_i64];
    for one in list {
        match one {
            Const::Int(int) => {
                values.extend([int.saturating_sub(1), *int, int.saturating_add(1)]);
            }
            // Beyond this a float has no fraction, and is near more than one int.
            Const::Float(float) if float.abs() < 1e12 => {
                let floor = float.floor() as i64;
                values.extend([floor - 1, floor, floor + 1, floor + 2]);
            }
            Const::Float(_) | Const::Bool(_) | Const::Text(_) => return None,
        }
    }
    // What is counted from records is never negative; what a host hands in may be.
    let counted = signal.unit.as_deref() == Some("count") && !signal.is_custom();
    values.retain(|value| !counted || *value >= 0);
    values.sort_unstable();
    values.dedup();
    Some(values.into_iter().map(Value::Int).collect())
}

fn floats(list: &[Const]) -> Option<Vec<Value>> {
    let mut borders = Vec::new();
    for one in list {
        borders.push(match one {
            Const::Int(int) => *int as f64,
            Const::Float(float) => *float,
            Const::Bool(_) | Const::Text(_) => return None,
        });
    }
    borders.sort_by(f64::total_cmp);
    borders.dedup();
    let mut values = borders.clone();
    for pair in borders.windows(2) {
        let [low, high] = pair else { continue };
        if high - low <= NEAR * high.abs().max(1.0) {
            return None;
        }
        values.push(low + (high - low) / 2.0);
    }
    let (least, most) = (borders.first().copied(), borders.last().copied());
    let (least, most) = (least.unwrap_or(0.0), most.unwrap_or(0.0));
    values.extend([least - least.abs() - 1.0, most + most.abs() + 1.0]);
    let all_finite = values.iter().all(|value| value.is_finite());
    all_finite.then(|| values.into_iter().map(Value::Float).collect())
}
