//! Texts and evidence of one row.

use std::cell::RefCell;
use std::collections::BTreeSet;

use tenure_columns::{Cell, Value};
use tenure_rules::program::{Output, Program, Scratch};
use tenure_rules::{Rulebook, Scope, SignalId, TextPart, Texts, text_parts};

use super::scoped::Scoped;
use super::seen::{Seen, Teller};

/// The derived names that texts of a scope ask for, compiled.
#[derive(Debug, Clone)]
pub(crate) struct DerivedNames {
    scope: Scope,
    names: Vec<String>,
    program: Program,
}

/// The texts of a rulebook's rules with their scope.
pub(crate) fn reasons(rulebook: &Rulebook) -> impl Iterator<Item = (Scope, &Texts)> {
    rulebook.rules.iter().flat_map(|rule| {
        let bins = match &rule.judge {
            tenure_rules::Judge::When { .. } => &[][..],
            tenure_rules::Judge::Bins { bins, .. } => bins,
        };
        let own = bins.iter().filter_map(|bin| bin.reason.as_ref());
        own.chain([&rule.reason]).map(|texts| (rule.scope, texts))
    })
}

/// The texts of a rulebook with the scope of their rule.
pub(crate) fn texts(rulebook: &Rulebook) -> impl Iterator<Item = (Scope, &Texts)> {
    let actions = rulebook.actions.iter().flat_map(|action| {
        let steps = action.steps.iter();
        let steps = steps.flat_map(|step| step.checklist.iter().chain([&step.title]));
        steps
            .chain([&action.reason])
            .map(|texts| (action.scope, texts))
    });
    reasons(rulebook).chain(actions)
}

/// The names that texts ask for.
pub(crate) fn names(texts: &Texts) -> impl Iterator<Item = &str> {
    let parts = texts.values().flat_map(|text| text_parts(text));
    parts.filter_map(|part| match part {
        TextPart::Signal(name) => Some(name),
        TextPart::Literal(_) => None,
    })
}

/// Compiles the derived names that some texts of a rulebook ask for, scope by scope.
pub(crate) fn derived_names<'r>(
    rulebook: &Rulebook,
    texts: impl Iterator<Item = (Scope, &'r Texts)>,
) -> Vec<DerivedNames> {
    let asked: BTreeSet<(Scope, &str)> = texts
        .flat_map(|(scope, texts)| names(texts).map(move |name| (scope, name)))
        .collect();
    Scope::ALL
        .into_iter()
        .filter_map(|scope| {
            let derives = || {
                let wanted = |name: &str| asked.contains(&(scope, name));
                rulebook
                    .derives
                    .iter()
                    .filter(move |derive| wanted(&derive.name))
            };
            let outputs: Vec<Output<'_>> = derives().map(|d| Output::Expr(&d.value)).collect();
            (!outputs.is_empty()).then(|| DerivedNames {
                scope,
                names: derives().map(|derive| derive.name.clone()).collect(),
                program: Program::compile(&outputs),
            })
        })
        .collect()
}

impl DerivedNames {
    /// The signals that the names read.
    pub(crate) fn signals(&self) -> &[SignalId] {
        self.program.inputs()
    }
}

/// Tells of the rows of one scope.
pub(crate) struct RowTeller<'e> {
    pub(crate) rulebook: &'e Rulebook,
    pub(crate) teller: Teller<'e>,
    pub(crate) scoped: &'e Scoped<'e>,
    pub(crate) derived: Option<&'e DerivedNames>,
    pub(crate) scratch: &'e RefCell<Scratch>,
}

impl<'e> RowTeller<'e> {
    /// The names of a scope among those compiled.
    pub(crate) fn of_scope(all: &'e [DerivedNames], scope: Scope) -> Option<&'e DerivedNames> {
        all.iter().find(|names| names.scope == scope)
    }

    /// Texts with the values of a row.
    pub(crate) fn fill(&self, texts: &Texts, row: usize) -> Texts {
        self.teller.fill(texts, &mut |name| self.see(name, row))
    }

    fn see(&self, name: &str, row: usize) -> Option<Seen<'e>> {
        if let Some((id, signal)) = self.rulebook.signal(name) {
            return Some(Seen {
                signal: Some(signal),
                cell: self.scoped.cell(id, row),
            });
        }
        let derived = self.derived?;
        let output = derived.names.iter().position(|known| known == name)?;
        Some(Seen {
            signal: None,
            cell: self.derive(derived, output, row),
        })
    }

    fn derive(&self, derived: &DerivedNames, output: usize, row: usize) -> Cell<Value> {
        let bound = derived
            .program
            .bind_with(self.scoped.len(), |id| self.scoped.column(id));
        let mut scratch = self.scratch.borrow_mut();
        bound.run(row..row + 1, &mut scratch).cell(output, 0)
    }
}
