//! Signals and derived names.

use std::sync::Arc;

use crate::dictionary::{Scope, SignalDef, SignalId};
use crate::expr::{ExprKind, Span};

use super::{Info, Typed, Typer};

impl Typer<'_> {
    pub(super) fn signal(&mut self, name: &str, span: Span) -> Option<Typed> {
        let Some(id) = self.scene.dictionary.find(name) else {
            self.unknown_signal(name, span);
            return None;
        };
        let def = self.scene.dictionary.get(id)?;
        if let Some((message, help)) = hidden(self.scene.scope, self.scene.actions, def) {
            self.error("out-of-scope", span, message, help);
            return None;
        }
        let info = Info {
            money: def.money,
            reads: true,
            ..Info::default()
        };
        self.build(ExprKind::Signal(id), def.ty, span, info, &[])
    }

    fn unknown_signal(&mut self, name: &str, span: Span) {
        let names = self
            .scene
            .dictionary
            .iter()
            .map(|(_, def)| def.name.as_str());
        let help = match self.near(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None if name.starts_with("plugin.") => "a proposal is read as `plugin.<id>.<action>`; list it under `actions` of its [[plugin]]".to_owned(),
            None if name.starts_with("custom.") => "declare what the host supplies under [[signal]]".to_owned(),
            None => "`tenure signals` lists them all; what the host supplies is declared under [[signal]]".to_owned(),
        };
        self.error(
            "unknown-signal",
            span,
            format!("there is no signal `{name}`"),
            help,
        );
    }

    pub(super) fn derived(&mut self, name: &str, span: Span) -> Option<Typed> {
        let derives = self.scene.derives;
        let Some((index, derived)) = derives.find(name) else {
            self.unknown_name(name, span);
            return None;
        };
        let (expr, info) = derived.typed.as_ref()?;
        let out = derived.signals.iter().find_map(|id| {
            let def = self.scene.dictionary.get(*id)?;
            hidden(self.scene.scope, self.scene.actions, def)
        });
        if let Some((message, help)) = out {
            self.error(
                "out-of-scope",
                span,
                format!("`{name}` cannot stand here: {message}"),
                help,
            );
            return None;
        }
        let kind = ExprKind::Derived(index as u32, Arc::clone(expr));
        self.build(kind, expr.ty, span, *info, &[])
    }

    fn unknown_name(&mut self, name: &str, span: Span) {
        let suffix = format!(".{name}");
        let mut signals = self
            .scene
            .dictionary
            .iter()
            .map(|(_, def)| def.name.as_str());
        let derived = self
            .scene
            .derives
            .names
            .iter()
            .map(|derived| derived.name.as_str());
        let help = match signals.find(|signal| signal.ends_with(&suffix)) {
            Some(signal) => format!("a signal is written with its namespace: `{signal}`"),
            None => match self.near(name, derived) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "text stands in double quotes; a derived name is usable below its [[derive]]"
                        .to_owned()
                }
            },
        };
        self.error(
            "unknown-name",
            span,
            format!("there is no derived name `{name}`"),
            help,
        );
    }
}

/// Why a signal cannot stand at a scope, and the way out.
pub(crate) fn hidden(
    scope: Option<Scope>,
    actions: bool,
    def: &SignalDef,
) -> Option<(String, String)> {
    let name = &def.name;
    let scope = scope?;
    if def.actions_only && !actions {
        let message = format!("`{name}` is known only once the points are: it exists in actions");
        return Some((message, "use it in an [[action]]".to_owned()));
    }
    if scope.sees(def.scope) {
        return None;
    }
    let (own, here) = (def.scope.as_str(), scope.as_str());
    let message = format!("`{name}` tells of one {own}, and this is judged once for each {here}");
    let help = match (def.scope, scope) {
        (Scope::Contract, Scope::Account) => {
            "use renewal.* (the primary contract's), a sum such as account.annual_value, or scope = \"contract\""
                .to_owned()
        }
        (Scope::Tenant | Scope::Account, _) => format!("give it scope = \"{own}\""),
        _ => format!("use an account's signal, or scope = \"{own}\""),
    };
    Some((message, help))
}

/// The narrow scopes of some signals, if there is more than one: no row has them all.
pub(crate) fn torn<'d>(
    defs: impl IntoIterator<Item = &'d SignalDef>,
) -> Option<(&'d SignalDef, &'d SignalDef)> {
    let mut first: Option<&SignalDef> = None;
    for def in defs {
        let narrow = !matches!(def.scope, Scope::Tenant | Scope::Account);
        match first {
            Some(other) if narrow && other.scope != def.scope => return Some((other, def)),
            None if narrow => first = Some(def),
            Some(_) | None => {}
        }
    }
    None
}

/// The definitions of some signals.
pub(crate) fn defs<'d>(
    dictionary: &'d crate::dictionary::Dictionary,
    ids: &'d [SignalId],
) -> impl Iterator<Item = &'d SignalDef> {
    ids.iter().filter_map(|id| dictionary.get(*id))
}
