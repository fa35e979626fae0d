//! What plugins said of one account, as decisions and explanations tell it.

use std::collections::BTreeMap;

use tenure_columns::Cell;

use super::batch::Batch;
use super::plugins::{Hired, PluginRow};
use super::rules::told;
use super::seen::{Seen, evidence};
use super::why::missing;
use crate::decision::{Contribution, Evidence, Texts};
use crate::explain::{RuleState, State, What, WhyNotRow};
use crate::risk::UnjudgedItem;

impl Batch<'_, '_> {
    /// The points that a plugin gave under a reason.
    pub(super) fn plugin_contribution(
        &self,
        account: usize,
        number: usize,
        reason: u16,
        points: i64,
    ) -> Option<Contribution> {
        let hired = self.hired(|hired| hired.number == number)?.1;
        let code = hired.description().reasons.get(usize::from(reason))?;
        let texts = self.plugin_texts(account, &code.texts);
        let binding = self.engine.rulebook.plugins.get(number)?;
        Some(Contribution {
            rule: format!("{}/{}", binding.name(), code.code),
            group: binding.group.clone(),
            entity: None,
            points,
            reason: if texts.is_empty() {
                Texts::from([("en".to_owned(), code.code.clone())])
            } else {
                texts
            },
            evidence: self.plugin_evidence(account, hired),
        })
    }

    /// How a plugin failed on an account: what happened and where, never what it says itself, for that may quote what it
    /// was shown.
    pub(super) fn plugin_error(&self, account: usize, item: UnjudgedItem) -> Option<String> {
        let UnjudgedItem::Plugin(number) = item else {
            return None;
        };
        let (place, _) = self.hired(|hired| hired.number == number)?;
        self.error_of(account, place)
    }

    fn error_of(&self, account: usize, place: usize) -> Option<String> {
        match self.plugins.get(place)?.0.get(account)? {
            PluginRow::Failed(error) => Some(error.without_text()),
            PluginRow::NotApplicable | PluginRow::Missing(_) | PluginRow::Judged { .. } => None,
        }
    }

    /// Every plugin's state.
    pub(super) fn plugin_states(&self, account: usize) -> impl Iterator<Item = RuleState> + '_ {
        self.engine.plugins.iter().filter_map(move |hired| {
            let row = self.plugin_row(account, &hired.id)?;
            let binding = self.engine.rulebook.plugins.get(hired.number)?;
            Some(told(&binding.name(), binding.group.as_ref(), row))
        })
    }

    /// What a plugin saw and came to.
    pub(super) fn plugin_row(&self, account: usize, id: &str) -> Option<WhyNotRow> {
        let (place, hired) = self.hired(|hired| hired.id == id)?;
        let row = self.plugins.get(place)?.0.get(account)?;
        let (state, points, signals) = match row {
            PluginRow::NotApplicable => (State::NotApplicable, 0, &[][..]),
            PluginRow::Missing(signals) => (State::Unknown, 0, &signals[..]),
            PluginRow::Failed(_) => (State::Unknown, 0, &[][..]),
            PluginRow::Judged { points, .. } => {
                let sum = points.iter().map(|(_, points)| points).sum();
                let fired = !points.is_empty();
                (
                    if fired { State::Fired } else { State::NotFired },
                    sum,
                    &[][..],
                )
            }
        };
        let description = hired.description();
        Some(WhyNotRow {
            what: What::Plugin,
            entity: None,
            state,
            condition: format!("{}@{}", description.id, description.version),
            points: Some(points),
            clause: None,
            evidence: self.plugin_evidence(account, hired),
            missing: missing(&self.engine.rulebook, signals, None).signals,
            error: self.error_of(account, place),
            stages: Vec::new(),
        })
    }

    /// A plugin in service, with its place.
    fn hired(&self, wanted: impl Fn(&Hired) -> bool) -> Option<(usize, &Hired)> {
        let mut all = self.engine.plugins.iter().enumerate();
        all.find(|(_, hired)| wanted(hired))
    }

    /// The values of what a plugin reads.
    fn plugin_evidence(&self, account: usize, hired: &Hired) -> BTreeMap<String, Evidence> {
        let dictionary = &self.engine.rulebook.dictionary;
        let seen = hired.signals().filter_map(|id| {
            let column = self.derived.accounts.column(id.index());
            let cell = column.map_or(Cell::Unknown, |column| column.cell(account));
            Some((dictionary.get(id)?, cell))
        });
        evidence(&self.teller(account), seen)
    }

    /// Texts with the values of the account's signals.
    fn plugin_texts(&self, account: usize, texts: &Texts) -> Texts {
        let rulebook = &self.engine.rulebook;
        self.teller(account).fill(texts, &mut |name| {
            let (id, signal) = rulebook.signal(name)?;
            let column = self.derived.accounts.column(id.index());
            Some(Seen {
                signal: Some(signal),
                cell: column.map_or(Cell::Unknown, |column| column.cell(account)),
            })
        })
    }
}
