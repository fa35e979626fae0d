//! What can be told from a rulebook's text alone, whatever the account.
//!
//! A condition goes one way with a signal where the signal stands in comparisons with constants only, joined by `&&` and
//! `||`: as the signal rises, the condition can then turn over in one direction only. Points of groups, overlays that do not
//! read the signal, caps and the clamp keep that direction. The proof is about the signal by itself, everything else as it is;
//! what moves with it in the same records is tried besides.

use tenure_rules::analyse::points_of_group;
use tenure_rules::expr::{CompareOp, Const, Expr, ExprKind};
use tenure_rules::{Bin, BinTest, Direction, Judge, Number, Promise, Rulebook, SignalId};

use super::check::Check;

/// What is known to hold of every account, and how.
pub(super) enum Proof {
    /// The whole property.
    Whole(String),
    /// A part of it; the rest is tried only.
    Part(String),
}

/// What of a property is known to hold of every account; `None` where nothing can be told.
pub(super) fn proved(check: &Check<'_>, rulebook: &Rulebook) -> Option<Proof> {
    match check {
        // Of probability, coverage and band the rulebook's text tells nothing.
        Check::General(general) if general.id == "bounds" => bounds(rulebook).map(Proof::Part),
        Check::General(_) => None,
        Check::Declared(property) => match &property.promise {
            Promise::Monotone { signal, never } => {
                monotone(rulebook, *signal, *never).map(Proof::Whole)
            }
            _ => None,
        },
    }
}

/// Between which points every account lies, if that is within the clamp.
fn bounds(rulebook: &Rulebook) -> Option<String> {
    if rulebook.plugins.iter().any(|plugin| plugin.enabled) {
        return None;
    }
    let (mut low, mut high) = (0_i64, 0_i64);
    let groups = rulebook.groups.iter().map(|group| Some(group.id.as_str()));
    for group in groups.chain([None]) {
        let (least, most) = of_group(rulebook, group)?;
        low = low.checked_add(least)?;
        high = high.checked_add(most)?;
    }
    let clamp = rulebook.risk.pdo.checked_mul(20)?;
    (-clamp <= low && high <= clamp).then(|| {
        format!("the rules' points add up to {low:+} at the least and {high:+} at the most, within ±{clamp}")
    })
}

/// The least and the most that a group gives.
fn of_group(rulebook: &Rulebook, group: Option<&str>) -> Option<(i64, i64)> {
    let (low, high) = points_of_group(rulebook, group)?;
    let cap = group.and_then(|id| rulebook.group(id)?.cap);
    let cap = cap.unwrap_or(i64::MAX);
    Some((low.max(cap.saturating_neg()), high.min(cap)))
}

/// Which rules read a signal, if each of them moves the points one way only.
fn monotone(rulebook: &Rulebook, signal: SignalId, never: Direction) -> Option<String> {
    let plugins = rulebook.plugins.iter().any(|plugin| plugin.enabled);
    let overlays = rulebook.overlays.iter();
    let scaled = overlays
        .clone()
        .any(|overlay| overlay.condition.signals().contains(&signal));
    if plugins || scaled {
        return None;
    }
    let mut readers = Vec::new();
    for rule in rulebook.rules.iter().filter(|rule| rule.enabled) {
        let way = match &rule.judge {
            Judge::When {
                condition, points, ..
            } if condition.signals().contains(&signal) => way_of(condition, signal)?.times(*points),
            Judge::Bins { signal: of, bins } if *of == signal => of_bins(bins)?,
            Judge::When { .. } | Judge::Bins { .. } => continue,
        };
        let right = match never {
            Direction::Up => matches!(way, Way::Falls | Way::Stays),
            Direction::Down => matches!(way, Way::Rises | Way::Stays),
        };
        if !right {
            return None;
        }
        readers.push(format!("`{}`", rule.id));
    }
    let way = match never {
        Direction::Up => "fall",
        Direction::Down => "rise",
    };
    (!readers.is_empty()).then(|| {
        format!(
            "by {}, whose points can only {way} with it, all else as it is",
            readers.join(", ")
        )
    })
}

/// Where something goes as a signal rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Rises,
    Falls,
    Stays,
}

impl Way {
    fn turned(self) -> Self {
        match self {
            Self::Rises => Self::Falls,
            Self::Falls => Self::Rises,
            Self::Stays => Self::Stays,
        }
    }

    fn times(self, points: i64) -> Self {
        match points.signum() {
            1 => self,
            -1 => self.turned(),
            _ => Self::Stays,
        }
    }

    /// Both together; `None` where they part.
    fn and(self, other: Self) -> Option<Self> {
        match (self, other) {
            (one, Self::Stays) | (Self::Stays, one) => Some(one),
            (one, other) => (one == other).then_some(one),
        }
    }
}

/// Where a condition goes as a signal rises; `None` where that hangs on more than its comparisons.
fn way_of(expr: &Expr, signal: SignalId) -> Option<Way> {
    if !expr.signals().contains(&signal) {
        return Some(Way::Stays);
    }
    match &expr.kind {
        ExprKind::Signal(_) => Some(Way::Rises),
        ExprKind::Derived(_, inner) => way_of(inner, signal),
        ExprKind::Not(inner) => Some(way_of(inner, signal)?.turned()),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts
            .iter()
            .try_fold(Way::Stays, |way, part| way.and(way_of(part, signal)?)),
        ExprKind::Compare(op, a, b) => compared(*op, a, b),
        _ => None,
    }
}

/// A comparison of the signal itself with a constant.
fn compared(op: CompareOp, a: &Expr, b: &Expr) -> Option<Way> {
    let way = match op {
        CompareOp::Gt | CompareOp::Ge => Way::Rises,
        CompareOp::Lt | CompareOp::Le => Way::Falls,
        CompareOp::Eq | CompareOp::Ne => return None,
    };
    match (&a.kind, &b.kind) {
        (ExprKind::Signal(_), ExprKind::Const(constant)) => divides(constant).then_some(way),
        (ExprKind::Const(constant), ExprKind::Signal(_)) => {
            divides(constant).then_some(way.turned())
        }
        _ => None,
    }
}

/// Whether the values that a constant is less than all lie on one side of it. Floats are compared with a tolerance, by
/// which zero can be at least a number that lesser ones are not.
fn divides(constant: &Const) -> bool {
    match constant {
        Const::Float(value) => *value == 0.0 || value.abs() > f64::EPSILON,
        Const::Int(_) | Const::Bool(_) | Const::Text(_) => true,
    }
}

/// Bins of rising numbers whose points go one way.
fn of_bins(bins: &[Bin]) -> Option<Way> {
    let mut last = f64::NEG_INFINITY;
    let mut points = Vec::new();
    for bin in bins {
        match &bin.test {
            BinTest::Below(number) => {
                let border = match number {
                    Number::Int(int) => *int as f64,
                    Number::Float(float) if divides(&Const::Float(*float)) => *float,
                    Number::Float(_) => return None,
                };
                if border > last {
                    last = border;
                    points.push(bin.points);
                }
            }
            BinTest::Otherwise => points.push(bin.points),
            BinTest::Stale | BinTest::Unknown | BinTest::NotApplicable => (),
            BinTest::Is(_) | BinTest::IsBool(_) => return None,
        }
    }
    // A value beyond the last border falls into no bin, and gives nothing.
    if !bins.iter().any(|bin| bin.test == BinTest::Otherwise) {
        points.push(0);
    }
    if points.is_sorted() && points.first() != points.last() {
        Some(Way::Rises)
    } else if points.iter().rev().is_sorted() {
        Some(if points.first() == points.last() {
            Way::Stays
        } else {
            Way::Falls
        })
    } else {
        None
    }
}
