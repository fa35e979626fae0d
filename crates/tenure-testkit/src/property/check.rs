//! The properties.

mod about;
mod alone;
mod churned;
mod declared;
mod engine;
mod keys;
mod money;
mod order;
mod sales;
mod time;
mod unknown;

use tenure_core::decision::Decision;
use tenure_rules::{Promise, Property, Rulebook};

use super::bench::Bench;
use super::example::Example;

pub(super) use declared::{moved, says as says_declared};

/// What came of a property on one example.
pub(super) enum Tried {
    /// The example has nothing to do with it.
    Idle,
    /// It was put to the test, and held.
    Held,
    /// It was broken.
    Broken(Box<Broken>),
}

/// How a property was broken.
pub(super) struct Broken {
    /// What is wrong, in a sentence.
    pub(super) what: String,
    /// What came out for the example.
    pub(super) first: Decision,
    /// What it is held beside: how that came about, and what came out.
    pub(super) other: Option<Other>,
}

impl Broken {
    /// Two answers to one question.
    pub(super) fn between(what: String, first: Decision, by: &str, decision: Decision) -> Self {
        Self {
            what,
            first,
            other: Some(Other {
                by: by.to_owned(),
                example: None,
                decision,
            }),
        }
    }
}

/// The second side of a comparison.
pub(super) struct Other {
    /// What was changed, where it is not the account.
    pub(super) by: String,
    /// The account that was changed, where it is that.
    pub(super) example: Option<Example>,
    /// What came out.
    pub(super) decision: Decision,
}

impl Tried {
    fn broken(what: String, first: Decision) -> Self {
        Self::Broken(Box::new(Broken {
            what,
            first,
            other: None,
        }))
    }

    /// Broken between two answers.
    fn beside(
        what: String,
        first: Decision,
        by: &str,
        example: Option<Example>,
        decision: Decision,
    ) -> Self {
        let by = by.to_owned();
        Self::Broken(Box::new(Broken {
            what,
            first,
            other: Some(Other {
                by,
                example,
                decision,
            }),
        }))
    }
}

/// A property that every rulebook is held to.
pub(super) struct General {
    /// Its name.
    pub(super) id: &'static str,
    /// What it says.
    pub(super) says: &'static str,
    /// How often of a thousand examples it must have been put to the test, so that passing it says something; once at
    /// least, where the rulebook has anything that it is about.
    pub(super) least: u64,
    /// How much of a rulebook it is about: rules, plugins, actions or steps.
    pub(super) about: fn(&Rulebook) -> usize,
    /// Tries it on an example.
    pub(super) on: fn(&mut Bench<'_>, &Example) -> Tried,
}

/// Every general property, in the order in which they are told.
pub(super) const GENERAL: &[General] = &[
    General {
        id: "bounds",
        says: "points, probability, coverage and band stay within their bounds",
        least: 300,
        about: |_| 1,
        on: engine::bounds,
    },
    General {
        id: "adds-up",
        says: "the reasons add up to the points, and explaining says what deciding says",
        least: 100,
        about: about::points,
        on: engine::adds_up,
    },
    General {
        id: "determinism",
        says: "the same account gets the same answer",
        least: 100,
        about: about::anything,
        on: engine::determinism,
    },
    General {
        id: "order-of-accounts",
        says: "the order of accounts changes nothing",
        least: 100,
        about: about::anything,
        on: order::accounts,
    },
    General {
        id: "batch-split",
        says: "deciding accounts together or alone changes nothing",
        least: 100,
        about: about::anything,
        on: order::split,
    },
    General {
        id: "order-of-records",
        says: "the order of records changes nothing",
        least: 20,
        about: about::anything,
        on: order::records,
    },
    General {
        id: "order-of-rules",
        says: "the order of rules and actions changes nothing",
        least: 100,
        about: about::anything,
        on: order::rules,
    },
    General {
        id: "rule-off",
        says: "turning a rule off takes its own points away, and changes nothing else but caps and what hangs on the total",
        least: 50,
        about: about::rules,
        on: engine::rule_off,
    },
    General {
        id: "unknown-is-neutral",
        says: "no rule gives points for what nobody knows, unless it says so",
        least: 50,
        about: about::rules,
        on: unknown::neutral,
    },
    General {
        id: "as-of",
        says: "what is dated later changes nothing today",
        least: 50,
        about: about::anything,
        on: time::later,
    },
    General {
        id: "idempotence",
        says: "deciding again after the proposals were recorded announces nothing",
        least: 20,
        about: about::actions,
        on: keys::again,
    },
    General {
        id: "exactly-once",
        says: "what was done is not proposed anew the day after, nor within its cooldown",
        least: 20,
        about: about::actions,
        on: keys::once,
    },
    General {
        id: "consent",
        says: "nobody who asked not to be contacted gets a message",
        least: 5,
        about: about::messages,
        on: keys::consent,
    },
    General {
        id: "sell-or-rescue",
        says: "nothing is sold over an open critical complaint, or to a customer with low satisfaction",
        least: 5,
        about: about::sales,
        on: sales::sell_or_rescue,
    },
    General {
        id: "churned",
        says: "a customer who is gone is only asked for the reason",
        least: 10,
        about: about::actions,
        on: churned::gone,
    },
    General {
        id: "currency",
        says: "the name of the currency changes nothing",
        least: 50,
        about: about::anything,
        on: money::renamed,
    },
];

/// What is tried: a general property, or one that the rulebook declares.
#[derive(Clone, Copy)]
pub(super) enum Check<'r> {
    General(&'static General),
    Declared(&'r Property),
}

impl<'r> Check<'r> {
    /// Every property of a rulebook: the general ones, then its own.
    pub(super) fn all(rulebook: &'r Rulebook) -> Vec<Self> {
        let declared = rulebook.properties.iter().filter(|one| one.enabled);
        // Amounts in the rulebook's own currency are another question than amounts in another one.
        let fits = |one: &&General| one.id != "currency" || rulebook.currency.is_none();
        let general = GENERAL.iter().filter(fits).map(Self::General);
        general.chain(declared.map(Self::Declared)).collect()
    }

    pub(super) fn id(&self) -> &'r str {
        match self {
            Self::General(general) => general.id,
            Self::Declared(property) => &property.id,
        }
    }

    pub(super) fn says(&self, rulebook: &Rulebook) -> String {
        match self {
            Self::General(general) => general.says.to_owned(),
            Self::Declared(property) => says_declared(property, rulebook),
        }
    }

    /// How often of so many examples it must have been put to the test; 0 where the rulebook has nothing that it is about.
    pub(super) fn least(&self, cases: u64, rulebook: &Rulebook) -> u64 {
        match self {
            Self::General(general) if (general.about)(rulebook) == 0 => 0,
            Self::General(general) => (cases.saturating_mul(general.least) / 1_000).max(1),
            Self::Declared(property) => match property.promise {
                // Tried on every example.
                Promise::MaxMoved { .. } => (cases / 2).max(1),
                _ => (cases / 200).max(1),
            },
        }
    }

    /// The rulebook that is held against and the percent that may move, where all examples are judged together.
    pub(super) fn most_moved(&self) -> Option<(&'r str, i64)> {
        match self {
            Self::General(_) => None,
            Self::Declared(property) => match &property.promise {
                Promise::MaxMoved { against, percent } => Some((against, *percent)),
                _ => None,
            },
        }
    }

    pub(super) fn on(&self, bench: &mut Bench<'_>, example: &Example) -> Tried {
        match self {
            Self::General(general) => (general.on)(bench, example),
            Self::Declared(property) => declared::on(bench, property, example),
        }
    }
}
