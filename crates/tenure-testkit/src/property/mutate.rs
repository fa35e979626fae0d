//! Rulebooks that are wrong in one way: a comparison turned, a constant off by one, a clause gone, points of the other sign,
//! another signal, bins exchanged, nobody to do it.
//!
//! What a rulebook's properties and cases are worth is how many of its mutants they find.

use std::collections::BTreeMap;

use tenure_rules::expr::{Const, Expr, ExprKind, Span};
use tenure_rules::{ActionRule, Bin, BinTest, Judge, Number, Rule, Rulebook, SignalId};
use toml::Value;

/// A rulebook that is wrong in one way.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was changed, where: `contact-gap: bin 2 below 61 -> 62`.
    pub what: String,
    /// Its text.
    pub text: String,
}

/// Every mutant of a rulebook that stands in one TOML text, in the order of the text.
///
/// # Errors
/// The text is no TOML.
pub fn mutants(rulebook: &Rulebook, text: &str) -> Result<Vec<Mutant>, String> {
    let table: toml::Table = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut maker = Maker {
        rulebook,
        table,
        made: Vec::new(),
    };
    for derive in &rulebook.derives {
        let place = Place::of("derive", "name", &derive.name, "value");
        maker.condition(&derive.name, &place, &derive.value, &derive.text);
    }
    for rule in rulebook.rules.iter().filter(|rule| rule.enabled) {
        maker.rule(rule);
    }
    for action in rulebook.actions.iter().filter(|action| action.enabled) {
        maker.action(action);
    }
    Ok(numbered(maker.made))
}

/// The same change in several places of one entry: the second on are told apart by their number.
fn numbered(mut made: Vec<Mutant>) -> Vec<Mutant> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for mutant in &mut made {
        let count = seen.entry(mutant.what.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            mutant.what = format!("{} ({count})", mutant.what);
        }
    }
    made
}

/// Where in the text an entry's key stands.
struct Place {
    section: &'static str,
    key: &'static str,
    id: String,
    field: &'static str,
}

impl Place {
    fn of(section: &'static str, key: &'static str, id: &str, field: &'static str) -> Self {
        Self {
            section,
            key,
            id: id.to_owned(),
            field,
        }
    }
}

struct Maker<'r> {
    rulebook: &'r Rulebook,
    table: toml::Table,
    made: Vec<Mutant>,
}

impl Maker<'_> {
    /// A mutant that differs from the text in one entry.
    fn push(
        &mut self,
        what: String,
        (section, key, id): (&str, &str, &str),
        change: impl FnOnce(&mut toml::Table),
    ) {
        let mut table = self.table.clone();
        let entries = table.get_mut(section).and_then(Value::as_array_mut);
        let found = entries
            .into_iter()
            .flatten()
            .filter_map(Value::as_table_mut)
            .find(|entry| entry.get(key).and_then(Value::as_str) == Some(id));
        let Some(entry) = found else {
            return;
        };
        change(entry);
        // JSON of the same shape is a rulebook, too.
        if let Ok(text) = serde_json::to_string(&table) {
            self.made.push(Mutant { what, text });
        }
    }

    fn rule(&mut self, rule: &Rule) {
        match &rule.judge {
            Judge::When {
                condition,
                text,
                points,
            } => {
                let place = Place::of("rule", "id", &rule.id, "when");
                self.condition(&rule.id, &place, condition, text);
                self.points(rule, *points);
            }
            Judge::Bins { bins, signal } => self.bins(rule, bins, *signal),
        }
    }

    fn points(&mut self, rule: &Rule, points: i64) {
        for other in [
            points.saturating_neg(),
            points.saturating_add(points.signum()),
        ] {
            let what = format!("{}: points {points} -> {other}", rule.id);
            self.push(what, ("rule", "id", &rule.id), |entry| {
                entry.insert("points".to_owned(), Value::Integer(other));
            });
        }
    }

    fn bins(&mut self, rule: &Rule, bins: &[Bin], signal: SignalId) {
        for (number, pair) in bins.windows(2).enumerate() {
            let [one, other] = pair else { continue };
            if one.points != other.points {
                let what = format!(
                    "{}: points of bins {} and {} exchanged",
                    rule.id,
                    number + 1,
                    number + 2
                );
                self.bin(rule, what, |bins| {
                    let points = bins.get(number).and_then(|bin| bin.get("points")).cloned();
                    let others = bins
                        .get(number + 1)
                        .and_then(|bin| bin.get("points"))
                        .cloned();
                    for (place, points) in [(number, others), (number + 1, points)] {
                        if let (Some(bin), Some(points)) =
                            (bins.get_mut(place).and_then(Value::as_table_mut), points)
                        {
                            bin.insert("points".to_owned(), points);
                        }
                    }
                });
            }
        }
        for (number, bin) in bins.iter().enumerate() {
            if bin.points != 0 {
                let what = format!("{}: bin {} of the other sign", rule.id, number + 1);
                let points = bin.points.saturating_neg();
                self.bin(rule, what, |bins| {
                    set(bins, number, "points", Value::Integer(points))
                });
            }
            let (below, told) = match &bin.test {
                BinTest::Below(Number::Int(int)) => {
                    let more = int.saturating_add(1);
                    (Value::Integer(more), more.to_string())
                }
                BinTest::Below(Number::Float(float)) => {
                    (Value::Float(float + 0.01), (float + 0.01).to_string())
                }
                _ => continue,
            };
            let what = format!("{}: bin {} ends at {told}", rule.id, number + 1);
            self.bin(rule, what, |bins| set(bins, number, "below", below));
        }
        if let Some(other) = self.like(signal) {
            let what = format!("{}: bins of `{other}`", rule.id);
            self.push(what, ("rule", "id", &rule.id), |entry| {
                entry.insert("signal".to_owned(), Value::String(other));
            });
        }
    }

    fn bin(&mut self, rule: &Rule, what: String, change: impl FnOnce(&mut Vec<Value>)) {
        self.push(what, ("rule", "id", &rule.id), |entry| {
            if let Some(bins) = entry.get_mut("bins").and_then(Value::as_array_mut) {
                change(bins);
            }
        });
    }

    fn action(&mut self, action: &ActionRule) {
        let place = Place::of("action", "id", &action.id, "when");
        self.condition(&action.id, &place, &action.condition, &action.text);
        for (number, step) in action.steps.iter().enumerate() {
            if step.assignee.is_some() {
                let what = format!("{}: nobody does step {}", action.id, number + 1);
                self.push(what, ("action", "id", &action.id), |entry| {
                    let steps = entry.get_mut("do").and_then(Value::as_array_mut);
                    let step = steps.and_then(|steps| steps.get_mut(number));
                    if let Some(step) = step.and_then(Value::as_table_mut) {
                        step.remove("assignee");
                    }
                });
            }
        }
    }

    /// Each part of a condition changed in turn.
    fn condition(&mut self, of: &str, place: &Place, condition: &Expr, text: &str) {
        let mut changes = Vec::new();
        self.changes(condition, text, &mut changes);
        for (span, new) in changes {
            let (start, end) = (span.start as usize, span.end as usize);
            let (Some(before), Some(old), Some(after)) =
                (text.get(..start), text.get(start..end), text.get(end..))
            else {
                continue;
            };
            // At the end of the numbers there is no next one.
            if old == new {
                continue;
            }
            let what = format!("{of}: `{}` -> `{}`", old.trim(), new.trim());
            let changed = format!("{before}{new}{after}");
            let field = place.field.to_owned();
            self.push(what, (place.section, place.key, &place.id), |entry| {
                entry.insert(field, Value::String(changed));
            });
        }
    }

    fn changes(&self, expr: &Expr, text: &str, changes: &mut Vec<(Span, String)>) {
        match &expr.kind {
            // Its text stands elsewhere, and is changed there.
            ExprKind::Derived(..) => return,
            ExprKind::Compare(_, a, b) => turned(a, b, text, changes),
            ExprKind::Const(constant) => {
                changes.extend(off_by_one(constant).into_iter().map(|new| (expr.span, new)))
            }
            ExprKind::Signal(id) => changes.extend(self.like(*id).map(|new| (expr.span, new))),
            ExprKind::And(parts) => {
                changes.extend(parts.iter().map(|part| (part.span, "true".to_owned())))
            }
            ExprKind::Or(parts) => {
                changes.extend(parts.iter().map(|part| (part.span, "false".to_owned())))
            }
            ExprKind::Not(inner) => changes.push((expr.span, format!("({})", inner.text(text)))),
            ExprKind::InRange { end, start, .. } => {
                let found = expr.text(text).rsplit(' ').next().map(str::len);
                let length = u32::try_from(found.unwrap_or(0)).unwrap_or(0);
                let span = Span {
                    start: expr.span.end - length,
                    end: expr.span.end,
                };
                changes.push((span, format!("{start}..={}", end.saturating_add(1))));
                changes.push((span, format!("{}..={end}", start.saturating_add(1))));
            }
            _ => (),
        }
        for part in expr.parts() {
            self.changes(part, text, changes);
        }
    }

    /// Another signal of the same type, room and scope.
    fn like(&self, signal: SignalId) -> Option<String> {
        let dictionary = &self.rulebook.dictionary;
        let own = dictionary.get(signal)?;
        let room = own.name.split('.').next()?;
        let mut others = dictionary.iter().filter(|(id, def)| {
            *id != signal
                && def.ty == own.ty
                && def.scope == own.scope
                && def.money == own.money
                && def.words == own.words
                && def.name.split('.').next() == Some(room)
        });
        others.next().map(|(_, def)| def.name.clone())
    }
}

fn set(bins: &mut [Value], number: usize, key: &str, value: Value) {
    if let Some(bin) = bins.get_mut(number).and_then(Value::as_table_mut) {
        bin.insert(key.to_owned(), value);
    }
}

/// The operator between two operands turned, and its equality changed.
fn turned(a: &Expr, b: &Expr, text: &str, changes: &mut Vec<(Span, String)>) {
    let between = Span {
        start: a.span.end,
        end: b.span.start,
    };
    let others: &[&str] = match between.of(text).trim() {
        "<" => &[">", "<="],
        "<=" => &[">=", "<"],
        ">" => &["<", ">="],
        ">=" => &["<=", ">"],
        "==" => &["!="],
        "!=" => &["=="],
        _ => &[],
    };
    changes.extend(others.iter().map(|other| (between, format!(" {other} "))));
}

fn off_by_one(constant: &Const) -> Vec<String> {
    match constant {
        Const::Int(int) => [int.saturating_add(1), int.saturating_sub(1)]
            .into_iter()
            .filter(|other| other != int)
            .map(|other| other.to_string())
            .collect(),
        Const::Float(float) => vec![format!("{:?}", float + super::solve::step_of(*float))],
        Const::Bool(truth) => vec![(!truth).to_string()],
        Const::Text(_) => Vec::new(),
    }
}
