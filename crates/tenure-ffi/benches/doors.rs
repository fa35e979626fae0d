//! Deciding and scoring through C, by each door, beside the same in Rust: one account at a time, and 100,000 in batches.

#[path = "../../../benches/src/example.rs"]
#[expect(
    unreachable_pub,
    reason = "it is public for the benches that share it as a library"
)]
mod example;
#[path = "../../../benches/src/ratio.rs"]
#[expect(
    unreachable_pub,
    reason = "it is public for the benches that share it as a library"
)]
mod ratio;

use std::ffi::{c_char, c_void};
use std::hint::black_box;
use std::mem::MaybeUninit;

use tenure::model::{Account, Id, Limits, read_account};
use tenure::signals::{AsOf, Cell, Column, ColumnBuilder, DataType, Deriver, SignalTable, Value};
use tenure::{PreparedTenant, Session};
use tenure_ffi::accounts::{Accounts, tenure_accounts_parse};
use tenure_ffi::arrow::abi::{ArrowArray, ArrowSchema};
use tenure_ffi::arrow::table::{tenure_input_schema, tenure_score_batch};
use tenure_ffi::decide::{tenure_decide, tenure_decide_json};
use tenure_ffi::decisions::{Decisions, tenure_decisions_jsonl};
use tenure_ffi::engine::{
    Engine, tenure_builder_build, tenure_builder_new, tenure_builder_rulebook,
};
use tenure_ffi::error::Error;
use tenure_ffi::rulebook::tenure_rulebook_default;
use tenure_ffi::session::tenure_session_new;
use tenure_ffi::tenant::{Tenant, tenure_tenant_parse};

use example::DAY;
use ratio::{Case, Times, is_smoke, rounds};

/// A place for a handle.
type Out<'a, T> = Option<&'a mut MaybeUninit<*mut T>>;

/// Calls what hands out a handle, which is there or else nothing can be measured.
fn made<T>(call: impl FnOnce(Out<'_, T>, Out<'_, Error>) -> i32) -> Box<T> {
    let mut out = MaybeUninit::new(std::ptr::null_mut());
    assert_eq!(call(Some(&mut out), None), 0);
    // SAFETY: it is written on success, with a box that is ours from then on.
    unsafe { Box::from_raw(out.assume_init()) }
}

/// The start of a text and its length.
fn span(text: &str) -> (*const c_char, usize) {
    (text.as_ptr().cast(), text.len())
}

/// Everything through C.
struct Host {
    engine: Box<Engine>,
    session: Box<tenure_ffi::session::Session>,
    tenant: Box<Tenant>,
}

impl Host {
    fn new(about: &str) -> Self {
        let rulebook = made(|out, err| tenure_rulebook_default(out, err));
        let builder = made(|out, err| tenure_builder_new(None, out, err));
        let bound = tenure_builder_rulebook(Some(&builder), Some(&rulebook), None);
        assert_eq!(bound, 0);
        let engine = made(|out, err| tenure_builder_build(Some(&builder), out, err));
        let (json, len) = span(about);
        Self {
            session: made(|out, err| tenure_session_new(Some(&engine), out, err)),
            // SAFETY: a text with its length.
            tenant: made(|out, err| unsafe { tenure_tenant_parse(None, json, len, out, err) }),
            engine,
        }
    }

    fn parse(&self, text: &str) -> Box<Accounts> {
        let (json, len) = span(text);
        // SAFETY: a text with its length.
        made(|out, err| unsafe { tenure_accounts_parse(None, json, len, out, err) })
    }

    fn decide(&self, accounts: &Accounts) -> Box<Decisions> {
        let (session, tenant) = (Some(&*self.session), Some(&*self.tenant));
        let (day, len) = span(DAY);
        made(|out, err| {
            // SAFETY: a text with its length.
            unsafe { tenure_decide(session, Some(accounts), tenant, day, len, out, err) }
        })
    }

    fn decide_json(&self, text: &str) -> Box<Decisions> {
        let (session, tenant) = (Some(&*self.session), Some(&*self.tenant));
        let ((json, json_len), (day, len)) = (span(text), span(DAY));
        made(|out, err| {
            // SAFETY: texts with their lengths.
            unsafe { tenure_decide_json(session, json, json_len, tenant, day, len, out, err) }
        })
    }

    /// The columns that the rulebook reads.
    fn schema(&self) -> ArrowSchema {
        let mut schema = MaybeUninit::uninit();
        assert_eq!(
            tenure_input_schema(Some(&self.engine), Some(&mut schema), None),
            0
        );
        // SAFETY: it was filled just now; it lives as long as the process.
        unsafe { schema.assume_init() }
    }

    /// Scores a batch, hands the answer to somebody who looks at it, and releases it.
    fn score<R>(
        &self,
        schema: &ArrowSchema,
        batch: &mut Laid,
        look: impl FnOnce(&ArrowArray) -> R,
    ) -> R {
        let mut answer = ArrowArray::empty();
        let mut batch = batch.array();
        let (day, len) = span(DAY);
        let (session, tenant) = (Some(&*self.session), Some(&*self.tenant));
        // SAFETY: a schema and a batch that are well laid out, a text with its length, and a place.
        let status = unsafe {
            let (schema, batch) = (std::ptr::from_ref(schema), &raw mut batch);
            tenure_score_batch(
                session,
                schema,
                batch,
                tenant,
                day,
                len,
                &raw mut answer,
                None,
            )
        };
        assert_eq!(status, 0);
        let looked = look(&answer);
        if let Some(release) = answer.release {
            // SAFETY: it was filled just now, and is released once.
            unsafe { release(&raw mut answer) };
        }
        looked
    }
}

/// Columns as a host lays them out: the buffers stay, and only the struct around them is moved in.
struct Laid {
    rows: usize,
    _buffers: Vec<Vec<u8>>,
    _starts: Vec<Vec<*const c_void>>,
    _children: Vec<ArrowArray>,
    places: Vec<*mut ArrowArray>,
    none: [*const c_void; 1],
}

unsafe extern "C" fn nothing_to_free(array: *mut ArrowArray) {
    // SAFETY: an array that is released by whoever holds it.
    unsafe { (*array).release = None };
}

fn bits(values: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (row, bit) in values.enumerate() {
        if row.is_multiple_of(8) {
            bytes.push(0);
        }
        if let (true, Some(last)) = (bit, bytes.last_mut()) {
            *last |= 1 << (row % 8);
        }
    }
    bytes
}

/// Offsets and bytes of texts.
fn texts<'t>(values: impl Iterator<Item = Option<&'t str>>) -> [Vec<u8>; 2] {
    let (mut offsets, mut data) = (0_i32.to_ne_bytes().to_vec(), Vec::new());
    for value in values {
        data.extend_from_slice(value.unwrap_or_default().as_bytes());
        offsets.extend_from_slice(&(data.len() as i32).to_ne_bytes());
    }
    [offsets, data]
}

/// The buffers of a column, in the format that the input schema asks for.
fn buffers(column: &Column) -> Vec<Vec<u8>> {
    let cells: Vec<Cell<Value>> = (0..column.len()).map(|row| column.cell(row)).collect();
    let known = bits(cells.iter().map(|cell| matches!(cell, Cell::Known(_))));
    let values = |bytes: &dyn Fn(Option<&Value>) -> [u8; 8]| {
        let value = |cell: &Cell<Value>| match cell {
            Cell::Known(value) => bytes(Some(value)),
            _ => bytes(None),
        };
        cells.iter().flat_map(value).collect::<Vec<u8>>()
    };
    let data = match column.data_type() {
        DataType::Int => vec![values(&|value| match value {
            Some(Value::Int(value)) => value.to_ne_bytes(),
            _ => [0; 8],
        })],
        DataType::Float => vec![values(&|value| match value {
            Some(Value::Float(value)) => value.to_ne_bytes(),
            _ => [0; 8],
        })],
        DataType::Bool => vec![bits(
            cells
                .iter()
                .map(|cell| matches!(cell, Cell::Known(Value::Bool(true)))),
        )],
        DataType::Text => texts(cells.iter().map(|cell| match cell {
            Cell::Known(Value::Text(text)) => Some(&**text),
            _ => None,
        }))
        .into(),
    };
    std::iter::once(known).chain(data).collect()
}

impl Laid {
    fn new(ids: &[Id], columns: &[(String, Column)]) -> Self {
        let every = bits(ids.iter().map(|_| true));
        let [offsets, data] = texts(ids.iter().map(|id| Some(id.as_str())));
        let of_ids = vec![every, offsets, data];
        let all = columns.iter().map(|(_, column)| buffers(column));
        let (mut held, mut starts, mut children) = (Vec::new(), Vec::new(), Vec::new());
        for buffers in std::iter::once(of_ids).chain(all) {
            let mut places: Vec<*const c_void> =
                buffers.iter().map(|b| b.as_ptr().cast()).collect();
            children.push(ArrowArray {
                length: ids.len() as i64,
                null_count: -1,
                n_buffers: places.len() as i64,
                buffers: places.as_mut_ptr(),
                release: Some(nothing_to_free),
                ..ArrowArray::empty()
            });
            starts.push(places);
            held.extend(buffers);
        }
        Self {
            rows: ids.len(),
            _buffers: held,
            _starts: starts,
            places: children.iter_mut().map(std::ptr::from_mut).collect(),
            _children: children,
            none: [std::ptr::null()],
        }
    }

    fn array(&mut self) -> ArrowArray {
        ArrowArray {
            length: self.rows as i64,
            n_buffers: 1,
            buffers: self.none.as_mut_ptr(),
            n_children: self.places.len() as i64,
            children: self.places.as_mut_ptr(),
            release: Some(nothing_to_free),
            ..ArrowArray::empty()
        }
    }
}

/// The accounts' signals that the rulebook reads, without what columns cannot tell: nothing is stale or not applicable.
#[expect(
    clippy::expect_used,
    reason = "a bench without its data measures nothing"
)]
fn signals(
    engine: &tenure::Engine,
    accounts: &[Account],
    tenant: &PreparedTenant,
) -> Vec<(String, Column)> {
    let day = DAY.parse().expect("a day");
    let as_of = AsOf::new(tenant.tenant(), day, None).expect("a time zone");
    let dictionary = &engine.rulebook().dictionary;
    let names = engine
        .columns()
        .into_iter()
        .map(|signal| signal.name.clone());
    let ids = names.map(|name| (dictionary.find(&name).expect("a signal"), name));
    let ids: Vec<_> = ids.collect();
    let deriver = Deriver::new(dictionary, [], ids.iter().map(|(id, _)| *id));
    let derived = deriver.derive(accounts, &as_of);
    let column = |(id, name): (tenure::signals::SignalId, String)| {
        let found = derived.accounts.column(id.index()).expect("a column");
        let mut plain = ColumnBuilder::new(found.data_type());
        for row in 0..accounts.len() {
            plain.push(match found.cell(row) {
                Cell::Known(value) => Cell::Known(value),
                _ => Cell::Unknown,
            });
        }
        (name, plain.finish())
    };
    ids.into_iter().map(column).collect()
}

/// How many bytes the decisions have as JSON.
fn written(decisions: &Decisions) -> usize {
    let mut len = MaybeUninit::new(0);
    black_box(tenure_decisions_jsonl(Some(decisions), Some(&mut len)));
    // SAFETY: it was set before the call.
    unsafe { len.assume_init() }
}

/// The same in Rust.
struct Rust<'a> {
    session: Session,
    tenant: &'a PreparedTenant,
    day: chrono::NaiveDate,
}

#[expect(
    clippy::expect_used,
    reason = "a bench without its data measures nothing"
)]
impl Rust<'_> {
    fn decide(&mut self, accounts: &[Account]) -> Vec<tenure::Decision> {
        let decided = self.session.decide_batch(accounts, self.tenant, self.day);
        decided.expect("a time zone")
    }

    /// Parse, decide, write.
    fn read_and_decide(&mut self, lines: &[&str]) -> Vec<u8> {
        let limits = Limits::default();
        let read = |line: &&str| read_account(line, &limits).expect("an account").value;
        let accounts: Vec<Account> = lines.iter().map(read).collect();
        let mut bytes = Vec::new();
        for decision in self.decide(&accounts) {
            serde_json::to_writer(&mut bytes, &decision).expect("a decision");
            bytes.push(b'\n');
        }
        bytes
    }

    fn score(&mut self, table: SignalTable) -> Vec<tenure::decision::Scored> {
        let scored = self.session.score(table, self.tenant, self.day);
        scored.expect("columns that fit")
    }

    /// The same with reasons and gaps as JSON, as columns have them.
    fn score_written(&mut self, table: SignalTable) -> usize {
        let scored = self.score(table);
        let json = |value: serde_json::Result<Vec<u8>>| value.expect("reasons").len();
        let each = scored.iter().map(|scored| {
            json(serde_json::to_vec(&scored.contributions))
                + json(serde_json::to_vec(&scored.unknown))
        });
        each.sum()
    }
}

/// Accounts, as every door wants them.
struct Doors<'a> {
    lines: Vec<&'a str>,
    text: String,
    accounts: Vec<Account>,
    prepared: Box<Accounts>,
    table: SignalTable,
    laid: Laid,
}

impl<'a> Doors<'a> {
    fn new(host: &Host, rust: &Rust<'_>, lines: Vec<&'a str>, accounts: Vec<Account>) -> Self {
        let text = lines.join("\n");
        let columns = signals(rust.session.engine(), &accounts, rust.tenant);
        let ids: Vec<Id> = accounts.iter().map(|account| account.id.clone()).collect();
        let laid = Laid::new(&ids, &columns);
        let table = columns
            .into_iter()
            .fold(SignalTable::new(ids), |table, (name, column)| {
                table.column(name, column)
            });
        Self {
            prepared: host.parse(&text),
            lines,
            text,
            accounts,
            table,
            laid,
        }
    }

    /// The same bytes, or nothing is worth measuring; how many accounts have points.
    fn compare(&mut self, host: &Host, rust: &mut Rust<'_>, schema: &ArrowSchema) -> usize {
        let expected = rust.read_and_decide(&self.lines).len();
        assert_eq!(written(&host.decide(&self.prepared)), expected);
        assert_eq!(written(&host.decide_json(&self.text)), expected);
        let points: Vec<i64> = rust
            .score(self.table.clone())
            .iter()
            .map(|scored| scored.risk.points)
            .collect();
        let told = host.score(schema, &mut self.laid, |answer| {
            // SAFETY: the second column of an answer has so many whole numbers in its second buffer.
            let told = unsafe {
                let numbers = *(**answer.children.add(1)).buffers.add(1);
                std::slice::from_raw_parts(numbers.cast::<i64>(), points.len())
            };
            told.to_vec()
        });
        assert_eq!(told, points);
        points.iter().filter(|points| **points != 0).count()
    }
}

const NAMES: [&str; 7] = [
    "prepared, in Rust",
    "prepared, through C",
    "JSON: parse, decide and write, in Rust",
    "JSON, through C",
    "a frame, in Rust",
    "a frame, in Rust, with reasons as JSON",
    "Arrow, through C",
];

/// Measures every door over groups of accounts; a call goes through all groups.
fn measure(
    host: &Host,
    engine: &tenure::Engine,
    tenant: &PreparedTenant,
    groups: &mut [Doors<'_>],
    count: usize,
) {
    let schema = host.schema();
    let day = DAY.parse().unwrap_or_default();
    let new = || Rust {
        session: engine.session(),
        tenant,
        day,
    };
    let compared = groups.iter_mut();
    let with_points = compared.map(|group| group.compare(host, &mut new(), &schema));
    assert!(with_points.sum::<usize>() > 0);
    let accounts = groups.iter().map(|group| group.accounts.len()).sum();
    let mut laid: Vec<Laid> = Vec::new();
    for group in &mut *groups {
        let empty = Laid::new(&[], &[]);
        laid.push(std::mem::replace(&mut group.laid, empty));
    }
    let groups = &*groups;
    let mut rust = [0; 4].map(|_| new());
    let [first, second, third, fourth] = &mut rust;
    let calls: [Box<dyn FnMut() + '_>; 7] = [
        Box::new(|| {
            groups
                .iter()
                .for_each(|group| drop(black_box(first.decide(&group.accounts))))
        }),
        Box::new(|| {
            groups
                .iter()
                .for_each(|group| drop(black_box(host.decide(&group.prepared))))
        }),
        Box::new(|| {
            groups
                .iter()
                .for_each(|group| drop(black_box(second.read_and_decide(&group.lines))))
        }),
        Box::new(|| {
            for group in groups {
                black_box(written(&host.decide_json(&group.text)));
            }
        }),
        Box::new(|| {
            groups
                .iter()
                .for_each(|group| drop(black_box(third.score(group.table.clone()))))
        }),
        Box::new(|| {
            for group in groups {
                black_box(fourth.score_written(group.table.clone()));
            }
        }),
        Box::new(|| {
            for laid in &mut laid {
                host.score(&schema, laid, |answer| black_box(answer.length));
            }
        }),
    ];
    let cases = NAMES.into_iter().zip(calls);
    let mut cases: Vec<Case<'_>> = cases
        .map(|(name, run)| Case {
            name,
            accounts,
            run,
        })
        .collect();
    let times = Times::measure(&mut cases, rounds(count));
    times.print();
    times.print_ratio("prepared: C against Rust", 1, 0);
    times.print_ratio("JSON: C against parse, decide and write in Rust", 3, 2);
    times.print_ratio("Arrow: C against a frame in Rust", 6, 4);
    times.print_ratio(
        "Arrow: C against a frame in Rust with reasons as JSON",
        6,
        5,
    );
}

/// So many rows a batch: as many as the library decides at once.
const BATCH: usize = 256;

fn main() {
    let (lines, accounts, tenant) = (example::lines(), example::accounts(), example::tenant());
    let about = serde_json::to_string(tenant.tenant()).unwrap_or_default();
    let host = Host::new(&about);
    let rulebook = tenure::Rulebook::default_renewal();
    let Ok(engine) = tenure::Engine::builder().rulebook(rulebook).build() else {
        return eprintln!("the shipped rulebook does not build");
    };
    let rust = Rust {
        session: engine.session(),
        tenant: &tenant,
        day: DAY.parse().unwrap_or_default(),
    };
    let single = lines.iter().zip(&accounts);
    let mut single: Vec<Doors<'_>> = single
        .map(|(line, account)| Doors::new(&host, &rust, vec![line], vec![account.clone()]))
        .collect();
    println!("{} accounts, one at a time", lines.len());
    measure(&host, &engine, &tenant, &mut single, 51);

    let rows = if is_smoke() { lines.len() } else { BATCH };
    let batches = if is_smoke() { 1 } else { 100_000 / BATCH };
    let many = lines.iter().copied().cycle().take(rows).collect();
    let records = accounts.iter().cloned().cycle().take(rows).collect();
    let mut batch = [Doors::new(&host, &rust, many, records)];
    println!("{} accounts, {rows} at a time", batches * rows);
    measure(&host, &engine, &tenant, &mut batch, batches);
}
