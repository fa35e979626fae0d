//! Would it have told? Decisions on past days, each from what was known on that day, held against what came of them.
//!
//! For each day of a grid every customer is decided by what was on record at its end; whether it was lost is looked up at
//! the horizon. What has no history is left out, or told ([`FieldNote`]); what tells of the outcome is refused with the
//! record named. A horizon that ends after the data gives no outcome: such rows are counted, never taken for kept.
//!
//! ```
//! use tenure::model::{Limits, Tenant, read_account};
//! use tenure::{Engine, Rulebook};
//! use tenure_insight::backtest::{History, Settings, backtest};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let account = |id: &str, score: u8, terminated: &str| {
//!     let text = format!(
//!         r#"{{ "id": "{id}", "contracts": [{{ "id": "c", "start_date": "2024-01-01"{terminated} }}],
//!              "surveys": [{{ "kind": "nps", "score": {score}, "at": "2025-02-01" }},
//!                          {{ "kind": "nps", "score": {score}, "at": "2025-12-01" }}] }}"#
//!     );
//!     read_account(&text, &Limits::default()).map(|read| read.value).map_err(|refused| format!("{refused:?}"))
//! };
//! let accounts = [
//!     account("acme", 2, r#", "terminated_on": "2025-05-02""#)?,
//!     account("bolt", 9, "")?,
//!     account("core", 9, "")?,
//! ];
//! let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
//! let settings = Settings::new("2025-03-31".parse()?, "2025-03-31".parse()?, "1m".parse()?, "90d".parse()?);
//! let history = History { accounts: &accounts, tenant: &Tenant::default(), losses: None };
//! let told = backtest(&history, &[&engine], &settings)?;
//! assert_eq!((told.rows, told.lost), (3, 1));
//! assert_eq!(told.rulebooks[0].measures.auc.map(|auc| auc.value), Some(1.0));
//! # Ok(())
//! # }
//! ```

mod decide;
mod end;
mod grid;
mod label;
mod leak;
mod measures;
mod moved;
mod past;
mod points;
mod resample;
mod scores;
mod worth;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;
use tenure::Engine;
use tenure::decision::Appraised;
use tenure::model::{Account, Currency, Id, Tenant};

pub use end::{DataEnd, Doubted};
pub use grid::Step;
pub use label::{Loss, ToldLoss};
pub use measures::{Campaigns, Measures, ValueRecall};
pub use past::{FieldNote, Treatment, Undated};
pub use resample::Estimate;
pub use scores::ScoreRange;
pub use worth::{ActionWorth, Load, Precision, RuleWorth};

use crate::metrics::{Conventions, Exchange, LeftOut};
use crate::{Error, ErrorKind};
use decide::{Days, Decided, Row, Said, decide};
use label::Lives;
use measures::{Numbers, Rows, Shelf};
use past::Past;
use resample::resample;
use worth::{Drawing, times_of};

/// What is tried, and how.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// The first day of decisions.
    pub from: NaiveDate,
    /// No day of decisions comes after this one.
    pub to: NaiveDate,
    /// How far the days are apart.
    pub every: Step,
    /// How long after its day an outcome is looked for.
    pub horizon: Step,
    /// What counts as a loss.
    pub loss: Loss,
    /// How customers are counted; every account is one.
    pub conventions: Conventions,
    /// What becomes of what accounts say of themselves without a day.
    pub undated: Undated,
    /// The last day of which the data tells everything; `None`: the last on which anything that happened is on record.
    pub known_until: Option<NaiveDate>,
    /// The currency of values; `None`: the only one there is a way to.
    pub currency: Option<Currency>,
    /// What campaigns cost, for expected profits.
    pub campaigns: Campaigns,
    /// How often accounts are drawn anew for intervals; 0: no intervals.
    pub resamples: usize,
    /// What is drawn depends on it, and on nothing else.
    pub seed: u64,
    /// Whether it is measured what each rule is worth, which takes the most time.
    pub by_rule: bool,
}

impl Settings {
    /// Days from the first one on, so far apart, with a horizon; everything else as it is usual.
    pub fn new(from: NaiveDate, to: NaiveDate, every: Step, horizon: Step) -> Self {
        Self {
            from,
            to,
            every,
            horizon,
            loss: Loss::default(),
            conventions: Conventions::default(),
            undated: Undated::default(),
            known_until: None,
            currency: None,
            campaigns: Campaigns::default(),
            resamples: 1_000,
            seed: 1,
            by_rule: true,
        }
    }
}

/// What a back-test goes by.
#[derive(Debug, Clone, Copy)]
pub struct History<'h> {
    /// The accounts, with everything that ever happened.
    pub accounts: &'h [Account],
    /// The tenant.
    pub tenant: &'h Tenant,
    /// Losses that are told beside the contracts, and count in their place.
    pub losses: Option<&'h [ToldLoss]>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Backtest {
    /// The days of decisions whose horizon the data covers.
    pub days: Vec<NaiveDate>,
    /// The horizon.
    pub horizon: Step,
    /// What counted as a loss.
    pub loss: Loss,
    /// Whether losses were told beside the contracts.
    pub losses_told: bool,
    /// How customers were counted, in words.
    pub conventions: String,
    /// Where the data ends.
    pub data_end: DataEnd,
    /// How many accounts were handed in.
    pub accounts: usize,
    /// Customers on days whose outcome is known: an account counts on each day.
    pub rows: usize,
    /// The accounts among them.
    pub accounts_in_rows: usize,
    /// The rows that were lost.
    pub lost: usize,
    /// The accounts that were.
    pub accounts_lost: usize,
    /// Customers on days whose horizon ends after the data, without a label.
    pub censored: usize,
    /// Days of which that is so.
    pub censored_days: Vec<NaiveDate>,
    /// Customers on days on which none of their contracts was on record yet, without a label.
    pub not_on_record: usize,
    /// Accounts without a label on any day, and why.
    pub left_out: BTreeMap<Id, LeftOut>,
    /// Fields without a history, and what became of them.
    pub fields: Vec<FieldNote>,
    /// The currency of values; `None` where there are several and no rates.
    pub currency: Option<Currency>,
    /// How often accounts were drawn anew.
    pub resamples: usize,
    /// What was drawn depends on it.
    pub seed: u64,
    /// What came of each rulebook, in the order in which they were given.
    pub rulebooks: Vec<Tried>,
    /// The second rulebook less the first one, where there are two.
    pub comparison: Option<Comparison>,
}

/// What came of one rulebook.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Tried {
    /// `id@version`, a space, then the digest of its texts.
    pub rulebook: String,
    /// The months over which it tells probabilities.
    pub horizon_months: i64,
    /// Whether its probabilities were fitted to known outcomes.
    pub calibrated: bool,
    /// How good its scores were.
    pub measures: Measures,
    /// Of those who were given so large a probability, how many were lost: by rising probability.
    pub scores: Vec<ScoreRange>,
    /// What each rule is worth, the most useful first; empty where that was not asked for.
    pub rules: Vec<RuleWorth>,
    /// What each action is about.
    pub actions: Vec<ActionWorth>,
    /// What everybody would have had to do.
    pub load: Vec<Load>,
}

/// What the second rulebook has more than the first one. Intervals come from the same draws for both.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// Area under the curve: more is better.
    pub auc: Option<Estimate>,
    /// Brier score: less is better.
    pub brier: Option<Estimate>,
    /// Lift of the riskiest tenth: more is better.
    pub top_decile_lift: Option<Estimate>,
    /// Calibration error: less is better.
    pub calibration_error: Option<Estimate>,
}

/// Tries rulebooks, one or two, on the past.
///
/// # Errors
/// [`ErrorKind::Input`]: days or a horizon that cannot be, losses of unknown accounts, a tenant or plugin that cannot be
/// used. [`ErrorKind::Leak`]: something tells of the outcome: a loss dated before the day that it is the outcome of, a
/// signal that holds the day of a loss, a field without a history that only the lost have. [`ErrorKind::TooLittle`]: no
/// customer has a known outcome. [`ErrorKind::Currency`]: a currency was asked for, and there is no rate into it.
pub fn backtest(
    history: &History<'_>,
    engines: &[&Engine],
    settings: &Settings,
) -> Result<Backtest, Error> {
    let (accounts, tenant) = (history.accounts, history.tenant);
    let days = horizons(settings)?;
    let exchange = exchange(history, settings.currency)?;
    let conventions = &settings.conventions;
    let lives = Lives::of(accounts, tenant, settings.loss, conventions, history.losses)?;
    let data_end = known_end(history, settings)?;
    leak::refuse(accounts, &lives, engines, settings.undated, data_end.on)?;
    let mut past = Past::of(accounts, tenant.zone(), settings.undated);
    let grid = Days {
        days: &days,
        end: data_end.on,
    };
    let decided = decide(&mut past, tenant, &lives, engines, &grid)?;
    if decided.rows.is_empty() {
        return Err(nothing(&decided, &data_end, accounts.len()));
    }
    let found = Found {
        history,
        settings,
        exchange,
        days: &days,
        left_out: lives.left_out(accounts),
        fields: past.fields,
        data_end,
        decided,
    };
    Ok(found.told(engines))
}

/// Decides accounts as a back-test does: by what was known at the end of a day, without fields that have no history, and
/// with the portfolio's facts of that day.
///
/// # Errors
/// [`ErrorKind::Input`]: a tenant or plugin that cannot be used.
pub fn decide_as_known(
    history: &History<'_>,
    engine: &Engine,
    undated: Undated,
    day: NaiveDate,
) -> Result<Vec<Appraised>, Error> {
    let mut past = Past::of(history.accounts, history.tenant.zone(), undated);
    let accounts = past.on(day);
    let tenant = decide::on_day(accounts, history.tenant, day)?;
    let told = engine.session().appraise_batch(accounts, &tenant, day);
    told.map_err(|error| Error::new(ErrorKind::Input, error.to_string()))
}

/// Where the data ends: the latest day on which anything that happened is on record; `None` where nothing is.
pub fn data_end(accounts: &[Account], tenant: &Tenant) -> Option<DataEnd> {
    end::data_end(accounts, tenant.zone())
}

/// The days, each with the last one of its horizon.
fn horizons(settings: &Settings) -> Result<Vec<(NaiveDate, NaiveDate)>, Error> {
    let days = grid::days(settings.from, settings.to, settings.every)?;
    let with_end = |day: NaiveDate| {
        let until = settings.horizon.after(day, 1).ok_or_else(|| {
            let text = format!("the horizon of {day} ends beyond the calendar; take a shorter one");
            Error::new(ErrorKind::Input, text)
        })?;
        Ok((day, until))
    };
    days.into_iter().map(with_end).collect()
}

/// The currency of values: the one asked for, else one that all amounts lead to, if there is one.
fn exchange<'h>(
    history: &History<'h>,
    wanted: Option<Currency>,
) -> Result<Option<Exchange<'h>>, Error> {
    match Exchange::of(history.accounts, history.tenant, wanted) {
        Ok(exchange) => Ok(Some(exchange)),
        Err(error) if wanted.is_some() => Err(error),
        Err(_) => Ok(None),
    }
}

fn known_end(history: &History<'_>, settings: &Settings) -> Result<DataEnd, Error> {
    let given = settings.known_until.map(DataEnd::given);
    given
        .or_else(|| data_end(history.accounts, history.tenant))
        .ok_or_else(|| {
            let text = "nothing that happened is on record, so nobody knows where the data ends; hand in accounts with records";
            Error::new(ErrorKind::TooLittle, text)
        })
}

fn nothing(decided: &Decided, end: &DataEnd, accounts: usize) -> Error {
    let text = if decided.unlabelled.censored > 0 {
        format!(
            "the data ends on {}, before every horizon: {} customers have no outcome yet. Take earlier days, or a shorter horizon",
            end.on, decided.unlabelled.censored
        )
    } else {
        format!(
            "none of {accounts} accounts was a customer with a contract on record on any of the days; take other days"
        )
    };
    Error::new(ErrorKind::TooLittle, text)
}

/// What was found on the days, before it is measured.
struct Found<'f> {
    history: &'f History<'f>,
    settings: &'f Settings,
    exchange: Option<Exchange<'f>>,
    days: &'f [(NaiveDate, NaiveDate)],
    left_out: BTreeMap<Id, LeftOut>,
    fields: Vec<FieldNote>,
    data_end: DataEnd,
    decided: Decided,
}

impl Found<'_> {
    fn told(self, engines: &[&Engine]) -> Backtest {
        let Self {
            history,
            settings,
            exchange,
            ..
        } = self;
        let days = self.days(true);
        let trial = Trial::new(&self.decided, settings);
        let rulebooks = trial.tried(engines, exchange.as_ref(), weeks(&days));
        let comparison = trial.comparison();
        let rows = &self.decided.rows;
        let unlabelled = self.decided.unlabelled;
        Backtest {
            horizon: settings.horizon,
            loss: settings.loss,
            losses_told: history.losses.is_some(),
            conventions: settings.conventions.of_customers(),
            accounts: history.accounts.len(),
            rows: rows.len(),
            accounts_in_rows: accounts_of(rows.iter()),
            lost: rows.iter().filter(|row| row.lost).count(),
            accounts_lost: accounts_of(rows.iter().filter(|row| row.lost)),
            censored: unlabelled.censored,
            censored_days: self.days(false),
            not_on_record: unlabelled.not_on_record,
            currency: exchange.map(|exchange| exchange.currency()),
            resamples: settings.resamples,
            seed: settings.seed,
            left_out: self.left_out,
            fields: self.fields,
            data_end: self.data_end,
            days,
            rulebooks,
            comparison,
        }
    }

    /// The days whose horizon the data covers, or those whose it does not.
    fn days(&self, covered: bool) -> Vec<NaiveDate> {
        let days = self.days.iter();
        days.filter(|(_, until)| (*until <= self.data_end.on) == covered)
            .map(|(day, _)| *day)
            .collect()
    }
}

/// How many accounts stand in rows.
fn accounts_of<'r>(rows: impl Iterator<Item = &'r Row>) -> usize {
    rows.map(|row| row.account).collect::<BTreeSet<_>>().len()
}

/// Rows of known outcome, and what was had by drawing their accounts anew.
struct Trial<'t> {
    decided: &'t Decided,
    settings: &'t Settings,
    lost: Vec<bool>,
    /// The place of each row's account among those that have rows.
    places: Vec<usize>,
    /// Of each rulebook.
    shelves: Vec<Shelf>,
    /// Of each draw, the numbers of each rulebook.
    drawn: Vec<Vec<Numbers>>,
}

impl<'t> Trial<'t> {
    fn new(decided: &'t Decided, settings: &'t Settings) -> Self {
        let ids: BTreeSet<u32> = decided.rows.iter().map(|row| row.account).collect();
        let numbered: BTreeMap<u32, usize> = ids.into_iter().zip(0..).collect();
        let place = |row: &Row| numbered.get(&row.account).copied().unwrap_or(0);
        let shelf = |said: &Said| Shelf::of(&probabilities(said));
        let mut trial = Self {
            decided,
            settings,
            lost: decided.rows.iter().map(|row| row.lost).collect(),
            places: decided.rows.iter().map(place).collect(),
            shelves: decided.said.iter().map(shelf).collect(),
            drawn: Vec::new(),
        };
        trial.drawn = trial.draw(numbered.len());
        trial
    }

    fn draw(&self, accounts: usize) -> Vec<Vec<Numbers>> {
        let drawing = self.drawing(accounts);
        resample(accounts, drawing.times, drawing.seed, |drawn| {
            let times = |row: usize| times_of(&drawing, drawn, row);
            let ties = |shelf: &Shelf| shelf.ties(&self.lost, times);
            self.shelves
                .iter()
                .map(|shelf| Numbers::of(&ties(shelf)))
                .collect()
        })
    }

    fn drawing(&self, accounts: usize) -> Drawing<'_> {
        Drawing {
            rows: &self.decided.rows,
            lost: &self.lost,
            places: &self.places,
            accounts,
            times: self.settings.resamples,
            seed: self.settings.seed,
        }
    }

    /// Everything about each rulebook.
    fn tried(
        &self,
        engines: &[&Engine],
        exchange: Option<&Exchange<'_>>,
        weeks: f64,
    ) -> Vec<Tried> {
        let drawing = self.drawing(accounts_of(self.decided.rows.iter()));
        let said = self.decided.said.iter().zip(engines).enumerate();
        said.map(|(number, (said, engine))| Tried {
            rulebook: engine.provenance().to_owned(),
            horizon_months: engine.rulebook().risk.horizon_months,
            calibrated: engine.rulebook().risk.calibration.is_some(),
            measures: self.measures(number, said, exchange),
            scores: scores::ranges(said, &self.decided.rows),
            rules: self.rules(said, &drawing),
            actions: worth::actions(said, &self.decided.rows),
            load: worth::load(said, weeks),
        })
        .collect()
    }

    fn rules(&self, said: &Said, drawing: &Drawing<'_>) -> Vec<RuleWorth> {
        if self.settings.by_rule {
            worth::rules(said, drawing)
        } else {
            Vec::new()
        }
    }

    fn measures(&self, number: usize, said: &Said, exchange: Option<&Exchange<'_>>) -> Measures {
        let drawn = self.drawn.iter();
        let drawn: Vec<Numbers> = drawn.filter_map(|all| all.get(number).copied()).collect();
        let rows = Rows {
            lost: &self.lost,
            probabilities_bp: &probabilities(said),
            values: &values(said, exchange),
        };
        measures::measures(&rows, &drawn, &self.settings.campaigns)
    }

    /// The second rulebook's numbers less the first one's.
    fn comparison(&self) -> Option<Comparison> {
        let ties = |shelf: &Shelf| shelf.ties(&self.lost, |_| 1);
        let whole = self.shelves.iter().map(|shelf| Numbers::of(&ties(shelf)));
        comparison(&whole.collect::<Vec<_>>(), &self.drawn)
    }
}

fn probabilities(said: &Said) -> Vec<i64> {
    said.scores
        .iter()
        .map(|score| score.probability_bp)
        .collect()
}

/// What accounts are worth a year, in major units of one currency; `None`: not known.
fn values(said: &Said, exchange: Option<&Exchange<'_>>) -> Vec<Option<f64>> {
    let value = |score: &decide::Score| {
        let exchange = exchange?;
        let minor = exchange.amount(score.value?)?.to_f64();
        let scale = 10_f64.powi(exchange.currency().exponent() as i32);
        Some(minor / scale).filter(|value| *value >= 0.0)
    };
    said.scores.iter().map(value).collect()
}

/// The weeks from the first day to the last one.
fn weeks(days: &[NaiveDate]) -> f64 {
    let ends = days.first().zip(days.last());
    ends.map_or(0.0, |(first, last)| {
        (*last - *first).num_days() as f64 / 7.0
    })
}

/// The second rulebook's numbers less the first one's.
fn comparison(whole: &[Numbers], drawn: &[Vec<Numbers>]) -> Option<Comparison> {
    let [first, second] = whole else {
        return None;
    };
    let estimate = |of: fn(&Numbers) -> Option<f64>| {
        let less = |first: &Numbers, second: &Numbers| Some(of(second)? - of(first)?);
        let drawn: Vec<Option<f64>> = drawn
            .iter()
            .map(|pair| match pair.as_slice() {
                [first, second] => less(first, second),
                _ => None,
            })
            .collect();
        less(first, second).map(|value| Estimate::new(value, &drawn))
    };
    Some(Comparison {
        auc: estimate(|numbers| numbers.auc),
        brier: estimate(|numbers| numbers.brier),
        top_decile_lift: estimate(|numbers| numbers.lift),
        calibration_error: estimate(|numbers| numbers.error),
    })
}
