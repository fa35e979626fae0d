//! Stock rhai at its best practice: one tree for each condition, a scope that is reused, limits set, fast operators.
//!
//! It answers conditions only; bins, groups and overlays are added up natively, to its advantage.

use rhai::{AST, Dynamic, Engine, OptimizationLevel, Scope};
use tenure_columns::{Cell, Frame, Value};
use tenure_rules::{Judge, Rulebook, SignalId};

/// The conditions of a rulebook for stock rhai.
pub struct Stock {
    engine: Engine,
    names: Vec<(SignalId, String)>,
    derives: Vec<(String, AST)>,
    conditions: Vec<AST>,
    scope: Scope<'static>,
}

impl std::fmt::Debug for Stock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stock")
            .field("conditions", &self.conditions.len())
            .finish()
    }
}

/// A name that rhai takes for a variable.
fn flat(name: &str) -> String {
    name.replace('.', "_")
}

impl Stock {
    /// Compiles the conditions of the enabled rules and of the overlays.
    ///
    /// # Panics
    /// If stock rhai refuses one.
    #[expect(
        clippy::expect_used,
        reason = "a bench without its peer measures nothing"
    )]
    pub fn new(rulebook: &Rulebook, signals: &[SignalId]) -> Self {
        let mut engine = Engine::new();
        engine.set_optimization_level(OptimizationLevel::Full);
        engine.set_fast_operators(true);
        engine.set_max_expr_depths(128, 128);
        engine.set_max_operations(10_000);
        engine.set_max_call_levels(8);
        engine.set_max_string_size(4_096);
        let names: Vec<(SignalId, String)> = signals
            .iter()
            .filter_map(|id| Some((*id, rulebook.dictionary.get(*id)?.name.clone())))
            .collect();
        let compile = |text: &str| {
            let mut text = text.to_owned();
            let mut by_length: Vec<&String> = names.iter().map(|(_, name)| name).collect();
            by_length.sort_by_key(|name| std::cmp::Reverse(name.len()));
            for name in by_length {
                text = text.replace(name.as_str(), &flat(name));
            }
            engine
                .compile_expression(text)
                .expect("rhai takes the condition")
        };
        let texts = rulebook.rules.iter().filter(|rule| rule.enabled);
        let conditions = texts
            .filter_map(|rule| match &rule.judge {
                Judge::When { text, .. } => Some(text),
                Judge::Bins { .. } => None,
            })
            .chain(rulebook.overlays.iter().map(|overlay| &overlay.text));
        let conditions: Vec<AST> = conditions.map(|text| compile(text)).collect();
        // Names that conditions use; the others are for actions.
        let derives = rulebook.derives.iter();
        let derives: Vec<(String, AST)> = derives
            .filter(|derive| ["undecided", "renews_itself"].contains(&derive.name.as_str()))
            .map(|derive| (derive.name.clone(), compile(&derive.text)))
            .collect();
        Self {
            engine,
            names: names.iter().map(|(id, name)| (*id, flat(name))).collect(),
            derives,
            conditions,
            scope: Scope::new(),
        }
    }

    /// The values of accounts, as rhai holds them; `()` where they are not known.
    pub fn values(&self, frame: &Frame, accounts: usize) -> Vec<Vec<Dynamic>> {
        (0..accounts)
            .map(|row| {
                let cells = self.names.iter();
                cells.map(|(id, _)| dynamic(frame, *id, row)).collect()
            })
            .collect()
    }

    /// Which conditions hold for one account, in the order of rules and overlays. What errs does not hold.
    pub fn judge(&mut self, values: &[Dynamic], out: &mut Vec<bool>) {
        let scope = &mut self.scope;
        scope.rewind(0);
        for ((_, name), value) in self.names.iter().zip(values) {
            scope.push_dynamic(name.as_str(), value.clone());
        }
        for (name, tree) in &self.derives {
            let value = self.engine.eval_ast_with_scope::<Dynamic>(scope, tree);
            scope.push_dynamic(name.as_str(), value.unwrap_or(Dynamic::UNIT));
        }
        out.clear();
        for tree in &self.conditions {
            let holds = self.engine.eval_ast_with_scope::<bool>(scope, tree);
            out.push(holds.unwrap_or(false));
        }
    }
}

fn dynamic(frame: &Frame, id: SignalId, row: usize) -> Dynamic {
    match frame.column(id.index()).map(|column| column.cell(row)) {
        Some(Cell::Known(Value::Int(value))) => value.into(),
        Some(Cell::Known(Value::Float(value))) => value.into(),
        Some(Cell::Known(Value::Bool(value))) => value.into(),
        Some(Cell::Known(Value::Text(value))) => value.to_string().into(),
        Some(Cell::Unknown | Cell::Stale | Cell::NotApplicable) | None => Dynamic::UNIT,
    }
}
