//! Columns and the rulebook: which it reads, and what they may say of an account.

use std::mem::MaybeUninit;

use super::columns::{ids, numbers, with};
use super::streams::streamed;
use super::{Bench, SEOUL, bench, bench_of, by_json, output_schema, rulebook, score_by};
use crate::arrow::abi::ArrowSchema;
use crate::arrow::foreign::OwnSchema;
use crate::arrow::made_up::{Column, Table};
use crate::arrow::table::tenure_input_schema;
use crate::status::{E_SCHEMA, OK};
use tenure::model::{Limits, read_account};

/// The columns that a rulebook reads, each with its format.
fn read_by(bench: &Bench) -> Vec<String> {
    let mut schema = MaybeUninit::new(ArrowSchema::empty());
    let told = tenure_input_schema(Some(&bench.engine), Some(&mut schema), None);
    assert_eq!(told, OK);
    // SAFETY: it was filled just now.
    names(&unsafe { OwnSchema::take(schema.as_mut_ptr()) }.unwrap())
}

fn names(schema: &OwnSchema) -> Vec<String> {
    let columns = schema.columns().unwrap().into_iter();
    let name = columns.map(|column| format!("{} {}", column.name, column.format));
    name.collect()
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn the_schemas_tell_the_rulebook() {
    let bench = bench();
    let mut schema = MaybeUninit::new(ArrowSchema::empty());
    assert_eq!(
        tenure_input_schema(Some(&bench.engine), Some(&mut schema), None),
        OK
    );
    // SAFETY: it was filled just now.
    let schema = unsafe { schema.assume_init_mut() };
    // SAFETY: metadata of ours: one pair, the key's length, the key, the value's length, the value.
    let metadata = unsafe { std::slice::from_raw_parts(schema.metadata.cast::<u8>(), 8 + 15 + 4) };
    assert_eq!(metadata[..4], 1_i32.to_ne_bytes());
    assert_eq!(&metadata[8..23], b"tenure.rulebook");
    // SAFETY: it was filled just now.
    let schema = unsafe { OwnSchema::take(schema) }.unwrap();
    assert_eq!(
        names(&schema),
        [
            "id u",
            "custom.b b",
            "custom.days_left l",
            "custom.days_since_login l",
            "custom.f g",
            "custom.n l",
            "custom.t u",
            "history.band u"
        ]
    );
    let expected = "id U,points l,points_low l,points_high l,probability_bp l,band U,coverage_bp l,reasons U,unknown U,error U";
    assert_eq!(names(&output_schema(&bench.engine)).join(","), expected);
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn the_schema_has_what_is_behind_the_names_that_reasons_quote() {
    let derived = |reason: &str| {
        let rules = format!(
            r#"
            [[signal]]
            name = "custom.a"
            type = "int"
            [[signal]]
            name = "custom.b"
            type = "int"
            [[signal]]
            name = "custom.c"
            type = "int"
            [[derive]]
            name = "both"
            value = "custom.b + support.open"
            [[derive]]
            name = "twice"
            value = "both * 2"
            [[derive]]
            name = "unused"
            value = "custom.c"
            [[rule]]
            id = "a"
            when = "custom.a > 0"
            points = 5
            reason = {{ en = "{reason}" }}
            "#
        );
        read_by(&bench_of(&rulebook(&rules), None, SEOUL))
    };
    assert_eq!(derived("it is"), ["id u", "custom.a l", "history.band u"]);
    let all = [
        "id u",
        "custom.a l",
        "custom.b l",
        "history.band u",
        "support.open l",
    ];
    assert_eq!(derived("both are {both}"), all);
    assert_eq!(derived("twice that is {twice}"), all);
}

/// A rule for each of two signals with closed lists.
const LISTS: &str = r#"
    [[rule]]
    id = "leaving"
    when = 'account.lifecycle == "at_risk"'
    points = 10
    reason = { en = "held to be {account.lifecycle}" }
    [[rule]]
    id = "unhappy"
    when = 'satisfaction.level == "low"'
    points = 4
"#;

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_word_outside_its_list_is_an_error_of_its_row_through_both_doors() {
    let bench = bench_of(&rulebook(LISTS), None, SEOUL);
    let account = |id: usize, word: &str| format!(r#"{{"id":"{id}","lifecycle":"{word}"}}"#);
    let refused = |word: &str| {
        let refused = read_account(&account(0, word), &Limits::default()).unwrap_err();
        assert_eq!(refused.problems[0].path, "lifecycle");
        refused.problems[0].message.clone()
    };
    for word in ["at risk", "gone", "", "AT_RISK"] {
        let words = [Some("at_risk"), Some(word), Some("steady")];
        let indices = numbers!(i32: Some(0), Some(1), Some(2));
        let vocabulary = Column::texts("", "u", &words);
        let columns = [
            Column::texts("account.lifecycle", "u", &words),
            Column::views("account.lifecycle", &words),
            Column::fixed("account.lifecycle", "i", &indices).of_words(vocabulary),
        ];
        for column in columns {
            let rows = score_by(&bench, &with(column)).unwrap();
            assert_eq!(
                rows[1][9],
                format!("`account.lifecycle`: {}", refused(word))
            );
            let others = [account(0, "at_risk"), account(2, "steady")];
            assert_eq!(
                [rows[0].clone(), rows[2].clone()],
                *by_json(&bench, &others)
            );
        }
    }
    let levels = [Some("low"), Some("lov"), None];
    let rows = score_by(
        &bench,
        &with(Column::texts("satisfaction.level", "u", &levels)),
    )
    .unwrap();
    assert_eq!(
        rows[1][9],
        "`satisfaction.level`: `lov` is not one of low, mid, high; did you mean `low`?"
    );
    // A host's own words are not held to the list that the rulebook has of them, nor are they in JSON.
    let own = Column::texts("custom.t", "u", &[Some("no word of the list")]);
    let rows = score_by(&super::bench(), &with(own)).unwrap();
    assert_eq!(
        rows,
        super::twin(&[r#""t":"no word of the list""#.to_owned()])
    );
    // A date is no word.
    let dates = Column::fixed("account.lifecycle", "tdD", &numbers!(i32: Some(0)));
    let (status, message) = score_by(&bench, &with(dates)).unwrap_err();
    assert_eq!(status, E_SCHEMA);
    assert!(
        message.contains("a date is none of them: hand in the word"),
        "{message}"
    );
}

/// A rule about a field that has a range.
const SIZES: &str = r#"
    [[rule]]
    id = "large"
    when = "account.employee_count > 500"
    points = -4
    reason = { en = "{account.employee_count} people" }
"#;

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_number_outside_its_range_is_an_error_of_its_row_through_both_doors() {
    let bench = bench_of(&rulebook(SIZES), None, SEOUL);
    let account = |id: usize, count: i64| format!(r#"{{"id":"{id}","employee_count":{count}}}"#);
    for below in [-1, i64::from(i32::MIN)] {
        let refused = read_account(&account(1, below), &Limits::default()).unwrap_err();
        assert_eq!(refused.problems[0].path, "employee_count");
        let name = "account.employee_count";
        let columns = [
            Column::fixed(name, "l", &numbers!(i64: Some(501), Some(below), Some(0))),
            Column::fixed(
                name,
                "g",
                &numbers!(f64: Some(501.0), Some(below as f64), Some(0.0)),
            ),
        ];
        for column in columns {
            let rows = score_by(&bench, &with(column)).unwrap();
            assert_eq!(
                rows[1][9],
                format!("`{name}`: {}", refused.problems[0].message)
            );
            let others = [account(0, 501), account(2, 0)];
            assert_eq!(
                [rows[0].clone(), rows[2].clone()],
                *by_json(&bench, &others)
            );
        }
    }
}

/// A tenant that keeps no satisfaction and no contracts.
const FEW: &std::ffi::CStr = c"{\"supplies\":[\"tickets\"]}";

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn what_the_tenant_does_not_keep_is_refused_before_any_row() {
    let bench = bench_of(&rulebook(LISTS), None, FEW);
    let levels = Column::texts("satisfaction.level", "u", &[Some("low")]);
    let mut broken = with(levels.clone());
    broken.columns[1].buffers[1] = None;
    for table in [with(levels.clone()), with(levels).sliced(1), broken] {
        let refused = score_by(&bench, &table).unwrap_err();
        assert_eq!(
            streamed(&bench, vec![Some(table)], false).unwrap_err(),
            refused
        );
        let says = "the column `satisfaction.level`: the tenant does not keep `surveys`; leave the column out, or name `surveys` in the tenant's `supplies`";
        assert_eq!(refused, (E_SCHEMA, says.to_owned()));
    }
    assert!(score_by(&bench, &Table::new(vec![ids(1)])).is_ok());
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_session_asks_of_each_tenant_what_it_keeps() {
    let mut bench = bench_of(&rulebook(LISTS), None, SEOUL);
    let table = with(Column::texts("satisfaction.level", "u", &[Some("low")]));
    let first = score_by(&bench, &table).unwrap();
    let few = bench_of(&rulebook(LISTS), None, FEW).tenant;
    let all = std::mem::replace(&mut bench.tenant, few);
    // Before any row: what is wrong with the batch is not looked at.
    let mut broken = with(Column::texts("satisfaction.level", "u", &[Some("low")]));
    broken.columns[1].buffers[1] = None;
    assert_eq!(score_by(&bench, &broken).unwrap_err().0, E_SCHEMA);
    bench.tenant = all;
    assert_eq!(score_by(&bench, &table).unwrap(), first);
}

/// Rules of which some are not applicable without a contract.
const RENEWALS: &str = r#"
    [[rule]]
    id = "soon"
    when = "renewal.months_left <= 3"
    points = 12
    reason = { en = "{renewal.months_left} months left" }
    [[rule]]
    id = "busy"
    when = "support.open > 4"
    points = 6
"#;

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn what_is_not_applicable_is_told_by_what_the_tenant_keeps() {
    let rules = rulebook(RENEWALS);
    let tickets = || Column::fixed("support.open", "i", &numbers!(i32: Some(0)));
    let left = Column::fixed("renewal.months_left", "i", &numbers!(i32: None));
    let account = |contracts: &str| format!(r#"{{"id":"0"{contracts},"tickets":[]}}"#);
    let none = account(r#","contracts":[]"#);
    let without_contracts = Table::new(vec![ids(1), tickets()]);

    // Of a tenant that keeps no contracts, both doors say that there is nothing to judge.
    let few = bench_of(&rules, None, FEW);
    let rows = score_by(&few, &without_contracts).unwrap();
    assert_eq!(rows, by_json(&few, std::slice::from_ref(&none)));
    assert_eq!((&*rows[0][6], &*rows[0][8]), ("10000", "[]"));
    // The same account's risk, of a tenant that keeps contracts: there is none, which JSON can tell.
    let all = bench_of(&rules, None, SEOUL);
    let told = by_json(&all, &[none]);
    assert_eq!(told, rows);
    // Null is unknown, and so is what has no column: as of an account whose contracts nobody handed in.
    let unknown = by_json(&all, &[account("")]);
    assert_ne!(unknown, told);
    assert!(unknown[0][8].contains("renewal.months_left"), "{unknown:?}");
    for table in [without_contracts, Table::new(vec![ids(1), left, tickets()])] {
        assert_eq!(score_by(&all, &table).unwrap(), unknown);
    }
}
