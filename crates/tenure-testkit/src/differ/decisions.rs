//! Decisions of the engine beside those of the reference.

use std::collections::BTreeMap;
use std::fmt::Debug;

use tenure::{Decision, Engine, PreparedTenant, Rulebook};
use tenure_model::Account;

use super::Difference;
use crate::fault::Fault;
use crate::generate::{Case, Records};
use crate::reference::{Reference, ReferenceDecision, ReferencePlugin};
use crate::tally::Tally;

/// What a comparison of decisions went through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// What operators and functions came to.
    pub operators: Tally,
    /// Decisions compared.
    pub decisions: u64,
    /// Contributions of rules.
    pub fired: u64,
    /// Contributions of rules of a narrow scope.
    pub fired_on_records: u64,
    /// Rows that could not be judged.
    pub unjudged: u64,
    /// Rows that could not be judged because of an error.
    pub erred: u64,
    /// Overlays whose condition was unknown.
    pub unknown_overlays: u64,
    /// Contributions of plugins.
    pub given_by_plugins: u64,
    /// Plugins that failed.
    pub failed_plugins: u64,
    /// Caps that held a group.
    pub capped: u64,
    /// Totals that were clamped.
    pub clamped: u64,
    /// Bands that were `insufficient`.
    pub insufficient: u64,
    /// Decisions with a range wider than a point.
    pub ranged: u64,
}

impl Coverage {
    /// Takes in what another comparison went through.
    pub fn merge(&mut self, other: &Self) {
        self.operators.merge(&other.operators);
        self.decisions += other.decisions;
        self.fired += other.fired;
        self.fired_on_records += other.fired_on_records;
        self.unjudged += other.unjudged;
        self.erred += other.erred;
        self.unknown_overlays += other.unknown_overlays;
        self.given_by_plugins += other.given_by_plugins;
        self.failed_plugins += other.failed_plugins;
        self.capped += other.capped;
        self.clamped += other.clamped;
        self.insufficient += other.insufficient;
        self.ranged += other.ranged;
    }

    fn count(&mut self, decision: &ReferenceDecision) {
        self.decisions += 1;
        for (rule, entity, _) in &decision.contributions {
            if rule.starts_with("cap:") {
                self.capped += 1;
            } else if rule == "clamp" {
                self.clamped += 1;
            } else if rule.starts_with("plugin:") {
                self.given_by_plugins += 1;
            } else {
                self.fired += 1;
                self.fired_on_records += u64::from(entity.is_some());
            }
        }
        for unjudged in &decision.unknown {
            self.unjudged += 1;
            self.erred += u64::from(unjudged.error.is_some());
            self.failed_plugins += u64::from(unjudged.failed);
            self.unknown_overlays += u64::from(unjudged.rule.starts_with("overlay:"));
        }
        self.insufficient += u64::from(decision.band == "insufficient");
        self.ranged += u64::from(decision.points_low < decision.points_high);
    }
}

/// An engine's answer in the reference's form.
fn of_engine(decision: &Decision) -> Answer {
    Answer {
        decision: ReferenceDecision {
            points: decision.risk.points,
            probability_bp: decision.risk.probability_bp,
            band: decision.risk.band.clone(),
            coverage_bp: decision.risk.coverage_bp,
            points_low: decision.risk.points_low,
            points_high: decision.risk.points_high,
            contributions: decision
                .contributions
                .iter()
                .map(|given| (given.rule.clone(), given.entity.clone(), given.points))
                .collect(),
            unknown: Vec::new(),
            most_informative: decision.most_informative.clone(),
        },
        unknown: decision
            .unknown
            .iter()
            .map(|unjudged| {
                (
                    unjudged.rule.clone(),
                    unjudged.entity.clone(),
                    unjudged.missing.clone(),
                    unjudged.error.clone().map(in_a_word),
                )
            })
            .collect(),
    }
}

/// What stands for a plugin that failed.
const FAILED: &str = "the plugin failed";

fn in_a_word(error: String) -> String {
    if error.starts_with("the plugin `") {
        FAILED.to_owned()
    } else {
        error
    }
}

fn of_reference(mut decision: ReferenceDecision) -> Answer {
    let unknown = std::mem::take(&mut decision.unknown)
        .into_iter()
        .map(|unjudged| {
            (
                unjudged.rule,
                unjudged.entity,
                unjudged.missing,
                match unjudged.failed {
                    true => Some(FAILED.to_owned()),
                    false => unjudged.error.map(|cause| cause.as_str().to_owned()),
                },
            )
        })
        .collect();
    Answer { decision, unknown }
}

type Unknown = (String, Option<String>, Vec<String>, Option<String>);

/// An answer in which errors are words.
struct Answer {
    decision: ReferenceDecision,
    unknown: Vec<Unknown>,
}

/// The first thing in which two answers differ.
fn first_difference(engine: &Answer, reference: &Answer) -> Option<[String; 3]> {
    let (e, r) = (&engine.decision, &reference.decision);
    unequal("contributions", &e.contributions, &r.contributions)
        .or_else(|| unequal("unknown", &engine.unknown, &reference.unknown))
        .or_else(|| unequal("points", &e.points, &r.points))
        .or_else(|| unequal("probability_bp", &e.probability_bp, &r.probability_bp))
        .or_else(|| unequal("coverage_bp", &e.coverage_bp, &r.coverage_bp))
        .or_else(|| unequal("band", &e.band, &r.band))
        .or_else(|| {
            let (ranges, wanted) = ([e.points_low, e.points_high], [r.points_low, r.points_high]);
            unequal("range", &ranges, &wanted)
        })
        .or_else(|| unequal("most_informative", &e.most_informative, &r.most_informative))
}

fn unequal<T: PartialEq + Debug>(what: &str, engine: &T, reference: &T) -> Option<[String; 3]> {
    (engine != reference).then(|| {
        [
            what.to_owned(),
            format!("{engine:?}"),
            format!("{reference:?}"),
        ]
    })
}

/// A rulebook ready to be decided by, twice.
#[derive(Debug, Clone)]
pub struct Pair {
    engine: Engine,
    text: String,
    plugins: BTreeMap<String, ReferencePlugin>,
}

impl Pair {
    /// Loads a rulebook's text.
    ///
    /// # Errors
    /// The text is refused: generated ones should not be.
    pub fn new(text: &str) -> Result<Self, Box<Difference>> {
        let refused = |error: tenure::Error| {
            Box::new(Difference {
                what: "whether the rulebook is accepted".to_owned(),
                engine: format!("refused: {error}"),
                reference: "accepted".to_owned(),
                story: format!("rulebook:\n{text}\n"),
            })
        };
        let rulebook = Rulebook::parse("generated.toml", text).map_err(refused)?;
        Self::of(rulebook, text).map_err(refused)
    }

    /// Takes a rulebook that was read from a text.
    ///
    /// # Errors
    /// The rulebook is refused: it binds plugins, and none are handed in.
    pub fn of(rulebook: Rulebook, text: &str) -> Result<Self, tenure::Error> {
        let engine = Engine::builder().rulebook(rulebook).build()?;
        Ok(Self::with_plugins(engine, text, BTreeMap::new()))
    }

    /// Takes an engine whose plugins the reference knows, too.
    pub fn with_plugins(
        engine: Engine,
        text: &str,
        plugins: BTreeMap<String, ReferencePlugin>,
    ) -> Self {
        Self {
            engine,
            text: text.to_owned(),
            plugins,
        }
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What the engine decides, all accounts together.
    ///
    /// # Errors
    /// The tenant's time zone does not exist.
    pub fn decide(&self, records: &Records) -> Result<Vec<Decision>, Box<Difference>> {
        self.engine
            .session()
            .decide_batch(&records.accounts, &records.tenant, records.as_of)
            .map_err(|error| {
                let parts = [
                    "the tenant".to_owned(),
                    error.to_string(),
                    "accepted".to_owned(),
                ];
                self.differs(records, None, parts)
            })
    }

    /// Decides every account, all together and the first one alone, and compares each answer with the reference's.
    ///
    /// # Errors
    /// The first answer that differs, with all that is needed to see it again.
    pub fn compare(&self, records: &Records, fault: Fault) -> Result<Coverage, Box<Difference>> {
        let cannot = |error: tenure::Error| {
            self.differs(
                records,
                None,
                [
                    "the tenant".to_owned(),
                    error.to_string(),
                    "accepted".to_owned(),
                ],
            )
        };
        let tenant = PreparedTenant::new(records.tenant.clone()).map_err(cannot)?;
        let mut session = self.engine.session();
        let together = session
            .decide_batch(&records.accounts, &tenant, records.as_of)
            .map_err(cannot)?;
        let reference = Reference::new(self.engine.rulebook(), &records.tenant, records.as_of)
            .with_fault(fault)
            .with_plugins(self.plugins.clone());
        let mut coverage = Coverage::default();
        for (number, (account, decision)) in records.accounts.iter().zip(&together).enumerate() {
            let wanted = reference.decide(account);
            coverage.count(&wanted);
            let wanted = of_reference(wanted);
            if let Some(parts) = first_difference(&of_engine(decision), &wanted) {
                return Err(self.differs(records, Some(account), parts));
            }
            // A batch of one is the account alone already.
            if number == 0 && together.len() > 1 {
                let alone = session
                    .decide(account, &tenant, records.as_of)
                    .map_err(cannot)?;
                if let Some(parts) = first_difference(&of_engine(&alone), &wanted) {
                    return Err(self.differs(records, Some(account), parts));
                }
            }
        }
        coverage.operators = reference.tally();
        Ok(coverage)
    }

    fn differs(
        &self,
        records: &Records,
        account: Option<&Account>,
        [what, engine, reference]: [String; 3],
    ) -> Box<Difference> {
        let account = account.map_or_else(String::new, |account| {
            serde_json::to_string_pretty(account).unwrap_or_default()
        });
        Box::new(Difference {
            what,
            engine,
            reference,
            story: format!(
                "as of {}\nrulebook:\n{}\ntenant: {}\naccount: {account}\n",
                records.as_of,
                self.text,
                serde_json::to_string(&records.tenant).unwrap_or_default(),
            ),
        })
    }
}

/// Compares every decision of a case.
///
/// # Errors
/// The rulebook is refused, or an answer differs.
pub fn compare_decisions(case: &Case, fault: Fault) -> Result<Coverage, Box<Difference>> {
    Pair::new(&case.rulebook.to_string())?.compare(&case.records, fault)
}
