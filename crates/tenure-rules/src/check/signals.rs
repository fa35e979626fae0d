//! `[[signal]]`: what the host supplies.

use crate::dictionary::{Control, Scope, SignalDef, SignalType};
use crate::node::{Node, Table, Value};

use super::fields::Fields;
use super::scalars::choices;
use super::{Checker, keys};

const TYPES: [SignalType; 4] = [
    SignalType::Int,
    SignalType::Float,
    SignalType::Bool,
    SignalType::Text,
];
const CONTROLS: [(&str, Control); 4] = [
    ("none", Control::None),
    ("up", Control::Up),
    ("down", Control::Down),
    ("both", Control::Both),
];

/// How many words a text may be closed to.
const MOST_WORDS: usize = 1_000;

impl Checker<'_> {
    pub(super) fn signals(&mut self, table: &Table) {
        for node in self.entries(table, "signal") {
            self.host_signal(node);
            self.report.enter(None);
        }
    }

    fn host_signal(&mut self, node: &Node) -> Option<()> {
        let fields = self.report.fields(node, "a signal", &keys::SIGNAL)?;
        let name = self.report.required_text(&fields, "name");
        self.report.enter(name.map(|(name, _)| name.to_owned()));
        let ty = self.signal_type(&fields);
        let valid_for = self.report.int(&fields, "valid_for_days", (1, 36_500));
        let words = self.words(&fields, ty);
        let unit = self
            .report
            .text(&fields, "unit")
            .map(|(unit, _)| unit.to_owned());
        let doc = self
            .report
            .text(&fields, "doc")
            .map(|(doc, _)| doc.to_owned());
        let control = self.control(&fields);
        let (name, loc) = name?;
        if !self.is_custom(name, loc) {
            return None;
        }
        let signal = SignalDef {
            name: name.to_owned(),
            scope: Scope::Account,
            per_contract: false,
            ty: ty?,
            money: unit.as_deref() == Some("money"),
            unit,
            valid_for_days: valid_for.and_then(|days| u32::try_from(days).ok()),
            words,
            range: None,
            control,
            kinds: Vec::new(),
            doc: doc.unwrap_or_else(|| "supplied by the host".to_owned()),
            derivation: format!(
                "the account's `custom` entry `{}`",
                name.trim_start_matches("custom.")
            ),
            actions_only: false,
        };
        if self.dictionary.add(signal).is_err() {
            self.report.error_help(
                "duplicate",
                loc,
                format!("the signal `{name}` is there already"),
                "leave one of them out",
            );
        }
        Some(())
    }

    fn is_custom(&mut self, name: &str, loc: crate::source::Loc) -> bool {
        let Some(own) = name.strip_prefix("custom.") else {
            let message = format!("`{name}` is not of the host's namespace");
            self.report.error_help(
                "bad-name",
                loc,
                message,
                "what the host supplies is called custom.…: custom.logins_30d",
            );
            return false;
        };
        if !self.syntax.reads_name(name) {
            let message = format!("`{own}` cannot be read as a name by rhai");
            self.report.error_help(
                "bad-name",
                loc,
                message,
                "choose another name, of letters, digits and _",
            );
            return false;
        }
        true
    }

    fn signal_type(&mut self, fields: &Fields<'_>) -> Option<SignalType> {
        let (name, loc) = self.report.required_text(fields, "type")?;
        let ty = TYPES.into_iter().find(|ty| ty.as_str() == name);
        if ty.is_none() {
            let help = choices(name, &TYPES.map(SignalType::as_str));
            self.report.error_help(
                "unknown-type",
                loc,
                format!("there is no type `{name}`"),
                help,
            );
        }
        ty
    }

    fn control(&mut self, fields: &Fields<'_>) -> Control {
        let Some((name, loc)) = self.report.text(fields, "control") else {
            return Control::default();
        };
        match CONTROLS.iter().find(|(word, _)| *word == name) {
            Some((_, control)) => *control,
            None => {
                let help = choices(name, &CONTROLS.map(|(word, _)| word));
                self.report.error_help(
                    "unknown-control",
                    loc,
                    format!("there is no control `{name}`"),
                    help,
                );
                Control::default()
            }
        }
    }

    /// The closed list of words of a text.
    fn words(&mut self, fields: &Fields<'_>, ty: Option<SignalType>) -> Option<Vec<String>> {
        let nodes = self.report.list(fields, "words")?;
        if ty.is_some_and(|ty| ty != SignalType::Text) {
            let loc = fields
                .get("words")
                .map(|entry| entry.node.loc)
                .unwrap_or_default();
            self.report
                .error("wrong-type", loc, "only a text has a list of words");
        }
        if nodes.len() > MOST_WORDS {
            let loc = fields
                .get("words")
                .map(|entry| entry.node.loc)
                .unwrap_or_default();
            let message = format!(
                "there are {} words; there are at most {MOST_WORDS}",
                nodes.len()
            );
            self.report.error("too-large", loc, message);
            return None;
        }
        let mut words = Vec::new();
        for node in nodes {
            match &node.value {
                Value::Text(word) => words.push(word.clone()),
                other => {
                    let message = format!("a word is text, not {}", other.what());
                    self.report.error("wrong-type", node.loc, message);
                }
            }
        }
        Some(words)
    }
}
