//! `[[property]]`.

use crate::dictionary::{Scope, SignalDef, SignalId, SignalType};
use crate::node::{Node, Table, Value};
use crate::property::{Direction, PROTECTED_FIELDS, Promise, Property};
use crate::rulebook::ActionRule;
use crate::source::Loc;

use super::fields::Fields;
use super::scalars::choices;
use super::{Checker, Seen, keys};

/// The keys of which each property has one: what it promises.
const PROMISES: [&str; 5] = [
    "monotone",
    "protected",
    "no_cliff",
    "max_moved",
    "never_together",
];

/// Which other keys belong to a promise.
const COMPANIONS: [(&str, &str); 2] = [("points", "monotone"), ("against", "max_moved")];

impl Checker<'_> {
    pub(super) fn properties(&mut self, table: &Table, actions: &[ActionRule]) -> Vec<Property> {
        let ids = super::overlays::ids(
            table,
            "action",
            actions.iter().map(|action| action.id.as_str()),
        );
        let (mut seen, mut properties) = (Seen::default(), Vec::new());
        for node in self.entries(table, "property") {
            properties.extend(self.property(node, &ids, &mut seen));
            self.report.enter(None);
        }
        properties
    }

    fn property(&mut self, node: &Node, actions: &[&str], seen: &mut Seen) -> Option<Property> {
        let fields = self.report.fields(node, "a property", &keys::PROPERTY)?;
        let id = self.report.id(&fields, "id");
        self.report.enter(id.map(|(id, _)| id.to_owned()));
        let is_new = id.is_none_or(|(id, loc)| seen.is_new(self.report, "property", id, loc));
        let enabled = self.report.truth(&fields, "enabled", true);
        let kind = self.one_promise(&fields)?;
        self.companions(&fields, kind);
        let promise = match kind {
            "monotone" => self.monotone(&fields),
            "protected" => self.protected(&fields),
            "no_cliff" => self.no_cliff(&fields),
            "max_moved" => self.max_moved(&fields),
            _ => self.never_together(&fields, actions),
        };
        let ((id, _), promise) = (id.filter(|_| is_new)?, promise?);
        Some(Property {
            id: id.to_owned(),
            enabled,
            promise,
        })
    }

    /// Which promise a property makes; it makes one.
    fn one_promise(&mut self, fields: &Fields<'_>) -> Option<&'static str> {
        let mut found = PROMISES
            .into_iter()
            .filter(|promise| fields.get(promise).is_some());
        let first = found.next();
        match (first, found.next()) {
            (Some(one), None) => return Some(one),
            (Some(one), Some(other)) => {
                let loc = fields.get(other).map_or(fields.loc, |entry| entry.key_loc);
                let message = format!("a property promises one thing, not `{one}` and `{other}`");
                let help = "make two properties of it";
                self.report.error_help("both", loc, message, help);
            }
            (None, _) => {
                let message = "a property needs something that it promises";
                let help = format!("it is one of {}", PROMISES.join(", "));
                self.report
                    .error_help("missing-key", fields.loc, message, help);
            }
        }
        None
    }

    /// A key that belongs to another promise would do nothing.
    fn companions(&mut self, fields: &Fields<'_>, kind: &str) {
        for (key, promise) in COMPANIONS {
            if let Some(entry) = fields.get(key).filter(|_| promise != kind) {
                let message = format!("`{key}` belongs to `{promise}`, and says nothing here");
                let help = "leave it out";
                self.report
                    .error_help("no-effect", entry.key_loc, message, help);
            }
        }
    }

    fn monotone(&mut self, fields: &Fields<'_>) -> Option<Promise> {
        let signal = self.moving_signal(fields, "monotone", true);
        let (points, loc) = self.report.required_text(fields, "points")?;
        let never = match points {
            "never_up" => Direction::Up,
            "never_down" => Direction::Down,
            _ => {
                let message = format!("`{points}` is nothing that points do");
                let help = "write never_up (the signal rises, nobody gets riskier) or never_down";
                self.report.error_help("unknown-word", loc, message, help);
                return None;
            }
        };
        let signal = signal?;
        Some(Promise::Monotone { signal, never })
    }

    fn no_cliff(&mut self, fields: &Fields<'_>) -> Option<Promise> {
        let signal = self.moving_signal(fields, "no_cliff", false)?;
        Some(Promise::NoCliff { signal })
    }

    /// A signal that goes up and down.
    fn moving_signal(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        bools_too: bool,
    ) -> Option<SignalId> {
        let (name, loc) = self.report.text(fields, key)?;
        let id = self.promised_signal(name, loc, &[])?;
        let def = self.dictionary.get(id)?;
        let moves = match def.ty {
            SignalType::Int | SignalType::Float => true,
            SignalType::Bool => bools_too,
            SignalType::Text => false,
        };
        if !matches!(def.scope, Scope::Account | Scope::Tenant) {
            let message = format!("`{name}` tells of one {} of many", def.scope.as_str());
            let help = "name a signal of the account";
            self.report.error_help("out-of-scope", loc, message, help);
            return None;
        }
        if moves {
            return Some(id);
        }
        let message = format!("`{name}` is {}: it has no up and down", def.ty.as_str());
        let help = "name a signal that is a number";
        self.report.error_help("wrong-type", loc, message, help);
        None
    }

    fn protected(&mut self, fields: &Fields<'_>) -> Option<Promise> {
        let (mut signals, mut others) = (Vec::new(), Vec::new());
        for (name, loc) in self.names(fields, "protected")? {
            if PROTECTED_FIELDS.contains(&name) {
                others.push(name.to_owned());
            } else {
                signals.extend(self.promised_signal(name, loc, &PROTECTED_FIELDS));
            }
        }
        Some(Promise::Protected {
            signals,
            fields: others,
        })
    }

    fn max_moved(&mut self, fields: &Fields<'_>) -> Option<Promise> {
        let percent = self.report.required_int(fields, "max_moved", (0, 100));
        let (against, loc) = self.report.required_text(fields, "against")?;
        if against.trim().is_empty() {
            let help = "name a shipped rulebook, or a file beside this one";
            self.report
                .error_help("missing-key", loc, "`against` is empty", help);
            return None;
        }
        Some(Promise::MaxMoved {
            against: against.to_owned(),
            percent: percent?,
        })
    }

    fn never_together(&mut self, fields: &Fields<'_>, actions: &[&str]) -> Option<Promise> {
        let names = self.names(fields, "never_together")?;
        for (name, loc) in &names {
            if !actions.contains(name) {
                let message = format!("there is no action `{name}`");
                let help = choices(name, actions);
                self.report
                    .error_help("unknown-action", *loc, message, help);
            }
        }
        let mut distinct: Vec<String> = names.iter().map(|(name, _)| (*name).to_owned()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < 2 {
            let loc = fields
                .get("never_together")
                .map_or(fields.loc, |entry| entry.node.loc);
            let message = "it takes two different actions to be together";
            self.report
                .error_help("too-few", loc, message, "name at least two");
            return None;
        }
        Some(Promise::NeverTogether { actions: distinct })
    }

    /// A list of names that is not empty.
    fn names<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<Vec<(&'t str, Loc)>> {
        let nodes = self.report.list(fields, key)?;
        let mut names = Vec::new();
        for node in nodes {
            match &node.value {
                Value::Text(name) => names.push((name.as_str(), node.loc)),
                Value::Broken => (),
                other => {
                    let message = format!("`{key}` holds text, not {}", other.what());
                    self.report.error("wrong-type", node.loc, message);
                }
            }
        }
        if nodes.is_empty() {
            let loc = fields.get(key).map_or(fields.loc, |entry| entry.node.loc);
            self.report
                .error("too-few", loc, format!("`{key}` names nothing"));
        }
        Some(names)
    }

    /// A signal that records tell of.
    fn promised_signal(&mut self, name: &str, loc: Loc, besides: &[&str]) -> Option<SignalId> {
        let found = self.dictionary.find(name);
        let def = found.and_then(|id| self.dictionary.get(id));
        let Some((id, def)) = found.zip(def) else {
            let names = self.dictionary.iter().map(|(_, def)| def.name.as_str());
            let names: Vec<&str> = names.chain(besides.iter().copied()).collect();
            let help = match crate::nearest::nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`tenure signals` lists them all".to_owned(),
            };
            let message = format!("there is no signal `{name}`");
            self.report.error_help("unknown-signal", loc, message, help);
            return None;
        };
        if !is_of_records(def) {
            let message = format!("`{name}` is what comes out, not what goes in");
            let help = "name a signal that records tell of";
            self.report.error_help("out-of-scope", loc, message, help);
            return None;
        }
        Some(id)
    }
}

fn is_of_records(def: &SignalDef) -> bool {
    !def.actions_only && !def.name.starts_with("plugin.")
}
