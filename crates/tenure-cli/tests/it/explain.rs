//! One account in full.

use crate::run::{Place, Said};

fn explain(account: &str, more: &[&str]) -> Said {
    let command = [
        "explain",
        "examples/portfolio.jsonl",
        "--as-of",
        "2026-06-30",
        "--account",
        account,
    ];
    Place::root().run(&[&command, more].concat())
}

#[test]
fn an_account_is_told_in_full() {
    explain("a-01", &[]).is("explain");
    explain("a-05", &["--lang", "ko"]).is("explain-ko");
}

#[test]
fn why_not_names_the_first_clause_that_failed() {
    explain("a-01", &["--why-not", "renewal-t1"]).is("explain-why-not-action");
}

#[test]
fn what_does_not_exist_is_told_with_the_nearest() {
    let said = explain("a-0l", &[]);
    assert_eq!(said.code, 2);
    assert!(
        said.err
            .contains("there is no account `a-0l` in the input; did you mean `a-0"),
        "{}",
        said.err
    );
    let said = explain("a-01", &["--why-not", "renewal-t9"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("renewal-t9"), "{}", said.err);
}

#[test]
fn a_refused_account_is_told_why() {
    let place = Place::empty("explain-refused");
    place.file(
        "portfolio.jsonl",
        "{\"id\":\"a\",\"signup_date\":\"2026-02-30\"}",
    );
    let said = place.run(&[
        "explain",
        "portfolio.jsonl",
        "--as-of",
        "2026-06-30",
        "--account",
        "a",
    ]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(
        said.err.contains("line 1, account `a`: signup_date: "),
        "{}",
        said.err
    );
}
