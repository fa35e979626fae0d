//! Calls that fail: columns that do not fit, batches that contradict themselves, panics and interrupts.

use super::columns::{ints_of_words, malformed, numbers, with};
use super::{Refused, bench, score, score_as, score_by};
use crate::arrow::made_up::{Column, Table};
use crate::guard::rehearsal::{Place, with_panic};
use crate::status::{E_ARRAY, E_INTERRUPTED, E_PANIC, E_SCHEMA, E_SPENT, OK};
use crate::tests::made::take;

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_column_that_does_not_fit_is_refused_with_the_way_out() {
    let refused = |column: Column| {
        let (status, message) = score(&with(column)).unwrap_err();
        assert_eq!(status, E_SCHEMA, "{message}");
        message
    };
    let eight = |name: &str, format: &str| Column::fixed(name, format, &[Some([0_u8; 8])]);
    let says = [
        (
            eight("custom.f", "e"),
            "the column `custom.f` is of format `e`, which is not taken; cast it to float32",
        ),
        (eight("custom.t", "z"), "cast it to text"),
        (
            eight("custom.n", "+l"),
            "hand in a column for each of its values",
        ),
        (eight("custom.n", "+r"), "decode its runs first"),
        (
            eight("custom.n", "tDs"),
            "cast it to a whole number, such as days",
        ),
        (eight("custom.n", "tdm"), "a date says nothing to it"),
        (
            eight("custom.n", "u"),
            "the signal is a number: cast it to an int or a float",
        ),
        (
            eight("custom.b", "l"),
            "the signal is true or false: cast it to bool",
        ),
        (
            eight("custom.t", "l"),
            "the signal is a text: cast it to text",
        ),
        (eight("custom.tt", "l"), "did you mean `custom.t`?"),
        (
            eight("something", "l"),
            "leave it out, or declare it with [[signal]]",
        ),
        (
            eight("risk.points", "l"),
            "the decision itself tells it; leave it out",
        ),
        (
            eight("tenant.retention_rate_bp", "l"),
            "comes with the tenant",
        ),
        (
            eight("contract.days_since_lost", "l"),
            "it is of a contract, and a row is an account",
        ),
        (eight("id", "l"), "the column `id` is given twice"),
        (
            eight("currency", "l"),
            "currencies must be texts such as `EUR`",
        ),
        (
            eight("custom.t", "l").of_words(eight("", "l")),
            "of dictionaries only those of texts are taken",
        ),
        (
            eight("custom.n", "l").of_words(Column::texts("", "u", &[])),
            "the signal is no text",
        ),
    ];
    for (column, says) in says {
        let message = refused(column);
        assert!(message.contains(says), "{message}");
    }
    let (status, message) = score(&Table::new(vec![eight("custom.n", "l")])).unwrap_err();
    assert_eq!(status, E_SCHEMA);
    assert!(message.contains("there is no column `id`"), "{message}");
    let floats = Table::new(vec![eight("id", "g")]);
    assert!(
        score(&floats)
            .unwrap_err()
            .1
            .contains("ids must be texts or whole numbers")
    );
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_batch_that_contradicts_itself_is_refused() {
    for (says, table) in malformed() {
        // The schema is that of a dictionary, though the array has none.
        let (status, message) = match says {
            "its dictionary is NULL" => without_words(),
            _ => score(&table).unwrap_err(),
        };
        assert_eq!(status, E_ARRAY, "{says}: {message}");
        assert!(message.contains(says), "{says}: {message}");
    }
}

fn without_words() -> Refused {
    let column = ints_of_words(&numbers!(i32: Some(0)));
    let schema = with(column.clone()).schema();
    let words = None;
    let table = with(Column { words, ..column });
    score_as(&bench(), schema, &table).unwrap_err()
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_dictionary_that_was_released_is_refused() {
    let table = with(ints_of_words(&numbers!(i32: Some(0))));
    let schema = table.schema();
    // SAFETY: the second column has a dictionary of its own, which is released once.
    unsafe {
        let words = (**schema.children.add(1)).dictionary;
        (*words).release.unwrap()(words);
    }
    let (status, message) = score_as(&bench(), schema, &table).unwrap_err();
    assert_eq!(status, E_SCHEMA);
    assert_eq!(
        message,
        "the column `custom.t` has a dictionary that was released"
    );
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_panic_releases_what_was_handed_in() {
    for (place, after) in [(Place::Function, OK), (Place::Handle, E_SPENT)] {
        let bench = bench();
        with_panic(place, || {
            assert_eq!(
                score_by(&bench, &with(Column::nulls("custom.t", 3)))
                    .unwrap_err()
                    .0,
                E_PANIC
            );
        });
        let next = score_by(&bench, &with(Column::nulls("custom.t", 3)));
        assert_eq!(next.map_or_else(|refused| refused.0, |_| OK), after);
    }
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn an_interrupt_ends_a_batch() {
    let bench = bench();
    let interrupt =
        take(|out, err| crate::interrupt::tenure_interrupt_new(Some(&bench.session), out, err));
    crate::interrupt::tenure_interrupt_raise(Some(&interrupt.unwrap()));
    let table = with(Column::nulls("custom.t", 3));
    assert_eq!(score_by(&bench, &table).unwrap_err().0, E_INTERRUPTED);
    assert!(score_by(&bench, &table).is_ok());
}
