//! Plugins: what a plain function says of the values of some signals.

use std::collections::BTreeSet;

use tenure_columns::{Cell, Value};
use tenure_rules::PluginBinding;

use super::eval::Missing;
use super::judge::{Row, Verdict};
use super::points::{Range, Scored};
use super::signals::Entity;
use super::{Day, Unjudged};
use crate::fault::Fault;

/// What a plugin says of an account: points by reason code, in the order of its reasons, or nothing where it fails.
pub type Said = Option<Vec<(&'static str, i64)>>;

/// A plugin, as the reference knows it.
#[derive(Debug, Clone, Copy)]
pub struct ReferencePlugin {
    /// The signals that it reads, and whether each is required.
    pub inputs: &'static [(&'static str, bool)],
    /// The most that its absolute points add up to.
    pub max_points: i64,
    /// What it says of the values, in the order of the inputs.
    pub says: fn(&[Option<Value>]) -> Said,
}

/// A plugin's part in a decision.
pub(crate) struct JudgedPlugin<'r> {
    pub(crate) binding: &'r PluginBinding,
    pub(crate) weight: i128,
    pub(crate) verdict: Verdict,
    /// Reason codes and points.
    pub(crate) given: Vec<(&'static str, i64)>,
    /// One row for each reason, and one for what it might have said besides.
    pub(crate) rows: Vec<Scored>,
    missing: Missing,
    failed: bool,
}

impl Day<'_> {
    pub(crate) fn judge_plugins(&self) -> Vec<JudgedPlugin<'_>> {
        let enabled = self
            .rulebook
            .plugins
            .iter()
            .filter(|binding| binding.enabled);
        let known = enabled.filter_map(|binding| Some((binding, self.plugins.get(&binding.id)?)));
        known
            .map(|(binding, plugin)| self.judge_plugin(binding, plugin))
            .collect()
    }

    fn judge_plugin<'r>(
        &self,
        binding: &'r PluginBinding,
        plugin: &ReferencePlugin,
    ) -> JudgedPlugin<'r> {
        let (mut values, mut blocked, mut open) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let mut applies = true;
        for (name, required) in plugin.inputs {
            let Some(id) = self.rulebook.dictionary.find(name) else {
                values.push(None);
                continue;
            };
            let cell = self.read(id, Entity::Account);
            match (&cell, required) {
                (Cell::Unknown | Cell::Stale, true) => drop(blocked.insert(id)),
                (Cell::Unknown | Cell::Stale, false) => drop(open.insert(id)),
                (Cell::NotApplicable, true) => applies = false,
                (Cell::NotApplicable, false) | (Cell::Known(_), _) => {}
            }
            values.push(cell.known());
        }
        let (verdict, said, signals) = if !blocked.is_empty() {
            (Verdict::Unjudged, None, blocked)
        } else if !applies {
            (Verdict::NotApplicable, None, BTreeSet::new())
        } else {
            match (plugin.says)(&values) {
                Some(said) => (Verdict::Points(0), Some(said), open),
                None if self.fault == Fault::FailedPluginsAreJudged => {
                    (Verdict::Points(0), Some(Vec::new()), open)
                }
                None => (Verdict::Unjudged, None, BTreeSet::new()),
            }
        };
        let failed = verdict == Verdict::Unjudged && signals.is_empty();
        let most = i128::from(plugin.max_points);
        let might = match verdict {
            Verdict::NotApplicable => None,
            Verdict::Unjudged => Some(most),
            _ if self.fault == Fault::OpenPluginsAreExact => None,
            _ => Some(most).filter(|_| !signals.is_empty()),
        };
        let given = said.unwrap_or_default();
        let missing = Missing {
            signals,
            error: None,
        };
        JudgedPlugin {
            binding,
            weight: most,
            rows: rows(&given, might, &missing),
            verdict,
            given,
            missing,
            failed,
        }
    }

    /// A plugin that could not judge.
    pub(crate) fn unjudged_plugin(&self, plugin: &JudgedPlugin<'_>) -> Option<Unjudged> {
        (plugin.verdict == Verdict::Unjudged).then(|| Unjudged {
            rule: format!("plugin:{}", plugin.binding.id),
            entity: None,
            missing: self.names(&plugin.missing),
            error: None,
            failed: plugin.failed,
        })
    }
}

/// Where anything might have been said, no reason is sure, and together they lie between the ends.
fn rows(given: &[(&'static str, i64)], might: Option<i128>, missing: &Missing) -> Vec<Scored> {
    let row = |points: i128, range: Range, missing: Missing| Scored {
        row: Row {
            entity: None,
            verdict: Verdict::Points(0),
            missing,
            list_is_absent: false,
        },
        points,
        range,
    };
    let sure = |points: i128| Range::exactly(if might.is_some() { 0 } else { points });
    let given = given.iter().map(|(_, points)| i128::from(*points));
    let mut rows: Vec<Scored> = given
        .map(|points| row(points, sure(points), Missing::default()))
        .collect();
    if let Some(most) = might {
        let range = Range {
            low: -most,
            high: most,
        };
        rows.push(row(0, range, missing.clone()));
    }
    rows
}
