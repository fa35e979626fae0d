//! Accounts that are decided together.

use std::cell::RefCell;

use tenure_columns::{Cell, ColumnBuilder, DataType, Value};
use tenure_model::Account;
use tenure_rules::program::Scratch as Run;
use tenure_rules::{ActionRule, Scope};

use super::plugins::PluginRows;
use super::scoped::Scoped;
use super::seen::Teller;
use super::telling::RowTeller;
use super::{Engine, PreparedTenant, Scratch};
use crate::actions::{Ground, JudgedAction, JudgedRow, Outcome, Words, propose};
use crate::decision::Texts;
use crate::plugin::PluginError;
use crate::risk::{PluginJudgment, RiskDetail, RiskTables};
use crate::signals::{AsOf, Derived, View};

/// The rows of a scope, with what its action rules came to.
pub(super) struct ScopeRows<'b> {
    /// The scope.
    pub(super) scope: Scope,
    /// The rows.
    pub(super) scoped: Scoped<'b>,
    /// By action rule: its number in the rulebook, and its rows.
    pub(super) judged: Vec<(usize, Vec<JudgedRow>)>,
}

/// Accounts with all that was computed of them together.
pub(super) struct Batch<'b, 'v> {
    /// The engine.
    pub(super) engine: &'b Engine,
    /// The tenant.
    pub(super) tenant: &'b PreparedTenant,
    /// The accounts as of the day.
    pub(super) views: &'b [View<'v>],
    /// What the rules came to.
    pub(super) details: &'b [RiskDetail],
    /// The rows of every scope in use.
    pub(super) scopes: Vec<ScopeRows<'b>>,
    /// The accounts' signals, and the decisions' own.
    pub(super) derived: &'b Derived,
    /// Whether the one account stands for the tenant itself.
    of_tenant: bool,
    pub(super) names: &'b RefCell<Run>,
    /// What the plugins said, in the order of the engine's.
    pub(super) plugins: &'b [PluginRows],
}

/// What is known of accounts before anything is judged.
pub(super) struct Told<'a, 'v> {
    /// The accounts.
    pub(super) accounts: &'a [Account],
    /// The same as of the day.
    pub(super) views: &'a [View<'v>],
    /// Their signals.
    pub(super) derived: Derived,
    /// Whether actions are judged, too.
    pub(super) actions: bool,
}

impl<'b, 'v> Batch<'b, 'v> {
    /// Computes what can be computed together, and hands it to `use_it`.
    pub(super) fn decide<R>(
        engine: &Engine,
        scratch: &mut Scratch,
        accounts: &[Account],
        tenant: &PreparedTenant,
        as_of: &AsOf<'_>,
        use_it: impl FnOnce(Batch<'_, '_>) -> R,
    ) -> Result<R, PluginError> {
        let views: Vec<View<'_>> = accounts
            .iter()
            .map(|account| View::new(account, as_of))
            .collect();
        let mut deriving = engine.deriver.begin(as_of);
        views.iter().for_each(|view| deriving.add(view));
        let told = Told {
            accounts,
            views: &views,
            derived: deriving.finish(),
            actions: true,
        };
        Batch::of(engine, scratch, told, tenant, use_it)
    }

    /// The same of signals that are ready.
    pub(super) fn of<R>(
        engine: &Engine,
        scratch: &mut Scratch,
        told: Told<'_, '_>,
        tenant: &PreparedTenant,
        use_it: impl FnOnce(Batch<'_, '_>) -> R,
    ) -> Result<R, PluginError> {
        let mut derived = told.derived;
        let day = told.views.first().map(View::day).unwrap_or_default();
        let plugins = super::plugins::judge(engine, scratch, told.accounts, &derived, day)?;
        let details = details(engine, &derived, &plugins, scratch);
        tell_risk(engine, &mut derived, &details);
        super::plugins::tell(engine, &mut derived, &plugins);
        let batch = Batch {
            engine,
            tenant,
            views: told.views,
            details: &details,
            scopes: scopes(engine, &derived, told.actions.then_some(&mut scratch.run)),
            derived: &derived,
            of_tenant: false,
            names: &scratch.names,
            plugins: &plugins,
        };
        Ok(use_it(batch))
    }

    /// The same batch, of which the one account stands for the tenant itself.
    pub(super) fn for_tenant(self) -> Self {
        Self {
            of_tenant: true,
            ..self
        }
    }

    /// The rows of a scope; the tenant's rules are judged with each account.
    pub(super) fn scope(&self, scope: Scope) -> Option<&ScopeRows<'b>> {
        self.scopes.iter().find(|rows| rows.scope == scope)
    }

    /// What may be told of an account's values.
    pub(super) fn teller(&self, account: usize) -> Teller<'b> {
        Teller {
            currency: self.views.get(account).and_then(View::currency),
            bands: &self.engine.rulebook.risk.bands,
        }
    }

    /// Tells of the rows of a scope that are an account's.
    pub(super) fn row_teller<'t>(
        &'t self,
        account: usize,
        rows: &'t ScopeRows<'b>,
    ) -> RowTeller<'t> {
        RowTeller {
            rulebook: &self.engine.rulebook,
            teller: self.teller(account),
            scoped: &rows.scoped,
            derived: RowTeller::of_scope(&self.engine.names, rows.scope),
            scratch: self.names,
        }
    }

    /// What to do about an account; with `all`, how the candidates ended whose rule is not due is told, too.
    pub(super) fn outcome(&self, account: usize, all: bool) -> Outcome {
        let words = ActionWords {
            batch: self,
            account,
        };
        self.outcome_in(&words, account, all)
    }

    /// The same, in some words.
    pub(super) fn outcome_in(&self, words: &dyn Words, account: usize, all: bool) -> Outcome {
        let Some(view) = self.views.get(account) else {
            return Outcome::default();
        };
        let bands = &self.engine.rulebook.risk.bands;
        let worst = bands.last().map_or("", |band| band.name.as_str());
        let arbitration = &self.engine.rulebook.arbitration;
        let ground = Ground::new(view, self.tenant.calendar(), worst, arbitration);
        propose(&ground, &self.judged(account), words, all)
    }

    /// The action rules with the rows that are an account's, in the order of the rulebook.
    pub(super) fn judged(&self, account: usize) -> Vec<JudgedAction<'_>> {
        let rules = &self.engine.rulebook.actions;
        let mut judged: Vec<(usize, JudgedAction<'_>)> = Vec::new();
        let own = |scope: Scope| (scope == Scope::Tenant) == self.of_tenant;
        for rows in self.scopes.iter().filter(|rows| own(rows.scope)) {
            let range = rows.scoped.rows_of(account);
            for (number, all) in &rows.judged {
                judged.extend(of_rule(rules, *number, all, range.clone()));
            }
        }
        judged.sort_by_key(|(number, _)| *number);
        judged.into_iter().map(|(_, action)| action).collect()
    }
}

fn of_rule<'r>(
    rules: &'r [ActionRule],
    number: usize,
    rows: &'r [JudgedRow],
    range: std::ops::Range<usize>,
) -> Option<(usize, JudgedAction<'r>)> {
    let action = JudgedAction {
        rule: rules.get(number)?,
        first: range.start,
        rows: rows.get(range)?,
    };
    Some((number, action))
}

struct ActionWords<'t, 'b, 'v> {
    batch: &'t Batch<'b, 'v>,
    account: usize,
}

impl Words for ActionWords<'_, '_, '_> {
    fn render(&self, action: &JudgedAction<'_>, row: usize, texts: &Texts) -> Texts {
        let Some(rows) = self.batch.scope(action.rule.scope) else {
            return texts.clone();
        };
        let teller = self.batch.row_teller(self.account, rows);
        teller.fill(texts, action.first + row)
    }
}

/// The rows of every scope in use, with what the action rules came to where there is room to run them.
fn scopes<'b>(
    engine: &Engine,
    derived: &'b Derived,
    mut scratch: Option<&mut Run>,
) -> Vec<ScopeRows<'b>> {
    engine
        .scopes
        .iter()
        .map(|scope| {
            let scope = *scope;
            let program = engine.actions.iter().find(|program| program.scope == scope);
            let inputs = program.map_or(&[][..], |program| program.program.inputs());
            let names = RowTeller::of_scope(&engine.names, scope);
            let names = names.map_or(&[][..], |names| names.signals());
            let scoped = Scoped::new(derived, scope, &[inputs, names].concat());
            ScopeRows {
                scope,
                judged: match (program, &mut scratch) {
                    (Some(program), Some(scratch)) => program.judge(&scoped, scratch),
                    _ => Vec::new(),
                },
                scoped,
            }
        })
        .collect()
}

/// What the rules came to, account by account.
fn details(
    engine: &Engine,
    derived: &Derived,
    plugins: &[PluginRows],
    scratch: &mut Scratch,
) -> Vec<RiskDetail> {
    let tables = RiskTables::new(&engine.risk, &derived.accounts, &derived.rows);
    let bound = tables.bind(&engine.risk);
    (0..derived.accounts.rows())
        .map(|account| {
            let said = plugins.iter();
            let judged: Vec<PluginJudgment> = said.map(|rows| rows.judgment(account)).collect();
            bound.detail_with(account, &judged, &mut scratch.risk)
        })
        .collect()
}

/// Puts the decisions' own signals beside the derived ones, for actions to read.
fn tell_risk(engine: &Engine, derived: &mut Derived, details: &[RiskDetail]) {
    let dictionary = &engine.rulebook.dictionary;
    let mut tell = |name: &str, kind: DataType, value: &dyn Fn(&RiskDetail) -> Value| {
        let Some(id) = dictionary.find(name) else {
            return;
        };
        let mut column = ColumnBuilder::new(kind);
        details
            .iter()
            .for_each(|detail| column.push(Cell::Known(value(detail))));
        derived.accounts.set(id.index(), column.finish());
    };
    tell("risk.points", DataType::Int, &|detail| {
        Value::Int(detail.points)
    });
    tell("risk.probability_bp", DataType::Int, &|detail| {
        Value::Int(detail.probability_bp)
    });
    tell("risk.coverage_bp", DataType::Int, &|detail| {
        Value::Int(detail.coverage_bp)
    });
    tell("risk.band", DataType::Text, &|detail| {
        Value::Text(engine.band(detail.band).into())
    });
}
