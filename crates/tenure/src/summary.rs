//! What many decisions come to, in whole numbers: parts add up to the whole in any split and any order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decision::{Action, Decision};
use crate::engine::Engine;
use crate::error::{Error, ErrorKind};

/// The form of the bytes; another one is refused.
const FORM: u32 = 1;

/// Whole numbers beyond this are no longer exact in every reader of JSON.
const MOST: u64 = 1 << 53;

/// Counts and sums over the decisions of one rulebook. Its JSON form is API.
///
/// Adding up knows no order: whatever the accounts are split into, over however many processes, merging the parts gives
/// the same bytes.
///
/// ```
/// use tenure::model::{Account, Id, Tenant};
/// use tenure::summary::Summary;
/// use tenure::{Engine, Rulebook};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
/// let decide = |id: &str| {
///     let account = Account { id: Id::from(id), ..Account::default() };
///     engine.decide(&account, &Tenant::default(), "2026-06-30".parse().expect("a day"))
/// };
/// let mut here = Summary::new(&engine);
/// here.add(&decide("acme")?)?;
/// let mut there = Summary::new(&engine);
/// there.add(&decide("zenith")?)?;
///
/// here.merge(&there.to_bytes())?;
/// assert_eq!(here.accounts(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    form: u32,
    rulebook: String,
    accounts: u64,
    held_out: u64,
    points: Sum,
    probability_bp: Sum,
    coverage_bp: Sum,
    bands: BTreeMap<String, u64>,
    contributions: BTreeMap<String, Given>,
    unknown: BTreeMap<String, u64>,
    most_informative: BTreeMap<String, u64>,
    actions: BTreeMap<String, Proposed>,
}

/// A sum with what is below zero apart, so that no order of adding overflows before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sum {
    up: u64,
    down: u64,
}

/// What a rule, cap or clamp gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    count: u64,
    points: Sum,
}

/// What an action rule proposes: open actions, and those of them that are new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proposed {
    open: u64,
    new: u64,
}

impl Summary {
    /// An empty summary of an engine's decisions.
    pub fn new(engine: &Engine) -> Self {
        Self {
            form: FORM,
            rulebook: engine.provenance().to_owned(),
            accounts: 0,
            held_out: 0,
            points: Sum::default(),
            probability_bp: Sum::default(),
            coverage_bp: Sum::default(),
            bands: BTreeMap::new(),
            contributions: BTreeMap::new(),
            unknown: BTreeMap::new(),
            most_informative: BTreeMap::new(),
            actions: BTreeMap::new(),
        }
    }

    /// How many decisions were added.
    pub fn accounts(&self) -> u64 {
        self.accounts
    }

    /// Adds a decision.
    ///
    /// # Errors
    /// [`ErrorKind::Summary`]: another rulebook decided. Nothing is added then.
    pub fn add(&mut self, decision: &Decision) -> Result<(), Error> {
        self.must_be(&decision.provenance.rulebook)?;
        let risk = &decision.risk;
        count(&mut self.accounts, 1);
        count(&mut self.held_out, u64::from(decision.holdout));
        self.points.add(risk.points);
        self.probability_bp.add(risk.probability_bp);
        self.coverage_bp.add(risk.coverage_bp);
        count(self.bands.entry(risk.band.clone()).or_default(), 1);
        for given in &decision.contributions {
            let entry = self.contributions.entry(given.rule.clone()).or_default();
            count(&mut entry.count, 1);
            entry.points.add(given.points);
        }
        for unjudged in &decision.unknown {
            count(self.unknown.entry(unjudged.rule.clone()).or_default(), 1);
        }
        if let Some(kind) = &decision.most_informative {
            count(self.most_informative.entry(kind.clone()).or_default(), 1);
        }
        for action in decision.actions.iter().filter(|action| is_open(action)) {
            let entry = self.actions.entry(action.action.clone()).or_default();
            count(&mut entry.open, 1);
            count(&mut entry.new, u64::from(action.new));
        }
        Ok(())
    }

    /// Takes in the bytes of another summary.
    ///
    /// # Errors
    /// [`ErrorKind::Summary`]: the bytes are no summary, are one of another rulebook, or the sum is beyond what JSON holds
    /// exactly. Nothing is taken in then.
    pub fn merge(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let other: Self = serde_json::from_slice(bytes).map_err(|error| {
            refused(format!(
                "the bytes are no summary: {error}; hand in those that a summary gave"
            ))
        })?;
        if other.form != FORM {
            return Err(refused(format!(
                "the summary is of form {}, and this is form {FORM}; add its decisions up anew",
                other.form
            )));
        }
        self.must_be(&other.rulebook)?;
        let mut sum = self.clone();
        sum.plus(&other);
        if sum.largest() > MOST {
            return Err(refused(
                "the sum is beyond what JSON holds exactly; keep parts of the portfolio apart"
                    .to_owned(),
            ));
        }
        *self = sum;
        Ok(())
    }

    /// The summary as bytes to merge elsewhere: JSON in one line, the same for the same decisions.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Texts and whole numbers can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }

    fn must_be(&self, rulebook: &str) -> Result<(), Error> {
        if self.rulebook == rulebook {
            return Ok(());
        }
        Err(refused(format!(
            "the rulebook `{rulebook}` decided, and the summary is of `{}`; keep a summary for each",
            self.rulebook
        )))
    }

    fn plus(&mut self, other: &Self) {
        count(&mut self.accounts, other.accounts);
        count(&mut self.held_out, other.held_out);
        self.points.plus(other.points);
        self.probability_bp.plus(other.probability_bp);
        self.coverage_bp.plus(other.coverage_bp);
        counts(&mut self.bands, &other.bands);
        counts(&mut self.unknown, &other.unknown);
        counts(&mut self.most_informative, &other.most_informative);
        for (rule, given) in &other.contributions {
            let entry = self.contributions.entry(rule.clone()).or_default();
            count(&mut entry.count, given.count);
            entry.points.plus(given.points);
        }
        for (rule, proposed) in &other.actions {
            let entry = self.actions.entry(rule.clone()).or_default();
            count(&mut entry.open, proposed.open);
            count(&mut entry.new, proposed.new);
        }
    }

    fn largest(&self) -> u64 {
        let sums = [self.points, self.probability_bp, self.coverage_bp];
        let given = self.contributions.values();
        let proposed = self.actions.values();
        let counts = [&self.bands, &self.unknown, &self.most_informative];
        sums.into_iter()
            .chain(given.clone().map(|given| given.points))
            .flat_map(|sum| [sum.up, sum.down])
            .chain(given.map(|given| given.count))
            .chain(proposed.flat_map(|proposed| [proposed.open, proposed.new]))
            .chain(
                counts
                    .into_iter()
                    .flat_map(|counts| counts.values().copied()),
            )
            .chain([self.accounts, self.held_out])
            .max()
            .unwrap_or(0)
    }
}

impl Sum {
    fn add(&mut self, value: i64) {
        let side = if value < 0 {
            &mut self.down
        } else {
            &mut self.up
        };
        count(side, value.unsigned_abs());
    }

    fn plus(&mut self, other: Self) {
        count(&mut self.up, other.up);
        count(&mut self.down, other.down);
    }
}

/// Where it would overflow it stays beyond what is taken in: no order of adding tells otherwise.
fn count(total: &mut u64, by: u64) {
    *total = total.saturating_add(by);
}

fn counts(total: &mut BTreeMap<String, u64>, by: &BTreeMap<String, u64>) {
    for (name, times) in by {
        count(total.entry(name.clone()).or_default(), *times);
    }
}

/// Whether an action still wants doing.
fn is_open(action: &Action) -> bool {
    matches!(action.state.as_str(), "proposed" | "accepted")
}

fn refused(message: String) -> Error {
    Error::new(ErrorKind::Summary, message)
}
