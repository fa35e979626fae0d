//! One hash of ten thousand decisions: equal inputs give equal bytes, whatever decides them.
//!
//! Half of the decisions are by the shipped rulebook, half by generated ones. What must not matter can be chosen: threads,
//! the sizes of batches, the order of the accounts, and whether they come as records or as JSON. The platform, the build,
//! the seeds of hash maps, the time zone and the locale are the process's own. The binary `tenure-hash` prints the hash,
//! and `.ci/one-hash` compares it over all that a machine can make. Whoever changes what decisions say changes the hash:
//! `TENURE_REGENERATE=1 cargo test -p tenure-testkit --test it one_hash` writes `tests/it/golden/one-hash.txt` anew.

use std::collections::HashMap;
use std::thread;

use chrono::NaiveDate;
use tenure::{Decision, Engine, PreparedTenant, Rulebook};
use tenure_core::digest::{digest_of, digest_of_texts};
use tenure_model::{Account, Limits, Tenant, read_account, read_tenant};

use crate::generate::{self, Records};
use crate::source::Source;

/// How many cases there are; each is a rulebook, a tenant, a day and [`ACCOUNTS`] accounts.
pub const CASES: u64 = 500;
/// Accounts of a case.
pub const ACCOUNTS: usize = 20;

/// So many accounts at most are drawn for a case, of which those count that can be read.
const MOST_DRAWN: usize = 200;

/// A rulebook with what is decided by it.
#[derive(Debug, Clone)]
pub struct HashCase {
    /// The rulebook's file name.
    pub name: &'static str,
    /// Its text.
    pub rulebook: String,
    /// The tenant, as JSON.
    pub tenant: String,
    /// The accounts, as JSON, each in one line.
    pub accounts: Vec<String>,
    /// The same, as they are read.
    pub records: Vec<Account>,
    /// The day.
    pub as_of: NaiveDate,
}

/// In which order accounts are handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As they are.
    #[default]
    AsIs,
    /// The last one first.
    Reversed,
    /// From the middle on, then the rest.
    Turned,
}

/// How accounts are handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Door {
    /// As records.
    #[default]
    Records,
    /// As JSON.
    Json,
}

/// A mistake that is made on purpose, so that a comparison is seen to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Plant {
    /// None.
    #[default]
    None,
    /// Something is written in the order of a hash map.
    HashOrder,
    /// A sum of floats is folded in the order in which accounts came.
    FloatFold,
    /// The width of a pointer is written.
    Pointer,
    /// The time zone of the process is written.
    Zone,
}

/// What must not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// How many threads share the cases, 1 or more.
    pub threads: usize,
    /// How many accounts are decided together, 1 or more.
    pub split: usize,
    /// In which order.
    pub order: Order,
    /// How they are handed in.
    pub door: Door,
    /// A planted mistake.
    pub plant: Plant,
}

impl Default for Way {
    fn default() -> Self {
        Self {
            threads: 1,
            split: ACCOUNTS,
            order: Order::AsIs,
            door: Door::Records,
            plant: Plant::None,
        }
    }
}

/// One of the cases, by its number; equal on every machine.
pub fn case(number: u64) -> HashCase {
    let mut source = Source::seeded(0x0E_4A54 ^ (number << 8));
    let (name, rulebook, records) = if number.is_multiple_of(2) {
        let records = generate::records(&mut source, ACCOUNTS);
        (
            "default-renewal.toml",
            tenure::rulebook::DEFAULT_RENEWAL.to_owned(),
            records,
        )
    } else {
        let case = generate::case(&mut source, ACCOUNTS);
        ("generated.toml", case.rulebook.to_string(), case.records)
    };
    let Records {
        tenant,
        accounts,
        as_of,
    } = records;
    let drawn = (ACCOUNTS..MOST_DRAWN).map(|number| generate::account(&mut source, as_of, number));
    // What a generator makes up and JSON cannot say is read otherwise: what was read is decided.
    let taken = accounts.into_iter().chain(drawn).filter_map(|account| {
        let text = serde_json::to_string(&account).ok()?;
        let read = read_account(&text, &Limits::default()).ok()?;
        Some((text, read.value))
    });
    let (accounts, records): (Vec<String>, Vec<Account>) = taken.take(ACCOUNTS).unzip();
    HashCase {
        name,
        rulebook,
        tenant: serde_json::to_string(&tenant).unwrap_or_default(),
        accounts,
        records,
        as_of,
    }
}

/// The hash of so many of the cases, decided in a way.
///
/// # Errors
/// What of a case cannot be read or decided: the generators are then wrong.
pub fn hash(cases: u64, way: &Way) -> Result<String, String> {
    let parts = way.threads.max(1) as u64;
    let run = |part: u64| -> Result<Vec<(u64, String)>, String> {
        let own = (0..cases).filter(|number| number % parts == part);
        own.map(|number| Ok((number, decided(&case(number), way)?)))
            .collect()
    };
    // Where there are no threads, none is asked for.
    let mut all = if parts == 1 {
        run(0)?
    } else {
        thread::scope(|scope| {
            let run = &run;
            let threads: Vec<_> = (0..parts)
                .map(|part| scope.spawn(move || run(part)))
                .collect();
            let mut all = Vec::new();
            for one in threads {
                all.extend(one.join().map_err(|_| "a thread panicked".to_owned())??);
            }
            Ok::<_, String>(all)
        })?
    };
    all.sort_unstable();
    Ok(fold(all.iter().map(|(_, text)| text.as_str())))
}

/// The hash of cases, from what each came to ([`of_case`]), in order.
pub fn fold<'t>(cases: impl IntoIterator<Item = &'t str>) -> String {
    digest_of_texts(cases.into_iter().map(|text| ("case", text)))
}

/// What a case came to: the digest of its decisions, one JSON a line, in the order of the accounts.
pub fn of_case<'t>(decisions: impl IntoIterator<Item = &'t str>) -> String {
    digest_of_texts(decisions.into_iter().map(|text| ("decision", text)))
}

fn decided(case: &HashCase, way: &Way) -> Result<String, String> {
    let rulebook = Rulebook::parse(case.name, &case.rulebook).map_err(|error| error.to_string())?;
    let engine = Engine::builder().rulebook(rulebook).build();
    let engine = engine.map_err(|error| error.to_string())?;
    let tenant: Tenant = read_tenant(&case.tenant, &Limits::default())
        .map_err(|refused| format!("{:?}", refused.problems))?
        .value;
    let tenant = PreparedTenant::new(tenant).map_err(|error| error.to_string())?;
    let accounts = accounts(case, way.door)?;
    let mut order: Vec<usize> = (0..accounts.len()).collect();
    match way.order {
        Order::AsIs => (),
        Order::Reversed => order.reverse(),
        Order::Turned => order.rotate_left(accounts.len() / 2),
    }
    let turned: Vec<Account> = order
        .iter()
        .filter_map(|at| accounts.get(*at).cloned())
        .collect();
    let mut session = engine.session();
    let mut told: Vec<(usize, String)> = Vec::new();
    let mut sum = 0.0;
    for batch in turned.chunks(way.split.max(1)) {
        let decisions = session.decide_batch(batch, &tenant, case.as_of);
        for decision in decisions.map_err(|error| error.to_string())? {
            let place = order.get(told.len()).copied().unwrap_or(0);
            told.push((place, text(&decision, way.plant, &mut sum)));
        }
    }
    told.sort_unstable();
    Ok(of_case(told.iter().map(|(_, text)| text.as_str())))
}

fn accounts(case: &HashCase, door: Door) -> Result<Vec<Account>, String> {
    match door {
        Door::Records => Ok(case.records.clone()),
        Door::Json => {
            let texts = case.accounts.iter();
            texts
                .map(|text| match read_account(text, &Limits::default()) {
                    Ok(read) => Ok(read.value),
                    Err(refused) => Err(format!("{:?}", refused.problems)),
                })
                .collect()
        }
    }
}

/// A decision as JSON, and a planted mistake behind it.
fn text(decision: &Decision, plant: Plant, sum: &mut f64) -> String {
    let json = serde_json::to_string(decision).unwrap_or_default();
    match plant {
        Plant::None => json,
        Plant::HashOrder => {
            let reasons = decision.contributions.iter().enumerate();
            let map: HashMap<usize, String> =
                reasons.map(|(at, one)| (at, one.rule.clone())).collect();
            let order: Vec<&String> = map.values().collect();
            format!("{json}{order:?}")
        }
        Plant::FloatFold => {
            *sum += 1.0 / (1.0 + decision.risk.probability_bp as f64);
            format!("{json}{}", digest_of(&sum.to_le_bytes()))
        }
        Plant::Pointer => format!("{json}{}", usize::BITS),
        Plant::Zone => {
            let zone = std::env::var("TZ").unwrap_or_default();
            format!("{json}{zone}")
        }
    }
}
