//! What the engine puts first, and holds back, beside the reference.

use std::collections::BTreeMap;

use tenure::Engine;
use tenure::decision::Key;
use tenure::explain::{Ended, Explanation, Stage};
use tenure_model::{Account, ActionRecord, ActionStatus, Moment};

use super::Difference;
use crate::fault::Fault;
use crate::generate::Records;
use crate::reference::{Proposal, Reference};

/// What a comparison of arbitrations went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arbitrated {
    /// Candidates whose factors were compared.
    pub ranked: u64,
    /// Pairs of actions that stand next to each other in a list.
    pub ordered: u64,
    /// Proposals that had no room.
    pub held_back: u64,
}

impl Arbitrated {
    /// Takes in what another comparison went through.
    pub fn merge(&mut self, other: Self) {
        self.ranked += other.ranked;
        self.ordered += other.ordered;
        self.held_back += other.held_back;
    }
}

/// Compares the rank of every candidate of every account, the order of what is listed, and what there is no room for.
///
/// # Errors
/// The first difference; an account or tenant that cannot be decided.
pub fn compare_arbitration(
    engine: &Engine,
    records: &Records,
    fault: Fault,
) -> Result<Arbitrated, Box<Difference>> {
    let rulebook = engine.rulebook();
    let reference = Reference::new(rulebook, &records.tenant, records.as_of).with_fault(fault);
    let mut all = Arbitrated::default();
    for account in &records.accounts {
        let differs = |what: &str, engine: String, reference: String| {
            let account = serde_json::to_string(account).unwrap_or_default();
            Box::new(Difference {
                what: what.to_owned(),
                engine,
                reference,
                story: format!("as of {}\naccount: {account}\n", records.as_of),
            })
        };
        let explained = engine.explain(account, &records.tenant, records.as_of);
        let explained = explained
            .map_err(|error| differs("the tenant", error.to_string(), "accepted".to_owned()))?;
        let look = Look {
            engine,
            reference: &reference,
            records,
            account,
            explained: &explained,
        };
        let compared = look.compare();
        all.merge(compared.map_err(|[what, engine, reference]| {
            let mut difference = differs(&what, engine, reference);
            let ended = explained.actions.iter().filter(|ended| ended.key.is_some());
            let ended: Vec<String> = ended.map(|ended| format!("{ended:?}")).collect();
            difference.story = format!("{}\n{}", ended.join("\n"), difference.story);
            difference
        })?);
    }
    Ok(all)
}

struct Look<'l> {
    engine: &'l Engine,
    reference: &'l Reference<'l>,
    records: &'l Records,
    account: &'l Account,
    explained: &'l Explanation,
}

impl Look<'_> {
    fn compare(&self) -> Result<Arbitrated, [String; 3]> {
        let mut proposals: BTreeMap<&str, Proposal> = BTreeMap::new();
        for ended in &self.explained.actions {
            if let (Some(key), Some(proposal)) = (&ended.key, self.proposal(ended)?) {
                proposals.insert(key, proposal);
            }
        }
        let (mut fresh, mut listed, mut shown) = (Vec::new(), Vec::new(), Vec::new());
        for action in &self.explained.decision.actions {
            let own = action.keys.first().map_or("", String::as_str);
            let Some(mut proposal) = proposals.get(own).cloned() else {
                return Err([
                    own.to_owned(),
                    "listed".to_owned(),
                    "no candidate".to_owned(),
                ]);
            };
            let carried = action
                .keys
                .iter()
                .filter_map(|key| proposals.get(key.as_str()));
            proposal.mandatory |= carried.into_iter().any(|other| other.mandatory);
            proposal.stays = proposal.mandatory || !action.new;
            if action.new || !self.was_there(own) {
                fresh.push(proposal.clone());
            }
            shown.push(name(&proposal));
            listed.push(proposal);
        }
        self.reference.in_order(&mut listed);
        equal("the order", &shown, &names(&listed))?;
        let held = self.held_back(&proposals, &mut fresh);
        let kept: Vec<Proposal> = self.reference.with_room(self.earlier(), fresh);
        let there = |p: &&Proposal| kept.contains(p);
        let held_too: Vec<String> = held.iter().filter(there).map(name).collect();
        equal("what has no room", &Vec::new(), &held_too)?;
        let has_room = |p: &Proposal| p.stays || kept.contains(p);
        let lost: Vec<String> = listed.iter().filter(|p| !has_room(p)).map(name).collect();
        equal("what has room", &Vec::new(), &lost)?;
        Ok(Arbitrated {
            ranked: proposals.len() as u64,
            ordered: listed.len().saturating_sub(1) as u64,
            held_back: held.len() as u64,
        })
    }

    /// A candidate that got as far as to have a key, with the reference's rank.
    fn proposal(&self, ended: &Ended) -> Result<Option<Proposal>, [String; 3]> {
        let Some(told) = &ended.priority else {
            return Ok(None);
        };
        let entity = ended.entity.as_deref();
        let rank = self
            .reference
            .rank(self.account, &ended.action, &ended.kind, entity);
        let rule = self.engine.rulebook().action(&ended.action);
        let (Some(rank), Some(rule)) = (rank, rule) else {
            return Ok(None);
        };
        let factors = [told.propensity_bp, told.context_percent, told.lever_percent];
        let engine = (told.value, factors, told.amount, told.mandatory);
        let wanted = (rank.value, rank.factors, rank.amount, rule.mandatory);
        equal(&format!("the rank of {ended:?}"), &engine, &wanted)?;
        Ok(Some(Proposal {
            action: ended.action.clone(),
            kind: ended.kind.clone(),
            entity: ended.entity.clone(),
            channel: channel(&ended.kind),
            stays: rule.mandatory,
            mandatory: rule.mandatory,
            step: rule
                .steps
                .iter()
                .position(|step| step.kind == ended.kind)
                .unwrap_or(0),
            rank,
        }))
    }

    fn held_back(
        &self,
        proposals: &BTreeMap<&str, Proposal>,
        fresh: &mut Vec<Proposal>,
    ) -> Vec<Proposal> {
        let stopped = self
            .explained
            .actions
            .iter()
            .filter(|ended| matches!(ended.stage, Stage::Limit { .. }));
        let held: Vec<Proposal> = stopped
            .filter_map(|ended| proposals.get(ended.key.as_deref()?).cloned())
            .collect();
        fresh.extend(held.iter().cloned());
        held
    }

    /// What was proposed earlier on the same day.
    fn earlier(&self) -> Vec<Proposal> {
        let mut today: Vec<&ActionRecord> = Vec::new();
        for record in self.account.actions.iter().flatten() {
            let counts = record.proposed_on == self.records.as_of && !self.has_moved(record);
            // A record that is there twice is one.
            if counts && !today.contains(&record) {
                today.push(record);
            }
        }
        let proposal = |text: &String| {
            let key = Key::parse(text)?;
            Some(Proposal {
                channel: channel(&key.kind),
                action: key.action,
                kind: key.kind,
                entity: None,
                stays: true,
                mandatory: false,
                rank: crate::reference::Rank {
                    value: None,
                    factors: [0; 3],
                    amount: None,
                    product: None,
                },
                step: 0,
            })
        };
        today
            .into_iter()
            .filter_map(|record| proposal(record.keys.first()?))
            .collect()
    }

    fn was_there(&self, key: &str) -> bool {
        let mut records = self.account.actions.iter().flatten();
        records.any(|record| !self.has_moved(record) && record.keys.iter().any(|own| own == key))
    }

    /// Whether it moved away, and not on a later day only.
    fn has_moved(&self, record: &ActionRecord) -> bool {
        let zone = self.records.tenant.zone();
        let by_now = |at: Moment| at.day(zone) <= self.records.as_of;
        record.status == ActionStatus::Moved && record.at.is_none_or(by_now)
    }
}

/// The channel of a message, by its kind.
fn channel(kind: &str) -> Option<String> {
    let is_mail = kind.ends_with("_email") || kind.ends_with("_survey");
    is_mail.then(|| "email".to_owned())
}

fn name(proposal: &Proposal) -> String {
    let entity = proposal.entity.as_deref().unwrap_or("-");
    format!("{} {} {entity}", proposal.action, proposal.kind)
}

fn names(proposals: &[Proposal]) -> Vec<String> {
    proposals.iter().map(name).collect()
}

fn equal<T: PartialEq + std::fmt::Debug>(
    what: &str,
    engine: &T,
    reference: &T,
) -> Result<(), [String; 3]> {
    if engine == reference {
        return Ok(());
    }
    Err([
        what.to_owned(),
        format!("{engine:?}"),
        format!("{reference:?}"),
    ])
}
