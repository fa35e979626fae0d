//! What actions stand on: the facts of one account on one day, besides its signals.

use std::cell::OnceCell;

use chrono::NaiveDate;
use tenure_model::{Account, ComplaintSeverity, Id, WorkCalendar};
use tenure_rules::{Arbitration, KeyBinding, Scope};

use super::episode::{self, quarter};
use super::history::History;
use super::key::Key;
use crate::signals::{Agreement, View, is_open};

/// The facts of one account on one day.
#[derive(Debug)]
pub(crate) struct Ground<'v, 'a> {
    /// The account as of the day.
    pub(crate) view: &'v View<'a>,
    /// When the tenant works.
    pub(crate) calendar: &'v WorkCalendar,
    /// What comes first, and how much of it at once.
    pub(crate) arbitration: &'v Arbitration,
    /// The name of the rulebook's worst band.
    worst_band: &'v str,
    satisfaction: OnceCell<Option<String>>,
}

impl<'v, 'a> Ground<'v, 'a> {
    /// The facts of a view.
    pub(crate) fn new(
        view: &'v View<'a>,
        calendar: &'v WorkCalendar,
        worst_band: &'v str,
        arbitration: &'v Arbitration,
    ) -> Self {
        Self {
            view,
            calendar,
            arbitration,
            worst_band,
            satisfaction: OnceCell::new(),
        }
    }

    /// The account.
    pub(crate) fn account(&self) -> &'a Account {
        self.view.account()
    }

    /// The day.
    pub(crate) fn day(&self) -> NaiveDate {
        self.view.day()
    }

    /// A contract as of the day.
    pub(crate) fn agreement(&self, contract: &str) -> Option<&'v Agreement<'a>> {
        self.view.agreement(&Id::from(contract))
    }

    /// Whether a critical complaint is open.
    pub(crate) fn critical_complaint(&self) -> bool {
        self.view.complaints().iter().any(|complaint| {
            is_open(complaint, self.view.as_of())
                && complaint.severity == Some(ComplaintSeverity::Critical)
        })
    }

    /// The contract that a row is about: its own, or, for a key bound to a term at account scope, the primary one.
    pub(crate) fn contract<'r>(
        &'r self,
        scope: Scope,
        entity: Option<&'r str>,
        binding: &KeyBinding,
    ) -> Option<&'r str> {
        match binding {
            _ if scope == Scope::Contract => entity,
            KeyBinding::Anchor | KeyBinding::Term => {
                self.view.primary().map(|agreement| agreement.id().as_str())
            }
            KeyBinding::Episode(_)
            | KeyBinding::Row
            | KeyBinding::Period(_)
            | KeyBinding::Quarter => None,
        }
    }

    /// Completes a key that names action, kind, account and contract by what it is bound to.
    pub(crate) fn bind(
        &self,
        mut key: Key,
        binding: &KeyBinding,
        entity: Option<&str>,
        history: &History<'_>,
    ) -> Key {
        let agreement = key.contract.as_deref().and_then(|id| self.agreement(id));
        let term = agreement.map(|agreement| agreement.term_start().to_string());
        match binding {
            KeyBinding::Anchor => {
                key.term = term;
                key.bound = agreement
                    .and_then(Agreement::anchor)
                    .map(|anchor| anchor.to_string());
            }
            KeyBinding::Term => key.term = term,
            KeyBinding::Row => key.bound = entity.map(str::to_owned),
            KeyBinding::Episode(family) => key.bound = Some(self.episode(family)),
            KeyBinding::Quarter => key.bound = Some(row_and(entity, &quarter(self.day()))),
            KeyBinding::Period(days) => {
                let first = history.period_start(&key, entity, *days, self.day());
                let first = first.unwrap_or(self.day());
                key.bound = Some(row_and(entity, &first.to_string()));
            }
        }
        key
    }

    /// An episode is named by the record that began it, never by the day on which somebody looked.
    fn episode(&self, family: &str) -> String {
        let record = match family {
            "satisfaction" => self
                .satisfaction
                .get_or_init(|| episode::satisfaction(self.view))
                .clone(),
            "owner" => episode::owner(self.view),
            "risk" => episode::risk(self.view, self.worst_band),
            "tenant" => episode::loss_reason(self.view.as_of()),
            _ => None,
        };
        format!("{family}:{}", record.as_deref().unwrap_or("-"))
    }
}

/// A period is named by its first day or its quarter, and by its row.
fn row_and(entity: Option<&str>, period: &str) -> String {
    entity.map_or_else(|| period.to_owned(), |entity| format!("{entity}@{period}"))
}

/// The first day of a period of a row, by its name.
pub(crate) fn period_day(name: &str, entity: Option<&str>) -> Option<NaiveDate> {
    let day = match entity {
        None => name,
        Some(entity) => name.strip_prefix(entity)?.strip_prefix('@')?,
    };
    day.parse().ok()
}
