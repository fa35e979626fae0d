//! What the page says of today and of what is to come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use minijinja::{Value, context};
use serde::Serialize;
use tenure_insight::metrics::value::{self as worth, Standing};
use tenure_model::{Account, Currency, add_months};

use super::{Decided, value};
use crate::facade::{Appraised, AsOf, INSUFFICIENT, View, annual, standing};
use crate::failure::Failure;
use crate::render::table::{is_open, weighty};
use crate::render::text::{major, percent, rounded};

/// How many months ahead renewals are shown.
const AHEAD: i64 = 6;
/// How many reasons are shown.
const REASONS: usize = 12;

/// Bands, work list, what is due, renewals, reasons.
pub(super) fn told(decided: &Decided<'_>) -> Result<Value, Failure> {
    let as_of = AsOf::new(decided.tenant, decided.as_of, None)
        .map_err(|error| Failure::Refused(format!("tenant: {error}")))?;
    let all = decided.accounts.iter().zip(decided.appraised);
    let customers: Vec<Customer<'_>> = all
        .filter(|(account, _)| !is_former(account, &as_of, decided.as_of))
        .collect();
    Ok(context! {
        accounts => customers.len(),
        former => decided.accounts.len() - customers.len(),
        bands => value(bands(decided, &customers)),
        at_risk => value(at_risk(decided)?),
        rows => value(rows(decided, &as_of, &customers)),
        people => value(people(decided)),
        months => value(months(decided, &as_of)),
        reasons => value(reasons(decided, &customers)),
    })
}

/// An account that can still be kept, and what is decided of it.
type Customer<'d> = (&'d Account, &'d Appraised);

/// Whether all contracts of an account are over, and nothing is open to renew or to begin: nobody is left to be kept.
///
/// Metrics and back-tests ask something else: whether it was a customer on a day, by contracts that are paid again and
/// again, and by conventions (grace, pauses). One whose renewal is still talked about is none to them, and stands here.
fn is_former(account: &Account, as_of: &AsOf<'_>, day: NaiveDate) -> bool {
    let view = View::new(account, as_of);
    let mut contracts = view.agreements().iter();
    !contracts.as_slice().is_empty()
        && contracts.all(|contract| {
            let is_to_come = contract.is_proposed() || contract.contract().start_date > day;
            !contract.is_at_stake(day) && !is_to_come
        })
}

/// The name of an account as people read it.
fn name(account: &Account) -> String {
    match &account.name {
        Some(name) => format!("{name} ({})", account.id),
        None => account.id.to_string(),
    }
}

/// The class of a band, of those that the page has colours for.
fn class(band: &str) -> &'static str {
    match band {
        "critical" => "critical",
        "high" => "high",
        "low" => "low",
        _ => "medium",
    }
}

#[derive(Serialize)]
struct Band {
    name: String,
    class: &'static str,
    count: usize,
}

/// The bands, the riskiest first.
fn bands(decided: &Decided<'_>, customers: &[Customer<'_>]) -> Vec<Band> {
    let look = decided.look();
    let mut names: Vec<&str> = look.bands.iter().rev().map(String::as_str).collect();
    names.push(INSUFFICIENT);
    let count = |name: &str| {
        let bands = customers
            .iter()
            .map(|(_, one)| one.decision.risk.band.as_str());
        bands.filter(|band| *band == name).count()
    };
    names
        .into_iter()
        .map(|name| Band {
            name: look.band(name).to_owned(),
            class: class(name),
            count: count(name),
        })
        .filter(|band| band.count > 0)
        .collect()
}

/// Annual value × probability, in minor units.
fn expected(appraised: &Appraised) -> Option<i128> {
    let weight =
        i128::from(annual(appraised)?.minor) * i128::from(appraised.decision.risk.probability_bp);
    Some(rounded(weight, 10_000))
}

/// Minor units of a currency, where they are known.
fn amount(known: Option<(i128, Currency)>) -> String {
    known.map_or_else(
        || "–".to_owned(),
        |(minor, currency)| format!("{currency} {}", major(minor, currency.exponent())),
    )
}

#[derive(Serialize)]
struct Risk {
    currency: String,
    expected: String,
    annual: String,
}

fn at_risk(decided: &Decided<'_>) -> Result<Vec<Risk>, Failure> {
    let standings: Vec<Standing> = decided.appraised.iter().filter_map(standing).collect();
    let told = worth::at_risk(&standings, &[])?.into_iter().map(|risk| {
        let amount = |minor: i64| major(i128::from(minor), risk.currency.exponent());
        Risk {
            currency: risk.currency.to_string(),
            expected: amount(risk.expected),
            annual: amount(risk.annual),
        }
    });
    Ok(told.collect())
}

#[derive(Serialize)]
struct Row {
    name: String,
    band: String,
    class: &'static str,
    rank: usize,
    probability: String,
    probability_bp: i64,
    at_risk: String,
    at_risk_order: String,
    annual: String,
    annual_order: String,
    points: String,
    points_order: i64,
    coverage: String,
    low: String,
    high: String,
    renewal: String,
    reasons: Vec<Reason>,
    actions: Vec<String>,
}

#[derive(Serialize)]
struct Reason {
    points: String,
    text: String,
}

/// Every customer, by currency, the one with most at risk first; those of no known value last.
fn rows(decided: &Decided<'_>, as_of: &AsOf<'_>, customers: &[Customer<'_>]) -> Vec<Row> {
    let mut order = customers.to_vec();
    order.sort_by_key(|(account, one)| {
        let currency = annual(one).map(|annual| annual.currency);
        let risk = std::cmp::Reverse((expected(one), one.decision.risk.probability_bp));
        (currency.is_none(), currency, risk, &account.id)
    });
    order
        .into_iter()
        .map(|(account, one)| row(decided, as_of, account, one))
        .collect()
}

fn row(decided: &Decided<'_>, as_of: &AsOf<'_>, account: &Account, one: &Appraised) -> Row {
    let (teller, look, risk) = (decided.teller(), decided.look(), &one.decision.risk);
    let amount = |minor: Option<i128>| amount(minor.zip(one.currency));
    // In order each currency stands for itself: amounts of two are not compared.
    let order = |minor: Option<i128>| match (minor, one.currency) {
        (Some(minor), Some(currency)) => format!("{currency} {:024}", minor.max(0)),
        _ => String::new(),
    };
    let value = annual(one).map(|annual| i128::from(annual.minor));
    let view = View::new(account, as_of);
    let anchor = view.primary().and_then(|agreement| agreement.anchor());
    let open = one.decision.actions.iter().filter(|action| is_open(action));
    Row {
        name: name(account),
        band: look.band(&risk.band).to_owned(),
        class: class(&risk.band),
        rank: look
            .bands
            .iter()
            .position(|band| *band == risk.band)
            .map_or(0, |at| at + 1),
        probability: percent(risk.probability_bp),
        probability_bp: risk.probability_bp,
        at_risk: amount(expected(one)),
        at_risk_order: order(expected(one)),
        annual: amount(value),
        annual_order: order(value),
        points: format!("{:+}", risk.points),
        points_order: risk.points,
        coverage: percent(risk.coverage_bp),
        low: format!("{:+}", risk.points_low),
        high: format!("{:+}", risk.points_high),
        renewal: anchor.map_or_else(|| "–".to_owned(), |anchor| anchor.to_string()),
        reasons: weighty(&one.decision.contributions)
            .into_iter()
            .map(|contribution| Reason {
                points: format!("{:+}", contribution.points),
                text: teller.reason(contribution),
            })
            .collect(),
        actions: open.map(|action| teller.action(action)).collect(),
    }
}

#[derive(Serialize)]
struct Person {
    name: String,
    tasks: Vec<Item>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    due: String,
    account: String,
    title: String,
}

/// What is to be done, by person, then by due date; what nobody has comes last.
fn people(decided: &Decided<'_>) -> Vec<Person> {
    let teller = decided.teller();
    let mut people: BTreeMap<(bool, String), Vec<Item>> = BTreeMap::new();
    for (account, one) in decided.accounts.iter().zip(decided.appraised) {
        // Nobody carries out what is held out.
        let actions = one
            .decision
            .actions
            .iter()
            .filter(|action| is_open(action) && !one.decision.holdout);
        for action in actions {
            let owner = action
                .assignee
                .as_ref()
                .and_then(|assignee| assignee.owner_id.as_deref());
            let nobody = || {
                decided
                    .language
                    .pick("messages, and what nobody has", "자동 발송·미배정")
                    .to_owned()
            };
            let who = owner.map_or_else(nobody, |owner| teller.person(owner));
            people
                .entry((owner.is_none(), who))
                .or_default()
                .push(Item {
                    due: action
                        .due
                        .map_or_else(|| "–".to_owned(), |due| due.to_string()),
                    account: name(account),
                    title: teller.title(action),
                });
        }
    }
    people
        .into_iter()
        .map(|((_, name), mut items)| {
            items.sort();
            Person { name, tasks: items }
        })
        .collect()
}

#[derive(Serialize)]
struct Month {
    name: String,
    width: String,
    renewals: Vec<Renewal>,
}

#[derive(Serialize)]
struct Renewal {
    day: String,
    account: String,
    contract: String,
    band: String,
    class: &'static str,
    value: String,
}

/// The month in which a renewal stands; `None` within for one that has passed, `None` for one that does not stand here:
/// too far away, or one that went on by itself.
fn place(rolls: bool, day: NaiveDate, as_of: NaiveDate) -> Option<Option<(i32, u32)>> {
    if day < as_of {
        return (!rolls).then_some(None);
    }
    let until = add_months(as_of, AHEAD)?;
    (day < until).then_some(Some((day.year(), day.month())))
}

/// Undecided contracts whose anchors have passed, or lie in the next months.
fn months(decided: &Decided<'_>, as_of: &AsOf<'_>) -> Vec<Month> {
    let look = decided.look();
    let mut months: BTreeMap<Option<(i32, u32)>, Vec<Renewal>> = BTreeMap::new();
    for (account, one) in decided.accounts.iter().zip(decided.appraised) {
        let view = View::new(account, as_of);
        let undecided = view.agreements().iter().filter(|a| !a.is_decided());
        for agreement in undecided.filter(|a| a.is_at_stake(decided.as_of)) {
            let rolls = agreement.contract().auto_renew == Some(true);
            let placed = agreement
                .anchor()
                .map(|day| (day, place(rolls, day, decided.as_of)));
            let Some((day, Some(month))) = placed else {
                continue;
            };
            let value = agreement.annual_value().zip(view.currency());
            months.entry(month).or_default().push(Renewal {
                day: day.to_string(),
                account: name(account),
                contract: agreement.id().to_string(),
                band: look.band(&one.decision.risk.band).to_owned(),
                class: class(&one.decision.risk.band),
                value: amount(value.map(|(minor, currency)| (i128::from(minor), currency))),
            });
        }
    }
    let most = months.values().map(Vec::len).max().unwrap_or(1);
    months
        .into_iter()
        .map(|(month, mut renewals)| {
            renewals.sort_by(|a, b| {
                (&a.day, &a.account, &a.contract).cmp(&(&b.day, &b.account, &b.contract))
            });
            Month {
                name: match month {
                    Some((year, month)) => format!("{year}-{month:02}"),
                    None => decided
                        .language
                        .pick("passed and undecided", "기한 경과·미결정")
                        .to_owned(),
                },
                width: format!("{:.1}", renewals.len() as f64 * 12.0 / most as f64),
                renewals,
            }
        })
        .collect()
}

#[derive(Serialize)]
struct Common {
    text: String,
    accounts: usize,
    points: i64,
}

/// What speaks for leaving, by rule: that of most accounts first.
fn reasons(decided: &Decided<'_>, customers: &[Customer<'_>]) -> Vec<Common> {
    let teller = decided.teller();
    let mut rules: BTreeMap<&str, (String, BTreeSet<&str>, i64)> = BTreeMap::new();
    for (_, one) in customers {
        for contribution in one
            .decision
            .contributions
            .iter()
            .filter(|one| one.points > 0)
        {
            let rule = rules
                .entry(&contribution.rule)
                .or_insert_with(|| (teller.text(contribution), BTreeSet::new(), 0));
            rule.1.insert(&one.decision.account_id);
            rule.2 += contribution.points;
        }
    }
    let mut common: Vec<Common> = rules
        .into_values()
        .map(|(text, accounts, points)| Common {
            text,
            accounts: accounts.len(),
            points,
        })
        .collect();
    common.sort_by_key(|one| std::cmp::Reverse((one.accounts, one.points)));
    common.truncate(REASONS);
    common
}
