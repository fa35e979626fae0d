//! Texts for people, by language.

use crate::dictionary::Scope;
use crate::expr::Span;
use crate::nearest::nearest;
use crate::node::{Entry, Node, Value};
use crate::rulebook::Texts;
use crate::text::{TextPart, split};
use crate::typer;

use super::Checker;
use super::fields::{Due, Fields};

impl Checker<'_> {
    /// The texts of a key; none where it is absent.
    pub(super) fn texts(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        scope: Scope,
        actions: bool,
    ) -> Texts {
        fields
            .get(key)
            .map(|entry| self.texts_of(&entry.node, scope, actions))
            .unwrap_or_default()
    }

    pub(super) fn texts_of(&mut self, node: &Node, scope: Scope, actions: bool) -> Texts {
        let Value::Table(table) = &node.value else {
            if !matches!(node.value, Value::Broken) {
                let message = format!(
                    "a text for people is given by language, not as {}",
                    node.value.what()
                );
                self.report.error_help(
                    "wrong-type",
                    node.loc,
                    message,
                    "write { en = \"…\", ko = \"…\" }",
                );
            }
            return Texts::new();
        };
        let mut texts = Texts::new();
        for entry in &table.entries {
            if let Some(text) = self.one_text(entry, scope, actions) {
                texts.insert(entry.key.clone(), text);
            }
        }
        texts
    }

    fn one_text(&mut self, entry: &Entry, scope: Scope, actions: bool) -> Option<String> {
        let is_language = (2..=12).contains(&entry.key.len())
            && entry
                .key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && entry.key.starts_with(|c: char| c.is_ascii_lowercase());
        if !is_language {
            let message = format!("`{}` is no language", entry.key);
            self.report.error_help(
                "unknown-key",
                entry.key_loc,
                message,
                "write its code: en, ko, pt-BR",
            );
        }
        let Value::Text(text) = &entry.node.value else {
            self.report.wrong_type(entry, Due::Text);
            return None;
        };
        self.check_placeholders(&entry.node, text, scope, actions);
        Some(text.clone())
    }

    fn check_placeholders(&mut self, node: &Node, text: &str, scope: Scope, actions: bool) {
        let (parts, unclosed) = split(text);
        if let Some(at) = unclosed {
            let loc = self.inside(node.loc, text, span(at, text.len()));
            self.report.error_help(
                "bad-text",
                loc,
                "this `{` is never closed",
                "a brace of its own is written `{{`",
            );
        }
        for (part, range) in parts {
            let TextPart::Signal(name) = part else {
                continue;
            };
            let Some((code, message, help)) = self.wrong_placeholder(name, scope, actions) else {
                continue;
            };
            let loc = self.inside(node.loc, text, span(range.start, range.end));
            self.report.error_help(code, loc, message, help);
        }
    }

    /// What is wrong with a `{name}`.
    fn wrong_placeholder(
        &self,
        name: &str,
        scope: Scope,
        actions: bool,
    ) -> Option<(&'static str, String, String)> {
        let derived = self
            .derives
            .find(name)
            .map(|(_, derived)| derived.signals.clone());
        let signals = match (derived, self.dictionary.find(name)) {
            (Some(signals), _) => signals,
            (None, Some(id)) => vec![id],
            (None, None) => {
                let message = format!("the text asks for `{name}`, and there is no such signal");
                return Some(("unknown-signal", message, self.placeholder_help(name)));
            }
        };
        let (message, help) = typer::defs(&self.dictionary, &signals)
            .find_map(|def| typer::hidden(Some(scope), actions, def))?;
        Some(("out-of-scope", message, help))
    }

    fn placeholder_help(&self, name: &str) -> String {
        let signals = self.dictionary.iter().map(|(_, def)| def.name.as_str());
        let derived = self
            .derives
            .names
            .iter()
            .map(|derived| derived.name.as_str());
        let names = (!self.report.is_full())
            .then(|| nearest(name, signals.chain(derived)))
            .flatten();
        names.map_or_else(
            || "a brace of its own is written `{{`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    }
}

fn span(start: usize, end: usize) -> Span {
    Span {
        start: start as u32,
        end: end as u32,
    }
}
