//! Deciding and scoring through C, by each door, beside the same in Rust: one account at a time, and 100,000 in batches.
//!
//! What is measured is a call with its answer, to the end: both sides free what they were given.

#[path = "../../src/arrow/made_up/bits.rs"]
mod bits;
#[path = "../../../../benches/src/example.rs"]
#[expect(
    unreachable_pub,
    reason = "it is public for the benches that share it as a library"
)]
mod example;
mod host;
mod laid;
#[path = "../../../../benches/src/ratio.rs"]
#[expect(
    unreachable_pub,
    reason = "it is public for the benches that share it as a library"
)]
mod ratio;
mod rust;

use std::hint::black_box;

use tenure::model::{Account, Id};
use tenure::signals::{Column, SignalTable};
use tenure::{Engine, PreparedTenant};
use tenure_ffi::accounts::Accounts;
use tenure_ffi::arrow::abi::ArrowSchema;
use tenure_ffi::decisions::tenure_decisions_free;

use host::{Host, written};
use laid::{Laid, told};
use ratio::{Case, Times, is_smoke, rounds};
use rust::{Rust, Values};

/// Accounts, as every door wants them.
struct Doors {
    text: String,
    accounts: Vec<Account>,
    prepared: Box<Accounts>,
    table: SignalTable,
    values: Vec<(String, Values)>,
    laid: Laid,
}

impl Doors {
    fn new(host: &Host, rust: &Rust<'_>, lines: &[&str], accounts: Vec<Account>) -> Self {
        let text = lines.join("\n");
        let columns = rust.signals(&accounts);
        let ids: Vec<Id> = accounts.iter().map(|account| account.id.clone()).collect();
        let laid = Laid::new(&ids, &columns);
        let values = |(name, column): &(String, Column)| (name.clone(), Values::new(column));
        let values = columns.iter().map(values).collect();
        let columns = columns.into_iter();
        let table = columns.fold(SignalTable::new(ids), |table, (name, column)| {
            table.column(name, column)
        });
        Self {
            prepared: host.parse(&text),
            values,
            text,
            accounts,
            table,
            laid,
        }
    }

    /// A frame, made of the values that a host has.
    fn frame(&self) -> SignalTable {
        let table = SignalTable::new(self.accounts.iter().map(|account| account.id.clone()));
        let columns = self.values.iter();
        columns.fold(table, |table, (name, values)| {
            table.column(name.clone(), values.column())
        })
    }

    /// The same bytes by every door, or nothing is worth measuring; how many accounts have points.
    fn compare(&mut self, host: &Host, rust: &mut Rust<'_>, schema: &ArrowSchema) -> usize {
        let expected = rust.decide_json(&self.text);
        let is_expected = |bytes: &[u8]| bytes == expected;
        assert!(written(host.decide(&self.prepared), is_expected));
        assert!(written(host.decide_json(&self.text), is_expected));
        let rows = rust.told(self.table.clone());
        assert_eq!(rust.told(self.frame()), rows);
        assert_eq!(host.score(schema, &mut self.laid, told), rows);
        let points = rows.iter().map(|row| row[1].as_deref());
        points.filter(|points| *points != Some("0")).count()
    }
}

const NAMES: [&str; 9] = [
    "prepared, in Rust",
    "prepared, through C",
    "JSON: parse, decide and write, in Rust",
    "JSON, through C",
    "a copy of a frame, in Rust",
    "a copy, scored",
    "a copy, scored, with reasons as JSON",
    "a frame made of values, scored, with reasons as JSON",
    "Arrow, through C",
];

/// Measures every door over groups of accounts; a call goes through all groups.
fn measure(
    host: &Host,
    engine: &Engine,
    tenant: &PreparedTenant,
    groups: &mut [Doors],
    count: usize,
) {
    let schema = host.schema();
    let new = || Rust::new(engine, tenant);
    let compared = groups.iter_mut();
    let with_points = compared.map(|group| group.compare(host, &mut new(), &schema));
    assert!(with_points.sum::<usize>() > 0);
    let accounts = groups.iter().map(|group| group.accounts.len()).sum();
    let mut laid: Vec<Laid> = Vec::new();
    for group in &mut *groups {
        laid.push(std::mem::replace(&mut group.laid, Laid::new(&[], &[])));
    }
    let groups = &*groups;
    let [mut first, mut second, mut third, mut fourth, mut fifth] = [(); 5].map(|()| new());
    let calls: [Box<dyn FnMut() + '_>; NAMES.len()] = [
        each(groups, |group| {
            drop(black_box(first.decide(&group.accounts)))
        }),
        each(groups, |group| {
            tenure_decisions_free(Some(black_box(host.decide(&group.prepared))));
        }),
        each(groups, |group| {
            drop(black_box(second.decide_json(&group.text)))
        }),
        each(groups, |group| {
            written(host.decide_json(&group.text), |json| {
                black_box(json);
            });
        }),
        each(groups, |group| drop(black_box(group.table.clone()))),
        each(groups, |group| {
            drop(black_box(third.score(group.table.clone())))
        }),
        each(groups, |group| {
            drop(black_box(fourth.score_written(group.table.clone())));
        }),
        each(groups, |group| {
            drop(black_box(fifth.score_written(group.frame())));
        }),
        Box::new(|| {
            for laid in &mut laid {
                host.score(&schema, laid, |answer| black_box(answer.length));
            }
        }),
    ];
    let cases = NAMES.into_iter().zip(calls);
    let case = |(name, run)| Case {
        name,
        accounts,
        run,
    };
    let mut cases: Vec<Case<'_>> = cases.map(case).collect();
    let times = Times::measure(&mut cases, rounds(count));
    times.print();
    times.print_ratio("prepared: C against Rust", 1, 0);
    times.print_ratio("JSON: C against parse, decide and write in Rust", 3, 2);
    // A host in Rust has its frame and hands it over; only here it is copied, to be there the next time.
    times.print_ratio_without("Arrow: C against a frame in Rust", 8, 5, 4);
    let text = "Arrow: C against a frame in Rust, reasons as JSON";
    times.print_ratio_without(text, 8, 6, 4);
    let text = "Arrow: C against making the frame in Rust, reasons as JSON";
    times.print_ratio(text, 8, 7);
}

/// A call for each group.
fn each<'a>(groups: &'a [Doors], call: impl FnMut(&'a Doors) + 'a) -> Box<dyn FnMut() + 'a> {
    let mut call = call;
    Box::new(move || groups.iter().for_each(&mut call))
}

/// So many rows a batch: as many as the library decides at once.
const BATCH: usize = 256;

/// So many accounts in batches: 100,000, unless a number is given.
fn asked() -> usize {
    let number = std::env::args().find_map(|argument| argument.parse().ok());
    number.unwrap_or(if is_smoke() { 1 } else { 100_000 })
}

fn main() {
    let (lines, accounts, tenant) = (example::lines(), example::accounts(), example::tenant());
    let about = serde_json::to_string(tenant.tenant()).unwrap_or_default();
    let host = Host::new(&about);
    let rulebook = tenure::Rulebook::default_renewal();
    let Ok(engine) = Engine::builder().rulebook(rulebook).build() else {
        return eprintln!("the shipped rulebook does not build");
    };
    let rust = Rust::new(&engine, &tenant);
    let single = lines.iter().zip(&accounts);
    let mut single: Vec<Doors> = single
        .map(|(line, account)| Doors::new(&host, &rust, &[line], vec![account.clone()]))
        .collect();
    println!("{} accounts, one at a time", lines.len());
    measure(&host, &engine, &tenant, &mut single, 51);

    let rows = if is_smoke() { lines.len() } else { BATCH };
    let batches = asked().div_ceil(rows);
    let many: Vec<&str> = lines.iter().copied().cycle().take(rows).collect();
    let records = accounts.iter().cloned().cycle().take(rows).collect();
    let mut batch = [Doors::new(&host, &rust, &many, records)];
    println!("{} accounts, {rows} at a time", batches * rows);
    measure(&host, &engine, &tenant, &mut batch, batches);
}
