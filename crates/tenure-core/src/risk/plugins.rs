//! Plugins beside rules: what they give, and in what interval that lies.

use tenure_rules::{GroupMode, SignalId};

use super::coverage::Standing;
use super::overlays::Amount;
use super::unit::Unit;

/// A plugin that gives points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginMember {
    /// Its number among the rulebook's plugins.
    pub number: usize,
    /// The id of its group, if it has one.
    pub group: Option<String>,
    /// The most that its absolute points add up to: its weight.
    pub weight: i64,
    /// The signals that it reads.
    pub inputs: Vec<SignalId>,
}

/// What a plugin said of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PluginJudgment {
    /// It does not apply.
    #[default]
    NotApplicable,
    /// It could not judge: these signals are missing; none where it failed.
    Unjudged {
        /// The signals that it requires, and that are unknown or stale.
        missing: Vec<SignalId>,
    },
    /// It judged.
    Judged {
        /// Points by reason, ascending by reason; none is zero.
        points: Vec<(u16, i64)>,
        /// The signals that it would have read and that are unknown or stale: with them it might have said something
        /// else.
        open: Vec<SignalId>,
    },
}

impl PluginJudgment {
    pub(super) fn standing(&self) -> Standing {
        match self {
            Self::NotApplicable => Standing::NotApplicable,
            Self::Unjudged { .. } => Standing::Unjudged,
            Self::Judged { .. } => Standing::Judged,
        }
    }

    /// The signals on which its interval hangs.
    pub(super) fn gaps(&self) -> &[SignalId] {
        match self {
            Self::NotApplicable => &[],
            Self::Unjudged { missing } => missing,
            Self::Judged { open, .. } => open,
        }
    }

    /// Points by reason.
    pub(super) fn points(&self) -> &[(u16, i64)] {
        match self {
            Self::NotApplicable | Self::Unjudged { .. } => &[],
            Self::Judged { points, .. } => points,
        }
    }

    /// What the account is given, reason by reason, and what it might be given besides.
    pub(super) fn amounts(&self, unit: &Unit, weight: i64) -> Vec<Amount> {
        let mut amounts: Vec<Amount> = self
            .points()
            .iter()
            .map(|(_, points)| exact(*points))
            .collect();
        let is_open = match self {
            Self::NotApplicable => false,
            Self::Unjudged { .. } => true,
            Self::Judged { open, .. } => !open.is_empty(),
        };
        if is_open {
            let given: i64 = amounts.iter().map(|amount| amount.points).sum();
            let given = match unit.mode {
                GroupMode::Sum => given,
                GroupMode::Max => 0,
            };
            amounts.push(Amount {
                points: 0,
                low: -weight - given,
                high: weight - given,
            });
        }
        amounts
    }
}

fn exact(points: i64) -> Amount {
    Amount {
        points,
        low: points,
        high: points,
    }
}
