//! Watching a rulebook at work.

use chrono::NaiveDate;
use tenure_model::Account;
use tenure_rules::expr::Expr;
use tenure_rules::program::{Bound, Output, Program, Scratch as Run};
use tenure_rules::{ActionRule, Bin, BinTest, Factor, Judge, Number, Rule, Rulebook, Scope};

use super::batch::Batch;
use super::judge::truth;
use super::rules::{came_to, output};
use super::scoped::Scoped;
use super::tenant_decision::stand_in;
use super::why::{Look, state_of};
use super::{BATCH, Engine, PreparedTenant, Scratch, Undecided};
use crate::actions::Truth;
use crate::coverage::{BinSeen, ClauseSeen, Counts, Coverage, Part, Seen};
use crate::explain::State;

/// A rulebook's conditions, compiled to be watched, and what was seen of them so far.
#[derive(Debug, Clone)]
pub struct Watch {
    watched: Vec<Watched>,
    coverage: Coverage,
    run: Run,
}

/// What is watched of one scope.
#[derive(Debug, Clone)]
struct Watched {
    scope: Scope,
    /// Whether they are actions, which the tenant has by itself.
    actions: bool,
    program: Program,
    outputs: Vec<Place>,
}

/// Where what an output comes to is noted.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Its place among what was seen.
    seen: usize,
    /// The rule, by its number in the rulebook.
    rule: Option<usize>,
    /// The output that must hold for it to be looked at.
    due: Option<usize>,
}

/// One condition or rule of bins to be watched.
struct Entry<'r> {
    seen: Seen,
    output: Output<'r>,
    rule: Option<usize>,
    /// The place among the entries of the one that must hold for it to be looked at.
    due: Option<usize>,
}

impl Watch {
    /// What was seen so far.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The same watch, having seen nothing.
    #[must_use]
    pub fn afresh(&self) -> Self {
        let mut fresh = self.clone();
        (fresh.coverage.accounts, fresh.coverage.tenants) = (0, 0);
        for seen in &mut fresh.coverage.seen {
            seen.counts = Counts::default();
            seen.without_rows = 0;
            for clause in &mut seen.clauses {
                clause.counts = Counts::default();
            }
            for bin in &mut seen.bins {
                bin.met = 0;
            }
        }
        fresh
    }

    /// What was seen so far; nothing was seen from here on.
    pub fn take(&mut self) -> Coverage {
        let fresh = self.afresh().coverage;
        std::mem::replace(&mut self.coverage, fresh)
    }
}

impl Engine {
    /// A watch over the rulebook's conditions that has seen nothing yet.
    pub fn watch(&self) -> Watch {
        let rulebook = &self.rulebook;
        let entries = entries(rulebook);
        let mut watched: Vec<Watched> = Vec::new();
        for actions in [false, true] {
            for scope in Scope::ALL {
                watched.extend(watch_scope(&entries, scope, actions));
            }
        }
        let mut seen: Vec<Seen> = entries.into_iter().map(|entry| entry.seen).collect();
        for one in &watched {
            for (output, place) in one.outputs.iter().enumerate() {
                if let Some(seen) = seen.get_mut(place.seen) {
                    seen.clauses = clauses(&one.program, output, &seen.text);
                }
            }
        }
        Watch {
            watched,
            coverage: Coverage {
                seen,
                ..Coverage::default()
            },
            run: Run::default(),
        }
    }

    /// Decides accounts on a day, and notes what conditions, clauses and bins came to. Actions of scope `tenant` are not
    /// among them: see [`observe_tenant`](Self::observe_tenant).
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn observe(
        &self,
        scratch: &mut Scratch,
        accounts: &[Account],
        tenant: &PreparedTenant,
        day: NaiveDate,
        watch: &mut Watch,
    ) -> Result<(), Undecided> {
        let as_of = self.as_of(tenant, day)?;
        for accounts in accounts.chunks(BATCH) {
            Batch::decide(self, scratch, accounts, tenant, &as_of, |batch| {
                batch.observe(watch, accounts.len(), false);
            })?;
            watch.coverage.accounts += accounts.len() as u64;
        }
        Ok(())
    }

    /// Decides the tenant's own actions, and notes what their conditions and clauses came to.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn observe_tenant(
        &self,
        scratch: &mut Scratch,
        tenant: &PreparedTenant,
        day: NaiveDate,
        watch: &mut Watch,
    ) -> Result<(), Undecided> {
        let as_of = self.as_of(tenant, day)?;
        let account = [stand_in(tenant)];
        Batch::decide(self, scratch, &account, tenant, &as_of, |batch| {
            batch.observe(watch, 1, true);
        })?;
        watch.coverage.tenants += 1;
        Ok(())
    }
}

impl Batch<'_, '_> {
    fn observe(&self, watch: &mut Watch, accounts: usize, of_tenant: bool) {
        let Watch {
            watched,
            coverage,
            run,
        } = watch;
        let own = |one: &&Watched| (one.actions && one.scope == Scope::Tenant) == of_tenant;
        for one in watched.iter().filter(own) {
            let scoped = Scoped::new(self.derived, one.scope, one.program.inputs());
            for account in 0..accounts {
                one.without_rows(&scoped, account, &mut coverage.seen);
            }
            if scoped.len() == 0 {
                continue;
            }
            let bound = one.program.bind_with(scoped.len(), |id| scoped.column(id));
            self.observe_rows(one, &bound, &mut coverage.seen, run);
        }
    }

    fn observe_rows(&self, one: &Watched, bound: &Bound<'_>, seen: &mut [Seen], run: &mut Run) {
        let rulebook = &self.engine.rulebook;
        for range in bound.chunks() {
            let rows = range.len();
            let chunk = bound.run(range, run);
            for row in 0..rows {
                let look = Look {
                    rulebook,
                    teller: self.teller(0),
                    chunk: &chunk,
                    row,
                };
                one.row(&look, seen);
            }
        }
    }
}

impl Watched {
    /// Notes what stands for the rows of an account that has none.
    fn without_rows(&self, scoped: &Scoped<'_>, account: usize, seen: &mut [Seen]) {
        let Some((state, _)) = scoped.instead_of_rows(account, self.program.inputs()) else {
            return;
        };
        for place in self.outputs.iter().filter(|place| place.due.is_none()) {
            let Some(seen) = seen.get_mut(place.seen) else {
                continue;
            };
            match state {
                State::Unknown => seen.counts.unknown += 1,
                State::Fired | State::NotFired | State::NotApplicable => seen.without_rows += 1,
            }
        }
    }

    /// Notes what the outputs, their clauses and bins came to in one row.
    fn row(&self, look: &Look<'_>, seen: &mut [Seen]) {
        let holds = |due: usize| truth(&look.chunk.cell(due, look.row)) == Truth::True;
        for (output, place) in self.outputs.iter().enumerate() {
            let Some(seen) = seen
                .get_mut(place.seen)
                .filter(|_| place.due.is_none_or(holds))
            else {
                continue;
            };
            let rule = place.rule.and_then(|rule| look.rulebook.rules.get(rule));
            seen.counts.add(match rule {
                Some(rule) => came_to(look, rule, output).0,
                None => state_of(truth(&look.chunk.cell(output, look.row))),
            });
            for (clause, seen) in self.program.clauses(output).iter().zip(&mut seen.clauses) {
                let cell = look.chunk.clause_cell(clause, look.row);
                seen.counts.add(state_of(truth(&cell)));
            }
            if let Some(met) = look.chunk.bin(output, look.row)
                && let Some(bin) = seen.bins.get_mut(met)
            {
                bin.met += 1;
            }
        }
    }
}

impl Counts {
    fn add(&mut self, state: State) {
        let count = match state {
            State::Fired => &mut self.is_true,
            State::NotFired => &mut self.is_false,
            State::Unknown => &mut self.unknown,
            State::NotApplicable => &mut self.not_applicable,
        };
        *count += 1;
    }
}

fn watch_scope(entries: &[Entry<'_>], scope: Scope, actions: bool) -> Option<Watched> {
    let own: Vec<usize> = (0..entries.len())
        .filter(|place| {
            entries.get(*place).is_some_and(|entry| {
                let seen = &entry.seen;
                seen.enabled && seen.scope == scope && seen.part.is_of_action() == actions
            })
        })
        .collect();
    let of = |place: &usize| entries.get(*place);
    let outputs: Vec<Output<'_>> = own
        .iter()
        .filter_map(of)
        .map(|entry| entry.output)
        .collect();
    (!own.is_empty()).then(|| Watched {
        scope,
        actions,
        program: Program::compile_to_parts(&outputs),
        outputs: own
            .iter()
            .filter_map(|place| Some((*place, of(place)?)))
            .map(|(seen, entry)| Place {
                seen,
                rule: entry.rule,
                due: entry
                    .due
                    .and_then(|due| own.iter().position(|place| *place == due)),
            })
            .collect(),
    })
}

fn clauses(program: &Program, output: usize, text: &str) -> Vec<ClauseSeen> {
    let clauses = program.clauses(output).iter();
    clauses
        .map(|clause| ClauseSeen {
            span: clause.span,
            text: clause.span.of(text).trim().to_owned(),
            counts: Counts::default(),
        })
        .collect()
}

/// Rules, overlays, and actions with what belongs to them.
fn entries(rulebook: &Rulebook) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for (number, rule) in rulebook.rules.iter().enumerate() {
        entries.push(of_rule(rulebook, number, rule));
    }
    for (number, overlay) in rulebook.overlays.iter().enumerate() {
        let id = (number + 1).to_string();
        let part = (Part::Overlay, id.as_str(), Scope::Account);
        entries.push(condition(part, true, &overlay.condition, &overlay.text));
    }
    for action in &rulebook.actions {
        let of = |part| (part, action.id.as_str(), action.scope);
        let due = entries.len();
        let (when, text) = (&action.condition, &action.text);
        entries.push(condition(of(Part::Action), action.enabled, when, text));
        entries.extend(within(action).filter_map(|(part, when, text)| {
            Some(Entry {
                due: Some(due),
                ..condition(of(part), action.enabled, when?, text)
            })
        }));
    }
    entries
}

/// The steps of an action and its rows of `propensity` and `context`, each with its condition, if it has one, and its text.
fn within(action: &ActionRule) -> impl Iterator<Item = (Part, Option<&Expr>, &str)> {
    let steps = (1..).zip(&action.steps).map(|(number, step)| {
        let part = Part::Step(number);
        (part, step.when.as_ref(), step.when_text.as_str())
    });
    steps
        .chain(rows(&action.propensity, Part::Propensity))
        .chain(rows(&action.context, Part::Context))
}

fn rows(
    factors: &[Factor],
    part: fn(usize) -> Part,
) -> impl Iterator<Item = (Part, Option<&Expr>, &str)> {
    let rows = (1..).zip(factors);
    rows.map(move |(number, row)| (part(number), row.condition.as_ref(), row.text.as_str()))
}

/// What a condition belongs to: the part, its id, and its scope.
type Owner<'i> = (Part, &'i str, Scope);

fn condition<'r>(owner: Owner<'_>, enabled: bool, expr: &'r Expr, text: &str) -> Entry<'r> {
    let (part, id, scope) = owner;
    Entry {
        seen: Seen {
            part,
            id: id.to_owned(),
            scope,
            enabled,
            text: text.to_owned(),
            counts: Counts::default(),
            without_rows: 0,
            clauses: Vec::new(),
            bins: Vec::new(),
        },
        output: Output::Expr(expr),
        rule: None,
        due: None,
    }
}

fn of_rule<'r>(rulebook: &Rulebook, number: usize, rule: &'r Rule) -> Entry<'r> {
    let bins = match &rule.judge {
        Judge::When { .. } => Vec::new(),
        Judge::Bins { bins, .. } => bins.iter().map(bin_seen).collect(),
    };
    Entry {
        seen: Seen {
            part: Part::Rule,
            id: rule.id.clone(),
            scope: rule.scope,
            enabled: rule.enabled,
            text: super::rules::condition(rulebook, rule),
            counts: Counts::default(),
            without_rows: 0,
            clauses: Vec::new(),
            bins,
        },
        output: output(rulebook, rule),
        rule: Some(number),
        due: None,
    }
}

fn bin_seen(bin: &Bin) -> BinSeen {
    let text = match &bin.test {
        BinTest::Below(Number::Int(bound)) => format!("below {bound}"),
        BinTest::Below(Number::Float(bound)) => format!("below {bound:?}"),
        BinTest::Is(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            format!("is {}", words.join(" or "))
        }
        BinTest::IsBool(value) => format!("is {value}"),
        BinTest::Otherwise => "any other".to_owned(),
        BinTest::Stale => "stale".to_owned(),
        BinTest::Unknown => "unknown".to_owned(),
        BinTest::NotApplicable => "not applicable".to_owned(),
    };
    BinSeen {
        text,
        points: bin.points,
        met: 0,
    }
}
