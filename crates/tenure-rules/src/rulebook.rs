//! A rulebook, parsed and checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calibration::Calibration;
use crate::dictionary::{Dictionary, Scope, SignalDef, SignalId};
use crate::expr::Expr;
use crate::property::{Promise, Property};

/// Texts by language (`en`, `ko`). `{signal}` in a text stands for the signal's value.
pub type Texts = BTreeMap<String, String>;

/// A checked rulebook. Frozen: to change one, change its text.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rulebook {
    /// Identity.
    pub id: String,
    /// Version of the rulebook, by its author.
    pub version: String,
    /// Version of the condition language's meaning.
    pub language: u32,
    /// The currency of money signals (ISO 4217).
    pub currency: Option<String>,
    /// How points become a risk.
    pub risk: RiskModel,
    /// The accounts whose actions are computed and not carried out.
    pub holdout: Option<Holdout>,
    /// Built-in signals and those that the host supplies.
    pub dictionary: Arc<Dictionary>,
    /// Named expressions, in order.
    pub derives: Vec<Derive>,
    /// Rules, in the order of the text.
    pub rules: Vec<Rule>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Overlays.
    pub overlays: Vec<Overlay>,
    /// Plugins to bind.
    pub plugins: Vec<PluginBinding>,
    /// Action rules, in the order of the text.
    pub actions: Vec<ActionRule>,
    /// What of them comes first, and how much of it at once.
    pub arbitration: Arbitration,
    /// What it promises of itself. Decisions do not depend on it.
    pub properties: Vec<Property>,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Rulebook {
    /// A signal of the rulebook's dictionary, by name.
    pub fn signal(&self, name: &str) -> Option<(SignalId, &SignalDef)> {
        let id = self.dictionary.find(name)?;
        Some((id, self.dictionary.get(id)?))
    }

    /// A derived name, with its number.
    pub fn derive(&self, name: &str) -> Option<(u32, &Derive)> {
        let index = self.derives.iter().position(|derive| derive.name == name)?;
        Some((index as u32, self.derives.get(index)?))
    }

    /// A rule, by id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// A group, by id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The rulebooks that its properties hold it against: ids of shipped ones, or files beside it.
    pub fn held_against(&self) -> impl Iterator<Item = &str> {
        let enabled = self.properties.iter().filter(|one| one.enabled);
        enabled.filter_map(|property| match &property.promise {
            Promise::MaxMoved { against, .. } => Some(against.as_str()),
            Promise::Monotone { .. }
            | Promise::Protected { .. }
            | Promise::NoCliff { .. }
            | Promise::NeverTogether { .. } => None,
        })
    }

    /// An action rule, by id.
    pub fn action(&self, id: &str) -> Option<&ActionRule> {
        self.actions.iter().find(|action| action.id == id)
    }
}

/// Where a rulebook comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The texts that it was made from, base first: file name and content.
    pub sources: Vec<(String, String)>,
}

/// How points become a probability and a band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskModel {
    /// Basis points of accounts lost over the horizon without any evidence, 1 to 9,999.
    pub prior_bp: i64,
    /// The horizon, in months.
    pub horizon_months: i64,
    /// Points that double the odds, 1 or more.
    pub pdo: i64,
    /// Bands from the least risky to the riskiest.
    pub bands: Vec<Band>,
    /// Coverage under which the band is `Insufficient`, in basis points.
    pub min_coverage_bp: i64,
    /// Hysteresis of the bands, in basis points of probability.
    pub hysteresis_bp: i64,
    /// What the points meant in what happened; without it the probability is that of the prior and the odds.
    pub calibration: Option<Calibration>,
}

/// A control group: a share of the accounts whose actions are computed and not to be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdout {
    /// The share of accounts, in basis points, 0 to 10,000.
    pub share_bp: i64,
    /// What the draw depends on besides the account's id: another one draws anew.
    pub salt: String,
}

/// What comes first where not everything can be done at once, and how much is proposed at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arbitration {
    /// Percent by which the business scales a priority, by the id of an action or the kind of a step; an action's id
    /// comes before a kind, and what is not named counts 100.
    pub levers: BTreeMap<String, i64>,
    /// How much of an account's actions is newly proposed on one day.
    pub limits: Vec<Limit>,
}

/// So many actions of an account, and no more, are newly proposed on one day. Mandatory ones count and are never held
/// back. What it is about must fit in all of its lists; an empty list takes anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// At most so many, 0 to 1,000.
    pub max: i64,
    /// The ids of actions.
    pub actions: Vec<String>,
    /// The kinds of steps.
    pub kinds: Vec<String>,
    /// The channels of messages; what people do has none.
    pub channels: Vec<String>,
}

/// A row of a small table: what a priority is multiplied by where a condition holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The condition; without one the row always holds. One that is unknown does not hold.
    pub condition: Option<Expr>,
    /// The condition's text; empty where there is none.
    pub text: String,
    /// The factor, in the table's unit.
    pub amount: i64,
}

/// A band of probability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Its name.
    pub name: String,
    /// The first probability above it, in basis points; `None` for the last band.
    pub below_bp: Option<i64>,
}

/// A named expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Derive {
    /// Its name.
    pub name: String,
    /// Its expression.
    pub value: Arc<Expr>,
    /// The expression's text.
    pub text: String,
}

/// A rule: what gives points.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Identity.
    pub id: String,
    /// The group that its contribution belongs to.
    pub group: Option<String>,
    /// What one row is.
    pub scope: Scope,
    /// Whether it is judged at all.
    pub enabled: bool,
    /// How it is judged.
    pub judge: Judge,
    /// Why, for people; a bin may have its own.
    pub reason: Texts,
}

/// How a rule gives points.
#[derive(Debug, Clone, PartialEq)]
pub enum Judge {
    /// Points where a condition holds.
    When {
        /// The condition.
        condition: Expr,
        /// Its text.
        text: String,
        /// The points.
        points: i64,
    },
    /// Points by the bin into which a signal falls: the first that fits.
    Bins {
        /// The signal.
        signal: SignalId,
        /// The bins, in order.
        bins: Vec<Bin>,
    },
}

/// One bin.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// What falls into it.
    pub test: BinTest,
    /// The points.
    pub points: i64,
    /// Why, for people; absent, the rule's.
    pub reason: Option<Texts>,
}

/// A number of a bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// An int.
    Int(i64),
    /// A float; finite.
    Float(f64),
}

/// What falls into a bin.
#[derive(Debug, Clone, PartialEq)]
pub enum BinTest {
    /// A known number below this one.
    Below(Number),
    /// A known text that is one of these.
    Is(Vec<Arc<str>>),
    /// A known bool that is this one.
    IsBool(bool),
    /// Any known value.
    Otherwise,
    /// A stale value.
    Stale,
    /// An unknown value; a stale one too, unless a bin before says `stale`.
    Unknown,
    /// A value that is not applicable.
    NotApplicable,
}

/// How a group's contributions are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupMode {
    /// All count.
    Sum,
    /// The one with the largest absolute points counts; ties by the order of the rules.
    Max,
}

/// A group of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Identity.
    pub id: String,
    /// How its contributions are added up.
    pub mode: GroupMode,
    /// The sum is held within plus or minus this.
    pub cap: Option<i64>,
}

/// What an overlay scales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScaleTarget {
    /// Every rule of a group.
    Group(String),
    /// One rule.
    Rule(String),
}

/// An overlay: points of a group or rule scaled where a condition holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// The condition, at account scope.
    pub condition: Expr,
    /// Its text.
    pub text: String,
    /// What it scales.
    pub target: ScaleTarget,
    /// Numerator of the factor, not negative.
    pub num: i64,
    /// Denominator of the factor, positive.
    pub den: i64,
}

/// A plugin to bind.
#[derive(Debug, Clone, PartialEq)]
pub struct PluginBinding {
    /// Its name in this rulebook, in contributions and in errors.
    pub id: String,
    /// Its file, relative to the rulebook.
    pub file: String,
    /// Whether it is run at all.
    pub enabled: bool,
    /// The digest that it must have: 32 hex digits.
    pub digest: Option<String>,
    /// What is required of its version, such as `^1.0`.
    pub version: Option<String>,
    /// The group that its points belong to.
    pub group: Option<String>,
    /// The most that the absolute points of one row may add up to, if that is less than the plugin says itself.
    pub max_points: Option<i64>,
    /// What it is given of its parameters.
    pub parameters: BTreeMap<String, Parameter>,
    /// What happens when it fails.
    pub on_failure: OnFailure,
    /// The codes of its proposals that action rules may read, each with the signal that tells of it.
    pub actions: Vec<PluginAction>,
    /// What it may use, if less than the host allows.
    pub limits: PluginLimits,
}

impl PluginBinding {
    /// What decisions call it: `plugin:` and its id.
    pub fn name(&self) -> String {
        format!("plugin:{}", self.id)
    }
}

/// A proposal that action rules may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginAction {
    /// The code, by the plugin's description.
    pub code: String,
    /// The signal: `plugin.<id>.<code>`, with `_` for what has no place in a name. It is true where the action is
    /// proposed, false where it is not, and unknown where the plugin could not judge.
    pub signal: SignalId,
}

/// What happens when a plugin fails on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnFailure {
    /// The row is left unjudged by it.
    #[default]
    Skip,
    /// The whole call is refused.
    FailBatch,
    /// The row is left unjudged; after some failures of a session the plugin is left out.
    Disable {
        /// After so many failures, 1 or more.
        after: u32,
        /// For so many batches, 1 or more; twice as many each time that it fails at once again.
        back_off: u32,
    },
}

/// What a plugin may use; `None`: what the host allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PluginLimits {
    /// Fuel or operations for each row.
    pub fuel_per_row: Option<u64>,
    /// Memory, in KiB.
    pub memory_kib: Option<u64>,
    /// Milliseconds for a batch.
    pub time_ms: Option<u64>,
}

/// A setting of a plugin or a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Parameter {
    /// True or false.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Parameter>),
    /// A table.
    Table(BTreeMap<String, Parameter>),
}

/// An action rule.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionRule {
    /// Identity.
    pub id: String,
    /// What one row is.
    pub scope: Scope,
    /// Whether it is judged at all.
    pub enabled: bool,
    /// When it is due.
    pub condition: Expr,
    /// The condition's text.
    pub text: String,
    /// What a key of it is bound to.
    pub key: KeyBinding,
    /// Whether it bypasses arbitration (never consent).
    pub mandatory: bool,
    /// What it is worth, for ranking.
    pub value: Option<Expr>,
    /// How likely it is to work, in basis points: the first row that holds, else 10,000.
    pub propensity: Vec<Factor>,
    /// How much it matters right now, in percent: the first row that holds, else 100.
    pub context: Vec<Factor>,
    /// The action rules whose open keys a proposal takes in when both are due.
    pub absorbs: Vec<String>,
    /// Days for which the same thing is not proposed anew for the same contract and row, from its last proposal or
    /// dismissal on.
    pub cooldown: Option<i64>,
    /// Days after which a proposal that nobody took on runs out.
    pub expires: Option<i64>,
    /// Why, for people.
    pub reason: Texts,
    /// What to do.
    pub steps: Vec<ActionStep>,
}

/// What names an action: the same key is proposed once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyBinding {
    /// Contract, term and anchor.
    Anchor,
    /// The contract's term.
    Term,
    /// What began the episode: one of [`EPISODES`].
    Episode(String),
    /// The row itself (a complaint, an offer).
    Row,
    /// Once in so many days.
    Period(i64),
    /// Once in each quarter of the calendar.
    Quarter,
}

/// What begins an episode, by the namespace that tells of it.
///
/// - `satisfaction`: the answer that began the present run of one level;
/// - `owner`: the assignment of the present owner, or the departure of the last one;
/// - `risk`: the last score whose band was not the rulebook's worst;
/// - `tenant`: the most frequent loss reason, in a quarter.
pub const EPISODES: [&str; 4] = ["satisfaction", "owner", "risk", "tenant"];

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionStep {
    /// What kind of thing: `owner_todo`, `owner_alert`, `reminder_email`, `assign_csm`, `upsell`, `cross_sell`, `satisfaction_survey` ...
    pub kind: String,
    /// Who does it, by role; absent for what the system does.
    pub assignee: Option<String>,
    /// The channel of a message: `email`, `sms`, `alimtalk`, `call`, `task` or `in_app`.
    pub channel: Option<String>,
    /// Who gets it, by contact role: `decision_maker` ...
    pub to: Option<String>,
    /// The template of a message.
    pub template: Option<String>,
    /// By when.
    pub due: Option<Due>,
    /// What people read.
    pub title: Texts,
    /// The steps of a check-list.
    pub checklist: Vec<Texts>,
    /// Done only where this holds.
    pub when: Option<Expr>,
    /// The text of `when`; empty where there is none.
    pub when_text: String,
}

/// What a message's kind ends with, and the channel that it goes out on.
const MESSAGE_ENDINGS: [(&str, &str); 5] = [
    ("_email", "email"),
    ("_survey", "email"),
    ("_sms", "sms"),
    ("_alimtalk", "alimtalk"),
    ("_message", "in_app"),
];

/// The channel that a step's kind tells of, if it is a message's: `email` of `reminder_email`.
pub fn channel_of_kind(kind: &str) -> Option<&'static str> {
    let mut endings = MESSAGE_ENDINGS.iter();
    let found = endings.find(|(ending, _)| kind.ends_with(ending));
    found.map(|(_, channel)| *channel)
}

impl ActionStep {
    /// Whether it goes to the customer by itself: its kind says so, or nobody does it and it names who gets it, a
    /// template or a channel.
    pub fn is_message(&self) -> bool {
        let named = self.to.is_some() || self.template.is_some() || self.channel.is_some();
        channel_of_kind(&self.kind).is_some() || (self.assignee.is_none() && named)
    }
}

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// So many civil days; a due date rolls to the next working day.
    Days(i64),
    /// So many working days.
    BusinessDays(i64),
    /// So many hours.
    Hours(i64),
}
