//! `[[plugin]]`.

use std::collections::{BTreeMap, BTreeSet};

use crate::dictionary::{Control, Scope, SignalDef, SignalType};
use crate::node::{Node, Table, Value};
use crate::rulebook::{OnFailure, Parameter, PluginAction, PluginBinding, PluginLimits};
use crate::source::Loc;

use super::fields::Fields;
use super::overlays::ids;
use super::scalars::choices;
use super::{Checker, Seen, keys};

/// The most points that a plugin can give one row.
const MOST_POINTS: i64 = 100_000;

/// The longest name of an action of a plugin.
const LONGEST_CODE: usize = 64;

const POLICIES: [&str; 3] = ["skip", "fail-batch", "disable"];

impl Checker<'_> {
    pub(super) fn plugins(&mut self, table: &Table) -> Vec<PluginBinding> {
        let groups = ids(table, "group", std::iter::empty());
        let (mut seen, mut plugins) = (Seen::default(), Vec::new());
        for node in self.entries(table, "plugin") {
            plugins.extend(self.plugin(node, &mut seen, &groups));
            self.report.enter(None);
        }
        plugins
    }

    fn plugin(&mut self, node: &Node, seen: &mut Seen, groups: &[&str]) -> Option<PluginBinding> {
        let fields = self.report.fields(node, "a plugin", &keys::PLUGIN)?;
        let id = self.report.id(&fields, "id");
        self.report.enter(id.map(|(id, _)| id.to_owned()));
        let file = self.report.required_text(&fields, "file");
        let enabled = self.report.truth(&fields, "enabled", true);
        let digest = self.report.digest(
            &fields,
            "digest",
            "`tenure plugin inspect` tells a plugin\'s digest",
        );
        let version = self.report.text(&fields, "version");
        let group = self.plugin_group(&fields, groups);
        let max_points = self.report.int(&fields, "max_points", (1, MOST_POINTS));
        let parameters = self.parameters(&fields);
        let on_failure = self.on_failure(&fields);
        let limits = self.limits(&fields);
        let (id, loc) = id?;
        let is_new = seen.is_new(self.report, "plugin", id, loc);
        let actions = self.plugin_actions(&fields, id);
        is_new.then_some(PluginBinding {
            id: id.to_owned(),
            file: file?.0.to_owned(),
            enabled,
            digest,
            version: version.map(|(version, _)| version.to_owned()),
            group,
            max_points,
            parameters,
            on_failure: on_failure?,
            actions,
            limits,
        })
    }

    fn plugin_group(&mut self, fields: &Fields<'_>, groups: &[&str]) -> Option<String> {
        let (group, loc) = self.report.text(fields, "group")?;
        if groups.contains(&group) {
            return Some(group.to_owned());
        }
        let message = format!("there is no group `{group}`");
        self.report
            .error_help("unknown-group", loc, message, choices(group, groups));
        None
    }

    fn parameters(&mut self, fields: &Fields<'_>) -> BTreeMap<String, Parameter> {
        let Some(entry) = fields.get("parameters") else {
            return BTreeMap::new();
        };
        match parameter(&entry.node) {
            Some(Parameter::Table(parameters)) => parameters,
            Some(_) => {
                let message = "`parameters` is a table";
                let help = "write parameters = { grace_days = 10 }";
                self.report
                    .error_help("wrong-type", entry.node.loc, message, help);
                BTreeMap::new()
            }
            None => BTreeMap::new(),
        }
    }

    fn on_failure(&mut self, fields: &Fields<'_>) -> Option<OnFailure> {
        let counts = (1, i64::from(u32::MAX));
        let after = self.report.int(fields, "disable_after", counts);
        let back_off = self.report.int(fields, "back_off", counts);
        let (name, loc) = self
            .report
            .text(fields, "on_failure")
            .unwrap_or(("skip", Loc::default()));
        if name != "disable" {
            for key in ["disable_after", "back_off"] {
                if let Some(entry) = fields.get(key) {
                    let message = format!("`{key}` is for on_failure = \"disable\"");
                    self.report.error_help(
                        "misplaced-key",
                        entry.key_loc,
                        message,
                        "take it out, or say so",
                    );
                }
            }
        }
        match name {
            "skip" => Some(OnFailure::Skip),
            "fail-batch" => Some(OnFailure::FailBatch),
            "disable" => Some(OnFailure::Disable {
                after: count(after).unwrap_or(10),
                back_off: count(back_off).unwrap_or(100),
            }),
            _ => {
                let message = format!("there is no policy `{name}`");
                self.report
                    .error_help("unknown-policy", loc, message, choices(name, &POLICIES));
                None
            }
        }
    }

    fn limits(&mut self, fields: &Fields<'_>) -> PluginLimits {
        let opened = fields.get("limits").and_then(|entry| {
            self.report
                .fields(&entry.node, "the limits of a plugin", &keys::LIMITS)
        });
        let Some(limits) = opened else {
            return PluginLimits::default();
        };
        let mut limit = |key: &str| {
            let limit = self.report.int(&limits, key, (1, i64::MAX))?;
            u64::try_from(limit).ok()
        };
        PluginLimits {
            fuel_per_row: limit("fuel_per_row"),
            memory_kib: limit("memory_kib"),
            time_ms: limit("time_ms"),
        }
    }

    /// Declares a signal for each proposal that action rules may read.
    fn plugin_actions(&mut self, fields: &Fields<'_>, id: &str) -> Vec<PluginAction> {
        let (mut actions, mut codes) = (Vec::new(), BTreeSet::new());
        for node in self.report.list(fields, "actions").unwrap_or_default() {
            let Value::Text(code) = &node.value else {
                let message = format!("an action's code is text, not {}", node.value.what());
                self.report.error("wrong-type", node.loc, message);
                continue;
            };
            if codes.insert(code.as_str()) {
                actions.extend(self.plugin_action(id, code, node.loc));
            } else {
                let message = format!("the action `{code}` is named twice");
                self.report
                    .error_help("duplicate", node.loc, message, "leave one of them out");
            }
        }
        actions
    }

    fn plugin_action(&mut self, id: &str, code: &str, loc: Loc) -> Option<PluginAction> {
        let name = format!("plugin.{}.{}", as_word(id), as_word(code));
        if code.len() > LONGEST_CODE || !self.syntax.reads_name(&name) {
            let message = format!(
                "`{name}` cannot be read as a name by rhai, so no action rule could read it"
            );
            let help = if self.syntax.reads_name(&format!("plugin.{}.x", as_word(id))) {
                "let the plugin give the action another code: of letters, digits, `-` and `_`, and no keyword of rhai"
            } else {
                "give the plugin an `id` of letters, digits, `-` and `_`, from a letter on"
            };
            self.report.error_help("bad-name", loc, message, help);
            return None;
        }
        let signal = SignalDef {
            doc: format!("whether the plugin `{id}` proposes `{code}`"),
            derivation: "told by the plugin; unknown where it could not judge".to_owned(),
            scope: Scope::Account,
            per_contract: false,
            ty: SignalType::Bool,
            money: false,
            unit: None,
            valid_for_days: None,
            words: None,
            range: None,
            control: Control::None,
            kinds: Vec::new(),
            actions_only: true,
            name,
        };
        let name = signal.name.clone();
        match self.dictionary.add(signal) {
            Ok(signal) => Some(PluginAction {
                code: code.to_owned(),
                signal,
            }),
            Err(_) => {
                let message = format!("the signal `{name}` is there already");
                self.report
                    .error_help("duplicate", loc, message, "give the plugin another `id`");
                None
            }
        }
    }
}

fn count(count: Option<i64>) -> Option<u32> {
    count.and_then(|count| u32::try_from(count).ok())
}

/// The name with `_` for what has no place in one.
fn as_word(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars()
        .map(|c| if fits(c) { c } else { '_' })
        .collect()
}

fn parameter(node: &Node) -> Option<Parameter> {
    Some(match &node.value {
        Value::Text(text) => Parameter::Text(text.clone()),
        Value::Int(int) => Parameter::Int(*int),
        Value::Float(float) => Parameter::Float(*float),
        Value::Bool(truth) => Parameter::Bool(*truth),
        Value::List(nodes) => Parameter::List(nodes.iter().filter_map(parameter).collect()),
        Value::Table(table) => {
            let entries = table.entries.iter();
            let entries =
                entries.filter_map(|entry| Some((entry.key.clone(), parameter(&entry.node)?)));
            Parameter::Table(entries.collect::<BTreeMap<_, _>>())
        }
        Value::Broken => return None,
    })
}
