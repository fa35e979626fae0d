//! Decisions on past days, and what became of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tenure::decision::{Appraised, Decision};
use tenure::model::{Account, Money, Owner, OwnerStatus, Tenant};
use tenure::signals::facts;
use tenure::{Engine, PreparedTenant};

use super::label::{Fate, Lives};
use super::past::Past;
use super::points::{Given, Scale};
use crate::{Error, ErrorKind};

/// How many accounts are decided together.
const BATCH: usize = 512;

/// Who does what needs nobody: messages that go out by themselves.
const BY_ITSELF: &str = "(goes out by itself)";

/// An account on a day, and whether it was lost within the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) account: u32,
    pub(super) day: u32,
    pub(super) lost: bool,
}

/// What a rulebook said of a row.
#[derive(Debug)]
pub(super) struct Score {
    pub(super) probability_bp: i64,
    pub(super) given: Vec<Given>,
    pub(super) value: Option<Money>,
}

/// An action that was proposed for the first time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proposal {
    /// The action and who does it, by number.
    pub(super) action: u32,
    pub(super) assignee: u32,
    pub(super) day: u32,
    /// The row of the account on that day, if it was a customer.
    pub(super) row: Option<u32>,
}

/// Everything that one rulebook said, its scores in the order of the rows.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) scale: Scale,
    pub(super) scores: Vec<Score>,
    pub(super) actions: Names,
    pub(super) assignees: Names,
    pub(super) proposals: Vec<Proposal>,
    open: BTreeSet<(u32, String)>,
}

/// Words by number, in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Names {
    words: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Names {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }

    pub(super) fn of(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", String::as_str)
    }
}

/// How many accounts could not be labelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Unlabelled {
    /// Customers whose horizon ends after the data does.
    pub(super) censored: usize,
    /// Customers whose contracts were not on record yet.
    pub(super) not_on_record: usize,
}

/// The days of a back-test, each with the end of its horizon.
pub(super) struct Days<'d> {
    pub(super) days: &'d [(NaiveDate, NaiveDate)],
    /// The last day of which anything is known.
    pub(super) end: NaiveDate,
}

/// Rows in the order of days, then accounts.
#[derive(Debug)]
pub(super) struct Decided {
    pub(super) rows: Vec<Row>,
    pub(super) said: Vec<Said>,
    pub(super) unlabelled: Unlabelled,
}

/// Decides accounts as they were known on each day.
pub(super) fn decide(
    past: &mut Past,
    tenant: &Tenant,
    lives: &Lives,
    engines: &[&Engine],
    days: &Days<'_>,
) -> Result<Decided, Error> {
    let mut decided = Decided {
        rows: Vec::new(),
        said: engines.iter().map(|engine| Said::new(engine)).collect(),
        unlabelled: Unlabelled::default(),
    };
    for (number, (day, until)) in days.days.iter().enumerate() {
        let rows = decided.label(past.len(), lives, number as u32, (*day, *until), days.end);
        if *until > days.end {
            continue;
        }
        let past = past.on(*day);
        let tenant = on_day(past, tenant, *day)?;
        for (said, engine) in decided.said.iter_mut().zip(engines) {
            said.day(past, &tenant, engine, *day, number as u32, (&rows, lives))?;
        }
    }
    Ok(decided)
}

/// The tenant with the facts over the portfolio as they were on a day.
pub(super) fn on_day(
    past: &[Account],
    tenant: &Tenant,
    day: NaiveDate,
) -> Result<PreparedTenant, Error> {
    let unusable = |text: String| Error::new(ErrorKind::Input, text);
    let facts = facts(past, tenant, day).map_err(|error| unusable(error.to_string()))?;
    let mut tenant = Tenant {
        facts: Some(facts),
        ..tenant.clone()
    };
    for owner in tenant.owners.iter_mut().flatten() {
        undated(owner);
    }
    PreparedTenant::new(tenant).map_err(|error| unusable(error.to_string()))
}

/// Since when somebody is gone or away that no day tells of, nobody knows.
fn undated(owner: &mut Owner) {
    if owner.leave_from.is_none() {
        owner.leave_until = None;
    }
    let unknown = match owner.status {
        Some(OwnerStatus::Departed) => owner.departed_on.is_none(),
        Some(OwnerStatus::OnLeave) => owner.leave_from.is_none(),
        Some(OwnerStatus::Active) | None => false,
    };
    if unknown {
        owner.status = None;
    }
}

impl Decided {
    /// The rows of a day, by account; none where the horizon ends after the data.
    fn label(
        &mut self,
        accounts: usize,
        lives: &Lives,
        number: u32,
        (day, until): (NaiveDate, NaiveDate),
        end: NaiveDate,
    ) -> BTreeMap<u32, u32> {
        let mut rows = BTreeMap::new();
        for account in 0..accounts {
            match lives.fate(account, day, until) {
                Fate::NoCustomer => {}
                Fate::NotOnRecord => self.unlabelled.not_on_record += 1,
                Fate::Kept | Fate::Lost if until > end => self.unlabelled.censored += 1,
                fate @ (Fate::Kept | Fate::Lost) => {
                    rows.insert(account as u32, self.rows.len() as u32);
                    self.rows.push(Row {
                        account: account as u32,
                        day: number,
                        lost: fate == Fate::Lost,
                    });
                }
            }
        }
        rows
    }
}

impl Said {
    fn new(engine: &Engine) -> Self {
        Self {
            scale: Scale::new(engine),
            scores: Vec::new(),
            actions: Names::default(),
            assignees: Names::default(),
            proposals: Vec::new(),
            open: BTreeSet::new(),
        }
    }

    fn day(
        &mut self,
        past: &[Account],
        tenant: &PreparedTenant,
        engine: &Engine,
        day: NaiveDate,
        number: u32,
        (rows, lives): (&BTreeMap<u32, u32>, &Lives),
    ) -> Result<(), Error> {
        let mut session = engine.session();
        let mut account = 0;
        for batch in past.chunks(BATCH) {
            let told = session.appraise_batch(batch, tenant, day);
            let told = told.map_err(|error| Error::new(ErrorKind::Input, error.to_string()))?;
            for appraised in told {
                let row = rows.get(&account).copied();
                if row.is_some() {
                    self.score(&appraised);
                }
                if lives.is_known(account as usize) {
                    self.propose(&appraised.decision, account, number, row);
                }
                account += 1;
            }
        }
        Ok(())
    }

    fn score(&mut self, appraised: &Appraised) {
        let value = appraised.annual_value.zip(appraised.currency);
        let decision = &appraised.decision;
        self.scores.push(Score {
            probability_bp: decision.risk.probability_bp,
            given: self.scale.take(&decision.contributions),
            value: value.map(|(minor, currency)| Money { minor, currency }),
        });
    }

    /// Takes in what is proposed and was not on a day before. A proposal may carry several keys.
    fn propose(&mut self, decision: &Decision, account: u32, day: u32, row: Option<u32>) {
        for action in &decision.actions {
            let keys = action.keys.iter().map(|key| (account, key.clone()));
            let keys: Vec<(u32, String)> = keys.collect();
            let known = keys.iter().any(|key| self.open.contains(key));
            self.open.extend(keys);
            if known {
                continue;
            }
            let who = action.assignee.as_ref().map(|assignee| {
                assignee
                    .owner_id
                    .clone()
                    .unwrap_or_else(|| format!("({})", assignee.role))
            });
            let proposal = Proposal {
                action: self.actions.number(&action.action),
                assignee: self.assignees.number(who.as_deref().unwrap_or(BY_ITSELF)),
                day,
                row,
            };
            self.proposals.push(proposal);
        }
    }
}
