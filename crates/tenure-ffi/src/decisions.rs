//! Decisions, kept for the host to read.

use std::ffi::c_char;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tenure::Decision;

use crate::answer::Answer;
use crate::batch::Batch;
use crate::error::{self, Error};
use crate::failure::{Failure, Outcome};
use crate::guard::{fallible, plain};
use crate::handle::{Out, give, given, place};
use crate::status;
use crate::text::{LenOut, Shown, show};

/// The decisions of a batch, row by row. Any number of threads may read them.
#[derive(Debug)]
pub struct Decisions {
    batch: Arc<Batch>,
    /// One for each account of the batch.
    decided: Vec<Decided>,
    lines: OnceLock<Shown>,
    array: OnceLock<Shown>,
    refused: OnceLock<Vec<Shown>>,
}

/// A decision with its texts, once somebody wants them.
#[derive(Debug)]
struct Decided {
    decision: Decision,
    band: OnceLock<Shown>,
    digest: OnceLock<Shown>,
    json: OnceLock<Shown>,
}

/// A row that was refused, in place of its decision.
#[derive(Serialize)]
struct Refused<E> {
    error: E,
}

impl Decisions {
    pub(crate) fn new(batch: Arc<Batch>, decisions: Vec<Decision>) -> Self {
        let decided = decisions.into_iter().map(|decision| Decided {
            decision,
            band: OnceLock::new(),
            digest: OnceLock::new(),
            json: OnceLock::new(),
        });
        Self {
            batch,
            decided: decided.collect(),
            lines: OnceLock::new(),
            array: OnceLock::new(),
            refused: OnceLock::new(),
        }
    }

    /// All decisions, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Decision> {
        self.decided.iter().map(|decided| &decided.decision)
    }

    fn row(&self, row: usize) -> Option<&Decided> {
        let account = self.batch.rows.get(row)?.as_ref().ok()?;
        self.decided.get(*account)
    }

    fn decision(&self, row: usize) -> Option<&Decision> {
        self.row(row).map(|decided| &decided.decision)
    }

    /// A row as JSON: its decision, or why there is none.
    fn row_json(&self, row: usize) -> Option<&Shown> {
        if let Some(decided) = self.row(row) {
            let json = || Shown::json(&decided.decision);
            return Some(decided.json.get_or_init(json));
        }
        let told = self.refused.get_or_init(|| {
            let rows = self.batch.rows.iter();
            let told = rows.map(|row| match row {
                Ok(_) => Shown::new(""),
                Err(failure) => Shown::json(&Refused {
                    error: error::json(failure),
                }),
            });
            told.collect()
        });
        told.get(row)
    }

    /// The decisions as JSON, with something before each and at the end.
    fn written(&self, [begin, first, others, each, end]: [&[u8]; 5]) -> Shown {
        let mut bytes = Vec::from(begin);
        for (number, decision) in self.all().enumerate() {
            bytes.extend_from_slice(if number == 0 { first } else { others });
            // Writing into memory does not fail, and every decision can be written.
            let _ = serde_json::to_writer(&mut bytes, decision);
            bytes.extend_from_slice(each);
        }
        bytes.extend_from_slice(end);
        Shown::new(bytes)
    }

    fn lines(&self) -> &Shown {
        self.lines
            .get_or_init(|| self.written([b"", b"", b"", b"\n", b""]))
    }

    fn array(&self) -> &Shown {
        self.array
            .get_or_init(|| self.written([b"[", b"\n", b",\n", b"", b"\n]\n"]))
    }

    /// A row's decision, or why there is none.
    fn must_have(&self, row: usize) -> Outcome<&Decision> {
        self.batch.account(row)?;
        self.decision(row)
            .ok_or_else(|| Failure::new(status::E_ARGUMENT, format!("there is no row {row}")))
    }
}

/// A number of a row, or what stands for none.
fn number<T>(
    function: &'static str,
    decisions: Option<&Decisions>,
    row: usize,
    none: T,
    read: impl FnOnce(&Decision) -> T,
) -> T
where
    T: Copy,
{
    plain(function, none, || {
        let decision = decisions.and_then(|decisions| decisions.decision(row));
        decision.map_or(none, read)
    })
}

/// How many rows there are, refused ones included.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_rows(decisions: Option<&Decisions>) -> usize {
    plain("tenure_decisions_rows", 0, || {
        decisions.map_or(0, |decisions| decisions.batch.rows.len())
    })
}

/// How many were refused.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_refused(decisions: Option<&Decisions>) -> usize {
    plain("tenure_decisions_refused", 0, || {
        decisions.map_or(0, |decisions| decisions.batch.refused())
    })
}

/// Whether a row was decided.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_status(decisions: Option<&Decisions>, row: usize) -> i32 {
    plain("tenure_decisions_status", status::E_PANIC, || {
        decisions.map_or(status::E_NULL, |decisions| decisions.batch.status(row))
    })
}

/// The account's id.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_account_id(
    decisions: Option<&Decisions>,
    row: usize,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_decisions_account_id", std::ptr::null(), || {
        show(decisions.and_then(|all| all.batch.shown_id(row)), len)
    })
}

/// The probability of leaving, in basis points; -1 for a row without a decision.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_probability_bp(
    decisions: Option<&Decisions>,
    row: usize,
) -> i64 {
    let name = "tenure_decisions_probability_bp";
    number(name, decisions, row, -1, |d| d.risk.probability_bp)
}

/// The share of the rules' weight that could be judged, in basis points; -1 for a row without a decision.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_coverage_bp(decisions: Option<&Decisions>, row: usize) -> i64 {
    let name = "tenure_decisions_coverage_bp";
    number(name, decisions, row, -1, |d| d.risk.coverage_bp)
}

/// The points; the least number that there is for a row without a decision.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_points(decisions: Option<&Decisions>, row: usize) -> i64 {
    let name = "tenure_decisions_points";
    number(name, decisions, row, i64::MIN, |d| d.risk.points)
}

/// The band.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_band(
    decisions: Option<&Decisions>,
    row: usize,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_decisions_band", std::ptr::null(), || {
        let row = decisions.and_then(|decisions| decisions.row(row));
        let band = |row: &Decided| Shown::new(row.decision.risk.band.as_str());
        show(row.map(|row| row.band.get_or_init(|| band(row))), len)
    })
}

/// The digest of the decision without its day: 32 hex digits.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_digest(
    decisions: Option<&Decisions>,
    row: usize,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_decisions_digest", std::ptr::null(), || {
        let row = decisions.and_then(|decisions| decisions.row(row));
        let digest = |row: &Decided| Shown::new(row.decision.digest.as_str());
        show(row.map(|row| row.digest.get_or_init(|| digest(row))), len)
    })
}

/// A row as JSON: its decision, or an object with its error.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_row_json(
    decisions: Option<&Decisions>,
    row: usize,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_decisions_row_json", std::ptr::null(), || {
        show(decisions.and_then(|all| all.row_json(row)), len)
    })
}

/// The decisions as JSON, one a line.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_jsonl(
    decisions: Option<&Decisions>,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_decisions_jsonl", std::ptr::null(), || {
        show(decisions.map(Decisions::lines), len)
    })
}

/// The decisions as a JSON array.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_json(
    decisions: Option<&Decisions>,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_decisions_json", std::ptr::null(), || {
        show(decisions.map(Decisions::array), len)
    })
}

/// A row's past actions as they stand after its decision, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_next_actions(
    decisions: Option<&Decisions>,
    row: usize,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_decisions_next_actions", err, || {
        let decisions = given(decisions, "decisions")?;
        let out = place(out)?;
        let decision = decisions.must_have(row)?;
        let before = decisions.batch.account(row)?.actions.as_deref();
        let next = decision.next_actions(before.unwrap_or_default());
        give(out, Answer::json(&next));
        Ok(())
    })
}

/// Frees them.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_decisions_free(decisions: Option<Box<Decisions>>) {
    plain("tenure_decisions_free", (), || drop(decisions));
}
