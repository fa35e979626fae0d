//! From values to a checked rulebook.

mod actions;
mod arbitration;
mod bins;
mod calibration;
mod fields;
mod head;
pub(crate) mod keys;
mod overlays;
mod plugins;
mod properties;
mod rules;
mod scalars;
mod signals;
mod texts;

use std::collections::HashMap;
use std::sync::Arc;

use crate::dictionary::{Dictionary, Scope};
use crate::expr::{Expr, Span};
use crate::issue::Issue;
use crate::node::{Node, Table, Value};
use crate::report::Report;
use crate::rulebook::{Derive, Provenance, Rulebook};
use crate::source::{Loc, raw_offset};
use crate::syntax::Syntax;
use crate::typer::{self, DerivedNames, Scene, Typed, Want};

/// How many entries a section may have.
const MOST_ENTRIES: usize = 5_000;

/// Checks a rulebook; what is wrong is reported. What comes back is whole only if there was no error.
pub(crate) fn rulebook(
    report: &mut Report,
    built_in: &Arc<Dictionary>,
    table: &Table,
) -> Option<Rulebook> {
    let mut checker = Checker {
        report,
        syntax: Syntax::new(),
        dictionary: built_in.as_ref().clone(),
        derives: DerivedNames::default(),
        has_currency: false,
    };
    checker.rulebook(table)
}

pub(crate) struct Checker<'r> {
    report: &'r mut Report,
    syntax: Syntax,
    dictionary: Dictionary,
    derives: DerivedNames,
    has_currency: bool,
}

/// Of what an expression is judged, and what it may name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat {
    scope: Option<Scope>,
    actions: bool,
    want: Want,
}

impl Seat {
    fn condition(scope: Scope, actions: bool) -> Self {
        Self {
            scope: Some(scope),
            actions,
            want: Want::Condition,
        }
    }
}

impl Checker<'_> {
    fn rulebook(&mut self, table: &Table) -> Option<Rulebook> {
        self.report.known_keys(table, "a rulebook", &keys::SECTIONS);
        let head = self.head(table);
        self.has_currency = head.as_ref().is_some_and(|head| head.currency.is_some());
        let risk = self.risk(table);
        let holdout = self.holdout(table);
        self.signals(table);
        let plugins = self.plugins(table);
        let derives = self.derives(table);
        let (groups, rules) = self.groups_and_rules(table);
        let overlays = self.overlays(table, &groups, &rules);
        let actions = self.actions(table);
        let arbitration = self.arbitration(table, &actions);
        let properties = self.properties(table, &actions);
        let head = head?;
        Some(Rulebook {
            id: head.id,
            version: head.version,
            language: head.language,
            currency: head.currency,
            risk: risk?,
            holdout,
            dictionary: Arc::new(std::mem::take(&mut self.dictionary)),
            derives,
            rules,
            groups,
            overlays,
            plugins,
            actions,
            arbitration,
            properties,
            provenance: Provenance::default(),
        })
    }

    /// The entries of a list of tables such as `[[rule]]`.
    fn entries<'t>(&mut self, table: &'t Table, key: &str) -> Vec<&'t Node> {
        let Some(entry) = table.get(key) else {
            return Vec::new();
        };
        match &entry.node.value {
            Value::List(nodes) if nodes.len() > MOST_ENTRIES => {
                let message = format!(
                    "there are {} entries of [[{key}]]; there are at most {MOST_ENTRIES}",
                    nodes.len()
                );
                self.report.error("too-large", entry.key_loc, message);
                Vec::new()
            }
            Value::List(nodes) => nodes.iter().collect(),
            other => {
                let message = format!("`{key}` is {}, not a list of tables", other.what());
                self.report.error_help(
                    "wrong-type",
                    entry.key_loc,
                    message,
                    format!("write [[{key}]]"),
                );
                Vec::new()
            }
        }
    }

    fn derives(&mut self, table: &Table) -> Vec<Derive> {
        let mut derives = Vec::new();
        for node in self.entries(table, "derive") {
            derives.extend(self.derive(node));
            self.report.enter(None);
        }
        derives
    }

    fn derive(&mut self, node: &Node) -> Option<Derive> {
        let fields = self.report.fields(node, "a derived name", &keys::DERIVE)?;
        let name = self.report.required_text(&fields, "name");
        self.report.enter(name.map(|(name, _)| name.to_owned()));
        let value = self
            .report
            .required(&fields, "value")
            .map(|entry| &entry.node);
        let (name, loc) = name?;
        let is_new = self.is_derivable(name, loc);
        let seat = Seat {
            scope: None,
            actions: true,
            want: Want::Anything,
        };
        let typed = value.and_then(|value| self.expression(value, seat));
        if !is_new {
            return None;
        }
        let signals = typed
            .as_ref()
            .map(|(typed, _)| typed.expr.signals())
            .unwrap_or_default();
        self.check_torn(&signals, loc);
        let shared = typed
            .as_ref()
            .map(|(typed, _)| (Arc::new(typed.expr.clone()), typed.info));
        let words = typed
            .as_ref()
            .and_then(|(typed, _)| typer::words(&self.dictionary, &self.derives, &typed.expr));
        let derived = typer::DerivedName {
            name: name.to_owned(),
            typed: shared.clone(),
            signals,
            words,
        };
        self.derives.push(derived);
        let ((value, _), (_, text)) = (shared?, typed?);
        Some(Derive {
            name: name.to_owned(),
            value,
            text,
        })
    }

    /// Whether a name can be derived: rhai reads it, and nothing else has it.
    fn is_derivable(&mut self, name: &str, loc: Loc) -> bool {
        let is_namespace = self.dictionary.iter().any(|(_, def)| {
            def.name
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('.'))
        });
        let (code, message) = if self.derives.find(name).is_some() {
            ("duplicate", format!("the name `{name}` is derived twice"))
        } else if name.contains('.') || !self.syntax.reads_name(name) {
            (
                "bad-name",
                format!("`{name}` cannot be read as a name by rhai"),
            )
        } else if is_namespace || typer::is_function(name) {
            (
                "bad-name",
                format!("`{name}` is a namespace of signals, or a function"),
            )
        } else {
            return true;
        };
        self.report.error_help(
            code,
            loc,
            message,
            "choose another name, of letters, digits and _",
        );
        false
    }

    fn check_torn(&mut self, signals: &[crate::dictionary::SignalId], loc: Loc) {
        if let Some((one, other)) = typer::torn(typer::defs(&self.dictionary, signals)) {
            let message = format!(
                "this reads `{}` of one {} and `{}` of one {}: no row has both",
                one.name,
                one.scope.as_str(),
                other.name,
                other.scope.as_str()
            );
            self.report
                .error_help("out-of-scope", loc, message, "derive two names");
        }
    }

    /// Parses and types the expression in a text value.
    fn expression(&mut self, node: &Node, seat: Seat) -> Option<(Typed, String)> {
        let text = match &node.value {
            Value::Text(text) => text,
            Value::Bool(truth) => {
                let help = format!("put it in quotes: '{truth}'");
                self.report
                    .error_help("wrong-type", node.loc, "a condition is text", help);
                return None;
            }
            Value::Broken => return None,
            other => {
                let message = format!("a condition is text, not {}", other.what());
                self.report.error_help(
                    "wrong-type",
                    node.loc,
                    message,
                    "put it in single quotes: 'complaints.open > 0'",
                );
                return None;
            }
        };
        let (typed, issues) = match self.syntax.parse(text) {
            Ok(raw) => {
                let scene = Scene {
                    dictionary: &self.dictionary,
                    derives: &self.derives,
                    scope: seat.scope,
                    actions: seat.actions,
                    currency: self.has_currency,
                    hints: !self.report.is_full(),
                };
                typer::check(&scene, &raw, text, seat.want)
            }
            Err(issue) => (None, vec![issue]),
        };
        for issue in issues {
            self.add_issue(node.loc, text, issue);
        }
        Some((typed?, text.clone()))
    }

    fn condition(&mut self, node: &Node, seat: Seat) -> Option<(Expr, String)> {
        self.expression(node, seat)
            .map(|(typed, text)| (typed.expr, text))
    }

    fn add_issue(&mut self, literal: Loc, text: &str, issue: Issue) {
        let loc = self.inside(literal, text, issue.span);
        self.report
            .add(issue.level, issue.code, loc, issue.message, issue.help);
    }

    /// The place of a part of a text value.
    fn inside(&self, literal: Loc, text: &str, span: Span) -> Loc {
        let source = self.report.sources.get(usize::from(literal.source));
        let raw = source
            .and_then(|source| {
                source
                    .text
                    .get(literal.start as usize..literal.end as usize)
            })
            .unwrap_or("");
        let start = raw_offset(raw, text, span.start as usize);
        let end = raw_offset(raw, text, span.end as usize);
        let base = literal.start as usize;
        Loc::new(literal.source, base + start, base + end)
    }
}

/// Ids seen so far, with what they are ids of.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<String, Loc>);

impl Seen {
    /// Whether an id is new; if not, that is reported.
    fn is_new(&mut self, report: &mut Report, what: &str, id: &str, loc: Loc) -> bool {
        if let Some(first) = self.0.get(id) {
            let line = report.line(*first);
            let kind = match what.strip_suffix('y') {
                Some(stem) => format!("{stem}ies"),
                None => format!("{what}s"),
            };
            let message = format!("there are two {kind} `{id}`; the first stands on line {line}");
            report.error_help("duplicate", loc, message, "rename one of them");
            return false;
        }
        self.0.insert(id.to_owned(), loc);
        true
    }
}
