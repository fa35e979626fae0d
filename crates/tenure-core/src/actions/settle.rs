//! What came in open: what of it is closed, and what waits.

use std::collections::BTreeSet;

use tenure_model::ActionStatus;
use tenure_rules::{ActionRule, KeyBinding, Scope};

use super::JudgedAction;
use super::candidate::Candidate;
use super::ground::Ground;
use super::history::{History, Past};
use super::key::Key;
use super::stage::Stage;
use crate::decision::{Closed, Waiting};

/// What becomes of a key that came in open.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// It is carried by what is listed.
    Listed,
    /// It has nothing left to be done for.
    Closed(ActionStatus),
    /// It stays open, and nothing is to be done about it today.
    Waits(Stage),
    /// It is no key of this account, or another record tells of it.
    Foreign,
}

impl Fate {
    fn rank(&self) -> u8 {
        match self {
            Self::Listed => 0,
            Self::Waits(_) => 1,
            Self::Closed(_) => 2,
            Self::Foreign => 3,
        }
    }
}

/// What is closed and what waits, the earliest proposal first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Settled {
    /// The keys to be closed.
    pub(crate) closed: Vec<Closed>,
    /// The proposals of which nothing is listed.
    pub(crate) waiting: Vec<Waiting>,
}

impl Settled {
    /// The keys to be closed, for looking up.
    pub(crate) fn closed_keys(&self) -> BTreeSet<&str> {
        self.closed
            .iter()
            .map(|closed| closed.key.as_str())
            .collect()
    }
}

/// Settles what came in open. Every such key of the account is listed, closed or waits.
pub(crate) fn settle(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    judged: &[JudgedAction<'_>],
    found: &[Candidate],
) -> Settled {
    let mut settled = Settled::default();
    let open = |past: &Past<'_>| past.is_open() || past.runs_out;
    let look = Look {
        ground,
        history,
        judged,
        found,
    };
    for (number, past) in history.iter().filter(|(_, past)| open(past)) {
        let mut waits = Vec::new();
        let mut listed = false;
        for key in &past.record.keys {
            match look.fate(number, past, key) {
                Fate::Listed => listed = true,
                Fate::Closed(state) => settled.closed.push(Closed {
                    key: key.clone(),
                    state: state.as_str().to_owned(),
                }),
                Fate::Waits(stage) => waits.push((key, stage)),
                Fate::Foreign => {}
            }
        }
        if let Some((_, stage)) = waits.first().filter(|_| !listed) {
            let keys = waits.iter().map(|(key, _)| (*key).clone()).collect();
            settled.waiting.push(Waiting {
                keys,
                state: past.status.as_str().to_owned(),
                stage: stage.clone(),
            });
        }
    }
    settled
}

struct Look<'l, 'v, 'a, 'h, 'r> {
    ground: &'l Ground<'v, 'a>,
    history: &'l History<'h>,
    judged: &'l [JudgedAction<'r>],
    found: &'l [Candidate],
}

impl<'r> Look<'_, '_, '_, '_, 'r> {
    fn fate(&self, number: usize, past: Past<'_>, text: &str) -> Fate {
        let Some(key) = self.own_key(text) else {
            return Fate::Foreign;
        };
        if past.runs_out {
            return Fate::Closed(ActionStatus::Expired);
        }
        let same = |candidate: &&Candidate| candidate.key == text;
        let fates = self.found.iter().filter(same);
        // Steps of one kind that stand in for each other share the key: what one of them still does is not closed.
        fates
            .map(|candidate| self.as_found(number, &key, candidate))
            .min_by_key(Fate::rank)
            .unwrap_or_else(|| self.not_found(&key))
    }

    fn own_key(&self, text: &str) -> Option<Key> {
        Key::parse(text).filter(|key| key.account == self.ground.account().id.0)
    }

    fn as_found(&self, number: usize, key: &Key, candidate: &Candidate) -> Fate {
        let told = self.history.find(&candidate.key);
        if told.is_some_and(|told| told != number) {
            let closed = told.and_then(|told| self.history.get(told));
            let closed = closed.is_some_and(|past| !past.is_open());
            return if closed {
                Fate::Closed(ActionStatus::AutoClosed)
            } else {
                Fate::Foreign
            };
        }
        match &candidate.standing {
            Ok(_) => Fate::Listed,
            Err(stage) => self.stopped(key, stage),
        }
    }

    fn stopped(&self, key: &Key, stage: &Stage) -> Fate {
        match stage {
            Stage::TakenIn { .. } | Stage::Listed { .. } => Fate::Listed,
            Stage::NotDue | Stage::StepNotDue | Stage::NotApplicable if self.is_paused(key) => {
                Fate::Waits(Stage::Suspended)
            }
            Stage::NotDue
            | Stage::StepNotDue
            | Stage::NotApplicable
            | Stage::Decided
            | Stage::Closed { .. } => Fate::Closed(ActionStatus::AutoClosed),
            Stage::Unknown
            | Stage::Suspended
            | Stage::NotPrimary
            | Stage::NoRule
            | Stage::CriticalComplaint
            | Stage::NoConsent { .. }
            | Stage::SameKey
            | Stage::Snoozed { .. }
            | Stage::Cooldown { .. }
            | Stage::Paused { .. }
            | Stage::ContactPolicy { .. }
            | Stage::Limit { .. } => Fate::Waits(stage.clone()),
        }
    }

    fn is_paused(&self, key: &Key) -> bool {
        let agreement = key
            .contract
            .as_deref()
            .and_then(|id| self.ground.agreement(id));
        agreement.is_some_and(|agreement| agreement.is_paused() && !agreement.is_decided())
    }

    /// A key that no row of its rule has today.
    fn not_found(&self, key: &Key) -> Fate {
        let Some(rule) = self.rule(key) else {
            return Fate::Waits(Stage::NoRule);
        };
        match &rule.key {
            KeyBinding::Anchor | KeyBinding::Term => self.of_contract(rule, key),
            KeyBinding::Episode(_) => self.taken_over(key),
            KeyBinding::Row | KeyBinding::Period(_) | KeyBinding::Quarter
                if self.is_listed(rule.scope) =>
            {
                Fate::Closed(ActionStatus::AutoClosed)
            }
            KeyBinding::Row | KeyBinding::Period(_) | KeyBinding::Quarter => {
                Fate::Waits(Stage::Unknown)
            }
        }
    }

    fn rule(&self, key: &Key) -> Option<&'r ActionRule> {
        let rules = self.judged.iter().map(|action| action.rule);
        let has_step = |rule: &&ActionRule| {
            rule.id == key.action && rule.steps.iter().any(|step| step.kind == key.kind)
        };
        rules.into_iter().find(has_step)
    }

    fn of_contract(&self, rule: &ActionRule, key: &Key) -> Fate {
        let agreement = key
            .contract
            .as_deref()
            .and_then(|id| self.ground.agreement(id));
        let Some(agreement) = agreement else {
            return if self.is_listed(Scope::Contract) {
                Fate::Closed(ActionStatus::AutoClosed)
            } else {
                Fate::Waits(Stage::Unknown)
            };
        };
        if key.term != Some(agreement.term_start().to_string()) {
            return Fate::Closed(ActionStatus::AutoClosed);
        }
        if rule.key == KeyBinding::Anchor && agreement.is_decided() {
            return Fate::Closed(ActionStatus::AutoClosed);
        }
        if agreement.is_paused() && !agreement.is_decided() {
            return Fate::Waits(Stage::Suspended);
        }
        let anchor = agreement.anchor().map(|anchor| anchor.to_string());
        if rule.key == KeyBinding::Anchor && key.bound != anchor {
            return self.taken_over(key);
        }
        Fate::Waits(Stage::NotPrimary)
    }

    /// Its anchor is another one by now, or its episode: what is due goes on under the new key, what is put off waits for
    /// its day, and what nobody can judge waits, too.
    fn taken_over(&self, key: &Key) -> Fate {
        let heirs = || self.found.iter().filter(|heir| is_heir(heir, key));
        let heir = heirs()
            .find(|heir| heir.standing.is_ok())
            .or(heirs().next());
        match heir.map(|heir| &heir.standing) {
            Some(Err(stage @ (Stage::Unknown | Stage::Snoozed { .. }))) => {
                Fate::Waits(stage.clone())
            }
            Some(Err(Stage::NotDue | Stage::StepNotDue | Stage::NotApplicable))
                if key.contract.is_none() =>
            {
                Fate::Closed(ActionStatus::AutoClosed)
            }
            Some(Ok(_) | Err(_)) | None => Fate::Closed(ActionStatus::Moved),
        }
    }

    /// Whether the records that a scope's rows are of are known.
    fn is_listed(&self, scope: Scope) -> bool {
        let account = self.ground.account();
        match scope {
            Scope::Tenant | Scope::Account => true,
            Scope::Contract => account.contracts.is_some(),
            Scope::Complaint => account.complaints.is_some(),
            Scope::Opportunity => account.opportunities.is_some(),
            Scope::Offer => self.ground.view.as_of().tenant().offers.is_some(),
        }
    }
}

/// Whether a candidate's key differs in nothing but what it is bound to.
fn is_heir(candidate: &Candidate, key: &Key) -> bool {
    let bare = |key: Key| Key { bound: None, ..key };
    Key::parse(&candidate.key).is_some_and(|heir| bare(heir) == bare(key.clone()))
}
